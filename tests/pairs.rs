//! The two switches of a pair agree, as the emitted text says. What vPC and MLAG compare is equal on
//! both, or they would suspend a port-channel; each points at the other.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod text;

use std::collections::BTreeMap;

use text::{Config, Vendor, compile};

const FIXTURES: &[&str] = &["near-edge", "smallest", "all-nxos", "cisco-ce"];

/// Both switches of every pair of every fixture. Gives the vendors that were seen.
fn each_pair(test: impl Fn(&str, &Config, &Config)) {
    let mut seen = Vec::new();
    for fixture in FIXTURES {
        let (_guard, tree) = compile(fixture);
        let mut pairs: BTreeMap<String, Vec<&Config>> = BTreeMap::new();
        for config in tree.devices.values() {
            pairs.entry(config.pair()).or_default().push(config);
        }
        for (pair, members) in pairs {
            let [a, b] = members.as_slice() else { panic!("{fixture}: {pair} is of {}", members.len()) };
            assert_eq!(a.vendor, b.vendor, "{fixture}: {pair}");
            test(fixture, a, b);
            seen.push(a.vendor);
        }
    }
    assert!(seen.contains(&Vendor::Eos) && seen.contains(&Vendor::Nxos));
}

/// What of a configuration is a type-1 parameter: a difference suspends a port-channel, or all.
/// On a port-channel these are its mode, speed, trunk mode, native VLAN, VLANs, MTU and what
/// spanning tree takes it for; globally the mode and region of spanning tree.
const OF_A_CHANNEL: &[&str] =
    &["switchport", "no switchport", "speed ", "mtu ", "spanning-tree ", "lacp ", "no lacp "];
const GLOBAL: &[&str] = &["spanning-tree "];

fn said(lines: &[String], words: &[&str]) -> Vec<String> {
    lines.iter().filter(|l| words.iter().any(|w| l.starts_with(w))).cloned().collect()
}

/// The members of a port-channel: how many, and what each says of LACP and speed.
fn members(config: &Config, number: &str) -> Vec<Vec<String>> {
    let join = format!("channel-group {number} ");
    let of = |(_, lines): (&String, &Vec<String>)| {
        let joins = lines.iter().any(|l| l.starts_with(&join));
        joins.then(|| said(lines, &["channel-group ", "lacp ", "speed "]))
    };
    config.sections.iter().filter_map(of).collect()
}

#[test]
fn type_1_parameters_are_equal_on_both_switches_of_a_pair() {
    each_pair(|fixture, a, b| {
        let place = format!("{fixture}: {} and {}", a.name, b.name);
        let global = said(a.section(""), GLOBAL);
        assert!(global.iter().any(|l| l.starts_with("spanning-tree mode mst")), "{place}");
        assert_eq!(global, said(b.section(""), GLOBAL), "{place}");
        let paired: Vec<&str> = a.port_channels().into_iter().filter(|c| a.mlag(c).is_some()).collect();
        assert!(!paired.is_empty(), "{place}");
        for channel in paired.into_iter().chain([peer_link(a)]) {
            let own = said(a.interface(channel), OF_A_CHANNEL);
            assert!(own.contains(&"switchport mode trunk".to_owned()), "{place} {channel}: {own:?}");
            assert_eq!(own, said(b.interface(channel), OF_A_CHANNEL), "{place} {channel}");
            let number = channel.trim_start_matches(|c: char| !c.is_ascii_digit());
            assert_eq!(members(a, number), members(b, number), "{place} {channel}");
        }
    });
}

fn peer_link(config: &Config) -> &str {
    match config.vendor {
        Vendor::Eos => config.all("mlag configuration", "peer-link ")[0],
        Vendor::Nxos => {
            let is = |c: &&str| config.interface(c).contains(&"vpc peer-link".to_owned());
            config.port_channels().into_iter().find(is).unwrap()
        }
    }
}

#[test]
fn a_port_channel_and_its_mlag_have_one_number_on_both_switches() {
    each_pair(|fixture, a, b| {
        let both = |config: &Config| {
            let layer2 = |c: &&str| !config.interface(c).contains(&"no switchport".to_owned());
            let mut numbers = Vec::new();
            for channel in config.port_channels().into_iter().filter(layer2) {
                let place = format!("{fixture}: {} {channel}", config.name);
                let mlag = config.mlag(channel);
                assert_eq!(mlag.is_none(), channel == peer_link(config), "{place}");
                assert!(mlag.is_none_or(|m| config.port_channel(m) == channel), "{place} is {mlag:?}");
                numbers.push((channel.to_owned(), mlag.map(str::to_owned)));
            }
            numbers
        };
        assert_eq!(both(a), both(b), "{fixture}: {} and {}", a.name, b.name);
    });
}

#[test]
fn the_two_switches_point_at_each_other() {
    each_pair(|fixture, a, b| {
        for (own, far) in [(a, b), (b, a)] {
            let place = format!("{fixture}: {} of {}", own.name, far.name);
            if own.vendor == Vendor::Nxos {
                let section = format!("vpc domain {}", own.pair());
                let (from, to) = (own.management(), far.management());
                let keepalive = format!("peer-keepalive destination {to} source {from} vrf management");
                assert!(own.section(&section).contains(&keepalive), "{place}: {:?}", own.section(&section));
                continue;
            }
            let said = own.all("mlag configuration", "peer-address ");
            let peer = far.value("Vlan4094", "ip address").unwrap();
            assert!(said.contains(&peer.split('/').next().unwrap()), "{place}: {said:?}");
            let net: ipnet::IpNet = own.value("Vlan4094", "ip address").unwrap().parse().unwrap();
            assert!(net.contains(&peer.parse::<ipnet::IpNet>().unwrap().addr()), "{place}");
            let heartbeat = format!("heartbeat {} vrf MGMT", far.management());
            assert!(said.contains(&heartbeat.as_str()), "{place}: {said:?}");
        }
        if a.vendor == Vendor::Nxos {
            let priority = |c: &Config| c.all(&format!("vpc domain {}", c.pair()), "role priority ")[0].to_owned();
            assert_ne!(priority(a), priority(b), "{fixture}: {} and {} would both decide", a.name, b.name);
        }
    });
}
