//! Which line stands on which role: what a correct NX-OS configuration holds, line by line, and its
//! absence where the role has no use for it. Then what no vendor may say: the lines of the other.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod text;

use std::collections::BTreeSet;

use text::{Config, Tree, Vendor, compile, vlans};

/// Where a line has to stand.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum On {
    /// Both CEs.
    Ce,
    /// The first CE alone.
    Ce1,
    /// Every TOR.
    Tor,
    /// The first TOR of each rack.
    Tor1,
    /// CEs and TORs.
    Both,
    /// Nowhere: what the vendor refuses, or what would do harm.
    Never,
}
use On::{Both, Ce, Ce1, Never, Tor, Tor1};

/// Section (`*` stands for any text in it), line (`*` likewise), role, in `all-nxos`.
const LINES: &[(&str, &str, On)] = &[
    // Features: those in use, and no other
    ("", "feature lacp", Both),
    ("", "feature vpc", Both),
    ("", "feature lldp", Both),
    ("", "feature interface-vlan", Ce),
    ("", "feature hsrp", Ce),
    ("", "feature bgp", Ce),
    ("", "feature bfd", Ce),
    ("", "feature mpls l3vpn", Never),
    ("", "install feature-set mpls", Never),
    // The pair
    ("", "vpc domain 1", Ce),
    ("", "vpc domain 10*", Tor),
    ("vpc domain *", "role priority *", Both),
    ("vpc domain *", "peer-keepalive destination * source * vrf management", Both),
    ("vpc domain *", "delay restore 150", Both),
    ("vpc domain *", "auto-recovery", Both),
    ("vpc domain *", "peer-switch", Ce),
    ("vpc domain *", "peer-gateway", Ce),
    ("vpc domain *", "layer3 peer-router", Ce),
    ("vpc domain *", "ip arp synchronize", Ce),
    ("vpc domain *", "ipv6 nd synchronize", Ce),
    ("interface port-channel1000", "vpc peer-link", Both),
    ("interface port-channel1000", "spanning-tree port type network", Both),
    ("interface port-channel1000", "switchport trunk allowed vlan 300,310,501,601,701,3001", Ce),
    ("interface port-channel1000", "switchport trunk allowed vlan 300,310,501,601,701", Tor),
    // The peer link has its MTU by itself, and no VLAN of its own
    ("interface port-channel1000", "mtu *", Never),
    ("", "vlan 4094", Never),
    // Spanning tree
    ("", "spanning-tree mode mst", Both),
    ("", "spanning-tree mst 0 priority 4096", Ce),
    // Port-channels and their members
    ("interface port-channel10*", "vpc 10*", Both),
    ("interface port-channel1", "vpc 1", Tor),
    ("interface port-channel1", "spanning-tree port type edge trunk", Tor),
    ("interface port-channel1", "spanning-tree bpduguard enable", Tor),
    ("interface port-channel1", "no lacp suspend-individual", Tor),
    ("interface port-channel2", "vpc 2", Tor),
    ("interface port-channel2", "no lacp suspend-individual", Never),
    ("interface port-channel100", "spanning-tree *", Never),
    ("interface port-channel100", "no lacp suspend-individual", Never),
    ("interface port-channel100", "mtu 9216", Tor),
    ("interface port-channel101", "mtu 9216", Ce),
    ("interface port-channel101", "description r1 uplink port-channel100", Ce),
    ("interface port-channel100", "description ce port-channel10*", Tor),
    ("interface Ethernet*", "switchport mode trunk", Both),
    ("interface Ethernet*", "mtu 9216", Both),
    ("interface Ethernet*", "channel-group 100 mode active", Tor),
    ("interface Ethernet*", "channel-group 101 mode active", Ce),
    ("interface Ethernet*", "lacp rate fast", Both),
    ("interface Ethernet1/35", "channel-group 1000 mode active", Ce),
    ("interface Ethernet1/35", "lacp rate fast", Never),
    ("interface Ethernet1/53", "channel-group 1000 mode active", Tor),
    ("interface Ethernet1/53", "lacp rate fast", Never),
    ("interface Ethernet1/53", "mtu *", Never),
    ("interface Ethernet1/9", "shutdown", Ce),
    ("interface Ethernet1/9", "no shutdown", Never),
    // A storage array: a port of its own, its network untagged
    ("interface Ethernet1/7", "switchport trunk native vlan 300", Ce),
    ("interface Ethernet1/7", "switchport trunk allowed vlan 300", Ce),
    ("interface Ethernet1/7", "spanning-tree port type edge trunk", Ce),
    ("interface Ethernet1/7", "mtu 9216", Ce),
    // Two cables to one PE
    ("interface port-channel1", "no switchport", Ce),
    ("interface port-channel1", "mtu 9216", Both),
    ("interface Ethernet1/1", "no switchport", Ce),
    ("interface Ethernet1/8", "channel-group 1 mode active", Ce),
    ("interface port-channel1.2001", "encapsulation dot1q 2001", Ce),
    ("interface port-channel1.2001", "vrf member oam", Ce),
    ("interface port-channel1.2001", "ip address 10.50.0.*/30", Ce),
    ("interface port-channel1.2001", "ipv6 address fd00:50::*/127", Ce),
    ("interface port-channel1.2001", "bfd interval 300 min_rx 300 multiplier 3", Ce),
    ("interface port-channel1.2001", "no bfd echo", Ce),
    ("interface port-channel1.2001", "no ip redirects", Ce),
    ("interface port-channel1.2001", "no ipv6 redirects", Ce),
    ("interface port-channel1.2001", "no shutdown", Ce),
    // VLANs and VRFs
    ("", "vlan 1,300,310,501,601,701,3001", Ce),
    ("", "vlan 1,300,310,501,601,701", Tor),
    ("vlan 501", "name oam-mgmt", Both),
    ("vlan 3001", "name ibgp-oam", Ce),
    ("", "vrf context management", Both),
    ("", "vrf context oam", Ce),
    ("", "vrf context user-plane", Ce),
    ("vrf context management", "ip route 0.0.0.0/0 10.8.2.1", Both),
    ("vrf context oam", "ip route 10.41.0.0/16 Vlan501 10.40.0.20", Ce),
    ("vrf context oam", "ipv6 route fd00:41::/48 Vlan501 fd00:40::20", Ce),
    ("vrf context oam", "ip route 172.16.0.0/12 port-channel1.2001 10.50.0.*", Ce),
    ("vrf context oam", "ip route static bfd port-channel1.2001 10.50.0.*", Ce),
    ("vrf context oam", "rd *", Never),
    // Gateways: both route, the first has the address
    ("interface Vlan501", "no shutdown", Ce),
    ("interface Vlan501", "vrf member oam", Ce),
    ("interface Vlan501", "ip address 10.40.0.*/24", Ce),
    ("interface Vlan501", "ipv6 address fd00:40::*/64", Ce),
    ("interface Vlan501", "ipv6 nd suppress-ra", Ce),
    ("interface Vlan501", "no ip redirects", Ce),
    ("interface Vlan501", "no ipv6 redirects", Ce),
    ("interface Vlan501", "hsrp version 2", Ce),
    ("interface Vlan501 / hsrp 501", "ip 10.40.0.1", Ce),
    ("interface Vlan501 / hsrp 501", "priority 110", Ce1),
    ("interface Vlan501 / hsrp 501", "preempt", Ce1),
    ("interface Vlan501 / hsrp 501 ipv6", "ip fd00:40::1", Ce),
    ("interface Vlan501 / hsrp 501 ipv6", "priority 110", Ce1),
    ("interface Vlan501", "mtu *", Never),
    ("interface Vlan601", "mtu 9000", Ce),
    ("interface Vlan601", "ipv6 *", Never),
    ("interface Vlan3001", "mtu 9216", Ce),
    ("interface Vlan3001", "hsrp *", Never),
    ("interface Vlan300", "*", Never),
    // No BFD from a VLAN interface: behind a vPC it may reach the other switch
    ("interface Vlan*", "bfd *", Never),
    ("vrf context *", "ip route static bfd Vlan*", Never),
    ("interface loopback0", "ip address 10.8.0.*/32", Ce),
    // BGP
    ("", "router bgp 65120", Ce),
    ("router bgp 65120", "router-id 10.8.0.*", Ce),
    ("router bgp 65120 / vrf oam", "router-id 10.8.0.*", Ce),
    ("router bgp 65120 / vrf user-plane", "*", Never),
    ("router bgp 65120 / vrf oam / address-family ipv4 unicast", "redistribute direct route-map *", Ce),
    ("router bgp 65120 / vrf oam / address-family ipv4 unicast", "redistribute static route-map *", Ce),
    ("router bgp 65120 / vrf oam / address-family ipv4 unicast", "aggregate-address 10.40.0.0/15", Ce),
    ("router bgp 65120 / vrf oam / address-family ipv6 unicast", "redistribute direct route-map *", Ce),
    ("router bgp 65120 / vrf oam / neighbor 10.40.0.128/26", "remote-as 65501", Ce),
    ("router bgp 65120 / vrf oam / neighbor 10.40.0.128/26", "maximum-peers 62", Ce),
    ("router bgp 65120 / vrf oam / neighbor 10.40.0.128/26", "bfd", Never),
    ("router bgp 65120 / vrf oam / neighbor fd00:40::8000/121", "maximum-peers 128", Ce),
    (
        "router bgp 65120 / vrf oam / neighbor 10.40.0.128/26 / address-family ipv4 unicast",
        "maximum-prefix 1000 80",
        Ce,
    ),
    (
        "router bgp 65120 / vrf oam / neighbor 10.40.0.128/26 / address-family ipv4 unicast",
        "allowas-in 2",
        Ce,
    ),
    (
        "router bgp 65120 / vrf oam / neighbor fd00:40::8000/121 / address-family ipv6 unicast",
        "route-map * in",
        Ce,
    ),
    ("router bgp 65120 / vrf oam / neighbor 10.40.0.20", "remote-as 65501", Ce),
    ("router bgp 65120 / vrf oam / neighbor 10.40.0.20", "bfd", Never),
    ("router bgp 65120 / vrf oam / neighbor 10.50.0.*", "bfd", Ce),
    ("router bgp 65120 / vrf oam / neighbor 10.50.0.*", "password 0 <env:BGP_WAN>", Ce),
    (
        "router bgp 65120 / vrf oam / neighbor 10.50.0.* / address-family ipv4 unicast",
        "maximum-prefix 12000 80",
        Ce,
    ),
    ("router bgp 65120 / vrf oam / neighbor fd00:50::* / address-family ipv6 unicast", "route-map * in", Ce),
    ("router bgp 65120 / vrf oam / neighbor fd00:50::* / address-family ipv6 unicast", "route-map * out", Ce),
    ("router bgp 65120 / vrf oam / neighbor 10.8.1.* / address-family ipv4 unicast", "next-hop-self", Ce),
    ("router bgp 65120 / vrf oam / neighbor 10.8.1.* / address-family ipv4 unicast", "send-community", Ce),
    ("router bgp 65120 / vrf oam / neighbor 10.8.1.* / *", "maximum-prefix *", Never),
    // Every switch
    ("", "hostname *", Both),
    ("", "username admin password 5 <env:ADMIN_HASH>  role network-admin", Both),
    ("", "ip domain-name harbour.example.net", Both),
    ("", "ip name-server 10.200.0.10 use-vrf management", Both),
    ("", "ntp server 10.200.0.12 use-vrf management", Both),
    ("", "logging server 10.200.0.13 6 use-vrf management", Both),
    ("interface mgmt0", "vrf member management", Both),
    ("interface mgmt0", "ip address 10.8.2.*/26", Both),
    ("vpc domain 1", "role priority 10", Ce1),
    ("vpc domain 10*", "role priority 10", Tor1),
];

/// Option B, in `cisco-ce`: the routers alone are of NX-OS.
const OPTION_B: &[(&str, &str)] = &[
    ("", "install feature-set mpls"),
    ("", "feature-set mpls"),
    ("", "feature mpls l3vpn"),
    ("vrf context oam", "rd 10.9.0.*:1"),
    ("vrf context oam / address-family ipv4 unicast", "route-target import 65130:39001"),
    ("vrf context oam / address-family ipv4 unicast", "route-target export 65130:39001"),
    ("vrf context oam / address-family ipv6 unicast", "route-target import 65130:39001"),
    ("vrf context user-plane / address-family ipv4 unicast", "route-target import 64512:100"),
    ("interface Ethernet*/1.2002", "mpls ip forwarding"),
    ("interface Ethernet*/1.2002", "mtu 9200"),
    ("interface Ethernet*/1.2002", "encapsulation dot1q 2002"),
    ("router bgp 65130", "address-family vpnv4 unicast"),
    ("router bgp 65130", "address-family vpnv6 unicast"),
    ("router bgp 65130 / neighbor 10.50.0.*", "remote-as 64512"),
    ("router bgp 65130 / neighbor 10.50.0.* / address-family vpnv4 unicast", "send-community extended"),
    ("router bgp 65130 / neighbor 10.50.0.* / address-family vpnv4 unicast", "route-map * in"),
    ("router bgp 65130 / neighbor 10.50.0.* / address-family vpnv6 unicast", "route-map * out"),
    ("interface port-channel101", "description r1 uplink Port-Channel100"),
];

fn due(on: On, name: &str) -> bool {
    let (ce, first) = (name.starts_with("ce"), name.ends_with('1'));
    match on {
        Ce => ce,
        Ce1 => ce && first,
        Tor => !ce,
        Tor1 => !ce && first,
        Both => true,
        Never => false,
    }
}

#[test]
fn every_line_stands_on_its_role_and_on_no_other() {
    let (_guard, tree) = compile("all-nxos");
    let mut wrong = Vec::new();
    for (name, config) in &tree.devices {
        assert_eq!(config.vendor, Vendor::Nxos);
        for (section, line, on) in LINES {
            let due = due(*on, name);
            if config.holds(section, line) != due {
                let word = if due { "missing" } else { "not due" };
                wrong.push(format!("{name}: `{line}` in `{section}` is {word}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{} lines:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn option_b_stands_on_the_routers() {
    let (_guard, tree) = compile("cisco-ce");
    for (name, config) in &tree.devices {
        for (section, line) in OPTION_B {
            let due = config.vendor == Vendor::Nxos;
            assert_eq!(config.holds(section, line), due, "{name}: `{line}` in `{section}`");
        }
    }
}

const FIXTURES: &[&str] = &["all-nxos", "cisco-ce", "near-edge"];

/// Every NX-OS switch of every fixture, with its text.
fn each(test: impl Fn(&str, &Config, &str)) {
    let mut seen = 0;
    for fixture in FIXTURES {
        let (_guard, tree) = compile(fixture);
        for config in tree.devices.values().filter(|c| c.vendor == Vendor::Nxos) {
            test(&format!("{fixture}: {}", config.name), config, &text_of(&tree, &config.name));
            seen += 1;
        }
    }
    assert_eq!(seen, 6 + 2 + 4);
}

fn text_of(tree: &Tree, name: &str) -> String {
    std::fs::read_to_string(tree.root.join("devices").join(format!("{name}.cfg"))).unwrap()
}

/// What clears or starts something comes after, or before, what it would clear or needs.
#[test]
fn lines_stand_in_an_order_that_a_switch_takes() {
    each(|place, config, text| {
        for (section, lines) in config.sections.iter().filter(|(s, _)| s.starts_with("interface ")) {
            let at = |words: &str| lines.iter().position(|l| l.starts_with(words));
            for (first, then) in [
                ("no switchport", "mtu "),
                ("encapsulation ", "vrf member "),
                ("vrf member ", "ip address "),
                ("vrf member ", "ipv6 address "),
                ("vrf member ", "bfd interval "),
                ("switchport mode ", "channel-group "),
                ("mtu ", "channel-group "),
                ("hsrp version 2", "hsrp 5"),
                ("preempt", "ip "),
                ("priority ", "ip "),
            ] {
                if let (Some(first), Some(then)) = (at(first), at(then)) {
                    assert!(first < then, "{place} {section}");
                }
            }
        }
        let first = |words: &str| text.lines().position(|l| l.trim_start().starts_with(words));
        for (before, after) in [
            ("feature ", "vlan "),
            ("feature ", "vpc domain "),
            ("install feature-set", "feature-set"),
            ("feature-set", "feature mpls"),
            ("vlan ", "interface "),
            ("vrf context ", "interface "),
            ("vpc domain ", "interface port-channel"),
            ("ip prefix-list ", "route-map "),
            ("ip extcommunity-list ", "route-map "),
            ("route-map ", "router bgp "),
        ] {
            if let (Some(before), Some(after)) = (first(before), first(after)) {
                assert!(before < after, "{place}: `{before}` comes after `{after}`");
            }
        }
        // Neighbours of the global table after the first VRF would be that VRF's.
        if let Some(bgp) = text.split("router bgp ").nth(1) {
            let at = |words: &str| bgp.find(words).unwrap_or(usize::MAX);
            assert!(at("\n  neighbor ") == usize::MAX || at("\n  neighbor ") < at("\n  vrf "), "{place}");
        }
        assert!(text.starts_with(&format!("! device: {} (N9K-", config.name)), "{place}");
        assert!(text.ends_with('\n') && !text.contains("\n\n\n"), "{place}");
        assert!(text.lines().all(|l| l.trim_end() == l), "{place} has a line with blanks at its end");
    });
}

/// `no lacp suspend-individual` is taken while the port-channel is down, and it comes up again.
#[test]
fn lacp_of_servers_that_boot_changes_while_the_port_channel_is_down() {
    each(|place, config, _| {
        for channel in config.port_channels() {
            let lines = config.interface(channel);
            let Some(at) = lines.iter().position(|l| l == "no lacp suspend-individual") else { continue };
            assert_eq!((&*lines[at - 1], &*lines[at + 1]), ("shutdown", "no shutdown"), "{place} {channel}");
        }
    });
}

/// Every name that a line refers to is defined on the same switch, and every VLAN and VRF is.
#[test]
fn nothing_refers_to_what_is_not_there() {
    each(|place, config, _| {
        let top = config.section("");
        let mut checked = 0;
        for lines in config.sections.values() {
            for line in lines {
                let words: Vec<&str> = line.split(' ').collect();
                for pair in words.windows(2) {
                    let defined = match pair[0] {
                        "route-map" if words[0] != "route-map" => format!("route-map {} ", pair[1]),
                        "prefix-list" if words[0] == "match" => format!("prefix-list {} ", pair[1]),
                        "extcommunity" if words[0] == "match" => format!("extcommunity-list standard {} ", pair[1]),
                        "member" | "use-vrf" => format!("vrf context {} ", pair[1]),
                        "channel-group" => format!("interface port-channel{} ", pair[1]),
                        _ => continue,
                    };
                    let found = top.iter().any(|l| format!("{l} ").contains(&defined));
                    assert!(found, "{place}: `{line}` names nothing");
                    checked += 1;
                }
            }
        }
        assert!(checked > 10, "{place}: {checked} references");
    });
}

#[test]
fn the_list_of_vlans_is_that_of_the_switch_and_holds_none_that_nxos_keeps() {
    each(|place, config, _| {
        let (lists, own): (Vec<&str>, Vec<&str>) =
            config.all("", "vlan ").into_iter().partition(|v| v.contains([',', '-']));
        let mut expected: Vec<u16> = own.iter().map(|v| v.parse().unwrap()).chain([1]).collect();
        expected.sort_unstable();
        let [list] = lists.as_slice() else { panic!("{place}: {lists:?}") };
        assert_eq!(vlans(list), expected, "{place}");
        assert!(expected.iter().all(|v| !(3968..=4094).contains(v)), "{place}");
    });
}

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
