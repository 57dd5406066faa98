//! Which line stands on which role: what a correct EOS configuration holds, line by line, and its
//! absence where the role has no use for it.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod text;

use text::{Config, Tree, Vendor, compile};

/// Where a line has to stand.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum On {
    Ce,
    Tor,
    Both,
}
use On::{Both, Ce, Tor};

/// Section (`*` stands for any text in it), line (`*` likewise), role.
const LINES: &[(&str, &str, On)] = &[
    // The pair
    ("mlag configuration", "domain-id *", Both),
    ("mlag configuration", "local-interface Vlan4094", Both),
    ("mlag configuration", "peer-address 10.*", Both),
    ("mlag configuration", "peer-address heartbeat * vrf MGMT", Both),
    ("mlag configuration", "peer-link Port-Channel1000", Both),
    ("mlag configuration", "dual-primary detection delay 10 action errdisable all-interfaces", Both),
    ("mlag configuration", "reload-delay mlag *", Both),
    ("mlag configuration", "reload-delay non-mlag *", Both),
    ("", "no spanning-tree vlan-id 4094", Both),
    ("", "spanning-tree mode mstp", Both),
    ("", "spanning-tree mst 0 priority 4096", Ce),
    ("vlan 4094", "trunk group mlag", Both),
    ("interface Vlan4094", "no autostate", Both),
    ("interface Vlan4094", "ip address *", Both),
    ("interface Port-Channel1000", "switchport mode trunk", Both),
    ("interface Port-Channel1000", "switchport trunk group mlag", Both),
    // Ports
    ("interface Ethernet*", "channel-group * mode active", Both),
    ("interface Ethernet*", "lacp timer fast", Both),
    ("interface Port-Channel*", "switchport trunk allowed vlan *", Both),
    ("interface Port-Channel*", "mlag *", Both),
    ("interface Port-Channel*", "spanning-tree portfast", Tor),
    ("interface Port-Channel*", "spanning-tree bpduguard enable", Tor),
    ("interface Port-Channel*", "port-channel lacp fallback individual", Tor),
    ("interface Port-Channel*", "port-channel lacp fallback timeout 30", Tor),
    ("interface Ethernet*", "switchport trunk allowed vlan *", Both),
    ("interface Ethernet*", "spanning-tree portfast", Both),
    ("interface Ethernet*", "shutdown", Both),
    ("interface Ethernet*", "no switchport", Ce),
    ("interface Ethernet*", "mtu 9214", Ce),
    // Layer 3
    ("", "vrf instance MGMT", Both),
    ("", "vrf instance oam", Ce),
    ("", "ip routing", Ce),
    ("", "ip routing vrf oam", Ce),
    ("", "ip routing vrf charging", Ce),
    ("", "ipv6 unicast-routing vrf oam", Ce),
    ("", "ip virtual-router mac-address *", Ce),
    ("interface Vlan501", "vrf oam", Ce),
    ("interface Vlan501", "ip address 10.40.0.*/24", Ce),
    ("interface Vlan501", "ip virtual-router address 10.40.0.1", Ce),
    ("interface Vlan501", "ipv6 address fd00:40::*/64", Ce),
    ("interface Vlan501", "ipv6 virtual-router address fd00:40::1", Ce),
    ("interface Vlan501", "ipv6 nd ra disabled", Ce),
    ("interface Vlan501", "bfd interval 300 min-rx 300 multiplier 3", Ce),
    ("interface Vlan601", "mtu 9000", Ce),
    ("vlan 3002", "trunk group mlag", Ce),
    ("interface Vlan3002", "vrf oam", Ce),
    ("interface Loopback0", "ip address 10.0.0.*/32", Ce),
    ("interface Ethernet*/1.2001", "encapsulation dot1q vlan 2001", Ce),
    ("interface Ethernet*/1.2001", "vrf oam", Ce),
    ("interface Ethernet*/1.2002", "mtu 9200", Ce),
    ("", "vlan internal order ascending range 3401 3967", Ce),
    ("", "ip route vrf oam 10.41.0.0/16 10.40.0.20 track bfd", Ce),
    ("", "ip route vrf MGMT 0.0.0.0/0 10.0.16.1", Both),
    // BGP
    ("", "router bgp 65048", Ce),
    ("", "service routing protocols model multi-agent", Ce),
    ("router bgp 65048", "no bgp default ipv4-unicast", Ce),
    ("router bgp 65048", "router-id 10.0.0.*", Ce),
    ("router bgp 65048", "neighbor oam-mgmt peer group", Ce),
    ("router bgp 65048", "neighbor oam-mgmt allowas-in 2", Ce),
    ("router bgp 65048", "neighbor oam-mgmt maximum-routes 1000 warning-limit 80 percent", Ce),
    ("router bgp 65048", "neighbor oam-mgmt route-map * in", Ce),
    ("router bgp 65048", "neighbor oam-mgmt route-map * out", Ce),
    ("router bgp 65048", "neighbor 10.50.0.* send-community standard extended", Ce),
    ("router bgp 65048 / address-family vpn-ipv4", "neighbor 10.50.0.* activate", Ce),
    ("router bgp 65048 / address-family vpn-ipv4", "neighbor 10.50.0.* route-map * in", Ce),
    ("router bgp 65048 / vrf oam", "bgp listen range 10.40.0.128/26 peer-group oam-mgmt remote-as 65501", Ce),
    ("router bgp 65048 / vrf oam", "neighbor 10.0.5.* next-hop-self", Ce),
    ("router bgp 65048 / vrf oam", "neighbor 10.0.5.* maximum-routes 0", Ce),
    ("router bgp 65048 / vrf oam", "neighbor 10.50.0.* bfd", Ce),
    ("router bgp 65048 / vrf oam", "neighbor 10.50.0.* password 0 <env:BGP_WAN>", Ce),
    ("router bgp 65048 / vrf oam", "redistribute connected route-map RM-oam-CONNECTED", Ce),
    ("router bgp 65048 / vrf oam", "redistribute static route-map RM-oam-STATIC", Ce),
    ("router bgp 65048 / vrf oam", "aggregate-address 10.40.0.0/15", Ce),
    ("router bgp 65048 / vrf oam / address-family ipv4", "neighbor 10.50.0.* activate", Ce),
    ("router bgp 65048 / vrf oam / address-family ipv6", "neighbor fd00:50::* activate", Ce),
    ("router bgp 65048 / vrf user-plane", "rd 10.0.0.*:4", Ce),
    ("router bgp 65048 / vrf user-plane", "route-target import vpn-ipv4 65048:39001", Ce),
    ("router bgp 65048 / vrf user-plane", "route-target export vpn-ipv4 65048:39001", Ce),
    ("router bgp 65048 / vrf user-plane", "route-target import vpn-ipv4 route-map core-in", Ce),
    ("router bgp 65048 / vrf user-plane", "route-target export vpn-ipv4 route-map core-out", Ce),
    ("router bgp 65048 / vrf user-plane", "route-target import vpn-ipv6 route-map core-in", Ce),
    ("router bgp 65048 / vrf user-plane", "route-target export vpn-ipv6 route-map core-out", Ce),
    ("", "mpls ip", Ce),
    // Policy
    ("", "ip community-list backup deny no-export", Ce),
    ("", "ip community-list backup permit 64512:200", Ce),
    ("", "ip community-list draining permit GSHUT", Ce),
    ("", "ip extcommunity-list core-targets permit rt 65048:39001", Ce),
    ("ip prefix-list oam-prefixes", "seq 10 permit 10.40.0.0/14 ge 15 le 24", Ce),
    ("ip prefix-list wan-prefixes", "seq 20 deny 172.16.99.0/24 le 32", Ce),
    ("ipv6 prefix-list wan-prefixes-V6", "seq 40 permit ::/0", Ce),
    ("ip prefix-list PL-oam-in-20", "seq * permit 172.16.0.0/12 le 20", Ce),
    ("route-map oam-in permit 10", "match ip address prefix-list wan-prefixes", Ce),
    ("route-map oam-in permit 10", "continue 20", Ce),
    ("route-map oam-in permit 10", "set local-preference 200", Ce),
    ("route-map oam-in permit 10", "set community community-list CL-oam-in-10-DEL delete", Ce),
    ("route-map oam-in permit 11", "match ipv6 address prefix-list wan-prefixes-V6", Ce),
    ("route-map oam-in permit 20", "match ip address prefix-list PL-oam-in-20", Ce),
    ("route-map oam-in permit 20", "match community backup", Ce),
    ("route-map oam-in permit 31", "match extcommunity core-targets", Ce),
    ("", "route-map oam-in deny 65535", Ce),
    ("route-map oam-out permit 10", "set community 65048:100 additive", Ce),
    ("route-map probes-in permit 10", "set community 65048:42", Ce),
    ("route-map probes-in permit 10", "set extcommunity rt 65048:4200", Ce),
    ("router bgp 65048", "neighbor oam-mgmt route-map probes-in in", Ce),
    ("router bgp 65048 / vrf oam", "neighbor 10.50.0.* route-map oam-in in", Ce),
    ("router bgp 65048 / vrf oam", "neighbor 10.50.0.* route-map oam-out out", Ce),
    ("router bgp 65048 / vrf user-plane", "redistribute connected route-map RM-user-plane-CONNECTED", Ce),
    (
        "route-map RM-user-plane-CONNECTED deny 1",
        "match ip address prefix-list PL-user-plane-NOT-CONNECTED",
        Ce,
    ),
    ("router bgp 65048", "neighbor 10.50.0.* maximum-routes 20000 warning-limit 90 percent warning-only", Ce),
    // Access lists
    ("ip access-list ACL-oam-wan-IN", "10 remark adjacency: bgp, bfd, icmp", Ce),
    ("ip access-list ACL-oam-wan-IN", "* permit tcp 10.50.0.*/30 10.50.0.*/30 eq bgp", Ce),
    ("ip access-list ACL-oam-wan-IN", "* permit tcp 10.50.0.*/30 eq bgp 10.50.0.*/30", Ce),
    ("ip access-list ACL-oam-wan-IN", "* permit udp 10.50.0.*/30 10.50.0.*/30 eq bfd", Ce),
    ("ip access-list ACL-oam-wan-IN", "1021 permit tcp any 10.40.0.0/24 eq ssh", Ce),
    ("ip access-list ACL-oam-wan-IN", "1030 deny ip any any fragments", Ce),
    ("ip access-list ACL-oam-wan-IN", "1040 permit udp any any eq snmp dscp 16", Ce),
    ("ip access-list ACL-oam-wan-IN", "1050 permit tcp any any established", Ce),
    ("ip access-list ACL-oam-wan-IN", "1060 permit udp any range 3478 3481 any ttl eq 255", Ce),
    ("ip access-list ACL-oam-wan-IN", "* deny ip any any", Ce),
    ("ipv6 access-list ACL-oam-wan-IN-V6", "* permit icmpv6 any ff02::/16", Ce),
    ("ipv6 access-list ACL-oam-wan-IN-V6", "1060 permit udp any range 3478 3481 any hop-limit eq 255", Ce),
    ("ip access-list ACL-oam-mgmt-IN", "counters per-entry", Ce),
    ("ip access-list ACL-oam-mgmt-IN", "1020 deny tcp 10.40.0.128/26 10.60.0.0/15 syn log", Ce),
    ("interface Ethernet*/1.2001", "ip access-group ACL-oam-wan-IN in", Ce),
    ("interface Ethernet*/1.2001", "ipv6 access-group ACL-oam-wan-OUT-V6 out", Ce),
    ("interface Ethernet*/1.2001", "service-policy type qos input PM-oam-wan-IN", Ce),
    ("interface Ethernet*/1.2002", "ip access-group ACL-core-vpn-IN in", Ce),
    ("interface Vlan501", "ipv6 access-group ACL-oam-mgmt-IN-V6 in", Ce),
    ("class-map type qos match-any CM-oam-wan-IN-40", "match ip access-group ACL-oam-wan-IN-40", Ce),
    (
        "policy-map type quality-of-service PM-oam-wan-IN / class CM-oam-wan-IN-40",
        "police rate 100000 kbps burst-size 125 kbytes",
        Ce,
    ),
    // Every switch
    ("", "hostname *", Both),
    ("", "username admin privilege 15 role network-admin secret sha512 <env:ADMIN_HASH>", Both),
    ("", "ip name-server vrf MGMT 10.200.0.10", Both),
    ("", "logging vrf MGMT host 10.200.0.13", Both),
    ("", "ntp server vrf MGMT 10.200.0.12", Both),
    ("", "dns domain edge1.example.net", Both),
    ("", "lldp management-address vrf MGMT", Both),
    ("interface Management1", "vrf MGMT", Both),
    ("interface Management1", "ip address 10.0.*/22", Both),
    ("management ssh / vrf MGMT", "no shutdown", Both),
];

/// The EOS switches of the flagship.
fn switches(tree: &Tree) -> impl Iterator<Item = (&String, &Config)> {
    tree.devices.iter().filter(|(_, c)| c.vendor == Vendor::Eos)
}

#[test]
fn every_line_stands_on_its_role_and_on_no_other() {
    let (_guard, tree) = compile("near-edge");
    assert_eq!(switches(&tree).count(), 14);
    let mut wrong = Vec::new();
    for (name, config) in switches(&tree) {
        let role = if name.starts_with("ce") { Ce } else { Tor };
        for (section, line, on) in LINES {
            let due = *on == Both || *on == role;
            if config.holds(section, line) != due {
                wrong.push(format!(
                    "{name}: `{line}` in `{section}` is {}",
                    if due { "missing" } else { "not due" }
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "{} lines:\n{}", wrong.len(), wrong.join("\n"));
}

/// What clears what came before it, and what has to be there before it is named.
#[test]
fn lines_stand_in_an_order_that_a_switch_takes() {
    let (guard, tree) = compile("near-edge");
    for (name, config) in switches(&tree) {
        for (section, lines) in config.sections.iter().filter(|(s, _)| s.starts_with("interface ")) {
            let at = |words: &str| lines.iter().position(|l| l.starts_with(words));
            let vrf = at("vrf ");
            for address in ["ip address", "ipv6 address"] {
                assert!(vrf.is_none() || at(address).is_none() || vrf < at(address), "{name} {section}");
            }
            assert!(
                at("encapsulation").is_none_or(|e| at("ip address").is_none_or(|a| e < a)),
                "{name} {section}"
            );
        }
        let path = guard.path().join("tree/devices").join(format!("{name}.cfg"));
        let text = std::fs::read_to_string(path).unwrap();
        let first = |words: &str| text.lines().position(|l| l.trim_start().starts_with(words));
        for (before, after) in [
            ("vlan 4094", "interface "),
            ("vrf instance ", "interface "),
            ("ip prefix-list ", "route-map "),
            ("ip extcommunity-list ", "route-map "),
            ("ip community-list ", "route-map "),
            ("class-map ", "policy-map "),
            ("policy-map ", "interface "),
            ("route-map ", "router bgp "),
        ] {
            if let (Some(before), Some(after)) = (first(before), first(after)) {
                assert!(before < after, "{name}");
            }
        }
        assert_eq!(text.lines().last(), Some("end"), "{name}");
        assert!(!text.contains("\n\n"), "{name} has an empty line");
    }
}

/// Every name that a line refers to is defined on the same switch.
#[test]
fn nothing_refers_to_what_is_not_there() {
    let (_guard, tree) = compile("near-edge");
    for (name, config) in switches(&tree) {
        let top = config.section("");
        let mut checked = 0;
        for lines in config.sections.values() {
            for line in lines {
                let words: Vec<&str> = line.split(' ').collect();
                for pair in words.windows(2) {
                    let defined = match pair[0] {
                        "route-map" if words[0] != "route-map" => format!("route-map {} ", pair[1]),
                        "prefix-list" if words[0] == "match" => format!("prefix-list {}", pair[1]),
                        "extcommunity" if words[0] == "match" => format!("extcommunity-list {} ", pair[1]),
                        "community" if words[0] == "match" => format!("ip community-list {} ", pair[1]),
                        "community-list" if words[0] == "set" => format!("ip community-list {} ", pair[1]),
                        "extcommunity-list" if words[0] == "set" => format!("extcommunity-list {} ", pair[1]),
                        "access-group" => format!("access-list {} ", pair[1]),
                        "class" => format!("class-map type qos match-any {} ", pair[1]),
                        "input" if words[0] == "service-policy" => {
                            format!("policy-map type quality-of-service {} ", pair[1])
                        }
                        "vrf" if words[0] != "vrf" && words[0] != "router" => {
                            format!("vrf instance {}", pair[1])
                        }
                        "channel-group" => format!("interface Port-Channel{}", pair[1]),
                        _ => continue,
                    };
                    assert!(
                        top.iter().any(|l| format!("{l} ").contains(&defined)),
                        "{name}: `{line}` names nothing"
                    );
                    checked += 1;
                }
            }
        }
        assert!(checked > 20, "{name}: {checked} references");
    }
}
