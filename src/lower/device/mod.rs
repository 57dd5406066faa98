//! The plan of a switch.

mod base;
pub(super) mod bgp;
pub(super) mod overrides;
mod ports;
mod routed;
pub(super) mod routes;
mod vlans;

use super::Context;
use crate::graph::{DeviceId, Kind};
use crate::plan::{Device, SwitchRole};

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
    role: SwitchRole,
    /// The other switch of the pair.
    peer: Option<(DeviceId, &'c crate::graph::Device)>,
    /// The number of its rack; of a CE none.
    rack: Option<u32>,
}

/// The plan of a CE or TOR; none for anything else.
pub fn device(context: &Context<'_>, id: DeviceId) -> Option<Device> {
    let switch = Switch::find(context, id)?;
    let ce = switch.role == SwitchRole::Ce;
    let mut ports = ports::ports(&switch);
    let mpls = ce && routed::edge(&switch, &mut ports);
    let routing = if ce { routes::routing(&switch) } else { routes::Routing::default() };
    Some(Device {
        name: switch.device.name.to_string(),
        os: switch.platform.os.value,
        role: switch.role,
        model: switch.platform.model.to_string(),
        version: switch.platform.version.as_ref().map(|v| v.to_string()),
        users: base::users(&switch),
        // Each routed port takes one, with or without an address.
        internal_vlans: (ports.ports.iter().any(|p| p.routed))
            .then(|| switch.platform.internal_vlans.as_ref().map(|r| (r.first, r.last)))
            .flatten(),
        services: base::services(&switch),
        management: base::management(&switch),
        spanning_tree: base::spanning_tree(&switch),
        vlans: vlans::vlans(&switch),
        vrfs: if ce { vlans::vrfs(&switch) } else { Vec::new() },
        port_channels: ports.channels,
        ports: ports.ports,
        mpls,
        loopback: if ce { routed::loopback(&switch) } else { None },
        svis: routed::svis(&switch),
        virtual_mac: ce.then(|| VIRTUAL_MAC.to_owned()),
        mlag: base::mlag(&switch),
        statics: if ce { routed::statics(&switch) } else { Vec::new() },
        acls: Vec::new(),
        prefix_lists: routing.prefix_lists,
        ext_community_lists: routing.ext_community_lists,
        route_maps: routing.route_maps,
        bgp: if ce { bgp::bgp(&switch) } else { None },
    })
}

impl<'c> Switch<'c> {
    fn find(context: &'c Context<'c>, id: DeviceId) -> Option<Self> {
        let topology = &context.assigned.topology;
        let device = topology.device(id)?;
        let platform = device.platform.as_deref()?;
        let (role, rack) = match device.kind {
            Kind::Ce(_) => (SwitchRole::Ce, None),
            Kind::Tor(rack, _) => (SwitchRole::Tor, context.fabric.racks.get(rack)?.number),
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
        Some(Switch { context, id, device, platform, role, peer, rack })
    }

    /// The position of a CE among the CEs: 0 or 1.
    fn ce(&self) -> Option<usize> {
        match self.device.kind {
            Kind::Ce(position) => Some(position),
            _ => None,
        }
    }

    fn os(&self) -> crate::model::value::Os {
        self.platform.os.value
    }
}
