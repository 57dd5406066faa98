//! A BGP neighbour that is not on the network.

use super::context::network_name;
use super::{Context, words};
use crate::finding::Finding;

pub fn run(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for domain in &context.fabric.domains {
        for network in &domain.internal {
            for neighbor in network.bgp.iter().flat_map(|b| b.neighbors.iter()) {
                let address = neighbor.value.0;
                if network.subnets.iter().any(|s| s.value.0.contains(&address)) {
                    continue;
                }
                let v4 = address.is_ipv4();
                let own: Vec<_> =
                    network.subnets.iter().filter(|s| s.value.0.addr().is_ipv4() == v4).collect();
                let name = network_name(domain, network);
                let title = format!("the BGP neighbor {address} is not on {name}");
                let finding = Finding::error("neighbor-outside-subnet", neighbor.span, title)
                    .effect("the CEs would never reach it: the session stays down");
                findings.push(match own.first() {
                    Some(subnet) => finding
                        .here(format!("has to be an address of {}", words::some(own.iter().map(|s| s.value))))
                        .label(subnet.span, name),
                    None => {
                        finding.here(format!("{name} has no {} subnet", if v4 { "IPv4" } else { "IPv6" }))
                    }
                });
            }
        }
    }
}
