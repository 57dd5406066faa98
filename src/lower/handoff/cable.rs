//! The cables of a PE to the CEs, and the port-channels that they make.

use super::Side;
use crate::assign::mtu;
use crate::graph::{Kind, PortId};
use crate::lower::device::overrides::lacp;
use crate::lower::edge::{EdgePort, device};
use crate::model::Ce;
use crate::model::value::{LacpRate, Os};
use crate::plan::{ChannelMode, HandoffBundle, HandoffCable, HandoffLink, HandoffMember, HandoffMtu};

/// What IOS XR counts besides the packet: two addresses and a type.
const ETHERNET_HEADER: u16 = 14;

impl Side<'_> {
    /// Cables by CE and port, and port-channels by CE. A port-channel has the CE's number.
    pub fn cables<'l, L>(&self, links: impl Fn() -> L) -> (Vec<HandoffCable>, Vec<HandoffBundle>)
    where
        L: Iterator<Item = &'l HandoffLink>,
    {
        let topology = &self.context.assigned.topology;
        let (mut cables, mut bundles) = (Vec::new(), Vec::new());
        for (i, ce) in self.context.fabric.ces.iter().enumerate() {
            let Some(ce_id) = device(topology, Kind::Ce(i)) else { continue };
            let Some(at) = self.context.edge_port(ce_id, self.id) else { continue };
            let used = links().any(|l| *l.ce == *ce.name.value);
            let bundle = at.bundle.map(|_| ce.number);
            let of_ce =
                at.ports.iter().map(|(ce_port, pe_port)| self.cable(ce, *ce_port, *pe_port, bundle, used));
            let first = cables.len();
            cables.extend(of_ce);
            if let Some(number) = bundle {
                bundles.push(HandoffBundle {
                    number,
                    ce: ce.name.value.to_string(),
                    ports: cables.iter().skip(first).map(|c: &HandoffCable| c.pe_port.clone()).collect(),
                    mtu: self.bundle_mtu(ce, at),
                });
            }
        }
        (cables, bundles)
    }

    fn cable(
        &self,
        ce: &Ce,
        ce_port: PortId,
        pe_port: PortId,
        bundle: Option<u32>,
        used: bool,
    ) -> HandoffCable {
        let topology = &self.context.assigned.topology;
        let name = |port| topology.port(port).map(|p| p.name.to_string()).unwrap_or_default();
        let (port, bond) = (self.context.port_block(ce_port), self.context.bond_block(ce_port));
        let mtu = port.and_then(|p| p.mtu.as_ref()).or(bond.and_then(|b| b.mtu.as_ref()));
        let cabled = topology.peer(ce_port).and_then(|(_, c)| c.speed);
        let speed = port.and_then(|p| p.speed.as_ref()).map(|s| s.value).or(cabled);
        let (mode, rate) = lacp(self.context, ce_port);
        HandoffCable {
            pe_port: name(pe_port),
            ce: ce.name.value.to_string(),
            ce_port: name(ce_port),
            speed: speed.map(|s| s.to_string()),
            mtu: self.mtu(ce, mtu.map(|m| m.0 as u16)),
            member: bundle.map(|bundle| HandoffMember {
                bundle,
                // Somebody has to speak first.
                mode: if mode == ChannelMode::On { "on" } else { "active" },
                fast: mode != ChannelMode::On && rate != Some(LacpRate::Slow),
            }),
            used,
        }
    }

    /// A port-channel has one MTU, whatever is said of a member.
    fn bundle_mtu(&self, ce: &Ce, at: &EdgePort) -> HandoffMtu {
        let bond = at.ports.first().and_then(|(ce_port, _)| self.context.bond_block(*ce_port));
        self.mtu(ce, bond.and_then(|b| b.mtu.as_ref()).map(|m| m.0 as u16))
    }

    fn mtu(&self, ce: &Ce, written: Option<u16>) -> HandoffMtu {
        let fabric = mtu::fabric(self.context.fabric.fabric.mtu.0.0, ce.platform.os.value);
        let packet = written.unwrap_or(fabric);
        HandoffMtu {
            packet,
            eos: packet.min(mtu::most(Os::Eos)),
            ios_xr: packet.saturating_add(ETHERNET_HEADER),
        }
    }
}
