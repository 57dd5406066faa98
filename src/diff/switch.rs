//! What differs of switches.

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::network::{Network, Site};
use super::{Action, Change, Detail, Presence, Risk, SwitchDiff, risk};
use crate::plan::{Device, DifferenceKind, Element, Origin, differences};
use crate::side::{Side, Switch};

/// The switches that differ, by name.
pub fn switches(old: &Side, new: &Side) -> Vec<SwitchDiff> {
    let mut names: Vec<&String> = old.switches.keys().chain(new.switches.keys()).collect();
    names.sort_unstable();
    names.dedup();
    let sites = (Site::new(old), Site::new(new));
    let network = Network::new(&sites.0, &sites.1);
    let one = |name: &&String| one(name, old.switches.get(*name), new.switches.get(*name), &network);
    names.par_iter().filter_map(one).collect()
}

fn one(name: &str, old: Option<&Switch>, new: Option<&Switch>, network: &Network<'_>) -> Option<SwitchDiff> {
    let presence = match (old, new) {
        (Some(_), Some(_)) => Presence::Both,
        (Some(_), None) => Presence::Old,
        (None, _) => Presence::New,
    };
    let changes = match (old, new) {
        (Some(old), Some(new)) => changes(&old.plan, &new.plan, network),
        _ => Vec::new(),
    };
    (presence != Presence::Both || !changes.is_empty()).then(|| SwitchDiff {
        name: name.to_owned(),
        presence,
        changes,
        hit: network.switch(name, presence),
    })
}

/// What changes between two plans of one switch, in the order of elements.
fn changes(old: &Device, new: &Device, network: &Network<'_>) -> Vec<Change> {
    let origins = |device: &Device| device.elements().into_iter().collect::<BTreeMap<Element, Origin>>();
    let found = differences(old, new);
    if found.is_empty() {
        return Vec::new();
    }
    let (before, after) = (origins(old), origins(new));
    let consequences = risk::consequences(&found, old, new);
    let mut changes: Vec<Change> = Vec::new();
    for difference in found {
        let action = match difference.kind {
            DifferenceKind::Lost => Action::Remove,
            DifferenceKind::Added => Action::Add,
            DifferenceKind::Field { .. } => Action::Change,
        };
        let detail = match difference.kind {
            DifferenceKind::Field { name, first, second } => {
                let said = |value: String| (value != "null").then_some(value);
                Some(Detail::Value { name, old: said(first), new: said(second) })
            }
            DifferenceKind::Lost | DifferenceKind::Added => None,
        };
        match changes.last_mut().filter(|last| last.element == difference.element) {
            Some(last) => last.details.extend(detail),
            None => {
                let origin = after.get(&difference.element).or_else(|| before.get(&difference.element));
                changes.push(Change {
                    origin: origin.copied(),
                    element: difference.element,
                    action,
                    details: detail.into_iter().collect(),
                    risk: Risk::None,
                    reasons: Vec::new(),
                    peers: Vec::new(),
                    hit: None,
                    cuts: Vec::new(),
                });
            }
        }
    }
    network.complete(old, new, consequences, &mut changes);
    changes
}
