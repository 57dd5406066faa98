//! What tables of BGP have: what enters them, who may open a session, how they travel.

use ipnet::IpNet;

use super::bgp::Vrf;
use super::{BGP, DEVICE, Heard, Place, Reader, Rule};
use crate::plan::{
    BgpDistance, BgpTimers, Element, Family, GLOBAL, Listen, MaximumPaths, Network, Origin, Redistribution,
    RouteSource, Vpn, VpnTargets,
};
use crate::read::text::words;

impl<'t> Reader<'t> {
    /// `10.0.0.0/8 route-map RM`.
    pub(super) fn network(&mut self, vrf: Option<Vrf<'t>>, text: &'t str) -> (u32, Heard) {
        let (prefix, rest) = text.split_once(' ').unwrap_or((text, ""));
        let Ok(parsed) = prefix.parse::<IpNet>() else { return (DEVICE, Heard::Unknown) };
        let route_map = rest.strip_prefix("route-map ").map(|map| map.trim().to_owned());
        let element = vrf.map_or(BGP, |vrf| vrf.element);
        let key = (vrf.map(|vrf| vrf.at), parsed);
        let at = self.bgp.networks.get(&key).copied();
        let list = match vrf {
            Some(vrf) => self.bgp_vrf(vrf).map(|bgp| &mut bgp.networks),
            None => Some(&mut self.process().networks),
        };
        let Some(list) = list else { return (DEVICE, Heard::Unknown) };
        let next = list.len();
        let new = Network { prefix: parsed, route_map };
        match at.and_then(|at| list.get_mut(at)) {
            Some(before) => *before = new,
            None => list.push(new),
        }
        self.bgp.networks.entry(key).or_insert(next);
        (element, Heard::unless(at.is_some()))
    }

    /// `connected route-map RM`; in a family it holds for that family alone.
    pub(super) fn redistribute(
        &mut self,
        vrf: Option<Vrf<'t>>,
        family: Option<Family>,
        text: &'t str,
    ) -> (u32, Heard) {
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
    pub(super) fn listen(&mut self, vrf: Option<Vrf<'t>>, text: &'t str) -> (u32, Heard) {
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
    pub(super) fn vpn(&mut self, vrf: Vrf<'t>, rule: Rule, text: &'t str, place: Place) -> (u32, Heard) {
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
}

/// `4 ecmp 4`.
pub(super) fn maximum_paths(text: &str) -> Option<MaximumPaths> {
    let (paths, ecmp) = match text.split_once(" ecmp ") {
        Some((paths, ecmp)) => (paths, Some(ecmp.parse().ok()?)),
        None => (text, None),
    };
    Some(MaximumPaths { paths: paths.parse().ok()?, ecmp })
}

/// `20 200 200`.
pub(super) fn distance(text: &str) -> Option<BgpDistance> {
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
