//! A rule of an access list as entries of a switch: one for each combination of what it lists.

use ipnet::IpNet;

use crate::finding::At;
use crate::lower::why;
use crate::model::construct::AclRule as Rule;
use crate::model::value::{AclAction, FragmentRange, MatchPrefix, PortRange, Protocol};
use crate::plan::AclRule;

/// Ports, first and last.
type Ports = Option<(u16, u16)>;

/// The entries of a rule in one family and on one VLAN, without numbers. None where the rule is
/// about the other family or other VLANs.
pub fn entries(rule: &Rule, ipv6: bool, vlan: u16) -> Vec<AclRule> {
    if !rule.vlans.is_empty() && !rule.vlans.iter().any(|v| (v.first..=v.last).contains(&vlan)) {
        return Vec::new();
    }
    let fragments = rule.fragments.iter().any(|f| f.value == FragmentRange::ALL);
    if !rule.fragments.is_empty() && !fragments {
        return Vec::new();
    }
    let mut entries = Vec::new();
    for (source, destination) in ends(rule, ipv6) {
        for (source_ports, destination_ports) in ports(rule) {
            for dscp in each(&rule.dscp, |d| d.0 as u8) {
                for ttl in each(&rule.ttl, |t| t.0 as u8) {
                    entries.push(AclRule {
                        permit: permits(rule),
                        protocol: protocol(rule.protocol.0.value, ipv6).to_owned(),
                        source: source.filter(narrows),
                        source_ports,
                        destination: destination.filter(narrows),
                        destination_ports,
                        flags: rule.flags.iter().map(|f| f.value).collect(),
                        dscp,
                        ttl,
                        fragments,
                        log: rule.action.iter().any(|a| a.value == AclAction::Log),
                        origin: why::ACCESS_LIST.of(rule.span),
                        ..AclRule::default()
                    });
                }
            }
        }
    }
    entries
}

/// Whether what a rule matches passes.
fn permits(rule: &Rule) -> bool {
    !rule.action.iter().any(|a| a.value == AclAction::Drop)
}

/// A protocol by the name that access lists of a family have for it.
pub fn protocol(protocol: Protocol, ipv6: bool) -> &'static str {
    match protocol {
        Protocol::Ip if ipv6 => "ipv6",
        Protocol::Ip => "ip",
        Protocol::Tcp => "tcp",
        Protocol::Udp => "udp",
        Protocol::Sctp => "sctp",
        Protocol::Icmp if ipv6 => "icmpv6",
        Protocol::Icmp => "icmp",
        Protocol::Gre => "47",
    }
}

/// One value of each, or none once where nothing is asked for.
fn each<T, V>(list: &[At<T>], value: impl Fn(&T) -> V) -> Vec<Option<V>> {
    if list.is_empty() { vec![None] } else { list.iter().map(|v| Some(value(&v.value))).collect() }
}

/// Sources with destinations. What may be either is first one, then the other.
fn ends(rule: &Rule, ipv6: bool) -> Vec<(Option<IpNet>, Option<IpNet>)> {
    let of = |list: &[At<MatchPrefix>]| each(list, |p| p.0);
    let right = |net: &Option<IpNet>| net.is_none_or(|n| n.addr().is_ipv6() == ipv6);
    let (sources, destinations, either) = (of(&rule.source), of(&rule.destination), of(&rule.either));
    let mut all = Vec::new();
    for source in sources.into_iter().filter(right) {
        for destination in destinations.iter().copied().filter(right) {
            for both in either.iter().copied().filter(right) {
                let Some(net) = both else {
                    all.push((source, destination));
                    continue;
                };
                all.extend(meet(source, net).map(|s| (Some(s), destination)));
                all.extend(meet(destination, net).map(|d| (source, Some(d))));
            }
        }
    }
    all
}

/// Whether a prefix leaves anything out: every address of a family is anywhere.
fn narrows(net: &IpNet) -> bool {
    net.prefix_len() > 0
}

/// What lies in both.
fn meet(one: Option<IpNet>, other: IpNet) -> Option<IpNet> {
    match one {
        None => Some(other),
        Some(one) if one.contains(&other) => Some(other),
        Some(one) if other.contains(&one) => Some(one),
        Some(_) => None,
    }
}

/// Source ports with destination ports, likewise.
fn ports(rule: &Rule) -> Vec<(Ports, Ports)> {
    let of = |list: &[At<PortRange>]| each(list, |p| (p.first, p.last));
    let (sources, destinations, either) =
        (of(&rule.source_port), of(&rule.destination_port), of(&rule.either_port));
    let mut all = Vec::new();
    for source in sources {
        for destination in &destinations {
            for both in &either {
                let Some(range) = both else {
                    all.push((source, *destination));
                    continue;
                };
                all.extend(overlap(source, *range).map(|s| (Some(s), *destination)));
                all.extend(overlap(*destination, *range).map(|d| (source, Some(d))));
            }
        }
    }
    all
}

fn overlap(one: Ports, other: (u16, u16)) -> Ports {
    let Some(one) = one else { return Some(other) };
    let (first, last) = (one.0.max(other.0), one.1.min(other.1));
    (first <= last).then_some((first, last))
}
