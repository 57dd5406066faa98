//! What a neighbor that is no switch of ours has to change: a PE, or a workload that speaks BGP.

use std::collections::{BTreeMap, BTreeSet};
use std::net::IpAddr;

use super::plan;
use crate::diff::{Action, Change, Concerned, Detail, Presence, Relation, Risk, SwitchDiff};
use crate::graph::{Kind, Topology};
use crate::plan::{Device, Element, Layer3, Peer};
use crate::side::Side;

/// What a neighbor has to change after a switch has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Turn {
    /// Its name; its address where nobody knows one.
    pub neighbor: String,
    /// Whether it is a PE: what it is to say is in its hand-off.
    pub pe: bool,
    /// The switch.
    pub switch: String,
    /// The sessions that the two have, as the switch has them.
    pub sessions: Vec<End>,
    /// What the switch says otherwise, and the neighbor has to follow.
    pub items: Vec<Item>,
}

/// A session by its ends.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct End {
    /// The VRF; none for the global table.
    pub vrf: Option<String>,
    /// The neighbor's address.
    pub neighbor: String,
    /// The switch's address, where an interface has it.
    pub own: Option<IpAddr>,
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
    matches!(element, Element::Neighbor { .. })
        && matches!(detail, Detail::Value { name, old: Some(_), new: Some(_) } if name == "remote-as")
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
    let mut all: BTreeMap<(bool, &str), Turn> = BTreeMap::new();
    let mut ranges = Vec::new();
    for change in &switch.changes {
        for peer in &change.peers {
            let Some((neighbor, pe)) = outside(topologies, peer).filter(|(name, _)| !is_ours(name)) else {
                continue;
            };
            if !pe && (change.risk < Risk::SessionReset || peer.relation != Relation::Session) {
                continue;
            }
            // Who it is that loses a session, nobody knows: there is nothing to do for it.
            if peer.name.is_none() && change.action == Action::Remove {
                continue;
            }
            let turn = all.entry((!pe, neighbor)).or_insert_with(|| Turn {
                neighbor: neighbor.to_owned(),
                pe,
                switch: switch.name.clone(),
                sessions: Vec::new(),
                items: Vec::new(),
            });
            if peer.relation == Relation::Session {
                // Of a session that goes nothing has to come up.
                turn.sessions.extend(new.and_then(|plan| end(plan, &peer.by)));
            }
            if let (Element::SubInterface(name), Some(plan)) = (&change.element, new) {
                turn.sessions.extend(addresses_on(plan, name).iter().filter_map(|by| end(plan, by)));
            }
            let mut details = change.details.clone();
            if renumbered.contains(neighbor) {
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
    for (range, item) in listening(switch, new) {
        let turn = Turn {
            neighbor: range,
            pe: false,
            switch: switch.name.clone(),
            sessions: Vec::new(),
            items: vec![item],
        };
        ranges.push(turn);
    }
    let mut turns: Vec<Turn> =
        all.into_values().chain(ranges).filter(|turn| !turn.items.is_empty()).collect();
    for turn in &mut turns {
        turn.sessions.sort_unstable();
        turn.sessions.dedup();
    }
    turns
}

/// Who opens sessions from a range: everybody there names the switch's AS.
fn listening(switch: &SwitchDiff, new: Option<&Device>) -> Vec<(String, Item)> {
    let is_as = |d: &Detail| matches!(d, Detail::Value { name, .. } if name == "as");
    let change = switch.changes.iter().find(|c| c.element == Element::Bgp && c.details.iter().any(is_as));
    let ranges = new.into_iter().flat_map(|plan| &plan.vrfs).filter_map(|v| v.bgp.as_ref());
    let ranges = ranges.flat_map(|b| &b.listen).map(|l| l.range.to_string());
    let item = |change: &Change| Item {
        element: change.element.clone(),
        action: change.action,
        details: change.details.iter().filter(|d| is_as(d)).cloned().collect(),
    };
    change.into_iter().flat_map(|change| ranges.clone().map(move |range| (range, item(change)))).collect()
}

/// Who a change concerns that is no switch of the fabric, and whether it is a PE. Of the other ends of
/// links PEs alone: servers have their netplan.
fn outside<'a>(topologies: &[&Topology], peer: &'a Concerned) -> Option<(&'a str, bool)> {
    let pe = |name: &str| {
        let kind = |t: &&Topology| t.device(t.named(name)?).map(|d| d.kind);
        topologies.iter().any(|t| matches!(kind(t), Some(Kind::Pe(_))))
    };
    match (peer.relation, peer.name.as_deref()) {
        (Relation::Pair, _) => None,
        (Relation::Link, name) => {
            let (device, _) = name?.split_once(':')?;
            pe(device).then_some((device, true))
        }
        (Relation::Session, Some(name)) => Some((name, pe(name))),
        (Relation::Session, None) => Some((&peer.by, false)),
    }
}

/// The ends of a switch's session with an address.
fn end(plan: &Device, by: &str) -> Option<End> {
    let global = plan.bgp.iter().flat_map(|b| &b.neighbors).map(|n| (None, n));
    let vrfs = plan.vrfs.iter().filter_map(|v| Some((v, v.bgp.as_ref()?)));
    let all = global.chain(vrfs.flat_map(|(v, b)| b.neighbors.iter().map(|n| (Some(&*v.name), n))));
    let mut all = all.filter_map(|(vrf, n)| match n.peer {
        Peer::Address(address) => Some((vrf, address)),
        Peer::Range(_) | Peer::Interface(_) => None,
    });
    let (vrf, address) = all.find(|(_, address)| address.to_string() == by)?;
    let own = layers(plan)
        .filter(|l| l.vrf.as_deref() == vrf)
        .flat_map(|l| &l.addresses)
        .find(|net| net.contains(&address))
        .map(|net| net.addr());
    Some(End { vrf: vrf.map(str::to_owned), neighbor: by.to_owned(), own })
}

/// The addresses that a switch has sessions with over a sub-interface.
pub fn addresses_on(plan: &Device, name: &str) -> Vec<String> {
    let Some(on) = plan.sub_interfaces().find(|s| s.name == name) else { return Vec::new() };
    let vrf = on.layer3.vrf.as_deref();
    let bgp = plan.vrfs.iter().filter(|v| Some(&*v.name) == vrf).filter_map(|v| v.bgp.as_ref());
    let global = plan.bgp.iter().filter(|_| vrf.is_none()).flat_map(|b| &b.neighbors);
    let addresses = bgp.flat_map(|b| &b.neighbors).chain(global).filter_map(|n| match n.peer {
        Peer::Address(address) => Some(address),
        Peer::Range(_) | Peer::Interface(_) => None,
    });
    let here = addresses.filter(|a| on.layer3.addresses.iter().any(|net| net.contains(a)));
    here.map(|address| address.to_string()).collect()
}

/// What is said of layer 3, of whatever interface.
fn layers(plan: &Device) -> impl Iterator<Item = &Layer3> {
    let ports = plan.ports.iter().filter_map(|p| p.layer3.as_ref());
    let channels = plan.port_channels.iter().filter_map(|c| c.layer3.as_ref());
    let subs = plan.sub_interfaces().map(|s| &s.layer3);
    plan.svis.iter().map(|s| &s.layer3).chain(subs).chain(ports).chain(channels)
}
