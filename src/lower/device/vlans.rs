//! VLANs and VRFs of a switch.

use std::collections::BTreeMap;

use super::Switch;
use super::base::PEER_VLAN;
use crate::graph::Kind;
use crate::lower::context::{has_vrf, vlan_name};
use crate::model::value::{Os, VlanSet};
use crate::plan::{SwitchRole, Vlan, Vrf};

/// The VLANs that tenants and hosts use on this switch: of a TOR those of its rack, of a CE those
/// of every rack, of the storage arrays, and of every network that it routes for.
pub fn carried(switch: &Switch<'_>) -> VlanSet {
    if let Kind::Tor(rack, _) = switch.device.kind {
        return switch.context.assigned.vlans.rack(rack);
    }
    let fabric = switch.context.fabric;
    let mut vlans = switch.context.rack_vlans.clone();
    for network in fabric.domains.iter().flat_map(|d| &d.internal).filter(|n| n.routed()) {
        vlans.insert(network.vlan.0);
    }
    for (_, array) in &fabric.arrays {
        if let Some(network) = fabric.infra_network(&array.network) {
            vlans.insert(network.vlan.0);
        }
    }
    vlans
}

pub fn vlans(switch: &Switch<'_>) -> Vec<Vlan> {
    let context = switch.context;
    let mut vlans: BTreeMap<u16, Vlan> = BTreeMap::new();
    for id in carried(switch).iter() {
        if let Some((name, span)) = context.vlans.get(&id) {
            let vlan = Vlan { id, name: name.clone(), peer_link_only: false, origin: (*span).into() };
            vlans.insert(id, vlan);
        }
    }
    if switch.role == SwitchRole::Ce && switch.peer.is_some() {
        for (i, domain) in context.fabric.domains.iter().enumerate().filter(|(_, d)| d.speaks_bgp()) {
            if let Some(id) = context.peer_vlan(i) {
                let name = vlan_name(&format!("ibgp-{}", domain.name.value), id);
                vlans.insert(id, Vlan { id, name, peer_link_only: true, origin: domain.span.into() });
            }
        }
    }
    if switch.os() == Os::Eos && switch.peer.is_some() {
        let origin = switch.device.span.into();
        let vlan = Vlan { id: PEER_VLAN, name: "mlag-peer".into(), peer_link_only: true, origin };
        vlans.insert(PEER_VLAN, vlan);
    }
    vlans.into_values().collect()
}

pub fn vrfs(switch: &Switch<'_>) -> Vec<Vrf> {
    let mut vrfs: Vec<Vrf> = switch
        .context
        .fabric
        .domains
        .iter()
        .filter(|d| has_vrf(d))
        .map(|d| Vrf { name: d.name.value.clone(), ipv4: true, ipv6: d.routes_v6(), origin: d.span.into() })
        .collect();
    vrfs.sort_by(|a, b| a.name.cmp(&b.name));
    vrfs
}
