//! The port-channels of switches, for the rules about their numbers.

use super::Context;
use super::bond::{Far, far};
use crate::assign::number as derive;
use crate::finding::Span;
use crate::graph::{DeviceId, Kind, PortId, Purpose};
use crate::model::construct::BondBlock;

/// A port with the port-channel that it is in.
pub struct Channel<'a> {
    /// The port.
    pub port: PortId,
    /// The number.
    pub number: u16,
    /// What it leads to, where it has a cable.
    pub far: Option<Far>,
    /// The `bond` statement that it comes from.
    pub bond: Option<&'a BondBlock>,
    /// Where its number was written, or the port that it follows from.
    pub span: Span,
}

/// The port-channels of a switch, port by port.
pub fn of<'a>(context: &Context<'a>, switch: DeviceId) -> Vec<Channel<'a>> {
    let ports = context.topology.ports_of(switch);
    ports
        .filter_map(|(id, port)| {
            let bond = context.bond_block(id);
            let written = bond.and_then(|b| b.number.as_ref());
            let span = match (written, context.topology.peer(id)) {
                (Some(number), _) => number.span,
                (None, Some((_, cable))) if cable.written => cable.span,
                (None, Some((peer, _))) => context.span(context.device_of(peer)?),
                (None, None) => port.span,
            };
            let number = number(context, switch, id)?;
            Some(Channel { port: id, number, far: far(context, id), bond, span })
        })
        .collect()
}

/// The number of the port-channel that a port of a switch is in: what its `bond` statement says, or
/// what its place gives.
pub fn number(context: &Context<'_>, switch: DeviceId, id: PortId) -> Option<u16> {
    let written = context.bond_block(id).and_then(|b| b.number.as_ref());
    written.and_then(|n| u16::try_from(n.value.0).ok()).or_else(|| derived(context, switch, id))
}

/// The number that a port's place gives: that of the port among the server ports, of the rack, or
/// one that is always the same.
fn derived(context: &Context<'_>, switch: DeviceId, id: PortId) -> Option<u16> {
    let (peer, cable) = context.topology.peer(id)?;
    let port = context.topology.port(id)?;
    let far = context.device_of(peer)?;
    let kind = |device| context.topology.device(device).map(|d| d.kind);
    if cable.purpose == Purpose::PeerLink {
        return Some(derive::PEER_LINK);
    }
    match (kind(switch)?, kind(far)?) {
        (Kind::Tor(..), Kind::Server(..)) => Some(derive::server(port.nth)),
        (Kind::Tor(..), Kind::Ce(_)) => Some(derive::UPLINK),
        (Kind::Ce(_), Kind::Tor(rack, _)) => {
            context.fabric.racks.get(rack).and_then(|r| r.number).map(derive::downlink)
        }
        (Kind::Ce(_), Kind::Pe(_)) if context.cables_between(switch, far) > 1 => {
            context.topology.device(far).map(|d| derive::pe(d.number))
        }
        _ => None,
    }
}
