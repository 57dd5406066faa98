//! BGP: the process, VRFs in it, and their address families. How far a line is indented says
//! whether it is still in the VRF or the family before it.

use std::collections::HashMap;

use ipnet::IpNet;
use pest::iterators::{Pair, Pairs};

use super::names::VrfPlace;
use super::session::Sessions;
use super::{BGP, DEVICE, Heard, Place, Reader, Rule, Said, argument, assign, number};
use crate::plan::{
    Bgp, BgpVrf, Element, Family, Listen, Origin, Redistribution, RouteSource, Vpn, VpnTargets,
};
use crate::read::text::words;

/// What was said of BGP.
#[derive(Debug, Default)]
pub(super) struct Gathered<'t> {
    /// The line that begins it.
    pub block: &'t str,
    said: Said,
    pub sessions: Sessions<'t>,
    /// VRFs by their place in the plan's list.
    vrfs: HashMap<usize, VrfSaid>,
    /// Places of ranges that may open sessions, by the place of their VRF.
    listens: HashMap<(usize, IpNet), usize>,
}

/// What was said of a VRF's part of BGP.
#[derive(Debug, Default)]
struct VrfSaid {
    element: u32,
    vpn: Option<u32>,
    said: Said,
}

/// Where in a BGP block a line is.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Scope<'t> {
    /// The VRF, and how far its line is indented.
    vrf: Option<(usize, Inside<Vrf<'t>>)>,
    /// The address family, likewise.
    family: Option<(usize, Inside<Family>)>,
}

/// A block, known or not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Inside<T> {
    Known(T),
    Unknown,
}

/// A VRF's part of BGP.
#[derive(Debug, Clone, Copy)]
pub(super) struct Vrf<'t> {
    pub name: &'t str,
    pub at: usize,
    /// The element of its part of BGP.
    pub element: u32,
}

impl<'t> Scope<'t> {
    /// Leaves what a line is not indented enough for.
    fn leave(&mut self, indent: usize) {
        self.family = self.family.filter(|(outer, _)| indent > *outer);
        self.vrf = self.vrf.filter(|(outer, _)| indent > *outer);
    }

    fn is_unknown(&self) -> bool {
        matches!(self.vrf, Some((_, Inside::Unknown))) || matches!(self.family, Some((_, Inside::Unknown)))
    }

    pub fn vrf(&self) -> Option<Vrf<'t>> {
        match self.vrf {
            Some((_, Inside::Known(vrf))) => Some(vrf),
            _ => None,
        }
    }

    pub fn family(&self) -> Option<Family> {
        match self.family {
            Some((_, Inside::Known(family))) => Some(family),
            _ => None,
        }
    }
}

impl<'t> Reader<'t> {
    pub(super) fn bgp(&mut self, lines: Pairs<'t, Rule>) {
        let mut scope = Scope::default();
        for pair in lines {
            let (rule, place) = (pair.as_rule(), self.place(&pair));
            if matches!(rule, Rule::separator | Rule::device_comment) {
                self.other(&pair);
                continue;
            }
            let text = argument(&pair);
            if rule == Rule::bgp_as {
                let known = number(text).map(|asn| self.process().asn = asn).is_some();
                let heard = if known { self.bgp.said.note(rule, place) } else { Heard::Unknown };
                self.head(place, BGP, heard);
                self.bgp.block = self.block;
                continue;
            }
            let line = self.line_of(place.start);
            let indent = line.len() - line.trim_ascii_start().len();
            scope.leave(indent);
            let (element, heard) = match rule {
                Rule::bgp_vrf => self.enter_vrf(&mut scope, indent, text),
                _ if scope.is_unknown() => (DEVICE, Heard::Unknown),
                Rule::address_family => self.enter_family(&mut scope, indent, text),
                Rule::neighbor => self.neighbor(&scope, text, &pair, place),
                Rule::unknown => (DEVICE, Heard::Unknown),
                _ => self.bgp_line(&scope, rule, text, place),
            };
            self.count(place, element, heard);
        }
    }

    /// The BGP process, from the first line about it on.
    pub(super) fn process(&mut self) -> &mut Bgp {
        self.reading.device.bgp.get_or_insert_with(|| Bgp { default_ipv4: true, ..Bgp::default() })
    }

    fn enter_vrf(&mut self, scope: &mut Scope<'t>, indent: usize, name: &'t str) -> (u32, Heard) {
        scope.family = None;
        let Some(place) = self.names.vrfs.get(name).copied() else {
            scope.vrf = Some((indent, Inside::Unknown));
            return (DEVICE, Heard::Unknown);
        };
        let (element, heard) = self.begin_vrf(name, place);
        scope.vrf = Some((indent, Inside::Known(Vrf { name, at: place.at, element })));
        (element, heard)
    }

    fn begin_vrf(&mut self, name: &str, place: VrfPlace) -> (u32, Heard) {
        if let Some(known) = self.bgp.vrfs.get(&place.at) {
            return (known.element, Heard::Again);
        }
        let element = self.reading.begin(Element::BgpVrf(name.to_owned()));
        self.bgp.vrfs.insert(place.at, VrfSaid { element, ..VrfSaid::default() });
        if let Some(vrf) = self.reading.device.vrfs.get_mut(place.at) {
            vrf.bgp = Some(BgpVrf::default());
        }
        (element, Heard::Once)
    }

    fn enter_family(&mut self, scope: &mut Scope<'t>, indent: usize, text: &str) -> (u32, Heard) {
        let family = match text {
            "ipv4" => Some(Family::Ipv4),
            "ipv6" => Some(Family::Ipv6),
            "vpn-ipv4" if scope.vrf.is_none() => Some(Family::VpnIpv4),
            "vpn-ipv6" if scope.vrf.is_none() => Some(Family::VpnIpv6),
            _ => None,
        };
        let Some(family) = family else {
            scope.family = Some((indent, Inside::Unknown));
            return (DEVICE, Heard::Unknown);
        };
        scope.family = Some((indent, Inside::Known(family)));
        let (element, families) = match scope.vrf() {
            Some(vrf) => {
                let plan = self.reading.device.vrfs.get_mut(vrf.at).and_then(|v| v.bgp.as_mut());
                (vrf.element, plan.map(|bgp| &mut bgp.families))
            }
            None => (BGP, Some(&mut self.process().families)),
        };
        let Some(families) = families else { return (DEVICE, Heard::Unknown) };
        let again = families.contains(&family);
        if !again {
            families.push(family);
        }
        (element, Heard::unless(again))
    }

    fn bgp_line(&mut self, scope: &Scope<'t>, rule: Rule, text: &'t str, place: Place) -> (u32, Heard) {
        let unknown = (DEVICE, Heard::Unknown);
        let Some(vrf) = scope.vrf() else {
            if scope.family.is_some() {
                return unknown;
            }
            let known = match rule {
                Rule::router_id => assign(&mut self.process().router_id, text.parse().ok().map(Some)),
                Rule::no_default_ipv4 => assign(&mut self.process().default_ipv4, Some(false)),
                _ => false,
            };
            return (BGP, if known { self.bgp.said.note(rule, place) } else { Heard::Unknown });
        };
        match (rule, scope.family()) {
            (Rule::redistribute, family) => self.redistribute(vrf, family, text),
            (_, Some(_)) => unknown,
            (Rule::route_distinguisher | Rule::route_target, None) => self.vpn(vrf, rule, text, place),
            (Rule::listen, None) => self.listen(vrf, text),
            (Rule::aggregate, None) => {
                let Ok(prefix) = text.parse::<IpNet>() else { return unknown };
                let heard = self.seen(vrf.element, rule, 0, text);
                if heard == Heard::Once
                    && let Some(bgp) = self.bgp_vrf(vrf)
                {
                    bgp.aggregates.push(prefix);
                }
                (vrf.element, heard)
            }
            (Rule::router_id, None) => {
                let Ok(id) = text.parse() else { return unknown };
                if let Some(bgp) = self.bgp_vrf(vrf) {
                    bgp.router_id = Some(id);
                }
                let heard = self.bgp.vrfs.get_mut(&vrf.at).map(|v| v.said.note(rule, place));
                (vrf.element, heard.unwrap_or(Heard::Unknown))
            }
            _ => unknown,
        }
    }

    /// A VRF's part of BGP in the plan.
    pub(super) fn bgp_vrf(&mut self, vrf: Vrf<'t>) -> Option<&mut BgpVrf> {
        self.reading.device.vrfs.get_mut(vrf.at).and_then(|v| v.bgp.as_mut())
    }

    /// `connected route-map RM`; in a family it holds for that family alone.
    fn redistribute(&mut self, vrf: Vrf<'t>, family: Option<Family>, text: &'t str) -> (u32, Heard) {
        let (source, rest) = text.split_once(' ').unwrap_or((text, ""));
        let source = if source == "static" { RouteSource::Static } else { RouteSource::Connected };
        let route_map = rest.strip_prefix("route-map ").map(|map| map.trim().to_owned());
        let new = Redistribution { family, source, route_map, origin: Origin::default() };
        let name = vrf.name.to_owned();
        let element = self.reading.begin(Element::Redistribution { vrf: name, family, source });
        let Some(bgp) = self.bgp_vrf(vrf) else { return (DEVICE, Heard::Unknown) };
        let before = bgp.redistribute.iter_mut().find(|r| r.family == family && r.source == source);
        match before {
            Some(before) => {
                *before = new;
                (element, Heard::Again)
            }
            None => {
                bgp.redistribute.push(new);
                (element, Heard::Once)
            }
        }
    }

    /// `10.40.0.128/25 peer-group oam-mgmt remote-as 65501`.
    fn listen(&mut self, vrf: Vrf<'t>, text: &'t str) -> (u32, Heard) {
        let unknown = (DEVICE, Heard::Unknown);
        let Some([range, _, group, _, asn]) = words::<5>(text) else { return unknown };
        let (Ok(range), Ok(asn)) = (range.parse::<IpNet>(), asn.parse()) else { return unknown };
        if !self.bgp.sessions.is_group(group) {
            return unknown;
        }
        let element = self.reading.begin(Element::Listen { vrf: vrf.name.to_owned(), range });
        let key = (vrf.at, range);
        let before = self.bgp.listens.get(&key).copied();
        let Some(bgp) = self.bgp_vrf(vrf) else { return unknown };
        let new = Listen { range, group: group.to_owned(), asn, origin: Origin::default() };
        let at = before.unwrap_or(bgp.listen.len());
        match bgp.listen.get_mut(at) {
            Some(known) => *known = new,
            None => bgp.listen.push(new),
        }
        self.bgp.listens.insert(key, at);
        (element, Heard::unless(before.is_some()))
    }

    /// The route distinguisher and route targets of a VRF.
    fn vpn(&mut self, vrf: Vrf<'t>, rule: Rule, text: &'t str, place: Place) -> (u32, Heard) {
        let unknown = (DEVICE, Heard::Unknown);
        let Some(known) = self.bgp.vrfs.get_mut(&vrf.at) else { return unknown };
        let element = *known.vpn.get_or_insert_with(|| self.reading.begin(Element::Vpn(vrf.name.to_owned())));
        let heard = match rule {
            Rule::route_distinguisher => known.said.note(rule, place),
            _ => self.seen(element, rule, 0, text),
        };
        let Some(plan) = self.reading.device.vrfs.get_mut(vrf.at) else { return unknown };
        let vpn = plan.vpn.get_or_insert_with(Vpn::default);
        if rule == Rule::route_distinguisher {
            vpn.rd = Some(text.to_owned());
            return (element, heard);
        }
        let (direction, family, target, map) = match (words::<4>(text), words::<3>(text)) {
            (Some([direction, family, _, map]), _) => (direction, family, "", Some(map)),
            (None, Some([direction, family, target])) => (direction, family, target, None),
            (None, None) => return unknown,
        };
        let ipv6 = family == "vpn-ipv6";
        let at = vpn.targets.iter().position(|t| t.ipv6 == ipv6).unwrap_or_else(|| {
            vpn.targets.push(VpnTargets { ipv6, ..VpnTargets::default() });
            vpn.targets.len() - 1
        });
        let Some(targets) = vpn.targets.get_mut(at) else { return unknown };
        if let Some(map) = map {
            let policy =
                if direction == "import" { &mut targets.import_policy } else { &mut targets.export_policy };
            return (element, Heard::unless(policy.replace(map.to_owned()).is_some()));
        }
        if heard == Heard::Once {
            let list = if direction == "import" { &mut targets.import } else { &mut targets.export };
            list.push(target.to_owned());
        }
        (element, heard)
    }

    fn neighbor(
        &mut self,
        scope: &Scope<'t>,
        text: &'t str,
        pair: &Pair<'t, Rule>,
        place: Place,
    ) -> (u32, Heard) {
        let name = text.split_ascii_whitespace().next().unwrap_or("");
        match pair.clone().into_inner().next() {
            Some(line) => self.session_line(scope, name, line.as_rule(), argument(&line), place),
            None => (DEVICE, Heard::Unknown),
        }
    }
}
