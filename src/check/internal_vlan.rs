//! The VLANs that a switch on EOS takes for itself: one a routed port, one a sub-interface.

use super::edge::Edge;
use crate::finding::Span;
use crate::graph::{DeviceId, Kind, Purpose, Role, Topology};
use crate::model::value::{Os, VlanRange};

/// Where EOS begins, unless `vlan internal order` says otherwise.
const DEFAULT_FIRST: u16 = 1006;

/// What one switch takes.
#[derive(Debug)]
pub struct Internal {
    /// The switch.
    pub switch: DeviceId,
    /// What it may take.
    pub range: VlanRange,
    /// Where that was said; nowhere for the range that EOS begins with.
    pub written: Option<Span>,
    /// The head of its platform.
    pub platform: Span,
    /// How many it takes.
    pub needs: u32,
    /// Of these, sub-interfaces.
    pub sub_interfaces: u32,
}

/// The CEs on EOS, and the TORs that have a routed port.
pub fn of_switches(topology: &Topology, edges: &[Edge<'_>]) -> Vec<Internal> {
    let mut all = Vec::new();
    for (id, device) in topology.switches() {
        let Some(platform) = device.platform.as_deref().filter(|p| p.os.value == Os::Eos) else { continue };
        let links = edges.iter().flat_map(|e| &e.links);
        let (ce, sub_interfaces) = match device.kind {
            Kind::Ce(position) => (true, links.filter(|l| l.ce == position).count() as u32),
            _ => (false, 0),
        };
        let needs = routed(topology, id, device.kind) + sub_interfaces;
        if needs == 0 && !ce {
            continue;
        }
        let last = DEFAULT_FIRST.saturating_add(u16::try_from(needs).unwrap_or(u16::MAX)).saturating_sub(1);
        let default = VlanRange { first: DEFAULT_FIRST, last: last.clamp(DEFAULT_FIRST, 4094) };
        all.push(Internal {
            switch: id,
            range: platform.internal_vlans.as_ref().map_or(default, |r| r.value),
            written: platform.internal_vlans.as_ref().map(|r| r.span),
            platform: platform.span,
            needs,
            sub_interfaces,
        });
    }
    all
}

/// Ports to anything but the fabric's own switches, servers and arrays are routed, so that they
/// bridge nothing; those to one PE are together one.
fn routed(topology: &Topology, switch: DeviceId, own: Kind) -> u32 {
    let mut pes = Vec::new();
    let mut others = 0;
    for (port, _) in topology.ports_of(switch).filter(|(_, p)| p.role != Role::OutOfBand) {
        let Some((peer, cable)) = topology.peer(port) else { continue };
        let Some(far) = topology.port(peer).map(|p| p.device) else { continue };
        let Some(kind) = topology.device(far).map(|d| d.kind) else { continue };
        match (own, kind) {
            _ if cable.purpose == Purpose::PeerLink => {}
            (Kind::Tor(..), Kind::Server(..) | Kind::Ce(_))
            | (Kind::Ce(_), Kind::Tor(..) | Kind::Array(_)) => {}
            (Kind::Ce(_), Kind::Pe(_)) => pes.push(far),
            _ => others += 1,
        }
    }
    pes.sort_unstable();
    pes.dedup();
    pes.len() as u32 + others
}
