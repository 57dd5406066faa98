//! Lists by number of a Nexus, which takes each command at once: the commands from one list to
//! another, and that no order is taken that leaves a list in use as it should not be for a moment.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use std::fmt::Write as _;

use insta::assert_snapshot;
use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use selvedge::commands::{Change, Commands};
use selvedge::model::value::Os;
use selvedge::plan::Device;
use selvedge::read;

/// What a list says: a number and what stands behind it.
type List<'a> = &'a [(u64, &'a str)];

fn plan(text: &str) -> Device {
    let reading = read::running(Os::Nxos, text).unwrap();
    assert!(reading.unknown.is_empty(), "{text}: {:?}", reading.unknown);
    reading.device
}

/// A switch with a prefix list that a route map is by.
fn routes(list: List<'_>) -> Device {
    let ipv6 = list.iter().any(|(_, says)| says.contains(':'));
    let family = if ipv6 { "ipv6" } else { "ip" };
    let mut text = "hostname sw1\nfeature bgp\n".to_owned();
    for (number, says) in list {
        writeln!(text, "{family} prefix-list L seq {number} {says}").unwrap();
    }
    let family = if ipv6 { "ipv6" } else { "ip" };
    writeln!(text, "route-map M permit 10\n  match {family} address prefix-list L").unwrap();
    text += "router bgp 65000\n  neighbor 10.9.0.1\n    remote-as 65001\n    address-family ipv4 unicast\n      route-map M in\n";
    plan(&text)
}

/// A switch with an access list that an interface is by.
fn packets(list: List<'_>) -> Device {
    let mut text = "hostname sw1\nfeature interface-vlan\nvlan 1,10\nip access-list L\n".to_owned();
    list.iter().for_each(|(number, says)| writeln!(text, "  {number} {says}").unwrap());
    text += "interface Vlan10\n  no shutdown\n  ip address 10.1.10.2/24\n  ip access-group L in\n";
    plan(&text)
}

fn change(old: &Device, new: &Device) -> Change {
    let change = Commands::new().unwrap().change(old, new).unwrap_or_else(|failure| panic!("{failure}"));
    change.unwrap()
}

/// Both ways, each command in a line, without what all of one list begin with.
fn shown(change: &Change) -> String {
    let mut text = String::new();
    for (way, commands) in [("there", &change.there), ("back", &change.back)] {
        writeln!(text, "  {way}").unwrap();
        for command in commands {
            let line = command.line.replace("ip prefix-list L ", "").replace("ipv6 prefix-list L ", "");
            writeln!(text, "    {line}").unwrap();
        }
    }
    text
}

/// What is done to a list, the list and what it becomes.
type Case<'a> = (&'a str, List<'a>, List<'a>);

/// The commands of each case, for switches that are made of a list.
fn told(switch: fn(List<'_>) -> Device, cases: &[Case<'_>]) -> String {
    let case =
        |(name, old, new): &Case<'_>| format!("{name}\n{}\n", shown(&change(&switch(old), &switch(new))));
    cases.iter().map(case).collect()
}

const A: &str = "permit 10.1.0.0/24";
const B: &str = "permit 10.2.0.0/24";
const C: &str = "permit 10.3.0.0/24";
const D: &str = "permit 10.4.0.0/24";

/// What engineers do to prefix lists, with the commands that come of it.
#[test]
fn prefix_lists() {
    let cases: &[Case<'_>] = &[
        (
            "one comes in the middle, all behind it are renumbered",
            &[(5, A), (10, B), (15, C)],
            &[(5, A), (10, D), (15, B), (20, C)],
        ),
        ("one comes at a free number", &[(5, A), (10, B)], &[(5, A), (7, C), (10, B)]),
        ("one comes at the end", &[(5, A)], &[(5, A), (10, B)]),
        ("all are renumbered", &[(5, A), (10, B), (15, C)], &[(10, A), (20, B), (30, C)]),
        ("two change places", &[(5, A), (10, B)], &[(5, B), (10, A)]),
        ("the only one changes", &[(5, A)], &[(5, B)]),
        ("all are replaced", &[(5, A), (10, B)], &[(5, C), (10, D)]),
        (
            "one is opened wider where it stands",
            &[(5, A), (10, B)],
            &[(5, "permit 10.1.0.0/24 le 32"), (10, B)],
        ),
        ("a permit becomes a deny", &[(5, A), (10, B)], &[(5, "deny 10.1.0.0/24"), (10, B)]),
        (
            "an exception comes before what it is taken out of",
            &[(5, "permit 10.0.0.0/8 le 24")],
            &[(5, "deny 10.1.0.0/24"), (10, "permit 10.0.0.0/8 le 24")],
        ),
        (
            "an exception is replaced, and what it was taken out of stays",
            &[(5, "deny 10.1.0.0/24"), (10, "permit 10.0.0.0/8 le 24")],
            &[(5, "deny 10.1.0.0/16 le 24"), (10, "permit 10.0.0.0/8 le 24")],
        ),
        (
            "there is no number between",
            &[(1, "permit 10.1.0.0/24 le 25"), (2, B), (3, C)],
            &[(1, "permit 10.1.0.0/24 le 32"), (2, B), (3, C)],
        ),
        (
            "IPv6",
            &[(5, "permit 2001:db8:1::/48"), (10, "deny ::/0 le 128")],
            &[(5, "permit 2001:db8:2::/48"), (10, "permit 2001:db8:1::/48"), (15, "deny ::/0 le 128")],
        ),
    ];
    assert_snapshot!(told(routes, cases));
}

#[test]
fn access_lists() {
    let (web, dns, rest) = ("permit tcp any any eq 80", "permit udp any any eq 53", "deny ip any any");
    let cases: &[Case<'_>] = &[
        ("one comes before the others", &[(10, web), (20, rest)], &[(10, dns), (20, web), (30, rest)]),
        ("one is replaced where it stands", &[(10, web), (20, rest)], &[(10, dns), (20, rest)]),
        ("a remark changes", &[(10, "remark web"), (20, web)], &[(10, "remark the web"), (20, web)]),
    ];
    assert_snapshot!(told(packets, cases));
}

/// What is there keeps its place and its number is all that changes: two commands for each.
#[test]
fn a_long_list_is_renumbered_with_two_commands_an_entry() {
    let says: Vec<String> = (0..5000u32).map(|n| format!("permit 10.{}.{}.0/24", n / 250, n % 250)).collect();
    let list = |by: u64| -> Vec<(u64, &str)> {
        (1..).map(|n| n * by).zip(says.iter().map(String::as_str)).collect()
    };
    let change = change(&routes(&list(5)), &routes(&list(10)));
    assert_eq!([change.there.len(), change.back.len()], [10_000, 10_000]);
}

/// Entries of one family, and two lists of some of them, by numbers that are dense or not.
fn lists() -> impl Strategy<Value = [Vec<(u64, String)>; 2]> {
    let entry = |ipv6: bool| {
        (any::<bool>(), 0u8..4, 0u8..4, 0u8..4).prop_map(move |(permits, place, length, span)| {
            let verdict = if permits { "permit" } else { "deny" };
            let (net, length): (ipnet::IpNet, u8) = match ipv6 {
                true => (format!("2001:db8:{place}::/{}", 46 + length).parse().unwrap(), 46 + length),
                false => (format!("10.{place}.0.0/{}", 14 + length).parse().unwrap(), 14 + length),
            };
            match span {
                0 => format!("{verdict} {}", net.trunc()),
                _ => format!("{verdict} {} le {}", net.trunc(), length + span),
            }
        })
    };
    let list = |entries: Vec<String>, picks: Vec<(usize, u64)>| {
        let mut number = 0;
        let mut list = Vec::new();
        for (pick, step) in picks {
            number += step;
            list.push((number, entries[pick % entries.len()].clone()));
        }
        list
    };
    let picks = || prop::collection::vec((any::<usize>(), prop_oneof![Just(1u64), Just(5)]), 1..7);
    any::<bool>().prop_flat_map(move |ipv6| {
        (prop::collection::vec(entry(ipv6), 1..7), picks(), picks())
            .prop_map(move |(entries, old, new)| [list(entries.clone(), old), list(entries, new)])
    })
}

/// Lists by chance: there and back the model of the switch takes every command.
#[test]
fn any_list_becomes_any_other() {
    let config = Config { cases: 300, failure_persistence: None, ..Config::default() };
    let mut runner = TestRunner::new_with_rng(config, TestRng::deterministic_rng(RngAlgorithm::ChaCha));
    let commands = Commands::new().unwrap();
    let told = |lists: [Vec<(u64, String)>; 2]| {
        let [old, new] =
            lists.map(|list| routes(&list.iter().map(|(n, s)| (*n, s.as_str())).collect::<Vec<_>>()));
        match commands.change(&old, &new) {
            Ok(change) => prop_assert_eq!(change.is_none(), old == new),
            Err(failure) => return Err(TestCaseError::fail(failure.to_string())),
        }
        Ok(())
    };
    runner.run(&lists(), told).unwrap();
}

/// A rule that goes by other lists has at every moment some to go by: without, it is for every route.
#[test]
fn a_rule_of_a_route_map_is_never_without_a_match() {
    let routes = |matches: &str| {
        let mut text = "hostname sw1\nfeature bgp\nip community-list standard K permit 65000:1\n".to_owned();
        for list in ["L", "N", "O"] {
            writeln!(text, "ip prefix-list {list} seq 5 {A}").unwrap();
        }
        text += &format!(
            "route-map M permit 10\n{matches}router bgp 65000\n  neighbor 10.9.0.1\n    remote-as 65001\n    address-family ipv4 unicast\n      route-map M in\n"
        );
        plan(&text)
    };
    let lists = |names: &str| format!("  match ip address prefix-list {names}\n");
    let mut told = String::new();
    for (what, old, new) in [
        ("another list", lists("L"), lists("N")),
        ("one more, and one less", lists("L N"), lists("N O")),
        ("in front", lists("L"), lists("N L")),
        ("another kind", lists("L"), "  match community K\n".to_owned()),
    ] {
        let change = change(&routes(&old), &routes(&new));
        writeln!(told, "# {what}\n{}", shown(&change)).unwrap();
    }
    assert_snapshot!("rules", told);
}
