//! A pool that nothing takes from.

use super::Context;
use crate::finding::{Finding, Span};

pub fn run(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let fabric = context.fabric;
    let pools = &fabric.fabric.pools;
    // A default stands where the block does.
    let written = |span: Span| (span != pools.span).then_some(span);
    let rows = [
        (
            "bmc",
            pools.bmc.as_ref().map(|p| p.span),
            fabric.racks.iter().any(|r| !r.servers.is_empty()),
            "no rack has servers",
        ),
        (
            "point-to-point-v6",
            // An IPv4 one is `pool-wrong-family`'s.
            written(pools.point_to_point_v6.0.span)
                .filter(|_| pools.point_to_point_v6.0.value.0.addr().is_ipv6()),
            fabric.domains.iter().any(|d| d.speaks_bgp_v6()),
            "no domain has BGP for IPv6",
        ),
        (
            "peer-vlan",
            written(pools.peer_vlan.0.span),
            fabric.domains.iter().any(|d| d.speaks_bgp()),
            "no domain has BGP",
        ),
    ];
    for (name, written, used, why) in rows {
        let Some(span) = written.filter(|_| !used) else { continue };
        findings.push(
            Finding::warning("pool-unused", span, format!("nothing takes from the pool `{name}`"))
                .here(why)
                .effect("it is kept back for nothing"),
        );
    }
}
