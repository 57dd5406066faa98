//! Static routes and the pair.

use std::net::IpAddr;

use ipnet::IpNet;
use pest::iterators::Pairs;

use super::{
    DEVICE, Heard, MANAGEMENT, Named, PAIR, Place, Reader, Rule, Said, argument, assign, name, number,
};
use crate::plan::{Element, EosMlag, GLOBAL, Keepalive, Mlag, Origin, StaticRoute};
use crate::read::text::words;

/// What follows the VRF and the prefix of a static route.
struct Way<'t> {
    interface: Option<&'t str>,
    next_hop: IpAddr,
    bfd: bool,
    distance: Option<u8>,
    tag: Option<u32>,
    name: Option<&'t str>,
}

impl<'t> Reader<'t> {
    /// A static route of a VRF, or of the global table. The default route of the management VRF is
    /// its way out; there is no place for other routes of it.
    pub(super) fn static_route(
        &mut self,
        vrf: Option<&'t str>,
        text: &'t str,
        ipv6: bool,
        place: Place,
    ) -> (u32, Heard) {
        let unknown = (DEVICE, Heard::Unknown);
        let Some((prefix, rest)) = text.split_once(' ') else { return unknown };
        let (Ok(prefix), Some(way)) = (prefix.parse::<IpNet>(), way(rest)) else { return unknown };
        if prefix.addr().is_ipv6() != ipv6 || way.next_hop.is_ipv6() != ipv6 {
            return unknown;
        }
        let next_hop = way.next_hop;
        let route = way.to(prefix);
        if vrf.is_some_and(|vrf| self.is_management(vrf)) {
            let more =
                route.interface.is_some() || route.bfd || route.distance.is_some() || route.tag.is_some();
            if prefix.prefix_len() > 0 || more || route.name.is_some() {
                return unknown;
            }
            self.reading.device.management.gateway = Some(next_hop);
            return (MANAGEMENT, self.said.note(Rule::static_route, place));
        }
        let at = match vrf.map(|vrf| self.names.vrfs.get(vrf).copied()) {
            Some(Some(vrf)) => Some(vrf.at),
            Some(None) => return unknown,
            None => None,
        };
        let key = (at, prefix, next_hop);
        let before = self.routes.get(&key).copied();
        let element = match before {
            Some(before) => before.element,
            None => {
                let vrf = vrf.unwrap_or(GLOBAL).to_owned();
                self.reading.begin(Element::StaticRoute { vrf, prefix, next_hop })
            }
        };
        let list = match at {
            Some(at) => self.reading.device.vrfs.get_mut(at).map(|vrf| &mut vrf.statics),
            None => Some(&mut self.reading.device.statics),
        };
        let Some(list) = list else { return unknown };
        let at = before.map_or(list.len(), |before| before.at);
        match list.get_mut(at) {
            Some(known) => *known = route,
            None => list.push(route),
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
            Rule::mlag_priority => assign(&mut eos.primary_priority, number(text).map(Some)),
            Rule::mlag_recovery => {
                let delays =
                    words::<3>(text).and_then(|[own, _, other]| Some((number(own)?, number(other)?)));
                assign(&mut eos.dual_primary_recovery, delays.map(Some))
            }
            _ => false,
        };
        if known { said.note(rule, place) } else { Heard::Unknown }
    }

    /// `10.0.16.12 vrf MGMT`; without a VRF it is asked in the global table.
    fn keepalive(&self, text: &str) -> Option<Keepalive> {
        let (peer, vrf) = match text.split_once(" vrf ") {
            Some((peer, vrf)) => (peer, vrf),
            None => (text, ""),
        };
        let exists = vrf.is_empty() || self.is_management(vrf) || self.names.vrfs.contains_key(vrf);
        let peer = peer.parse().ok()?;
        exists.then(|| Keepalive { peer, source: None, vrf: vrf.to_owned() })
    }
}

impl Way<'_> {
    fn to(self, prefix: IpNet) -> StaticRoute {
        StaticRoute {
            prefix,
            interface: self.interface.map(str::to_owned),
            next_hop: self.next_hop,
            bfd: self.bfd,
            distance: self.distance,
            tag: self.tag,
            name: self.name.map(str::to_owned),
            origin: Origin::default(),
        }
    }
}

/// `[INTERFACE] NEXT-HOP [track bfd] [DISTANCE] [tag TAG] [name NAME]`.
fn way(text: &str) -> Option<Way<'_>> {
    let mut words = text.split_ascii_whitespace().peekable();
    let first = words.next()?;
    let (interface, next_hop) = match first.parse() {
        Ok(next_hop) => (None, next_hop),
        Err(_) => (Some(first), words.next()?.parse().ok()?),
    };
    let mut way = Way { interface, next_hop, bfd: false, distance: None, tag: None, name: None };
    while let Some(word) = words.next() {
        match word {
            "track" if !way.bfd => way.bfd = words.next()? == "bfd",
            "tag" if way.tag.is_none() => way.tag = Some(words.next()?.parse().ok()?),
            "name" if way.name.is_none() => way.name = Some(words.next()?),
            distance if way.distance.is_none() => way.distance = Some(distance.parse().ok()?),
            _ => return None,
        }
    }
    Some(way)
}
