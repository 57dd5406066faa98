//! A prefix between CE and PE of another length than such links have.

use super::Context;
use crate::finding::{Finding, Level};

pub fn run(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for edge in &context.edges {
        let direct = edge.primary.iter().chain(edge.secondary);
        for prefix in direct.chain(edge.crossed.iter().flat_map(|a| a.prefixes.iter())) {
            let net = prefix.value.0;
            let v4 = net.addr().is_ipv4();
            let (level, here) = match (v4, net.prefix_len()) {
                (true, 30 | 31) | (false, 127) => continue,
                (true, 32) => (Level::Error, "a /30 or a /31: the CE has one address, the PE the next"),
                (true, _) => {
                    (Level::Warning, "a /30 or a /31 is usual: the CE has one address, the PE the next")
                }
                (false, _) if edge.domain.is_none() => continue,
                (false, _) => (Level::Error, "IPv6 links between CE and PE have a /127"),
            };
            let title = format!("{} has {net} on a link", edge.name);
            let effect = match (v4, level) {
                (true, Level::Error) => "no address would be left for the PE",
                (true, _) => "all but the first two addresses stay unused",
                (false, _) => "the managed fabric refuses it",
            };
            let finding =
                Finding::error("external-prefix-length", prefix.span, title).here(here).effect(effect);
            findings.push(Finding { level, ..finding });
        }
    }
}
