//! What `bond` and `port` statements make of a port, in place of what its cable does.

use super::Switch;
use super::ports::channel;
use crate::graph::PortId;
use crate::lower::Context;
use crate::lower::{mtu, why};
use crate::model::construct::{BondBlock, PortBlock};
use crate::model::value::{LacpMode, LacpRate, VlanRange, VlanSet};
use crate::plan::{ChannelMode, Membership, Port, PortChannel, Trunk};

/// How a port takes part in LACP, as statements say: the port's own, then its bond's, then
/// `active`; and how often it speaks, where they say.
pub fn lacp(context: &Context<'_>, id: PortId) -> (ChannelMode, Option<LacpRate>) {
    let (port, bond) = (context.port_block(id), context.bond_block(id));
    let mode = port.and_then(|p| p.lacp.as_ref()).or(bond.and_then(|b| b.lacp.as_ref()));
    let rate = port.and_then(|p| p.lacp_rate.as_ref()).or(bond.and_then(|b| b.lacp_rate.as_ref()));
    let mode = match mode.map(|m| m.value) {
        None | Some(LacpMode::Active) => ChannelMode::Active,
        Some(LacpMode::Passive) => ChannelMode::Passive,
        Some(LacpMode::Static) => ChannelMode::On,
    };
    (mode, rate.map(|r| r.value))
}

/// Applies the statements about a port to it and to its port-channel. Gives whether a `port`
/// statement says what the port-channel carries.
pub fn apply(switch: &Switch<'_>, id: PortId, port: &mut Port, of: &mut Option<PortChannel>) -> bool {
    if let Some(bond) = switch.context.bond_block(id) {
        join(switch, bond, port, of);
    }
    let written = switch.context.port_block(id);
    let carries = written.is_some_and(|w| carry(switch, id, w, port, of));
    if let Some(written) = written {
        port.shutdown |= written.shutdown.0.value.on();
        if let Some(mtu) = written.mtu.as_ref() {
            port.mtu = Some(mtu.0 as u16);
        }
    }
    if let Some(member) = &mut port.member {
        let (mode, rate) = lacp(switch.context, id);
        member.mode = mode;
        member.rate = rate.or(member.rate).filter(|_| mode != ChannelMode::On);
        // Without LACP there is nothing to fall back from.
        if let Some(channel) = of.as_mut().filter(|_| mode == ChannelMode::On) {
            channel.fallback = None;
        }
    }
    carries
}

/// Puts a port into the bond of a statement.
fn join(switch: &Switch<'_>, bond: &BondBlock, port: &mut Port, of: &mut Option<PortChannel>) {
    let derived = of.take();
    let rate = port.member.as_ref().and_then(|m| m.rate);
    let number =
        bond.number.as_ref().map(|n| n.0 as u16).or(derived.as_ref().map(|c| c.number)).unwrap_or_default();
    let pair = bond.members.iter().any(|m| switch.peer.is_some_and(|(_, p)| *p.name == *m.device));
    // A bond that nothing was derived for carries what the statement says and nothing else.
    let mut made =
        derived.unwrap_or_else(|| channel(switch, number, bond.name.to_string(), Some(VlanSet::default())));
    if port.routed && bond.vlans.is_empty() {
        made.trunk = None;
        made.routed = true;
    }
    made.number = number;
    made.mlag = if made.peer_link || !pair { None } else { Some(number) };
    made.origin = why::WRITTEN.of(bond.span);
    if !bond.vlans.is_empty() || bond.native_vlan.is_some() {
        let trunk = made.trunk.get_or_insert(Trunk { allowed: Some(VlanSet::default()), ..Trunk::default() });
        change(trunk, &bond.vlans, bond.native_vlan.as_ref().map(|v| v.0));
    }
    made.mtu = bond.mtu.as_ref().map(|m| m.0 as u16).or(made.mtu);
    port.member = Some(Membership { number, mode: ChannelMode::Active, rate });
    port.mtu = None;
    port.trunk = None;
    port.shutdown = false;
    *of = Some(made);
}

/// Gives a port the VLANs of a statement, or where it is a member, its port-channel. A port to a PE
/// stays routed: its sub-interfaces stand on it.
fn carry(
    switch: &Switch<'_>,
    id: PortId,
    written: &PortBlock,
    port: &mut Port,
    of: &mut Option<PortChannel>,
) -> bool {
    let native = written.native_vlan.as_ref().map(|v| v.0);
    if (written.vlans.is_empty() && native.is_none()) || switch.context.goes_to_pe(id) {
        return false;
    }
    let none = || Trunk { allowed: Some(VlanSet::default()), ..Trunk::default() };
    match of {
        Some(channel) => change(channel.trunk.get_or_insert_with(none), &written.vlans, native),
        None => {
            change(port.trunk.get_or_insert_with(none), &written.vlans, native);
            port.routed = false;
            port.mtu = mtu::layer2(switch.os());
        }
    }
    port.shutdown = false;
    true
}

fn change(trunk: &mut Trunk, vlans: &[crate::finding::At<VlanRange>], native: Option<u16>) {
    if !vlans.is_empty() {
        trunk.allowed = Some(vlans.iter().flat_map(|r| r.first..=r.last).collect());
    }
    trunk.native = native.or(trunk.native);
}
