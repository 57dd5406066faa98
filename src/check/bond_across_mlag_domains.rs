//! A bond over two devices that are no pair.

use super::Context;
use super::bond::{devices, members, paired};
use crate::finding::Finding;

pub fn run(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for block in &context.fabric.bonds {
        let members = members(context, block);
        let [a, b] = devices(&members)[..] else { continue };
        if paired(context, a, b) {
            continue;
        }
        let title = format!(
            "bond {} joins ports of {} and {}, which are no pair",
            block.name.value,
            context.name(a),
            context.name(b)
        );
        let span =
            |device| members.iter().find(|m| m.device == device).map_or(block.name.span, |m| m.end.span);
        findings.push(
            Finding::error("bond-across-mlag-domains", span(b), title)
                .here("a bond is of one device, or of the two of an MLAG pair")
                .label(span(a), format!("of {}", context.name(a)))
                .effect("LACP at the other end would see two systems, and use one port only"),
        );
    }
}
