//! A port with two cables.

use std::collections::HashMap;

use super::Context;
use crate::finding::{Finding, Span};
use crate::graph::PortId;

/// Derived cables keep off ports that are written, so only statements can collide.
pub fn run(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let mut first: HashMap<PortId, Span> = HashMap::new();
    for block in &context.fabric.cables {
        let mut own: Vec<PortId> = Vec::new();
        for end in block.ends.iter() {
            let Some(port) = context.topology.end(end).filter(|p| !own.contains(p)) else { continue };
            own.push(port);
            if let Some(before) = first.get(&port) {
                findings.push(
                    Finding::error("port-used-twice", end.span, format!("{} has two cables", end.value))
                        .here("the second cable")
                        .label(*before, "the first one")
                        .effect("a port takes one cable: the device at the end of the other stays dark"),
                );
            } else {
                first.insert(port, end.span);
            }
        }
    }
}
