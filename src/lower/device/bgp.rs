//! BGP of a CE: option B in the global table, and in each VRF the other CE, the PEs, the workloads.

use std::net::{IpAddr, Ipv4Addr};

use ipnet::IpNet;

use super::Switch;
use super::attached::{attached, both_communities, given_inside, sent};
use super::routes::{map_name, statics};
use crate::lower::edge::ends;
use crate::lower::{vpn, why};
use crate::model::Domain;
use crate::model::construct::{InternalBgp, InternalNetwork, PrefixLimit};
use crate::model::value::{Os, Redistribute};
use crate::plan::{
    ActiveGroup, Bgp, BgpVrf, Families, Family, Listen, Neighbor, Peer, PeerGroup, Redistribution,
    RouteLimit, RouteSource, SecretRef, SendCommunity, Session, Vrf,
};

/// How many routes a PE may send, unless the file says.
pub const EXTERNAL_LIMIT: (u64, u64) = (12_000, 80);
/// How many routes a workload may send, unless the file says.
const WORKLOAD_LIMIT: (u64, u64) = (1_000, 80);
/// Any number of routes.
const NO_LIMIT: RouteLimit = RouteLimit { maximum: 0, warning: None, warning_only: false };
/// How many sessions NX-OS lets a range open, at the most.
const MOST_PEERS: u64 = 1_000;

/// How long the description of a session may be on NX-OS.
const NXOS_DESCRIPTION: usize = 80;

/// The process and its global table: the VRFs' parts are with the VRFs.
pub fn bgp(switch: &Switch<'_>, vrfs: &[Vrf]) -> Option<Bgp> {
    let fabric = switch.context.fabric;
    let router_id = router_id(switch)?;
    let neighbors = nni_sessions(switch);
    if vrfs.iter().all(|v| v.bgp.is_none()) && neighbors.is_empty() {
        return None;
    }
    let mut families: Vec<Family> = neighbors.iter().flat_map(|n| n.families.iter().copied()).collect();
    families.sort_unstable();
    families.dedup();
    Some(Bgp {
        asn: fabric.fabric.asn.0,
        router_id: Some(router_id),
        default_ipv4: false,
        families,
        groups: if switch.os() == Os::Eos { groups(switch) } else { Vec::new() },
        neighbors,
        origin: why::BGP.of(fabric.fabric.asn.span),
        ..Bgp::default()
    })
}

fn router_id(switch: &Switch<'_>) -> Option<Ipv4Addr> {
    match switch.context.assigned.addresses.device(switch.id).loopback?.addr() {
        IpAddr::V4(address) => Some(address),
        IpAddr::V6(_) => None,
    }
}

/// Limit and warning of a session.
pub fn limit(block: Option<&PrefixLimit>, default: (u64, u64)) -> (u64, u64) {
    block.map_or(default, |l| (l.maximum.0, l.threshold.0.0))
}

/// What a session is for, as far as the platform keeps it.
fn description(switch: &Switch<'_>, text: String) -> String {
    match switch.os() {
        Os::Eos => text,
        Os::Nxos => text.chars().take(NXOS_DESCRIPTION).collect(),
    }
}

fn route_limit(block: Option<&PrefixLimit>, default: (u64, u64)) -> Option<RouteLimit> {
    let (maximum, warning) = limit(block, default);
    Some(RouteLimit { maximum, warning: Some(warning), warning_only: false })
}

fn vpn_families(of: Families) -> Vec<Family> {
    let both = [(of.ipv4, Family::VpnIpv4), (of.ipv6, Family::VpnIpv6)];
    both.into_iter().filter(|(exchanged, _)| *exchanged).map(|(_, family)| family).collect()
}

/// One session an adjacency, shared by all VRFs: route targets say whose a route is.
fn nni_sessions(switch: &Switch<'_>) -> Vec<Neighbor> {
    let context = switch.context;
    let mut sessions = Vec::new();
    for (nni, links) in context.fabric.nnis.iter().zip(&context.nnis) {
        let given = vpn::on_nni(context.fabric, nni)
            .filter_map(|on| sent(switch, on.external.export_policy.as_ref()))
            .fold(SendCommunity::Extended, |a, b| if a == b { a } else { SendCommunity::Both });
        for link in links {
            let Some((_, pe)) = ends(context, link).filter(|(ce, _)| *ce == switch.id) else { continue };
            let Some(peer) = context.fabric.pes.get(link.pe) else { continue };
            let name = context.assigned.topology.device(pe).map_or("", |d| &*d.name);
            for (_, address) in link.addresses() {
                sessions.push(Neighbor {
                    peer: Peer::Address(address.addr()),
                    asn: Some(nni.peer_asn.as_ref().map_or(peer.block.asn.0, |a| a.0)),
                    group: None,
                    family_sessions: Vec::new(),
                    maximum_peers: None,
                    families: vpn_families(vpn::families(switch.context.fabric, nni)),
                    session: Session {
                        description: Some(description(switch, format!("{name} {}", nni.name.value))),
                        bfd: nni.bfd.is_some(),
                        password: nni.password.as_ref().map(|p| SecretRef(p.to_string())),
                        send_community: Some(given),
                        policy_in: Some(map_name(&[&nni.name, "IN"])),
                        policy_out: Some(map_name(&[&nni.name, "OUT"])),
                        // The platform's own limit of an NNI warns only: what more comes is the
                        // routes of every VRF, and none of them has done it alone.
                        limit: route_limit(nni.prefix_limit.as_deref(), EXTERNAL_LIMIT)
                            .map(|l| RouteLimit { warning_only: true, ..l }),
                        ..Session::default()
                    },
                    origin: why::NNI.of(link.span),
                });
            }
        }
    }
    sessions
}

/// A domain's part of BGP.
pub fn vrf(switch: &Switch<'_>, i: usize, domain: &Domain) -> Option<BgpVrf> {
    let mut families = vec![Family::Ipv4];
    if domain.speaks_bgp_v6() {
        families.push(Family::Ipv6);
    }
    let mut listen: Vec<Listen> = Vec::new();
    let mut neighbors = other_ce(switch, i, domain);
    neighbors.extend(pes(switch, i, domain));
    for network in &domain.internal {
        let Some(bgp) = network.bgp.as_ref() else { continue };
        workloads(switch, domain, network, bgp, &mut listen, &mut neighbors);
    }
    let aggregates = domain.aggregates.iter().map(|p| p.0);
    let aggregates = aggregates.filter(|p| families.contains(&family(p.addr()))).collect();
    Some(BgpVrf {
        router_id: Some(router_id(switch)?),
        redistribute: redistribute(switch, domain, &families),
        default_information: default_information(switch, domain, &families),
        families,
        aggregates,
        groups: active(&listen),
        listen,
        neighbors,
        origin: why::DOMAIN_BGP.of(domain.span),
        ..BgpVrf::default()
    })
}

/// The groups of ranges, each in the family of its ranges.
fn active(listen: &[Listen]) -> Vec<ActiveGroup> {
    let mut groups: Vec<ActiveGroup> = listen
        .iter()
        .map(|l| ActiveGroup { family: family(l.range.addr()), name: l.group.clone() })
        .collect();
    groups.sort_unstable();
    groups.dedup();
    groups
}

/// EOS says it once for a VRF, NX-OS in each family.
fn redistribute(switch: &Switch<'_>, domain: &Domain, families: &[Family]) -> Vec<Redistribution> {
    let name = domain.name.value.as_str();
    let families: Vec<Option<Family>> = match switch.os() {
        Os::Eos => vec![None],
        Os::Nxos => families.iter().copied().map(Some).collect(),
    };
    let mut sources = Vec::new();
    if domain.redistributes(Redistribute::Connected) {
        sources.push((RouteSource::Connected, "CONNECTED"));
    }
    if domain.redistributes(Redistribute::Static) && !statics(domain).is_empty() {
        sources.push((RouteSource::Static, "STATIC"));
    }
    let one = |family: Option<Family>, (source, purpose): (RouteSource, &str)| {
        let ipv6 = family == Some(Family::Ipv6);
        Redistribution {
            family,
            source,
            route_map: Some(attached(switch.os(), None, &[name, purpose], ipv6)),
            origin: why::REDISTRIBUTION.of(domain.span),
        }
    };
    families.iter().flat_map(|family| sources.iter().map(|source| one(*family, *source))).collect()
}

/// Where a static default route would enter BGP: NX-OS leaves it out of a redistribution unless
/// told otherwise. The map of the redistribution still says whether it passes.
fn default_information(switch: &Switch<'_>, domain: &Domain, families: &[Family]) -> Vec<Family> {
    if switch.os() != Os::Nxos || !domain.redistributes(Redistribute::Static) {
        return Vec::new();
    }
    let routes = statics(domain);
    let has = |of: Family| routes.iter().any(|p| p.prefix_len() == 0 && family(p.addr()) == of);
    families.iter().copied().filter(|f| has(*f)).collect()
}

const fn family(address: IpAddr) -> Family {
    match address {
        IpAddr::V4(_) => Family::Ipv4,
        IpAddr::V6(_) => Family::Ipv6,
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
            peer: Peer::Address(address.addr()),
            asn: Some(switch.context.fabric.fabric.asn.0),
            group: None,
            family_sessions: Vec::new(),
            maximum_peers: None,
            families: vec![family(address.addr())],
            session: Session {
                description: Some(peer.name.to_string()),
                next_hop_self: true,
                send_community: both_communities(SendCommunity::Standard, given_inside(switch, domain)),
                // NX-OS has no limit unless one is set.
                limit: (switch.os() == Os::Eos).then_some(NO_LIMIT),
                ..Session::default()
            },
            origin: why::BETWEEN_CES.of(domain.span),
        })
        .collect()
}

/// The PEs of option A: a session a family.
fn pes(switch: &Switch<'_>, d: usize, domain: &Domain) -> Vec<Neighbor> {
    let context = switch.context;
    let mut sessions = Vec::new();
    for (e, external) in domain.external.iter().enumerate() {
        let Some(a) = external.option_a.as_ref() else { continue };
        let map = |policy, way, ipv6| {
            Some(attached(switch.os(), policy, &[&domain.name.value, &external.name, way], ipv6))
        };
        for link in context.option_a.get(&(d, e)).into_iter().flatten() {
            let Some((_, pe)) = ends(context, link).filter(|(ce, _)| *ce == switch.id) else { continue };
            let Some(peer) = context.fabric.pes.get(link.pe) else { continue };
            let name = context.assigned.topology.device(pe).map_or("", |d| &*d.name);
            for (_, address) in link.addresses() {
                sessions.push(Neighbor {
                    peer: Peer::Address(address.addr()),
                    asn: Some(a.peer_asn.as_ref().map_or(peer.block.asn.0, |n| n.0)),
                    group: None,
                    family_sessions: Vec::new(),
                    maximum_peers: None,
                    families: vec![family(address.addr())],
                    session: Session {
                        description: Some(description(
                            switch,
                            format!("{name} {} {}", domain.name.value, external.name.value),
                        )),
                        bfd: a.bfd.is_some(),
                        password: a.password.as_ref().map(|p| SecretRef(p.to_string())),
                        send_community: both_communities(
                            SendCommunity::Standard,
                            sent(switch, external.export_policy.as_ref()),
                        ),
                        policy_in: map(external.import_policy.as_ref(), "IN", address.addr().is_ipv6()),
                        policy_out: map(external.export_policy.as_ref(), "OUT", address.addr().is_ipv6()),
                        limit: route_limit(a.prefix_limit.as_deref(), EXTERNAL_LIMIT),
                        ..Session::default()
                    },
                    origin: why::ADJACENCY.of(link.span),
                });
            }
        }
    }
    sessions
}

/// How a session with a workload behaves. On NX-OS BFD is not asked for: what a neighbour behind a
/// vPC sends may reach the other switch, which drops it.
fn session(
    switch: &Switch<'_>,
    domain: &Domain,
    network: &InternalNetwork,
    bgp: &InternalBgp,
    ipv6: bool,
) -> Session {
    let map =
        |policy, way| Some(attached(switch.os(), policy, &[&domain.name.value, &network.name, way], ipv6));
    Session {
        description: Some(description(
            switch,
            format!("{} {} workloads", domain.name.value, network.name.value),
        )),
        bfd: bgp.bfd.is_some() && switch.os() == Os::Eos,
        password: bgp.password.as_ref().map(|p| SecretRef(p.to_string())),
        allow_as: Some(bgp.allow_as.0.0).filter(|n| *n > 0),
        as_override: bgp.as_override.0.value.on(),
        default_originate: bgp.default_originate.0.value.on(),
        send_community: sent(switch, network.export_policy.as_ref()),
        policy_in: map(network.import_policy.as_ref(), "IN"),
        policy_out: map(network.export_policy.as_ref(), "OUT"),
        limit: route_limit(bgp.prefix_limit.as_deref(), WORKLOAD_LIMIT),
        ..Session::default()
    }
}

/// The group of the sessions that a network's workloads open, a family each.
fn group_name(domain: &Domain, network: &InternalNetwork, ipv6: bool) -> String {
    format!("{}-{}{}", domain.name.value, network.name.value, if ipv6 { "-v6" } else { "" })
}

/// EOS: what the sessions that workloads open have in common.
fn groups(switch: &Switch<'_>) -> Vec<PeerGroup> {
    let mut groups = Vec::new();
    for domain in switch.context.fabric.domains.iter().filter(|d| d.speaks_bgp()) {
        for network in &domain.internal {
            let Some(bgp) = network.bgp.as_ref() else { continue };
            for ipv6 in [false, true] {
                if !bgp.listen.iter().any(|p| p.0.addr().is_ipv6() == ipv6) {
                    continue;
                }
                groups.push(PeerGroup {
                    name: group_name(domain, network, ipv6),
                    session: session(switch, domain, network, bgp, ipv6),
                    origin: why::WORKLOAD_SESSION.of(bgp.span),
                    ..PeerGroup::default()
                });
            }
        }
    }
    groups
}

/// Workloads: sessions that they open, and sessions that are opened to them. A range is a group's
/// on EOS and a neighbour of its own on NX-OS.
fn workloads(
    switch: &Switch<'_>,
    domain: &Domain,
    network: &InternalNetwork,
    bgp: &InternalBgp,
    listen: &mut Vec<Listen>,
    neighbors: &mut Vec<Neighbor>,
) {
    let with = |peer: Peer, of: IpAddr, span| Neighbor {
        maximum_peers: match &peer {
            Peer::Range(range) => Some(hosts(*range)),
            Peer::Address(_) | Peer::Interface(_) => None,
        },
        peer,
        asn: Some(bgp.peer_asn.0),
        group: None,
        family_sessions: Vec::new(),
        families: vec![family(of)],
        session: session(switch, domain, network, bgp, of.is_ipv6()),
        origin: why::WORKLOAD_SESSION.of(span),
    };
    for range in bgp.listen.iter() {
        let origin = why::WORKLOAD_SESSION.of(range.span);
        let group = group_name(domain, network, range.0.addr().is_ipv6());
        match switch.os() {
            Os::Eos => listen.push(Listen { range: range.0, group, asn: bgp.peer_asn.0, origin }),
            Os::Nxos => neighbors.push(with(Peer::Range(range.0), range.0.addr(), range.span)),
        }
    }
    neighbors.extend(bgp.neighbors.iter().map(|a| with(Peer::Address(a.0), a.0, a.span)));
}

/// How many of a range may open a session: its usable addresses, as far as the platform counts.
fn hosts(range: IpNet) -> u16 {
    let bits = u32::from(range.max_prefix_len() - range.prefix_len());
    let all = 1_u64.checked_shl(bits.min(16)).unwrap_or(u64::MAX);
    let usable = if range.addr().is_ipv4() && bits > 1 { all - 2 } else { all };
    u16::try_from(usable.min(MOST_PEERS)).unwrap_or(u16::MAX)
}
