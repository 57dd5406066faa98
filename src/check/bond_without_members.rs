//! A bond of no ports.

use super::Context;
use crate::finding::Finding;

pub fn run(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for block in context.fabric.bonds.iter().filter(|b| b.members.is_empty()) {
        findings.push(
            Finding::error(
                "bond-without-members",
                block.span,
                format!("bond {} has no members", block.name.value),
            )
            .here("`members` has to name its ports, device:port each"),
        );
    }
}
