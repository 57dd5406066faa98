//! Peer-link addresses that are not the two of a /31.

use super::{Context, peer_link};
use crate::finding::Finding;

pub fn run(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for pair in context.pairs.iter().filter(|p| !peer_link::paired(context, p)) {
        let written = |id| context.fabric.device(context.name(id)).and_then(|b| b.peer_link.as_ref());
        let own = |id| context.assigned.addresses.device(id).peer_link;
        let (Some(left), Some(right)) = (own(pair.left), own(pair.right)) else { continue };
        let Some(at) = written(pair.right).or(written(pair.left)) else { continue };
        let (a, b) = (context.name(pair.left), context.name(pair.right));
        let title = format!("the peer link of {a} and {b} has {} and {}", left.addr(), right.addr());
        let mut finding = Finding::error("peer-link-not-a-pair", at.span, title)
            .here(format!("{a} needs an even address, and {b} the next"))
            .effect("the two would not reach each other: no MLAG");
        if let Some(other) = written(pair.left).filter(|o| o.span != at.span) {
            finding = finding.label(other.span, a);
        }
        findings.push(finding);
    }
}
