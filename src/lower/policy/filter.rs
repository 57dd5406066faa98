//! Access lists on the interfaces of a CE.
//!
//! A list is made for each place it is attached to, in each family that the interface has addresses
//! of: it begins with what keeps the interface's own sessions alive, and leaves out what can't come
//! there.

use std::collections::BTreeMap;

use ipnet::IpNet;

use super::adjacency::{Adjacency, remark};
use super::entry::{entries, protocol};
use super::family_name;
use super::number::number;
use super::policer::policer;
use crate::finding::{At, Span};
use crate::lower::device::{Switch, routed};
use crate::lower::why;
use crate::model::construct::{AccessList, AclRule as Rule, InternalNetwork};
use crate::model::value::{AclAction, AclRef, Protocol, Ref, Verdict};
use crate::plan::{Acl, AclBinding, AclRule, Device, Layer3, Policer};

/// The number of the entry that the list's own begin behind: rule 10 of the file is entry 1010.
const OWN: u64 = 1_000;
/// The number of the last entry, which decides what no rule did: the highest there is.
const LAST: u64 = 4_294_967_295;

/// How long a remark may be on NX-OS.
const REMARK: usize = 100;

/// A place for access lists.
struct Place<'a> {
    /// What its lists are called after: `oam-wan`.
    name: String,
    vlan: u16,
    ingress: Option<&'a At<Ref<AclRef>>>,
    egress: Option<&'a At<Ref<AclRef>>>,
}

impl Place<'_> {
    fn used(&self) -> bool {
        self.ingress.is_some() || self.egress.is_some()
    }
}

/// What one list becomes in one place.
struct Made {
    acls: Vec<Acl>,
    bindings: Vec<AclBinding>,
    policer: Option<Policer>,
}

/// Puts the access lists of the file on a CE's interfaces.
pub fn attach(switch: &Switch<'_>, device: &mut Device) {
    let fabric = switch.fabric();
    let mut acls: BTreeMap<(bool, String), Acl> = BTreeMap::new();
    let mut policers: Vec<Policer> = Vec::new();
    let mut fill = |place: &Place<'_>, of: &[Adjacency], layers: Vec<&mut Layer3>| {
        let inward = place.ingress.and_then(|name| make(fabric.acl(&name.name)?, place, name.span, of, true));
        let outward =
            place.egress.and_then(|name| make(fabric.acl(&name.name)?, place, name.span, of, false));
        for layer3 in layers {
            let has = |b: &&AclBinding| layer3.addresses.iter().any(|a| a.addr().is_ipv6() == b.ipv6);
            let bound = |made: &Option<Made>| -> Vec<AclBinding> {
                made.iter().flat_map(|m| &m.bindings).filter(has).cloned().collect()
            };
            (layer3.acl_in, layer3.acl_out) = (bound(&inward), bound(&outward));
            layer3.policer = inward.as_ref().and_then(|m| m.policer.as_ref()).map(|p| p.name.clone());
        }
        for made in [inward, outward].into_iter().flatten() {
            acls.extend(made.acls.into_iter().map(|acl| ((acl.ipv6, acl.name.clone()), acl)));
            policers.extend(made.policer);
        }
    };
    for domain in &fabric.domains {
        let vrf = &domain.name.value;
        for network in domain.internal.iter().filter(|n| n.routed()) {
            let place = Place {
                name: format!("{vrf}-{}", &**network.name),
                vlan: network.vlan.0,
                ingress: network.ingress_acl.as_ref(),
                egress: network.egress_acl.as_ref(),
            };
            if !place.used() {
                continue;
            }
            // VLAN interfaces are in the order of their VLANs.
            let at = device.svis.binary_search_by_key(&place.vlan, |s| s.vlan);
            let Some(svi) = at.ok().and_then(|at| device.svis.get_mut(at)) else { continue };
            let answered = routed::answered(switch, network);
            let of = inside(network, &svi.layer3, &answered, svi.hsrp_version.is_some());
            fill(&place, &of, vec![&mut svi.layer3]);
        }
        for external in &domain.external {
            let Some(a) = external.option_a.as_ref() else { continue };
            let place = Place {
                name: format!("{vrf}-{}", &**external.name),
                vlan: a.vlan.0,
                ingress: a.ingress_acl.as_ref(),
                egress: a.egress_acl.as_ref(),
            };
            if !place.used() {
                continue;
            }
            let layers = on_edge(device, place.vlan, Some(vrf));
            fill(&place, &outside(&layers), layers);
        }
    }
    for nni in &fabric.nnis {
        let place = Place {
            name: nni.name.to_string(),
            vlan: nni.vlan.0,
            ingress: nni.ingress_acl.as_ref(),
            egress: nni.egress_acl.as_ref(),
        };
        if !place.used() {
            continue;
        }
        let layers = on_edge(device, place.vlan, None);
        fill(&place, &outside(&layers), layers);
    }
    device.acls.extend(acls.into_values());
    device.policers.extend(policers);
}

/// The sub-interfaces of a VLAN in a VRF: one a PE.
fn on_edge<'d>(device: &'d mut Device, vlan: u16, vrf: Option<&str>) -> Vec<&'d mut Layer3> {
    let ports = device.ports.iter_mut().flat_map(|p| &mut p.sub_interfaces);
    let channels = device.port_channels.iter_mut().flat_map(|c| &mut c.sub_interfaces);
    ports
        .chain(channels)
        .filter(|s| s.vlan == vlan && s.layer3.vrf.as_deref() == vrf)
        .map(|s| &mut s.layer3)
        .collect()
}

/// The families that any of these has addresses of, IPv4 first.
fn families<'l>(layers: impl Iterator<Item = &'l Layer3> + Clone) -> impl Iterator<Item = bool> {
    [false, true]
        .into_iter()
        .filter(move |ipv6| layers.clone().flat_map(|l| &l.addresses).any(|a| a.addr().is_ipv6() == *ipv6))
}

/// Between CE and PE everything is between the two addresses of a prefix.
fn outside(layers: &[&mut Layer3]) -> Vec<Adjacency> {
    let layers = layers.iter().map(|l| &**l);
    families(layers.clone())
        .map(|ipv6| {
            let of = |layer3: &Layer3| -> Vec<IpNet> {
                layer3.addresses.iter().filter(|a| a.addr().is_ipv6() == ipv6).map(IpNet::trunc).collect()
            };
            let watched = layers.clone().filter(|l| l.bfd.is_some());
            Adjacency {
                ipv6,
                bgp: layers.clone().flat_map(of).map(|p| (p, p)).collect(),
                bfd: watched.flat_map(of).map(|p| (p, p)).collect(),
                bfd_echo: layers.clone().any(|l| l.bfd.is_some_and(|b| b.echo)),
                subnets: layers.clone().flat_map(of).collect(),
                hsrp: false,
            }
        })
        .collect()
}

/// Workloads speak from the ranges and addresses that the file lists, to the addresses answered.
fn inside(network: &InternalNetwork, layer3: &Layer3, answered: &[IpNet], hsrp: bool) -> Vec<Adjacency> {
    families([layer3].into_iter())
        .map(|ipv6| {
            let of = |all: &[IpNet]| -> Vec<IpNet> {
                all.iter().filter(|a| a.addr().is_ipv6() == ipv6).copied().collect()
            };
            let own = of(answered);
            let with = |peers: Vec<IpNet>| -> Vec<(IpNet, IpNet)> {
                let peers = peers.into_iter().filter(|p| p.addr().is_ipv6() == ipv6);
                let pairs = peers.flat_map(|p| own.iter().map(move |o| (p, IpNet::from(o.addr()))));
                pairs.filter(|(p, o)| holds(&own, p, o)).collect()
            };
            let peers: Vec<IpNet> = network.bgp.as_ref().map_or_else(Vec::new, |b| {
                let called = b.neighbors.iter().map(|a| IpNet::from(a.0));
                b.listen.iter().map(|p| p.0).chain(called).collect()
            });
            let watched = network.bgp.as_ref().is_some_and(|b| b.bfd.is_some());
            let routes = network.statics.iter().filter(|s| s.bfd.is_some());
            let hops = routes.flat_map(|s| s.next_hops.iter()).map(|h| IpNet::from(h.0));
            let mut bfd: Vec<IpNet> = peers.iter().copied().filter(|_| watched).chain(hops).collect();
            bfd.sort_unstable();
            bfd.dedup();
            // A timer stands on the interface where the platform lets BFD run there at all.
            let bfd = if layer3.bfd.is_some() { with(bfd) } else { Vec::new() };
            Adjacency {
                ipv6,
                bgp: with(peers),
                bfd,
                bfd_echo: layer3.bfd.is_some_and(|b| b.echo),
                subnets: of(&layer3.addresses).iter().map(IpNet::trunc).collect(),
                hsrp,
            }
        })
        .collect()
}

/// Whether a neighbour and an address of the switch are in one subnet.
fn holds(own: &[IpNet], peer: &IpNet, address: &IpNet) -> bool {
    own.iter().any(|o| IpNet::from(o.addr()) == *address && o.contains(&peer.addr()))
}

fn make(
    list: &AccessList,
    place: &Place<'_>,
    attached: Span,
    of: &[Adjacency],
    inward: bool,
) -> Option<Made> {
    let name = format!("{}-{}", place.name, if inward { "IN" } else { "OUT" });
    let generated: Vec<(bool, Vec<AclRule>)> = of
        .iter()
        .map(|a| {
            let origin = why::ADJACENCY_ENTRY.of(attached);
            let entries = a.entries(inward).into_iter().map(|rule| AclRule { origin, ..rule });
            (a.ipv6, entries.collect())
        })
        .collect();
    let mut acls: Vec<Acl> = generated
        .iter()
        .map(|(ipv6, first)| {
            acl(format!("ACL-{}", family_name(&name, *ipv6)), list, place.vlan, *ipv6, first)
        })
        .collect();
    let bindings = acls
        .iter()
        .map(|acl| AclBinding {
            name: acl.name.clone(),
            ipv6: acl.ipv6,
            origin: why::ACCESS_LIST.of(attached),
        })
        .collect();
    let made = inward.then(|| policer(&name, list, place.vlan, &generated)).flatten();
    let policer = made.map(|(policer, own)| {
        acls.extend(own);
        policer
    });
    Some(Made { acls, bindings, policer })
}

/// An access list of one family: what is generated, the list's own, and what becomes of the rest.
fn acl(name: String, list: &AccessList, vlan: u16, ipv6: bool, generated: &[AclRule]) -> Acl {
    let mut rules: Vec<&Rule> = list.rules.iter().collect();
    rules.sort_by_key(|r| r.sequence.0);
    let mut blocks: Vec<(u64, Vec<AclRule>)> =
        generated.iter().zip(1..).map(|(rule, n)| (n * 10, vec![rule.clone()])).collect();
    let origin = why::ACCESS_LIST.of(list.span);
    blocks.push((OWN, vec![AclRule { origin, ..remark(format!("policy: {}", &**list.name)) }]));
    for rule in rules {
        let mut made = entries(rule, ipv6, vlan);
        if let Some(text) = rule.description.as_ref().filter(|_| !made.is_empty()) {
            let origin = why::ACCESS_LIST.of(rule.span);
            made.insert(0, AclRule { origin, ..remark(text.0.chars().take(REMARK).collect()) });
        }
        blocks.push((OWN.saturating_add(rule.sequence.0), made));
    }
    let default = list.default_action.0.value == Verdict::Permit;
    let counts: Vec<(u64, usize)> = blocks.iter().map(|(own, made)| (*own, made.len())).collect();
    let numbers = number(&counts, LAST).into_iter().flatten();
    let own = blocks.into_iter().flat_map(|(_, made)| made).zip(numbers);
    let mut rules: Vec<AclRule> = own.map(|(rule, sequence)| AclRule { sequence, ..rule }).collect();
    rules.push(AclRule {
        sequence: LAST,
        permit: default,
        protocol: protocol(Protocol::Ip, ipv6).to_owned(),
        origin: why::ACCESS_LIST.of(list.default_action.0.span),
        ..AclRule::default()
    });
    let counted = list.rules.iter().any(|r| r.action.iter().any(|a| a.value == AclAction::Count));
    Acl { name, ipv6, standard: false, counted, rules, origin }
}
