//! VLANs and VRFs of a switch.

use std::collections::BTreeMap;

use super::base::TRUNK_GROUP;
use super::{Switch, bgp, routed, vpn};
use crate::graph::Kind;
use crate::lower::context::{has_vrf, vlan_name};
use crate::lower::{number, why};
use crate::model::value::{Os, VlanSet};
use crate::plan::{Vlan, Vrf};

/// The VLANs that tenants and hosts use on this switch: of a TOR those of its rack, of a CE those
/// of every rack, of the storage arrays, and of every network that it routes for.
pub fn carried(switch: &Switch<'_>) -> VlanSet {
    if let Kind::Tor(rack, _) = switch.device.kind {
        return switch.context.assigned.vlans.rack(rack);
    }
    switch.context.assigned.vlans.ces().clone()
}

pub fn vlans(switch: &Switch<'_>) -> Vec<Vlan> {
    let context = switch.context;
    // On NX-OS what runs on the peer link only is in the list of that link, and in no other.
    let group = || (switch.os() == Os::Eos).then(|| TRUNK_GROUP.to_owned());
    let mut vlans: BTreeMap<u16, Vlan> = BTreeMap::new();
    for id in carried(switch).iter() {
        if let Some((name, span)) = context.vlans.get(&id) {
            let vlan = Vlan { id, name: name.clone(), origin: why::RACK_VLAN.of(*span), ..Vlan::default() };
            vlans.insert(id, vlan);
        }
    }
    if switch.is_ce() && switch.peer.is_some() {
        for (i, domain) in context.fabric.domains.iter().enumerate().filter(|(_, d)| d.speaks_bgp()) {
            if let Some(id) = context.peer_vlan(i) {
                let name = vlan_name(&format!("ibgp-{}", domain.name.value), id);
                let origin = why::BETWEEN_CES.of(domain.span);
                vlans.insert(id, Vlan { id, name, trunk_group: group(), origin, ..Vlan::default() });
            }
        }
    }
    if switch.os() == Os::Eos && switch.peer.is_some() {
        let origin = why::PAIR.of(switch.device.span);
        let vlan = Vlan {
            id: number::PEER_VLAN,
            name: "mlag-peer".into(),
            trunk_group: group(),
            origin,
            ..Vlan::default()
        };
        vlans.insert(number::PEER_VLAN, vlan);
    }
    vlans.into_values().collect()
}

/// A VRF for each domain that the CEs route for, with its routes and its part of BGP.
pub fn vrfs(switch: &Switch<'_>) -> Vec<Vrf> {
    let domains = switch.context.fabric.domains.iter().enumerate();
    let mut vrfs: Vec<Vrf> = domains
        .filter(|(_, d)| has_vrf(d))
        .map(|(i, d)| Vrf {
            name: d.name.value.clone(),
            ipv4: true,
            ipv6: switch.os() == Os::Nxos || d.routes_v6(),
            vpn: vpn::vpn(switch, i, d),
            statics: routed::statics(switch, i, d),
            bgp: d.speaks_bgp().then(|| bgp::vrf(switch, i, d)).flatten(),
            origin: why::DOMAIN_VRF.of(d.span),
            ..Vrf::default()
        })
        .collect();
    vrfs.sort_by(|a, b| a.name.cmp(&b.name));
    vrfs
}
