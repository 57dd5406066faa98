//! Routes or sessions on a network that the CEs have no address in.

use super::Context;
use super::context::network_name;
use crate::finding::{Finding, Span};

pub fn run(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for domain in &context.fabric.domains {
        // A network without a subnet has a finding of its own.
        for network in domain.internal.iter().filter(|n| !n.routed() && !n.subnets.is_empty()) {
            let bgp = network.bgp.as_ref().map(|b| (b.span, "BGP sessions"));
            let route = network.statics.first().map(|s| (s.span, "static routes"));
            let Some((_, what)) = bgp.or(route) else { continue };
            let place = network.gateway.first().map_or(network.span, |g| g.span);
            let title = format!("{} has {what} and no gateway", network_name(domain, network));
            let others: Vec<(Span, &str)> = bgp.into_iter().chain(route).collect();
            let finding = Finding::error("routing-without-gateway", place, title)
                .here("so the CEs have no address in it")
                .effect("the switches refuse the routes, and the sessions stay down");
            findings.push(others.iter().fold(finding, |f, (span, what)| f.label(*span, *what)));
        }
    }
}
