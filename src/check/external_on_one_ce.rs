//! A way out that one of the two CEs has alone.

use super::Context;
use super::edge::Edge;
use crate::finding::{Finding, Span};

pub fn run(context: &Context<'_>, findings: &mut Vec<Finding>) {
    if !context.has_ce_pair() {
        return;
    }
    for edge in context.edges.iter().filter(|e| whole(e)) {
        for (v4, family) in [(true, "IPv4"), (false, "IPv6")] {
            let own = |ce: usize| -> Option<Span> {
                let links = edge.links.iter().filter(|l| l.ce == ce);
                let mut prefixes = links.flat_map(|l| &l.prefixes);
                prefixes.find(|p| p.value.addr().is_ipv4() == v4).map(|p| p.span)
            };
            let (has, lacks, span) = match (own(0), own(1)) {
                (Some(span), None) => (0, 1, span),
                (None, Some(span)) => (1, 0, span),
                _ => continue,
            };
            let name = |ce: usize| context.fabric.ces.get(ce).map_or("", |c| &*c.name.value);
            let title = format!("{} has {family} on {} and none on {}", edge.name, name(has), name(lacks));
            findings.push(
                Finding::warning("external-on-one-ce", span, title)
                    .here(format!("{} has no prefix of this family", name(lacks)))
                    .effect(format!("with {} or its link, the whole way out fails", name(has))),
            );
        }
    }
}

/// Whether all of its pairs were found: what has a PE that is not there says nothing of the CEs.
fn whole(edge: &Edge<'_>) -> bool {
    let written = [edge.primary, edge.secondary].iter().filter(|p| !p.is_empty()).count();
    edge.links.len() == written + edge.crossed.len()
}
