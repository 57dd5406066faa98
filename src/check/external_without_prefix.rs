//! An external network, an NNI or an adjacency without prefixes.

use super::Context;
use crate::finding::Finding;

pub fn run(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for edge in &context.edges {
        if edge.primary.is_empty() && edge.secondary.is_empty() && edge.crossed.is_empty() {
            findings.push(
                Finding::error("external-without-prefix", edge.span, format!("{} has no prefix", edge.name))
                    .here("`primary` and `secondary` give the links to the PEs their prefixes")
                    .effect("there would be no sub-interface and no session: no way out"),
            );
        }
        for crossed in edge.crossed.iter().filter(|a| a.prefixes.is_empty()) {
            let title = format!("an adjacency of {} has no prefix", edge.name);
            findings.push(
                Finding::error("external-without-prefix", crossed.span, title)
                    .here("`prefix` has to stand in its block")
                    .effect("its sub-interface would have no address"),
            );
        }
    }
}
