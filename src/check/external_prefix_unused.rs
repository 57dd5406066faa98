//! A `primary` or `secondary` for a PE that is not there.

use super::Context;
use crate::finding::Finding;

pub fn run(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let pes = &context.fabric.pes;
    // Without a pair of CEs nothing is known of their links; with one PE, it is the PE of both.
    if !context.has_ce_pair() || pes.len() == 1 {
        return;
    }
    for edge in &context.edges {
        for (word, n, prefixes) in [("primary", 1, edge.primary), ("secondary", 2, edge.secondary)] {
            let Some(first) = prefixes.first() else { continue };
            if pes.iter().any(|p| p.number == n) {
                continue;
            }
            let title =
                format!("`{word}` of {} is for CE {n} and PE {n}, and no PE has number {n}", edge.name);
            let finding = Finding::error("external-prefix-unused", first.span, title)
                .here("goes to no PE")
                .effect(format!("CE {n} would have no session for it"));
            findings.push(match pes.first() {
                Some(pe) => finding.label(pe.name.span, format!("{} is number {}", pe.name.value, pe.number)),
                None => finding.label(context.fabric.fabric.name.span, "the fabric has no PE"),
            });
        }
    }
}
