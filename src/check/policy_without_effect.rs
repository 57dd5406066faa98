//! A policy or an access list in a place where no route and no packet comes by.

use super::{Context, attached};
use crate::finding::Finding;

pub fn run(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for policy in attached::policies(context.fabric) {
        let Some(idle) = policy.idle else { continue };
        let title = format!("route policy {} decides nothing at {}", policy.name.value.name, policy.place);
        findings.push(Finding::warning("policy-without-effect", policy.name.span, title).here(idle));
    }
    for acl in attached::acls(context.fabric) {
        let Some(idle) = acl.idle else { continue };
        let title = format!("access list {} decides nothing at {}", acl.name.value.name, acl.place);
        findings.push(Finding::warning("policy-without-effect", acl.name.span, title).here(idle));
    }
}
