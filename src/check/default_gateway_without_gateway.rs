//! A default gateway on a network that has none.

use super::Context;
use super::context::network_name;
use crate::finding::Finding;
use crate::model::NetworkKind;

pub fn run(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for vm in &context.fabric.vms {
        for attach in vm.attach.iter().filter(|a| a.default_gateway.0.value.on()) {
            let Some(network) = context.fabric.network(&attach.network) else { continue };
            let (span, why) = match &network.kind {
                NetworkKind::L3 { domain, vlan, .. } => {
                    let Some(domain) = context.fabric.domain(&domain.value) else { continue };
                    let Some(internal) = domain.network(vlan.value) else { continue };
                    if internal.routed() || internal.subnets.is_empty() {
                        continue;
                    }
                    (internal.span, format!("{} has no gateway", network_name(domain, internal)))
                }
                kind => (network.span, format!("{}s have no gateway", kind.word())),
            };
            let title = format!(
                "the default gateway of vm {} is on {}, which has none",
                vm.name.value, network.name.value
            );
            findings.push(
                Finding::error("default-gateway-without-gateway", attach.default_gateway.0.span, title)
                    .here("has to be an L3 network with a gateway")
                    .label(span, why)
                    .effect("the VM would have no default route"),
            );
        }
    }
}
