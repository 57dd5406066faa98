//! A cable with one end, or with three.

use super::{Context, words};
use crate::finding::Finding;

pub fn run(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for block in context.fabric.cables.iter().filter(|b| b.ends.len() != 2) {
        let names = words::some(block.ends.iter().map(|e| &e.value));
        let title = match block.ends.len() {
            1 => format!("the cable of {names} has 1 end"),
            n => format!("the cable of {names} has {n} ends"),
        };
        let span = block.ends.get(2).map_or(block.span, |e| e.span);
        let here = if block.ends.len() > 2 { "one end too many" } else { "the other end is missing" };
        findings.push(
            Finding::error("cable-not-two-ends", span, title)
                .here(here)
                .effect("the cable would be left out"),
        );
    }
}
