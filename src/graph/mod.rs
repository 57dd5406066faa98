//! The instance as a graph: devices, their ports, the cables between ports, workloads and the
//! networks that they attach to.
//!
//! Ids are positions in the order of kinds, numbers and slots, so they don't depend on the order
//! of declarations. petgraph's own order is never meaning: what it yields is sorted by id.

mod build;
mod workload;

use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

use petgraph::graph::{NodeIndex, UnGraph};

pub use build::build;
pub use workload::{Attachment, Owner, Workload, WorkloadId, pool_attachments};

use crate::finding::{At, Span};
use crate::model::construct::Platform;
use crate::model::value::{End, PortRole, Speed};

/// A device, by its position in [`Topology::devices`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DeviceId(pub u32);

/// A port, by its position in [`Topology::ports`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PortId(pub u32);

/// A pNIC of a server, by its position in [`Topology::nics`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NicId(pub u32);

/// What a device is, with its position in the model.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// The n-th PE of the model.
    Pe(usize),
    /// The n-th CE of the model.
    Ce(usize),
    /// The n-th storage array of the model.
    Array(usize),
    /// A TOR: rack and position.
    Tor(usize, usize),
    /// A server: rack and position.
    Server(usize, usize),
    /// What gets cables and an address only: rack and position.
    Appliance(usize, usize),
}

/// A device.
#[derive(Debug)]
pub struct Device {
    /// Its hostname.
    pub name: Arc<str>,
    /// What it is.
    pub kind: Kind,
    /// Its number among its like: of a TOR its member number, of a server its slot.
    pub number: u32,
    /// Its ports.
    pub ports: Range<u32>,
    /// Its pNICs, where it is a server.
    pub nics: Range<u32>,
    /// Its model, where it is a switch.
    pub platform: Option<Arc<Platform>>,
    /// Where it was written.
    pub span: Span,
}

/// What a port is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// A role of the platform.
    Platform(PortRole),
    /// A port of a server's pNIC: 0 or 1.
    Nic(NicId, u8),
    /// A port of a storage array.
    Array,
    /// A switch's own management port.
    OutOfBand,
    /// A server's baseboard controller.
    Bmc,
    /// A server's PXE port.
    Pxe,
    /// No role: cabled by `cable` statements only.
    Plain,
}

/// A port.
#[derive(Debug)]
pub struct Port {
    /// Its device.
    pub device: DeviceId,
    /// Its name on the device.
    pub name: Arc<str>,
    /// What it is for.
    pub role: Role,
    /// Its place among the ports of its role, from 1.
    pub nth: u32,
    /// What it runs at.
    pub speed: Option<Speed>,
    /// Where it was written.
    pub span: Span,
}

/// A pNIC.
#[derive(Debug)]
pub struct Nic {
    /// Its server.
    pub server: DeviceId,
    /// The position of its NUMA cell in the profile, by cell number.
    pub cell: usize,
    /// Its position in the cell.
    pub position: usize,
    /// Its two ports.
    pub ports: [PortId; 2],
}

/// What a cable is for.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Purpose {
    /// CE to PE.
    PeUplink,
    /// TOR to CE.
    CeUplink,
    /// Between the two switches of a pair.
    PeerLink,
    /// TOR to server.
    Server,
    /// CE to storage array.
    Storage,
    /// To a management port.
    Management,
    /// To a baseboard controller.
    Bmc,
    /// To a PXE port.
    Pxe,
    /// What a `cable` statement says.
    Other(Arc<str>),
}

/// A cable.
#[derive(Debug, Clone)]
pub struct Cable {
    /// The end nearer to the customer's network.
    pub a: PortId,
    /// The other end.
    pub b: PortId,
    /// What it runs at, where either end or the statement says.
    pub speed: Option<Speed>,
    /// What it is for.
    pub purpose: Purpose,
    /// Whether a `cable` statement says so.
    pub written: bool,
    /// The statement, or the ports that it follows from.
    pub span: Span,
}

/// A vertex of the graph.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Vertex {
    /// A device.
    Device(DeviceId),
    /// A port.
    Port(PortId),
    /// A workload.
    Workload(WorkloadId),
    /// A workload network, by its position in the model.
    Network(usize),
}

/// An edge of the graph.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Edge {
    /// A device has a port.
    Has,
    /// A cable, by its position in [`Topology::cables`].
    Cable(u32),
    /// A workload attaches to a network, by the position of the attachment.
    Attach(u32),
}

/// The graph with its tables.
#[derive(Debug, Default)]
pub struct Topology {
    /// The graph.
    pub graph: UnGraph<Vertex, Edge>,
    /// PEs, CEs, arrays, then rack by rack: TORs, servers, appliances.
    pub devices: Vec<Device>,
    /// Ports, device by device.
    pub ports: Vec<Port>,
    /// pNICs, server by server.
    pub nics: Vec<Nic>,
    /// Cables: those written, then those derived.
    pub cables: Vec<Cable>,
    /// Clusters' nodes and VMs, by owner, pool and index.
    pub workloads: Vec<Workload>,
    /// Ends of statements whose device has no such port.
    pub unknown_ports: Vec<At<End>>,
    by_name: HashMap<Arc<str>, DeviceId>,
    port_vertex: Vec<NodeIndex>,
}

impl Topology {
    /// A device by its id.
    pub fn device(&self, id: DeviceId) -> Option<&Device> {
        self.devices.get(id.0 as usize)
    }

    /// A port by its id.
    pub fn port(&self, id: PortId) -> Option<&Port> {
        self.ports.get(id.0 as usize)
    }

    /// A pNIC by its id.
    pub fn nic(&self, id: NicId) -> Option<&Nic> {
        self.nics.get(id.0 as usize)
    }

    /// The device of a name.
    pub fn named(&self, name: &str) -> Option<DeviceId> {
        self.by_name.get(name).copied()
    }

    /// The ports of a device with their ids.
    pub fn ports_of(&self, id: DeviceId) -> impl Iterator<Item = (PortId, &Port)> {
        let range = self.device(id).map_or(0..0, |d| d.ports.clone());
        range.filter_map(|i| Some((PortId(i), self.ports.get(i as usize)?)))
    }

    /// The pNICs of a server with their ids.
    pub fn nics_of(&self, id: DeviceId) -> impl Iterator<Item = (NicId, &Nic)> {
        let range = self.device(id).map_or(0..0, |d| d.nics.clone());
        range.filter_map(|i| Some((NicId(i), self.nics.get(i as usize)?)))
    }

    /// The n-th port of a role, from 1.
    pub fn nth_port(&self, device: DeviceId, role: Role, nth: u32) -> Option<PortId> {
        // The ports of a role stand together, in their order.
        let (first, _) = self.ports_of(device).find(|(_, p)| p.role == role)?;
        let id = PortId(first.0.checked_add(nth.checked_sub(1)?)?);
        self.port(id).filter(|p| p.device == device && p.role == role).map(|_| id)
    }

    /// The port of a name.
    pub fn port_named(&self, device: DeviceId, name: &str) -> Option<PortId> {
        self.ports_of(device).find(|(_, p)| &*p.name == name).map(|(id, _)| id)
    }

    /// The port that a written end means.
    pub fn end(&self, end: &End) -> Option<PortId> {
        self.port_named(self.named(&end.device)?, &end.port)
    }

    /// `device:port`.
    pub fn show(&self, port: PortId) -> String {
        let name = |p: &Port| Some(format!("{}:{}", self.device(p.device)?.name, p.name));
        self.port(port).and_then(name).unwrap_or_default()
    }

    /// The cables of a port, by position. More than one is a mistake that `check` reports.
    pub fn cables_of(&self, port: PortId) -> Vec<u32> {
        let Some(vertex) = self.port_vertex.get(port.0 as usize) else { return Vec::new() };
        let mut cables: Vec<u32> = self
            .graph
            .edges(*vertex)
            .filter_map(|e| match e.weight() {
                Edge::Cable(id) => Some(*id),
                _ => None,
            })
            .collect();
        cables.sort_unstable();
        cables.dedup();
        cables
    }

    /// The other end of a port's cable, with the cable.
    pub fn peer(&self, port: PortId) -> Option<(PortId, &Cable)> {
        let cable = self.cables.get(*self.cables_of(port).first()? as usize)?;
        Some((if cable.a == port { cable.b } else { cable.a }, cable))
    }

    /// Adds a cable between two ports.
    pub fn connect(&mut self, cable: Cable) {
        let id = self.cables.len() as u32;
        let ends = (self.port_vertex.get(cable.a.0 as usize), self.port_vertex.get(cable.b.0 as usize));
        if let (Some(a), Some(b)) = ends {
            self.graph.add_edge(*a, *b, Edge::Cable(id));
            self.cables.push(cable);
        }
    }

    /// Every cable by the ids of its ends, which is also the order of devices and ports.
    pub fn cables_by_end(&self) -> Vec<&Cable> {
        let mut cables: Vec<&Cable> = self.cables.iter().collect();
        cables.sort_by_key(|c| (c.a, c.b, c.span));
        cables
    }

    /// The switches that get a configuration: CEs, then TORs rack by rack.
    pub fn switches(&self) -> impl Iterator<Item = (DeviceId, &Device)> {
        self.ids().filter(|(_, d)| matches!(d.kind, Kind::Ce(_) | Kind::Tor(..)))
    }

    /// The servers, rack by rack.
    pub fn servers(&self) -> impl Iterator<Item = (DeviceId, &Device)> {
        self.ids().filter(|(_, d)| matches!(d.kind, Kind::Server(..)))
    }

    /// Every device with its id.
    pub fn ids(&self) -> impl Iterator<Item = (DeviceId, &Device)> {
        self.devices.iter().enumerate().map(|(i, d)| (DeviceId(i as u32), d))
    }
}
