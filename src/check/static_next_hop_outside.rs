//! A static route whose next hop is not on its network, or that has none.

use ipnet::IpNet;

use super::{Context, statics, words};
use crate::finding::{At, Finding};
use crate::model::construct::StaticRoute;

pub fn run(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for d in 0..context.fabric.domains.len() {
        for of in statics::of(context, d) {
            of.routes.iter().for_each(|route| check(route, &of.network, &of.nets, findings));
        }
    }
}

fn check(route: &StaticRoute, network: &str, nets: &[At<IpNet>], findings: &mut Vec<Finding>) {
    let prefix = route.prefix.value;
    if route.next_hops.is_empty() {
        findings.push(
            Finding::error(
                "static-next-hop-outside",
                route.span,
                format!("the static route to {prefix} of {network} has no next hop"),
            )
            .here("`next-hop` has to stand in its block"),
        );
    }
    let v4 = prefix.0.addr().is_ipv4();
    for hop in route.next_hops.iter().filter(|h| h.value.0.is_ipv4() == v4) {
        if nets.iter().any(|n| n.value.contains(&hop.value.0)) {
            continue;
        }
        let own: Vec<&At<IpNet>> = nets.iter().filter(|n| n.value.addr().is_ipv4() == v4).collect();
        let family = if v4 { "IPv4" } else { "IPv6" };
        let title = format!("the next hop {} to {prefix} is not on {network}", hop.value);
        let finding = Finding::error("static-next-hop-outside", hop.span, title)
            .effect("the route would not be installed: nothing tells the switch where the next hop is");
        findings.push(match own.first() {
            Some(net) => finding
                .here(format!("has to be an address of {}", words::some(own.iter().map(|n| n.value))))
                .label(net.span, network),
            None => finding.here(format!("{network} has no {family} prefix")),
        });
    }
}
