//! Ports and port-channels: what each cable makes of its port.
//!
//! Both switches of a pair come to the same port-channel numbers and VLANs, because both read them
//! off the rack and the port's place in its role; the two ends of a link do, because both read the
//! VLANs off the rack or the pNIC.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use super::base::TRUNK_GROUP;
use super::{Switch, overrides};
use crate::finding::Span;
use crate::graph::{DeviceId, Kind, NicId, PortId, Purpose, Role};
use crate::lower::names::port_channel;
use crate::lower::{mtu, number, why};
use crate::model::value::{Boot, LacpRate, Os, VlanSet};
use crate::plan::{ChannelMode, Fallback, Membership, Origin, Port, PortChannel, StpPort, Trunk, Why};

/// Seconds without LACP after which a server's ports work one by one.
const FALLBACK: u16 = 30;

/// The ports of a switch and their port-channels.
#[derive(Default)]
pub struct Ports {
    pub channels: Vec<PortChannel>,
    pub ports: Vec<Port>,
}

/// What a cable makes of a port.
enum Use {
    /// Nothing: the port is shut down.
    Unused,
    /// Part of a port-channel.
    Member(Box<PortChannel>, Option<LacpRate>),
    /// A routed port.
    Routed,
    /// A layer-2 port on its own.
    Alone(Box<Trunk>),
    /// Cabled to what is not configured here, and nothing said about it.
    Elsewhere,
}

pub fn ports(switch: &Switch<'_>) -> Ports {
    let topology = &switch.context.assigned.topology;
    let mut ports = Vec::new();
    let mut channels: BTreeMap<u16, (PortChannel, bool)> = BTreeMap::new();
    for (id, port) in topology.ports_of(switch.id).filter(|(_, p)| p.role != Role::OutOfBand) {
        let (used, description) = match topology.peer(id) {
            Some((peer, cable)) => usage(switch, id, peer, &cable.purpose),
            None => (Use::Unused, None),
        };
        let span = topology.peer(id).map_or(port.span, |(_, c)| c.span);
        let mut made = plain(switch, id, &port.name, description, reason(&used).of(span));
        let mut channel = None;
        match used {
            Use::Unused => made.shutdown = true,
            Use::Elsewhere | Use::Routed => routed(switch, &mut made),
            Use::Alone(trunk) => {
                made.trunk = Some(*trunk);
                made.stp = StpPort::Edge;
                made.mtu = mtu::layer2(switch.os());
            }
            Use::Member(of, rate) => {
                made.member = Some(Membership { number: of.number, mode: ChannelMode::Active, rate });
                channel = Some(*of);
            }
        }
        let carries = overrides::apply(switch, id, &mut made, &mut channel);
        if let Some(channel) = channel {
            // What a statement says of one member holds for all of them.
            match channels.entry(channel.number) {
                Entry::Vacant(slot) => drop(slot.insert((channel, carries))),
                Entry::Occupied(mut slot) if carries && !slot.get().1 => {
                    drop(slot.insert((channel, carries)))
                }
                Entry::Occupied(_) => {}
            }
        }
        ports.push(made);
    }
    for port in &mut ports {
        let channel = port.member.as_ref().and_then(|m| channels.get(&m.number));
        let Some((channel, _)) = channel else { continue };
        match switch.os() {
            // In fallback a member stands alone, with what its own stanza says.
            Os::Eos if channel.fallback.is_some() => {
                port.trunk = channel.trunk.clone();
                port.stp = StpPort::Edge;
            }
            Os::Eos => {}
            // A member with another mode, VLAN list or MTU than its port-channel does not join.
            Os::Nxos => {
                port.routed = channel.routed;
                port.trunk = channel.trunk.clone();
                port.mtu = channel.mtu;
            }
        }
    }
    Ports { channels: channels.into_values().map(|(channel, _)| channel).collect(), ports }
}

/// The decision that gives a port its use.
fn reason(used: &Use) -> &'static Why {
    match used {
        Use::Unused => &why::UNUSED_PORT,
        Use::Member(channel, _) => channel.origin.why.unwrap_or(&why::WRITTEN),
        Use::Routed => &why::PE_LINK,
        Use::Alone(_) => &why::STORAGE_PORT,
        Use::Elsewhere => &why::OTHER_PORT,
    }
}

fn plain(switch: &Switch<'_>, id: PortId, name: &str, description: Option<String>, origin: Origin) -> Port {
    let written = switch.context.port_block(id);
    Port {
        name: name.to_owned(),
        description: written.and_then(|p| p.description.as_ref()).map(|d| d.to_string()).or(description),
        shutdown: written.is_some_and(|p| p.shutdown.0.value.on()),
        speed: written.and_then(|p| p.speed.as_ref()).map(|s| match switch.os() {
            Os::Eos => s.to_string(),
            Os::Nxos => s.0.to_string(),
        }),
        origin: written.map_or(origin, |p| why::WRITTEN.of(p.span)),
        ..Port::default()
    }
}

/// A routed port without an address bridges nothing, which a switch port left alone would do.
fn routed(switch: &Switch<'_>, port: &mut Port) {
    port.routed = true;
    port.mtu = Some(mtu::fabric(switch.context.fabric.fabric.mtu.0.0, switch.os()));
}

/// What the cable between two ports makes of the first, and what to call it.
fn usage(switch: &Switch<'_>, id: PortId, peer: PortId, purpose: &Purpose) -> (Use, Option<String>) {
    let topology = &switch.context.assigned.topology;
    let Some(far) = topology.port(peer) else { return (Use::Unused, None) };
    let Some(device) = topology.device(far.device) else { return (Use::Unused, None) };
    let toward = format!("{} {}", device.name, far.name);
    match (switch.device.kind, device.kind, purpose) {
        (_, _, Purpose::PeerLink) => (Use::Member(Box::new(peer_link(switch)), None), Some(toward)),
        (Kind::Tor(rack, _), Kind::Server(_, j), _) => server_port(switch, id, peer, rack, j, far.device),
        (Kind::Tor(rack, _), Kind::Ce(_), _) => {
            (Use::Member(Box::new(uplink(switch, rack)), Some(LacpRate::Fast)), Some(toward))
        }
        (Kind::Ce(_), Kind::Tor(rack, _), _) => match downlink(switch, rack) {
            Some(channel) => (Use::Member(Box::new(channel), Some(LacpRate::Fast)), Some(toward)),
            None => (Use::Elsewhere, Some(toward)),
        },
        (Kind::Ce(_), Kind::Pe(_), _) => match pe_bundle(switch, far.device) {
            Some(channel) => (Use::Member(Box::new(channel), Some(LacpRate::Fast)), Some(toward)),
            None => (Use::Routed, Some(toward)),
        },
        (Kind::Ce(_), Kind::Array(n), _) => (storage(switch, n), Some(toward)),
        _ => (Use::Elsewhere, Some(toward)),
    }
}

pub fn channel(
    switch: &Switch<'_>,
    number: u16,
    description: String,
    allowed: Option<VlanSet>,
) -> PortChannel {
    PortChannel {
        number,
        description,
        trunk: Some(Trunk { allowed, ..Trunk::default() }),
        mtu: mtu::layer2(switch.os()),
        mlag: switch.peer.is_some().then_some(number),
        origin: why::WRITTEN.of(switch.device.span),
        ..PortChannel::default()
    }
}

/// On EOS the peer link carries every VLAN that the switch has, on NX-OS a list of them.
fn peer_link(switch: &Switch<'_>) -> PortChannel {
    let peer = switch.peer.map_or("", |(_, d)| &*d.name);
    let allowed = match switch.os() {
        Os::Eos => None,
        Os::Nxos => Some(super::vlans::vlans(switch).iter().map(|v| v.id).collect()),
    };
    let eos = switch.os() == Os::Eos;
    let group = eos.then(|| TRUNK_GROUP.to_owned());
    PortChannel {
        trunk: Some(Trunk { allowed, native: None, group }),
        mlag: None,
        mtu: None,
        peer_link: true,
        stp: if eos { StpPort::Normal } else { StpPort::Network },
        origin: why::PEER_LINK.of(switch.device.span),
        ..channel(switch, number::PEER_LINK, format!("peer link to {peer}"), None)
    }
}

/// Back to back: both TORs and both CEs are the ends of one port-channel.
fn uplink(switch: &Switch<'_>, rack: usize) -> PortChannel {
    let vlans = switch.context.assigned.vlans.rack(rack);
    let far = switch.rack.map_or(0, number::downlink);
    let far_os = switch.context.ce_os().unwrap_or(switch.os());
    PortChannel {
        origin: why::UPLINK.of(switch.device.span),
        ..channel(switch, number::UPLINK, format!("ce {}", port_channel(far_os, far)), Some(vlans))
    }
}

fn downlink(switch: &Switch<'_>, rack: usize) -> Option<PortChannel> {
    let found = switch.context.fabric.racks.get(rack)?;
    let vlans = switch.context.assigned.vlans.rack(rack);
    let os = switch.context.tor_os(rack).unwrap_or(switch.os());
    let description = format!("{} uplink {}", found.name.value, port_channel(os, number::UPLINK));
    let mut made = channel(switch, number::downlink(found.number?), description, Some(vlans));
    made.origin = why::DOWNLINK.of(found.name.span);
    Some(made)
}

/// Several cables to one PE are one port-channel, routed.
fn pe_bundle(switch: &Switch<'_>, pe: DeviceId) -> Option<PortChannel> {
    let edge = switch.context.edge_port(switch.id, pe)?;
    let name = switch.context.assigned.topology.device(pe).map(|d| d.name.to_string())?;
    Some(PortChannel {
        routed: true,
        trunk: None,
        mlag: None,
        origin: why::PE_LINK.of(switch.device.span),
        mtu: Some(mtu::fabric(switch.context.fabric.fabric.mtu.0.0, switch.os())),
        ..channel(switch, edge.bundle?, name, None)
    })
}

fn storage(switch: &Switch<'_>, array: usize) -> Use {
    let fabric = switch.context.fabric;
    let found = fabric.arrays.get(array).and_then(|(_, a)| Some((a, fabric.infra_network(&a.network)?)));
    let Some((array, network)) = found else { return Use::Elsewhere };
    let native = (!array.tagged.0.value.on()).then_some(network.vlan.0);
    let allowed = Some([network.vlan.0].into_iter().collect());
    Use::Alone(Box::new(Trunk { allowed, native, group: None }))
}

/// A server's port: the port-channel is numbered after the port's place among the server ports,
/// which is the same on both TORs.
fn server_port(
    switch: &Switch<'_>,
    id: PortId,
    peer: PortId,
    rack: usize,
    server: usize,
    device: DeviceId,
) -> (Use, Option<String>) {
    let topology = &switch.context.assigned.topology;
    let far = topology.port(peer);
    let name = topology.device(device).map_or("", |d| &*d.name);
    let (Some(Role::Nic(nic, side)), Some(port)) = (far.map(|p| p.role), topology.port(id)) else {
        return (Use::Elsewhere, Some(name.to_owned()));
    };
    let Some(pnic) = pnic(switch, rack, server, nic) else { return (Use::Elsewhere, Some(name.to_owned())) };
    let vlans = switch.context.assigned.vlans.nic(nic);
    let label = format!("{name} {}", pnic.name);
    let made = PortChannel {
        stp: StpPort::Edge,
        fallback: pnic.boots.then_some(Fallback { timeout: (switch.os() == Os::Eos).then_some(FALLBACK) }),
        origin: why::SERVER_PORT.of(pnic.span),
        ..channel(switch, number::server(port.nth), label.clone(), Some(vlans))
    };
    (Use::Member(Box::new(made), Some(LacpRate::Fast)), Some(format!("{label} port {side}")))
}

struct PnicUse {
    name: String,
    /// Whether the server boots over it: its host network is here.
    boots: bool,
    span: Span,
}

fn pnic(switch: &Switch<'_>, rack: usize, server: usize, nic: NicId) -> Option<PnicUse> {
    let server = switch.context.fabric.racks.get(rack)?.servers.get(server)?;
    let nic = switch.context.assigned.topology.nic(nic)?;
    let cells = &server.profile.numa;
    let pnic = cells.get(nic.cell)?.pnics.get(nic.position)?;
    let bond = crate::assign::bond_name(pnic);
    let hosts = server.profile.host.as_ref().is_some_and(|h| *h.over.0 == *bond);
    Some(PnicUse {
        name: pnic.name.to_string(),
        boots: hosts && server.profile.boot.0.value == Boot::Network,
        span: server.span,
    })
}
