//! The edge towards the customer: sub-interfaces between CE and PE, and what they are called.

use std::collections::{BTreeMap, HashMap};
use std::net::IpAddr;

use super::Context;
use super::names::port_channel;
use super::number;
use crate::assign::EdgeLink;
use crate::graph::{DeviceId, Kind, PortId, Purpose, Topology};
use crate::model::construct::{Bfd, BondBlock, StaticRoute};
use crate::plan::BfdTimers;

/// The link between a CE and a PE: one cable, or a port-channel of several.
#[derive(Debug, Clone)]
pub struct EdgePort {
    /// The interface of the CE that sub-interfaces stand on.
    pub ce_interface: String,
    /// The port of the PE; of several, the first.
    pub pe_port: String,
    /// The port-channel, where there is one.
    pub bundle: Option<u16>,
    /// The ports of the CE, with those of the PE.
    pub ports: Vec<(PortId, PortId)>,
}

/// A device of the model by its kind.
pub fn device(topology: &Topology, kind: Kind) -> Option<DeviceId> {
    topology.ids().find(|(_, d)| d.kind == kind).map(|(id, _)| id)
}

/// The links of a CE by PE: what its cables go to.
pub fn edge_ports(
    topology: &Topology,
    bonds: &HashMap<PortId, &BondBlock>,
    ce: DeviceId,
) -> BTreeMap<DeviceId, EdgePort> {
    let mut cables: BTreeMap<DeviceId, Vec<(PortId, PortId)>> = BTreeMap::new();
    for (id, _) in topology.ports_of(ce) {
        let Some((peer, cable)) = topology.peer(id) else { continue };
        let far = topology.port(peer).map(|p| p.device);
        let is_pe = |d: &DeviceId| topology.device(*d).is_some_and(|d| matches!(d.kind, Kind::Pe(_)));
        if let Some(pe) = far.filter(is_pe).filter(|_| cable.purpose != Purpose::Management) {
            cables.entry(pe).or_default().push((id, peer));
        }
    }
    cables.into_iter().filter_map(|(pe, ports)| Some((pe, edge_port(topology, bonds, pe, ports)?))).collect()
}

fn edge_port(
    topology: &Topology,
    bonds: &HashMap<PortId, &BondBlock>,
    pe: DeviceId,
    ports: Vec<(PortId, PortId)>,
) -> Option<EdgePort> {
    let (first, pe_first) = *ports.first()?;
    let bundle = (ports.len() > 1 || bonds.contains_key(&first)).then(|| {
        let written = bonds.get(&first).and_then(|b| b.number.as_ref()).map(|n| n.0 as u16);
        written.unwrap_or_else(|| number::pe(topology.device(pe).map_or(0, |d| d.number)))
    });
    let port = topology.port(first)?;
    let os = topology.device(port.device)?.platform.as_ref()?.os.value;
    let ce_interface = match bundle {
        Some(number) => port_channel(os, number),
        None => port.name.to_string(),
    };
    Some(EdgePort { ce_interface, pe_port: topology.port(pe_first)?.name.to_string(), bundle, ports })
}

/// The two devices of a link.
pub fn ends(context: &Context<'_>, link: &EdgeLink) -> Option<(DeviceId, DeviceId)> {
    let topology = &context.assigned.topology;
    Some((device(topology, Kind::Ce(link.ce))?, device(topology, Kind::Pe(link.pe))?))
}

/// Timers of a `bfd` statement. Echo is off: it is packets of another size and way, and at these
/// intervals too many of them.
pub fn timers(bfd: &Bfd) -> BfdTimers {
    BfdTimers { interval: bfd.interval.0.0, multiplier: bfd.multiplier.0.0, echo: false }
}

/// Timers of a link: those of its sessions, or of a static route to an address on it. An interface
/// has one set of them, and both ends read it here.
pub fn link_timers(link: &EdgeLink, sessions: Option<&Bfd>, statics: &[StaticRoute]) -> Option<BfdTimers> {
    let here = |route: &&StaticRoute| route.next_hops.iter().any(|h| on_link(link, h.0));
    let routes = || statics.iter().filter(here).find_map(|s| s.bfd.as_deref());
    sessions.or_else(routes).map(timers)
}

/// Whether an address is of one of a link's prefixes.
pub fn on_link(link: &EdgeLink, address: IpAddr) -> bool {
    link.prefixes.iter().any(|p| p.value.contains(&address))
}
