//! Layer 3 of a switch: sub-interfaces, loopback, VLAN interfaces, static routes.

use std::collections::{HashMap, HashSet};
use std::net::IpAddr;

use ipnet::IpNet;

use super::Switch;
use super::ports::Ports;
use crate::assign::EdgeLink;
use crate::lower::edge::{ends, link_timers, on_link, timers};
use crate::lower::names::port_channel;
use crate::lower::{mtu, number, why};
use crate::model::construct::{Bfd, InternalNetwork, StaticRoute as StaticBlock};
use crate::model::value::Os;
use crate::model::{Domain, nth};
use crate::plan::{BfdTimers, Gateway, Hsrp, Layer3, Loopback, StaticRoute, SubInterface, Svi};

/// The priority of the switch that has a shared address, above the default of 100.
const HSRP_PRIORITY: u8 = 110;

/// Puts the sub-interfaces towards the PEs on their parents. Gives whether any of them is of the
/// global table, where option B forwards by label.
pub fn edge(switch: &Switch<'_>, ports: &mut Ports) -> bool {
    let context = switch.context;
    let mut made: HashMap<String, Vec<SubInterface>> = HashMap::new();
    let mut add = |link: &EdgeLink, external: &External<'_>| {
        if let Some((parent, sub)) = sub_interface(switch, link, external) {
            made.entry(parent).or_default().push(sub);
        }
    };
    for (d, domain) in context.fabric.domains.iter().enumerate() {
        for (e, external) in domain.external.iter().enumerate() {
            let Some(option_a) = external.option_a.as_ref() else { continue };
            let external = External {
                name: &external.name,
                vrf: Some(&domain.name.value),
                vlan: option_a.vlan.0,
                mtu: option_a.mtu.0.0 as u16,
                bfd: option_a.bfd.as_deref(),
                statics: &external.statics,
            };
            for link in context.option_a.get(&(d, e)).into_iter().flatten() {
                add(link, &external);
            }
        }
    }
    for (nni, links) in context.fabric.nnis.iter().zip(&context.nnis) {
        let external = External {
            name: &nni.name,
            vrf: None,
            vlan: nni.vlan.0,
            mtu: nni.mtu.0.0 as u16,
            bfd: nni.bfd.as_deref(),
            statics: &[],
        };
        for link in links {
            add(link, &external);
        }
    }
    let mut take = |parent: &str| {
        let mut subs = made.remove(parent).unwrap_or_default();
        subs.sort_by_key(|s| s.vlan);
        subs
    };
    for port in &mut ports.ports {
        port.sub_interfaces = take(&port.name);
    }
    for channel in &mut ports.channels {
        channel.sub_interfaces = take(&port_channel(switch.os(), channel.number));
    }
    let on_ports = ports.ports.iter().flat_map(|p| &p.sub_interfaces);
    on_ports.chain(ports.channels.iter().flat_map(|c| &c.sub_interfaces)).any(|s| s.layer3.vrf.is_none())
}

/// What a sub-interface is for.
struct External<'e> {
    name: &'e str,
    vrf: Option<&'e str>,
    vlan: u16,
    mtu: u16,
    bfd: Option<&'e Bfd>,
    statics: &'e [StaticBlock],
}

fn sub_interface(
    switch: &Switch<'_>,
    link: &EdgeLink,
    external: &External<'_>,
) -> Option<(String, SubInterface)> {
    let (ce, pe) = ends(switch.context, link)?;
    if ce != switch.id {
        return None;
    }
    let parent = switch.context.edge_port(ce, pe)?.ce_interface.clone();
    let pe = switch.context.assigned.topology.device(pe)?;
    let description = match external.vrf {
        Some(vrf) => format!("{vrf} {} {}", external.name, pe.name),
        None => format!("nni {} {}", external.name, pe.name),
    };
    let nxos = switch.os() == Os::Nxos;
    let bfd = link_timers(link, external.bfd, external.statics);
    let sub = SubInterface {
        name: format!("{parent}.{}", external.vlan),
        vlan: external.vlan,
        description,
        shutdown: false,
        mpls: nxos && external.vrf.is_none(),
        layer3: Layer3 {
            vrf: external.vrf.map(str::to_owned),
            mtu: Some(external.mtu),
            // The PE has a static address: nobody there listens for routers.
            router_advertisements: link.addresses().iter().all(|(ce, _)| ce.addr().is_ipv4()),
            redirects: !nxos || (external.vrf.is_none() && bfd.is_none()),
            addresses: link.addresses().into_iter().map(|(ce, _)| ce).collect(),
            bfd,
            ..Layer3::default()
        },
        origin: if external.vrf.is_some() { why::ADJACENCY.of(link.span) } else { why::NNI.of(link.span) },
    };
    Some((parent, sub))
}

pub fn loopback(switch: &Switch<'_>) -> Option<Loopback> {
    Some(Loopback {
        number: 0,
        description: "router id".into(),
        vrf: None,
        addresses: vec![switch.context.assigned.addresses.device(switch.id).loopback?],
        origin: why::ROUTER_ID.of(switch.context.fabric.fabric.pools.loopback.span),
    })
}

/// NX-OS sends redirects unless told not to; beside BFD and shared gateways it must not.
fn redirects(switch: &Switch<'_>) -> bool {
    switch.os() == Os::Eos
}

/// VLAN interfaces: of a CE the gateways and the sessions between the CEs; of an EOS pair its state.
pub fn svis(switch: &Switch<'_>) -> Vec<Svi> {
    let context = switch.context;
    let mut svis = Vec::new();
    if let Some(ce) = switch.ce() {
        for (i, domain) in context.fabric.domains.iter().enumerate() {
            svis.extend(domain.internal.iter().filter(|n| n.routed()).map(|n| gateway(switch, domain, n)));
            svis.extend(between_ces(switch, i, domain, ce));
        }
    }
    if let (Os::Eos, Some((_, peer))) = (switch.os(), switch.peer) {
        let own = context.assigned.addresses.device(switch.id).peer_link;
        svis.push(Svi {
            vlan: number::PEER_VLAN,
            description: format!("mlag peer {}", peer.name),
            autostate: false,
            layer3: Layer3 {
                addresses: own.into_iter().collect(),
                router_advertisements: true,
                redirects: true,
                ..Layer3::default()
            },
            origin: why::PAIR.of(switch.device.span),
            ..Svi::default()
        });
    }
    svis.sort_by_key(|s| s.vlan);
    svis
}

/// A CE's own address in a subnet: the one behind the gateway's place, .2 and .3.
pub fn ce_address(subnet: IpNet, ce: u32) -> Option<IpNet> {
    IpNet::new(nth(subnet, 1 + u64::from(ce))?, subnet.prefix_len()).ok()
}

/// The addresses of a network that a CE sees packets for at its VLAN interface. On NX-OS with a vPC
/// a packet for one CE may reach the other, which routes it on: those of both.
pub fn answered(switch: &Switch<'_>, network: &InternalNetwork) -> Vec<IpNet> {
    let peer = switch.peer.filter(|_| switch.os() == Os::Nxos);
    let mut ces: Vec<u32> =
        [switch.device.number].into_iter().chain(peer.map(|(_, peer)| peer.number)).collect();
    ces.sort_unstable();
    let shared = network.subnets().into_iter().filter(|s| s.gateway.is_some());
    shared
        .flat_map(|s| ces.iter().filter_map(move |ce| ce_address(s.prefix, *ce)).collect::<Vec<_>>())
        .collect()
}

/// Timers of the sessions and routes of a network.
fn network_timers(network: &InternalNetwork) -> Option<BfdTimers> {
    let sessions = network.bgp.as_ref().and_then(|b| b.bfd.as_ref());
    let routes = network.statics.iter().find_map(|s| s.bfd.as_ref());
    sessions.or(routes).map(|b| timers(b))
}

fn gateway(switch: &Switch<'_>, domain: &Domain, network: &InternalNetwork) -> Svi {
    let nxos = switch.os() == Os::Nxos;
    let subnets = network.subnets();
    let mtu = network.mtu.0.0 as u16;
    let shared = subnets.iter().filter(|s| s.gateway.is_some());
    // One of the pair has the address and the other forwards all the same: the first by its
    // priority, which takes the address back when it returns.
    let first = switch.peer.is_none_or(|(peer, _)| switch.id < peer);
    let hsrp = nxos.then(|| Hsrp {
        group: network.vlan.0,
        priority: first.then_some(HSRP_PRIORITY),
        preempt: first,
        ..Hsrp::default()
    });
    Svi {
        vlan: network.vlan.0,
        description: format!("{} {}", domain.name.value, network.name.value),
        autostate: true,
        layer3: Layer3 {
            vrf: Some(domain.name.value.clone()),
            mtu: (mtu != 1500).then_some(mtu),
            addresses: shared.clone().filter_map(|s| ce_address(s.prefix, switch.device.number)).collect(),
            // Workloads have a static gateway: the CEs' own link-local addresses would bypass the
            // shared one.
            router_advertisements: subnets.iter().all(|s| s.prefix.addr().is_ipv4()),
            redirects: redirects(switch),
            // NX-OS: what a neighbour behind a vPC sends may reach the other switch, which drops it.
            bfd: network_timers(network).filter(|_| !nxos),
            ..Layer3::default()
        },
        hsrp_version: nxos.then_some(2),
        gateways: shared
            .filter_map(|s| s.gateway)
            .map(|address| Gateway { address, hsrp, secondary: Vec::new() })
            .collect(),
        origin: why::GATEWAY.of(network.span),
        ..Svi::default()
    }
}

/// A CE that loses its PEs still routes by way of the other.
fn between_ces(switch: &Switch<'_>, position: usize, domain: &Domain, ce: usize) -> Option<Svi> {
    let context = switch.context;
    let (_, peer) = switch.peer?;
    let pairs = context.assigned.addresses.between_ces.get(position)?;
    let own: Vec<IpNet> =
        pairs.iter().map(|(first, second)| if ce == 0 { *first } else { *second }).collect();
    let vlan = context.peer_vlan(position).filter(|_| !own.is_empty())?;
    Some(Svi {
        vlan,
        description: format!("ibgp {} {}", domain.name.value, peer.name),
        autostate: true,
        layer3: Layer3 {
            vrf: Some(domain.name.value.clone()),
            mtu: Some(mtu::fabric(context.fabric.fabric.mtu.0.0, switch.os())),
            router_advertisements: own.iter().all(|a| a.addr().is_ipv4()),
            redirects: redirects(switch),
            addresses: own,
            ..Layer3::default()
        },
        origin: why::BETWEEN_CES.of(domain.span),
        ..Svi::default()
    })
}

/// The static routes of a domain: of internal networks on both CEs, of external ones where the next
/// hop is. On NX-OS the interface is said, and a route is not tied to BFD over a vPC.
pub fn statics(switch: &Switch<'_>, d: usize, domain: &Domain) -> Vec<StaticRoute> {
    let context = switch.context;
    let nxos = switch.os() == Os::Nxos;
    let mut routes: Vec<StaticRoute> = Vec::new();
    let mut add = |block: &StaticBlock, next_hop, interface: String, bfd: bool| {
        routes.push(StaticRoute {
            prefix: block.prefix.0,
            interface: nxos.then_some(interface),
            next_hop,
            bfd,
            distance: None,
            tag: None,
            name: None,
            origin: why::STATIC_ROUTE.of(block.span),
        });
    };
    for network in &domain.internal {
        for block in network.statics.iter() {
            for hop in block.next_hops.iter() {
                add(block, hop.0, format!("Vlan{}", network.vlan.0), block.bfd.is_some() && !nxos);
            }
        }
    }
    for (e, external) in domain.external.iter().enumerate() {
        for link in context.option_a.get(&(d, e)).into_iter().flatten() {
            let Some((ce, pe)) = ends(context, link).filter(|(ce, _)| *ce == switch.id) else { continue };
            let Some(parent) = context.edge_port(ce, pe) else { continue };
            let vlan = external.option_a.as_ref().map_or(0, |a| a.vlan.0);
            for block in external.statics.iter() {
                let here = |hop: &IpAddr| on_link(link, *hop);
                for hop in block.next_hops.iter().map(|h| h.0).filter(here) {
                    add(block, hop, format!("{}.{vlan}", parent.ce_interface), block.bfd.is_some());
                }
            }
        }
    }
    if nxos {
        // A next hop is watched for all of its routes or for none.
        let watched: HashSet<IpAddr> = routes.iter().filter(|r| r.bfd).map(|r| r.next_hop).collect();
        routes.iter_mut().for_each(|r| r.bfd = watched.contains(&r.next_hop));
    }
    routes
}
