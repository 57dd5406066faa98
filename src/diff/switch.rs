//! What differs of switches.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use rayon::prelude::*;
use serde_json::Value;

use super::cause::{Origins, causes};
use super::detail::details;
use super::field::{Kind, field};
use super::network::{Network, Site};
use super::text::blocks;
use super::{Action, Block, Change, Detail, Presence, Risk, Says, SwitchDiff, risk};
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
    let sites = (Site::new(old), Site::new(new));
    let network = Network::new(&sites.0, &sites.1);
    let all = Among { stated, network: &network, environment: &environment };
    let compared: Vec<(Option<SwitchDiff>, usize)> = names
        .par_iter()
        .map(|name| one(name, old.switches.get(*name), new.switches.get(*name), &all))
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

/// What a switch is compared among.
struct Among<'a> {
    stated: Stated,
    network: &'a Network<'a>,
    environment: &'a OnceLock<Option<Environment>>,
}

fn one(
    name: &str,
    old: Option<&Switch>,
    new: Option<&Switch>,
    all: &Among<'_>,
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
        hit: all.network.switch(name, presence),
        cuts: all.network.cut_by(name, presence),
    };
    let (Some(old), Some(new)) = (old, new) else { return (Some(diff), 0) };
    let (changes, secrets) = compared(&old.plan, &new.plan, all);
    diff.blocks = ordered(&old.plan, &new.plan, &changes, all.environment);
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
        matches!(change.element, Element::AclRule { .. } | Element::RouteMapEntry { .. })
            || !change.details.is_empty()
                && matches!(
                    change.element,
                    Element::PrefixList { .. } | Element::CommunityList(_) | Element::ExtCommunityList(_)
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

/// The changes, and how many secrets can't be compared.
fn compared(old: &Device, new: &Device, all: &Among<'_>) -> (Vec<Change>, usize) {
    if old == new {
        return (Vec::new(), 0);
    }
    let stated = all.stated;
    // What switches say need not be said with its defaults.
    let plain = |plan: &Device| {
        let mut plan = plan.clone();
        plan.hide_defaults();
        plan
    };
    let hidden = (!(stated.old && stated.new)).then(|| (plain(old), plain(new)));
    let (old, new) = hidden.as_ref().map_or((old, new), |(old, new)| (old, new));
    let mut secrets = 0;
    let mut found = differences(old, new);
    found.retain(|difference| {
        let DifferenceKind::Field { name, first, second } = &difference.kind else { return true };
        let (first, second) = (read(first), read(second));
        let kept = is_kept_elsewhere(&difference.element, name, &first, &second);
        secrets += usize::from(kept);
        !kept && !is_unsaid(&difference.element, name, &first, &second)
    });
    if found.is_empty() {
        return (Vec::new(), secrets);
    }
    let views = (&risk::View::new(old), &risk::View::new(new));
    let consequences = risk::consequences(&found, views);
    let mut changes: Vec<Change> = Vec::new();
    for Difference { element, kind } in found {
        let (action, details) = match kind {
            DifferenceKind::Lost => (Action::Remove, Vec::new()),
            DifferenceKind::Added => (Action::Add, Vec::new()),
            DifferenceKind::Field { name, first, second } => {
                let (first, second) = (read(&first), read(&second));
                (Action::Change, details(element.kind(), &name, &first, &second))
            }
        };
        match changes.last_mut().filter(|last| last.element == element) {
            // A password and how it is hidden are one secret.
            Some(last) => {
                let known = |d: &Detail| {
                    d.says == Says::Secret
                        && last.details.iter().any(|k| k.says == Says::Secret && k.name == d.name)
                };
                let new: Vec<Detail> = details.into_iter().filter(|d| !known(d)).collect();
                last.details.extend(new);
            }
            None => changes.push(Change {
                element,
                action,
                details,
                risk: Risk::None,
                reasons: Vec::new(),
                peers: Vec::new(),
                hit: None,
                vrfs: None,
                cuts: Vec::new(),
                origin: None,
                causes: Vec::new(),
            }),
        }
    }
    let (before, after) = (Origins::of(old, stated.old), Origins::of(new, stated.new));
    for change in &mut changes {
        change.origin = after.origin(&change.element).or_else(|| before.origin(&change.element));
        change.causes = causes(change, &before, &after);
    }
    all.network.complete(views, consequences, &mut changes);
    (changes, secrets)
}

/// A value as a difference has it.
fn read(json: &str) -> Value {
    serde_json::from_str(json).unwrap_or(Value::Null)
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
