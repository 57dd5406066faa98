//! What the customer has to configure on a PE: the other end of what a CE is given.

use std::collections::BTreeMap;

use ipnet::IpNet;

use super::Context;
use super::device::bgp::{EXTERNAL_LIMIT, limit};
use super::device::overrides::lacp;
use super::device::routes::{announced, balanced, connected};
use super::edge::{EdgePort, device, timers};
use super::mtu;
use crate::assign::EdgeLink;
use crate::graph::{DeviceId, Kind};
use crate::model::Domain;
use crate::model::value::{LacpRate, PeOs};
use crate::plan::{ChannelMode, Handoff, HandoffAddress, HandoffCable, HandoffLink, HandoffVpn, SecretRef};

/// The hand-off of the n-th PE of the model.
pub fn handoff(context: &Context<'_>, position: usize) -> Option<Handoff> {
    let fabric = context.fabric;
    let pe = fabric.pes.get(position)?;
    let id = device(&context.assigned.topology, Kind::Pe(position))?;
    let side = Side { context, position, id, os: pe.block.os.0.value };
    let mut option_a = Vec::new();
    for (d, domain) in fabric.domains.iter().enumerate() {
        for (e, external) in domain.external.iter().enumerate() {
            let Some(a) = external.option_a.as_ref() else { continue };
            let (maximum_routes, warning) = limit(a.prefix_limit.as_deref(), EXTERNAL_LIMIT);
            for link in context.option_a.get(&(d, e)).into_iter().flatten() {
                let Some((ce, at)) = side.meets(link) else { continue };
                option_a.push(HandoffLink {
                    name: external.name.to_string(),
                    vrf: Some(domain.name.value.clone()),
                    ce_interface: format!("{}.{}", at.ce_interface, a.vlan.0),
                    pe_interface: side.interface(at, ce),
                    ce: side.ce_name(ce),
                    vlan: a.vlan.0,
                    mtu: a.mtu.0.0 as u16,
                    addresses: addresses(link),
                    peer_asn: a.peer_asn.as_ref().map_or(pe.block.asn.0, |n| n.0),
                    bfd: a.bfd.as_ref().map(|b| timers(b)),
                    password: a.password.as_ref().map(|p| SecretRef(p.to_string())),
                    maximum_routes,
                    warning,
                    sends: sends(context, domain),
                    origin: link.span.into(),
                });
            }
        }
    }
    let mut option_b = Vec::new();
    for (nni, links) in fabric.nnis.iter().zip(&context.nnis) {
        let (maximum_routes, warning) = limit(nni.prefix_limit.as_deref(), EXTERNAL_LIMIT);
        for link in links {
            let Some((ce, at)) = side.meets(link) else { continue };
            option_b.push(HandoffLink {
                name: nni.name.to_string(),
                vrf: None,
                ce_interface: format!("{}.{}", at.ce_interface, nni.vlan.0),
                pe_interface: side.interface(at, ce),
                ce: side.ce_name(ce),
                vlan: nni.vlan.0,
                mtu: nni.mtu.0.0 as u16,
                addresses: addresses(link),
                peer_asn: nni.peer_asn.as_ref().map_or(pe.block.asn.0, |n| n.0),
                bfd: nni.bfd.as_ref().map(|b| timers(b)),
                password: nni.password.as_ref().map(|p| SecretRef(p.to_string())),
                maximum_routes,
                warning,
                sends: Vec::new(),
                origin: link.span.into(),
            });
        }
    }
    let vpns = vpns(context, &option_b);
    Some(Handoff {
        pe: pe.name.value.to_string(),
        os: side.os,
        asn: pe.block.asn.0,
        fabric_asn: fabric.fabric.asn.0,
        cables: side.cables(&option_a, &option_b),
        option_a,
        option_b,
        vpns,
    })
}

/// A PE and how it names things.
struct Side<'c> {
    context: &'c Context<'c>,
    position: usize,
    id: DeviceId,
    os: PeOs,
}

impl Side<'_> {
    /// The CE of a link of this PE, where there is a cable.
    fn meets(&self, link: &EdgeLink) -> Option<(DeviceId, &EdgePort)> {
        let ce = device(&self.context.assigned.topology, Kind::Ce(link.ce))
            .filter(|_| link.pe == self.position)?;
        Some((ce, self.context.edge_port(ce, self.id)?))
    }

    fn ce_name(&self, ce: DeviceId) -> String {
        self.context.assigned.topology.device(ce).map(|d| d.name.to_string()).unwrap_or_default()
    }

    /// The interface that sub-interfaces stand on: of several ports, a port-channel with the CE's
    /// number.
    fn interface(&self, at: &EdgePort, ce: DeviceId) -> String {
        if at.bundle.is_none() {
            return at.pe_port.clone();
        }
        let number = self.context.assigned.topology.device(ce).map_or(0, |d| d.number);
        match self.os {
            PeOs::Eos => format!("Port-Channel{number}"),
            PeOs::IosXr => format!("Bundle-Ether{number}"),
        }
    }

    fn cables(&self, option_a: &[HandoffLink], option_b: &[HandoffLink]) -> Vec<HandoffCable> {
        let topology = &self.context.assigned.topology;
        let mut cables = Vec::new();
        for (i, ce) in self.context.fabric.ces.iter().enumerate() {
            let Some(ce_id) = device(topology, Kind::Ce(i)) else { continue };
            let Some(at) = self.context.edge_port(ce_id, self.id) else { continue };
            let interface = self.interface(at, ce_id);
            for (ce_port, pe_port) in &at.ports {
                let name = |port| topology.port(port).map(|p| p.name.to_string()).unwrap_or_default();
                let (port, bond) = (self.context.port_block(*ce_port), self.context.bond_block(*ce_port));
                let mtu = port.and_then(|p| p.mtu.as_ref()).or(bond.and_then(|b| b.mtu.as_ref()));
                let fabric = mtu::fabric(self.context.fabric.fabric.mtu.0.0, ce.platform.os.value);
                let cabled = topology.peer(*ce_port).and_then(|(_, c)| c.speed);
                let speed = port.and_then(|p| p.speed.as_ref()).map(|s| s.value).or(cabled);
                let (mode, rate) = lacp(self.context, *ce_port);
                cables.push(HandoffCable {
                    pe_port: name(*pe_port),
                    ce: ce.name.value.to_string(),
                    ce_port: name(*ce_port),
                    speed: speed.map(|s| s.to_string()),
                    mtu: mtu.map_or(fabric, |m| m.0 as u16),
                    bundle: at.bundle.map(|_| interface.clone()),
                    bundle_number: at.bundle.map(|_| ce.number),
                    // Somebody has to speak first.
                    mode: if mode == ChannelMode::On { "on" } else { "active" },
                    fast: rate != Some(LacpRate::Slow),
                    used: option_a.iter().chain(option_b).any(|l| l.pe_interface == interface),
                });
            }
        }
        cables
    }
}

fn addresses(link: &EdgeLink) -> Vec<HandoffAddress> {
    let mask = |net: &IpNet| match net {
        IpNet::V4(net) => net.netmask().to_string(),
        IpNet::V6(net) => net.prefix_len().to_string(),
    };
    link.addresses()
        .into_iter()
        .map(|(ce, pe)| HandoffAddress {
            ce,
            pe,
            ce_host: ce.addr(),
            pe_host: pe.addr(),
            ipv6: ce.addr().is_ipv6(),
            mask: mask(&pe),
        })
        .collect()
}

/// What the CE announces of a domain.
fn sends(context: &Context<'_>, domain: &Domain) -> Vec<String> {
    let own = announced(domain).into_iter().map(|n| n.to_string());
    own.chain(balanced(context.fabric, domain).into_iter().map(|n| format!("{n} and longer"))).collect()
}

/// The VRFs that travel over the NNIs of these links.
fn vpns(context: &Context<'_>, links: &[HandoffLink]) -> Vec<HandoffVpn> {
    let fabric = context.fabric;
    let mut vpns: BTreeMap<(String, String), HandoffVpn> = BTreeMap::new();
    for (d, domain) in fabric.domains.iter().enumerate() {
        for b in domain.external.iter().filter_map(|e| e.option_b.as_ref()) {
            if !links.iter().any(|l| *l.name == *b.nni.name) {
                continue;
            }
            let loopbacks = fabric.ces.iter().enumerate().filter_map(|(i, _)| {
                let id = device(&context.assigned.topology, Kind::Ce(i))?;
                context.assigned.addresses.device(id).loopback
            });
            let vpn = HandoffVpn {
                vrf: domain.name.value.clone(),
                nni: b.nni.name.to_string(),
                import: b.import.iter().map(|t| t.to_string()).collect(),
                export: b.export.iter().map(|t| t.to_string()).collect(),
                rds: loopbacks.map(|l| format!("{}:{}", l.addr(), context.domain_id(d))).collect(),
                sends: connected(domain)
                    .into_iter()
                    .filter(|n| n.addr().is_ipv4())
                    .map(|n| n.to_string())
                    .collect(),
            };
            vpns.insert((vpn.nni.clone(), vpn.vrf.clone()), vpn);
        }
    }
    vpns.into_values().collect()
}
