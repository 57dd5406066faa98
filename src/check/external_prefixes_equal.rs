//! One prefix on two links of an external network.

use super::Context;
use super::group::twins;
use crate::finding::Finding;

pub fn run(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for edge in &context.edges {
        let direct = edge.primary.iter().chain(edge.secondary);
        let mut prefixes: Vec<_> =
            direct.chain(edge.crossed.iter().flat_map(|a| a.prefixes.iter())).collect();
        prefixes.sort_by_key(|p| p.span);
        for group in twins(prefixes.into_iter().map(|p| (p.value, p))) {
            let Some((first, others)) = group.split_first() else { continue };
            for other in others {
                let title = format!("two links of {} have {}", edge.name, first.value);
                findings.push(
                    Finding::error("external-prefixes-equal", other.span, title)
                        .here("a second time")
                        .label(first.span, "first here")
                        .effect(
                            "both links would have the same two addresses: one of the sessions stays down",
                        ),
                );
            }
        }
    }
}
