//! A BGP neighbour, or a next hop, that is an address which no workload and no PE can have.

use std::net::IpAddr;

use ipnet::IpNet;

use super::context::network_name;
use super::{Context, statics};
use crate::assign::address::RESERVED;
use crate::finding::{At, Finding};
use crate::model::construct::InternalNetwork;
use crate::model::{Subnet, nth};

pub fn run(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for (d, domain) in context.fabric.domains.iter().enumerate() {
        for network in domain.internal.iter().filter(|n| n.routed()) {
            let name = network_name(domain, network);
            let neighbors = network.bgp.iter().flat_map(|b| b.neighbors.iter());
            let hops = network.statics.iter().flat_map(|s| s.next_hops.iter());
            let all = neighbors.map(|n| ("BGP neighbor", n)).chain(hops.map(|h| ("next hop", h)));
            for (what, address) in all {
                let Some((subnet, why)) = inside(network, address.value.0) else { continue };
                findings.push(finding(what, address.map(|a| a.0), &name, why, subnet));
            }
        }
        for of in statics::of(context, d).iter().filter(|of| of.edge.is_some()) {
            for hop in of.routes.iter().flat_map(|r| r.next_hops.iter()) {
                let on = of.nets.iter().filter(|net| net.value.contains(&hop.value.0));
                let Some((net, why)) = on.filter_map(|n| Some((n, end(n.value, hop.value.0)?))).next() else {
                    continue;
                };
                findings.push(finding("next hop", hop.map(|h| h.0), &of.network, why, *net));
            }
        }
    }
}

fn finding(what: &str, address: At<IpAddr>, network: &str, why: Why, net: At<IpNet>) -> Finding {
    let (is, here) = match why {
        Why::Network => ("the network address", "no host may have it".to_owned()),
        Why::Broadcast => ("the broadcast address", "no host may have it".to_owned()),
        Why::KeptBack => {
            ("kept back", format!("the first {RESERVED} addresses of a subnet are no workload's"))
        }
    };
    let prefix = if matches!(why, Why::KeptBack) { "in" } else { "of" };
    let title = format!("the {what} {} of {network} is {is} {prefix} {}", address.value, net.value.trunc());
    Finding::error("neighbor-unreachable", address.span, title).here(here).label(net.span, network).effect(
        match what {
            "next hop" => "nothing answers for it: the packets are dropped",
            _ => "nothing answers for it: the session stays down",
        },
    )
}

/// Why nothing has an address.
#[derive(Clone, Copy)]
enum Why {
    Network,
    Broadcast,
    KeptBack,
}

/// Whether an address is the first or the last of a prefix that has such addresses.
fn end(net: IpNet, address: IpAddr) -> Option<Why> {
    if net.max_prefix_len() - net.prefix_len() < 2 {
        return None;
    }
    match () {
        () if address == net.network() => Some(Why::Network),
        () if address.is_ipv4() && address == net.broadcast() => Some(Why::Broadcast),
        () => None,
    }
}

/// Whether an address of an internal network is nobody's. The CEs' own are `neighbor-is-self`'s.
fn inside(network: &InternalNetwork, address: IpAddr) -> Option<(At<IpNet>, Why)> {
    let early = |s: &Subnet| (0..RESERVED).any(|n| s.nth(n) == Some(address));
    let own =
        |s: &Subnet| s.gateway == Some(address) || [2, 3].iter().any(|n| nth(s.prefix, *n) == Some(address));
    let subnet = network.subnets().into_iter().find(|s| s.prefix.contains(&address) && !own(s))?;
    let why = end(subnet.prefix, address).or_else(|| early(&subnet).then_some(Why::KeptBack))?;
    Some((At::new(subnet.prefix, subnet.span), why))
}
