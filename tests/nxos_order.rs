//! NX-OS text as a switch takes it, from the first line to the last: what clears or starts something
//! stands in its place, and what is named is there.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod text;

use text::{Config, Tree, Vendor, compile, vlans};

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
    tree.text(&format!("devices/{name}.cfg")).to_owned()
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
                        "extcommunity" if words[0] == "match" => {
                            format!("extcommunity-list standard {} ", pair[1])
                        }
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
