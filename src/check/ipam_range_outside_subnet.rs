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
            let mut finding = Finding::error("ipam-range-outside-subnet", range.span, title)
                .here(format!("has to lie in a subnet of {}", network_name(domain, internal)))
                .effect("workloads would be given addresses that nobody routes to");
            if let Some(subnet) =
                internal.subnets.iter().find(|s| s.value.0.addr().is_ipv4() == first.is_ipv4())
            {
                finding = finding.label(subnet.span, "the subnet");
            }
            findings.push(finding);
        }
    }
}
