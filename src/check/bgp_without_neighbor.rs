//! BGP with workloads that no workload can speak.

use super::Context;
use super::context::network_name;
use crate::finding::Finding;

pub fn run(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for domain in &context.fabric.domains {
        for network in &domain.internal {
            let Some(bgp) = network.bgp.as_deref() else { continue };
            if !bgp.neighbors.is_empty() || !bgp.listen.is_empty() {
                continue;
            }
            let title = format!("{} has BGP and nobody to speak it with", network_name(domain, network));
            findings.push(
                Finding::warning("bgp-without-neighbor", bgp.span, title)
                    .here("needs a `listen` or a `neighbor`")
                    .effect("no session is opened, and none is accepted"),
            );
        }
    }
}
