//! A subnet without room for a workload.

use super::Context;
use super::context::network_name;
use super::words::count;
use crate::assign::address::{RESERVED, size};
use crate::finding::Finding;

pub fn run(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for domain in &context.fabric.domains {
        for network in &domain.internal {
            for subnet in network.subnets.iter() {
                let has = size(subnet.value.0);
                if has > RESERVED {
                    continue;
                }
                let title = format!(
                    "{} of {} has {}, and {RESERVED} are kept back",
                    subnet.value,
                    network_name(domain, network),
                    count(has, "address")
                );
                let most = if subnet.value.0.addr().is_ipv4() { 28 } else { 124 };
                findings.push(
                    Finding::error("subnet-too-small", subnet.span, title)
                        .here(format!("a /{most} or larger: the first {RESERVED} are the gateway's, the CEs' and the platform's"))
                        .effect("no address would be left for a workload"),
                );
            }
        }
    }
}
