//! A `device` statement about a pNIC that the server does not have.

use super::Context;
use crate::finding::{Finding, did_you_mean};

pub fn run(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for block in &context.blocks {
        let server = context.topology.named(&block.name.value.name);
        let Some(profile) = server.and_then(|id| context.profile(id)) else { continue };
        for pnic in block.pnics.iter() {
            let mut names = profile.numa.iter().flat_map(|n| n.pnics.iter()).map(|p| &*p.name.value.0);
            if names.clone().any(|n| n == &*pnic.name.value.0) {
                continue;
            }
            let title = format!("{} has no pNIC {}", block.name.value, pnic.name.value);
            let near = did_you_mean(&pnic.name.value, names.by_ref());
            findings.push(
                Finding::error("pnic-not-in-profile", pnic.name.span, title)
                    .here("no such pNIC")
                    .label(profile.span, "its profile lists its pNICs")
                    .maybe_help(near),
            );
        }
    }
}
