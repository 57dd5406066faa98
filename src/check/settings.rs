//! What ports send and take, for the rules that hold the two ends of a cable against each other, or
//! the ports of one port-channel.
//!
//! What follows from a cable agrees with its other end by itself, so only what `port` and `bond`
//! statements say can differ: every setting comes with the place that says it, or with none.

use std::collections::{HashMap, HashSet};

use super::context::Vlan;
use super::{Context, channel};
use crate::assign::mtu;
use crate::assign::number::PEER_VLAN;
use crate::assign::vlan::peer_vlan;
use crate::finding::{At, Span};
use crate::graph::{DeviceId, Kind, PortId, Purpose};
use crate::model::construct::PortBlock;
use crate::model::value::{LacpMode, LacpRate, Os, Speed, VlanSet};

/// A value, with the place that says it; what is derived has none.
pub type Said<T> = (T, Option<Span>);

/// The statements about ports, by what they reach.
pub struct Settings<'c, 'a> {
    context: &'c Context<'a>,
    /// The statement that a port-channel of a switch has its VLANs from: a `port` statement about one
    /// member holds for all, and of several that of the first member does.
    channels: HashMap<(DeviceId, u16), &'a PortBlock>,
    /// The VLANs that each statement lists, by its place: a statement may reach many ports.
    listed: HashMap<Span, At<VlanSet>>,
    /// Each VLAN by its id.
    networks: HashMap<u16, &'c Vlan>,
}

impl<'c, 'a> Settings<'c, 'a> {
    /// Reads the statements; none where there are no such statements, and so no differences.
    pub fn of(context: &'c Context<'a>) -> Option<Self> {
        let fabric = context.fabric;
        if fabric.ports.is_empty() && fabric.bonds.is_empty() {
            return None;
        }
        let mut written: Vec<(PortId, &PortBlock)> = fabric
            .ports
            .iter()
            .flat_map(|block| block.ends.iter().filter_map(move |e| Some((context.topology.end(e)?, block))))
            .collect();
        written.sort_by_key(|(port, block)| (*port, block.span));
        let mut channels = HashMap::new();
        for (port, block) in written {
            let Some((switch, os)) = switch(context, port) else { continue };
            let carries = !block.vlans.is_empty() || block.native_vlan.is_some();
            // On NX-OS a member has the MTU of its port-channel.
            if !carries && (os == Os::Eos || block.mtu.is_none()) {
                continue;
            }
            if let Some(number) = channel::number(context, switch, port) {
                channels.entry((switch, number)).or_insert(block);
            }
        }
        let ports = fabric.ports.iter().map(|b| (b.span, &b.vlans));
        let bonds = fabric.bonds.iter().map(|b| (b.span, &b.vlans));
        let listed = ports.chain(bonds).filter_map(|(statement, ranges)| {
            let set = ranges.iter().flat_map(|r| r.first..=r.last).collect();
            Some((statement, At::new(set, ranges.last()?.span)))
        });
        let networks = context.vlans.iter().map(|v| (v.id.value, v)).collect();
        Some(Settings { context, channels, listed: listed.collect(), networks })
    }

    /// The `port` statement that decides what a port of a switch carries.
    fn decides(&self, port: PortId) -> Option<&'a PortBlock> {
        let number = switch(self.context, port)
            .and_then(|(s, _)| channel::number(self.context, s, port).map(|number| (s, number)));
        match number {
            Some(key) => self.channels.get(&key).copied(),
            None => self.context.port_block(port),
        }
    }

    /// The VLANs that statements give a port of a switch; none where it has the derived ones.
    pub fn vlans(&self, port: PortId) -> Option<&At<VlanSet>> {
        let block = self.decides(port).and_then(|b| self.listed.get(&b.span));
        block.or_else(|| self.listed.get(&self.context.bond_block(port)?.span))
    }

    /// The VLAN of untagged frames on a port of a switch, where a statement says one.
    pub fn native(&self, port: PortId) -> Option<At<u16>> {
        let block = self.decides(port).and_then(|b| b.native_vlan.as_ref());
        let bond = || self.context.bond_block(port).and_then(|b| b.native_vlan.as_ref());
        block.or_else(bond).map(|v| v.map(|v| v.0))
    }

    /// The VLANs that a port's own statement gives it, or else those of its port-channel.
    pub fn own_vlans(&self, port: PortId) -> Option<&At<VlanSet>> {
        let own = self.context.port_block(port).and_then(|b| self.listed.get(&b.span));
        own.or_else(|| self.vlans(port))
    }

    /// The native VLAN that a port's own statement gives it, or else that of its port-channel.
    pub fn own_native(&self, port: PortId) -> Option<At<u16>> {
        let own = self.context.port_block(port).and_then(|b| b.native_vlan.as_ref());
        own.map(|v| v.map(|v| v.0)).or_else(|| self.native(port))
    }

    /// Whether a port carries a VLAN, as far as is known.
    pub fn carries(&self, port: PortId, vlan: u16) -> bool {
        match self.vlans(port) {
            Some(listed) => listed.value.contains(vlan),
            None => self.context.needed_vlans(port).is_none_or(|v| v.contains(vlan)),
        }
    }

    /// The MTU that statements give a port.
    pub fn written_mtu(&self, port: PortId) -> Option<At<u64>> {
        let own = match switch(self.context, port) {
            Some((_, Os::Nxos)) => self.decides(port),
            _ => self.context.port_block(port),
        };
        let block = own.and_then(|b| b.mtu.as_ref());
        let bond = || self.context.bond_block(port).and_then(|b| b.mtu.as_ref());
        block.or_else(bond).map(|m| m.map(|m| m.0))
    }

    /// The largest IP packet that a layer-2 port of a switch takes, in bytes; no more than the
    /// smallest of the platforms can, for what that leaves out no network sends. Of other devices none.
    pub fn mtu(&self, port: PortId) -> Option<Said<u64>> {
        let (_, os) = switch(self.context, port)?;
        let most = u64::from(mtu::most(os).min(mtu::most(Os::Eos)));
        Some(match self.written_mtu(port) {
            Some(written) => (written.value.min(most), Some(written.span)),
            None => (most, None),
        })
    }

    /// The network with the largest MTU among VLANs.
    pub fn largest(&self, vlans: &VlanSet) -> Option<&'c Vlan> {
        let found = vlans.iter().filter_map(|v| self.networks.get(&v).copied());
        // Of several that are as large, the first.
        found.reduce(|best, next| if next.mtu.value > best.mtu.value { next } else { best })
    }

    /// The network behind a port whose packets are larger than statements let the port take.
    pub fn too_large(&self, port: PortId) -> Option<(At<u64>, &'c Vlan)> {
        let written = self.written_mtu(port)?;
        let mut vlans = behind(self.context, port);
        if let Some(listed) = self.vlans(port) {
            vlans.union(&listed.value);
        }
        self.largest(&vlans).filter(|n| n.mtu.value > written.value).map(|n| (written, n))
    }

    /// How a port of a switch or server takes part in LACP, and where that was said: active unless a
    /// statement says otherwise. Of other devices nothing is known.
    pub fn lacp(&self, port: PortId) -> Option<Said<LacpMode>> {
        let context = self.context;
        let server = is_server(context, port);
        if !server && switch(context, port).is_none() {
            return None;
        }
        let bond = || context.bond_block(port).and_then(|b| b.lacp.as_ref());
        Some(match context.port_block(port).and_then(|b| b.lacp.as_ref()).or_else(bond) {
            // Linux has no passive mode.
            Some(written) if server && written.value == LacpMode::Passive => (LacpMode::Active, None),
            Some(written) => (written.value, Some(written.span)),
            None => (LacpMode::Active, None),
        })
    }

    /// How often a port of a switch or server asks to hear of LACP; none where it does without.
    pub fn lacp_rate(&self, port: PortId, purpose: &Purpose) -> Option<Said<LacpRate>> {
        if self.lacp(port)?.0 == LacpMode::Static {
            return None;
        }
        let context = self.context;
        let bond = || context.bond_block(port).and_then(|b| b.lacp_rate.as_ref());
        Some(match context.port_block(port).and_then(|b| b.lacp_rate.as_ref()).or_else(bond) {
            Some(written) => (written.value, Some(written.span)),
            // A peer link has what switches do by themselves.
            None if *purpose == Purpose::PeerLink => (LacpRate::Slow, None),
            None => (LacpRate::Fast, None),
        })
    }
}

/// A CE or TOR with what it runs, where the port is of one.
pub fn switch(context: &Context<'_>, port: PortId) -> Option<(DeviceId, Os)> {
    let id = context.device_of(port)?;
    let device = context.topology.device(id)?;
    let os = device.platform.as_deref().map(|p| p.os.value)?;
    matches!(device.kind, Kind::Ce(_) | Kind::Tor(..)).then_some((id, os))
}

fn is_server(context: &Context<'_>, port: PortId) -> bool {
    let device = context.device_of(port).and_then(|id| context.topology.device(id));
    device.is_some_and(|d| matches!(d.kind, Kind::Server(..)))
}

/// What a port runs at, and where that was said: by its own statement, or its platform.
pub fn speed(context: &Context<'_>, id: PortId) -> Option<(Speed, Span)> {
    if let Some(written) = context.port_block(id).and_then(|b| b.speed.as_ref()) {
        return Some((written.value, written.span));
    }
    let port = context.topology.port(id)?;
    Some((port.speed?, port.span))
}

/// The `cable` statements that say a speed: it holds for both ends.
pub fn said_speeds(context: &Context<'_>) -> HashSet<Span> {
    context.fabric.cables.iter().filter(|b| b.speed.is_some()).map(|b| b.span).collect()
}

/// The VLANs that a port carries for what is behind it, where that is known.
pub fn behind(context: &Context<'_>, port: PortId) -> VlanSet {
    let derived = || {
        let (peer, cable) = context.topology.peer(port)?;
        let far = context.topology.port(peer)?.device;
        match context.topology.device(far)?.kind {
            Kind::Array(n) => {
                let (_, array) = context.fabric.arrays.get(n)?;
                context.fabric.infra_network(&array.network).map(|n| [n.vlan.0].into_iter().collect())
            }
            // On a server's own port: what the switch at the other end carries for it.
            Kind::Tor(..) if is_server(context, port) => context.needed_vlans(peer),
            _ if cable.purpose == Purpose::PeerLink => between(context, context.device_of(port)?),
            _ => context.needed_vlans(port),
        }
    };
    derived().unwrap_or_default()
}

/// The VLANs that the two switches of a pair have between them: all that either carries, those of the
/// sessions between CEs, and on EOS that of the pair's state.
pub fn between(context: &Context<'_>, switch: DeviceId) -> Option<VlanSet> {
    let device = context.topology.device(switch)?;
    let mut vlans = match device.kind {
        Kind::Tor(rack, _) => context.assigned.vlans.rack(rack),
        Kind::Ce(_) => {
            let mut vlans = context.assigned.vlans.ces().clone();
            let ids = context.fabric.domains.iter().zip(&context.assigned.domain_ids);
            let speaking = ids.filter(|(d, _)| d.speaks_bgp());
            speaking.filter_map(|(_, id)| peer_vlan(context.fabric, *id)).for_each(|v| vlans.insert(v));
            vlans
        }
        _ => return None,
    };
    if device.platform.as_deref().is_some_and(|p| p.os.value == Os::Eos) {
        vlans.insert(PEER_VLAN);
    }
    Some(vlans)
}
