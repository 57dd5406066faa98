//! A network whose packets are larger than the links between switches carry.

use super::Context;
use crate::finding::Finding;

pub fn run(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let most = context.fabric.fabric.mtu.0.map(|m| m.0);
    let inside = context.vlans.iter().map(|v| (&v.name, v.mtu));
    let outside = context.edges.iter().map(|e| (&e.name, e.mtu));
    for (name, mtu) in inside.chain(outside).filter(|(_, mtu)| mtu.value > most.value) {
        let title = format!("{name} has MTU {}, the fabric {}", mtu.value, most.value);
        findings.push(
            Finding::error("mtu-above-fabric", mtu.span, title)
                .here(format!("at most {}", most.value))
                .label(most.span, "the MTU of the links between switches")
                .effect("packets of full size would be dropped on the way, and small ones pass"),
        );
    }
}
