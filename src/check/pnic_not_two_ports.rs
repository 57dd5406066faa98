//! A pNIC with one port, or with three.

use super::{Context, words};
use crate::finding::Finding;

pub fn run(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for profile in &context.profiles {
        for pnic in profile.numa.iter().flat_map(|n| n.pnics.iter()).filter(|p| p.ports.len() != 2) {
            let title = format!(
                "pNIC {} of {} has {}",
                pnic.name.value,
                profile.name.value,
                words::count(pnic.ports.len(), "port")
            );
            let span = pnic.ports.get(2).map_or(pnic.span, |p| p.span);
            findings.push(
                Finding::error("pnic-not-two-ports", span, title)
                    .here("a pNIC has two: one to each TOR")
                    .effect("the pNIC would have no bond and no cables"),
            );
        }
    }
}
