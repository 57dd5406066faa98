//! Which sessions are up while a rollout is made: those whose two ends say what fits.
//!
//! A change that the other end has to make too keeps its session down from the first of the two until
//! the second. What a neighbor outside changes is its turn (`turn`).

use std::collections::{BTreeMap, BTreeSet};

use super::plan;
use super::turn::{Turn, addresses_on, is_own_as};
use crate::diff::{Action, Change, Detail, Diff, Relation, Risk};
use crate::plan::{Device, Element};
use crate::side::Side;

/// The sessions at one point of a rollout.
#[derive(Debug, Clone, Default)]
pub struct Sessions<'a> {
    /// What both ends have to change, by switch and the other end's address.
    waits: BTreeMap<(&'a str, String), Wait<'a>>,
    changed: BTreeSet<&'a str>,
    /// Neighbors that have followed a switch.
    followed: BTreeSet<(String, String)>,
    /// Neighbors that have their new AS.
    renumbered: BTreeSet<String>,
    /// Neighbors that take another AS now: what they have with anybody begins anew.
    pub turning: BTreeSet<String>,
}

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
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Far<'a> {
    /// A switch of the plan.
    Switch(&'a str),
    /// Somebody else, by name, or by address where nobody knows one.
    Outside(&'a str),
}

impl<'a> Sessions<'a> {
    /// Before anything is changed.
    pub fn new(sides: (&Side, &Side), diff: &'a Diff) -> Self {
        let is_switch =
            |name: &str| sides.0.switches.contains_key(name) || sides.1.switches.contains_key(name);
        let mut all = Sessions::default();
        for switch in &diff.switches {
            let new = plan(sides.1, &switch.name);
            let ends = |c: &&Change| c.risk >= Risk::SessionReset || c.action == Action::Add;
            for change in switch.changes.iter().filter(ends) {
                for (device, address) in new.map(|new| under(change, new)).into_iter().flatten() {
                    let wait = Wait { far: Far::Outside(device), own: true, asn: false };
                    all.waits.entry((&switch.name, address)).or_insert(wait).own = true;
                }
                let parted = |c: &&Change| parts(c);
                let peers = Some(change).filter(parted).into_iter().flat_map(|c| &c.peers);
                for peer in peers.filter(|p| p.relation == Relation::Session) {
                    let far = match peer.name.as_deref() {
                        Some(name) if is_switch(name) => Far::Switch(name),
                        name => Far::Outside(name.unwrap_or(&peer.by)),
                    };
                    let wait = all.waits.entry((&switch.name, peer.by.clone()));
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
    pub fn is_up(&self, switch: &str, address: &str) -> bool {
        let Some(wait) = self.waits.get(&(switch, address.to_owned())) else { return true };
        let changed = self.changed.contains(switch);
        match wait.far {
            Far::Switch(far) => changed == self.changed.contains(far),
            Far::Outside(far) => {
                let followed = self.followed.contains(&(far.to_owned(), switch.to_owned()));
                !self.turning.contains(far)
                    && (!wait.own || changed == followed)
                    && (!wait.asn || changed == self.renumbered.contains(far))
            }
        }
    }

    /// Who has to change before the sessions of a switch fit again, by name.
    pub fn waits_for(&self, switch: &str) -> Vec<String> {
        let down = self.waits.iter().filter(|((s, by), _)| *s == switch && !self.is_up(s, by));
        let far = down.map(|(_, wait)| match wait.far {
            Far::Switch(far) | Far::Outside(far) => far.to_owned(),
        });
        far.collect::<BTreeSet<_>>().into_iter().collect()
    }

    /// The addresses of a switch's sessions that both ends change.
    pub fn of(&self, switch: &str) -> impl Iterator<Item = &str> {
        self.waits.keys().filter(move |(s, _)| *s == switch).map(|(_, by)| &**by)
    }
}

/// Whether a change parts the two ends of a session until both have made it. Which VRFs exchange routes,
/// and which families do, they need not say alike: a session comes up with the families of both.
fn parts(change: &Change) -> bool {
    let fits = |detail: &Detail| match detail {
        Detail::Set { name, kept, .. } => name == "address families" && !kept.is_empty(),
        Detail::Value { name, .. } => name == "description",
        Detail::List { .. } | Detail::Secret { .. } => false,
    };
    let is_as = |detail: &Detail| matches!(detail, Detail::Value { name, .. } if name == "as");
    match (&change.element, change.action) {
        (Element::Vpn(_) | Element::StaticRoute { .. }, _) => false,
        (Element::Bgp | Element::BgpVrf(_), Action::Change) => change.details.iter().any(is_as),
        (_, Action::Change) => !change.details.iter().all(fits),
        (_, Action::Add | Action::Remove) => true,
    }
}

/// The sessions over a link whose tag changes, or which comes, with who is at its other end: neither
/// hears the other until both have the tag.
fn under<'a>(change: &'a Change, new: &Device) -> Vec<(&'a str, String)> {
    let Element::SubInterface(name) = &change.element else { return Vec::new() };
    let is_tag = |detail: &Detail| matches!(detail, Detail::Value { name, .. } if name == "vlan");
    if change.action == Action::Remove
        || change.action == Action::Change && !change.details.iter().any(is_tag)
    {
        return Vec::new();
    }
    let links = change.peers.iter().filter(|p| p.relation == Relation::Link);
    let far: BTreeSet<&str> = links.filter_map(|p| p.device()).collect();
    let sessions = addresses_on(new, name);
    far.into_iter().flat_map(|far| sessions.iter().map(move |address| (far, address.clone()))).collect()
}
