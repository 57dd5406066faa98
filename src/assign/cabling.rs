//! Cabling from port roles: the n-th port of a role goes to the n-th neighbour.
//!
//! Neighbours are counted by the numbers in their names, so a rack that is added or removed never
//! moves another one's cables. A port that a `cable` statement uses takes part in no other cable.

use std::collections::HashSet;

use super::role;
use crate::finding::Span;
use crate::graph::{Cable, DeviceId, Kind, NicId, PortId, Purpose, Role, Topology};
use crate::model::value::PortRole;
use crate::model::{ApplianceKind, Fabric};

/// The server ports of a slot.
const PER_SLOT: usize = 2;

/// A port that was needed and is not there.
#[derive(Debug, Clone)]
pub struct Shortage {
    /// Whose port.
    pub device: DeviceId,
    /// Its role.
    pub role: Role,
    /// Which one, from 1.
    pub nth: u32,
    /// The port at the other end.
    pub other: PortId,
}

/// Adds every cable that follows from roles.
pub fn derive(fabric: &Fabric, topology: &mut Topology) -> Vec<Shortage> {
    let written: HashSet<PortId> = topology.cables.iter().flat_map(|c| [c.a, c.b]).collect();
    let mut wiring = Wiring { topology, written, shortages: Vec::new(), new: Vec::new() };
    let ces = wiring.all(|k| matches!(k, Kind::Ce(_)));
    let pes = wiring.all(|k| matches!(k, Kind::Pe(_)));
    let arrays = wiring.all(|k| matches!(k, Kind::Array(_)));
    for (ce, n) in &ces {
        for (pe, m) in &pes {
            wiring.join((*pe, role(PortRole::Ce), *n), (*ce, role(PortRole::Pe), *m), Purpose::PeUplink);
        }
    }
    wiring.pair(&ces);
    for (ce, n) in &ces {
        for (array, m) in &arrays {
            wiring.join((*ce, role(PortRole::Storage), *m), (*array, Role::Array, *n), Purpose::Storage);
        }
    }
    wiring.racks(fabric, &ces);
    let Wiring { new, shortages, .. } = wiring;
    for cable in new {
        topology.connect(cable);
    }
    shortages
}

struct Wiring<'t> {
    topology: &'t Topology,
    written: HashSet<PortId>,
    shortages: Vec<Shortage>,
    new: Vec<Cable>,
}

/// The n-th port of a role on a device.
type Want = (DeviceId, Role, u32);

impl Wiring<'_> {
    fn all(&self, of: impl Fn(Kind) -> bool) -> Vec<(DeviceId, u32)> {
        self.topology.ids().filter(|(_, d)| of(d.kind)).map(|(id, d)| (id, d.number)).collect()
    }

    fn has_role(&self, device: DeviceId, role: Role) -> bool {
        self.topology.nth_port(device, role, 1).is_some()
    }

    /// A cable between two wanted ports. Where one of them is missing, the other says for whom.
    fn join(&mut self, a: Want, b: Want, purpose: Purpose) {
        let find = |w: Want| self.topology.nth_port(w.0, w.1, w.2);
        let short = |w: Want, other| Shortage { device: w.0, role: w.1, nth: w.2, other };
        match (find(a), find(b)) {
            (Some(a), Some(b)) => self.connect(a, b, purpose),
            (Some(found), None) if !self.written.contains(&found) => self.shortages.push(short(b, found)),
            (None, Some(found)) if !self.written.contains(&found) => self.shortages.push(short(a, found)),
            _ => {}
        }
    }

    fn connect(&mut self, a: PortId, b: PortId, purpose: Purpose) {
        if self.written.contains(&a) || self.written.contains(&b) {
            return;
        }
        let port = |id: PortId| self.topology.port(id);
        let speed = port(a).and_then(|p| p.speed).or(port(b).and_then(|p| p.speed));
        let span = port(a).map_or(Span::default(), |p| p.span);
        let (a, b) = (a.min(b), a.max(b));
        self.new.push(Cable { a, b, speed, purpose, written: false, span });
    }

    /// The peer link of a pair: the n-th port to the n-th.
    fn pair(&mut self, pair: &[(DeviceId, u32)]) {
        let [(left, _), (right, _)] = pair else { return };
        let peer_link = role(PortRole::PeerLink);
        let ports: Vec<(PortId, u32)> = self
            .topology
            .ports_of(*left)
            .filter(|(_, p)| p.role == peer_link)
            .map(|(id, p)| (id, p.nth))
            .collect();
        for (port, nth) in ports {
            // A pair with peer links of two sizes has the smaller one's.
            if let Some(other) = self.topology.nth_port(*right, peer_link, nth) {
                self.connect(port, other, Purpose::PeerLink);
            }
        }
    }

    fn racks(&mut self, fabric: &Fabric, ces: &[(DeviceId, u32)]) {
        let mut tors: Vec<Vec<(DeviceId, u32)>> = vec![Vec::new(); fabric.racks.len()];
        let mut servers: Vec<Vec<(DeviceId, u32)>> = vec![Vec::new(); fabric.racks.len()];
        let mut switches: Vec<Vec<(DeviceId, u32)>> = vec![Vec::new(); fabric.racks.len()];
        for (id, device) in self.topology.ids() {
            let (list, rack) = match device.kind {
                Kind::Tor(rack, _) => (&mut tors, rack),
                Kind::Server(rack, _) => (&mut servers, rack),
                Kind::Appliance(rack, _) if device.platform.is_some() => (&mut switches, rack),
                _ => continue,
            };
            if let Some(list) = list.get_mut(rack) {
                list.push((id, device.number));
            }
        }
        for (i, rack) in fabric.racks.iter().enumerate() {
            let none = Vec::new();
            let tors = tors.get(i).unwrap_or(&none);
            let servers = servers.get(i).unwrap_or(&none);
            for (tor, member) in tors {
                for (ce, n) in ces {
                    // TORs count r1-t1, r1-t2, r2-t1, …
                    let nth = rack.number.map_or(0, |r| 2 * (r - r.min(1)) + member);
                    let uplink = (*tor, role(PortRole::Ce), *n);
                    self.join((*ce, role(PortRole::Tor), nth), uplink, Purpose::CeUplink);
                }
            }
            self.pair(tors);
            self.servers(tors, servers);
            let appliances = switches.get(i).unwrap_or(&none);
            self.management(rack, ces, tors, servers, appliances);
        }
    }

    /// Server ports are two a slot, one for each pNIC; the two ports of a pNIC go to one port id on
    /// both TORs. A third pNIC has a `cable` statement: more ports a slot would move the cables of
    /// every other server.
    fn servers(&mut self, tors: &[(DeviceId, u32)], servers: &[(DeviceId, u32)]) {
        for (server, slot) in servers {
            let nics: Vec<NicId> = self.topology.nics_of(*server).map(|(id, _)| id).take(PER_SLOT).collect();
            for (nic, k) in nics.into_iter().zip(1..) {
                let nth = slot.saturating_sub(1) * PER_SLOT as u32 + k;
                for side in 0..2u8 {
                    let member = u32::from(side) + 1;
                    let Some((tor, _)) = tors.iter().find(|(_, m)| *m == member) else { continue };
                    let nic_port = (*server, Role::Nic(nic, side), 1);
                    self.join((*tor, role(PortRole::Server), nth), nic_port, Purpose::Server);
                }
            }
        }
    }

    /// Management switches: baseboard controllers and PXE by slot, management ports by order: the
    /// TORs of a compute rack; the CEs, then the racks' first management switches, of an aggregate.
    fn management(
        &mut self,
        rack: &crate::model::Rack,
        ces: &[(DeviceId, u32)],
        tors: &[(DeviceId, u32)],
        servers: &[(DeviceId, u32)],
        switches: &[(DeviceId, u32)],
    ) {
        let is_switch =
            |a: &&crate::model::Appliance| matches!(a.kind, ApplianceKind::ManagementSwitch(_, Some(_)));
        if rack.appliances.iter().filter(is_switch).count() != switches.len() {
            return;
        }
        let managed = if rack.number.is_some() { tors } else { ces };
        for (i, (switch, _)) in switches.iter().enumerate() {
            // The first switch of a rack serves its servers; each device's one management port
            // goes to the switch of its own number where there are several.
            if i == 0 {
                for (server, slot) in servers {
                    for (of, to) in [(PortRole::Bmc, Role::Bmc), (PortRole::Pxe, Role::Pxe)] {
                        let purpose = if of == PortRole::Bmc { Purpose::Bmc } else { Purpose::Pxe };
                        if self.has_role(*switch, role(of)) {
                            self.join((*switch, role(of), *slot), (*server, to, 1), purpose);
                        }
                    }
                }
            }
            for (n, (device, _)) in managed.iter().enumerate() {
                if n % switches.len() == i && self.has_role(*switch, role(PortRole::Management)) {
                    let nth = (n / switches.len()) as u32 + 1;
                    let port = (*switch, role(PortRole::Management), nth);
                    self.join(port, (*device, Role::OutOfBand, 1), Purpose::Management);
                }
            }
        }
    }
}
