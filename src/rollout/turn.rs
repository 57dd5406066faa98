//! What a neighbor that is no switch of ours has to change: a PE, or a workload that speaks BGP.

use std::collections::{BTreeMap, BTreeSet};

use ipnet::IpNet;

use super::plan;
use crate::diff::{Action, Concerned, Detail, Presence, Relation, Risk, SessionEnds, SwitchDiff};
use crate::graph::{Kind, Topology};
use crate::plan::{Device, Element, Peer};
use crate::side::Side;

/// What a neighbor has to change after a switch has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Turn {
    /// Its name; where nobody knows one its address or range, with the VRF: `10.40.0.64/26 in VRF blue`.
    pub neighbor: String,
    /// Whether it is a PE: what it is to say is in its hand-off.
    pub pe: bool,
    /// The switch.
    pub switch: String,
    /// The sessions that the two have, as the switch has them.
    pub sessions: Vec<SessionEnds>,
    /// What the switch says otherwise, and the neighbor has to follow.
    pub items: Vec<Item>,
}

/// Something that a switch says otherwise.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// What of the switch.
    pub element: Element,
    /// What becomes of it.
    pub action: Action,
    /// What changes in it.
    pub details: Vec<Detail>,
}

impl Turn {
    /// Whether the neighbor takes another AS, which ends all of its sessions.
    pub fn renumbers(&self) -> bool {
        self.items.iter().any(|i| i.details.iter().any(|d| is_own_as(&i.element, d)))
    }
}

/// Whether a switch expects another AS of a neighbor.
pub fn is_own_as(element: &Element, detail: &Detail) -> bool {
    matches!(element, Element::Neighbor { .. }) && detail.path == "asn" && detail.is_replaced()
}

/// The turns that follow the change of a switch: PEs first, by name. `renumbered` are the neighbors
/// that have their new AS already.
pub fn turns(
    sides: (&Side, &Side),
    topologies: &[&Topology],
    switch: &SwitchDiff,
    renumbered: &BTreeSet<String>,
) -> Vec<Turn> {
    if switch.presence != Presence::Both {
        return Vec::new();
    }
    let new = plan(sides.1, &switch.name);
    let is_ours = |name: &str| sides.0.switches.contains_key(name) || sides.1.switches.contains_key(name);
    let mut all: BTreeMap<(bool, String), Turn> = BTreeMap::new();
    for change in &switch.changes {
        for peer in &change.peers {
            let Some((neighbor, pe)) = outside(topologies, peer).filter(|(name, _)| !is_ours(name)) else {
                continue;
            };
            if !pe && (change.risk < Risk::SessionReset || peer.session().is_none()) {
                continue;
            }
            // Who it is that loses a session, nobody knows: there is nothing to do for it.
            if peer.name.is_none() && change.action == Action::Remove {
                continue;
            }
            let turn = all.entry((!pe, neighbor.clone())).or_insert_with(|| Turn {
                neighbor: neighbor.clone(),
                pe,
                switch: switch.name.clone(),
                sessions: Vec::new(),
                items: Vec::new(),
            });
            if let (Some(ends), Some(plan)) = (peer.session(), new) {
                // Of a session that goes nothing has to come up.
                let table = ends.vrf.as_deref();
                let stays = single(plan).any(|(vrf, peer)| (vrf, peer) == (table, &ends.peer));
                turn.sessions.extend(stays.then(|| SessionEnds::new(plan, table, &ends.peer)));
            }
            if let (Element::SubInterface(name), Some(plan)) = (&change.element, new) {
                turn.sessions.extend(over(plan, name).map(|(vrf, peer)| SessionEnds::new(plan, vrf, peer)));
            }
            let mut details = change.details.clone();
            if renumbered.contains(&neighbor) {
                details.retain(|d| !is_own_as(&change.element, d));
                if details.is_empty() && !change.details.is_empty() {
                    continue;
                }
            }
            let item = Item { element: change.element.clone(), action: change.action, details };
            if !turn.items.contains(&item) {
                turn.items.push(item);
            }
        }
    }
    let mut turns: Vec<Turn> = all.into_values().filter(|turn| !turn.items.is_empty()).collect();
    for turn in &mut turns {
        turn.sessions.sort_unstable();
        turn.sessions.dedup();
    }
    turns
}

/// Who a change concerns that is no switch of the fabric, and whether it is a PE. Of the other ends of
/// links PEs alone: servers have their netplan.
fn outside(topologies: &[&Topology], peer: &Concerned) -> Option<(String, bool)> {
    let pe = |name: &str| {
        let kind = |t: &&Topology| t.device(t.named(name)?).map(|d| d.kind);
        topologies.iter().any(|t| matches!(kind(t), Some(Kind::Pe(_))))
    };
    match (&peer.relation, peer.name.as_deref()) {
        (Relation::Pair, _) => None,
        (Relation::Link(_), _) => {
            peer.device().filter(|device| pe(device)).map(|device| (device.to_owned(), true))
        }
        (Relation::Session(_), Some(name)) => Some((name.to_owned(), pe(name))),
        (Relation::Session(ends), None) => Some((ends.to_string(), false)),
    }
}

/// The sessions of a switch with one address each, by VRF.
pub fn single(plan: &Device) -> impl Iterator<Item = (Option<&str>, &Peer)> {
    let all = plan.neighbors().map(|(vrf, n)| (vrf, &n.peer));
    all.filter(|(_, peer)| matches!(peer, Peer::Address(_)))
}

/// Those of them that a switch has over a sub-interface.
pub fn over<'p>(plan: &'p Device, name: &str) -> impl Iterator<Item = (Option<&'p str>, &'p Peer)> {
    let on = plan.sub_interfaces().find(|s| s.name == name).map(|s| &s.layer3);
    single(plan).filter(move |(vrf, peer)| {
        let here = |net: &IpNet| matches!(peer, Peer::Address(address) if net.contains(address));
        on.is_some_and(|l| l.vrf.as_deref() == *vrf && l.addresses.iter().any(here))
    })
}
