//! A pNIC with both ports on one TOR.

use super::{Context, nic};
use crate::finding::Finding;
use crate::graph::Kind;

pub fn run(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for nic in nic::cabled(context).filter(|n| n.far[0].device == n.far[1].device) {
        // What is derived goes to both TORs.
        let Some(span) = nic.later else { continue };
        let Some(device) = context.topology.device(nic.far[0].device) else { continue };
        if !matches!(device.kind, Kind::Tor(..)) {
            continue;
        }
        let title = format!("{} has both ports on {}", context.nic_name(nic.id), device.name);
        findings.push(
            Finding::error("nic-ports-on-one-tor", span, title)
                .here(format!("{} and {}", nic.far[0].name, nic.far[1].name))
                .effect("the server would be cut off when that TOR fails or is upgraded"),
        );
    }
}
