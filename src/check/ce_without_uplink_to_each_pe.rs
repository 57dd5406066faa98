//! A CE without a cable to each PE.

use std::collections::HashSet;

use super::Context;
use crate::finding::Finding;

pub fn run(context: &Context<'_>, findings: &mut Vec<Finding>) {
    // A link without a cable is `adjacency-without-cable`'s.
    let wanted: HashSet<(usize, usize)> =
        context.edges.iter().flat_map(|e| &e.links).map(|l| (l.ce, l.pe)).collect();
    for (c, ce) in context.ces.iter().enumerate() {
        for (p, pe) in context.pes.iter().enumerate() {
            let silent = wanted.contains(&(c, p))
                || context.misnumbered(*ce)
                || context.misnumbered(*pe)
                || context.short(*ce, *pe);
            if silent || context.cables_between(*ce, *pe) > 0 {
                continue;
            }
            let title = format!("{} has no cable to {}", context.name(*ce), context.name(*pe));
            findings.push(
                Finding::warning("ce-without-uplink-to-each-pe", context.span(*ce), title)
                    .here("a CE has an uplink to each PE")
                    .label(context.span(*pe), "the PE")
                    .effect("when a PE or the other CE fails, traffic has one way less to go"),
            );
        }
    }
}
