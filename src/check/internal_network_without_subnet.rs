//! An internal network without a subnet.

use super::Context;
use super::context::network_name;
use crate::finding::Finding;

pub fn run(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for domain in &context.fabric.domains {
        for network in domain.internal.iter().filter(|n| n.subnets.is_empty()) {
            let title = format!("{} has no subnet", network_name(domain, network));
            findings.push(
                Finding::error("internal-network-without-subnet", network.span, title)
                    .here("`subnet` has to stand in its block")
                    .effect("the CEs would have no address in it: nothing is routed")
                    .help("a VLAN without addresses is an `l2-isolation-domain`"),
            );
        }
    }
}
