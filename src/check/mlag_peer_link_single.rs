//! A pair of switches with one cable between them.

use super::{Context, peer_link};
use crate::finding::Finding;

pub fn run(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for (title, finding) in peer_link::with(context, 1).map(|p| (p.title("a peer link of 1 cable"), p)) {
        findings.push(
            Finding::warning("mlag-peer-link-single", context.span(finding.pair.left), title)
                .here("two cables are usual")
                .label(context.span(finding.pair.right), "the other of the pair")
                .effect("one broken cable, and the secondary shuts its MLAG ports"),
        );
    }
}
