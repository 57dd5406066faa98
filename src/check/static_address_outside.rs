//! An address that does not lie in its network.

use super::{Context, given, words};
use crate::finding::Finding;

pub fn run(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for given in given::all(context).into_iter().filter(|g| !g.inside()) {
        let address = given.address.value;
        let family = if address.is_ipv4() { "IPv4" } else { "IPv6" };
        let finding = match given.nets.first() {
            Some(net) => {
                let nets = words::some(given.nets.iter().map(|n| n.value));
                let title = format!("{address} of {} is not in {nets} of {}", given.who, given.network);
                Finding::error("static-address-outside", given.address.span, title)
                    .here(format!("has to be an address of {nets}"))
                    .label(net.span, given.network)
            }
            None => {
                let title = format!("{} has {address}, and {} no {family} subnet", given.who, given.network);
                Finding::error("static-address-outside", given.address.span, title)
                    .here("belongs to no subnet")
                    .label(given.span, given.network)
            }
        };
        findings.push(finding.effect("nothing on that network would answer it"));
    }
}
