//! How lines of EOS are given and taken back.

use super::level::Level;
use super::row::{Row, row};

const TOP: &[&str] = &[""];
const VLAN: &[&str] = &["vlan"];
/// Interfaces of layer 2.
const L2: &[&str] = &["port", "channel"];
/// Interfaces that may have addresses.
const L3: &[&str] = &["port", "channel", "sub", "svi", "loopback", "management"];
const ACL: &[&str] = &["acl"];
const PREFIX_LIST: &[&str] = &["prefix-list"];
const MAP: &[&str] = &["route-map"];
const PAIR: &[&str] = &["mlag"];
/// Where neighbours are.
const BGP: &[&str] = &["bgp", "bgp-vrf"];
/// Families, of the process and of VRFs.
const FAMILY: &[&str] = &["bgp-af"];
const SESSION: &[&str] = &["bgp", "bgp-vrf", "bgp-af"];

/// Every line that a plan is printed as.
pub const ROWS: &[Row] = &[
    // The switch as a whole
    row(TOP, "hostname *", "no hostname"),
    row(TOP, "username = ...", "no username =").at(Level::Services),
    row(TOP, "vlan internal order ...", "no vlan internal order"),
    row(TOP, "service routing protocols model *", "no service routing protocols model"),
    row(TOP, "lldp management-address vrf *", "no lldp management-address vrf").at(Level::Management),
    row(TOP, "logging vrf = host *", "no logging vrf = host *").ordered().at(Level::Services),
    row(TOP, "ip name-server vrf = *", "no ip name-server vrf = *").ordered().at(Level::Services),
    row(TOP, "ntp server vrf = *", "no ntp server vrf = *").ordered().at(Level::Services),
    row(TOP, "dns domain *", "no dns domain").at(Level::Services),
    row(TOP, "aaa authorization exec default *", "no aaa authorization exec default").at(Level::Services),
    row(TOP, "spanning-tree mode *", "no spanning-tree mode"),
    row(TOP, "spanning-tree mst = priority *", "no spanning-tree mst = priority"),
    row(TOP, "no spanning-tree vlan-id *", "spanning-tree vlan-id *")
        .vlans("no spanning-tree vlan-id *", "spanning-tree vlan-id *"),
    row(TOP, "management ssh", "no management ssh").opens("ssh").at(Level::Management),
    row(&["ssh"], "vrf =", "no vrf =").opens("ssh-vrf"),
    row(&["ssh-vrf"], "no shutdown", "shutdown"),
    // VLANs and VRFs
    row(TOP, "vlan =", "no vlan =").opens("vlan").at(Level::Vlan).defines().listed(),
    row(VLAN, "name ...", "no name"),
    row(VLAN, "trunk group =", "no trunk group ="),
    row(TOP, "vrf instance =", "no vrf instance =").opens("vrf").at(Level::Vrf).defines(),
    row(&["vrf"], "description ...", "no description"),
    // Interfaces
    row(TOP, "interface Port-Channel=.=", "no interface Port-Channel=").opens("sub").at(Level::Sub).defines(),
    row(TOP, "interface Port-Channel=", "no interface Port-Channel=")
        .opens("channel")
        .at(Level::Channel)
        .defines(),
    row(TOP, "interface Ethernet=.=", "no interface Ethernet=").opens("sub").at(Level::Sub).defines(),
    row(TOP, "interface Ethernet=", "default interface Ethernet=").opens("port").at(Level::Port).defines(),
    row(TOP, "interface Loopback=", "no interface Loopback=").opens("loopback").at(Level::Svi).defines(),
    row(TOP, "interface Management=", "default interface Management=")
        .opens("management")
        .at(Level::Management)
        .defines(),
    row(TOP, "interface Vlan=", "no interface Vlan=").opens("svi").at(Level::Svi).defines(),
    row(L3, "description ...", "no description"),
    row(L3, "shutdown", "no shutdown"),
    row(L3, "mtu *", "no mtu"),
    row(L2, "speed ...", "no speed"),
    row(L2, "no switchport", "switchport").erases(),
    row(L2, "switchport mode *", "no switchport mode"),
    row(L2, "switchport access vlan *", "no switchport access vlan"),
    row(L2, "switchport trunk native vlan ...", "no switchport trunk native vlan"),
    row(L2, "switchport trunk allowed vlan *", "switchport trunk allowed vlan all")
        .vlans("switchport trunk allowed vlan add *", "switchport trunk allowed vlan remove *"),
    row(L2, "switchport trunk group =", "no switchport trunk group ="),
    row(L2, "channel-group * mode *", "no channel-group").leaves(),
    row(L2, "lacp timer *", "no lacp timer"),
    row(L2, "port-channel lacp fallback timeout *", "no port-channel lacp fallback timeout"),
    row(L2, "port-channel lacp fallback *", "no port-channel lacp fallback"),
    row(L2, "mlag *", "no mlag").exclusive("mlag"),
    row(L2, "spanning-tree portfast ?", "no spanning-tree portfast"),
    row(L2, "spanning-tree bpduguard *", "no spanning-tree bpduguard"),
    row(&["svi"], "no autostate", "autostate"),
    row(&["sub"], "encapsulation dot1q vlan *", "no encapsulation dot1q vlan"),
    row(L3, "vrf *", "no vrf").erases(),
    row(L3, "ip address virtual = ?", "no ip address virtual =").erased(),
    row(L3, "ipv6 address virtual = ?", "no ipv6 address virtual =").erased(),
    row(L3, "ip address = secondary", "no ip address = secondary").erased().exclusive("address"),
    row(L3, "ip address *", "no ip address").erased().exclusive("address"),
    row(L3, "ipv6 address =", "no ipv6 address =").erased().exclusive("address"),
    row(L3, "bfd interval ...", "no bfd interval"),
    row(L3, "ipv6 nd ra disabled", "no ipv6 nd ra disabled").erased(),
    row(L3, "ip virtual-router address =", "no ip virtual-router address =").erased(),
    row(L3, "ipv6 virtual-router address =", "no ipv6 virtual-router address =").erased(),
    row(L3, "ip access-group * in", "no ip access-group * in").erased(),
    row(L3, "ip access-group * out", "no ip access-group * out").erased(),
    row(L3, "ipv6 access-group * in", "no ipv6 access-group * in").erased(),
    row(L3, "ipv6 access-group * out", "no ipv6 access-group * out").erased(),
    row(L3, "service-policy type qos input *", "no service-policy type qos input *").erased().replaced(),
    row(TOP, "ip virtual-router mac-address *", "no ip virtual-router mac-address").at(Level::Svi),
    row(
        TOP,
        "ip address virtual source-nat vrf = address *",
        "no ip address virtual source-nat vrf = address *",
    )
    .at(Level::Svi),
    // Policies
    row(TOP, "ip access-list standard =", "no ip access-list standard =")
        .opens("acl")
        .at(Level::List)
        .defines(),
    row(TOP, "ip access-list =", "no ip access-list =").opens("acl").at(Level::List).defines(),
    row(TOP, "ipv6 access-list =", "no ipv6 access-list =").opens("acl").at(Level::List).defines(),
    row(ACL, "counters per-entry", "no counters per-entry"),
    row(ACL, "= ...", "no =").replaced(),
    row(TOP, "class-map type qos match-any =", "no class-map type qos match-any =")
        .opens("class-map")
        .at(Level::Map)
        .defines(),
    row(&["class-map"], "match ip access-group *", "no match ip access-group *").replaced(),
    row(&["class-map"], "match ipv6 access-group *", "no match ipv6 access-group *").replaced(),
    row(TOP, "policy-map type quality-of-service =", "no policy-map type quality-of-service =")
        .opens("policy-map")
        .at(Level::Policy)
        .defines(),
    row(&["policy-map"], "class *", "no class *").opens("policy-class").ordered(),
    row(&["policy-class"], "police rate ...", "no police"),
    row(TOP, "ip community-list = ...", "no ip community-list = ...").at(Level::List).ordered().defines(),
    row(TOP, "ip extcommunity-list = ...", "no ip extcommunity-list = ...")
        .at(Level::List)
        .ordered()
        .defines(),
    row(TOP, "ip prefix-list =", "no ip prefix-list =").opens("prefix-list").at(Level::List).defines(),
    row(TOP, "ipv6 prefix-list =", "no ipv6 prefix-list =").opens("prefix-list").at(Level::List).defines(),
    row(PREFIX_LIST, "seq = ...", "no seq =").replaced(),
    row(PREFIX_LIST, "remark ...", "no remark"),
    row(TOP, "route-map = * =", "no route-map = * =").opens("route-map").at(Level::Map).defines(),
    row(MAP, "match ip address prefix-list *", "no match ip address prefix-list"),
    row(MAP, "match ipv6 address prefix-list *", "no match ipv6 address prefix-list"),
    row(MAP, "match community *", "no match community"),
    row(MAP, "match extcommunity *", "no match extcommunity"),
    row(MAP, "continue *", "no continue"),
    row(MAP, "description ...", "no description"),
    row(MAP, "match as-path *", "no match as-path"),
    row(MAP, "match interface *", "no match interface"),
    row(MAP, "match tag *", "no match tag"),
    row(MAP, "match metric *", "no match metric"),
    row(MAP, "set origin *", "no set origin"),
    row(MAP, "set metric *", "no set metric"),
    row(MAP, "set weight *", "no set weight"),
    row(MAP, "set tag *", "no set tag"),
    row(MAP, "set ip next-hop *", "no set ip next-hop"),
    row(MAP, "set ipv6 next-hop *", "no set ipv6 next-hop"),
    row(MAP, "set as-path prepend ...", "no set as-path prepend"),
    row(MAP, "set local-preference *", "no set local-preference"),
    row(MAP, "set community community-list * delete", "no set community community-list * delete").replaced(),
    row(MAP, "set community ...", "no set community ...").replaced(),
    row(MAP, "set extcommunity extcommunity-list * delete", "no set extcommunity extcommunity-list * delete")
        .replaced(),
    row(MAP, "set extcommunity ...", "no set extcommunity ...").replaced(),
    // Routing
    row(TOP, "ip routing", "no ip routing").at(Level::Routing),
    row(TOP, "ip routing vrf =", "no ip routing vrf =").at(Level::Routing),
    row(TOP, "ipv6 unicast-routing", "no ipv6 unicast-routing").at(Level::Routing),
    row(TOP, "ipv6 unicast-routing vrf =", "no ipv6 unicast-routing vrf =").at(Level::Routing),
    row(TOP, "ip route =...", "no ip route =...").at(Level::Routing),
    row(TOP, "ipv6 route =...", "no ipv6 route =...").at(Level::Routing),
    row(TOP, "router bfd", "no router bfd").opens("bfd").at(Level::Routing),
    row(&["bfd"], "multihop interval ...", "no multihop interval"),
    row(TOP, "mpls ip", "no mpls ip").at(Level::Routing),
    // The pair
    row(TOP, "mlag configuration", "no mlag configuration").opens("mlag").at(Level::Pair).defines(),
    row(PAIR, "domain-id *", "no domain-id"),
    row(PAIR, "local-interface *", "no local-interface"),
    row(PAIR, "peer-address heartbeat ...", "no peer-address heartbeat"),
    row(PAIR, "peer-address *", "no peer-address"),
    row(PAIR, "peer-link *", "no peer-link"),
    row(PAIR, "dual-primary detection ...", "no dual-primary detection"),
    row(PAIR, "dual-primary recovery ...", "no dual-primary recovery"),
    row(PAIR, "primary-priority *", "no primary-priority"),
    row(PAIR, "reload-delay mlag *", "no reload-delay mlag"),
    row(PAIR, "reload-delay non-mlag *", "no reload-delay non-mlag"),
    // BGP
    row(TOP, "router bgp =", "no router bgp =").opens("bgp").at(Level::Bgp).defines().exclusive("bgp"),
    row(BGP, "router-id *", "no router-id"),
    row(BGP, "no bgp default ipv4-unicast", "bgp default ipv4-unicast"),
    row(BGP, "vrf =", "no vrf =").opens("bgp-vrf"),
    row(BGP, "address-family =...", "no address-family =...").opens("bgp-af"),
    row(BGP, "rd *", "no rd"),
    row(BGP, "timers bgp ...", "no timers bgp"),
    row(BGP, "distance bgp ...", "no distance bgp"),
    row(BGP, "maximum-paths ...", "no maximum-paths"),
    row(SESSION, "network = ?", "no network ="),
    row(BGP, "route-target import = route-map *", "no route-target import = route-map *").replaced(),
    row(BGP, "route-target export = route-map *", "no route-target export = route-map *").replaced(),
    row(BGP, "route-target import = =", "no route-target import = ="),
    row(BGP, "route-target export = =", "no route-target export = ="),
    row(BGP, "bgp listen range = peer-group * remote-as *", "no bgp listen range = peer-group * remote-as *")
        .replaced(),
    row(BGP, "aggregate-address =", "no aggregate-address ="),
    row(SESSION, "redistribute = ?", "no redistribute ="),
    row(BGP, "neighbor = peer group", "no neighbor = peer group").takes().defines(),
    row(BGP, "neighbor = remote-as *", "no neighbor =").takes(),
    row(BGP, "neighbor = peer group *", "no neighbor = peer group *"),
    row(SESSION, "neighbor = shutdown", "no neighbor = shutdown"),
    row(SESSION, "neighbor = next-hop-unchanged", "no neighbor = next-hop-unchanged"),
    row(SESSION, "neighbor = local-as ...", "no neighbor = local-as ..."),
    row(SESSION, "neighbor = remove-private-as", "no neighbor = remove-private-as"),
    row(SESSION, "neighbor = update-source *", "no neighbor = update-source"),
    row(SESSION, "neighbor = ebgp-multihop *", "no neighbor = ebgp-multihop"),
    row(SESSION, "neighbor = timers ...", "no neighbor = timers"),
    row(SESSION, "neighbor = route-reflector-client", "no neighbor = route-reflector-client"),
    row(SESSION, "neighbor = next-hop-self", "no neighbor = next-hop-self"),
    row(SESSION, "neighbor = bfd", "no neighbor = bfd"),
    row(SESSION, "neighbor = description ...", "no neighbor = description"),
    row(SESSION, "neighbor = allowas-in *", "no neighbor = allowas-in"),
    row(SESSION, "neighbor = as-path remote-as replace out", "no neighbor = as-path remote-as replace out"),
    row(SESSION, "neighbor = route-map * in", "no neighbor = route-map * in"),
    row(SESSION, "neighbor = route-map * out", "no neighbor = route-map * out"),
    row(SESSION, "neighbor = default-originate ...", "no neighbor = default-originate"),
    row(SESSION, "neighbor = password ...", "no neighbor = password"),
    row(SESSION, "neighbor = send-community ?", "no neighbor = send-community"),
    row(SESSION, "neighbor = maximum-routes ...", "no neighbor = maximum-routes"),
    row(FAMILY, "neighbor = activate", "default neighbor = activate"),
    row(FAMILY, "no neighbor = activate", "default neighbor = activate"),
];
