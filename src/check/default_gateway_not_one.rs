//! A VM with two default gateways.

use super::Context;
use crate::finding::Finding;

pub fn run(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for vm in &context.fabric.vms {
        let mut with: Vec<_> = vm.attach.iter().filter(|a| a.default_gateway.0.value.on()).collect();
        with.sort_by_key(|a| a.span);
        let Some((first, others)) = with.split_first() else { continue };
        for other in others {
            let title = format!(
                "vm {} has two default gateways, on {} and {}",
                vm.name.value, first.network.value, other.network.value
            );
            findings.push(
                Finding::error("default-gateway-not-one", other.default_gateway.0.span, title)
                    .here("one at most")
                    .label(first.default_gateway.0.span, "the first")
                    .effect("which of the two the VM uses is chance"),
            );
        }
    }
}
