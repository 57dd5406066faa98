//! A BGP neighbour, or a next hop, that is a CE itself.

use std::net::IpAddr;

use super::Context;
use super::context::network_name;
use crate::finding::{At, Finding};
use crate::model::construct::InternalNetwork;
use crate::model::nth;

pub fn run(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for domain in &context.fabric.domains {
        for network in domain.internal.iter().filter(|n| n.routed()) {
            let neighbors = network.bgp.iter().flat_map(|b| b.neighbors.iter()).map(|n| (n, "BGP neighbor"));
            let hops = network.statics.iter().flat_map(|s| s.next_hops.iter()).map(|h| (h, "next hop"));
            for (address, what) in neighbors.chain(hops) {
                let Some((whose, subnet)) = own(network, address.value.0) else { continue };
                let name = network_name(domain, network);
                let title = format!("the {what} {} of {name} is {whose}", address.value);
                findings.push(
                    Finding::error("neighbor-is-self", address.span, title)
                        .here("has to be a workload's address")
                        .label(subnet.span, "its second address is CE 1's, its third CE 2's")
                        .effect(match what {
                            "next hop" => "the CEs would send these packets to each other until they expire",
                            _ => "a CE can't have a session with itself",
                        }),
                );
            }
        }
    }
}

/// Which of the CEs' own addresses it is.
fn own(network: &InternalNetwork, address: IpAddr) -> Option<(&'static str, At<()>)> {
    network.subnets().into_iter().find_map(|subnet| {
        let place = At::new((), subnet.span);
        let is = |n: u64| nth(subnet.prefix, n) == Some(address);
        match () {
            () if subnet.gateway == Some(address) => Some(("the gateway", place)),
            () if is(2) => Some(("CE 1's own address", place)),
            () if is(3) => Some(("CE 2's own address", place)),
            () => None,
        }
    })
}
