//! The members of `bond` statements, for the rules about them.

use super::Context;
use crate::finding::{At, Span};
use crate::graph::{DeviceId, Kind, NicId, PortId, Role};
use crate::model::construct::BondBlock;
use crate::model::value::End;

/// A port that a `bond` statement names.
#[derive(Clone, Copy)]
pub struct Member<'a> {
    /// As it was written.
    pub end: &'a At<End>,
    /// The port.
    pub port: PortId,
    /// Its device.
    pub device: DeviceId,
}

/// What the cable of a member leads to, as LACP sees it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Far {
    /// A pNIC: its two ports are one bond.
    Nic(NicId),
    /// The TOR pair of a rack.
    Tors(usize),
    /// The CE pair.
    Ces,
    /// Anything else stands for itself.
    Device(DeviceId),
}

/// The members that exist, by device and port.
pub fn members<'a>(context: &Context<'_>, block: &'a BondBlock) -> Vec<Member<'a>> {
    let found = block.members.iter().filter_map(|end| {
        let port = context.topology.end(end)?;
        Some(Member { end, port, device: context.device_of(port)? })
    });
    let mut members: Vec<Member<'a>> = found.collect();
    members.sort_by_key(|m| m.port);
    members
}

/// The devices of members, each once.
pub fn devices(members: &[Member<'_>]) -> Vec<DeviceId> {
    let mut devices: Vec<DeviceId> = members.iter().map(|m| m.device).collect();
    devices.dedup();
    devices
}

/// Whether two devices are the switches of one pair.
pub fn paired(context: &Context<'_>, a: DeviceId, b: DeviceId) -> bool {
    let kind = |id| context.topology.device(id).map(|d| d.kind);
    match (kind(a), kind(b)) {
        (Some(Kind::Ce(_)), Some(Kind::Ce(_))) => true,
        (Some(Kind::Tor(a, _)), Some(Kind::Tor(b, _))) => a == b,
        _ => false,
    }
}

/// What a member's cable leads to.
pub fn far(context: &Context<'_>, port: PortId) -> Option<Far> {
    let (peer, _) = context.topology.peer(port)?;
    let peer = context.topology.port(peer)?;
    Some(match (context.topology.device(peer.device)?.kind, peer.role) {
        (_, Role::Nic(nic, _)) => Far::Nic(nic),
        (Kind::Tor(rack, _), _) => Far::Tors(rack),
        (Kind::Ce(_), _) => Far::Ces,
        _ => Far::Device(peer.device),
    })
}

/// What to call it.
pub fn far_name(context: &Context<'_>, far: Far) -> String {
    match far {
        Far::Nic(nic) => context.nic_name(nic),
        Far::Tors(rack) => {
            format!("the TORs of {}", context.fabric.racks.get(rack).map_or("", |r| &*r.name.value))
        }
        Far::Ces => "the CEs".into(),
        Far::Device(id) => context.name(id).to_owned(),
    }
}

/// The place of a bond's number, or of the bond.
pub fn number_span(block: &BondBlock) -> Span {
    block.number.as_ref().map_or(block.name.span, |n| n.span)
}
