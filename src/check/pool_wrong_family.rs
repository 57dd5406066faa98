//! A pool of the wrong address family.

use super::{Context, pools};
use crate::finding::Finding;

pub fn run(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for pool in pools::all(context) {
        let net = pool.prefix.value;
        let (v4, why) = match pool.name {
            "loopback" => (true, "a CE's loopback is its router id, and a router id is IPv4"),
            "point-to-point" => (true, "`point-to-point-v6` is the pool for IPv6"),
            "management" => (true, "the management network is IPv4"),
            "point-to-point-v6" => (false, "`point-to-point` is the pool for IPv4"),
            _ => continue,
        };
        if pools::of_right_family(&pool) {
            continue;
        }
        let (is, wants) = if v4 { ("IPv6", "IPv4") } else { ("IPv4", "IPv6") };
        findings.push(
            Finding::error(
                "pool-wrong-family",
                pool.prefix.span,
                format!("the pool `{}` is {is}, {net}, and has to be {wants}", pool.name),
            )
            .here(why)
            .effect("the addresses that follow from it could not be configured"),
        );
    }
}
