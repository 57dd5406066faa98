//! A VLAN that nobody is in.

use super::{Context, trunk};
use crate::finding::Finding;
use crate::model::value::VlanSet;

pub fn run(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let fabric = context.fabric;
    // Where the file says nothing of workloads, others do.
    if fabric.networks.is_empty() {
        return;
    }
    let mut used = VlanSet::default();
    for network in &fabric.networks {
        used.union(&network.vlans);
    }
    let hosts = context.profiles.iter().flat_map(|p| {
        let host = p.host.as_ref().map(|h| &h.network);
        host.into_iter().chain(p.storage.as_ref().map(|s| &s.network))
    });
    let own = hosts.chain(fabric.arrays.iter().map(|(_, a)| &a.network));
    own.filter_map(|n| fabric.infra_network(&n.value)).for_each(|n| used.insert(n.vlan.0));
    // A routed network has the CEs in it, whoever else is.
    let routed = fabric.domains.iter().flat_map(|d| &d.internal).filter(|n| n.routed());
    routed.for_each(|n| used.insert(n.vlan.0));
    for range in trunk::statements(context).iter().flat_map(|w| w.ranges) {
        (range.first..=range.last).for_each(|v| used.insert(v));
    }
    for vlan in context.vlans.iter().filter(|v| !used.contains(v.id.value)) {
        let title = format!("nothing uses VLAN {}, {}", vlan.id.value, vlan.name);
        let here = match vlan.infrastructure {
            true => "no server's host or storage network, and no storage array's",
            false => "no workload network and no port has it",
        };
        findings.push(
            Finding::warning("vlan-unused", vlan.id.span, title)
                .here(here)
                .effect("no rack would have it: a workload that is meant to be in it can't attach"),
        );
    }
}
