//! Who has no path to the CEs while a wave is made, VLAN by VLAN: over the cables of the graph, and
//! through the trunks that each switch has by then.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::Attachment;
use crate::assign::Assignment;
use crate::diff::risk::View;
use crate::graph::{DeviceId, Kind, NicId, PortId, Topology};
use crate::model::value::VlanSet;
use crate::plan::{Device, Trunk};

/// What has no path so far and is not to have one afterwards: told once.
pub type Ended = BTreeSet<(NicId, u16)>;

/// The switches while a wave is made: what each says, those that are out left out.
pub struct State<'a> {
    /// By name.
    pub plans: HashMap<&'a str, &'a Device>,
    /// Those that the wave takes out, by name.
    pub out: Vec<&'a str>,
}

/// The attachments that have no way to a CE for one of their VLANs. A pNIC without a cable has none in
/// any case, and is not among them. `after` is the fabric that is to be, where it is known: what it
/// has no use for ends on purpose.
pub fn cut(
    before: &Assignment,
    after: Option<&Assignment>,
    state: &State<'_>,
    ended: &mut Ended,
) -> Vec<Attachment> {
    let topology = &before.topology;
    let views: BTreeMap<DeviceId, View<'_>> = topology
        .switches()
        .filter(|(_, d)| !state.out.contains(&&*d.name))
        .filter_map(|(id, d)| Some((id, View::new(state.plans.get(&*d.name)?))))
        .collect();
    let reached = reached(topology, &views);
    let mut all = Vec::new();
    for (server, device) in topology.servers() {
        for (position, (nic, _)) in topology.nics_of(server).enumerate() {
            let ends = ends(topology, nic);
            if ends.is_empty() {
                continue;
            }
            let mut has = VlanSet::default();
            for (_, far, switch) in &ends {
                let Some((view, up)) = views.get(switch).zip(reached.get(switch)) else { continue };
                let mut through = through(topology, view, *far);
                through.intersect(up);
                has.union(&through);
            }
            let stays = after.map(|after| stays(after, &device.name, position));
            let lost = before.vlans.nic(nic);
            let lost = lost.iter().filter(|v| !has.contains(*v));
            let (meant, cut): (Vec<u16>, Vec<u16>) =
                lost.partition(|v| stays.as_ref().is_some_and(|s| !s.contains(*v)));
            let meant: Vec<u16> = meant.into_iter().filter(|v| ended.insert((nic, *v))).collect();
            for (vlans, meant) in [(cut, false), (meant, true)].into_iter().filter(|(v, _)| !v.is_empty()) {
                all.push(attachment(topology, &device.name, &ends, vlans, meant, &state.out));
            }
        }
    }
    all
}

/// The VLANs that a pNIC has in the fabric that is to be.
fn stays(after: &Assignment, server: &str, position: usize) -> VlanSet {
    let nic = after.topology.named(server).and_then(|id| after.topology.nics_of(id).nth(position));
    nic.map(|(id, _)| after.vlans.nic(id)).unwrap_or_default()
}

/// The ports of a pNIC that have a cable, with the ports and switches that they go to.
fn ends(topology: &Topology, nic: NicId) -> Vec<(&str, PortId, DeviceId)> {
    let ports = topology.nic(nic).map(|n| n.ports).into_iter().flatten();
    let end = |port| {
        let (far, _) = topology.peer(port)?;
        Some((&*topology.port(port)?.name, far, topology.port(far)?.device))
    };
    ports.filter_map(end).collect()
}

fn attachment(
    topology: &Topology,
    server: &str,
    ends: &[(&str, PortId, DeviceId)],
    vlans: Vec<u16>,
    meant: bool,
    out: &[&str],
) -> Attachment {
    let name = |id: DeviceId| topology.device(id).map(|d| d.name.to_string()).unwrap_or_default();
    let ports = ends.iter().map(|(port, _, switch)| format!("{port} to {}", name(*switch))).collect();
    let out = out.iter().map(|name| (*name).to_owned()).collect();
    Attachment { server: server.to_owned(), ports, vlans, meant, out }
}

/// The VLANs that get from each switch to a CE: those that a CE has, and of a TOR those that its
/// uplinks and the CEs' ports at their other ends let through.
fn reached(topology: &Topology, views: &BTreeMap<DeviceId, View<'_>>) -> HashMap<DeviceId, VlanSet> {
    let mut reached = HashMap::new();
    let kind = |id: DeviceId| topology.device(id).map(|d| d.kind);
    for (id, view) in views.iter().filter(|(id, _)| matches!(kind(**id), Some(Kind::Ce(_)))) {
        reached.insert(*id, view.device.vlans.iter().map(|v| v.id).collect::<VlanSet>());
    }
    for (id, view) in views.iter().filter(|(id, _)| matches!(kind(**id), Some(Kind::Tor(..)))) {
        let mut up = VlanSet::default();
        for (port, _) in topology.ports_of(*id) {
            let Some((far, _)) = topology.peer(port) else { continue };
            let Some(ce) = topology.port(far).map(|p| p.device) else { continue };
            let is_ce = matches!(kind(ce), Some(Kind::Ce(_)));
            let Some((ce_view, ce_has)) = views.get(&ce).zip(reached.get(&ce)).filter(|_| is_ce) else {
                continue;
            };
            let mut link = through(topology, view, port);
            link.intersect(&through(topology, ce_view, far));
            link.intersect(ce_has);
            up.union(&link);
        }
        reached.insert(*id, up);
    }
    reached
}

/// The VLANs that a port of a switch lets through, by its port-channel where it is part of one.
fn through(topology: &Topology, view: &View<'_>, port: PortId) -> VlanSet {
    let found = topology.port(port).and_then(|p| view.ports.get(&*p.name));
    let Some(port) = found.filter(|p| !p.shutdown) else { return VlanSet::default() };
    let trunk: Option<&Trunk> = match (port.member, view.channel_of(port)) {
        (Some(_), Some(channel)) => channel.trunk.as_ref().filter(|_| !channel.shutdown),
        (Some(_), None) => None,
        (None, _) => port.trunk.as_ref(),
    };
    trunk.map(|t| view.through(t)).unwrap_or_default()
}
