//! A gateway that is not in its subnet.

use super::{Context, gateway};
use crate::finding::Finding;

pub fn run(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for written in gateway::written(context) {
        let (address, span) = (written.gateway.value, written.gateway.span);
        let family = if address.is_ipv4() { "IPv4" } else { "IPv6" };
        let finding = match written.subnet {
            Some(subnet) if subnet.value.contains(&address) => continue,
            Some(subnet) => {
                let title =
                    format!("the gateway {address} of {} is not in {}", written.network, subnet.value);
                Finding::error("gateway-outside-subnet", span, title)
                    .here(format!("has to be an address of {}", subnet.value))
                    .label(subnet.span, "the subnet")
            }
            None => {
                let title = format!("{} has the gateway {address} and no {family} subnet", written.network);
                Finding::error("gateway-outside-subnet", span, title)
                    .here("belongs to no subnet")
                    .label(written.span, "the network")
            }
        };
        let whose = if written.word == "gateway" { "workload" } else { "switch" };
        findings.push(finding.effect(format!("no {whose} could reach its gateway")));
    }
}
