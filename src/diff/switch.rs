//! What differs of switches.

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::{Action, Change, Detail, Presence, Risk, SwitchDiff};
use crate::plan::{Device, DifferenceKind, Element, Origin, differences};
use crate::side::{Side, Switch};

/// The switches that differ, by name.
pub fn switches(old: &Side, new: &Side) -> Vec<SwitchDiff> {
    let mut names: Vec<&String> = old.switches.keys().chain(new.switches.keys()).collect();
    names.sort_unstable();
    names.dedup();
    names.par_iter().filter_map(|name| one(name, old.switches.get(*name), new.switches.get(*name))).collect()
}

fn one(name: &str, old: Option<&Switch>, new: Option<&Switch>) -> Option<SwitchDiff> {
    let presence = match (old, new) {
        (Some(_), Some(_)) => Presence::Both,
        (Some(_), None) => Presence::Old,
        (None, _) => Presence::New,
    };
    let changes = match (old, new) {
        (Some(old), Some(new)) => changes(&old.plan, &new.plan),
        _ => Vec::new(),
    };
    (presence != Presence::Both || !changes.is_empty()).then(|| SwitchDiff {
        name: name.to_owned(),
        presence,
        changes,
    })
}

/// What changes between two plans of one switch, in the order of elements.
pub fn changes(old: &Device, new: &Device) -> Vec<Change> {
    let origins = |device: &Device| device.elements().into_iter().collect::<BTreeMap<Element, Origin>>();
    let found = differences(old, new);
    if found.is_empty() {
        return Vec::new();
    }
    let (before, after) = (origins(old), origins(new));
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
                    risk: Risk::Hitless,
                    reasons: Vec::new(),
                });
            }
        }
    }
    changes
}
