//! A static route to too few addresses.

use super::{Context, statics};
use crate::finding::Finding;

pub fn run(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for d in 0..context.fabric.domains.len() {
        for of in statics::of(context, d) {
            for route in of.routes {
                let net = route.prefix.value.0;
                let longest = if net.addr().is_ipv4() { 24 } else { 64 };
                if net.prefix_len() <= longest {
                    continue;
                }
                let title = format!("the static route to {net} of {} is longer than /{longest}", of.network);
                findings.push(
                    Finding::error("static-prefix-too-long", route.prefix.span, title)
                        .here(format!("/{longest} at the longest"))
                        .effect("the managed fabric refuses it"),
                );
            }
        }
    }
}
