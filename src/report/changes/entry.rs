//! The changes of switches in the order of a change window: by risk, pair and switch; what is the same
//! on many switches is told once, what is taken away is told of each.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::beside::Beside;
use super::statement::Statements;
use super::words::{self, detail, has_default};
use super::{NO_STEPS, Page, Steps};
use crate::diff::{Action, Change, Detail, Diff, Presence, Risk, Says, SwitchDiff, block_of};
use crate::plan::Element;
use crate::report::diff::{Sides, unified};
use crate::report::human::Style;
use crate::report::message;

/// From how many elements with one change on they are folded.
const MOST_NAMED: usize = 3;

/// One change, or several that are one to a reader.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Entry {
    /// The worst that it does.
    pub risk: Reverse<Risk>,
    /// What changes, or the first of it: entries of one risk stand in the order of elements.
    pub element: Element,
    /// `~ port-channel 1: allowed vlan +1020`.
    pub line: String,
    /// Why it does, and lines of a block that it stands in, each a line.
    pub below: Vec<String>,
    /// Whether something is taken away: such an entry is a switch's own.
    pub removes: bool,
}

/// An entry with what is told beside it.
pub type Told<'a> = (Entry, Beside<'a>);

/// Entries that the same switches have.
#[derive(Debug)]
pub struct Group<'a> {
    /// The worst that one of them does.
    pub risk: Risk,
    /// The switches, in order.
    pub switches: Vec<&'a str>,
    /// The entries.
    pub entries: Vec<Told<'a>>,
}

/// The groups of a comparison, the gravest first.
pub fn groups<'a>(page: &Page<'a>, statements: Option<&Statements<'_>>) -> Vec<Group<'a>> {
    folded(&order(page.diff), page.steps, statements, false)
}

/// The groups of some switches in their order, what is taken away told once too.
pub fn of_wave<'a>(switches: &[&'a SwitchDiff]) -> Vec<Group<'a>> {
    folded(switches, NO_STEPS, None, true)
}

/// The groups of some switches in their order.
fn folded<'a>(
    order: &[&'a SwitchDiff],
    steps: &Steps,
    statements: Option<&Statements<'_>>,
    removals: bool,
) -> Vec<Group<'a>> {
    // Entries that are equal, with the places of their switches in the order.
    let mut found: BTreeMap<(Entry, usize), (Vec<usize>, Beside<'a>)> = BTreeMap::new();
    for (place, switch) in order.iter().enumerate() {
        for (entry, changes) in entries(switch) {
            let own = if entry.removes && !removals { place + 1 } else { 0 };
            let (places, beside) = found.entry((entry, own)).or_default();
            places.push(place);
            let steps = steps.get(&switch.name);
            changes.iter().for_each(|change| beside.add(&switch.name, change, steps, statements));
        }
    }
    let mut groups: BTreeMap<(Reverse<Risk>, Vec<usize>), Vec<Told<'_>>> = BTreeMap::new();
    for ((entry, _), (mut places, beside)) in found {
        places.dedup();
        groups.entry((entry.risk, places)).or_default().push((entry, beside));
    }
    let name = |place: &usize| order.get(*place).map(|switch| switch.name.as_str());
    groups
        .into_iter()
        .map(|((Reverse(risk), places), entries)| Group {
            risk,
            switches: places.iter().filter_map(name).collect(),
            entries,
        })
        .collect()
}

/// Switches that both sides have, pair by pair.
fn order(diff: &Diff) -> Vec<&SwitchDiff> {
    let mut first: BTreeMap<&str, &str> = BTreeMap::new();
    for switch in &diff.switches {
        if let Some(pair) = &switch.pair {
            let first = first.entry(pair).or_insert(&switch.name);
            if natural(&switch.name) < natural(first) {
                *first = &switch.name;
            }
        }
    }
    let mut order: Vec<&SwitchDiff> =
        diff.switches.iter().filter(|switch| switch.presence == Presence::Both).collect();
    order.sort_by_cached_key(|switch| {
        let of_pair = switch.pair.as_deref().and_then(|pair| first.get(pair)).copied();
        (natural(of_pair.unwrap_or(&switch.name)), natural(&switch.name))
    });
    order
}

/// A name as people sort it: `r2` before `r10`.
pub fn natural(name: &str) -> Vec<(String, u64)> {
    let mut parts = Vec::new();
    let mut rest = name;
    while !rest.is_empty() {
        let (word, behind) = rest.split_at(rest.find(|c: char| c.is_ascii_digit()).unwrap_or(rest.len()));
        let digits = behind.find(|c: char| !c.is_ascii_digit()).unwrap_or(behind.len());
        let (number, behind) = behind.split_at(digits);
        parts.push((word.to_owned(), number.parse().unwrap_or(u64::MAX)));
        rest = behind;
    }
    parts
}

/// The entries of a switch, each with the changes that it is of.
fn entries(switch: &SwitchDiff) -> Vec<(Entry, Vec<&Change>)> {
    let mut entries: Vec<(Entry, Vec<&Change>)> = Vec::new();
    let mut inside: BTreeMap<Element, Vec<&Change>> =
        switch.blocks.iter().map(|block| (block.element.clone(), Vec::new())).collect();
    // Elements of one kind with one change, by where the first of them stands.
    let mut folds: Vec<(Vec<String>, &Change, Vec<&Change>)> = Vec::new();
    let mut known: BTreeMap<(&str, String, Risk, &[String]), usize> = BTreeMap::new();
    for change in &switch.changes {
        if let Some(inside) = block_of(&change.element).and_then(|block| inside.get_mut(&block)) {
            inside.push(change);
            continue;
        }
        let subject = change.element.to_string();
        let details: Vec<String> = change.details.iter().map(detail).collect();
        let key = (change.element.kind(), details.join("; "), change.risk, &*change.reasons);
        match known.get(&key).filter(|_| change.action == Action::Change).and_then(|at| folds.get_mut(*at)) {
            Some((subjects, _, all)) => {
                subjects.push(subject);
                all.push(change);
            }
            None => {
                if change.action == Action::Change {
                    known.insert(key, folds.len());
                }
                folds.push((vec![subject], change, vec![change]));
            }
        }
    }
    for (subjects, change, all) in folds {
        let subjects: Vec<&str> = subjects.iter().map(String::as_str).collect();
        let subject = if subjects.len() > MOST_NAMED { words::names(&subjects) } else { subjects.join(", ") };
        let entry = Entry {
            risk: Reverse(change.risk),
            element: change.element.clone(),
            line: words::change(&subject, change),
            below: change.reasons.iter().map(|reason| words::reason(reason, change)).collect(),
            removes: change.action == Action::Remove || change.details.iter().any(takes),
        };
        entries.push((entry, all));
    }
    for block in &switch.blocks {
        let inside = inside.get(&block.element).map_or(&[][..], Vec::as_slice);
        let text = |lines: &[String]| lines.iter().map(|line| format!("{line}\n")).collect::<String>();
        let (old, new) = (text(&block.old), text(&block.new));
        let sides = Sides { found: old.as_bytes(), due: new.as_bytes(), found_name: "old", due_name: "new" };
        let lines = unified(&sides, Style::PLAIN);
        let mut below: Vec<String> = Vec::new();
        let reasons = inside.iter().flat_map(|c| c.reasons.iter().map(|reason| words::reason(reason, c)));
        for reason in reasons {
            if !below.contains(&reason) {
                below.push(reason);
            }
        }
        // Two names, and where the first lines begin.
        let removes = lines.lines().skip(3).any(|line| line.starts_with('-'));
        below.extend(lines.lines().skip(3).map(|line| match line.starts_with("@@") {
            true => "...".to_owned(),
            false => line.to_owned(),
        }));
        let entry = Entry {
            risk: Reverse(inside.iter().map(|change| change.risk).max().unwrap_or(Risk::None)),
            element: block.element.clone(),
            line: format!("~ {}", message(&block.element.to_string())),
            removes,
            below,
        };
        entries.push((entry, inside.to_vec()));
    }
    entries
}

/// Whether a detail takes something away.
fn takes(detail: &Detail) -> bool {
    match &detail.says {
        Says::Set { removed, .. } => !removed.is_empty(),
        // A list of as many has others in place of what it had.
        Says::Value { new, .. } => new.is_none() && !has_default(detail),
        Says::List { old, new } => new.len() < old.len(),
        Says::Secret => false,
    }
}
