//! A pNIC that is given one MAC address, or three.

use super::{Context, words};
use crate::finding::Finding;

pub fn run(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for block in &context.blocks {
        for pnic in block.pnics.iter().filter(|p| p.macs.len() != 2) {
            let title = format!(
                "pNIC {} of {} is given {}",
                pnic.name.value,
                block.name.value,
                words::count(pnic.macs.len(), "MAC address")
            );
            let span = pnic.macs.get(2).map_or(pnic.span, |m| m.span);
            findings.push(
                Finding::error("pnic-not-two-macs", span, title)
                    .here("two are needed, one a port")
                    .effect("the host would find one of its two ports only"),
            );
        }
    }
}
