//! The VLANs that every server port must carry, and so every rack: what is placed where.

use std::collections::HashMap;
use std::sync::Arc;

use crate::graph::{Kind, NicId, Topology};
use crate::model::construct::{Pnic, ServerProfile};
use crate::model::{Fabric, value::VlanSet};

use super::placement::Placed;
use super::vf::vf_name;

/// VLANs by pNIC and by rack.
#[derive(Debug, Default)]
pub struct Vlans {
    nics: Vec<VlanSet>,
    racks: Vec<VlanSet>,
    ces: VlanSet,
}

impl Vlans {
    /// What a pNIC's port-channel carries.
    pub fn nic(&self, id: NicId) -> VlanSet {
        self.nics.get(id.0 as usize).cloned().unwrap_or_default()
    }

    /// What a rack's uplink carries: what its servers need, no more.
    pub fn rack(&self, rack: usize) -> VlanSet {
        self.racks.get(rack).cloned().unwrap_or_default()
    }

    /// What the CEs have for tenants and hosts: the VLANs of every rack, of the storage arrays, and
    /// of every network that they route for.
    pub fn ces(&self) -> &VlanSet {
        &self.ces
    }
}

/// The bond of a pNIC.
pub fn bond_name(pnic: &Pnic) -> String {
    pnic.bond.as_ref().map_or_else(|| format!("{}_pf_bond", &*pnic.name.value), |b| b.to_string())
}

/// Collects the VLANs of host, storage and workloads.
pub fn assign(fabric: &Fabric, topology: &Topology, placed: &[Option<Placed>]) -> Vlans {
    let mut nics = vec![VlanSet::default(); topology.nics.len()];
    let mut profiles: HashMap<*const ServerProfile, Vec<VlanSet>> = HashMap::new();
    for (_, server) in topology.servers() {
        let Kind::Server(rack, j) = server.kind else { continue };
        let Some(profile) = fabric.racks.get(rack).and_then(|r| r.servers.get(j)).map(|s| &s.profile) else {
            continue;
        };
        let own = profiles.entry(Arc::as_ptr(profile)).or_insert_with(|| {
            let pnics = profile.numa.iter().flat_map(|c| c.pnics.iter());
            let cabled = pnics.filter(|p| p.ports.len() == 2);
            cabled.map(|pnic| host_vlans(fabric, profile, pnic).into_iter().collect()).collect()
        });
        for (nic, vlans) in server.nics.clone().zip(own.iter()) {
            if let Some(nic) = nics.get_mut(nic as usize) {
                nic.union(vlans);
            }
        }
    }
    for (workload, placed) in topology.workloads.iter().zip(placed) {
        let Some(placed) = placed else { continue };
        for (attachment, vf) in workload.attachments.iter().zip(&placed.vfs) {
            let Some(network) = attachment.network.and_then(|n| fabric.networks.get(n)) else { continue };
            let nic = topology
                .nics_of(placed.server)
                .find(|(_, n)| n.cell == placed.cell && n.position == vf.pnic)
                .map(|(id, _)| id.0 as usize);
            if let Some(vlans) = nic.and_then(|n| nics.get_mut(n)) {
                vlans.union(&network.vlans);
            }
        }
    }
    let mut racks = vec![VlanSet::default(); fabric.racks.len()];
    for (_, server) in topology.servers() {
        let Kind::Server(rack, _) = server.kind else { continue };
        for nic in server.nics.clone() {
            if let (Some(all), Some(vlans)) = (racks.get_mut(rack), nics.get(nic as usize)) {
                all.union(vlans);
            }
        }
    }
    let mut ces = VlanSet::default();
    for rack in &racks {
        ces.union(rack);
    }
    for network in fabric.domains.iter().flat_map(|d| &d.internal).filter(|n| n.routed()) {
        ces.insert(network.vlan.0);
    }
    for network in fabric.arrays.iter().filter_map(|(_, a)| fabric.infra_network(&a.network)) {
        ces.insert(network.vlan.0);
    }
    Vlans { nics, racks, ces }
}

/// The VLAN of a domain's session between the CEs, by the domain's id: the n-th of the pool.
pub fn peer_vlan(fabric: &Fabric, id: u16) -> Option<u16> {
    let pool = fabric.fabric.pools.peer_vlan.0.value;
    let vlan = pool.first.checked_add(id.checked_sub(1)?)?;
    (vlan <= pool.last).then_some(vlan)
}

/// What the host itself needs of a pNIC.
fn host_vlans(fabric: &Fabric, profile: &ServerProfile, pnic: &Pnic) -> Vec<u16> {
    let vlan = |network: &str| fabric.infra_network(network).map(|n| n.vlan.0);
    let mut vlans = Vec::new();
    if let Some(host) = profile.host.as_ref().filter(|h| *h.over.0 == bond_name(pnic)) {
        vlans.extend(vlan(&host.network));
    }
    let count = pnic.vfs.0.0 as u32;
    let own = |vf: &str| pnic.ports.iter().any(|p| (0..count).any(|i| vf_name(p, i) == vf));
    if let Some(storage) = profile.storage.as_ref().filter(|s| s.over.iter().any(|vf| own(vf))) {
        vlans.extend(vlan(&storage.network));
    }
    vlans
}
