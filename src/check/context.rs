//! What rules look up more than once, made once: every table here is linear in the fabric.

use std::collections::{HashMap, HashSet};

use super::edge::{Edge, edges};
use super::group::{groups, twins};
use super::internal_vlan::{self, Internal};
use super::words;
use crate::assign::{Analysis, Assignment};
use crate::finding::{At, Span};
use crate::graph::{Cable, Device, DeviceId, Kind, NicId, PortId, Purpose, Role, Topology};
use crate::model::construct::{BondBlock, DeviceBlock, InternalNetwork, PortBlock, RackBlock, ServerProfile};
use crate::model::value::VlanSet;
use crate::model::{Domain, Fabric, Rack};

/// The fabric with indexes over it.
#[derive(Debug)]
pub struct Context<'a> {
    /// What its author wrote.
    pub fabric: &'a Fabric,
    /// What follows from it.
    pub assigned: &'a Assignment,
    /// The graph.
    pub topology: &'a Topology,
    /// The racks of each `rack` statement, which are alike.
    pub racks: Vec<Racks<'a>>,
    /// The server profiles in use, in the order they were written.
    pub profiles: Vec<&'a ServerProfile>,
    /// The CEs, by their position in the model.
    pub ces: Vec<DeviceId>,
    /// The PEs, by their position in the model.
    pub pes: Vec<DeviceId>,
    /// The MLAG pairs: the CEs, then rack by rack. What is no pair is left out.
    pub pairs: Vec<Pair>,
    /// Everything with prefixes between CE and PE: domain by domain, then the NNIs.
    pub edges: Vec<Edge<'a>>,
    /// The VLANs of the switches, with what they are for.
    pub vlans: Vec<Vlan>,
    /// The `device` statements, in the order they were written.
    pub blocks: Vec<&'a DeviceBlock>,
    /// The VLANs that switches on EOS take for themselves.
    pub internal: Vec<Internal>,
    ports: HashMap<PortId, &'a PortBlock>,
    bonds: HashMap<PortId, &'a BondBlock>,
    cables: HashMap<(DeviceId, DeviceId), u32>,
    peer_links: HashMap<(DeviceId, DeviceId), u32>,
    misnumbered: HashSet<DeviceId>,
    short: HashSet<(DeviceId, DeviceId)>,
}

/// Racks that one statement describes.
#[derive(Debug)]
pub struct Racks<'a> {
    /// The statement.
    pub block: &'a RackBlock,
    /// The racks: at least one.
    pub all: Vec<&'a Rack>,
    /// The first of them.
    pub first: &'a Rack,
}

impl Racks<'_> {
    /// Whether TORs and servers belong in them.
    pub fn compute(&self) -> bool {
        self.first.number.is_some()
    }

    /// `rack r1`, `racks r1, r2, r3 and 5 more`.
    pub fn names(&self) -> String {
        let word = words::verb(self.all.len(), "rack", "racks");
        format!("{word} {}", words::some(self.all.iter().map(|r| &r.name.value)))
    }
}

/// The two switches that make one MLAG or vPC pair.
#[derive(Debug, Clone, Copy)]
pub struct Pair {
    /// The first of them.
    pub left: DeviceId,
    /// The second.
    pub right: DeviceId,
    /// The rack; of the CEs none.
    pub rack: Option<usize>,
}

/// A VLAN of the switches.
#[derive(Debug)]
pub struct Vlan {
    /// Its id.
    pub id: At<u16>,
    /// `mgmt of oam`, `L2 isolation domain signalling`.
    pub name: String,
    /// The largest IP packet, in bytes.
    pub mtu: At<u64>,
    /// Whether it is the instance's own.
    pub infrastructure: bool,
}

/// What an internal network is called in a sentence.
pub fn network_name(domain: &Domain, network: &InternalNetwork) -> String {
    format!("{} of {}", network.name.value, domain.name.value)
}

impl<'a> Context<'a> {
    /// Indexes an analysis.
    pub fn new(analysis: &'a Analysis) -> Self {
        let (fabric, assigned) = (&analysis.fabric, &analysis.assignment);
        let topology = &assigned.topology;
        let of = |wanted: fn(Kind) -> bool| {
            topology.ids().filter(|(_, d)| wanted(d.kind)).map(|(id, _)| id).collect::<Vec<_>>()
        };
        let edges = edges(fabric);
        let mut blocks: Vec<&DeviceBlock> = fabric.devices.values().collect();
        blocks.sort_by_key(|b| b.span);
        let ports = fabric
            .ports
            .iter()
            .flat_map(|block| block.ends.iter().filter_map(move |end| Some((topology.end(end)?, block))));
        let bonds = fabric
            .bonds
            .iter()
            .flat_map(|block| block.members.iter().filter_map(move |end| Some((topology.end(end)?, block))));
        let servers = fabric.racks.iter().flat_map(|r| &r.servers);
        let mut profiles: Vec<&ServerProfile> = groups(servers.map(|s| (s.profile.span, &*s.profile)))
            .into_iter()
            .filter_map(|g| g.first().copied())
            .collect();
        profiles.sort_by_key(|p| p.span);
        let short =
            assigned.shortages.iter().filter_map(|s| Some((s.device, topology.port(s.other)?.device)));
        let short = short.flat_map(|(a, b)| [(a, b), (b, a)]).collect();
        let mut cables: HashMap<(DeviceId, DeviceId), u32> = HashMap::new();
        let mut peer_links: HashMap<(DeviceId, DeviceId), u32> = HashMap::new();
        for cable in &topology.cables {
            let Some((a, b)) = ends(topology, cable) else { continue };
            *cables.entry((a.min(b), a.max(b))).or_default() += 1;
            if cable.purpose == Purpose::PeerLink {
                *peer_links.entry((a.min(b), a.max(b))).or_default() += 1;
            }
        }
        Context {
            fabric,
            assigned,
            topology,
            racks: racks(fabric),
            profiles,
            ces: of(|k| matches!(k, Kind::Ce(_))),
            pes: of(|k| matches!(k, Kind::Pe(_))),
            pairs: pairs(fabric, topology),
            internal: internal_vlan::of_switches(topology, &edges),
            edges,
            vlans: vlans(fabric),
            blocks,
            ports: ports.collect(),
            bonds: bonds.collect(),
            cables,
            peer_links,
            misnumbered: misnumbered(fabric, topology),
            short,
        }
    }

    /// The name of a device.
    pub fn name(&self, id: DeviceId) -> &'a str {
        self.topology.device(id).map_or("", |d| &*d.name)
    }

    /// Where a device was written.
    pub fn span(&self, id: DeviceId) -> Span {
        self.topology.device(id).map_or(Span::default(), |d| d.span)
    }

    /// The device of a port.
    pub fn device_of(&self, port: PortId) -> Option<DeviceId> {
        self.topology.port(port).map(|p| p.device)
    }

    /// The `port` statement of a port.
    pub fn port_block(&self, port: PortId) -> Option<&'a PortBlock> {
        self.ports.get(&port).copied()
    }

    /// The `bond` statement of a port.
    pub fn bond_block(&self, port: PortId) -> Option<&'a BondBlock> {
        self.bonds.get(&port).copied()
    }

    /// How many cables there are between two devices.
    pub fn cables_between(&self, a: DeviceId, b: DeviceId) -> u32 {
        self.cables.get(&(a.min(b), a.max(b))).copied().unwrap_or(0)
    }

    /// How many cables the peer link of a pair has.
    pub fn peer_link(&self, pair: &Pair) -> u32 {
        let (a, b) = (pair.left, pair.right);
        self.peer_links.get(&(a.min(b), a.max(b))).copied().unwrap_or(0)
    }

    /// Whether another device has the number of this one, or a pair has no place for that number:
    /// then what follows from numbers is wrong, and says nothing more.
    pub fn misnumbered(&self, id: DeviceId) -> bool {
        self.misnumbered.contains(&id)
    }

    /// What of a domain has prefixes between CE and PE; without a domain, the NNIs.
    pub fn edges_of(&self, domain: Option<usize>) -> &[Edge<'a>] {
        // No domain comes last.
        let key = |d: Option<usize>| d.unwrap_or(usize::MAX);
        let first = self.edges.partition_point(|e| key(e.domain) < key(domain));
        let last = self.edges.partition_point(|e| key(e.domain) <= key(domain));
        self.edges.get(first..last).unwrap_or_default()
    }

    /// Whether a cable between two devices is missing because a role ran out of ports.
    pub fn short(&self, a: DeviceId, b: DeviceId) -> bool {
        self.short.contains(&(a, b))
    }

    /// Whether there are two CEs, number 1 and number 2.
    pub fn has_ce_pair(&self) -> bool {
        self.pairs.first().is_some_and(|p| p.rack.is_none())
    }

    /// The server of a device, with its profile.
    pub fn profile(&self, id: DeviceId) -> Option<&'a ServerProfile> {
        let Kind::Server(rack, position) = self.topology.device(id)?.kind else { return None };
        self.fabric.racks.get(rack)?.servers.get(position).map(|s| &*s.profile)
    }

    /// The VLANs that a switch port has to carry for what is behind it, where that is known: on a
    /// port to a server those of its pNIC, between TOR and CE those of the rack.
    pub fn needed_vlans(&self, port: PortId) -> Option<VlanSet> {
        let (peer, _) = self.topology.peer(port)?;
        let own = self.topology.device(self.device_of(port)?)?.kind;
        let far = self.topology.port(peer)?;
        match (own, self.topology.device(far.device)?.kind, far.role) {
            (Kind::Tor(..), Kind::Server(..), Role::Nic(nic, _)) => Some(self.assigned.vlans.nic(nic)),
            (Kind::Tor(rack, _), Kind::Ce(_), _) | (Kind::Ce(_), Kind::Tor(rack, _), _) => {
                Some(self.assigned.vlans.rack(rack))
            }
            _ => None,
        }
    }

    /// `r1-s4's pNIC 4b`.
    pub fn nic_name(&self, nic: NicId) -> String {
        let name = || {
            let nic = self.topology.nic(nic)?;
            let cells = &self.profile(nic.server)?.numa;
            let pnic = cells.get(nic.cell)?.pnics.get(nic.position)?;
            Some(format!("{}'s pNIC {}", self.name(nic.server), pnic.name.value))
        };
        name().unwrap_or_default()
    }
}

/// The two devices of a cable.
pub fn ends(topology: &Topology, cable: &Cable) -> Option<(DeviceId, DeviceId)> {
    Some((topology.port(cable.a)?.device, topology.port(cable.b)?.device))
}

fn racks(fabric: &Fabric) -> Vec<Racks<'_>> {
    groups(fabric.racks.iter().map(|r| (r.block.span, r)))
        .into_iter()
        .filter_map(|all| {
            let first = *all.first()?;
            Some(Racks { block: &first.block, all, first })
        })
        .collect()
}

fn pairs(fabric: &Fabric, topology: &Topology) -> Vec<Pair> {
    let mut ces = Vec::new();
    let mut tors: Vec<Vec<(DeviceId, u32)>> = vec![Vec::new(); fabric.racks.len()];
    for (id, device) in topology.ids() {
        match device.kind {
            Kind::Ce(_) => ces.push((id, device.number)),
            Kind::Tor(rack, _) => tors.get_mut(rack).into_iter().for_each(|t| t.push((id, device.number))),
            _ => {}
        }
    }
    let pair = |rack, members: &[(DeviceId, u32)]| match members {
        [(left, 1), (right, 2)] => Some(Pair { left: *left, right: *right, rack }),
        _ => None,
    };
    let racks =
        tors.iter().enumerate().filter(|(i, _)| fabric.racks.get(*i).is_some_and(|r| r.number.is_some()));
    pair(None, &ces).into_iter().chain(racks.filter_map(|(i, t)| pair(Some(i), t))).collect()
}

fn vlans(fabric: &Fabric) -> Vec<Vlan> {
    let internal = fabric.domains.iter().flat_map(|domain| {
        domain.internal.iter().map(move |network| Vlan {
            id: network.vlan.map(|v| v.0),
            name: network_name(domain, network),
            mtu: network.mtu.0.map(|m| m.0),
            infrastructure: domain.infrastructure,
        })
    });
    let l2 = fabric.l2_domains.iter().map(|domain| Vlan {
        id: domain.vlan.map(|v| v.0),
        name: format!("L2 isolation domain {}", domain.name.value),
        mtu: domain.mtu.0.map(|m| m.0),
        infrastructure: false,
    });
    internal.chain(l2).collect()
}

fn misnumbered(fabric: &Fabric, topology: &Topology) -> HashSet<DeviceId> {
    let rack_number = |rack: usize| fabric.racks.get(rack).and_then(|r| r.number);
    let like = topology.ids().map(|(id, device)| {
        let key = match device.kind {
            Kind::Pe(_) => (0, None),
            Kind::Ce(_) => (1, None),
            Kind::Array(_) => (2, None),
            Kind::Tor(rack, _) => (3, Some(rack_number(rack).ok_or(rack))),
            Kind::Server(rack, _) => (4, Some(rack_number(rack).ok_or(rack))),
            // Appliances of several kinds share the numbers of a rack.
            Kind::Appliance(..) => (5, Some(Err(id.0 as usize))),
        };
        ((key, device.number), id)
    });
    let third = |device: &Device| matches!(device.kind, Kind::Ce(_) | Kind::Tor(..)) && device.number > 2;
    let thirds = topology.ids().filter(|(_, d)| third(d)).map(|(id, _)| id);
    twins(like).into_iter().flatten().chain(thirds).collect()
}
