//! An address on a network that has none.

use super::Context;
use crate::finding::Finding;
use crate::model::NetworkKind;

pub fn run(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for vm in &context.fabric.vms {
        for attach in vm.attach.iter() {
            let Some(address) = attach.addresses.first() else { continue };
            let Some(network) = context.fabric.network(&attach.network) else { continue };
            if matches!(network.kind, NetworkKind::L3 { .. }) {
                continue;
            }
            let title = format!(
                "vm {} is given {} on the {} {}",
                vm.name.value,
                address.value,
                network.kind.word(),
                network.name.value
            );
            findings.push(
                Finding::error("static-address-on-non-l3", address.span, title)
                    .here("only an L3 network has addresses")
                    .label(network.span, "the network")
                    .effect("nothing would route to it"),
            );
        }
    }
}
