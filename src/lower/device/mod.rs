//! The plan of a switch.

mod attached;
mod base;
pub(super) mod bgp;
pub(super) mod overrides;
mod ports;
pub(super) mod routed;
pub(super) mod routes;
mod vlans;
mod vpn;

use super::Context;
use crate::graph::{DeviceId, Kind};
use crate::lower::{policy, why};
use crate::plan::Device;

/// The VRF of management ports.
const fn management_vrf(os: crate::model::value::Os) -> &'static str {
    match os {
        crate::model::value::Os::Eos => "MGMT",
        crate::model::value::Os::Nxos => "management",
    }
}

/// The MAC address that both CEs answer with for a shared gateway on EOS: one of Arista's own.
const VIRTUAL_MAC: &str = "00:1c:73:00:00:99";

/// A switch whose plan is being made: its place in the graph and its pair.
pub(super) struct Switch<'c> {
    context: &'c Context<'c>,
    id: DeviceId,
    device: &'c crate::graph::Device,
    platform: &'c crate::model::construct::Platform,
    /// The other switch of the pair.
    peer: Option<(DeviceId, &'c crate::graph::Device)>,
    /// The number of its rack; of a CE none.
    rack: Option<u32>,
}

/// The plan of a CE or TOR; none for anything else.
pub fn device(context: &Context<'_>, id: DeviceId) -> Option<Device> {
    let switch = Switch::find(context, id)?;
    let ce = switch.is_ce();
    let eos = switch.os() == crate::model::value::Os::Eos;
    let mut ports = ports::ports(&switch);
    let labels = ce && routed::edge(&switch, &mut ports);
    let routing = if ce { routes::routing(&switch) } else { routes::Routing::default() };
    let vrfs = if ce { vlans::vrfs(&switch) } else { Vec::new() };
    let bgp = if ce { bgp::bgp(&switch, &vrfs) } else { None };
    let mut device = Device {
        name: switch.device.name.to_string(),
        os: switch.platform.os.value,
        features: Vec::new(),
        model: switch.platform.model.to_string(),
        version: switch.platform.version.as_ref().map(|v| v.to_string()),
        users: base::users(&switch),
        // Each routed port takes one, with or without an address.
        internal_vlans: (eos
            && (ports.ports.iter().any(|p| p.routed) || ports.channels.iter().any(|c| c.routed)))
        .then(|| switch.platform.internal_vlans.as_ref().map(|r| (r.first, r.last)))
        .flatten(),
        services: base::services(&switch),
        management: base::management(&switch),
        spanning_tree: base::spanning_tree(&switch),
        vlans: vlans::vlans(&switch),
        vrfs,
        statics: Vec::new(),
        port_channels: ports.channels,
        ports: ports.ports,
        mpls: labels && eos,
        bfd_multihop: None,
        loopbacks: routed::loopback(&switch).filter(|_| ce).into_iter().collect(),
        svis: routed::svis(&switch),
        virtual_mac: (ce && eos).then(|| VIRTUAL_MAC.to_owned()),
        mlag: base::mlag(&switch),
        acls: Vec::new(),
        policers: Vec::new(),
        prefix_lists: routing.prefix_lists,
        community_lists: routing.community_lists,
        ext_community_lists: routing.ext_community_lists,
        route_maps: routing.route_maps,
        bgp,
        origin: why::SWITCH.of(switch.device.span),
    };
    if ce {
        policy::attach_filters(&switch, &mut device);
    }
    device.features = base::features(&device);
    device.sort();
    Some(device)
}

impl<'c> Switch<'c> {
    fn find(context: &'c Context<'c>, id: DeviceId) -> Option<Self> {
        let topology = &context.assigned.topology;
        let device = topology.device(id)?;
        let platform = device.platform.as_deref()?;
        let rack = match device.kind {
            Kind::Ce(_) => None,
            Kind::Tor(rack, _) => context.fabric.racks.get(rack)?.number,
            _ => return None,
        };
        // The two of a pair stand next to each other in the order of devices.
        let near = [id.0.checked_sub(1), id.0.checked_add(1)];
        let peer = near.into_iter().flatten().map(DeviceId).find_map(|other| {
            let found = topology.device(other)?;
            let same = match (device.kind, found.kind) {
                (Kind::Ce(_), Kind::Ce(_)) => true,
                (Kind::Tor(a, _), Kind::Tor(b, _)) => a == b,
                _ => false,
            };
            same.then_some((other, found))
        });
        Some(Switch { context, id, device, platform, peer, rack })
    }

    /// The position of a CE among the CEs: 0 or 1.
    fn ce(&self) -> Option<usize> {
        match self.device.kind {
            Kind::Ce(position) => Some(position),
            _ => None,
        }
    }

    fn is_ce(&self) -> bool {
        self.ce().is_some()
    }

    /// What the file says.
    pub(super) fn fabric(&self) -> &'c crate::model::Fabric {
        self.context.fabric
    }

    fn os(&self) -> crate::model::value::Os {
        self.platform.os.value
    }
}
