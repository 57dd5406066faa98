//! A gateway at the address of one of the CEs.

use super::{Context, gateway};
use crate::finding::Finding;
use crate::model::nth;

pub fn run(context: &Context<'_>, findings: &mut Vec<Finding>) {
    // No CE has its place by its number in the management network: `address-duplicate` looks there.
    for written in gateway::written(context).into_iter().filter(|w| w.word == "gateway") {
        let Some(subnet) = written.subnet else { continue };
        let address = written.gateway.value;
        let Some(ce) = (1..=2u64).find(|ce| nth(subnet.value, 1 + ce) == Some(address)) else { continue };
        let title = format!("the gateway {address} of {} is CE {ce}'s own address", written.network);
        findings.push(
            Finding::error("gateway-is-ce-address", written.gateway.span, title)
                .here(format!(
                    "in every subnet the {} address is CE {ce}'s",
                    if ce == 1 { "second" } else { "third" }
                ))
                .label(subnet.span, "the subnet")
                .effect("the other CE would answer for it too: packets to the CE itself arrive at either"),
        );
    }
}
