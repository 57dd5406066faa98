//! A port that two `port` statements set.

use std::collections::HashMap;

use super::Context;
use crate::finding::{Finding, Span};
use crate::graph::PortId;

pub fn run(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let mut blocks: Vec<_> = context.fabric.ports.iter().collect();
    blocks.sort_by_key(|b| b.span);
    let mut first: HashMap<PortId, Span> = HashMap::new();
    for end in blocks.into_iter().flat_map(|b| b.ends.iter()) {
        let Some(port) = context.topology.end(end) else { continue };
        if let Some(before) = first.get(&port) {
            let finding = Finding::error(
                "port-set-twice",
                end.span,
                format!("two `port` statements set {}", end.value),
            )
            .here("a second time")
            .effect("one of the two would be ignored");
            findings.push(finding.label(*before, "first here"));
        } else {
            first.insert(port, end.span);
        }
    }
}
