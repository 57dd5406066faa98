//! A storage bond of one VF, or of three.

use super::{Context, words};
use crate::finding::Finding;

pub fn run(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for profile in &context.profiles {
        let Some(storage) = profile.storage.as_deref().filter(|s| s.over.len() != 2) else { continue };
        let span = storage.over.get(2).map_or(storage.span, |vf| vf.span);
        let title = format!(
            "the storage bond of {} has {}",
            profile.name.value,
            words::count(storage.over.len(), "VF")
        );
        findings.push(
            Finding::error("storage-over-not-two-vfs", span, title)
                .here("it has two, one of each pNIC: one works, the other waits")
                .effect("the way to the storage array would not survive the loss of a pNIC"),
        );
    }
}
