//! Sessions: neighbours and what groups of them have in common. A neighbour becomes part of the
//! plan at the end, when its AS and its families are known.

use std::collections::{BTreeSet, HashMap};
use std::net::IpAddr;

use super::bgp::Scope;
use super::peer::{Gathered, Whose};
use super::{BGP, DEVICE, Heard, Place, Reader, Rule, Said};
use crate::plan::{ActiveGroup, Element, Family, Neighbor, Origin, Peer, PeerGroup, Session};

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
        let Some(session) = known.and_then(|at| self.bgp.sessions.all.get_mut(at)) else { return unknown };
        let (element, vrf) = (session.element, scope.vrf());
        if vrf.is_none() {
            session.refused.retain(|f| *f != family);
        }
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
        if matches!(session.whose, Whose::Group(_)) {
            again |= self.seen.contains(&(BGP, Rule::activate, family as u64, peer));
        }
        (element, Heard::unless(again))
    }

    /// Puts sessions into the plan. A neighbour that has no AS and is of no group opens none: what was
    /// said of it is kept as unknown.
    pub(super) fn finish_sessions(&mut self) {
        let block = self.bgp.block;
        let by_itself = self.reading.device.bgp.as_ref().is_some_and(|bgp| bgp.default_ipv4);
        let mut refused: BTreeSet<(Family, String)> = BTreeSet::new();
        for mut session in std::mem::take(&mut self.bgp.sessions.all) {
            let lost = session.settle_policies();
            self.unsay(block, lost);
            if let Whose::Group(name) = &session.whose {
                refused.extend(session.refused.iter().map(|family| (*family, name.clone())));
            }
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
                        maximum_peers: None,
                        families: session.families,
                        session: session.session,
                        family_sessions: Vec::new(),
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
        if !refused.is_empty() {
            let groups = &mut self.process().active_groups;
            groups.retain(|group| !refused.contains(&(group.family, group.name.clone())));
        }
    }
}
