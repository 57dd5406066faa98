//! What is done to a switch.

use super::plan;
use crate::diff::{Presence, Risk, SwitchDiff};
use crate::plan::{Device, Element};
use crate::side::Side;

/// A switch with what is done to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Task {
    /// The switch.
    pub switch: String,
    /// What is done to it.
    pub work: Work,
    /// The worst that this does.
    pub risk: Risk,
}

/// What is done to a switch.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Work {
    /// It is built in and starts with its whole configuration.
    Install,
    /// It is given commands.
    Apply,
    /// It starts another version of its system, and is given commands where more changes.
    Upgrade {
        /// The version that it has.
        old: String,
        /// The one that it is to have.
        new: String,
        /// Whether anything else changes.
        more: bool,
    },
    /// Another chassis takes its place and name, and starts with its whole configuration.
    Replace {
        /// What it is: the model, with the system where that changes.
        old: String,
        /// What it is to be.
        new: String,
    },
    /// It is taken out.
    Retire,
}

/// What is done to a switch.
pub fn task(sides: (&Side, &Side), switch: &SwitchDiff) -> Task {
    let work = match (switch.presence, plan(sides.0, &switch.name), plan(sides.1, &switch.name)) {
        (Presence::New, ..) => Work::Install,
        (Presence::Old, ..) => Work::Retire,
        (Presence::Both, Some(old), Some(new)) => changed(switch, old, new),
        (Presence::Both, ..) => Work::Apply,
    };
    Task { switch: switch.name.clone(), work, risk: switch.risk() }
}

fn changed(switch: &SwitchDiff, old: &Device, new: &Device) -> Work {
    // What a running configuration does not say of the hardware is not another.
    let differ = |old: &str, new: &str| !old.is_empty() && !new.is_empty() && old != new;
    let system = old.os != new.os;
    if system || differ(&old.model, &new.model) {
        let said = |plan: &Device| match (system, plan.model.is_empty()) {
            (false, _) => plan.model.clone(),
            (true, true) => plan.os.to_string(),
            (true, false) => format!("{} with {}", plan.model, plan.os),
        };
        return Work::Replace { old: said(old), new: said(new) };
    }
    match (&old.version, &new.version) {
        (Some(from), Some(to)) if from != to => {
            let whole = |c: &crate::diff::Change| c.element == Element::Device && c.details.len() == 1;
            let more = switch.changes.iter().any(|c| !whole(c));
            Work::Upgrade { old: from.clone(), new: to.clone(), more }
        }
        _ => Work::Apply,
    }
}
