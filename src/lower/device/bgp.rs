//! BGP of a CE: option B in the global table, and in each VRF the other CE, the PEs, the workloads.

use std::net::IpAddr;

use super::Switch;
use super::routes::{map_name, statics};
use crate::lower::edge::ends;
use crate::model::Domain;
use crate::model::construct::{InternalBgp, InternalNetwork, PrefixLimit};
use crate::model::value::Redistribute;
use crate::plan::{Bgp, BgpVrf, Listen, Neighbor, PeerGroup, Redistribution, SecretRef, Session};

/// How many routes a PE may send, unless the file says.
pub const EXTERNAL_LIMIT: (u64, u64) = (12_000, 80);
/// How many routes a workload may send, unless the file says.
const WORKLOAD_LIMIT: (u64, u64) = (1_000, 80);

pub fn bgp(switch: &Switch<'_>) -> Option<Bgp> {
    let fabric = switch.context.fabric;
    let loopback = switch.context.assigned.addresses.device(switch.id).loopback?;
    let IpAddr::V4(router_id) = loopback.addr() else { return None };
    let asn = fabric.fabric.asn.0;
    let mut groups = Vec::new();
    let mut vrfs = Vec::new();
    for (i, domain) in fabric.domains.iter().enumerate().filter(|(_, d)| d.speaks_bgp()) {
        vrfs.push(vrf(switch, i, domain, &router_id.to_string(), &mut groups));
    }
    let neighbors = nni_sessions(switch);
    if vrfs.is_empty() && neighbors.is_empty() {
        return None;
    }
    groups.sort_by(|a: &PeerGroup, b| a.name.cmp(&b.name));
    vrfs.sort_by(|a, b| a.name.cmp(&b.name));
    Some(Bgp { asn, router_id, groups, neighbors, vrfs })
}

/// Limit and warning of a session.
pub fn limit(block: Option<&PrefixLimit>, default: (u64, u64)) -> (u64, u64) {
    block.map_or(default, |l| (l.maximum.0, l.threshold.0.0))
}

/// One session an adjacency, shared by all VRFs: route targets say whose a route is.
fn nni_sessions(switch: &Switch<'_>) -> Vec<Neighbor> {
    let context = switch.context;
    let mut sessions = Vec::new();
    for (nni, links) in context.fabric.nnis.iter().zip(&context.nnis) {
        for link in links {
            let Some((_, pe)) = ends(context, link).filter(|(ce, _)| *ce == switch.id) else { continue };
            let Some(peer) = context.fabric.pes.get(link.pe) else { continue };
            let name = context.assigned.topology.device(pe).map_or("", |d| &*d.name);
            let (maximum, warning) = limit(nni.prefix_limit.as_deref(), EXTERNAL_LIMIT);
            for (_, address) in link.addresses() {
                sessions.push(Neighbor {
                    address: address.addr(),
                    asn: nni.peer_asn.as_ref().map_or(peer.block.asn.0, |a| a.0),
                    internal: false,
                    vpn: true,
                    session: Session {
                        description: format!("{name} {}", nni.name.value),
                        bfd: nni.bfd.is_some(),
                        password: nni.password.as_ref().map(|p| SecretRef(p.to_string())),
                        send_community: Some("extended"),
                        policy_in: Some(map_name(&[&nni.name, "IN"])),
                        policy_out: Some(map_name(&[&nni.name, "OUT"])),
                        maximum_routes: Some(maximum),
                        warning: Some(warning),
                        ..Session::default()
                    },
                    origin: link.span.into(),
                });
            }
        }
    }
    sessions.sort_by_key(|n| n.address);
    sessions
}

fn vrf(
    switch: &Switch<'_>,
    i: usize,
    domain: &Domain,
    router_id: &str,
    groups: &mut Vec<PeerGroup>,
) -> BgpVrf {
    let name = domain.name.value.as_str();
    let option_b: Vec<_> = domain.external.iter().filter_map(|e| e.option_b.as_ref()).collect();
    let targets = |of: &dyn Fn(&crate::model::construct::OptionB) -> Vec<String>| {
        let mut all: Vec<String> = option_b.iter().flat_map(|b| of(b)).collect();
        all.sort_unstable();
        all.dedup();
        all
    };
    let mut redistribute = Vec::new();
    if domain.redistributes(Redistribute::Connected) {
        redistribute.push(Redistribution { source: "connected", route_map: map_name(&[name, "CONNECTED"]) });
    }
    if domain.redistributes(Redistribute::Static) && !statics(domain).is_empty() {
        redistribute.push(Redistribution { source: "static", route_map: map_name(&[name, "STATIC"]) });
    }
    let mut listen = Vec::new();
    let mut neighbors = other_ce(switch, i, domain);
    neighbors.extend(pes(switch, i, domain));
    for network in &domain.internal {
        let Some(bgp) = network.bgp.as_ref() else { continue };
        workloads(domain, network, bgp, &mut listen, &mut neighbors, groups);
    }
    neighbors.sort_by_key(|n| n.address);
    BgpVrf {
        name: name.to_owned(),
        rd: (!option_b.is_empty()).then(|| format!("{router_id}:{}", switch.context.domain_id(i))),
        import: targets(&|b| b.import.iter().map(|t| t.to_string()).collect()),
        export: targets(&|b| b.export.iter().map(|t| t.to_string()).collect()),
        ipv4: true,
        ipv6: domain.speaks_bgp_v6(),
        redistribute,
        aggregates: {
            let mut all: Vec<_> = domain.aggregates.iter().map(|p| p.0).collect();
            all.sort_unstable();
            all
        },
        listen,
        neighbors,
        origin: domain.span.into(),
    }
}

/// The other CE. It has no limit: the switch's default would cut the session before the limits of
/// the external ones do.
fn other_ce(switch: &Switch<'_>, i: usize, domain: &Domain) -> Vec<Neighbor> {
    let (Some((_, peer)), Some(ce)) = (switch.peer, switch.ce()) else { return Vec::new() };
    let pairs = switch.context.assigned.addresses.between_ces.get(i).map(Vec::as_slice).unwrap_or_default();
    let other = pairs.iter().map(|(first, second)| if ce == 0 { second } else { first });
    other
        .map(|address| Neighbor {
            address: address.addr(),
            asn: switch.context.fabric.fabric.asn.0,
            internal: true,
            vpn: false,
            session: Session {
                description: peer.name.to_string(),
                next_hop_self: true,
                send_community: Some("standard"),
                maximum_routes: Some(0),
                ..Session::default()
            },
            origin: domain.span.into(),
        })
        .collect()
}

/// The PEs of option A: a session a family.
fn pes(switch: &Switch<'_>, d: usize, domain: &Domain) -> Vec<Neighbor> {
    let context = switch.context;
    let mut sessions = Vec::new();
    for (e, external) in domain.external.iter().enumerate() {
        let Some(a) = external.option_a.as_ref() else { continue };
        let (maximum, warning) = limit(a.prefix_limit.as_deref(), EXTERNAL_LIMIT);
        for link in context.option_a.get(&(d, e)).into_iter().flatten() {
            let Some((_, pe)) = ends(context, link).filter(|(ce, _)| *ce == switch.id) else { continue };
            let Some(peer) = context.fabric.pes.get(link.pe) else { continue };
            let name = context.assigned.topology.device(pe).map_or("", |d| &*d.name);
            for (_, address) in link.addresses() {
                sessions.push(Neighbor {
                    address: address.addr(),
                    asn: a.peer_asn.as_ref().map_or(peer.block.asn.0, |n| n.0),
                    internal: false,
                    vpn: false,
                    session: Session {
                        description: format!("{name} {} {}", domain.name.value, external.name.value),
                        bfd: a.bfd.is_some(),
                        password: a.password.as_ref().map(|p| SecretRef(p.to_string())),
                        send_community: Some("standard"),
                        policy_in: Some(map_name(&[&domain.name.value, &external.name, "IN"])),
                        policy_out: Some(map_name(&[&domain.name.value, &external.name, "OUT"])),
                        maximum_routes: Some(maximum),
                        warning: Some(warning),
                        ..Session::default()
                    },
                    origin: link.span.into(),
                });
            }
        }
    }
    sessions
}

/// Workloads: sessions that they open, by a template a family, and sessions that are opened to them.
fn workloads(
    domain: &Domain,
    network: &InternalNetwork,
    bgp: &InternalBgp,
    listen: &mut Vec<Listen>,
    neighbors: &mut Vec<Neighbor>,
    groups: &mut Vec<PeerGroup>,
) {
    let (maximum, warning) = limit(bgp.prefix_limit.as_deref(), WORKLOAD_LIMIT);
    let map = |way| Some(map_name(&[&domain.name.value, &network.name, way]));
    let session = |description: String| Session {
        description,
        bfd: bgp.bfd.is_some(),
        password: bgp.password.as_ref().map(|p| SecretRef(p.to_string())),
        allow_as: Some(bgp.allow_as.0.0).filter(|n| *n > 0),
        as_override: bgp.as_override.0.value.on(),
        default_originate: bgp.default_originate.0.value.on(),
        policy_in: map("IN"),
        policy_out: map("OUT"),
        maximum_routes: Some(maximum),
        warning: Some(warning),
        ..Session::default()
    };
    let label = format!("{} {} workloads", domain.name.value, network.name.value);
    for ipv6 in [false, true] {
        let ranges = bgp.listen.iter().filter(|p| p.0.addr().is_ipv6() == ipv6);
        let mut ranges: Vec<_> = ranges.map(|p| (p.0, p.span)).collect();
        ranges.sort_unstable();
        if ranges.is_empty() {
            continue;
        }
        let suffix = if ipv6 { "-v6" } else { "" };
        let group = format!("{}-{}{suffix}", domain.name.value, network.name.value);
        listen.extend(ranges.into_iter().map(|(range, span)| Listen {
            range,
            group: group.clone(),
            asn: bgp.peer_asn.0,
            origin: span.into(),
        }));
        groups.push(PeerGroup {
            name: group,
            session: session(label.clone()),
            ipv4: !ipv6,
            ipv6,
            vrf: domain.name.value.clone(),
            origin: bgp.span.into(),
        });
    }
    for address in bgp.neighbors.iter() {
        neighbors.push(Neighbor {
            address: address.0,
            asn: bgp.peer_asn.0,
            internal: false,
            vpn: false,
            session: session(label.clone()),
            origin: address.span.into(),
        });
    }
}
