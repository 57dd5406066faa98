//! What the graph of a fabric knows of who is behind what.

use std::collections::{BTreeSet, HashMap};
use std::net::IpAddr;

use super::hit::Hit;
use crate::Analysis;
use crate::graph::{DeviceId, Kind, NicId, Owner, Role};
use crate::model::value::VlanSet;

/// A fabric with indexes over who is behind what.
#[derive(Debug)]
pub struct Graph<'a> {
    analysis: &'a Analysis,
    domains: HashMap<u16, &'a str>,
    vlans: HashMap<&'a str, VlanSet>,
    on_server: HashMap<DeviceId, Vec<usize>>,
    workloads: HashMap<(u16, IpAddr), &'a str>,
}

/// Whose traffic a place of a switch carries.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Behind {
    /// Nobody's: the port has no cable, or goes to none of them.
    Nobody,
    /// That of a server's pNICs.
    Nics(Vec<NicId>),
    /// That of a rack's servers.
    Rack(usize),
    /// Everybody's.
    All,
}

impl Behind {
    /// What either carries.
    #[must_use]
    pub fn or(self, other: Behind) -> Behind {
        match (self, other) {
            (Behind::Nobody, other) | (other, Behind::Nobody) => other,
            (Behind::Nics(mut a), Behind::Nics(b)) => {
                a.extend(b);
                a.sort_unstable();
                a.dedup();
                Behind::Nics(a)
            }
            (Behind::Nics(_), wider) | (wider, Behind::Nics(_)) => wider,
            (Behind::Rack(a), Behind::Rack(b)) if a == b => Behind::Rack(a),
            _ => Behind::All,
        }
    }
}

impl<'a> Graph<'a> {
    /// Indexes a fabric.
    pub fn new(analysis: &'a Analysis) -> Self {
        let (fabric, assigned) = (&analysis.fabric, &analysis.assignment);
        let (mut domains, mut vlans) = (HashMap::new(), HashMap::<&str, VlanSet>::new());
        for domain in &fabric.domains {
            for network in &domain.internal {
                domains.insert(network.vlan.0, &*domain.name.value);
                vlans.entry(&*domain.name.value).or_default().insert(network.vlan.0);
            }
            vlans.entry(&*domain.name.value).or_default();
        }
        domains.extend(fabric.l2_domains.iter().map(|d| (d.vlan.0, &**d.name)));
        let mut on_server: HashMap<DeviceId, Vec<usize>> = HashMap::new();
        let mut workloads = HashMap::new();
        let topology = &assigned.topology;
        for (w, (workload, placed)) in topology.workloads.iter().zip(&assigned.placed).enumerate() {
            if let Some(placed) = placed {
                on_server.entry(placed.server).or_default().push(w);
            }
            for (a, attachment) in workload.attachments.iter().enumerate() {
                let network = attachment.network.and_then(|n| fabric.networks.get(n));
                let Some(vlan) = network.and_then(|n| n.vlans.iter().next()) else { continue };
                workloads.extend(
                    assigned.addresses.workload(w, a).iter().map(|at| ((vlan, *at), &*workload.name)),
                );
            }
        }
        Graph { analysis, domains, vlans, on_server, workloads }
    }

    /// Whether it knows a VLAN of a tenant or of the infrastructure.
    pub fn knows_vlan(&self, vlan: u16) -> bool {
        self.domains.contains_key(&vlan)
    }

    /// The VLANs of a VRF's internal networks; none where it knows no such VRF.
    pub fn vlans_of(&self, vrf: &str) -> Option<&VlanSet> {
        self.vlans.get(vrf)
    }

    fn kind(&self, device: &str) -> Option<(DeviceId, Kind)> {
        let topology = &self.analysis.assignment.topology;
        let id = topology.named(device)?;
        Some((id, topology.device(id)?.kind))
    }

    /// The other switch of the pair.
    pub fn pair(&self, device: &str) -> Option<String> {
        let (own, kind) = self.kind(device)?;
        let like = |other: Kind| match (kind, other) {
            (Kind::Ce(_), Kind::Ce(_)) => true,
            (Kind::Tor(a, _), Kind::Tor(b, _)) => a == b,
            _ => false,
        };
        let mut others =
            self.analysis.assignment.topology.switches().filter(|(id, d)| *id != own && like(d.kind));
        let other = others.next().map(|(_, d)| d.name.to_string());
        other.filter(|_| others.next().is_none())
    }

    /// The other end of a port's cable, `r1-s1:ens3f0np0`.
    pub fn far_end(&self, device: &str, port: &str) -> Option<String> {
        let topology = &self.analysis.assignment.topology;
        let (far, _) = topology.peer(topology.port_named(topology.named(device)?, port)?)?;
        Some(topology.show(far))
    }

    /// The device at the other end of a port's cable.
    pub fn far_device(&self, device: &str, port: &str) -> Option<String> {
        let topology = &self.analysis.assignment.topology;
        let (far, _) = topology.peer(topology.port_named(topology.named(device)?, port)?)?;
        Some(topology.device(topology.port(far)?.device)?.name.to_string())
    }

    /// Whether a device is a server.
    pub fn is_server(&self, device: &str) -> bool {
        matches!(self.kind(device), Some((_, Kind::Server(..))))
    }

    /// The workload that has an address in a VLAN.
    pub fn workload_at(&self, vlan: u16, address: IpAddr) -> Option<String> {
        self.workloads.get(&(vlan, address)).map(|name| (*name).to_owned())
    }

    /// Who is behind a switch; none where it is not of the fabric.
    pub fn behind_switch(&self, device: &str) -> Option<Behind> {
        match self.kind(device)?.1 {
            Kind::Ce(_) => Some(Behind::All),
            Kind::Tor(rack, _) => Some(Behind::Rack(rack)),
            _ => None,
        }
    }

    /// Who is behind a port of a switch; none where the fabric has no such port.
    pub fn behind_port(&self, device: &str, port: &str) -> Option<Behind> {
        let topology = &self.analysis.assignment.topology;
        let (id, kind) = self.kind(device)?;
        let port = topology.port_named(id, port)?;
        let Some((far, _)) = topology.peer(port) else { return Some(Behind::Nobody) };
        let far = topology.port(far)?;
        if let Role::Nic(nic, _) = far.role {
            return Some(Behind::Nics(vec![nic]));
        }
        Some(match (kind, topology.device(far.device)?.kind) {
            (Kind::Tor(rack, _), Kind::Ce(_) | Kind::Tor(..)) | (Kind::Ce(_), Kind::Tor(rack, _)) => {
                Behind::Rack(rack)
            }
            (Kind::Ce(_), Kind::Ce(_) | Kind::Pe(_) | Kind::Array(_)) => Behind::All,
            _ => Behind::Nobody,
        })
    }

    /// Who is behind a place, of those with one of some VLANs.
    pub fn hit(&self, behind: &Behind, vlans: Option<&VlanSet>) -> Hit {
        let topology = &self.analysis.assignment.topology;
        let mut found = Found::default();
        match behind {
            Behind::Nobody => {}
            Behind::Nics(nics) => nics.iter().for_each(|nic| self.add(*nic, vlans, &mut found)),
            Behind::Rack(rack) => {
                for (_, server) in
                    topology.servers().filter(|(_, d)| matches!(d.kind, Kind::Server(r, _) if r == *rack))
                {
                    server.nics.clone().for_each(|nic| self.add(NicId(nic), vlans, &mut found));
                }
            }
            Behind::All => {
                for (_, server) in topology.servers() {
                    server.nics.clone().for_each(|nic| self.add(NicId(nic), vlans, &mut found));
                }
            }
        }
        self.named(&found)
    }

    fn add(&self, id: NicId, vlans: Option<&VlanSet>, found: &mut Found) {
        let assigned = &self.analysis.assignment;
        let Some(nic) = assigned.topology.nic(id) else { return };
        let reaches = |set: &VlanSet| vlans.is_none_or(|v| v.meets(set));
        let carried = assigned.vlans.nic(id);
        if !reaches(&carried) {
            return;
        }
        found.servers.insert(nic.server);
        let concerned = carried.iter().filter(|v| vlans.is_none_or(|set| set.contains(*v)));
        concerned.for_each(|v| found.vlans.insert(v));
        for w in self.on_server.get(&nic.server).into_iter().flatten() {
            let (workload, placed) = (assigned.topology.workloads.get(*w), assigned.placed.get(*w));
            let (Some(workload), Some(Some(placed))) = (workload, placed) else { continue };
            let on_nic = workload.attachments.iter().zip(&placed.vfs).any(|(attachment, vf)| {
                let network = attachment.network.and_then(|n| self.analysis.fabric.networks.get(n));
                placed.cell == nic.cell
                    && vf.pnic == nic.position
                    && network.map_or(vlans.is_none(), |n| reaches(&n.vlans))
            });
            if on_nic {
                found.owners.insert(workload.owner);
            }
        }
    }

    fn named(&self, found: &Found) -> Hit {
        let (fabric, topology) = (&self.analysis.fabric, &self.analysis.assignment.topology);
        let mut racks = BTreeSet::new();
        let mut hit = Hit::default();
        for server in found.servers.iter().filter_map(|id| topology.device(*id)) {
            if let Kind::Server(rack, _) = server.kind {
                racks.insert(rack);
            }
            hit.servers.push(server.name.to_string());
        }
        hit.racks =
            racks.iter().filter_map(|r| fabric.racks.get(*r)).map(|r| r.name.value.to_string()).collect();
        let domains: BTreeSet<&str> =
            found.vlans.iter().filter_map(|v| self.domains.get(&v).copied()).collect();
        hit.domains = domains.into_iter().map(str::to_owned).collect();
        let (mut clusters, mut vms) = (BTreeSet::new(), BTreeSet::new());
        for owner in &found.owners {
            match owner {
                Owner::Cluster(i, _) => {
                    clusters.extend(fabric.clusters.get(*i).map(|c| c.name.value.to_string()))
                }
                Owner::Vm(i) => vms.extend(fabric.vms.get(*i).map(|v| v.name.value.to_string())),
            }
        }
        hit.clusters = clusters.into_iter().collect();
        hit.vms = vms.into_iter().collect();
        hit
    }
}

#[derive(Default)]
struct Found {
    servers: BTreeSet<DeviceId>,
    vlans: VlanSet,
    owners: BTreeSet<Owner>,
}
