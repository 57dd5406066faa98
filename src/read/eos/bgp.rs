//! BGP: the process, VRFs in it, and their address families. How far a line is indented says
//! whether it is still in the VRF or the family before it.

use std::collections::HashMap;

use ipnet::IpNet;
use pest::iterators::{Pair, Pairs};

use super::names::VrfPlace;
use super::session::Sessions;
use super::{BGP, DEVICE, Heard, Place, Reader, Rule, Said, argument, assign, number};
use crate::plan::{
    Bgp, BgpDistance, BgpTimers, BgpVrf, Element, Family, GLOBAL, Listen, MaximumPaths, Network, Origin,
    Redistribution, RouteSource, Vpn, VpnTargets,
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
    /// Places of ranges that may open sessions, by the place of their VRF; none for the global table.
    listens: HashMap<(Option<usize>, IpNet), usize>,
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
    /// How far a block is indented that is of EVPN as a whole.
    overlay: Option<usize>,
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
        self.overlay = self.overlay.filter(|outer| indent > *outer);
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
                Rule::bgp_mac_vrf => {
                    // What EVPN carries of a VLAN.
                    scope =
                        Scope { vrf: None, family: Some((indent, Inside::Unknown)), overlay: Some(indent) };
                    (DEVICE, Heard::Unknown)
                }
                _ if scope.is_unknown() => (DEVICE, Heard::Unknown),
                Rule::address_family => self.enter_family(&mut scope, indent, text),
                Rule::neighbor => self.neighbor(&scope, text, &pair, place),
                Rule::no_neighbor => self.deactivate(&scope, text, place),
                Rule::unknown => (DEVICE, Heard::Unknown),
                _ => self.bgp_line(&scope, rule, text, place),
            };
            self.count(place, element, heard);
            if heard == Heard::Unknown && scope.overlay.is_some() {
                self.reading.of_overlay();
            }
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
            scope.overlay = (text == "evpn").then_some(indent).or(scope.overlay);
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
        let (vrf, family) = (scope.vrf(), scope.family());
        match (rule, vrf, family) {
            (Rule::redistribute, ..) => self.redistribute(vrf, family, text),
            (Rule::network, _, _) => self.network(vrf, rule, text),
            (_, _, Some(_)) => unknown,
            (Rule::route_distinguisher | Rule::route_target, Some(vrf), None) => {
                self.vpn(vrf, rule, text, place)
            }
            (Rule::listen, ..) => self.listen(vrf, text),
            (Rule::aggregate, ..) => {
                let Ok(prefix) = text.parse::<IpNet>() else { return unknown };
                let element = vrf.map_or(BGP, |vrf| vrf.element);
                let heard = self.seen(element, rule, 0, text);
                if heard == Heard::Once {
                    match vrf {
                        Some(vrf) => {
                            self.bgp_vrf(vrf).into_iter().for_each(|bgp| bgp.aggregates.push(prefix))
                        }
                        None => self.process().aggregates.push(prefix),
                    }
                }
                (element, heard)
            }
            (_, Some(vrf), None) => {
                let Some(bgp) = self.bgp_vrf(vrf) else { return unknown };
                let known = match rule {
                    Rule::router_id => assign(&mut bgp.router_id, text.parse().ok().map(Some)),
                    Rule::maximum_paths => assign(&mut bgp.maximum_paths, maximum_paths(text).map(Some)),
                    _ => false,
                };
                let said = self.bgp.vrfs.get_mut(&vrf.at).filter(|_| known);
                (vrf.element, said.map_or(Heard::Unknown, |vrf| vrf.said.note(rule, place)))
            }
            (_, None, None) => {
                let bgp = self.process();
                let (known, key) = match rule {
                    Rule::router_id => (assign(&mut bgp.router_id, text.parse().ok().map(Some)), rule),
                    Rule::no_default_ipv4 => (assign(&mut bgp.default_ipv4, Some(false)), rule),
                    Rule::default_ipv4 => (assign(&mut bgp.default_ipv4, Some(true)), Rule::no_default_ipv4),
                    Rule::maximum_paths => {
                        (assign(&mut bgp.maximum_paths, maximum_paths(text).map(Some)), rule)
                    }
                    Rule::distance => (assign(&mut bgp.distance, distance(text).map(Some)), rule),
                    Rule::bgp_timers => (assign(&mut bgp.timers, timers(text).map(Some)), rule),
                    _ => (false, rule),
                };
                (BGP, if known { self.bgp.said.note(key, place) } else { Heard::Unknown })
            }
        }
    }

    /// `10.0.0.0/8 route-map RM`.
    fn network(&mut self, vrf: Option<Vrf<'t>>, rule: Rule, text: &'t str) -> (u32, Heard) {
        let (prefix, rest) = text.split_once(' ').unwrap_or((text, ""));
        let Ok(parsed) = prefix.parse::<IpNet>() else { return (DEVICE, Heard::Unknown) };
        let route_map = rest.strip_prefix("route-map ").map(|map| map.trim().to_owned());
        let element = vrf.map_or(BGP, |vrf| vrf.element);
        let heard = self.seen(element, rule, 0, prefix);
        let list = match vrf {
            Some(vrf) => self.bgp_vrf(vrf).map(|bgp| &mut bgp.networks),
            None => Some(&mut self.process().networks),
        };
        let Some(list) = list else { return (DEVICE, Heard::Unknown) };
        if heard == Heard::Again {
            list.retain(|network| network.prefix != parsed);
        }
        list.push(Network { prefix: parsed, route_map });
        (element, heard)
    }

    /// A VRF's part of BGP in the plan.
    pub(super) fn bgp_vrf(&mut self, vrf: Vrf<'t>) -> Option<&mut BgpVrf> {
        self.reading.device.vrfs.get_mut(vrf.at).and_then(|v| v.bgp.as_mut())
    }

    /// `connected route-map RM`; in a family it holds for that family alone.
    fn redistribute(&mut self, vrf: Option<Vrf<'t>>, family: Option<Family>, text: &'t str) -> (u32, Heard) {
        let (source, rest) = text.split_once(' ').unwrap_or((text, ""));
        let source = if source == "static" { RouteSource::Static } else { RouteSource::Connected };
        let route_map = rest.strip_prefix("route-map ").map(|map| map.trim().to_owned());
        let new = Redistribution { family, source, route_map, origin: Origin::default() };
        let name = vrf.map_or(GLOBAL, |vrf| vrf.name).to_owned();
        let element = self.reading.begin(Element::Redistribution { vrf: name, family, source });
        let list = match vrf {
            Some(vrf) => self.bgp_vrf(vrf).map(|bgp| &mut bgp.redistribute),
            None => Some(&mut self.process().redistribute),
        };
        let Some(list) = list else { return (DEVICE, Heard::Unknown) };
        match list.iter_mut().find(|r| r.family == family && r.source == source) {
            Some(before) => {
                *before = new;
                (element, Heard::Again)
            }
            None => {
                list.push(new);
                (element, Heard::Once)
            }
        }
    }

    /// `10.40.0.128/25 peer-group oam-mgmt remote-as 65501`.
    fn listen(&mut self, vrf: Option<Vrf<'t>>, text: &'t str) -> (u32, Heard) {
        let unknown = (DEVICE, Heard::Unknown);
        let Some([range, _, group, _, asn]) = words::<5>(text) else { return unknown };
        let (Ok(range), Ok(asn)) = (range.parse::<IpNet>(), asn.parse()) else { return unknown };
        if !self.bgp.sessions.is_group(group) {
            return unknown;
        }
        let name = vrf.map_or(GLOBAL, |vrf| vrf.name).to_owned();
        let element = self.reading.begin(Element::Listen { vrf: name, range });
        let key = (vrf.map(|vrf| vrf.at), range);
        let before = self.bgp.listens.get(&key).copied();
        let list = match vrf {
            Some(vrf) => self.bgp_vrf(vrf).map(|bgp| &mut bgp.listen),
            None => Some(&mut self.process().listen),
        };
        let Some(list) = list else { return unknown };
        let new = Listen { range, group: group.to_owned(), asn, origin: Origin::default() };
        let at = before.unwrap_or(list.len());
        match list.get_mut(at) {
            Some(known) => *known = new,
            None => list.push(new),
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

/// `4 ecmp 4`.
fn maximum_paths(text: &str) -> Option<MaximumPaths> {
    let (paths, ecmp) = match text.split_once(" ecmp ") {
        Some((paths, ecmp)) => (paths, Some(ecmp.parse().ok()?)),
        None => (text, None),
    };
    Some(MaximumPaths { paths: paths.parse().ok()?, ecmp })
}

/// `20 200 200`.
fn distance(text: &str) -> Option<BgpDistance> {
    let [external, internal, local] = words(text)?;
    Some(BgpDistance {
        external: external.parse().ok()?,
        internal: internal.parse().ok()?,
        local: local.parse().ok()?,
    })
}

/// `60 180`.
pub(super) fn timers(text: &str) -> Option<BgpTimers> {
    let [keepalive, hold] = words(text)?;
    Some(BgpTimers { keepalive: keepalive.parse().ok()?, hold: hold.parse().ok()? })
}
