//! BFD with workloads, where the CEs are a vPC pair.

use super::context::network_name;
use super::{Context, words};
use crate::finding::{Finding, Span};
use crate::model::value::Os;

pub fn run(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let mut ces = context.fabric.ces.iter().filter(|ce| ce.platform.os.value == Os::Nxos).peekable();
    let Some(os) = ces.peek().map(|ce| ce.platform.os.span) else { return };
    let names = words::some(ces.map(|ce| &ce.name.value));
    let mut left_out = |span: Span, what: String, effect: &str| {
        let title = format!("{what} ask for BFD, which does not run over a vPC");
        findings.push(
            Finding::warning("bfd-over-vpc", span, title)
                .here(format!("left out on {names}"))
                .label(os, "NX-OS")
                .effect(effect),
        );
    };
    for domain in &context.fabric.domains {
        for network in &domain.internal {
            let name = network_name(domain, network);
            if let Some(bfd) = network.bgp.as_ref().and_then(|b| b.bfd.as_ref()) {
                let effect = "a workload that is gone is noticed when the session's hold time is over";
                left_out(bfd.span, format!("sessions of {name}"), effect);
            }
            for route in network.statics.iter() {
                let Some(bfd) = route.bfd.as_ref() else { continue };
                let effect = "the route stays while its next hop does not answer";
                left_out(bfd.span, format!("routes to {} of {name}", *route.prefix), effect);
            }
        }
    }
}
