//! A VLAN of the half that belongs to somebody else.

use super::Context;
use super::edge::Edge;
use crate::finding::At;
use crate::finding::Finding;

/// The highest VLAN of the platform; tenants have those above it.
const PLATFORM: u16 = 500;
/// The lowest VLAN of an NNI.
const NNI: u16 = 100;

pub fn run(context: &Context<'_>, findings: &mut Vec<Finding>) {
    // VLAN 1 is `vlan-reserved-by-platform`'s.
    for vlan in context.vlans.iter().filter(|v| v.id.value > 1) {
        let (here, tenant) = match (vlan.infrastructure, vlan.id.value > PLATFORM) {
            (false, false) => ("a tenant's VLANs are 501 to 4094", true),
            (true, true) => ("the infrastructure domain's internal networks have VLANs 1 to 500", false),
            _ => continue,
        };
        let whose = if tenant { "the platform's" } else { "a tenant's" };
        findings.push(finding(&vlan.name, vlan.id, whose, here));
    }
    for edge in context.edges.iter().filter(|e| e.vlan.value > 1 && reserved(e)) {
        let here = match edge.domain {
            Some(_) => "the VLAN of an external network is 501 to 4094",
            None => "the VLAN of an NNI is 100 to 4094",
        };
        findings.push(finding(&edge.name, edge.vlan, "the platform's", here));
    }
}

/// Whether what leads to the PEs has a VLAN of the platform.
pub fn reserved(edge: &Edge<'_>) -> bool {
    edge.vlan.value < if edge.domain.is_some() { PLATFORM + 1 } else { NNI }
}

fn finding(name: &str, vlan: At<u16>, whose: &str, here: &str) -> Finding {
    Finding::error(
        "vlan-reserved-by-fabric",
        vlan.span,
        format!("{name} has VLAN {}, which is {whose}", vlan.value),
    )
    .here(here)
    .effect("the managed fabric refuses it, and a later release may use it for itself")
}
