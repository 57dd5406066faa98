//! An adjacency between a CE and a PE that no cable joins.

use super::Context;
use crate::finding::Finding;

pub fn run(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for edge in &context.edges {
        for link in &edge.links {
            let (Some(ce), Some(pe)) = (context.ces.get(link.ce), context.pes.get(link.pe)) else { continue };
            let silent = context.short(*ce, *pe) || context.misnumbered(*ce) || context.misnumbered(*pe);
            if silent || context.cables_between(*ce, *pe) > 0 {
                continue;
            }
            let (ce_name, pe_name) = (context.name(*ce), context.name(*pe));
            let title =
                format!("{} has a link between {ce_name} and {pe_name}, and no cable joins them", edge.name);
            findings.push(
                Finding::error("adjacency-without-cable", link.span, title)
                    .here(format!("between {ce_name} and {pe_name}"))
                    .label(context.span(*ce), ce_name)
                    .label(context.span(*pe), pe_name)
                    .effect("there is no port for its sub-interface: the session would be missing"),
            );
        }
    }
}
