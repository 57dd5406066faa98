//! A listen range of too few addresses.

use super::Context;
use super::context::network_name;
use crate::finding::Finding;

pub fn run(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for domain in &context.fabric.domains {
        for network in &domain.internal {
            for range in network.bgp.iter().flat_map(|b| b.listen.iter()) {
                let net = range.value.0;
                let longest = if net.addr().is_ipv4() { 28 } else { 127 };
                if net.prefix_len() <= longest {
                    continue;
                }
                let name = network_name(domain, network);
                findings.push(
                    Finding::error(
                        "listen-range-too-long",
                        range.span,
                        format!("the listen range {net} of {name} is longer than /{longest}"),
                    )
                    .here(format!("/{longest} at the longest; `neighbor` is for single addresses"))
                    .effect("the managed fabric refuses it"),
                );
            }
        }
    }
}
