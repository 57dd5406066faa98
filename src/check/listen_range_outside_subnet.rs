//! A listen range that is not in the network's subnet.

use super::context::network_name;
use super::{Context, words};
use crate::finding::Finding;

pub fn run(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for domain in &context.fabric.domains {
        for network in &domain.internal {
            let ranges = network.bgp.iter().flat_map(|b| b.listen.iter());
            for range in ranges {
                let net = range.value.0;
                if network.subnets.iter().any(|s| s.value.0.contains(&net)) {
                    continue;
                }
                let v4 = net.addr().is_ipv4();
                let own: Vec<_> =
                    network.subnets.iter().filter(|s| s.value.0.addr().is_ipv4() == v4).collect();
                let name = network_name(domain, network);
                let title = format!("the listen range {net} is not in a subnet of {name}");
                let finding = Finding::error("listen-range-outside-subnet", range.span, title)
                    .effect("no workload of the network could open a session");
                findings.push(match own.first() {
                    Some(subnet) => finding
                        .here(format!("has to lie in {}", words::some(own.iter().map(|s| s.value))))
                        .label(subnet.span, name),
                    None => {
                        finding.here(format!("{name} has no {} subnet", if v4 { "IPv4" } else { "IPv6" }))
                    }
                });
            }
        }
    }
}
