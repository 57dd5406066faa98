//! An L3 isolation domain without an internal network.

use super::Context;
use crate::finding::Finding;

pub fn run(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for domain in context.fabric.domains.iter().filter(|d| !d.infrastructure && d.internal.is_empty()) {
        findings.push(
            Finding::error(
                "vrf-without-internal-network",
                domain.name.span,
                format!("{} has no internal network", domain.name.value),
            )
            .here("`internal-network` has to stand in its block")
            .effect("the managed fabric does not enable a domain without one"),
        );
    }
}
