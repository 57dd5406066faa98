//! Who has no path while a step is made, VLAN by VLAN: over the cables of the graph and through the
//! trunks that each switch has by then, to a CE; where the VLAN has a gateway, to one that is it.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::replugged::Replugged;
use crate::assign::Assignment;
use crate::diff::risk::View;
use crate::graph::{DeviceId, Kind, NicId, PortId, Topology};
use crate::model::value::VlanSet;
use crate::plan::{Device, Svi, Trunk};

/// A pNIC of a server.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Attachment {
    /// The server.
    pub server: String,
    /// Its rack, as the fabric calls it.
    pub rack: String,
    /// Its ports, with the switches that they go to: `ens3f0np0 to r1-t1`.
    pub ports: Vec<String>,
    /// The VLANs that have no path.
    pub vlans: Vec<u16>,
    /// Whether that is what is asked for: the new side has no such VLAN there. Told once.
    pub meant: bool,
    /// VLANs that come to the pNIC in place of what ends: who uses that is without a path until it takes
    /// these.
    pub instead: Vec<u16>,
    /// The step, from 1, in which the server's netplan leaves what ends, where that is a later one: until
    /// then it is without a path all the same.
    pub until: Option<usize>,
    /// The switches that are out while that is so; where there is none, trunks do not let it through.
    pub out: Vec<String>,
}

/// The switches while a step is made: what each says, those that are out named.
#[derive(Default)]
pub struct State<'a> {
    /// By name.
    pub plans: HashMap<&'a str, &'a Device>,
    /// Those that the step takes out, by name.
    pub out: Vec<&'a str>,
    /// Those that it takes out in some VRFs alone.
    pub vrfs: BTreeMap<&'a str, BTreeSet<&'a str>>,
}

impl State<'_> {
    /// Whether a switch is out in a VRF alone.
    pub fn is_out(&self, switch: &str, vrf: &str) -> bool {
        self.vrfs.get(switch).is_some_and(|vrfs| vrfs.contains(vrf))
    }
}

/// Who is looked at, and what of it is not told again.
pub struct Watch<'a> {
    before: &'a Assignment,
    after: Option<&'a Assignment>,
    racks: Vec<&'a str>,
    /// Ports that have another name afterwards.
    replugged: Replugged<'a>,
    /// VLANs that a CE is the gateway of, before and afterwards.
    routed: VlanSet,
    /// What has no path at the start: nothing to lose, and nobody's fault.
    without: BTreeSet<(NicId, u16)>,
    /// Who goes by one port at the start.
    single: BTreeSet<NicId>,
    /// VLANs that end at a pNIC that takes others in their place.
    pub replaced: VlanSet,
    /// What has ended on purpose.
    ended: BTreeSet<(NicId, u16)>,
}

/// What is seen during a step.
#[derive(Debug, Default)]
pub struct Seen {
    /// Attachments without a path.
    pub cut: Vec<Attachment>,
    /// Servers that go by one port where they went by two, rack by rack.
    pub single: Vec<Server>,
}

/// A server with its rack.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Server {
    /// Its name.
    pub name: String,
    /// Its rack.
    pub rack: String,
}

impl<'a> Watch<'a> {
    /// Looks at how it is at the start. `after` is the fabric that is to be, where it is known: what it
    /// has no use for ends on purpose.
    pub fn new(
        before: &'a Assignment,
        after: Option<&'a Assignment>,
        racks: Vec<&'a str>,
        start: &State<'_>,
        end: &HashMap<&str, &'a Device>,
    ) -> Self {
        let mut routed = gateways(&before.topology, &start.plans);
        routed.intersect(&gateways(after.map_or(&before.topology, |a| &a.topology), end));
        let mut watch = Watch {
            before,
            after,
            racks,
            replugged: after.map(|after| Replugged::new(before, after, end)).unwrap_or_default(),
            routed,
            without: BTreeSet::new(),
            single: BTreeSet::new(),
            replaced: VlanSet::default(),
            ended: BTreeSet::new(),
        };
        let (mut without, mut single) = (BTreeSet::new(), BTreeSet::new());
        let mut replaced = VlanSet::default();
        watch.each(start, |nic| {
            if let Some(stays) = after.map(|after| stays(after, nic.server, nic.position)) {
                let had = before.vlans.nic(nic.id);
                if stays.iter().any(|v| !had.contains(v)) {
                    had.iter().filter(|v| !stays.contains(*v)).for_each(|v| replaced.insert(v));
                }
            }
            without.extend(nic.lost.iter().map(|v| (nic.id, v)));
            if nic.by < 2 {
                single.insert(nic.id);
            }
        });
        (watch.without, watch.single, watch.replaced) = (without, single, replaced);
        watch
    }

    /// Who has no path, or one only. A pNIC without a cable has none in any case, and is not among them.
    pub fn look(&mut self, state: &State<'_>) -> Seen {
        let mut seen = Seen::default();
        let mut ended = std::mem::take(&mut self.ended);
        self.each(state, |nic| {
            let lost: Vec<u16> = nic.lost.iter().filter(|v| !self.without.contains(&(nic.id, *v))).collect();
            let stays = self.after.map(|after| stays(after, nic.server, nic.position));
            let (meant, cut): (Vec<u16>, Vec<u16>) =
                lost.into_iter().partition(|v| stays.as_ref().is_some_and(|s| !s.contains(*v)));
            let is_cut = !cut.is_empty();
            let meant: Vec<u16> = meant.into_iter().filter(|v| ended.insert((nic.id, *v))).collect();
            for (vlans, meant) in [(cut, false), (meant, true)].into_iter().filter(|(v, _)| !v.is_empty()) {
                let out: Vec<&str> = state.out.iter().chain(state.vrfs.keys()).copied().collect();
                let mut attachment = self.attachment(&nic, vlans, meant, &out);
                if let Some(stays) = stays.as_ref().filter(|_| meant) {
                    let had = self.before.vlans.nic(nic.id);
                    attachment.instead = stays.iter().filter(|v| !had.contains(*v)).collect();
                }
                seen.cut.push(attachment);
            }
            let named = seen.single.last().is_some_and(|s| s.name == nic.server);
            if nic.by == 1 && !is_cut && !named && !self.single.contains(&nic.id) {
                seen.single.push(Server { name: nic.server.to_owned(), rack: self.rack(&nic).to_owned() });
            }
        });
        self.ended = ended;
        seen
    }

    /// Calls `visit` for each pNIC that has a cable.
    fn each(&self, state: &State<'_>, mut visit: impl FnMut(Nic<'_>)) {
        let topology = &self.before.topology;
        let views: BTreeMap<DeviceId, View<'_>> = topology
            .switches()
            .filter(|(_, d)| !state.out.contains(&&*d.name))
            .filter_map(|(id, d)| Some((id, View::new(state.plans.get(&*d.name)?))))
            .collect();
        let through = |view: &View<'_>, port| through(topology, view, port, &self.replugged);
        let reached = reached(topology, &views, state, &self.routed, through);
        for (server, device) in topology.servers() {
            for (position, (id, _)) in topology.nics_of(server).enumerate() {
                let ends = ends(topology, id);
                if ends.is_empty() {
                    continue;
                }
                let wanted = self.before.vlans.nic(id);
                let mut has = VlanSet::default();
                let mut by = 0;
                for (_, far, switch) in &ends {
                    let Some((view, up)) = views.get(switch).zip(reached.get(switch)) else { continue };
                    let mut link = through(view, *far);
                    link.intersect(up);
                    by += usize::from(wanted.meets(&link));
                    has.union(&link);
                }
                let lost = wanted.iter().filter(|v| !has.contains(*v)).collect();
                visit(Nic { id, position, server: &device.name, kind: device.kind, ends, lost, by });
            }
        }
    }

    fn rack(&self, nic: &Nic<'_>) -> &'a str {
        let Kind::Server(rack, _) = nic.kind else { return "" };
        self.racks.get(rack).copied().unwrap_or("")
    }

    fn attachment(&self, nic: &Nic<'_>, vlans: Vec<u16>, meant: bool, out: &[&str]) -> Attachment {
        let topology = &self.before.topology;
        let name = |id: DeviceId| topology.device(id).map(|d| d.name.to_string()).unwrap_or_default();
        Attachment {
            server: nic.server.to_owned(),
            rack: self.rack(nic).to_owned(),
            ports: nic.ends.iter().map(|(port, _, switch)| format!("{port} to {}", name(*switch))).collect(),
            vlans,
            meant,
            instead: Vec::new(),
            until: None,
            out: out.iter().map(|name| (*name).to_owned()).collect(),
        }
    }
}

/// A pNIC as it is found.
struct Nic<'a> {
    id: NicId,
    /// Among those of its server.
    position: usize,
    server: &'a str,
    kind: Kind,
    ends: Vec<(&'a str, PortId, DeviceId)>,
    /// The VLANs without a path.
    lost: VlanSet,
    /// How many of its ports have one.
    by: usize,
}

/// The VLANs that a CE is the gateway of: it has an interface with an address in them.
fn gateways(topology: &Topology, plans: &HashMap<&str, &Device>) -> VlanSet {
    let ces = topology.switches().filter(|(_, d)| matches!(d.kind, Kind::Ce(_)));
    let plans = ces.filter_map(|(_, d)| plans.get(&*d.name));
    plans.flat_map(|plan| interfaces(plan)).map(|s| s.vlan).collect()
}

fn interfaces(plan: &Device) -> impl Iterator<Item = &Svi> {
    plan.svis.iter().filter(|s| !s.shutdown && !s.layer3.addresses.is_empty())
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

/// The VLANs that get from each switch to a CE, itself where it is one: over uplinks, and over the peer
/// link to the other switch of its pair. Of VLANs with a gateway only CEs count that are it.
fn reached(
    topology: &Topology,
    views: &BTreeMap<DeviceId, View<'_>>,
    state: &State<'_>,
    routed: &VlanSet,
    through: impl Fn(&View<'_>, PortId) -> VlanSet,
) -> HashMap<DeviceId, VlanSet> {
    let is_ce = |id: DeviceId| matches!(topology.device(id).map(|d| d.kind), Some(Kind::Ce(_)));
    let mut reached: HashMap<DeviceId, VlanSet> = HashMap::new();
    let mut links: Vec<(DeviceId, DeviceId, VlanSet)> = Vec::new();
    for (id, view) in views {
        let mut own = VlanSet::default();
        if is_ce(*id) {
            let is_in = |svi: &&Svi| {
                let vrf = svi.layer3.vrf.as_deref();
                !vrf.is_some_and(|vrf| state.is_out(&view.device.name, vrf))
            };
            let gateways: VlanSet = interfaces(view.device).filter(is_in).map(|s| s.vlan).collect();
            let here = view.device.vlans.iter().map(|v| v.id);
            own = here.filter(|v| !routed.contains(*v) || gateways.contains(*v)).collect();
        }
        reached.insert(*id, own);
        for (port, _) in topology.ports_of(*id) {
            let Some((far, _)) = topology.peer(port) else { continue };
            let Some(other) = topology.port(far).map(|p| p.device) else { continue };
            let Some(other_view) = views.get(&other) else { continue };
            let mut link = through(view, port);
            link.intersect(&through(other_view, far));
            if !link.is_empty() {
                links.push((*id, other, link));
            }
        }
    }
    // The longest way has three links: a TOR, the other one, a CE, the other one.
    for _ in 0..3 {
        for (from, to, link) in &links {
            let mut more = link.clone();
            reached.get(to).into_iter().for_each(|to| more.intersect(to));
            reached.entry(*from).or_default().union(&more);
        }
    }
    reached
}

/// The VLANs that a port of a switch lets through, by its port-channel where it is part of one.
fn through(topology: &Topology, view: &View<'_>, port: PortId, replugged: &Replugged<'_>) -> VlanSet {
    let name = topology.port(port).and_then(|p| replugged.name(view.device, port, &p.name));
    let found = name.and_then(|name| view.ports.get(name));
    let Some(port) = found.filter(|p| !p.shutdown) else { return VlanSet::default() };
    let trunk: Option<&Trunk> = match (port.member, view.channel_of(port)) {
        (Some(_), Some(channel)) => channel.trunk.as_ref().filter(|_| !channel.shutdown),
        (Some(_), None) => None,
        (None, _) => port.trunk.as_ref(),
    };
    trunk.map(|t| view.through(t)).unwrap_or_default()
}
