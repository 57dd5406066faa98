//! What a policy means on a switch is what it means in the language: an evaluator of the language
//! and one of route maps and access lists, as each vendor's switches run them, agree on any route
//! and packet.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod common;

use std::collections::BTreeSet;
use std::net::IpAddr;

use ipnet::IpNet;
use proptest::prelude::*;
use selvedge::lower::{self, Context};
use selvedge::model::Fabric;
use selvedge::model::construct as language;
use selvedge::model::value::{AclAction, Combine, PolicyAction, Protocol, TcpFlag, Verdict};
use selvedge::plan::{self, Device};

// ------------------------------------------------------------------------------------------- routes

#[derive(Debug, Clone, PartialEq, Eq)]
struct Route {
    prefix: IpNet,
    communities: BTreeSet<String>,
    targets: BTreeSet<String>,
    preference: u32,
}

/// A community by its number, so that a name and a number of one community are one.
fn canonical(text: &str) -> String {
    let number = match text {
        "gshut" => 0xffff_0000_u32,
        "no-export" => 0xffff_ff01,
        "no-advertise" => 0xffff_ff02,
        "local-as" => 0xffff_ff03,
        _ => return text.to_owned(),
    };
    format!("{}:{}", number >> 16, number & 0xffff)
}

/// Whether a later look at a route sees what was changed: manuals disagree, so nothing may hang on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sees {
    Original,
    Changed,
}

/// The language: what becomes of a route.
fn language_says(
    fabric: &Fabric,
    policy: &language::RoutePolicy,
    route: &Route,
    sees: Sees,
) -> Option<Route> {
    let mut rules: Vec<_> = policy.rules.iter().collect();
    rules.sort_by_key(|r| r.sequence.0);
    let mut now = route.clone();
    for rule in rules {
        let seen = if sees == Sees::Original { route } else { &now };
        if !language_matches(fabric, rule, seen) {
            continue;
        }
        if rule.action.value == PolicyAction::Deny {
            return None;
        }
        if let Some(preference) = &*rule.local_preference {
            now.preference = preference.0 as u32;
        }
        let all = |list: &[selvedge::finding::At<selvedge::model::value::Community>]| {
            list.iter().map(|c| c.to_string()).collect::<BTreeSet<_>>()
        };
        let targets = |list: &[selvedge::finding::At<selvedge::model::value::RouteTarget>]| {
            list.iter().map(|c| c.to_string()).collect::<BTreeSet<_>>()
        };
        now.communities = changed(
            &now.communities,
            all(&rule.set_community),
            all(&rule.add_community),
            &all(&rule.delete_community),
        );
        now.targets = changed(
            &now.targets,
            targets(&rule.set_ext_community),
            targets(&rule.add_ext_community),
            &targets(&rule.delete_ext_community),
        );
        if rule.action.value == PolicyAction::Permit {
            return Some(now);
        }
    }
    (policy.default_action.0.value == Verdict::Permit).then_some(now)
}

fn changed(
    carried: &BTreeSet<String>,
    set: BTreeSet<String>,
    add: BTreeSet<String>,
    delete: &BTreeSet<String>,
) -> BTreeSet<String> {
    let kept: BTreeSet<String> =
        if set.is_empty() { carried.difference(delete).cloned().collect() } else { set };
    kept.into_iter().chain(add).collect()
}

fn language_matches(fabric: &Fabric, rule: &language::PolicyRule, route: &Route) -> bool {
    let prefix = |list: &language::PrefixList| {
        let mut rules: Vec<_> = list.rules.iter().collect();
        rules.sort_by_key(|r| r.sequence.0);
        let first = rules.into_iter().find(|r| {
            let own = r.prefix.0.prefix_len();
            let (least, most) = r.length.as_ref().map_or((own, own), |l| (l.least, l.most));
            r.prefix.0.contains(&route.prefix) && (least..=most).contains(&route.prefix.prefix_len())
        });
        first.is_some_and(|r| r.action.value == Verdict::Permit)
    };
    let community = |list: &language::CommunityList| {
        let mut rules: Vec<_> = list.rules.iter().collect();
        rules.sort_by_key(|r| r.sequence.0);
        let carries = |name: &str| name == "internet" || route.communities.contains(&canonical(name));
        let first = rules.into_iter().find(|r| {
            r.communities.iter().all(|c| carries(&c.to_string()))
                && r.well_known.iter().all(|w| carries(&w.to_string()))
        });
        first.is_some_and(|r| r.action.value == Verdict::Permit)
    };
    let ext = |list: &language::ExtCommunityList| {
        let mut rules: Vec<_> = list.rules.iter().collect();
        rules.sort_by_key(|r| r.sequence.0);
        let first = rules
            .into_iter()
            .find(|r| r.route_targets.iter().all(|t| route.targets.contains(&t.to_string())));
        first.is_some_and(|r| r.action.value == Verdict::Permit)
    };
    let mut conditions: Vec<bool> = Vec::new();
    let named = |name: &str| name.to_owned();
    conditions.extend(
        rule.match_prefix
            .iter()
            .map(|n| prefix(fabric.prefix_lists.iter().find(|l| *l.name.value == *named(&n.name)).unwrap())),
    );
    conditions.extend(
        rule.match_community
            .iter()
            .map(|n| community(fabric.community_lists.iter().find(|l| *l.name.value == *n.name).unwrap())),
    );
    conditions.extend(
        rule.match_ext_community
            .iter()
            .map(|n| ext(fabric.ext_community_lists.iter().find(|l| *l.name.value == *n.name).unwrap())),
    );
    match rule.condition.0.value {
        Combine::Or => conditions.into_iter().any(|c| c),
        Combine::And => conditions.into_iter().all(|c| c),
    }
}

/// A switch: what its route map does with a route.
fn switch_says(device: &Device, map: &str, route: &Route, sees: Sees) -> Option<Route> {
    let map = device.route_maps.iter().find(|m| m.name == map).expect("the map is on the switch");
    let numbers: Vec<u64> = map.entries.iter().map(|e| e.sequence).collect();
    assert!(numbers.is_sorted_by(|a, b| a < b), "{}: {numbers:?}", map.name);
    assert!(numbers.iter().all(|n| (1..=65_535).contains(n)), "{}: {numbers:?}", map.name);
    let mut now = route.clone();
    let mut from = 0;
    let mut passed = false;
    while let Some(entry) = map.entries.iter().find(|e| {
        e.sequence >= from && entry_matches(device, e, if sees == Sees::Original { route } else { &now })
    }) {
        if !entry.permit {
            return None;
        }
        change(device, entry, &mut now);
        passed = true;
        let Some(next) = entry.continues else { return Some(now) };
        assert!(numbers.contains(&next), "{}: continue to {next}, which is not there", map.name);
        assert!(next > entry.sequence);
        from = next;
    }
    // Sent on by a `continue`, and met by no entry: the route passes.
    passed.then_some(now)
}

fn entry_matches(device: &Device, entry: &plan::RouteMapEntry, route: &Route) -> bool {
    let in_prefixes = |name: &Option<String>, ipv6: bool| {
        name.as_ref().is_none_or(|name| {
            let list = device.prefix_lists.iter().find(|l| l.name == *name).expect("the list is there");
            assert_eq!(list.ipv6, ipv6);
            assert!(!list.rules.is_empty(), "an empty list lets everything pass on NX-OS");
            assert!(list.rules.is_sorted_by(|a, b| a.sequence < b.sequence));
            let first = list.rules.iter().find(|r| {
                let own = r.prefix.prefix_len();
                let (least, most) = match (r.ge, r.le) {
                    (None, None) => (own, own),
                    (ge, le) => (ge.unwrap_or(own), le.unwrap_or(r.prefix.max_prefix_len())),
                };
                assert!(r.ge.is_none_or(|ge| ge > own) && r.le.is_none_or(|le| le > own), "{r:?}");
                r.prefix.contains(&route.prefix) && (least..=most).contains(&route.prefix.prefix_len())
            });
            first.is_some_and(|r| r.permit)
        })
    };
    let carries = |list: &[String], all: &BTreeSet<String>| {
        list.iter().all(|c| c == "internet" || all.contains(&canonical(c)))
    };
    let community = entry.match_community.as_ref().is_none_or(|name| {
        let list = device.community_lists.iter().find(|l| l.name == *name).expect("the list is there");
        let first = list.rules.iter().find(|r| carries(&r.communities, &route.communities));
        first.is_some_and(|r| r.permit)
    });
    let ext = entry.match_ext_community.as_ref().is_none_or(|name| {
        let list = device.ext_community_lists.iter().find(|l| l.name == *name).expect("the list is there");
        let first = list.rules.iter().find(|r| carries(&r.route_targets, &route.targets));
        first.is_some_and(|r| r.permit)
    });
    assert!(entry.match_ipv4.is_none() || entry.match_ipv6.is_none(), "no route is of both families");
    in_prefixes(&entry.match_ipv4, false) && in_prefixes(&entry.match_ipv6, true) && community && ext
}

fn change(device: &Device, entry: &plan::RouteMapEntry, route: &mut Route) {
    route.preference = entry.local_preference.unwrap_or(route.preference);
    // In either order: what an entry takes off it does not give.
    let delete = |list: Vec<&String>, from: &mut BTreeSet<String>| {
        from.retain(|c| !list.iter().any(|d| canonical(d) == *c));
    };
    if let Some(name) = &entry.delete_community {
        let list = device.community_lists.iter().find(|l| l.name == *name).unwrap();
        assert!(list.rules.iter().all(|r| r.permit && r.communities.len() == 1));
        delete(list.rules.iter().flat_map(|r| &r.communities).collect(), &mut route.communities);
    }
    if let Some(name) = &entry.delete_ext_community {
        let list = device.ext_community_lists.iter().find(|l| l.name == *name).unwrap();
        delete(list.rules.iter().flat_map(|r| &r.route_targets).collect(), &mut route.targets);
    }
    for (set, carried) in
        [(&entry.set_community, &mut route.communities), (&entry.set_ext_community, &mut route.targets)]
    {
        if let Some(set) = set {
            if !set.additive {
                carried.clear();
            }
            carried.extend(set.values.iter().map(|c| canonical(c)));
        }
    }
}

const PREFIXES: &[&str] = &[
    "0.0.0.0/0",
    "10.0.0.0/8",
    "10.64.0.0/10",
    "10.64.0.0/16",
    "10.64.7.0/24",
    "172.16.0.0/12",
    "::/0",
    "fd00::/16",
    "fd00:1::/32",
    "fd00:1:2::/48",
];
const COMMUNITIES: &[&str] = &["65048:1", "65048:2", "65048:3", "65535:0", "65535:65281"];
const CHANGES: &[&str] = &["65048:3", "65048:7", "65048:8", "65048:9"];
const TARGETS: &[&str] = &["65048:100", "65048:101", "10.0.0.1:5"];
const NEW_TARGETS: &[&str] = &["65048:101", "65048:200", "65048:201"];

fn some_of(words: &'static [&'static str], most: usize) -> impl Strategy<Value = Vec<&'static str>> {
    proptest::sample::subsequence(words, 0..=most)
}

fn verdict() -> impl Strategy<Value = &'static str> {
    prop_oneof![3 => Just("permit"), 1 => Just("deny")]
}

/// An attribute with its values, where there are any.
fn attribute(name: &str, values: &[impl AsRef<str>]) -> String {
    let words: Vec<&str> = values.iter().map(AsRef::as_ref).collect();
    if words.is_empty() { String::new() } else { format!("{name} {}; ", words.join(", ")) }
}

fn prefix_list(name: &'static str) -> impl Strategy<Value = String> {
    let rule = (verdict(), proptest::sample::select(PREFIXES), proptest::option::of((0_u8..8, 0_u8..12)));
    proptest::collection::vec(rule, 1..5).prop_map(move |rules| {
        let text: String = rules
            .iter()
            .zip(1..)
            .map(|((action, prefix, length), n)| {
                let net: IpNet = prefix.parse().unwrap();
                let (own, most) = (net.prefix_len(), net.max_prefix_len());
                let length = length.map_or(String::new(), |(above, more)| {
                    let least = (own + above).min(most);
                    format!("length {least}-{}; ", (least + more).min(most))
                });
                format!("rule {} {{ action {action}; prefix {prefix}; {length} }}\n", n * 10)
            })
            .collect();
        format!("prefix-list {name} {{\n{text}}}\n")
    })
}

fn community_list(name: &'static str) -> impl Strategy<Value = String> {
    let rule = (verdict(), some_of(COMMUNITIES, 2), proptest::option::weighted(0.2, Just("internet")));
    proptest::collection::vec(rule, 1..4).prop_map(move |rules| {
        let text: String = rules
            .iter()
            .zip(1..)
            .filter(|((_, all, known), _)| !all.is_empty() || known.is_some())
            .map(|((action, all, known), n)| {
                let known: Vec<&str> = known.iter().copied().collect();
                let (all, known) = (attribute("communities", all), attribute("well-known", &known));
                format!("rule {n} {{ action {action}; {all}{known} }}\n")
            })
            .collect();
        format!("community-list {name} {{\n{text}}}\n")
    })
}

fn ext_community_list(name: &'static str) -> impl Strategy<Value = String> {
    proptest::collection::vec((verdict(), some_of(TARGETS, 2)), 1..3).prop_map(move |rules| {
        let text: String = rules
            .iter()
            .zip(1..)
            .filter(|((_, all), _)| !all.is_empty())
            .map(|((action, all), n)| {
                format!("rule {n} {{ action {action}; {} }}\n", attribute("route-targets", all))
            })
            .collect();
        format!("extended-community-list {name} {{\n{text}}}\n")
    })
}

fn policy_rule() -> impl Strategy<Value = String> {
    let action = prop_oneof![2 => Just("permit"), 1 => Just("deny"), 2 => Just("continue")];
    let conditions = (
        proptest::bool::ANY,
        some_of(&["pa", "pb", "pc"], 3),
        some_of(&["ca", "cb"], 2),
        some_of(&["ea", "eb"], 2),
    );
    let changes = (
        proptest::option::of(0_u32..500),
        proptest::option::weighted(0.2, some_of(CHANGES, 2)),
        some_of(CHANGES, 2),
        some_of(CHANGES, 2),
        proptest::option::weighted(0.2, some_of(NEW_TARGETS, 2)),
        some_of(NEW_TARGETS, 1),
        some_of(NEW_TARGETS, 1),
    );
    (action, conditions, changes)
        .prop_filter("a rule has a condition", |(_, (_, p, c, e), _)| {
            !p.is_empty() || !c.is_empty() || !e.is_empty()
        })
        .prop_map(
            |(
                action,
                (and, prefixes, communities, ext),
                (preference, set, add, delete, sets, adds, deletes),
            )| {
                let mut text = format!("action {action}; condition {}; ", if and { "and" } else { "or" });
                text += &attribute("match-prefix", &prefixes);
                text += &attribute("match-community", &communities);
                text += &attribute("match-extended-community", &ext);
                text += &preference.map_or(String::new(), |p| format!("local-preference {p}; "));
                text += &attribute("set-community", &set.unwrap_or_default());
                text += &attribute("add-community", &add);
                text += &attribute("delete-community", &delete);
                text += &attribute("set-extended-community", &sets.unwrap_or_default());
                text += &attribute("add-extended-community", &adds);
                text + &attribute("delete-extended-community", &deletes)
            },
        )
}

/// Lists and a policy over them, with numbers that leave room or don't.
fn policies() -> impl Strategy<Value = String> {
    let lists = (
        prefix_list("pa"),
        prefix_list("pb"),
        prefix_list("pc"),
        community_list("ca"),
        community_list("cb"),
        ext_community_list("ea"),
        ext_community_list("eb"),
    );
    let step = prop_oneof![Just(1_u64), Just(10), Just(100), Just(50_000), Just(1_000_000_000)];
    (lists, proptest::collection::vec(policy_rule(), 1..5), verdict(), step).prop_map(
        |((a, b, c, d, e, f, g), rules, default, step)| {
            let rules: String =
                rules.iter().zip(1..).map(|(rule, n)| format!("rule {} {{ {rule} }}\n", n * step)).collect();
            format!("{a}{b}{c}{d}{e}{f}{g}route-policy under-test {{\n{rules}default-action {default}\n}}\n")
        },
    )
}

fn routes() -> impl Strategy<Value = Vec<Route>> {
    let prefix =
        (proptest::sample::select(PREFIXES), 0_u8..14, 0_u32..4).prop_map(|(within, longer, host)| {
            let net: IpNet = within.parse().unwrap();
            let length = (net.prefix_len() + longer).min(net.max_prefix_len());
            // Any subnet of it: its first one, or one a few further on.
            match IpNet::new(net.addr(), length).unwrap() {
                IpNet::V4(net) => {
                    let room = u32::from(net.max_prefix_len() - length);
                    let more = host.checked_shl(room).unwrap_or(0);
                    let within = within.parse::<ipnet::Ipv4Net>().unwrap();
                    let address = std::net::Ipv4Addr::from(u32::from(net.addr()).wrapping_add(more));
                    let address = if within.contains(&address) { address } else { net.addr() };
                    IpNet::V4(ipnet::Ipv4Net::new(address, length).unwrap().trunc())
                }
                net => net.trunc(),
            }
        });
    let route =
        (prefix, some_of(COMMUNITIES, 5), some_of(CHANGES, 2), some_of(TARGETS, 3), some_of(NEW_TARGETS, 1));
    let route = route.prop_map(|(prefix, a, b, c, d)| Route {
        prefix,
        communities: a.into_iter().chain(b).map(str::to_owned).collect(),
        targets: c.into_iter().chain(d).map(str::to_owned).collect(),
        preference: 100,
    });
    proptest::collection::vec(route, 40)
}

const OPTION_A: &str =
    "external-network wan  { option-a { vlan 2001; primary 10.50.0.0/30; secondary 10.50.0.4/30 } }";
const EOS: &str = "os eos; model DCS-7050SX3-48YC8; management-port Management1; internal-vlans 3401-3967";
const NXOS: &str = "os nxos; model N9K-C93180YC-FX3; management-port mgmt0";

/// The first CE of a small dual-stack instance, on each vendor, with the fabric and what is wrong.
fn first_ces(
    external: &str,
    more: &str,
) -> [(selvedge::Analysis, Device, Vec<selvedge::finding::Finding>); 2] {
    [EOS, NXOS].map(|platform| {
        let base = std::fs::read_to_string(common::fixture("smallest").join("smallest.fab")).unwrap();
        assert!(base.contains(OPTION_A) && base.contains(EOS));
        let text = base.replace(OPTION_A, external).replacen(EOS, platform, 1) + more;
        let (sources, loading) = selvedge::source::Sources::from_text("test.fab", &text);
        let checked = selvedge::check_sources(sources, loading);
        let errors: Vec<_> = checked
            .findings
            .into_iter()
            .filter(|f| f.level == selvedge::finding::Level::Error)
            // Ports of the fixture are called as on EOS: nothing here hangs on that.
            .collect();
        let analysis = checked.analysis.unwrap_or_else(|| panic!("{errors:#?}\n{text}"));
        let context = Context::new(&analysis);
        let ce =
            analysis.assignment.topology.ids().map(|(id, _)| id).find_map(|id| lower::device(&context, id));
        let device = ce.expect("CEs come first");
        assert_eq!(device.name, "ce1");
        drop(context);
        (analysis, device, errors)
    })
}

const DUAL_STACK: &str = "external-network wan {
  import-policy under-test
  option-a { vlan 2001; primary 10.50.0.0/30, fd00:50::/127; secondary 10.50.0.4/30, fd00:50::2/127 }
}";

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_route_map_means_what_its_policy_says(text in policies(), routes in routes()) {
        for (analysis, device, errors) in first_ces(DUAL_STACK, &text) {
            let policy = &analysis.fabric.policies[0];
            let unclear = errors.iter().any(|e| e.rule == "policy-continue-changes-match");
            let rest: Vec<_> = errors.iter().filter(|e| e.rule != "policy-continue-changes-match").collect();
            prop_assert!(rest.is_empty(), "{rest:#?}\n{text}");
            for route in &routes {
                let ipv6 = route.prefix.addr().is_ipv6();
                let mut neighbors = device.vrfs.iter().filter_map(|v| v.bgp.as_ref()).flat_map(|b| &b.neighbors);
                let session = neighbors.find(|n| match n.peer {
                    plan::Peer::Address(IpAddr::V4(a)) if !ipv6 => a.octets()[..2] == [10, 50],
                    plan::Peer::Address(IpAddr::V6(a)) if ipv6 => a.segments()[1] == 0x50,
                    _ => false,
                }).expect("a session with the PE");
                let map = session.session.policy_in.as_deref().expect("a policy on every session");
                let mut all = Vec::new();
                for sees in [Sees::Original, Sees::Changed] {
                    let language = language_says(&analysis.fabric, policy, route, sees);
                    let switch = switch_says(&device, map, route, sees);
                    prop_assert_eq!(&language, &switch, "{:?} {:?} {:?}\n{}\n{:#?}", device.os, sees, route, text, device.route_maps);
                    all.push(language);
                }
                prop_assert!(unclear || all[0] == all[1], "nothing hangs on the vendor: {route:?}\n{text}");
            }
        }
    }
}

// ------------------------------------------------------------------------------------------ packets

#[derive(Debug, Clone)]
struct Packet {
    source: IpAddr,
    destination: IpAddr,
    protocol: &'static str,
    /// Source and destination, of the first fragment.
    ports: Option<(u16, u16)>,
    /// SYN, ACK, RST, FIN.
    flags: [bool; 4],
    dscp: u8,
    ttl: u8,
    fragment: bool,
}

fn flag(packet: &Packet, flag: TcpFlag) -> bool {
    let [syn, ack, rst, fin] = packet.flags;
    match flag {
        TcpFlag::Established => ack || rst,
        TcpFlag::Initial => syn && !ack,
        TcpFlag::Syn => syn,
        TcpFlag::Ack => ack,
        TcpFlag::Rst => rst,
        TcpFlag::Fin => fin,
        TcpFlag::NotAck => !ack,
        TcpFlag::NotSyn => !syn,
        other => panic!("{other} is not among the packets"),
    }
}

/// The language: the first rule that a packet matches.
fn language_rule<'a>(
    list: &'a language::AccessList,
    packet: &Packet,
    vlan: u16,
) -> Option<&'a language::AclRule> {
    let mut rules: Vec<_> = list.rules.iter().collect();
    rules.sort_by_key(|r| r.sequence.0);
    rules.into_iter().find(|r| {
        let any = |list: &[selvedge::finding::At<selvedge::model::value::Prefix>], addresses: &[IpAddr]| {
            list.is_empty() || list.iter().any(|p| addresses.iter().any(|a| p.0.contains(a)))
        };
        let port = |list: &[selvedge::finding::At<selvedge::model::value::PortRange>],
                    source: bool,
                    destination: bool| {
            list.is_empty()
                || packet.ports.is_some_and(|(s, d)| {
                    list.iter().any(|p| {
                        let range = p.first..=p.last;
                        (source && range.contains(&s)) || (destination && range.contains(&d))
                    })
                })
        };
        let protocol = match r.protocol.0.value {
            Protocol::Ip => true,
            Protocol::Icmp => packet.protocol == "icmp",
            other => packet.protocol == other.to_string(),
        };
        protocol
            && any(&r.source, &[packet.source])
            && any(&r.destination, &[packet.destination])
            && any(&r.either, &[packet.source, packet.destination])
            && port(&r.source_port, true, false)
            && port(&r.destination_port, false, true)
            && port(&r.either_port, true, true)
            && r.flags.iter().all(|f| packet.ports.is_some() && flag(packet, f.value))
            && (r.dscp.is_empty() || r.dscp.iter().any(|d| d.0 == u64::from(packet.dscp)))
            && (r.ttl.is_empty() || r.ttl.iter().any(|t| t.0 == u64::from(packet.ttl)))
            && (r.fragments.is_empty() || packet.fragment)
            && (r.vlans.is_empty() || r.vlans.iter().any(|v| (v.first..=v.last).contains(&vlan)))
    })
}

/// A switch: the first entry that a packet matches.
fn switch_entry<'a>(acl: &'a plan::Acl, packet: &Packet) -> Option<&'a plan::AclRule> {
    assert!(acl.rules.is_sorted_by(|a, b| a.sequence < b.sequence), "{acl:#?}");
    assert!(acl.rules.iter().all(|r| (1..=u64::from(u32::MAX)).contains(&r.sequence)));
    acl.rules.iter().filter(|r| r.remark.is_none()).find(|r| {
        let protocol = match r.protocol.as_str() {
            "ip" | "ipv6" => true,
            "icmpv6" => acl.ipv6 && packet.protocol == "icmp",
            "47" => packet.protocol == "gre",
            name => packet.protocol == name,
        };
        let inside = |net: Option<IpNet>, address: &IpAddr| net.is_none_or(|n| n.contains(address));
        let port = |range: Option<(u16, u16)>, port: Option<u16>| {
            range.is_none_or(|(first, last)| port.is_some_and(|p| (first..=last).contains(&p)))
        };
        protocol
            && inside(r.source, &packet.source)
            && inside(r.destination, &packet.destination)
            && port(r.source_ports, packet.ports.map(|p| p.0))
            && port(r.destination_ports, packet.ports.map(|p| p.1))
            && r.flags.iter().all(|f| packet.ports.is_some() && flag(packet, *f))
            && r.dscp.is_none_or(|d| d == packet.dscp)
            && r.ttl.is_none_or(|t| t == packet.ttl)
            && (!r.fragments || packet.fragment)
    })
}

const NETS: &[&str] =
    &["10.40.0.0/24", "10.40.0.0/25", "10.60.0.0/16", "192.0.2.7/32", "fd00:40::/64", "fd00:40::7/128"];
const HOSTS: &[&str] = &["10.40.0.1", "10.40.0.200", "10.60.3.4", "192.0.2.7", "203.0.113.9"];
const HOSTS_V6: &[&str] = &["fd00:40::7", "fd00:40::8", "fd00:41::1"];
const PORTS: &[&str] = &["22", "443", "1000-2000", "1500-3000", "0-65535"];

fn acl_rule() -> impl Strategy<Value = String> {
    let action =
        proptest::sample::select(&["permit", "drop", "count", "log", "drop, log", "permit, count"][..]);
    let protocol = proptest::sample::select(&["ip", "tcp", "udp", "icmp", "gre"][..]);
    let ends = (some_of(NETS, 2), some_of(NETS, 2), proptest::option::weighted(0.3, some_of(NETS, 2)));
    let ports = (some_of(PORTS, 1), some_of(PORTS, 2), proptest::option::weighted(0.3, some_of(PORTS, 2)));
    let more = (
        some_of(&["established", "syn", "fin"], 1),
        proptest::option::weighted(0.2, some_of(&["0", "10", "46"], 2)),
        proptest::option::weighted(0.1, Just("1-8191")),
        proptest::option::weighted(0.2, some_of(&["2001", "2000-2100", "700"], 2)),
        proptest::option::weighted(0.2, Just("100m")),
    );
    (action, protocol, ends, ports, more).prop_map(
        |(
            action,
            protocol,
            (source, destination, either),
            (from, to, any),
            (flags, dscp, fragments, vlans, police),
        )| {
            let mut text = format!("action {action}; protocol {protocol}; ");
            text += &attribute("source", &source);
            text += &attribute("destination", &destination);
            text += &attribute("either", &either.unwrap_or_default());
            if ["tcp", "udp"].contains(&protocol) && fragments.is_none() {
                text += &attribute("source-port", &from);
                text += &attribute("destination-port", &to);
                text += &attribute("either-port", &any.unwrap_or_default());
            }
            if protocol == "tcp" && fragments.is_none() {
                text += &attribute("flags", &flags);
            }
            text += &attribute("dscp", &dscp.unwrap_or_default());
            text += &attribute("vlans", &vlans.unwrap_or_default());
            if let Some(fragments) = fragments {
                text += &format!("fragments {fragments}; ");
            }
            if let Some(rate) = police.filter(|_| !action.contains("drop")) {
                text += &format!("police {rate}; ");
            }
            text
        },
    )
}

fn access_lists() -> impl Strategy<Value = String> {
    let step = prop_oneof![Just(1_u64), Just(10), Just(900_000_000)];
    (proptest::collection::vec(acl_rule(), 1..5), verdict(), step).prop_map(|(rules, default, step)| {
        let rules: String =
            rules.iter().zip(1..).map(|(rule, n)| format!("rule {} {{ {rule} }}\n", n * step)).collect();
        format!("access-list under-test {{\n{rules}default-action {default}\n}}\n")
    })
}

fn packets() -> impl Strategy<Value = Vec<Packet>> {
    let v4 = (proptest::sample::select(HOSTS), proptest::sample::select(HOSTS));
    let v6 = (proptest::sample::select(HOSTS_V6), proptest::sample::select(HOSTS_V6));
    let ends = prop_oneof![2 => v4, 1 => v6];
    let protocol = proptest::sample::select(&["tcp", "udp", "icmp", "gre"][..]);
    let port = || proptest::sample::select(&[22_u16, 443, 999, 1000, 1700, 2500, 9999][..]);
    let header = (proptest::sample::select(&[0_u8, 10, 46][..]), Just(64_u8), proptest::bool::weighted(0.2));
    let packet = (ends, protocol, (port(), port()), proptest::array::uniform4(proptest::bool::ANY), header);
    let packet =
        packet.prop_map(|((source, destination), protocol, ports, flags, (dscp, ttl, fragment))| Packet {
            source: source.parse().unwrap(),
            destination: destination.parse().unwrap(),
            protocol,
            ports: Some(ports).filter(|_| !fragment && ["tcp", "udp"].contains(&protocol)),
            flags,
            dscp,
            ttl,
            fragment,
        });
    proptest::collection::vec(packet, 60)
}

const GUARDED: &str = "external-network wan {
  option-a {
    vlan 2001; primary 10.50.0.0/30, fd00:50::/127; secondary 10.50.0.4/30, fd00:50::2/127
    bfd { interval 300ms; multiplier 3 }
    ingress-acl under-test
  }
}";

/// The access lists of the sub-interface to the PE, and its policer.
fn guarded(device: &Device) -> (Vec<&plan::Acl>, Option<&plan::Policer>) {
    let sub = device.sub_interfaces().find(|s| s.vlan == 2001).unwrap();
    assert_eq!(sub.layer3.acl_in.len(), 2, "one a family");
    let acls = sub.layer3.acl_in.iter().map(|b| device.acls.iter().find(|a| a.name == b.name).unwrap());
    let policer = sub.layer3.policer.as_ref();
    (acls.collect(), policer.map(|name| device.policers.iter().find(|p| p.name == *name).unwrap()))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn an_access_list_means_what_its_rules_say(text in access_lists(), packets in packets()) {
        for (analysis, device, errors) in first_ces(GUARDED, &text) {
            prop_assert!(errors.is_empty(), "{errors:#?}\n{text}");
            let list = &analysis.fabric.acls[0];
            let (acls, policer) = guarded(&device);
            for packet in &packets {
                let acl = acls.iter().find(|a| a.ipv6 == packet.source.is_ipv6()).unwrap();
                let rule = language_rule(list, packet, 2001);
                let passes = match rule {
                    Some(rule) => !rule.action.iter().any(|a| a.value == AclAction::Drop),
                    None => list.default_action.0.value == Verdict::Permit,
                };
                let entry = switch_entry(acl, packet).expect("the last entry takes all");
                prop_assert_eq!(passes, entry.permit, "{:?}\n{}\n{:#?}", packet, text, acl);
                let logs = rule.is_some_and(|r| r.action.iter().any(|a| a.value == AclAction::Log));
                prop_assert_eq!(logs, entry.log, "{:?}\n{}", packet, text);
                // The class that a switch puts the packet in has a rate where the rule has one.
                let class = policer.into_iter().flat_map(|p| &p.classes).find(|c| {
                    let of = device.acls.iter().find(|a| a.name == c.acl).unwrap();
                    of.ipv6 == packet.source.is_ipv6() && switch_entry(of, packet).is_some()
                });
                let rated = rule.is_some_and(|r| r.police.is_some());
                prop_assert_eq!(rated, class.is_some_and(|c| c.rate.is_some()), "{:?}\n{}", packet, text);
            }
        }
    }
}

#[test]
fn no_access_list_takes_down_the_sessions_of_its_interface() {
    let text = "access-list under-test { rule 1 { action drop; protocol tcp }; default-action deny }\n";
    for (_, device, _) in first_ces(GUARDED, text) {
        let (acls, _) = guarded(&device);
        let packet = |source: &str, destination: &str, protocol, ports| Packet {
            source: source.parse().unwrap(),
            destination: destination.parse().unwrap(),
            protocol,
            ports,
            flags: [true, false, false, false],
            dscp: 48,
            ttl: 255,
            fragment: false,
        };
        let passes = |packet: Packet| {
            let acl = acls.iter().find(|a| a.ipv6 == packet.source.is_ipv6()).unwrap();
            switch_entry(acl, &packet).unwrap().permit
        };
        for (pe, ce) in [("10.50.0.2", "10.50.0.1"), ("fd00:50::1", "fd00:50::")] {
            assert!(passes(packet(pe, ce, "tcp", Some((40_000, 179)))), "BGP that the PE opens");
            assert!(passes(packet(pe, ce, "tcp", Some((179, 40_000)))), "BGP that the CE opens");
            assert!(passes(packet(pe, ce, "udp", Some((49_152, 3784)))), "BFD");
            assert!(passes(packet(pe, ce, "icmp", None)), "ICMP");
            assert!(!passes(packet(pe, ce, "tcp", Some((40_000, 22)))), "and nothing else");
        }
        assert!(passes(packet("fe80::1", "ff02::1:ff00:0", "icmp", None)), "neighbour solicitation");
        assert!(passes(packet("fe80::1", "fe80::2", "icmp", None)), "neighbour advertisement");
        assert!(!passes(packet("203.0.113.9", "10.50.0.1", "tcp", Some((40_000, 179)))), "from elsewhere");
    }
}

// ---------------------------------------------------------------------------------------- the places

const EVERYWHERE: &str = "route-policy under-test { rule 10 { action permit; match-prefix all; add-community 65048:1; \
     add-extended-community 65048:2 } }
prefix-list all { rule 10 { action permit; prefix 0.0.0.0/0; length 0-32 }; rule 20 { action permit; prefix ::/0; length 0-128 } }
";

const ATTACHED: &str = "external-network wan {
  import-policy under-test; export-policy under-test
  option-a { vlan 2001; primary 10.50.0.0/30, fd00:50::/127; secondary 10.50.0.4/30, fd00:50::2/127 }
}
redistribute connected, static
connected-policy under-test
static-policy under-test
internal-network workloads {
  vlan 502; subnet 10.41.0.0/24, fd00:41::/64
  import-policy under-test; export-policy under-test
  static 10.43.0.0/16 { next-hop 10.41.0.20 }
  bgp { peer-asn 65501; listen 10.41.0.64/26; neighbor fd00:41::20 }
}";

#[test]
fn a_policy_stands_wherever_it_is_attached() {
    for (_, device, errors) in first_ces(ATTACHED, EVERYWHERE) {
        assert!(errors.is_empty(), "{errors:#?}");
        let nxos = device.os == selvedge::model::value::Os::Nxos;
        let named = |ipv6: bool| Some(if nxos && ipv6 { "under-test-V6" } else { "under-test" });
        let vrf = device.vrfs.iter().find(|v| v.name == "blue").unwrap().bgp.as_ref().unwrap();
        assert_eq!(vrf.redistribute.len(), if nxos { 4 } else { 2 });
        for redistribution in &vrf.redistribute {
            let ipv6 = redistribution.family == Some(plan::Family::Ipv6);
            assert_eq!(redistribution.route_map.as_deref(), named(ipv6));
        }
        let groups =
            device.bgp.as_ref().unwrap().groups.iter().map(|g| (g.name.ends_with("-v6"), &g.session));
        let sessions = vrf.neighbors.iter().filter(|n| !n.session.next_hop_self).map(|n| {
            (
                matches!(n.peer, plan::Peer::Address(IpAddr::V6(_)) | plan::Peer::Range(IpNet::V6(_))),
                &n.session,
            )
        });
        let all: Vec<_> = groups.chain(sessions).collect();
        // Two families of the PE; one range and one neighbour of workloads.
        assert_eq!(all.len(), 4, "{}", device.os);
        for (ipv6, session) in all {
            assert_eq!(session.policy_in.as_deref(), named(ipv6), "{}", device.os);
            assert_eq!(session.policy_out.as_deref(), named(ipv6), "{}", device.os);
            assert_eq!(session.send_community, Some(plan::SendCommunity::Both), "what it adds is sent");
        }
        let between = vrf.neighbors.iter().find(|n| n.session.next_hop_self).unwrap();
        assert_eq!(between.session.send_community, Some(plan::SendCommunity::Both));
        let maps: Vec<&str> = device.route_maps.iter().map(|m| m.name.as_str()).collect();
        assert_eq!(maps, if nxos { vec!["under-test", "under-test-V6"] } else { vec!["under-test"] });
    }
}

#[test]
fn a_policy_that_nothing_names_is_on_no_switch() {
    for (_, device, _) in first_ces(OPTION_A, EVERYWHERE) {
        assert!(device.route_maps.iter().all(|m| m.name.starts_with("RM-")), "{}", device.os);
        assert!(device.prefix_lists.iter().all(|l| l.name.starts_with("PL-")), "{}", device.os);
    }
}

/// What NX-OS says of policies, line by line.
const NXOS_LINES: &[&str] = &[
    "ip prefix-list wan seq 10 permit 10.0.0.0/8 ge 16 le 24",
    "ip prefix-list wan seq 20 deny 172.16.0.0/12 eq 24",
    "ip prefix-list wan seq 30 permit 0.0.0.0/0",
    "ipv6 prefix-list wan-V6 seq 40 permit fd00::/16 le 48",
    "ip community-list standard known deny no-export",
    "ip community-list standard known permit 65048:1 local-AS",
    "ip community-list standard known permit graceful-shutdown",
    "ip extcommunity-list standard core permit rt 65048:100 rt 65048:101",
    "ip community-list standard CL-under-test-10-DEL permit 64512:666",
    "ip extcommunity-list standard ECL-under-test-10-DEL permit rt 64512:6",
    "route-map under-test permit 10",
    "  match ip address prefix-list wan",
    "  continue 20",
    "  set comm-list CL-under-test-10-DEL delete",
    "  set community graceful-shutdown additive",
    "  set extcomm-list ECL-under-test-10-DEL delete",
    "route-map under-test permit 20",
    "  match community known",
    "  match extcommunity core",
    "  set local-preference 50",
    "  set extcommunity rt 65048:7 65048:8",
    "route-map under-test deny 65535",
    "route-map under-test-V6 permit 10",
    "  match ipv6 address prefix-list wan-V6",
    "ip access-list ACL-blue-wan-IN",
    "  statistics per-entry",
    "  10 remark adjacency: bgp, icmp",
    "  20 permit tcp 10.50.0.0/30 10.50.0.0/30 eq bgp",
    "  30 permit tcp 10.50.0.0/30 eq bgp 10.50.0.0/30",
    "  1000 remark policy: guard",
    "  1010 deny tcp any 10.40.0.7/32 eq 22 syn log",
    "  1020 permit udp any range 1000 2000 any dscp 46 ttl 64",
    "  1030 deny ip any any fragments",
    "  1040 permit 47 any any",
    "  4294967295 deny ip any any",
    "ipv6 access-list ACL-blue-wan-IN-V6",
    "  40 permit icmp fd00:50::/127 fd00:50::/127",
    "class-map type qos match-any CM-blue-wan-IN-40",
    "  match access-group name ACL-blue-wan-IN-40",
    "policy-map type qos PM-blue-wan-IN",
    "  class CM-blue-wan-IN-ADJACENCY",
    "    police cir 1000000 kbps bc 1250 kbytes conform transmit violate drop",
];

const NXOS_EXTERNAL: &str = "external-network wan {
  import-policy under-test
  option-a {
    vlan 2001; primary 10.50.0.0/30, fd00:50::/127; secondary 10.50.0.4/30, fd00:50::2/127
    ingress-acl guard
  }
}";

const NXOS_POLICIES: &str = "
prefix-list wan {
  rule 10 { action permit; prefix 10.0.0.0/8; length 16-24 }
  rule 20 { action deny; prefix 172.16.0.0/12; length 24 }
  rule 30 { action permit; prefix 0.0.0.0/0 }
  rule 40 { action permit; prefix fd00::/16; length 16-48 }
}
community-list known {
  rule 10 { action deny; well-known no-export }
  rule 20 { action permit; communities 65048:1; well-known local-as }
  rule 30 { action permit; communities 65535:0 }
}
extended-community-list core { rule 10 { action permit; route-targets 65048:101, 65048:100 } }
route-policy under-test {
  rule 10 {
    action continue; match-prefix wan
    delete-community 64512:666, 65535:0; add-community 65535:0; delete-extended-community 64512:6
  }
  rule 20 {
    action permit; condition and; match-community known; match-extended-community core
    local-preference 50; set-extended-community 65048:8, 65048:7
  }
}
access-list guard {
  rule 10 { action drop, log, count; protocol tcp; destination 10.40.0.7/32; destination-port 22; flags syn }
  rule 20 { action permit; protocol udp; source 0.0.0.0/0; source-port 1000-2000; dscp 46; ttl 64 }
  rule 30 { action drop; fragments 1-8191 }
  rule 40 { action permit; protocol gre; police 1g }
}
";

#[test]
fn nxos_has_its_own_words_for_policies() {
    let [_, (_, device, errors)] = first_ces(NXOS_EXTERNAL, NXOS_POLICIES);
    // That rule 20 looks for what rule 10 gives is what this text is about.
    let errors: Vec<_> = errors.iter().filter(|e| e.rule != "policy-continue-changes-match").collect();
    assert!(errors.is_empty(), "{errors:#?}");
    let environment = selvedge::render::Environment::new(selvedge::render::Secrets::Referenced).unwrap();
    let text: String = ["cisco/policy.j2", "cisco/acl.j2"]
        .map(|template| environment.render(template, "device", &device).unwrap())
        .concat();
    for line in NXOS_LINES {
        assert!(text.lines().any(|l| l == *line), "there is no `{line}` in\n{text}");
    }
}
