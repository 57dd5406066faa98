//! Static routes and the pair.

use std::net::IpAddr;

use ipnet::IpNet;
use pest::iterators::Pairs;

use super::{
    DEVICE, Heard, MANAGEMENT, Named, PAIR, Place, Reader, Rule, Said, argument, assign, name, number,
};
use crate::plan::{Element, EosMlag, Keepalive, Mlag, Origin, StaticRoute};
use crate::read::text::words;

/// What follows the VRF and the prefix of a static route.
struct Way<'t> {
    interface: Option<&'t str>,
    next_hop: IpAddr,
    bfd: bool,
}

impl<'t> Reader<'t> {
    /// A static route of a VRF. The default route of the management VRF is its way out; there is no
    /// place for other routes of it.
    pub(super) fn static_route(&mut self, text: &'t str, ipv6: bool, place: Place) -> (u32, Heard) {
        let unknown = (DEVICE, Heard::Unknown);
        let mut parts = text.splitn(3, ' ');
        let (Some(vrf), Some(prefix), Some(rest)) = (parts.next(), parts.next(), parts.next()) else {
            return unknown;
        };
        let (Ok(prefix), Some(way)) = (prefix.parse::<IpNet>(), way(rest)) else { return unknown };
        if prefix.addr().is_ipv6() != ipv6 || way.next_hop.is_ipv6() != ipv6 {
            return unknown;
        }
        if self.is_management(vrf) {
            if prefix.prefix_len() > 0 || way.interface.is_some() || way.bfd {
                return unknown;
            }
            self.reading.device.management.gateway = Some(way.next_hop);
            return (MANAGEMENT, self.said.note(Rule::static_route, place));
        }
        let Some(vrf_place) = self.names.vrfs.get(vrf).copied() else { return unknown };
        let route = StaticRoute {
            prefix,
            interface: way.interface.map(str::to_owned),
            next_hop: way.next_hop,
            bfd: way.bfd,
            distance: None,
            tag: None,
            name: None,
            origin: Origin::default(),
        };
        let key = (vrf_place.at, prefix, way.next_hop);
        let before = self.routes.get(&key).copied();
        let element = match before {
            Some(before) => before.element,
            None => {
                let vrf = vrf.to_owned();
                self.reading.begin(Element::StaticRoute { vrf, prefix, next_hop: way.next_hop })
            }
        };
        let Some(plan) = self.reading.device.vrfs.get_mut(vrf_place.at) else { return unknown };
        let at = before.map_or(plan.statics.len(), |before| before.at);
        match plan.statics.get_mut(at) {
            Some(known) => *known = route,
            None => plan.statics.push(route),
        }
        self.routes.insert(key, Named { at, element });
        (element, Heard::unless(before.is_some()))
    }

    pub(super) fn mlag(&mut self, lines: Pairs<'t, Rule>) {
        let mut said = std::mem::take(&mut self.pair_said);
        for pair in lines {
            let (rule, place, text) = (pair.as_rule(), self.place(&pair), argument(&pair));
            match rule {
                Rule::mlag_head => {
                    let heard = said.note(rule, place);
                    self.head(place, PAIR, heard);
                }
                Rule::separator | Rule::device_comment | Rule::unknown => self.other(&pair),
                _ => {
                    let heard = self.mlag_line(&mut said, rule, text, place);
                    self.count(place, PAIR, heard);
                }
            }
        }
        self.pair_said = said;
    }

    fn mlag_line(&mut self, said: &mut Said, rule: Rule, text: &str, place: Place) -> Heard {
        let keepalive = match rule {
            Rule::mlag_heartbeat => self.keepalive(text),
            _ => None,
        };
        let pair = self.reading.device.mlag.get_or_insert_with(Mlag::default);
        let eos = pair.eos.get_or_insert_with(EosMlag::default);
        let known = match rule {
            Rule::mlag_domain => assign(&mut pair.domain, name(text)),
            Rule::mlag_vlan => assign(&mut eos.vlan, number(text)),
            Rule::mlag_peer => assign(&mut eos.peer_address, text.parse().ok().map(Some)),
            Rule::mlag_heartbeat => assign(&mut pair.keepalive, keepalive.map(Some)),
            Rule::mlag_peer_link => assign(&mut pair.peer_link, number(text)),
            Rule::mlag_dual_primary => {
                let seconds = text.split(' ').next().and_then(number);
                assign(&mut eos.dual_primary_delay, seconds.map(Some))
            }
            Rule::mlag_delay => assign(&mut pair.reload_delay, number(text).map(Some)),
            Rule::mlag_delay_other => assign(&mut eos.reload_delay_other, number(text).map(Some)),
            _ => false,
        };
        if known { said.note(rule, place) } else { Heard::Unknown }
    }

    /// `10.0.16.12 vrf MGMT`.
    fn keepalive(&self, text: &str) -> Option<Keepalive> {
        let [peer, _, vrf] = words(text)?;
        let exists = self.is_management(vrf) || self.names.vrfs.contains_key(vrf);
        let peer = peer.parse().ok()?;
        exists.then(|| Keepalive { peer, source: None, vrf: vrf.to_owned() })
    }
}

/// `[INTERFACE] NEXT-HOP [track bfd]`.
fn way(text: &str) -> Option<Way<'_>> {
    let (hops, bfd) = match text.strip_suffix(" track bfd") {
        Some(hops) => (hops, true),
        None => (text, false),
    };
    let mut words = hops.split_ascii_whitespace();
    let first = words.next()?;
    let (interface, next_hop) = match first.parse() {
        Ok(next_hop) => (None, next_hop),
        Err(_) => (Some(first), words.next()?.parse().ok()?),
    };
    words.next().is_none().then_some(Way { interface, next_hop, bfd })
}
