//! Sessions: neighbours and what groups of them have in common. A neighbour becomes part of the
//! plan at the end, when its AS and its families are known.

use std::collections::HashMap;
use std::net::IpAddr;

use super::bgp::Scope;
use super::{BGP, DEVICE, Heard, Place, Reader, Rule, Said, assign, name, number};
use crate::plan::{
    ActiveGroup, Element, Family, Neighbor, Origin, Peer, PeerGroup, RouteLimit, SendCommunity, Session,
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
    families: Vec<Family>,
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
            (None, Some(family)) => return self.group_in_family(scope, family, peer, rule),
            (None, None) if scope.vrf().is_none() => self.bgp.sessions.groups.get(peer).copied(),
            (None, None) => None,
        };
        let Some(session) = at.and_then(|at| self.bgp.sessions.all.get_mut(at)) else { return unknown };
        let heard = match scope.family() {
            Some(family) if rule == Rule::activate || scope.vrf().is_none() => {
                session.in_family(family, rule, text, place)
            }
            Some(_) => Heard::Unknown,
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
            families: Vec::new(),
            session: Session::default(),
            in_families: Vec::new(),
        });
    }

    /// A group whose sessions exchange a family in a VRF.
    fn group_in_family(
        &mut self,
        scope: &Scope<'t>,
        family: Family,
        group: &'t str,
        rule: Rule,
    ) -> (u32, Heard) {
        let unknown = (DEVICE, Heard::Unknown);
        let known = self.bgp.sessions.groups.get(group).copied();
        let element = known.and_then(|at| self.bgp.sessions.all.get(at)).map(|g| g.element);
        let (Some(element), Some(vrf), Rule::activate) = (element, scope.vrf(), rule) else { return unknown };
        let heard = self.seen(vrf.element, rule, family as u64, group);
        if heard == Heard::Once
            && let Some(bgp) = self.bgp_vrf(vrf)
        {
            bgp.groups.push(ActiveGroup { family, name: group.to_owned() });
        }
        (element, heard)
    }

    /// Puts sessions into the plan. A neighbour without an AS opens none: what was said of it is
    /// kept as unknown.
    pub(super) fn finish_sessions(&mut self) {
        let block = self.bgp.block;
        for mut session in std::mem::take(&mut self.bgp.sessions.all) {
            let lost = session.settle_policies();
            self.unsay(block, lost);
            match session.whose {
                Whose::Group(name) => {
                    let group = PeerGroup {
                        name,
                        asn: session.asn,
                        session: session.session,
                        ..PeerGroup::default()
                    };
                    self.process().groups.push(group);
                }
                Whose::Neighbor { vrf, address } => {
                    let Some(asn) = session.asn else {
                        let places: Vec<Place> = session.said.0.iter().map(|(_, place)| *place).collect();
                        self.unsay(block, places);
                        self.unsay(block, session.in_families.iter().map(|line| line.place));
                        continue;
                    };
                    let neighbor = Neighbor {
                        peer: Peer::Address(address),
                        asn: Some(asn),
                        group: None,
                        family_sessions: Vec::new(),
                        maximum_peers: None,
                        families: session.families,
                        session: session.session,
                        origin: Origin::default(),
                    };
                    match vrf {
                        Some(at) => {
                            let plan = self.reading.device.vrfs.get_mut(at).and_then(|v| v.bgp.as_mut());
                            plan.into_iter().for_each(|bgp| bgp.neighbors.push(neighbor.clone()));
                        }
                        None => self.process().neighbors.push(neighbor),
                    }
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
            Rule::remote_as => match self.whose {
                Whose::Neighbor { .. } => assign(&mut self.asn, number(text).map(Some)),
                Whose::Group(_) => false,
            },
            Rule::session_description => assign(&mut session.description, name(text).map(Some)),
            Rule::session_bfd => assign(&mut session.bfd, Some(true)),
            Rule::next_hop_self => assign(&mut session.next_hop_self, Some(true)),
            Rule::as_override => assign(&mut session.as_override, Some(true)),
            Rule::default_originate => assign(&mut session.default_originate, Some(true)),
            Rule::allow_as => assign(&mut session.allow_as, number(text).map(Some)),
            Rule::password => assign(&mut session.password, Some(Some(value::secret(text)))),
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
            return Heard::Again;
        }
        if rule == Rule::activate {
            self.families.push(family);
        }
        self.in_families.push(InFamily { family, rule, map, place });
        Heard::Once
    }

    /// The plan has one policy a direction for all families of a neighbour. Where it is said in each
    /// family alike, that is it; lines that say something else are given back. Outside of families a
    /// policy says nothing about families of VPNs.
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
            } else {
                lost.extend(lines.iter().map(|l| l.place));
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
