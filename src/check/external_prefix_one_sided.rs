//! A way out that only one of the two CEs has.

use super::Context;
use super::edge::Edge;
use crate::finding::Finding;

pub fn run(context: &Context<'_>, findings: &mut Vec<Finding>) {
    if !context.has_ce_pair() {
        return;
    }
    let name = |i| context.ces.get(i).map_or("", |id| context.name(*id));
    for edge in context.edges.iter().filter(|edge| !is_incomplete(edge)) {
        let only = [false, true].map(|ipv6| only_ce(edge, ipv6));
        let (family, ce, ipv6) = match only {
            // Without the other family, what is said of one is said of the whole.
            [Some(a), Some(b)] if a == b => ("", a, None),
            [Some(a), None] if !has(edge, true) => ("", a, None),
            [None, Some(b)] if !has(edge, false) => ("", b, None),
            [Some(a), _] => ("IPv4 of ", a, Some(false)),
            [_, Some(b)] => ("IPv6 of ", b, Some(true)),
            [None, None] => continue,
        };
        let prefixes = edge.links.iter().flat_map(|l| &l.prefixes);
        let of_family = prefixes.filter(|p| ipv6.is_none_or(|v6| v6 == p.value.addr().is_ipv6()));
        let Some(first) = of_family.min_by_key(|p| p.span) else { continue };
        let (has, lacks) = (name(ce), name(usize::from(ce == 0)));
        findings.push(
            Finding::warning(
                "external-prefix-one-sided",
                first.span,
                format!("{family}{} goes out by {has} only", edge.name),
            )
            .here(format!("a prefix for {has}, and none for {lacks}"))
            .effect(format!("{lacks} has no session for it: when {has} is reloaded, there is no way out")),
        );
    }
}

/// Whether a prefix is written that led to no link, or a pair without a prefix: other rules' matter.
fn is_incomplete(edge: &Edge<'_>) -> bool {
    let written = edge.primary.len() + edge.secondary.len();
    let crossed: usize = edge.crossed.iter().map(|a| a.prefixes.len()).sum();
    let linked: usize = edge.links.iter().map(|l| l.prefixes.len()).sum();
    // An NNI carries no IPv6 of its own.
    let misplaced = edge.domain.is_none() && has(edge, true);
    misplaced || linked < written + crossed || edge.crossed.iter().any(|a| a.prefixes.is_empty())
}

fn has(edge: &Edge<'_>, ipv6: bool) -> bool {
    edge.links.iter().flat_map(|l| &l.prefixes).any(|p| p.value.addr().is_ipv6() == ipv6)
}

/// The CE that alone has prefixes of a family.
fn only_ce(edge: &Edge<'_>, ipv6: bool) -> Option<usize> {
    let links = edge.links.iter().filter(|l| l.prefixes.iter().any(|p| p.value.addr().is_ipv6() == ipv6));
    let mut ces = links.map(|l| l.ce);
    let first = ces.next()?;
    ces.all(|ce| ce == first).then_some(first)
}
