//! A cable with both ends on one device.

use super::Context;
use crate::finding::Finding;

pub fn run(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for block in &context.fabric.cables {
        let [a, b] = block.ends.as_slice() else { continue };
        if a.device != b.device {
            continue;
        }
        let title = match a.port == b.port {
            true => format!("the cable of {} ends where it begins", a.value),
            false => format!("the cable of {} ends on {} again, at {}", a.value, a.device, b.port),
        };
        findings.push(
            Finding::error("cable-to-itself", b.span, title)
                .here("has to be a port of another device")
                .label(a.span, "begins here")
                .effect(
                    "the switch would see its own frames: spanning tree shuts the port, or there is a loop",
                ),
        );
    }
}
