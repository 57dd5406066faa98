//! A policy in a place where no route comes by.

use super::{Context, attached};
use crate::finding::Finding;

pub fn run(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for policy in attached::policies(context.fabric) {
        let Some(idle) = policy.idle else { continue };
        let title = format!("route policy {} decides nothing at {}", policy.name.value.name, policy.place);
        findings.push(Finding::warning("policy-without-effect", policy.name.span, title).here(idle));
    }
}
