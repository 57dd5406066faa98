//! Subnets of one VRF that overlap.

use ipnet::IpNet;

use super::Context;
use super::context::network_name;
use super::overlap::{Run, overlaps};
use crate::finding::{Finding, Span};
use crate::model::value::unusable_in;

/// The first part of [`Subnet::of`] for what leads to the PEs.
const EDGE: u8 = 1;

/// A subnet that the CEs are connected to.
struct Subnet {
    net: IpNet,
    name: String,
    span: Span,
    /// What it is one of: an internal network, or an edge. Two of one network are another rule's, as
    /// are two links of one edge with the same prefix.
    of: (u8, usize),
}

pub fn run(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let fabric = context.fabric;
    let edges = |domain: Option<usize>| {
        context.edges_of(domain).iter().enumerate().flat_map(|(i, edge)| {
            let prefixes = edge.links.iter().flat_map(|l| &l.prefixes);
            prefixes.map(move |p| Subnet {
                net: p.value,
                name: edge.name.clone(),
                span: p.span,
                of: (EDGE, i),
            })
        })
    };
    for (d, domain) in fabric.domains.iter().enumerate() {
        let mut subnets = Vec::new();
        for (n, network) in domain.internal.iter().enumerate() {
            // What holds addresses of no host is `address-not-usable`'s: it may hold all there are.
            let usable = network.subnets.iter().filter(|p| unusable_in(p.value.0).is_none());
            subnets.extend(usable.map(|p| Subnet {
                net: p.value.0,
                name: network_name(domain, network),
                span: p.span,
                of: (0, n),
            }));
        }
        subnets.extend(edges(Some(d)));
        let pools = &fabric.fabric.pools;
        for (first, _) in context.assigned.addresses.between_ces.get(d).into_iter().flatten() {
            let span = if first.addr().is_ipv4() {
                pools.point_to_point.span
            } else {
                pools.point_to_point_v6.0.span
            };
            let name = "the session between the CEs".to_owned();
            subnets.push(Subnet { net: first.trunc(), name, span, of: (2, 0) });
        }
        report(&subnets, &format!("VRF {}", domain.name.value), findings);
        statics(context, d, &subnets, findings);
    }
    let mut global: Vec<Subnet> = edges(None).collect();
    for ce in &context.ces {
        let own = context.assigned.addresses.device(*ce);
        let pools = &fabric.fabric.pools;
        let rows = [
            (own.loopback, "loopback", pools.loopback.span),
            (own.peer_link, "peer link", pools.point_to_point.span),
        ];
        for (net, what, span) in rows {
            let Some(net) = net else { continue };
            let name = format!("the {what} of {}", context.name(*ce));
            global.push(Subnet { net: net.trunc(), name, span, of: (3, 0) });
        }
    }
    report(&global, "the global table", findings);
}

fn report(subnets: &[Subnet], vrf: &str, findings: &mut Vec<Finding>) {
    let runs = subnets.iter().enumerate().map(|(i, s)| Run::prefix(s.net, i)).collect();
    for (a, b) in overlaps(runs) {
        let (Some(a), Some(b)) = (subnets.get(a), subnets.get(b)) else { continue };
        if a.of == b.of && (a.of.0 != EDGE || a.net == b.net) {
            continue;
        }
        let (first, second) = if a.span <= b.span { (a, b) } else { (b, a) };
        let title = match first.net == second.net {
            true => format!("{} and {} both have {}", first.name, second.name, first.net),
            false => format!("{} of {} overlaps {} of {}", second.net, second.name, first.net, first.name),
        };
        findings.push(
            Finding::error("subnet-overlap-in-vrf", second.span, title)
                .here(format!("both in {vrf}"))
                .label(first.span, first.name.clone())
                .effect("a VRF has one route to an address: the other of the two could not be reached"),
        );
    }
}

/// Static routes to what the CEs are connected to: never used.
fn statics(context: &Context<'_>, d: usize, subnets: &[Subnet], findings: &mut Vec<Finding>) {
    let Some(domain) = context.fabric.domains.get(d) else { return };
    let connected: std::collections::HashMap<IpNet, &Subnet> = subnets.iter().map(|s| (s.net, s)).collect();
    let internal = domain.internal.iter().flat_map(|n| n.statics.iter());
    for route in internal.chain(domain.external.iter().flat_map(|e| e.statics.iter())) {
        let Some(subnet) = connected.get(&route.prefix.value.0) else { continue };
        let title =
            format!("the static route to {} is for the subnet of {}", route.prefix.value, subnet.name);
        findings.push(
            Finding::error("subnet-overlap-in-vrf", route.prefix.span, title)
                .here("the CEs are connected to it")
                .label(subnet.span, subnet.name.clone())
                .effect("a connected subnet comes before a static route: the route would never be used"),
        );
    }
}
