//! A gateway at the first or last address of its subnet.

use super::{Context, gateway};
use crate::finding::Finding;
use crate::model::nth;

pub fn run(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for written in gateway::written(context) {
        let Some(subnet) = written.subnet else { continue };
        let address = written.gateway.value;
        let what = match () {
            () if address == subnet.value.network() => "network",
            () if address.is_ipv4() && address == subnet.value.broadcast() => "broadcast",
            () => continue,
        };
        let title =
            format!("the gateway {address} of {} is the {what} address of {}", written.network, subnet.value);
        let finding = Finding::error("gateway-is-network-or-broadcast", written.gateway.span, title)
            .here("no host may have it")
            .label(subnet.span, "the subnet")
            .effect("the switch refuses the address, and the network has no gateway");
        findings.push(match nth(subnet.value, 1) {
            Some(usual) => finding.help(format!("without `{}` it is {usual}", written.word)),
            None => finding,
        });
    }
}
