//! A BGP neighbour, or a next hop, that is a CE itself.

use std::collections::HashMap;
use std::net::IpAddr;

use super::context::network_name;
use super::{Context, statics};
use crate::finding::{At, Finding, Span};
use crate::model::construct::InternalNetwork;
use crate::model::nth;

pub fn run(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for (d, domain) in context.fabric.domains.iter().enumerate() {
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
        for of in statics::of(context, d) {
            outside(context, &of, findings);
        }
    }
}

/// Next hops of an external network: the PE's address is the second of a link, the CE's the first.
fn outside(context: &Context<'_>, of: &statics::Statics<'_>, findings: &mut Vec<Finding>) {
    let links = of.edge.into_iter().flat_map(|e| &e.links);
    let ends = links.flat_map(|link| {
        let with = link.prefixes.iter().zip(link.addresses());
        with.map(|(prefix, (ce, pe))| (ce.addr(), (link.ce, pe.addr(), prefix.span)))
    });
    let own: HashMap<IpAddr, (usize, IpAddr, Span)> = ends.collect();
    for hop in of.routes.iter().flat_map(|r| r.next_hops.iter()) {
        let Some((ce, pe, span)) = own.get(&hop.value.0) else { continue };
        let ce = context.fabric.ces.get(*ce).map_or("a CE", |c| &*c.name.value);
        let title = format!("the next hop {} of {} is {ce}'s own address", hop.value, of.network);
        findings.push(
            Finding::error("neighbor-is-self", hop.span, title)
                .here(format!("the PE has {pe}"))
                .label(*span, "its first address is the CE's, its second the PE's")
                .effect("a switch refuses itself as a next hop"),
        );
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
