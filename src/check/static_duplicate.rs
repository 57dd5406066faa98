//! A static route that is written twice.

use std::collections::{HashMap, HashSet};
use std::net::IpAddr;

use ipnet::IpNet;

use super::{Context, statics};
use crate::finding::{Finding, Span};
use crate::model::construct::StaticRoute;

/// The routes of a VRF so far.
#[derive(Default)]
struct Known<'a> {
    /// Prefix and next hop, with the place of the hop.
    hops: HashMap<(IpNet, IpAddr), Span>,
    /// Prefix and network, with the statement.
    routes: HashMap<(IpNet, &'a str), &'a StaticRoute>,
}

pub fn run(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for d in 0..context.fabric.domains.len() {
        let all = statics::of(context, d);
        let mut routes: Vec<(&str, &StaticRoute)> =
            all.iter().flat_map(|of| of.routes.iter().map(|r| (&*of.network, r))).collect();
        routes.sort_by_key(|(_, r)| r.span);
        let mut known = Known::default();
        for (network, route) in routes {
            check(&mut known, network, route, findings);
        }
    }
}

fn check<'a>(known: &mut Known<'a>, network: &'a str, route: &'a StaticRoute, findings: &mut Vec<Finding>) {
    let net = route.prefix.value.0.trunc();
    let mut own = HashSet::new();
    let mut repeated = false;
    for hop in route.next_hops.iter() {
        let Some(first) = known.hops.insert((net, hop.value.0), hop.span) else { continue };
        known.hops.insert((net, hop.value.0), first);
        repeated = true;
        // Three times is twice as well, and is said once.
        if !own.insert(hop.value.0) {
            continue;
        }
        let title = format!("{network} has the static route to {net} by {} twice", hop.value);
        findings.push(
            Finding::error("static-duplicate", hop.span, title)
                .here("one too many")
                .label(first, "the first")
                .effect("a switch has one such route: of two with different BFD the last stays"),
        );
    }
    let Some(first) = known.routes.insert((net, network), route).filter(|_| !repeated) else { return };
    let title = format!("{network} has two static routes to {net}");
    findings.push(
        Finding::warning("static-duplicate", route.prefix.span, title)
            .here("the second")
            .label(first.prefix.span, "the first")
            .effect("both are used: packets are spread over the next hops of the two")
            .help("one `static` with both next hops says so"),
    );
}
