//! A pool with fewer addresses, or VLANs, than are needed.

use super::group::groups;
use super::{Context, words};
use crate::assign::address::{Exhausted, RESERVED, size};
use crate::finding::Finding;

pub fn run(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let assigned = context.assigned;
    // In a subnet without room for a workload there is nothing to run out of.
    let all = assigned.addresses.exhausted.iter().filter(|e| e.pool != "ipam" || size(e.prefix) > RESERVED);
    for group in groups(all.map(|e| ((e.pool, e.span), e))) {
        findings.extend(addresses(&group));
    }
    peer_vlans(context, findings);
}

fn addresses(group: &[&Exhausted]) -> Option<Finding> {
    let first = *group.first()?;
    let needs = group.iter().map(|e| e.needs).max()?;
    let has = words::count(first.has, "address");
    let wanted = words::some(group.iter().map(|e| &e.wanted_by));
    let title = match first.pool {
        "ipam" => format!("{} has {has} for workloads, needs {needs}", first.prefix),
        "hosts" | "storage" => {
            format!("the {} network has {has} in {}, needs {needs}", first.pool, first.prefix)
        }
        pool => format!("the pool `{pool}` has {has} in {}, needs {needs}", first.prefix),
    };
    let how = match first.pool {
        "loopback" => "CE n has the n-th address",
        "point-to-point" => {
            "a pair's peer link has two of the first quarter, a domain's session two of the rest"
        }
        "point-to-point-v6" => "a domain's session has two",
        "management" => "TOR m of rack n has address 10 + 10 n + m",
        "bmc" | "hosts" | "storage" => "the server in slot s of rack n has address 32 n + s",
        _ => "what is kept back is not counted",
    };
    Some(
        Finding::error("pool-exhausted", first.span, title)
            .here(how)
            .effect(format!("{wanted} would have none")),
    )
}

/// The n-th domain has the n-th VLAN between the CEs.
fn peer_vlans(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let pool = context.fabric.fabric.pools.peer_vlan.0;
    let has = pool.value.last - pool.value.first + 1;
    let domains = context.fabric.domains.iter().zip(&context.assigned.domain_ids);
    let without: Vec<_> = domains.filter(|(d, id)| d.speaks_bgp() && (**id == 0 || **id > has)).collect();
    let Some(needs) = without.iter().map(|(_, id)| **id).max() else { return };
    let names = words::some(without.iter().map(|(d, _)| &d.name.value));
    let have = words::count(has, "VLAN");
    let title = match needs {
        0 => format!("the pool `peer-vlan` has {have}, and there are more isolation domains than numbers"),
        n => format!("the pool `peer-vlan` has {have}, needs {n}"),
    };
    let mut finding = Finding::error("pool-exhausted", pool.span, title)
        .here(format!("domain n has the n-th VLAN of {}", pool.value))
        .effect(format!("{names} would have no session between the CEs"));
    if let Some(number) = without.iter().find_map(|(d, _)| d.number.as_ref()) {
        finding = finding.label(number.span, "this number asks for it");
    }
    findings.push(finding);
}
