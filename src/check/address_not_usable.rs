//! A subnet that holds addresses which no interface has. What lies among them as a whole was refused
//! when it was read.

use super::Context;
use super::context::network_name;
use crate::finding::Finding;
use crate::model::value::unusable_in;

pub fn run(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for domain in &context.fabric.domains {
        for network in &domain.internal {
            for subnet in network.subnets.iter() {
                let Some((block, what)) = unusable_in(subnet.value.0) else { continue };
                let name = network_name(domain, network);
                let title = format!("{} of {name} holds {what} addresses, {block}", subnet.value);
                findings.push(
                    Finding::error("address-not-usable", subnet.span, title)
                        .here(format!("has to be without {block}"))
                        .effect("switches refuse these addresses, and no workload can have one"),
                );
            }
        }
    }
}
