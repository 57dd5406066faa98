//! From the model to the graph: devices and ports in their order, and the cables that were written.

use std::collections::HashMap;
use std::sync::Arc;

use super::workload::{WorkloadId, workloads};
use super::{Cable, Device, DeviceId, Edge, Kind, Nic, NicId, Port, PortId, Purpose, Role, Topology, Vertex};
use crate::finding::{At, Span};
use crate::model::construct::{Platform, PortGroup};
use crate::model::value::{PortRole, Speed};
use crate::model::{ApplianceKind, Fabric};

/// Makes the graph of a fabric.
pub fn build(fabric: &Fabric) -> Topology {
    let mut builder = Builder::default();
    builder.devices(fabric);
    let mut topology = builder.topology;
    written_cables(fabric, &mut topology);
    topology.workloads = workloads(fabric);
    let networks: Vec<_> =
        (0..fabric.networks.len()).map(|i| topology.graph.add_node(Vertex::Network(i))).collect();
    for i in 0..topology.workloads.len() {
        let vertex = topology.graph.add_node(Vertex::Workload(WorkloadId(i as u32)));
        let attachments = topology.workloads.get(i).map(|w| w.attachments.clone()).unwrap_or_default();
        for (n, attachment) in attachments.iter().enumerate() {
            if let Some(network) = attachment.network.and_then(|n| networks.get(n)) {
                topology.graph.add_edge(vertex, *network, Edge::Attach(n as u32));
            }
        }
    }
    topology
}

#[derive(Default)]
struct Builder {
    topology: Topology,
    /// Names that many devices share, such as a platform's ports.
    shared: HashMap<&'static str, Arc<str>>,
}

/// What a port is made of, before it has an id.
struct NewPort {
    name: Arc<str>,
    role: Role,
    nth: u32,
    speed: Option<Speed>,
    span: Span,
}

impl Builder {
    fn devices(&mut self, fabric: &Fabric) {
        for (i, pe) in fabric.pes.iter().enumerate() {
            let ports = groups(&pe.block.ports);
            self.device(pe.name.clone(), Kind::Pe(i), pe.number, None, ports);
        }
        for (i, ce) in fabric.ces.iter().enumerate() {
            let ports = self.switch_ports(&ce.platform);
            self.device(ce.name.clone(), Kind::Ce(i), ce.number, Some(ce.platform.clone()), ports);
        }
        for (i, (number, array)) in fabric.arrays.iter().enumerate() {
            let port = |(nth, p): (usize, &At<crate::model::value::PortName>)| {
                plain(p.0.clone(), Role::Array, nth as u32 + 1, p.span)
            };
            let ports = array.ports.iter().enumerate().map(port).collect();
            let name = array.name.clone().map(|n| n.0);
            self.device(name, Kind::Array(i), *number, None, ports);
        }
        for (i, rack) in fabric.racks.iter().enumerate() {
            for (j, tor) in rack.tors.iter().enumerate() {
                let ports = self.switch_ports(&tor.platform);
                let kind = Kind::Tor(i, j);
                self.device(tor.name.clone(), kind, tor.member, Some(tor.platform.clone()), ports);
            }
            let managed =
                rack.appliances.iter().any(|a| matches!(a.kind, ApplianceKind::ManagementSwitch(_, Some(_))));
            for (j, server) in rack.servers.iter().enumerate() {
                self.server(server, Kind::Server(i, j), managed);
            }
            for (j, appliance) in rack.appliances.iter().enumerate() {
                let (platform, ports) = match &appliance.kind {
                    ApplianceKind::ManagementSwitch(_, Some(platform)) => {
                        (Some(platform.clone()), self.switch_ports(platform))
                    }
                    ApplianceKind::ManagementSwitch(_, None) => (None, Vec::new()),
                    ApplianceKind::Broker(block) => (None, listed(&block.ports)),
                    ApplianceKind::Terminal(block) => (None, listed(&block.ports)),
                };
                let kind = Kind::Appliance(i, j);
                self.device(appliance.name.clone(), kind, appliance.number, platform, ports);
            }
        }
    }

    fn device(
        &mut self,
        name: At<Arc<str>>,
        kind: Kind,
        number: u32,
        platform: Option<Arc<Platform>>,
        ports: Vec<NewPort>,
    ) -> DeviceId {
        let topology = &mut self.topology;
        let id = DeviceId(topology.devices.len() as u32);
        let vertex = topology.graph.add_node(Vertex::Device(id));
        let first = topology.ports.len() as u32;
        for port in ports {
            let port_id = PortId(topology.ports.len() as u32);
            let port_vertex = topology.graph.add_node(Vertex::Port(port_id));
            topology.graph.add_edge(vertex, port_vertex, Edge::Has);
            topology.port_vertex.push(port_vertex);
            topology.ports.push(Port {
                device: id,
                name: port.name,
                role: port.role,
                nth: port.nth,
                speed: port.speed,
                span: port.span,
            });
        }
        let last = topology.ports.len() as u32;
        let nics = topology.nics.len() as u32;
        topology.by_name.insert(name.value.clone(), id);
        topology.devices.push(Device {
            name: name.value,
            kind,
            number,
            ports: first..last,
            nics: nics..nics,
            platform,
            span: name.span,
        });
        id
    }

    /// A switch's ports by role, and its management port.
    fn switch_ports(&mut self, platform: &Platform) -> Vec<NewPort> {
        let mut ports = groups(&platform.ports);
        let out_of_band = &platform.management_port;
        ports.push(plain(out_of_band.0.clone(), Role::OutOfBand, 1, out_of_band.span));
        ports
    }

    fn server(&mut self, server: &crate::model::Server, kind: Kind, managed: bool) {
        let id = DeviceId(self.topology.devices.len() as u32);
        let first_port = self.topology.ports.len() as u32;
        let first_nic = self.topology.nics.len() as u32;
        let mut ports = Vec::new();
        let mut nics = Vec::new();
        for (c, cell) in server.profile.numa.iter().enumerate() {
            for (position, pnic) in cell.pnics.iter().enumerate() {
                // A pNIC with another number of ports is reported by `check`.
                let [left, right] = pnic.ports.as_slice() else { continue };
                let nic = NicId(first_nic + nics.len() as u32);
                let at = first_port + ports.len() as u32;
                for (side, port) in [left, right].into_iter().enumerate() {
                    ports.push(plain(port.0.clone(), Role::Nic(nic, side as u8), 1, port.span));
                }
                nics.push(Nic { server: id, cell: c, position, ports: [PortId(at), PortId(at + 1)] });
            }
        }
        if managed {
            for (name, role) in [("bmc", Role::Bmc), ("pxe", Role::Pxe)] {
                let name = self.shared.entry(name).or_insert_with(|| name.into()).clone();
                ports.push(plain(name, role, 1, server.span));
            }
        }
        self.device(server.name.clone(), kind, server.slot, None, ports);
        let topology = &mut self.topology;
        topology.nics.extend(nics);
        let last_nic = topology.nics.len() as u32;
        if let Some(device) = topology.devices.last_mut() {
            device.nics = first_nic..last_nic;
        }
    }
}

fn plain(name: Arc<str>, role: Role, nth: u32, span: Span) -> NewPort {
    NewPort { name, role, nth, speed: None, span }
}

fn listed(ports: &[At<crate::model::value::PortName>]) -> Vec<NewPort> {
    ports.iter().enumerate().map(|(i, p)| plain(p.0.clone(), Role::Plain, i as u32 + 1, p.span)).collect()
}

/// The ports of each group, in the order of roles.
fn groups(groups: &[PortGroup]) -> Vec<NewPort> {
    let mut order: Vec<&PortGroup> = groups.iter().collect();
    order.sort_by_key(|g| g.role.value);
    let mut ports = Vec::new();
    for group in order {
        let role: PortRole = group.role.value;
        for (i, name) in group.names.iter().enumerate() {
            ports.push(NewPort {
                name: name.0.clone(),
                role: Role::Platform(role),
                nth: i as u32 + 1,
                speed: group.speed.as_ref().map(|s| s.value),
                span: name.span,
            });
        }
    }
    ports
}

/// Adds the cables that were written, the end nearer to the customer first.
fn written_cables(fabric: &Fabric, topology: &mut Topology) {
    for block in &fabric.cables {
        let mut ends = Vec::new();
        for end in block.ends.iter() {
            match topology.end(end) {
                Some(port) => ends.push(port),
                None if topology.named(&end.device).is_some() => topology.unknown_ports.push(end.clone()),
                None => {}
            }
        }
        // A cable with another number of ends is reported by `check`.
        let [a, b] = ends.as_slice() else { continue };
        let (a, b) = (*a.min(b), *a.max(b));
        let port_speed = |id: PortId| topology.port(id).and_then(|p| p.speed);
        let speed = block.speed.as_ref().map(|s| s.value).or(port_speed(a)).or(port_speed(b));
        let purpose = match &block.purpose.0 {
            Some(text) => Purpose::Other(text.0.clone()),
            None => purpose(topology, a, b),
        };
        topology.connect(Cable { a, b, speed, purpose, written: true, span: block.span });
    }
    for end in fabric
        .ports
        .iter()
        .flat_map(|p| p.ends.iter())
        .chain(fabric.bonds.iter().flat_map(|b| b.members.iter()))
    {
        if topology.named(&end.device).is_some() && topology.end(end).is_none() {
            topology.unknown_ports.push(end.clone());
        }
    }
}

/// What a cable between two devices is for, read off the devices.
fn purpose(topology: &Topology, a: PortId, b: PortId) -> Purpose {
    let role = |id: PortId| topology.port(id).map(|p| p.role);
    if [role(a), role(b)].contains(&Some(Role::OutOfBand)) {
        return Purpose::Management;
    }
    let kind = |id: PortId| topology.port(id).and_then(|p| topology.device(p.device)).map(|d| d.kind);
    match (kind(a), kind(b)) {
        (Some(Kind::Pe(_)), Some(Kind::Ce(_))) => Purpose::PeUplink,
        (Some(Kind::Ce(_)), Some(Kind::Ce(_))) => Purpose::PeerLink,
        (Some(Kind::Ce(_)), Some(Kind::Array(_))) => Purpose::Storage,
        (Some(Kind::Ce(_)), Some(Kind::Tor(..))) => Purpose::CeUplink,
        (Some(Kind::Tor(a, _)), Some(Kind::Tor(b, _))) if a == b => Purpose::PeerLink,
        (Some(Kind::Tor(..)), Some(Kind::Server(..))) => Purpose::Server,
        _ => Purpose::Other("other".into()),
    }
}
