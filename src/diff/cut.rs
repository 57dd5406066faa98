//! Texts that may have been cut: a switch that lacks things, and whose text says nowhere that it ends.

use super::detail::EVERY_VLAN;
use super::{Action, Change, Detail, Diff, Presence, Says, Which};
use crate::side::{Note, Side};

/// What there is to say of one of the sides that were compared: which of its texts may have been cut,
/// so that what they lack is no change. None where each says where it ends, or lacks nothing.
pub fn may_be_cut(diff: &Diff, side: &Side, which: Which) -> Option<Note> {
    let both = diff.switches.iter().filter(|switch| switch.presence == Presence::Both);
    let lacking = both.filter(|switch| switch.changes.iter().any(|change| lacks(change, which)));
    let texts = lacking.filter_map(|switch| side.switches.get(&switch.name).filter(|of| of.may_be_cut));
    let files: Vec<String> = texts.filter_map(|of| of.file.clone()).collect();
    (!files.is_empty()).then_some(Note::MayBeCut { files })
}

/// Whether a side lacks what the other one has of an element, or all of it.
fn lacks(change: &Change, which: Which) -> bool {
    let nothing = |detail: &Detail| {
        // A trunk has every VLAN where its line is not there.
        let every = |value: &str| detail.path == "trunk.allowed" && value == EVERY_VLAN;
        let unsaid = |value: &Option<String>| value.as_deref().is_none_or(every);
        match (&detail.says, which) {
            (Says::Value { old, .. }, Which::Old) => unsaid(old),
            (Says::Value { new, .. }, Which::New) => unsaid(new),
            (Says::Set { added, .. }, Which::Old) => !added.is_empty(),
            (Says::Set { removed, .. }, Which::New) => !removed.is_empty(),
            (Says::List { old, new }, Which::Old) => old.len() < new.len(),
            (Says::List { old, new }, Which::New) => new.len() < old.len(),
            (Says::Secret, _) => false,
        }
    };
    match (change.action, which) {
        (Action::Add, Which::Old) | (Action::Remove, Which::New) => true,
        (Action::Change, _) => change.details.iter().any(nothing),
        _ => false,
    }
}
