//! Sessions: neighbours and what groups of them have in common. A neighbour becomes part of the
//! plan at the end, when its AS and its families are known.

use std::collections::HashMap;
use std::net::IpAddr;

use super::bgp::{Scope, timers};
use super::{BGP, DEVICE, Heard, Place, Reader, Rule, Said, assign, name, number};
use crate::plan::{
    ActiveGroup, Element, Family, FamilyPolicy, Neighbor, Origin, Peer, PeerGroup, RouteLimit, SendCommunity,
    Session,
};
use crate::read::value;

/// Sessions in the order in which they were begun.
#[derive(Debug, Default)]
pub(super) struct Sessions<'t> {
    all: Vec<Gathered>,
    /// Neighbours by the place of their VRF and their address.
    neighbors: HashMap<(Option<usize>, IpAddr), usize>,
    groups: HashMap<&'t str, usize>,
}

impl Sessions<'_> {
    pub(super) fn is_group(&self, name: &str) -> bool {
        self.groups.contains_key(name)
    }
}

/// Whose session it is.
#[derive(Debug)]
enum Whose {
    Group(String),
    Neighbor { vrf: Option<usize>, address: IpAddr },
}

/// What was said of a session.
#[derive(Debug)]
struct Gathered {
    whose: Whose,
    element: u32,
    said: Said,
    asn: Option<u32>,
    group: Option<String>,
    families: Vec<Family>,
    /// Families that it is told not to exchange.
    refused: Vec<Family>,
    session: Session,
    /// Route maps of single families, and lines that make it exchange them.
    in_families: Vec<InFamily>,
}

/// A line about a session in an address family.
#[derive(Debug)]
struct InFamily {
    family: Family,
    rule: Rule,
    map: Option<String>,
    place: Place,
}

impl<'t> Reader<'t> {
    /// A line about a neighbour or group.
    pub(super) fn session_line(
        &mut self,
        scope: &Scope<'t>,
        peer: &'t str,
        rule: Rule,
        text: &'t str,
        place: Place,
    ) -> (u32, Heard) {
        let unknown = (DEVICE, Heard::Unknown);
        let address = peer.parse::<IpAddr>().ok();
        if rule == Rule::peer_group {
            return match (address, scope.vrf(), scope.family()) {
                (None, None, None) => self.group(peer),
                _ => unknown,
            };
        }
        let at = match (address, scope.family()) {
            (Some(address), None) => Some(self.begin_neighbor(scope, address)),
            (Some(address), Some(_)) => {
                self.bgp.sessions.neighbors.get(&(scope.vrf().map(|v| v.at), address)).copied()
            }
            (None, Some(family)) if rule == Rule::activate => {
                return self.activate_group(scope, family, peer);
            }

            (None, _) if scope.vrf().is_none() => self.bgp.sessions.groups.get(peer).copied(),
            (None, _) => None,
        };
        let Some(session) = at.and_then(|at| self.bgp.sessions.all.get_mut(at)) else { return unknown };
        let heard = match scope.family() {
            Some(family) => session.in_family(family, rule, text, place),
            None => session.line(rule, text, place),
        };
        (session.element, heard)
    }

    fn group(&mut self, group: &'t str) -> (u32, Heard) {
        if let Some(known) = self.bgp.sessions.groups.get(group) {
            let element = self.bgp.sessions.all.get(*known).map_or(BGP, |g| g.element);
            return (element, Heard::Again);
        }
        let element = self.reading.begin(Element::PeerGroup(group.to_owned()));
        self.bgp.sessions.groups.insert(group, self.bgp.sessions.all.len());
        self.begin_session(Whose::Group(group.to_owned()), element);
        (element, Heard::Once)
    }

    /// The neighbour of an address, begun where it is new.
    fn begin_neighbor(&mut self, scope: &Scope<'t>, address: IpAddr) -> usize {
        let vrf = scope.vrf();
        let key = (vrf.map(|v| v.at), address);
        if let Some(known) = self.bgp.sessions.neighbors.get(&key) {
            return *known;
        }
        let peer = Peer::Address(address);
        let element = Element::Neighbor { vrf: vrf.map(|v| v.name.to_owned()), peer };
        let element = self.reading.begin(element);
        let at = self.bgp.sessions.all.len();
        self.bgp.sessions.neighbors.insert(key, at);
        self.begin_session(Whose::Neighbor { vrf: key.0, address }, element);
        at
    }

    fn begin_session(&mut self, whose: Whose, element: u32) {
        self.bgp.sessions.all.push(Gathered {
            whose,
            element,
            said: Said::default(),
            asn: None,
            group: None,
            families: Vec::new(),
            refused: Vec::new(),
            session: Session::default(),
            in_families: Vec::new(),
        });
    }

    /// A group whose sessions exchange a family in a VRF or the global table.
    fn activate_group(&mut self, scope: &Scope<'t>, family: Family, group: &'t str) -> (u32, Heard) {
        let unknown = (DEVICE, Heard::Unknown);
        let known = self.bgp.sessions.groups.get(group).copied();
        let Some(element) = known.and_then(|at| self.bgp.sessions.all.get(at)).map(|g| g.element) else {
            return unknown;
        };
        let vrf = scope.vrf();
        let heard = self.seen(vrf.map_or(BGP, |v| v.element), Rule::activate, family as u64, group);
        if heard == Heard::Once {
            let active = ActiveGroup { family, name: group.to_owned() };
            match vrf {
                Some(vrf) => self.bgp_vrf(vrf).into_iter().for_each(|bgp| bgp.groups.push(active.clone())),
                None => self.process().active_groups.push(active),
            }
        }
        (element, heard)
    }

    /// `G activate` behind `no`: the group or neighbour does not exchange the family. Whether that says
    /// something depends on what sessions do by themselves.
    pub(super) fn deactivate(&mut self, scope: &Scope<'t>, text: &'t str, place: Place) -> (u32, Heard) {
        let unknown = (DEVICE, Heard::Unknown);
        let peer = text.split(' ').next().unwrap_or("");
        let (Some(family), vrf) = (scope.family(), scope.vrf().map(|v| v.at)) else { return unknown };
        let at = match peer.parse::<IpAddr>() {
            Ok(address) => self.bgp.sessions.neighbors.get(&(vrf, address)).copied(),
            Err(_) if vrf.is_none() => self.bgp.sessions.groups.get(peer).copied(),
            Err(_) => None,
        };
        let Some(session) = at.and_then(|at| self.bgp.sessions.all.get_mut(at)) else { return unknown };
        let element = session.element;
        // What was switched on before is off again: the last counts.
        let mut again = session.refused.contains(&family) || session.families.contains(&family);
        session.families.retain(|f| *f != family);
        if !session.refused.contains(&family) {
            session.refused.push(family);
        }
        session.said.note(Rule::no_neighbor, place);
        if vrf.is_none() && matches!(session.whose, Whose::Group(_)) {
            let active = &mut self.process().active_groups;
            let before = active.len();
            active.retain(|a| a.family != family || a.name != peer);
            again |= active.len() < before;
        }
        (element, Heard::unless(again))
    }

    /// Puts sessions into the plan. A neighbour that has no AS and is of no group opens none: what was
    /// said of it is kept as unknown.
    pub(super) fn finish_sessions(&mut self) {
        let block = self.bgp.block;
        let by_itself = self.reading.device.bgp.as_ref().is_some_and(|bgp| bgp.default_ipv4);
        for mut session in std::mem::take(&mut self.bgp.sessions.all) {
            let lost = session.settle_policies();
            self.unsay(block, lost);
            session.refused.retain(|family| by_itself && *family == Family::Ipv4);
            session.session.inactive = std::mem::take(&mut session.refused);
            match session.whose {
                Whose::Group(name) => {
                    let (asn, session) = (session.asn, session.session);
                    let group = PeerGroup { name, asn, session, ..PeerGroup::default() };
                    self.process().groups.push(group);
                }
                Whose::Neighbor { vrf, address } => {
                    if session.asn.is_none() && session.group.is_none() {
                        let places: Vec<Place> = session.said.0.iter().map(|(_, place)| *place).collect();
                        self.unsay(block, places);
                        self.unsay(block, session.in_families.iter().map(|line| line.place));
                        continue;
                    }
                    let neighbor = Neighbor {
                        peer: Peer::Address(address),
                        asn: session.asn,
                        group: session.group,
                        family_sessions: Vec::new(),
                        maximum_peers: None,
                        families: session.families,
                        session: session.session,
                        origin: Origin::default(),
                    };
                    let list = match vrf {
                        Some(at) => {
                            let plan = self.reading.device.vrfs.get_mut(at).and_then(|v| v.bgp.as_mut());
                            plan.map(|bgp| &mut bgp.neighbors)
                        }
                        None => Some(&mut self.process().neighbors),
                    };
                    list.into_iter().for_each(|list| list.push(neighbor.clone()));
                }
            }
        }
    }
}

impl Gathered {
    /// A line outside of address families.
    fn line(&mut self, rule: Rule, text: &str, place: Place) -> Heard {
        let session = &mut self.session;
        let known = match rule {
            Rule::remote_as => assign(&mut self.asn, number(text).map(Some)),
            Rule::member => match self.whose {
                Whose::Neighbor { .. } => assign(&mut self.group, name(text).map(Some)),
                Whose::Group(_) => false,
            },
            Rule::update_source => assign(&mut session.update_source, name(text).map(Some)),
            Rule::ebgp_multihop => {
                let hops = if text.is_empty() { Some(u8::MAX) } else { number(text) };
                assign(&mut session.ebgp_multihop, hops.map(Some))
            }
            Rule::next_hop_unchanged => assign(&mut session.next_hop_unchanged, Some(true)),
            Rule::session_shutdown => assign(&mut session.shutdown, Some(true)),
            Rule::session_timers => assign(&mut session.timers, timers(text).map(Some)),
            Rule::local_as => {
                let asn = text.split(' ').next().and_then(number);
                assign(&mut session.local_as, asn.map(Some))
            }
            Rule::reflector_client => assign(&mut session.route_reflector_client, Some(true)),
            Rule::remove_private_as => assign(&mut session.remove_private_as, Some(true)),
            Rule::session_description => assign(&mut session.description, name(text).map(Some)),
            Rule::session_bfd => assign(&mut session.bfd, Some(true)),
            Rule::next_hop_self => assign(&mut session.next_hop_self, Some(true)),
            Rule::as_override => assign(&mut session.as_override, Some(true)),
            Rule::default_originate => assign(&mut session.default_originate, Some(true)),
            Rule::allow_as => assign(&mut session.allow_as, number(text).map(Some)),
            Rule::password | Rule::password_7 => {
                session.password = Some(value::secret(text));
                session.password_type = (rule == Rule::password_7).then_some(7);
                return self.said.note(Rule::password, place);
            }
            Rule::send_community => {
                let communities = match text {
                    "extended" => SendCommunity::Extended,
                    "standard extended" => SendCommunity::Both,
                    _ => SendCommunity::Standard,
                };
                assign(&mut session.send_community, Some(Some(communities)))
            }
            Rule::policy_in => assign(&mut session.policy_in, map(text).map(Some)),
            Rule::policy_out => assign(&mut session.policy_out, map(text).map(Some)),
            Rule::maximum_routes => assign(&mut session.limit, limit(text).map(Some)),
            _ => false,
        };
        if known { self.said.note(rule, place) } else { Heard::Unknown }
    }

    fn in_family(&mut self, family: Family, rule: Rule, text: &str, place: Place) -> Heard {
        let map = match rule {
            Rule::activate => None,
            Rule::policy_in | Rule::policy_out => match map(text) {
                Some(map) => Some(map),
                None => return Heard::Unknown,
            },
            _ => return Heard::Unknown,
        };
        if let Some(before) = self.in_families.iter_mut().find(|l| l.family == family && l.rule == rule) {
            before.map = map;
            if rule == Rule::activate && !self.families.contains(&family) {
                self.families.push(family);
            }
            return Heard::Again;
        }
        if rule == Rule::activate {
            self.refused.retain(|f| *f != family);
            self.families.push(family);
        }
        self.in_families.push(InFamily { family, rule, map, place });
        Heard::Once
    }

    /// Where a policy is said in each family alike, it is that of the session; else it is the family's.
    /// Outside of families a policy says nothing about families of VPNs: such lines are given back.
    fn settle_policies(&mut self) -> Vec<Place> {
        let mut lost = Vec::new();
        let vpn = self.families.iter().any(|f| matches!(f, Family::VpnIpv4 | Family::VpnIpv6));
        for rule in [Rule::policy_in, Rule::policy_out] {
            let place = if rule == Rule::policy_in {
                &mut self.session.policy_in
            } else {
                &mut self.session.policy_out
            };
            if vpn {
                *place = None;
                lost.extend(self.said.places(&[rule]));
            }
            let lines: Vec<&InFamily> = self.in_families.iter().filter(|l| l.rule == rule).collect();
            let Some(first) = lines.first() else { continue };
            let alike = place.is_none()
                && lines.len() == self.families.len()
                && lines.iter().all(|l| l.map == first.map && self.families.contains(&l.family));
            if alike {
                place.clone_from(&first.map);
                continue;
            }
            for line in lines {
                let of = &mut self.session.by_family;
                let at = of.iter().position(|p| p.family == line.family).unwrap_or_else(|| {
                    of.push(FamilyPolicy { family: line.family, policy_in: None, policy_out: None });
                    of.len() - 1
                });
                let Some(policy) = of.get_mut(at) else { continue };
                let place =
                    if rule == Rule::policy_in { &mut policy.policy_in } else { &mut policy.policy_out };
                place.clone_from(&line.map);
            }
        }
        lost
    }
}

/// `RM in`.
fn map(text: &str) -> Option<String> {
    text.split(' ').next().and_then(name)
}

/// `12000 warning-limit 80 percent warning-only`.
fn limit(text: &str) -> Option<RouteLimit> {
    let mut words = text.split_ascii_whitespace();
    let mut limit = RouteLimit { maximum: words.next()?.parse().ok()?, warning: None, warning_only: false };
    while let Some(word) = words.next() {
        match word {
            "warning-limit" => {
                limit.warning = Some(words.next()?.parse().ok()?);
                words.next();
            }
            _ => limit.warning_only = true,
        }
    }
    Some(limit)
}
