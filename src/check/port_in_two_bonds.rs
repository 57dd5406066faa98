//! A port in two bonds.

use std::collections::HashMap;

use super::Context;
use super::bond::members;
use crate::finding::{Finding, Span};
use crate::graph::PortId;

pub fn run(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let mut first: HashMap<PortId, (&str, Span)> = HashMap::new();
    let mut blocks: Vec<_> = context.fabric.bonds.iter().collect();
    blocks.sort_by_key(|b| b.span);
    for block in blocks {
        for member in members(context, block) {
            let Some((other, span)) = first.get(&member.port) else {
                first.insert(member.port, (&block.name.value.0, member.end.span));
                continue;
            };
            let title = match **other == *block.name.value.0 {
                true => format!("{} is a member of bond {other} twice", member.end.value),
                false => format!("{} is in bonds {other} and {}", member.end.value, block.name.value),
            };
            findings.push(
                Finding::error("port-in-two-bonds", member.end.span, title)
                    .here("a second time")
                    .label(*span, "first here")
                    .effect("a port is in one port-channel: the other bond would be a link short"),
            );
        }
    }
}
