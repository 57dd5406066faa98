//! VLANs on a port that goes to a PE.

use super::Context;
use crate::finding::Finding;
use crate::graph::Kind;

pub fn run(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for block in &context.fabric.ports {
        let native = block.native_vlan.as_ref().map(|v| v.span);
        let Some(span) = block.vlans.first().map(|v| v.span).or(native) else { continue };
        for end in block.ends.iter() {
            let far = context.topology.end(end).and_then(|port| {
                let (peer, _) = context.topology.peer(port)?;
                context.topology.device(context.topology.port(peer)?.device)
            });
            let Some(pe) = far.filter(|d| matches!(d.kind, Kind::Pe(_))) else { continue };
            findings.push(
                Finding::error(
                    "vlans-on-edge-port",
                    span,
                    format!("`{end}` goes to {}, and is given VLANs", pe.name),
                )
                .here("a port to a PE is routed: external networks put their VLANs on it")
                .label(end.span, "this port")
                .effect("the VLAN would reach the customer, and the sub-interfaces would not work"),
            );
        }
    }
}
