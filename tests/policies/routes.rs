//! Policies and routes by chance.

use std::net::IpAddr;

use ipnet::IpNet;
use proptest::prelude::*;
use selvedge::plan;

use crate::route::{Route, Sees, language_says, switch_says};
use crate::{attribute, first_ces, some_of, verdict};

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
        // A list that is asked has a rule.
        let least = format!("rule 1 {{ action permit; {} }}\n", attribute("communities", &COMMUNITIES[..1]));
        format!("community-list {name} {{\n{}}}\n", if text.is_empty() { &least } else { &text })
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
        let least = format!("rule 1 {{ action permit; {} }}\n", attribute("route-targets", &TARGETS[..1]));
        format!("extended-community-list {name} {{\n{}}}\n", if text.is_empty() { &least } else { &text })
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
