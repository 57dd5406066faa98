//! One pair of CE and PE with two adjacencies.

use super::Context;
use super::group::twins;
use crate::finding::Finding;

pub fn run(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for edge in &context.edges {
        let mut links: Vec<_> = edge.links.iter().collect();
        links.sort_by_key(|l| l.span);
        for group in twins(links.into_iter().map(|l| ((l.ce, l.pe), l))) {
            let [first, second, ..] = group[..] else { continue };
            let ce = context.ces.get(first.ce).map_or("", |id| context.name(*id));
            let pe = context.pes.get(first.pe).map_or("", |id| context.name(*id));
            let title = format!("{} has two adjacencies between {ce} and {pe}", edge.name);
            findings.push(
                Finding::error("adjacency-duplicate", second.span, title)
                    .here("the second")
                    .label(first.span, "the first")
                    .effect("both would be one sub-interface, with the addresses of both"),
            );
        }
    }
}
