//! No text of one vendor holds a line of the other.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod text;

use std::collections::BTreeSet;

use text::{Vendor, compile};

const FIXTURES: &[&str] = &["all-nxos", "cisco-ce", "near-edge"];

/// How lines of one vendor begin that the other has not; with `$`, whole lines.
const EOS_ALONE: &[&str] = &[
    "vrf instance ",
    "mlag ",
    "mlag configuration",
    "domain-id ",
    "peer-link ",
    "interface Port-Channel",
    "interface Management",
    "interface Loopback",
    "lacp timer ",
    "port-channel lacp ",
    "trunk group ",
    "switchport trunk group ",
    "spanning-tree portfast",
    "spanning-tree mode mstp",
    "no spanning-tree vlan-id ",
    "service routing protocols ",
    "ip routing",
    "ipv6 unicast-routing",
    "ip virtual-router ",
    "ipv6 virtual-router ",
    "ipv6 nd ra disabled",
    "encapsulation dot1q vlan ",
    "no bgp default ",
    "bgp listen range ",
    "redistribute connected",
    "route-target import vpn-",
    "route-target export vpn-",
    "ip route vrf ",
    "ntp server vrf ",
    "logging vrf ",
    "dns domain ",
    "vlan internal ",
    "management ssh",
    "aaa ",
    "mpls ip$",
    "end$",
];
const NXOS_ALONE: &[&str] = &[
    "feature ",
    "feature-set ",
    "install ",
    "vpc ",
    "vrf context ",
    "vrf member ",
    "interface port-channel",
    "interface mgmt",
    "interface loopback",
    "lacp rate ",
    "no lacp suspend-individual",
    "hsrp ",
    "spanning-tree port type ",
    "spanning-tree mode mst$",
    "peer-keepalive ",
    "peer-switch",
    "peer-gateway",
    "layer3 peer-router",
    "ipv6 nd suppress-ra",
    "no ip redirects",
    "no bfd echo",
    "redistribute direct ",
    "maximum-prefix ",
    "maximum-peers ",
    "remote-as ",
    "address-family vpnv4",
    "ip route static bfd ",
    "ip domain-name ",
    "logging server ",
    "mpls ip forwarding",
];

#[test]
fn no_line_is_of_the_other_vendor() {
    let begins = |line: &str, words: &str| match words.strip_suffix('$') {
        Some(whole) => line == whole,
        None => line.starts_with(words),
    };
    let mut used: BTreeSet<&str> = BTreeSet::new();
    for fixture in FIXTURES {
        let (_guard, tree) = compile(fixture);
        for config in tree.devices.values() {
            let (own, other) = match config.vendor {
                Vendor::Eos => (EOS_ALONE, NXOS_ALONE),
                Vendor::Nxos => (NXOS_ALONE, EOS_ALONE),
            };
            for line in config.sections.values().flatten() {
                let foreign = other.iter().find(|w| begins(line, w));
                assert!(foreign.is_none(), "{fixture}: {} says `{line}`", config.name);
                used.extend(own.iter().filter(|w| begins(line, w)));
            }
        }
    }
    // Words that nobody says would forbid nothing.
    let idle: Vec<&&str> = EOS_ALONE.iter().chain(NXOS_ALONE).filter(|w| !used.contains(*w)).collect();
    assert!(idle.is_empty(), "{idle:?}");
}
