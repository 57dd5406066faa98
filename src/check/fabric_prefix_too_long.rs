//! A prefix of the fabric that is too small.

use super::Context;
use crate::finding::Finding;

/// The longest IPv4 prefix that the managed fabric takes.
const LONGEST: u8 = 19;

pub fn run(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for prefix in context.fabric.fabric.prefix.iter() {
        let net = prefix.value.0;
        if net.addr().is_ipv6() || net.prefix_len() <= LONGEST {
            continue;
        }
        findings.push(
            Finding::error(
                "fabric-prefix-too-long",
                prefix.span,
                format!("the fabric's prefix {net} is longer than /{LONGEST}"),
            )
            .here(format!("a /{} has too few addresses: /{LONGEST} at the longest", net.prefix_len()))
            .effect("the managed fabric refuses it"),
        );
    }
}
