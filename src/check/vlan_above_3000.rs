//! A tenant's VLAN above 3000.

use super::Context;
use crate::finding::Finding;

/// The highest VLAN that one document allows; another one goes to 4094.
const DOCUMENTED: u16 = 3000;

pub fn run(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let pool = context.fabric.fabric.pools.peer_vlan.0.value;
    for vlan in context.vlans.iter().filter(|v| !v.infrastructure && v.id.value > DOCUMENTED) {
        // What is worse has been said.
        let kept = context.internal.iter().map(|i| i.range).chain([pool]);
        if vlan.id.value >= 3968 || kept.into_iter().any(|r| (r.first..=r.last).contains(&vlan.id.value)) {
            continue;
        }
        findings.push(
            Finding::warning(
                "vlan-above-3000",
                vlan.id.span,
                format!("{} has VLAN {}, above {DOCUMENTED}", vlan.name, vlan.id.value),
            )
            .here("the documents disagree: up to 3000, or up to 4094")
            .effect("the managed fabric may refuse it"),
        );
    }
}
