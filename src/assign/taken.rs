//! Which addresses of a VLAN somebody has: what an allocator must never give away.

use std::collections::{BTreeMap, HashMap};
use std::net::IpAddr;

use super::address::{Addresses, kept_back, successor};
use crate::graph::Topology;
use crate::model::construct::LoadBalancer;
use crate::model::value::Ref;
use crate::model::{Fabric, NetworkKind};

/// A run of addresses of one family: the first and the last.
pub type Run = (IpAddr, IpAddr);

/// Addresses in use, by VLAN.
#[derive(Debug, Default)]
pub struct Taken(BTreeMap<u16, Vec<Run>>);

impl Taken {
    /// Collects what is kept back of each subnet, the next hops and neighbours that an internal
    /// network names, the addresses of nodes and VMs, and those of load balancers.
    pub fn of(fabric: &Fabric, topology: &Topology, addresses: &Addresses) -> Self {
        let mut taken: BTreeMap<u16, Vec<Run>> = BTreeMap::new();
        for internal in fabric.domains.iter().flat_map(|d| &d.internal) {
            let runs = taken.entry(internal.vlan.0).or_default();
            let single = |a: IpAddr| (a, a);
            runs.extend(internal.subnets().iter().flat_map(kept_back).map(single));
            runs.extend(internal.statics.iter().flat_map(|s| s.next_hops.iter()).map(|a| single(a.0)));
            runs.extend(internal.bgp.iter().flat_map(|b| b.neighbors.iter()).map(|a| single(a.0)));
        }
        let vlan_of: HashMap<&str, u16> = fabric
            .networks
            .iter()
            .filter_map(|n| match &n.kind {
                NetworkKind::L3 { vlan, .. } => Some((&*n.name.value, vlan.value)),
                _ => None,
            })
            .collect();
        for (w, workload) in topology.workloads.iter().enumerate() {
            for (a, attachment) in workload.attachments.iter().enumerate() {
                let network = attachment.network.and_then(|n| fabric.networks.get(n));
                let Some(vlan) = network.and_then(|n| vlan_of.get(&*n.name.value)) else { continue };
                let given = addresses.workload(w, a).iter().map(|a| (*a, *a));
                taken.entry(*vlan).or_default().extend(given);
            }
        }
        for balancer in fabric.clusters.iter().filter_map(|c| c.load_balancer.as_ref()) {
            let Some(vlan) = network(balancer).and_then(|n| vlan_of.get(&*n.name)) else { continue };
            let pools = balancer.pools.iter().flat_map(|p| p.addresses.iter());
            let runs = pools.map(|p| (p.0.network(), p.0.broadcast()));
            taken.entry(*vlan).or_default().extend(runs);
        }
        Taken(taken.into_iter().map(|(vlan, runs)| (vlan, merged(runs))).collect())
    }

    /// The runs of a VLAN, lowest first, IPv4 before IPv6; none touches another.
    pub fn runs(&self, vlan: u16) -> &[Run] {
        self.0.get(&vlan).map(Vec::as_slice).unwrap_or_default()
    }
}

fn network(balancer: &LoadBalancer) -> Option<&Ref<crate::model::value::L3NetworkRef>> {
    balancer.l2.as_ref().or(balancer.bgp.as_ref()).map(|n| &n.value)
}

/// The same addresses in the fewest runs.
pub fn merged(mut runs: Vec<Run>) -> Vec<Run> {
    runs.sort_unstable();
    let mut merged: Vec<Run> = Vec::with_capacity(runs.len());
    for (first, last) in runs {
        match merged.last_mut() {
            Some((_, end)) if end.is_ipv4() == first.is_ipv4() && joins(*end, first) => *end = last.max(*end),
            _ => merged.push((first, last)),
        }
    }
    merged
}

/// Whether a run that begins at `first` overlaps or follows at once on one that ends at `end`.
fn joins(end: IpAddr, first: IpAddr) -> bool {
    successor(end).is_none_or(|next| first <= next)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(first: &str, last: &str) -> Run {
        (first.parse().unwrap(), last.parse().unwrap())
    }

    #[test]
    fn runs_merge_where_they_touch_and_within_a_family_only() {
        let runs = vec![
            run("10.0.0.5", "10.0.0.5"),
            run("10.0.0.0", "10.0.0.4"),
            run("10.0.0.2", "10.0.0.3"),
            run("10.0.0.7", "10.0.0.7"),
            run("255.255.255.255", "255.255.255.255"),
            run("::", "::1"),
        ];
        assert_eq!(
            merged(runs),
            [
                run("10.0.0.0", "10.0.0.5"),
                run("10.0.0.7", "10.0.0.7"),
                run("255.255.255.255", "255.255.255.255"),
                run("::", "::1"),
            ]
        );
    }
}
