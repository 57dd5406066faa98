//! What differs of switches.

use std::collections::BTreeSet;

use serde_json::Value;

use super::cause::{Origins, causes};
use super::detail::details;
use super::field::{Kind, field};
use super::network::{Network, Site};
use super::text::blocks;
use super::unknown::not_understood;
use super::{Action, Block, Change, Detail, Presence, Risk, Says, SwitchDiff, risk};
use crate::parallel;
use crate::plan::{Device, Difference, DifferenceKind, Element, differences, refers};
use crate::render::Environment;
use crate::side::{self, Side, Switch};

/// The switches that differ, by name, and how many secrets can't be compared.
pub fn switches(old: &Side, new: &Side) -> (Vec<SwitchDiff>, usize) {
    if !(old.parts.switches && new.parts.switches) {
        return (Vec::new(), 0);
    }
    let names: BTreeSet<&String> = old.switches.keys().chain(new.switches.keys()).collect();
    let names: Vec<&String> = names.into_iter().collect();
    let stated = Stated { old: old.fabric().is_some(), new: new.fabric().is_some() };
    let sites = (Site::new(old), Site::new(new));
    let network = Network::new(&sites.0, &sites.1);
    let all = Among { sides: (old, new), stated, network: &network };
    let compared: Vec<(Option<SwitchDiff>, usize)> =
        parallel::each(&names, |name| one(name, old.switches.get(*name), new.switches.get(*name), &all));
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
    sides: (&'a Side, &'a Side),
    stated: Stated,
    network: &'a Network<'a>,
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
    let plans = side::comparable((all.sides.0, old), (all.sides.1, new));
    let (changes, secrets) = compared(&plans.0, &plans.1, all);
    diff.blocks = ordered(&old.plan, &new.plan, &changes);
    diff.changes = changes;
    (diff.unknown_old, diff.unknown_new) = not_understood(&old.unknown, &new.unknown);
    let same = diff.changes.is_empty() && diff.unknown_old.is_empty() && diff.unknown_new.is_empty();
    ((!same).then_some(diff), secrets)
}

/// The ordered blocks that change.
fn ordered(old: &Device, new: &Device, changes: &[Change]) -> Vec<Block> {
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
    Environment::built_in().map(|environment| blocks(environment, old, new, changes)).unwrap_or_default()
}

/// The changes, and how many secrets can't be compared.
fn compared(old: &Device, new: &Device, all: &Among<'_>) -> (Vec<Change>, usize) {
    if old == new {
        return (Vec::new(), 0);
    }
    let stated = all.stated;
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
