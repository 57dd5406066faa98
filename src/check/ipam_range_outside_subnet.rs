//! Addresses for workloads that do not lie in their network's subnet.

use super::context::network_name;
use super::{Context, words};
use crate::finding::Finding;
use crate::model::NetworkKind;

pub fn run(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for network in &context.fabric.networks {
        let NetworkKind::L3 { domain, vlan, ipam } = &network.kind else { continue };
        let Some(domain) = context.fabric.domain(&domain.value) else { continue };
        let Some(internal) = domain.network(vlan.value) else { continue };
        for range in ipam {
            let (first, last) = range.value;
            if internal.subnets.iter().any(|s| s.value.0.contains(&first) && s.value.0.contains(&last)) {
                continue;
            }
            let nets = words::some(internal.subnets.iter().map(|s| s.value));
            let title =
                format!("the addresses {first} to {last} of {} are not in {nets}", network.name.value);
            let of_family = internal.subnets.iter().find(|s| s.value.0.addr().is_ipv4() == first.is_ipv4());
            let (place, what) = match of_family {
                Some(subnet) => (subnet.span, "the subnet"),
                None => (internal.name.span, "has no subnet of this family"),
            };
            findings.push(
                Finding::error("ipam-range-outside-subnet", range.span, title)
                    .here(format!("has to lie in a subnet of {}", network_name(domain, internal)))
                    .label(place, what)
                    .effect("workloads would be given addresses that nobody routes to"),
            );
        }
    }
}
