//! A pair of switches without a cable between them.

use super::{Context, peer_link};
use crate::finding::Finding;

pub fn run(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for (title, finding) in peer_link::with(context, 0).map(|p| (p.title("no peer link"), p)) {
        let mut made = Finding::error("mlag-peer-link-missing", context.span(finding.pair.left), title)
            .here(finding.why)
            .label(context.span(finding.pair.right), "the other of the pair")
            .effect("each of the two would forward on its own: loops, and hosts seen in two places");
        if let Some(platform) = finding.platform {
            made = made.label(platform, "has no `peer-link` ports");
        }
        findings.push(made);
    }
}
