//! Placement of workloads onto racks, servers and NUMA cells.
//!
//! What a statement places stands there; what the lock placed stays there while it fits; the rest
//! is spread: racks with the fewest of the same cluster first, then servers, larger workloads
//! before smaller ones. Source: concepts-nexus-kubernetes-placement. A workload never crosses NUMA
//! cells.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::sync::Arc;

use super::lock::Index;
use super::vf::{Vf, tenant_vfs};
use crate::finding::At;
use crate::graph::{DeviceId, Kind, Owner, Topology, Workload, WorkloadId};
use crate::model::Fabric;
use crate::model::construct::{NumaCell, ServerProfile};
use crate::model::value::{RackRef, Ref};

/// Where a workload stands.
#[derive(Debug, Clone)]
pub struct Placed {
    /// The server.
    pub server: DeviceId,
    /// The position of the NUMA cell in the profile, by cell number.
    pub cell: usize,
    /// The cell's number.
    pub cell_number: u64,
    /// The VF of each attachment.
    pub vfs: Vec<Vf>,
}

/// A workload that stands nowhere.
#[derive(Debug, Clone)]
pub struct Unplaced {
    /// The workload.
    pub workload: WorkloadId,
    /// What it lacks.
    pub why: Why,
}

/// Why a workload stands nowhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Why {
    /// No cell of any server is large enough, even empty.
    TooLarge,
    /// The cells that are large enough are full.
    Full,
    /// The server that the file names has no room.
    NoRoomThere,
    /// The server that the file names has no such cell.
    NoSuchCell,
}

/// What placement gives.
pub struct Outcome {
    /// By workload.
    pub placed: Vec<Option<Placed>>,
    /// What stands nowhere.
    pub unplaced: Vec<Unplaced>,
}

/// What is left of a NUMA cell.
struct Room {
    cpus: u32,
    memory: u32,
    used: Vec<bool>,
    free: u32,
    workloads: u32,
    number: u64,
    vfs: Arc<[Vf]>,
}

impl Room {
    fn fits(&self, workload: &Workload) -> bool {
        self.cpus >= workload.cpus
            && self.memory >= workload.memory
            && self.free as usize >= workload.attachments.len()
    }
}

/// A server with what is left of it.
struct Host {
    device: DeviceId,
    slot: u32,
    cells: Vec<Room>,
    workloads: u32,
}

/// What an empty NUMA cell has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cell {
    /// vCPUs.
    pub cpus: u32,
    /// GiB of memory.
    pub memory: u32,
    /// VFs for workloads.
    pub vfs: usize,
}

impl Cell {
    /// Whether a workload fits when nothing else is there.
    pub fn holds(&self, workload: &Workload) -> bool {
        self.cpus >= workload.cpus && self.memory >= workload.memory && self.vfs >= workload.attachments.len()
    }
}

/// The cells of a server, by cell number.
pub fn empty_cells(profile: &ServerProfile) -> Vec<Cell> {
    let cell = |(cell, vfs): (&NumaCell, Vec<Vf>)| Cell {
        cpus: cell.cpus.0 as u32,
        memory: cell.memory.0,
        vfs: vfs.len(),
    };
    profile.numa.iter().zip(tenant_vfs(profile)).map(cell).collect()
}

/// Workloads that differ in nothing that placement looks at.
type Shape = (u32, u32, usize, *const At<Ref<RackRef>>);

struct Yard {
    /// The cells of every model of server, empty.
    empty: Vec<Cell>,
    /// What has found no room: room only shrinks, so nothing like it will.
    refused: HashSet<Shape>,
    /// Servers by rack, racks by position in the model.
    racks: Vec<Vec<Host>>,
    /// How many workloads each rack has.
    load: Vec<u32>,
    /// The racks that have servers, the emptiest first.
    by_load: BTreeSet<(u32, usize)>,
}

/// Places every workload.
pub fn place(fabric: &Fabric, topology: &Topology, lock: &Index) -> Outcome {
    let mut yard = Yard::of(fabric, topology);
    let mut placed: Vec<Option<Placed>> = vec![None; topology.workloads.len()];
    let mut unplaced = Vec::new();
    let mut pending: Vec<usize> = Vec::new();

    for (i, workload) in topology.workloads.iter().enumerate() {
        let Some(place) = &workload.place else {
            pending.push(i);
            continue;
        };
        let Some((rack, host)) = yard.find(topology, &place.server) else { continue };
        match yard.put_on(workload, rack, host, place.cell.map(u64::from), &[]) {
            Ok(there) => set(&mut placed, i, there),
            Err(why) => unplaced.push(Unplaced { workload: WorkloadId(i as u32), why }),
        }
    }
    pending.retain(|i| {
        let Some(workload) = topology.workloads.get(*i) else { return false };
        let Some(locked) = lock.workload(&workload.name) else { return true };
        let Some((server, cell)) = locked.place() else { return true };
        let Some((rack, host)) = yard.find(topology, server) else { return true };
        if !allowed(fabric, workload, rack) {
            return true;
        }
        match yard.put_on(workload, rack, host, Some(cell), &locked.vfs(workload)) {
            Ok(there) => {
                set(&mut placed, *i, there);
                false
            }
            Err(_) => true,
        }
    });
    let mut spreads = spreads(topology, &placed);
    for group in groups(&topology.workloads, &pending) {
        let of = group.first().and_then(|i| topology.workloads.get(*i)).map(|w| group_of(w.owner));
        let mut spread = of.and_then(|of| spreads.remove(&of)).unwrap_or_default();
        for i in group {
            let Some(workload) = topology.workloads.get(i) else { continue };
            match spread.put(fabric, &mut yard, workload) {
                Ok(there) => set(&mut placed, i, there),
                Err(why) => unplaced.push(Unplaced { workload: WorkloadId(i as u32), why }),
            }
        }
    }
    unplaced.sort_by_key(|u| u.workload);
    Outcome { placed, unplaced }
}

/// How each group stands already.
fn spreads(topology: &Topology, placed: &[Option<Placed>]) -> HashMap<(bool, usize), Spread> {
    let mut spreads: HashMap<(bool, usize), Spread> = HashMap::new();
    for (workload, placed) in topology.workloads.iter().zip(placed) {
        let Some(placed) = placed else { continue };
        if let Some(Kind::Server(rack, _)) = topology.device(placed.server).map(|d| d.kind) {
            spreads.entry(group_of(workload.owner)).or_default().count(rack, placed.server);
        }
    }
    spreads
}

fn set(placed: &mut [Option<Placed>], i: usize, there: Placed) {
    if let Some(slot) = placed.get_mut(i) {
        *slot = Some(there);
    }
}

/// Whether a workload may stand in a rack.
fn allowed(fabric: &Fabric, workload: &Workload, rack: usize) -> bool {
    workload.racks.is_empty() || workload.racks.iter().any(|r| fabric.rack_position(&r.name) == Some(rack))
}

/// What spreads together: the workloads of one cluster, or one VM.
fn group_of(owner: Owner) -> (bool, usize) {
    match owner {
        Owner::Cluster(cluster, _) => (false, cluster),
        Owner::Vm(vm) => (true, vm),
    }
}

/// Pending workloads by group; groups with the largest workloads first, and in each group the
/// larger ones first, so that small ones don't fill the cells that large ones need.
fn groups(workloads: &[Workload], pending: &[usize]) -> Vec<Vec<usize>> {
    let mut by_group: BTreeMap<(bool, usize), Vec<usize>> = Default::default();
    for i in pending {
        if let Some(workload) = workloads.get(*i) {
            by_group.entry(group_of(workload.owner)).or_default().push(*i);
        }
    }
    let size = |i: &usize| workloads.get(*i).map_or((0, 0), |w| (w.memory, w.cpus));
    let mut groups: Vec<Vec<usize>> = by_group.into_values().collect();
    for group in &mut groups {
        group.sort_by_key(|i| (std::cmp::Reverse(size(i)), *i));
    }
    groups.sort_by_key(|g| g.first().map(|i| (std::cmp::Reverse(size(i)), *i)));
    groups
}

impl Yard {
    fn of(fabric: &Fabric, topology: &Topology) -> Self {
        let mut empty = Vec::new();
        let mut vfs: HashMap<*const ServerProfile, Vec<Arc<[Vf]>>> = HashMap::new();
        let mut racks: Vec<Vec<Host>> = (0..fabric.racks.len()).map(|_| Vec::new()).collect();
        for (device, server) in topology.servers() {
            let Kind::Server(rack, j) = server.kind else { continue };
            let Some(profile) = fabric.racks.get(rack).and_then(|r| r.servers.get(j)).map(|s| &s.profile)
            else {
                continue;
            };
            let vfs = vfs.entry(Arc::as_ptr(profile)).or_insert_with(|| {
                empty.extend(empty_cells(profile));
                tenant_vfs(profile).into_iter().map(Into::into).collect()
            });
            let rooms = profile.numa.iter().zip(vfs.iter()).map(|(cell, vfs)| Room {
                cpus: cell.cpus.0 as u32,
                memory: cell.memory.0,
                used: vec![false; vfs.len()],
                free: vfs.len() as u32,
                workloads: 0,
                number: cell.cell.0,
                vfs: vfs.clone(),
            });
            if let Some(hosts) = racks.get_mut(rack) {
                hosts.push(Host { device, slot: server.number, cells: rooms.collect(), workloads: 0 });
            }
        }
        let load = vec![0; racks.len()];
        let by_load = racks.iter().enumerate().filter(|(_, hosts)| !hosts.is_empty());
        let by_load = by_load.map(|(rack, _)| (0, rack)).collect();
        Yard { empty, refused: HashSet::new(), by_load, racks, load }
    }

    /// The rack of a server and its position there.
    fn find(&self, topology: &Topology, server: &str) -> Option<(usize, usize)> {
        let id = topology.named(server)?;
        let Kind::Server(rack, _) = topology.device(id)?.kind else { return None };
        let position = self.racks.get(rack)?.iter().position(|h| h.device == id)?;
        Some((rack, position))
    }

    /// Puts a workload on a server: in the cell that is named, or in the emptiest with room.
    /// `wanted` are VFs to keep where they are free.
    fn put_on(
        &mut self,
        workload: &Workload,
        rack: usize,
        host: usize,
        cell: Option<u64>,
        wanted: &[Arc<str>],
    ) -> Result<Placed, Why> {
        let Some(server) = self.racks.get_mut(rack).and_then(|r| r.get_mut(host)) else {
            return Err(Why::NoRoomThere);
        };
        if cell.is_some_and(|n| server.cells.iter().all(|c| c.number != n)) {
            return Err(Why::NoSuchCell);
        }
        let best = server
            .cells
            .iter()
            .enumerate()
            .filter(|(_, c)| cell.is_none_or(|n| n == c.number) && c.fits(workload))
            .min_by_key(|(i, c)| (c.workloads, *i))
            .map(|(i, _)| i);
        let (Some(position), device) = (best, server.device) else { return Err(Why::NoRoomThere) };
        let Some(room) = server.cells.get_mut(position) else { return Err(Why::NoRoomThere) };
        let vfs = take_vfs(room, workload.attachments.len(), wanted);
        room.cpus -= workload.cpus;
        room.memory -= workload.memory;
        room.workloads += 1;
        let cell_number = room.number;
        server.workloads += 1;
        if let Some(load) = self.load.get_mut(rack) {
            self.by_load.remove(&(*load, rack));
            *load += 1;
            self.by_load.insert((*load, rack));
        }
        Ok(Placed { server: device, cell: position, cell_number, vfs })
    }
}

/// Takes as many VFs as there are attachments: the wanted one of each where it is free, else the
/// first that is.
fn take_vfs(room: &mut Room, count: usize, wanted: &[Arc<str>]) -> Vec<Vf> {
    let mut taken: Vec<Option<usize>> = vec![None; count];
    for (slot, name) in taken.iter_mut().zip(wanted) {
        let position = room.vfs.iter().position(|vf| vf.name == *name);
        if let Some(used) = position.and_then(|p| room.used.get_mut(p)).filter(|used| !**used) {
            *used = true;
            *slot = position;
        }
    }
    for slot in taken.iter_mut().filter(|slot| slot.is_none()) {
        let position = room.used.iter().position(|used| !used);
        if let Some(used) = position.and_then(|p| room.used.get_mut(p)) {
            *used = true;
        }
        *slot = position;
    }
    room.free = room.used.iter().filter(|used| !**used).count() as u32;
    taken.into_iter().flatten().filter_map(|p| room.vfs.get(p).cloned()).collect()
}

/// How one group spreads: racks without any of it first, by how much else they have; then those
/// with the fewest of it.
#[derive(Default)]
struct Spread {
    in_rack: BTreeMap<usize, u32>,
    on_server: HashMap<DeviceId, u32>,
}

impl Spread {
    fn count(&mut self, rack: usize, server: DeviceId) {
        *self.in_rack.entry(rack).or_default() += 1;
        *self.on_server.entry(server).or_default() += 1;
    }

    fn put(&mut self, fabric: &Fabric, yard: &mut Yard, workload: &Workload) -> Result<Placed, Why> {
        if !yard.empty.iter().any(|c| c.holds(workload)) {
            return Err(Why::TooLarge);
        }
        let racks = if workload.racks.is_empty() { std::ptr::null() } else { workload.racks.as_ptr() };
        let shape = (workload.cpus, workload.memory, workload.attachments.len(), racks);
        if yard.refused.contains(&shape) {
            return Err(Why::Full);
        }
        let empty =
            yard.by_load.iter().map(|(_, rack)| *rack).filter(|rack| !self.in_rack.contains_key(rack));
        let found =
            empty.into_iter().find_map(|rack| self.best(fabric, yard, workload, rack)).or_else(|| {
                let load = |rack: &usize| yard.load.get(*rack).copied();
                let mut used: Vec<_> =
                    self.in_rack.iter().map(|(rack, mine)| (*mine, load(rack), *rack)).collect();
                used.sort_unstable();
                used.into_iter().find_map(|(_, _, rack)| self.best(fabric, yard, workload, rack))
            });
        let Some((rack, host)) = found else {
            yard.refused.insert(shape);
            return Err(Why::Full);
        };
        let placed = yard.put_on(workload, rack, host, None, &[])?;
        self.count(rack, placed.server);
        Ok(placed)
    }

    /// The server of a rack that has room: with the fewest of this group, then with the least.
    fn best(&self, fabric: &Fabric, yard: &Yard, workload: &Workload, rack: usize) -> Option<(usize, usize)> {
        if !allowed(fabric, workload, rack) {
            return None;
        }
        let mine = |host: &Host| self.on_server.get(&host.device).copied().unwrap_or(0);
        let hosts = yard.racks.get(rack)?.iter().enumerate();
        hosts
            .filter(|(_, host)| host.cells.iter().any(|c| c.fits(workload)))
            .min_by_key(|(_, host)| (mine(host), host.workloads, host.slot))
            .map(|(host, _)| (rack, host))
    }
}
