//! What lowering looks up more than once, made once.

use std::collections::{BTreeMap, HashMap};

use super::edge::{EdgePort, device, edge_ports};
use crate::Analysis;
use crate::assign::vlan::peer_vlan;
use crate::assign::{Assignment, EdgeLink, adjacencies};
use crate::finding::Span;
use crate::graph::{DeviceId, Kind, PortId};
use crate::model::construct::{BondBlock, PortBlock};
use crate::model::value::Os;
use crate::model::{Domain, Fabric};

/// The fabric with indexes over it.
#[derive(Debug)]
pub struct Context<'a> {
    /// What its author wrote.
    pub fabric: &'a Fabric,
    /// What follows from it.
    pub assigned: &'a Assignment,
    /// Every VLAN of tenants and infrastructure, with its name and statement.
    pub vlans: BTreeMap<u16, (String, Span)>,
    /// The pairs of CE and PE of each external network with option A: domain and position.
    pub option_a: HashMap<(usize, usize), Vec<EdgeLink>>,
    /// The pairs of CE and PE of each NNI.
    pub nnis: Vec<Vec<EdgeLink>>,
    ports: HashMap<PortId, &'a PortBlock>,
    bonds: HashMap<PortId, &'a BondBlock>,
    edges: HashMap<(DeviceId, DeviceId), EdgePort>,
}

/// How long a VLAN's name may be on either vendor.
const VLAN_NAME: usize = 32;

impl<'a> Context<'a> {
    /// Indexes an analysis.
    pub fn new(analysis: &'a Analysis) -> Self {
        let (fabric, assigned) = (&analysis.fabric, &analysis.assignment);
        let topology = &assigned.topology;
        let ports = fabric
            .ports
            .iter()
            .flat_map(|block| block.ends.iter().filter_map(move |end| Some((topology.end(end)?, block))));
        let bonds = fabric
            .bonds
            .iter()
            .flat_map(|block| block.members.iter().filter_map(move |end| Some((topology.end(end)?, block))));
        let mut option_a = HashMap::new();
        for (d, domain) in fabric.domains.iter().enumerate() {
            for (e, external) in domain.external.iter().enumerate() {
                if let Some(a) = external.option_a.as_ref() {
                    option_a.insert((d, e), adjacencies(fabric, &a.primary, &a.secondary, &a.adjacencies));
                }
            }
        }
        let nnis = fabric
            .nnis
            .iter()
            .map(|n| adjacencies(fabric, &n.primary, &n.secondary, &n.adjacencies))
            .collect();
        let bonds: HashMap<PortId, &BondBlock> = bonds.collect();
        let mut edges = HashMap::new();
        for (ce, _) in topology.ids().filter(|(_, d)| matches!(d.kind, Kind::Ce(_))) {
            edges.extend(edge_ports(topology, &bonds, ce).into_iter().map(|(pe, at)| ((ce, pe), at)));
        }
        Context {
            fabric,
            assigned,
            vlans: vlans(fabric),
            option_a,
            nnis,
            ports: ports.collect(),
            bonds,
            edges,
        }
    }

    /// The statement that sets a port.
    pub fn port_block(&self, port: PortId) -> Option<&'a PortBlock> {
        self.ports.get(&port).copied()
    }

    /// The statement that makes a port part of a bond.
    pub fn bond_block(&self, port: PortId) -> Option<&'a BondBlock> {
        self.bonds.get(&port).copied()
    }

    /// The link between a CE and a PE, where there is a cable.
    pub fn edge_port(&self, ce: DeviceId, pe: DeviceId) -> Option<&EdgePort> {
        self.edges.get(&(ce, pe))
    }

    /// Whether a port's cable goes to a PE.
    pub fn goes_to_pe(&self, port: PortId) -> bool {
        let topology = &self.assigned.topology;
        let far = topology.peer(port).and_then(|(peer, _)| topology.device(topology.port(peer)?.device));
        far.is_some_and(|d| matches!(d.kind, Kind::Pe(_)))
    }

    /// What the CEs run.
    pub fn ce_os(&self) -> Option<Os> {
        self.os(Kind::Ce(0))
    }

    /// What the TORs of a rack run.
    pub fn tor_os(&self, rack: usize) -> Option<Os> {
        self.os(Kind::Tor(rack, 0))
    }

    fn os(&self, kind: Kind) -> Option<Os> {
        let id = device(&self.assigned.topology, kind)?;
        Some(self.assigned.topology.device(id)?.platform.as_ref()?.os.value)
    }

    /// A domain's id.
    pub fn domain_id(&self, position: usize) -> u16 {
        self.assigned.domain_ids.get(position).copied().unwrap_or_default()
    }

    /// The VLAN of the session between the CEs: the n-th of the pool.
    pub fn peer_vlan(&self, position: usize) -> Option<u16> {
        peer_vlan(self.fabric, self.domain_id(position))
    }
}

/// Whether a domain has anything on the CEs' layer 3.
pub fn has_vrf(domain: &Domain) -> bool {
    domain.leaves() || domain.internal.iter().any(|n| n.routed())
}

fn vlans(fabric: &Fabric) -> BTreeMap<u16, (String, Span)> {
    let mut vlans = BTreeMap::new();
    for domain in &fabric.domains {
        for network in &domain.internal {
            let name = vlan_name(&format!("{}-{}", domain.name.value, network.name.value), network.vlan.0);
            vlans.insert(network.vlan.0, (name, network.span));
        }
    }
    for domain in &fabric.l2_domains {
        vlans.insert(domain.vlan.0, (vlan_name(&domain.name.value, domain.vlan.0), domain.span));
    }
    vlans
}

/// A name that both vendors take: one that is too long ends in the VLAN's id, so that it stays the
/// only one of its kind.
pub fn vlan_name(name: &str, id: u16) -> String {
    if name.len() <= VLAN_NAME {
        return name.to_owned();
    }
    let tail = format!("-{id}");
    let head: String = name.chars().take(VLAN_NAME - tail.len()).collect();
    head + &tail
}
