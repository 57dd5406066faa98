//! Which line stands on which role: what a correct NX-OS configuration holds, line by line, and its
//! absence where the role has no use for it.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod common;
mod text;

use selvedge::lower::{self, Context};
use selvedge::plan::{AclBinding, Device, Origin, RouteLimit, SendCommunity};
use selvedge::render::{Environment, Secrets, switch};
use text::{Config, Vendor, compile};

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
    // A static default route enters BGP only where the family says so
    ("router bgp 65120 / vrf oam / address-family ipv4 unicast", "default-information originate", Ce),
    ("router bgp 65120 / vrf oam / address-family ipv6 unicast", "default-information originate", Never),
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
    ("", "username admin password 5 <env:ADMIN_HASH_NXOS>  role network-admin", Both),
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
    ("vrf context oam / address-family ipv4 unicast", "import map from-core"),
    ("vrf context oam / address-family ipv4 unicast", "export map to-core"),
    ("vrf context oam / address-family ipv6 unicast", "import map from-core-V6"),
    ("vrf context oam / address-family ipv6 unicast", "export map to-core-V6"),
    ("route-map from-core deny 10", "match ip address prefix-list default-routes"),
    ("route-map to-core-V6 permit 10", "match ipv6 address prefix-list oam-subnets-V6"),
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

/// What a plan may say and no fixture does: each is a line in its place.
#[test]
fn what_no_fixture_says_has_its_line_as_well() {
    let analysis = common::analysis("all-nxos");
    let context = Context::new(&analysis);
    let mut plans = analysis.assignment.topology.switches().filter_map(|(id, _)| lower::device(&context, id));
    let mut plan: Device = plans.find(|d| d.name == "ce1").unwrap();
    let acl = |name: &str, ipv6| AclBinding { name: name.into(), ipv6, origin: Origin::default() };
    for svi in plan.svis.iter_mut().filter(|s| s.vlan == 501) {
        (svi.shutdown, svi.autostate) = (true, false);
        svi.layer3.acl_in = vec![acl("IN4", false), acl("IN6", true)];
        svi.layer3.acl_out = vec![acl("OUT4", false)];
        svi.layer3.policer = Some("POLICE".into());
    }
    let vrf = plan.vrfs.iter_mut().find(|v| v.name == "oam").unwrap();
    let session = &mut vrf.bgp.as_mut().unwrap().neighbors[0].session;
    session.as_override = true;
    session.default_originate = true;
    session.send_community = Some(SendCommunity::Both);
    session.limit = Some(RouteLimit { maximum: 5, warning: None, warning_only: true });
    let peer = vrf.bgp.as_ref().unwrap().neighbors[0].peer.clone();
    let text = switch::render(&Environment::new(Secrets::Referenced).unwrap(), &plan).unwrap();
    let config = Config::parse("ce1", &text);
    let vlan = config.interface("Vlan501");
    assert_eq!(vlan[..3], ["description oam mgmt", "shutdown", "no autostate"]);
    let bound = vlan.iter().position(|l| l == "ip access-group IN4 in").unwrap();
    let rest =
        ["ipv6 traffic-filter IN6 in", "ip access-group OUT4 out", "service-policy type qos input POLICE"];
    assert_eq!(vlan[bound + 1..bound + 4], rest);
    let family = format!("router bgp 65120 / vrf oam / neighbor {peer} / address-family ipv4 unicast");
    for line in [
        "as-override",
        "default-originate",
        "send-community",
        "send-community extended",
        "maximum-prefix 5 warning-only",
    ] {
        assert!(config.holds(&family, line), "`{line}` in {:?}", config.section(&family));
    }
}
