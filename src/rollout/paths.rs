//! Who has no path to the CEs while some switches are out.

use std::collections::BTreeSet;

use super::Attachment;
use crate::graph::{DeviceId, Kind, NicId, Topology};

/// The attachments that have no way to a CE when some switches are out. A pNIC without a cable has
/// none in any case, and is not among them.
pub fn cut(topology: &Topology, out: &[&str]) -> Vec<Attachment> {
    if out.is_empty() {
        return Vec::new();
    }
    let out: BTreeSet<DeviceId> = out.iter().filter_map(|name| topology.named(name)).collect();
    let reached = reached(topology, &out);
    let mut all = Vec::new();
    for (server, device) in topology.servers() {
        for (nic, _) in topology.nics_of(server) {
            let ends = ends(topology, nic);
            let lost = !ends.is_empty() && !ends.iter().any(|(_, switch)| reached.contains(switch));
            if lost {
                all.push(attachment(topology, &device.name, &ends, &out));
            }
        }
    }
    all
}

/// The ports of a pNIC that have a cable, with the switches that they go to.
fn ends(topology: &Topology, nic: NicId) -> Vec<(&str, DeviceId)> {
    let ports = topology.nic(nic).map(|n| n.ports).into_iter().flatten();
    let end = |port| {
        let (far, _) = topology.peer(port)?;
        Some((&*topology.port(port)?.name, topology.port(far)?.device))
    };
    ports.filter_map(end).collect()
}

fn attachment(
    topology: &Topology,
    server: &str,
    ends: &[(&str, DeviceId)],
    out: &BTreeSet<DeviceId>,
) -> Attachment {
    let name = |id: DeviceId| topology.device(id).map(|d| d.name.to_string()).unwrap_or_default();
    let ports = ends.iter().map(|(port, switch)| format!("{port} to {}", name(*switch))).collect();
    Attachment { server: server.to_owned(), ports, out: out.iter().map(|id| name(*id)).collect() }
}

/// The switches that a CE is reached from, over cables between switches that are not out.
fn reached(topology: &Topology, out: &BTreeSet<DeviceId>) -> BTreeSet<DeviceId> {
    let switch = |id: DeviceId| {
        let kind = topology.device(id).map(|d| d.kind);
        matches!(kind, Some(Kind::Ce(_) | Kind::Tor(..))) && !out.contains(&id)
    };
    let ces = topology.ids().filter(|(id, d)| matches!(d.kind, Kind::Ce(_)) && switch(*id));
    let mut reached: BTreeSet<DeviceId> = ces.map(|(id, _)| id).collect();
    let mut left: Vec<DeviceId> = reached.iter().copied().collect();
    while let Some(id) = left.pop() {
        for (port, _) in topology.ports_of(id) {
            let far = topology.peer(port).and_then(|(far, _)| topology.port(far)).map(|p| p.device);
            if let Some(far) = far.filter(|far| switch(*far)).filter(|far| reached.insert(*far)) {
                left.push(far);
            }
        }
    }
    reached
}
