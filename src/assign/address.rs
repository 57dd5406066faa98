//! Addresses of devices and workloads.
//!
//! A device's is a function of its numbers, a workload's is given out once and kept in the lock.

use std::collections::{BTreeSet, HashMap};
use std::net::IpAddr;

use ipnet::IpNet;

use super::lock::Index;
use super::placement::Placed;
use crate::finding::Span;
use crate::graph::{DeviceId, Kind, Topology};
use crate::model::value::Prefix;
use crate::model::{Fabric, NetworkKind, Subnet, nth};

/// How many addresses of a subnet are kept back. Source:
/// reference-isolation-domain-technical-requirements.
pub const RESERVED: u64 = 8;

/// The addresses of one device.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DeviceAddresses {
    /// A CE's loopback.
    pub loopback: Option<IpNet>,
    /// The management port's.
    pub management: Option<IpNet>,
    /// The peer link's: its own, and then the peer's.
    pub peer_link: Option<IpNet>,
    /// A server's host address.
    pub host: Option<IpNet>,
    /// A server's storage address.
    pub storage: Option<IpNet>,
    /// A server's baseboard controller.
    pub bmc: Option<IpNet>,
}

/// A pool that is too small for what is cut from it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exhausted {
    /// What it is called.
    pub pool: &'static str,
    /// What it has.
    pub prefix: IpNet,
    /// Where it was written.
    pub span: Span,
    /// Who goes without.
    pub wanted_by: String,
    /// How many addresses would be needed.
    pub needs: u64,
    /// How many there are.
    pub has: u64,
}

/// The addresses of everything.
#[derive(Debug, Default)]
pub struct Addresses {
    devices: Vec<DeviceAddresses>,
    /// The addresses between the CEs, by domain: CE 1's and CE 2's, IPv4 and where needed IPv6.
    pub between_ces: Vec<Vec<(IpNet, IpNet)>>,
    workloads: Vec<Vec<Vec<IpAddr>>>,
    /// What ran out.
    pub exhausted: Vec<Exhausted>,
}

impl Addresses {
    /// The addresses of a device.
    pub fn device(&self, id: DeviceId) -> DeviceAddresses {
        self.devices.get(id.0 as usize).cloned().unwrap_or_default()
    }

    /// The addresses of a workload's n-th attachment.
    pub fn workload(&self, workload: usize, attachment: usize) -> &[IpAddr] {
        self.workloads.get(workload).and_then(|w| w.get(attachment)).map(Vec::as_slice).unwrap_or_default()
    }
}

/// Assigns every address.
pub fn assign(
    fabric: &Fabric,
    topology: &Topology,
    domain_ids: &[u16],
    placed: &[Option<Placed>],
    lock: &Index<'_>,
) -> Addresses {
    let mut giver = Giver { fabric, exhausted: Vec::new() };
    let devices = topology.ids().map(|(_, device)| giver.device(device)).collect();
    let between_ces = giver.between_ces(domain_ids);
    let workloads = giver.workloads(topology, placed, lock);
    Addresses { devices, between_ces, workloads, exhausted: giver.exhausted }
}

struct Giver<'f> {
    fabric: &'f Fabric,
    exhausted: Vec<Exhausted>,
}

impl Giver<'_> {
    /// The n-th address of a pool with the pool's length, or its own.
    fn take(
        &mut self,
        pool: &'static str,
        prefix: crate::finding::At<Prefix>,
        n: u64,
        length: Option<u8>,
        who: &dyn std::fmt::Display,
    ) -> Option<IpNet> {
        let net = prefix.0;
        let address = nth(net, n);
        if address.is_none() {
            self.exhausted.push(Exhausted {
                pool,
                prefix: net,
                span: prefix.span,
                wanted_by: who.to_string(),
                needs: n + 1,
                has: size(net),
            });
        }
        IpNet::new(address?, length.unwrap_or(net.prefix_len())).ok()
    }

    fn device(&mut self, device: &crate::graph::Device) -> DeviceAddresses {
        let fabric = self.fabric;
        let pools = &fabric.fabric.pools;
        let written = fabric.device(&device.name);
        let mut own = DeviceAddresses::default();
        let rack_number = |rack: usize| fabric.racks.get(rack).and_then(|r| r.number).map(u64::from);
        let number = u64::from(device.number);
        let host_bits = |net: IpNet| Some(net.prefix_len());
        // The written address of a purpose, with the length of the pool or subnet it is of.
        let with = |address: Option<IpAddr>, length: u8| address.and_then(|a| IpNet::new(a, length).ok());

        let management = pools.management;
        let offset = match device.kind {
            Kind::Ce(_) => Some(10 + number),
            Kind::Tor(rack, _) => rack_number(rack).map(|r| 10 + 10 * r + number),
            Kind::Appliance(rack, j) => {
                let appliance = fabric.racks.get(rack).and_then(|r| r.appliances.get(j));
                let step = match appliance.map(|a| &a.kind) {
                    Some(crate::model::ApplianceKind::ManagementSwitch(..)) => 2,
                    Some(crate::model::ApplianceKind::Broker(_)) => 4,
                    _ => 6,
                };
                Some(10 + 10 * rack_number(rack).unwrap_or(0) + step + number)
            }
            _ => None,
        };
        own.management =
            with(written.and_then(|w| w.management.as_ref()).map(|a| a.0), management.0.prefix_len());
        if let (None, Some(n)) = (own.management, offset) {
            own.management = self.take("management", management, n, host_bits(management.0), &device.name);
        }
        if let Kind::Ce(_) = device.kind {
            own.loopback = with(
                written.and_then(|w| w.loopback.as_ref()).map(|a| a.0),
                pools.loopback.0.max_prefix_len(),
            )
            .or_else(|| {
                let length = Some(pools.loopback.0.max_prefix_len());
                self.take("loopback", pools.loopback, number, length, &device.name)
            });
        }
        let pair = match device.kind {
            Kind::Ce(_) => Some(0),
            Kind::Tor(rack, _) => rack_number(rack),
            _ => None,
        };
        if let Some(pair) = pair {
            let link = pools.point_to_point;
            own.peer_link = with(written.and_then(|w| w.peer_link.as_ref()).map(|a| a.0), 31);
            let quarter = size(link.0) / 4;
            let n = 2 * pair + number.saturating_sub(1);
            if own.peer_link.is_none() && n < quarter {
                own.peer_link = self.take("point-to-point", link, n, Some(31), &device.name);
            } else if own.peer_link.is_none() {
                self.exhausted.push(Exhausted {
                    pool: "point-to-point",
                    prefix: link.0,
                    span: link.span,
                    wanted_by: format!("the peer link of {}", device.name),
                    needs: (n + 1) * 4,
                    has: size(link.0),
                });
            }
        }
        if let Kind::Server(rack, j) = device.kind {
            self.server(device, rack, j, &mut own);
        }
        own
    }

    /// Host part 32 * rack + slot, in each of a server's networks.
    fn server(&mut self, device: &crate::graph::Device, rack: usize, j: usize, own: &mut DeviceAddresses) {
        let fabric = self.fabric;
        let Some(rack) = fabric.racks.get(rack) else { return };
        let Some(profile) = rack.servers.get(j).map(|s| &s.profile) else { return };
        let n = 32 * u64::from(rack.number.unwrap_or(0)) + u64::from(device.number);
        let written = fabric.device(&device.name);
        let subnet = |network: &str| {
            let network = fabric.infra_network(network)?;
            network.subnets.iter().find(|p| p.0.addr().is_ipv4()).or(network.subnets.first()).copied()
        };
        let explicit =
            |address: Option<IpAddr>, net: IpNet| address.and_then(|a| IpNet::new(a, net.prefix_len()).ok());
        if let Some(net) = profile.host.as_ref().and_then(|h| subnet(&h.network)) {
            own.host = explicit(written.and_then(|w| w.host.as_ref()).map(|a| a.0), net.0)
                .or_else(|| self.take("hosts", net, n, None, &device.name));
        }
        if let Some(net) = profile.storage.as_ref().and_then(|s| subnet(&s.network)) {
            own.storage = explicit(written.and_then(|w| w.storage.as_ref()).map(|a| a.0), net.0)
                .or_else(|| self.take("storage", net, n, None, &device.name));
        }
        if let Some(pool) = fabric.fabric.pools.bmc.0 {
            own.bmc = explicit(written.and_then(|w| w.bmc.as_ref()).map(|a| a.0), pool.0)
                .or_else(|| self.take("bmc", pool, n, None, &device.name));
        }
    }

    /// A /31, and where IPv6 leaves the domain a /127, for each domain that speaks BGP.
    fn between_ces(&mut self, domain_ids: &[u16]) -> Vec<Vec<(IpNet, IpNet)>> {
        let pools = &self.fabric.fabric.pools;
        let (v4, v6) = (pools.point_to_point, pools.point_to_point_v6.0);
        let base = size(v4.0) / 4;
        let mut all = Vec::new();
        for (domain, id) in self.fabric.domains.iter().zip(domain_ids) {
            let mut pairs = Vec::new();
            if domain.speaks_bgp() {
                let n = 2 * (u64::from(*id).saturating_sub(1));
                let who = format!("the session between the CEs of {}", domain.name.value);
                let mut pair = |pool, prefix, n, length: u8| {
                    let first = self.take(pool, prefix, n, Some(length), &who)?;
                    Some((first, self.take(pool, prefix, n + 1, Some(length), &who)?))
                };
                pairs.extend(pair("point-to-point", v4, base + n, 31));
                if domain.speaks_bgp_v6() {
                    pairs.extend(pair("point-to-point-v6", v6, n, 127));
                }
            }
            all.push(pairs);
        }
        all
    }

    /// Addresses of nodes on the networks that give them one: what the file says, what the lock
    /// says, or the highest that is free. Pods are given the lowest by an allocator of their own,
    /// so a node that is added later does not take what a running pod has.
    fn workloads(
        &mut self,
        topology: &Topology,
        placed: &[Option<Placed>],
        lock: &Index<'_>,
    ) -> Vec<Vec<Vec<IpAddr>>> {
        let mut ranges: HashMap<usize, Vec<Range>> = HashMap::new();
        let mut all: Vec<Vec<Vec<IpAddr>>> =
            topology.workloads.iter().map(|w| vec![Vec::new(); w.attachments.len()]).collect();
        let mut wanting = Vec::new();
        for (i, workload) in topology.workloads.iter().enumerate() {
            for (n, attachment) in workload.attachments.iter().enumerate() {
                let Some(network) = attachment.network.filter(|_| attachment.addressed) else { continue };
                let ranges = ranges.entry(network).or_insert_with(|| ranges_of(self.fabric, network));
                if !attachment.addresses.is_empty() {
                    let given: Vec<IpAddr> = attachment.addresses.iter().map(|a| a.value).collect();
                    for range in ranges.iter_mut() {
                        range.taken.extend(&given);
                    }
                    put(&mut all, i, n, given);
                } else if placed.get(i).is_some_and(Option::is_some) {
                    wanting.push((i, n, network));
                }
            }
        }
        wanting.retain(|(i, n, network)| {
            let Some(workload) = topology.workloads.get(*i) else { return false };
            let Some(attachment) = workload.attachments.get(*n) else { return false };
            let locked =
                lock.workload(&workload.name).map(|l| l.addresses(&attachment.key)).unwrap_or_default();
            let Some(ranges) = ranges.get_mut(network) else { return false };
            let kept: Vec<IpAddr> = ranges.iter_mut().filter_map(|r| r.keep(&locked)).collect();
            let complete = kept.len() == ranges.len();
            put(&mut all, *i, *n, kept);
            !complete
        });
        for (i, n, network) in wanting {
            let Some(ranges) = ranges.get_mut(&network) else { continue };
            let mut given = all.get(i).and_then(|w| w.get(n)).cloned().unwrap_or_default();
            for range in ranges.iter_mut() {
                if given.iter().any(|a| range.holds(*a)) {
                    continue;
                }
                match range.give() {
                    Some(address) => given.push(address),
                    None => {
                        let name = topology.workloads.get(i).map(|w| w.name.to_string()).unwrap_or_default();
                        self.exhausted.push(range.exhausted(name));
                    }
                }
            }
            put(&mut all, i, n, given);
        }
        all
    }
}

fn put(all: &mut [Vec<Vec<IpAddr>>], workload: usize, attachment: usize, given: Vec<IpAddr>) {
    if let Some(slot) = all.get_mut(workload).and_then(|w| w.get_mut(attachment)) {
        *slot = given;
    }
}

/// How many addresses a prefix has, as far as 64 bits count.
pub fn size(net: IpNet) -> u64 {
    1u64.checked_shl(u32::from(net.max_prefix_len() - net.prefix_len())).unwrap_or(u64::MAX)
}

/// What a network gives addresses of one family out of.
struct Range {
    /// Runs of addresses, the highest first.
    runs: Vec<(IpAddr, IpAddr)>,
    /// The run, and the address in it, to look at next.
    next: Option<(usize, IpAddr)>,
    taken: BTreeSet<IpAddr>,
    span: Span,
    subnet: IpNet,
    asked: u64,
    given: u64,
}

impl Range {
    fn holds(&self, address: IpAddr) -> bool {
        let within = |(first, last): &(IpAddr, IpAddr)| {
            address.is_ipv4() == first.is_ipv4() && *first <= address && address <= *last
        };
        self.runs.iter().any(within)
    }

    fn keep(&mut self, locked: &[IpAddr]) -> Option<IpAddr> {
        let address = locked.iter().copied().find(|a| self.holds(*a))?;
        self.taken.insert(address).then(|| {
            self.asked += 1;
            self.given += 1;
            address
        })
    }

    fn give(&mut self) -> Option<IpAddr> {
        self.asked += 1;
        while let Some((run, address)) = self.next {
            let first = self.runs.get(run).map(|(first, _)| *first);
            self.next = match predecessor(address).filter(|_| Some(address) != first) {
                Some(before) => Some((run, before)),
                None => self.runs.get(run + 1).map(|(_, last)| (run + 1, *last)),
            };
            if self.taken.insert(address) {
                self.given += 1;
                return Some(address);
            }
        }
        None
    }

    /// All that was free has been given, so what was given is what there is.
    fn exhausted(&self, who: String) -> Exhausted {
        Exhausted {
            pool: "ipam",
            prefix: self.subnet,
            span: self.span,
            wanted_by: who,
            needs: self.asked,
            has: self.given,
        }
    }
}

/// The address before another.
pub fn predecessor(address: IpAddr) -> Option<IpAddr> {
    match address {
        IpAddr::V4(a) => u32::from(a).checked_sub(1).map(|n| IpAddr::V4(n.into())),
        IpAddr::V6(a) => u128::from(a).checked_sub(1).map(|n| IpAddr::V6(n.into())),
    }
}

/// The address behind another.
pub fn successor(address: IpAddr) -> Option<IpAddr> {
    match address {
        IpAddr::V4(a) => u32::from(a).checked_add(1).map(|n| IpAddr::V4(n.into())),
        IpAddr::V6(a) => u128::from(a).checked_add(1).map(|n| IpAddr::V6(n.into())),
    }
}

/// What a network gives addresses out of: one run a family. What is kept back, and the gateway,
/// are taken from the start.
fn ranges_of(fabric: &Fabric, network: usize) -> Vec<Range> {
    let Some(network) = fabric.networks.get(network) else { return Vec::new() };
    let NetworkKind::L3 { domain, vlan, ipam } = &network.kind else { return Vec::new() };
    let Some(internal) = fabric.domain(&domain.value).and_then(|d| d.network(vlan.value)) else {
        return Vec::new();
    };
    let mut ranges = Vec::new();
    for subnet in internal.subnets() {
        let v4 = subnet.prefix.addr().is_ipv4();
        let written: Vec<_> = ipam.iter().filter(|r| r.value.0.is_ipv4() == v4).collect();
        let (mut runs, span): (Vec<(IpAddr, IpAddr)>, Span) = match written.first() {
            Some(first) => (written.iter().map(|r| r.value).collect(), first.span),
            None if ipam.is_empty() => {
                (vec![(subnet.prefix.network(), subnet.prefix.broadcast())], subnet.span)
            }
            None => continue,
        };
        runs.sort_unstable_by(|a, b| b.cmp(a));
        let next = runs.first().map(|(_, last)| (0, *last));
        let hops = internal.statics.iter().flat_map(|s| s.next_hops.iter());
        let neighbors = internal.bgp.iter().flat_map(|b| b.neighbors.iter());
        let taken = kept_back(&subnet).into_iter().chain(hops.chain(neighbors).map(|a| a.0)).collect();
        ranges.push(Range { runs, next, taken, span, subnet: subnet.prefix, asked: 0, given: 0 });
    }
    ranges
}

/// The addresses of a subnet that no workload may have: the first eight, the last of an IPv4
/// subnet, the gateway.
pub fn kept_back(subnet: &Subnet) -> Vec<IpAddr> {
    let mut kept: Vec<IpAddr> = (0..RESERVED).filter_map(|n| subnet.nth(n)).collect();
    if subnet.prefix.addr().is_ipv4() {
        kept.push(subnet.prefix.broadcast());
    }
    kept.extend(subnet.gateway);
    kept.sort_unstable();
    kept.dedup();
    kept
}
