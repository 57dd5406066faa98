//! One VLAN for two purposes.

use super::Context;
use super::group::twins;
use crate::finding::Finding;

pub fn run(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let mut vlans: Vec<_> = context.vlans.iter().collect();
    vlans.sort_by_key(|v| v.id.span);
    for group in twins(vlans.into_iter().map(|v| (v.id.value, v))) {
        let Some((first, others)) = group.split_first() else { continue };
        for other in others {
            let title = format!("{} and {} both have VLAN {}", first.name, other.name, first.id.value);
            findings.push(
                Finding::error("vlan-duplicate", other.id.span, title)
                    .here("a second time")
                    .label(first.id.span, "first here")
                    .effect("the two would be one network: their workloads would see each other's frames"),
            );
        }
    }
}
