//! Sides that no switch can have. Where no proof of commands is found, this says whether the plans are
//! to blame, or what makes commands.

use super::Failure;
use super::proof;
use super::switch::{self, Switch};
use crate::plan::{Device, Difference};

/// What is wrong with a side of a switch.
#[derive(Debug, Clone, PartialEq)]
pub enum Fault {
    /// No switch could start with it.
    Start(switch::Fault),
    /// What it says can't be said in a configuration: one that says it means something else.
    Unsaid(Difference),
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
