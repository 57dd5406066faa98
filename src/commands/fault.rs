//! Sides that no switch can have. Where no proof of commands is found, this says whether the plans are
//! to blame, or what makes commands.

use super::Failure;
use super::proof;
use super::switch::{self, Switch};
use crate::plan::{Device, Difference, DifferenceKind};

/// What is wrong with a side of a switch.
#[derive(Debug, Clone, PartialEq)]
pub enum Fault {
    /// No switch could start with it.
    Start(switch::Fault),
    /// What it says can't be said in a configuration: one that says it means something else.
    Unsaid(Difference),
}

impl Fault {
    /// What is wrong; `at` is the line of the second place that it speaks of, where that is known.
    pub fn told(&self, at: Option<usize>) -> String {
        let Difference { element, kind } = match self {
            Fault::Start(fault) => return fault.told(at),
            Fault::Unsaid(difference) => difference,
        };
        let value = |json: &str| match json.trim_matches('"') {
            "null" | "" | "[]" => Some("none".to_owned()),
            value => Some(value.to_owned()).filter(|value| !value.starts_with(['{', '['])),
        };
        match kind {
            DifferenceKind::Lost => {
                format!("{element} can't be as it stands there: a switch would have none")
            }
            DifferenceKind::Added => format!("{element} is not there, and a switch would have it"),
            DifferenceKind::Field { name, first, second } => {
                let name = name.replace(['_', '.'], " ");
                let would = match (value(first), value(second)) {
                    (Some(first), Some(second)) => format!("{second} and not {first}"),
                    (None, Some(second)) => second,
                    (_, None) => "another".to_owned(),
                };
                format!("{element} can't be as it stands there: its {name} would be {would}")
            }
        }
    }
}

/// The plans that there are no commands between, with their texts: why that is so, if one of them is
/// to blame.
pub fn of(old: (&Device, &str), new: (&Device, &str)) -> Option<Failure> {
    let [old, new] = [old, new].map(|(plan, text)| faults(plan, text));
    (!old.is_empty() || !new.is_empty()).then_some(Failure::Sides { old, new })
}

fn faults(plan: &Device, text: &str) -> Vec<Fault> {
    let faults = Switch::start(plan.os, text).faults();
    if !faults.is_empty() {
        return faults.into_iter().map(Fault::Start).collect();
    }
    proof::unsaid(text, plan).into_iter().next().map(Fault::Unsaid).into_iter().collect()
}
