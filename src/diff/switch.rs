//! What differs of switches.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use rayon::prelude::*;
use serde_json::Value;

use super::cause::{Origins, causes};
use super::detail::details;
use super::field::{Kind, field};
use super::text::blocks;
use super::{Action, Block, Change, Presence, Risk, SwitchDiff};
use crate::plan::{Device, Difference, DifferenceKind, Element, differences, refers};
use crate::read::Unknown;
use crate::render::{Environment, Secrets};
use crate::side::{Side, Switch};

/// The switches that differ, by name, and how many secrets can't be compared.
pub fn switches(old: &Side, new: &Side) -> (Vec<SwitchDiff>, usize) {
    if !(old.parts.switches && new.parts.switches) {
        return (Vec::new(), 0);
    }
    let names: BTreeSet<&String> = old.switches.keys().chain(new.switches.keys()).collect();
    let names: Vec<&String> = names.into_iter().collect();
    let stated = Stated { old: old.fabric().is_some(), new: new.fabric().is_some() };
    let environment = OnceLock::new();
    let compared: Vec<(Option<SwitchDiff>, usize)> = names
        .par_iter()
        .map(|name| one(name, old.switches.get(*name), new.switches.get(*name), stated, &environment))
        .collect();
    let secrets = compared.iter().map(|(_, secrets)| secrets).sum();
    (compared.into_iter().filter_map(|(diff, _)| diff).collect(), secrets)
}

/// Which sides have statements.
#[derive(Clone, Copy)]
struct Stated {
    old: bool,
    new: bool,
}

fn one(
    name: &str,
    old: Option<&Switch>,
    new: Option<&Switch>,
    stated: Stated,
    environment: &OnceLock<Option<Environment>>,
) -> (Option<SwitchDiff>, usize) {
    let presence = match (old, new) {
        (Some(_), Some(_)) => Presence::Both,
        (Some(_), None) => Presence::Old,
        (None, _) => Presence::New,
    };
    let whole = new.or(old).and_then(|switch| switch.plan.mlag.as_ref());
    let mut diff = SwitchDiff {
        name: name.to_owned(),
        presence,
        pair: whole.map(|pair| pair.domain.clone()),
        changes: Vec::new(),
        blocks: Vec::new(),
        unknown_old: Vec::new(),
        unknown_new: Vec::new(),
    };
    let (Some(old), Some(new)) = (old, new) else { return (Some(diff), 0) };
    let (changes, secrets) = compared(&old.plan, &new.plan, stated);
    diff.blocks = ordered(&old.plan, &new.plan, &changes, environment);
    diff.changes = changes;
    diff.unknown_old = only(&old.unknown, &new.unknown);
    diff.unknown_new = only(&new.unknown, &old.unknown);
    let same = diff.changes.is_empty() && diff.unknown_old.is_empty() && diff.unknown_new.is_empty();
    ((!same).then_some(diff), secrets)
}

/// The ordered blocks that change. The templates are compiled for the first switch that has some.
fn ordered(
    old: &Device,
    new: &Device,
    changes: &[Change],
    environment: &OnceLock<Option<Environment>>,
) -> Vec<Block> {
    let is_ordered = |change: &Change| {
        matches!(change.element.kind(), "access list rule" | "route map entry")
            || !change.details.is_empty()
                && matches!(
                    change.element.kind(),
                    "prefix list" | "community list" | "extended community list"
                )
    };
    if !changes.iter().any(is_ordered) {
        return Vec::new();
    }
    let environment = environment.get_or_init(|| Environment::new(Secrets::Referenced).ok());
    environment.as_ref().map(|environment| blocks(environment, old, new, changes)).unwrap_or_default()
}

/// Lines that the other side lacks, as often as it does.
fn only(of: &[Unknown], other: &[Unknown]) -> Vec<Unknown> {
    let mut there: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    for line in other {
        *there.entry((&line.block, &line.text)).or_default() += 1;
    }
    let mut missing = Vec::new();
    for line in of {
        match there.get_mut(&(line.block.as_str(), line.text.as_str())).filter(|left| **left > 0) {
            Some(left) => *left -= 1,
            None => missing.push(line.clone()),
        }
    }
    missing
}

/// What changes between two plans of one switch, in the order of elements.
pub fn changes(old: &Device, new: &Device) -> Vec<Change> {
    compared(old, new, Stated { old: true, new: true }).0
}

/// The changes, and how many secrets can't be compared.
fn compared(old: &Device, new: &Device, stated: Stated) -> (Vec<Change>, usize) {
    if old == new {
        return (Vec::new(), 0);
    }
    let mut secrets = 0;
    let mut changes: Vec<Change> = Vec::new();
    for Difference { element, kind } in differences(old, new) {
        let (action, details) = match kind {
            DifferenceKind::Lost => (Action::Remove, Vec::new()),
            DifferenceKind::Added => (Action::Add, Vec::new()),
            DifferenceKind::Field { name, first, second } => {
                let read = |text: &str| serde_json::from_str::<Value>(text).unwrap_or(Value::Null);
                let (first, second) = (read(&first), read(&second));
                if is_unsaid(&element, &name, &first, &second) {
                    continue;
                }
                if is_kept_elsewhere(&element, &name, &first, &second) {
                    secrets += 1;
                    continue;
                }
                (Action::Change, details(element.kind(), &name, &first, &second))
            }
        };
        match changes.last_mut().filter(|last| last.element == element) {
            Some(last) => last.details.extend(details),
            None => changes.push(Change {
                element,
                action,
                details,
                risk: Risk::Hitless,
                reasons: Vec::new(),
                origin: None,
                causes: Vec::new(),
            }),
        }
    }
    if !changes.is_empty() {
        let (before, after) = (Origins::of(old, stated.old), Origins::of(new, stated.new));
        for change in &mut changes {
            change.origin = after.origin(&change.element).or_else(|| before.origin(&change.element));
            change.causes = causes(change, &before, &after);
        }
    }
    (changes, secrets)
}

/// Whether a side does not say what the other one says of the hardware: a running configuration need
/// not.
fn is_unsaid(element: &Element, name: &str, old: &Value, new: &Value) -> bool {
    let nothing = |value: &Value| value.is_null() || value.as_str() == Some("");
    *element == Element::Device && matches!(name, "model" | "version") && (nothing(old) || nothing(new))
}

/// Whether one side has a secret by its reference and the other one by its value.
fn is_kept_elsewhere(element: &Element, name: &str, old: &Value, new: &Value) -> bool {
    let is_secret = field(element.kind(), name).1 == Kind::Secret;
    match (old.as_str(), new.as_str()) {
        (Some(old), Some(new)) => is_secret && refers(old) != refers(new),
        _ => false,
    }
}
