//! Which sessions are up while a rollout is made: those whose two ends say what fits.
//!
//! A change that the other end has to make too keeps its session down from the first of the two until
//! the second. What a neighbor outside changes is its turn (`turn`).

use std::collections::{BTreeMap, BTreeSet};

use super::plan;
use super::turn::{Turn, is_own_as, over};
use crate::diff::{Action, Change, Detail, Diff, Relation, Risk, Says};
use crate::plan::{Device, Element, Peer};
use crate::side::Side;

/// The sessions at one point of a rollout.
#[derive(Debug, Clone, Default)]
pub struct Sessions<'a> {
    /// What both ends have to change, by switch, VRF and other end.
    waits: BTreeMap<Key<'a>, Wait<'a>>,
    changed: BTreeSet<&'a str>,
    /// Neighbors that have followed a switch.
    followed: BTreeSet<(String, String)>,
    /// Neighbors that have their new AS.
    renumbered: BTreeSet<String>,
    /// Neighbors that take another AS now: what they have with anybody begins anew.
    pub turning: BTreeSet<String>,
}

/// A session: the switch, its VRF, none for the global table, and the other end.
type Key<'a> = (&'a str, Option<&'a str>, Peer);

/// What a session waits for.
#[derive(Debug, Clone)]
struct Wait<'a> {
    far: Far<'a>,
    /// Something of this session alone.
    own: bool,
    /// The AS of the neighbor, which it changes for all of its sessions at once.
    asn: bool,
}

/// The other end.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Far<'a> {
    /// A switch of the plan.
    Switch(&'a str),
    /// Somebody else, as a turn names it.
    Outside(String),
}

impl<'a> Sessions<'a> {
    /// Before anything is changed.
    pub fn new(sides: (&'a Side, &'a Side), diff: &'a Diff) -> Self {
        let is_switch =
            |name: &str| sides.0.switches.contains_key(name) || sides.1.switches.contains_key(name);
        let mut all = Sessions::default();
        for switch in &diff.switches {
            let new = plan(sides.1, &switch.name);
            let ends = |c: &&Change| c.risk >= Risk::SessionReset || c.action == Action::Add;
            for change in switch.changes.iter().filter(ends) {
                for (device, vrf, peer) in new.map(|new| under(change, new)).into_iter().flatten() {
                    let wait = Wait { far: Far::Outside(device.to_owned()), own: true, asn: false };
                    all.waits.entry((&switch.name, vrf, peer)).or_insert(wait).own = true;
                }
                let parted = |c: &&Change| parts(c);
                let peers = Some(change).filter(parted).into_iter().flat_map(|c| &c.peers);
                for peer in peers {
                    let Some(ends) = peer.session() else { continue };
                    let far = match peer.name.as_deref() {
                        Some(name) if is_switch(name) => Far::Switch(name),
                        Some(name) => Far::Outside(name.to_owned()),
                        None => Far::Outside(ends.to_string()),
                    };
                    let wait = all.waits.entry((&switch.name, ends.vrf.as_deref(), ends.peer.clone()));
                    let wait = wait.or_insert(Wait { far, own: false, asn: false });
                    let asn = change.details.iter().any(|d| is_own_as(&change.element, d));
                    wait.asn |= asn;
                    wait.own |= !asn || change.details.len() > 1;
                }
            }
        }
        all
    }

    /// A switch has changed.
    pub fn change(&mut self, switch: &'a str) {
        self.changed.insert(switch);
    }

    /// A neighbor has followed a switch.
    pub fn follow(&mut self, turn: &Turn) {
        self.followed.insert((turn.neighbor.clone(), turn.switch.clone()));
        if turn.renumbers() {
            self.renumbered.insert(turn.neighbor.clone());
        }
    }

    /// Whether the two ends of a session of a switch say what fits.
    pub fn is_up(&self, switch: &str, vrf: Option<&str>, peer: &Peer) -> bool {
        let Some(wait) = self.waits.get(&(switch, vrf, peer.clone())) else { return true };
        let changed = self.changed.contains(switch);
        match &wait.far {
            Far::Switch(far) => changed == self.changed.contains(far),
            Far::Outside(far) => {
                let followed = self.followed.contains(&(far.clone(), switch.to_owned()));
                !self.turning.contains(far)
                    && (!wait.own || changed == followed)
                    && (!wait.asn || changed == self.renumbered.contains(far))
            }
        }
    }

    /// Who has to change before a session fits again; none where it does.
    pub fn waits_for(&self, switch: &str, vrf: Option<&str>, peer: &Peer) -> Option<String> {
        let wait = self.waits.get(&(switch, vrf, peer.clone())).filter(|_| !self.is_up(switch, vrf, peer))?;
        Some(match &wait.far {
            Far::Switch(far) => (*far).to_owned(),
            Far::Outside(far) => far.clone(),
        })
    }

    /// The sessions of a switch that both ends change, by VRF and other end.
    pub fn of(&self, switch: &str) -> impl Iterator<Item = (Option<&str>, &Peer)> {
        self.waits.keys().filter(move |(s, ..)| *s == switch).map(|(_, vrf, peer)| (*vrf, peer))
    }
}

/// Whether a change parts the two ends of a session until both have made it. Which VRFs exchange routes,
/// and which families do, they need not say alike: a session comes up with the families of both.
fn parts(change: &Change) -> bool {
    let fits = |detail: &Detail| match (&*detail.path, &detail.says) {
        ("families", Says::Set { kept, .. }) => !kept.is_empty(),
        ("description" | "session.description", _) => true,
        _ => false,
    };
    let is_as = |detail: &Detail| detail.path == "asn";
    match (&change.element, change.action) {
        (Element::Vpn(_) | Element::StaticRoute { .. }, _) => false,
        (Element::Bgp | Element::BgpVrf(_), Action::Change) => change.details.iter().any(is_as),
        (_, Action::Change) => !change.details.iter().all(fits),
        (_, Action::Add | Action::Remove) => true,
    }
}

/// The sessions over a link whose tag changes, or which comes, with who is at its other end: neither
/// hears the other until both have the tag.
fn under<'a>(change: &'a Change, new: &'a Device) -> Vec<(&'a str, Option<&'a str>, Peer)> {
    let Element::SubInterface(name) = &change.element else { return Vec::new() };
    let is_tag = |detail: &Detail| detail.path == "vlan";
    if change.action == Action::Remove
        || change.action == Action::Change && !change.details.iter().any(is_tag)
    {
        return Vec::new();
    }
    let links = change.peers.iter().filter(|p| matches!(p.relation, Relation::Link(_)));
    let far: BTreeSet<&str> = links.filter_map(|p| p.device()).collect();
    let sessions: Vec<(Option<&str>, &Peer)> = over(new, name).collect();
    far.into_iter()
        .flat_map(|far| sessions.iter().map(move |(vrf, peer)| (far, *vrf, (*peer).clone())))
        .collect()
}
