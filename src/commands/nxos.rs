//! How lines of NX-OS are given and taken back.

use super::level::Level;
use super::row::{Row, row};

const TOP: &[&str] = &[""];
/// Interfaces of layer 2.
const L2: &[&str] = &["port", "channel"];
/// Interfaces that may have addresses.
const L3: &[&str] = &["port", "channel", "sub", "svi", "loopback", "management"];
const SVI: &[&str] = &["svi"];
const SUB: &[&str] = &["sub"];
const ACL: &[&str] = &["acl"];
const MAP: &[&str] = &["route-map"];
const VRF: &[&str] = &["vrf"];
const VRF_FAMILY: &[&str] = &["vrf-family"];
const DOMAIN: &[&str] = &["vpc"];
const HSRP: &[&str] = &["hsrp"];
const BGP: &[&str] = &["bgp", "bgp-vrf"];
const BGP_FAMILY: &[&str] = &["bgp-family"];
const NEIGHBOR: &[&str] = &["neighbor"];
const SESSION: &[&str] = &["session"];

/// Every line that a plan is printed as.
pub const ROWS: &[Row] = &[
    // The switch as a whole
    row(TOP, "hostname *", "no hostname"),
    row(TOP, "version ...", "no version"),
    row(TOP, "install feature-set =", "no install feature-set =").at(Level::Feature).defines(),
    row(TOP, "feature-set =", "no feature-set =").at(Level::Feature).defines(),
    row(TOP, "feature =...", "no feature =").at(Level::Feature).defines(),
    row(TOP, "username = ...", "no username =").at(Level::Services),
    row(TOP, "ip domain-name *", "no ip domain-name *").at(Level::Services),
    row(TOP, "ip name-server * use-vrf =", "no ip name-server * use-vrf =").ordered().at(Level::Services),
    row(TOP, "ntp server * use-vrf =", "no ntp server * use-vrf =").ordered().at(Level::Services),
    row(TOP, "logging server * ?", "no logging server *").ordered().at(Level::Services),
    row(TOP, "spanning-tree mode *", "no spanning-tree mode"),
    row(TOP, "spanning-tree mst = priority *", "no spanning-tree mst = priority"),
    row(
        TOP,
        "spanning-tree port type edge bpduguard default",
        "no spanning-tree port type edge bpduguard default",
    ),
    row(TOP, "ip route =...", "no ip route =...").stays().at(Level::Routing),
    row(TOP, "ipv6 route =...", "no ipv6 route =...").stays().at(Level::Routing),
    // VLANs and VRFs
    row(TOP, "vlan =", "no vlan =").opens("vlan").at(Level::Vlan).defines().listed(),
    row(&["vlan"], "name ...", "no name").exclusive("vlan name"),
    row(&["vlan"], "state *", "no state"),
    row(TOP, "vrf context management", "no vrf context management")
        .opens("vrf-management")
        .at(Level::Management)
        .defines(),
    row(&["vrf-management"], "ip route = *", "no ip route = *").stays().at(Level::Beyond),
    row(&["vrf-management"], "ipv6 route = *", "no ipv6 route = *").stays().at(Level::Beyond),
    row(TOP, "vrf context =", "no vrf context =").opens("vrf").at(Level::Vrf).defines(),
    row(VRF, "ip route static bfd = =", "no ip route static bfd = =").at(Level::Routing),
    row(VRF, "ipv6 route static bfd = =", "no ipv6 route static bfd = =").at(Level::Routing),
    row(VRF, "ip route =...", "no ip route =...").stays().at(Level::Routing),
    row(VRF, "ipv6 route =...", "no ipv6 route =...").stays().at(Level::Routing),
    row(VRF, "rd *", "no rd *").at(Level::Routing).replaced(),
    row(VRF, "description ...", "no description"),
    row(VRF, "address-family =...", "no address-family =...").opens("vrf-family").at(Level::Routing),
    row(VRF_FAMILY, "route-target import =", "no route-target import ="),
    row(VRF_FAMILY, "route-target export =", "no route-target export ="),
    row(VRF_FAMILY, "import map *", "no import map *"),
    row(VRF_FAMILY, "export map *", "no export map *"),
    // The pair
    row(TOP, "vpc domain =", "no vpc domain =")
        .opens("vpc")
        .at(Level::Domain)
        .defines()
        .exclusive("vpc domain"),
    row(DOMAIN, "role priority *", "no role priority"),
    row(DOMAIN, "peer-keepalive destination ...", "no peer-keepalive destination ..."),
    row(DOMAIN, "delay restore *", "no delay restore"),
    row(DOMAIN, "delay restore interface-vlan *", "no delay restore interface-vlan"),
    row(DOMAIN, "delay restore orphan-port *", "no delay restore orphan-port"),
    row(DOMAIN, "system-mac *", "no system-mac"),
    row(DOMAIN, "system-priority *", "no system-priority"),
    row(DOMAIN, "no graceful consistency-check", "graceful consistency-check"),
    row(DOMAIN, "fast-convergence", "no fast-convergence"),
    row(DOMAIN, "auto-recovery reload-delay *", "no auto-recovery reload-delay"),
    row(DOMAIN, "peer-switch", "no peer-switch"),
    row(DOMAIN, "peer-gateway", "no peer-gateway"),
    row(DOMAIN, "layer3 peer-router", "no layer3 peer-router"),
    row(DOMAIN, "auto-recovery", "no auto-recovery"),
    row(DOMAIN, "ip arp synchronize", "no ip arp synchronize"),
    row(DOMAIN, "ipv6 nd synchronize", "no ipv6 nd synchronize"),
    // Interfaces
    row(TOP, "interface port-channel=.=", "no interface port-channel=").opens("sub").at(Level::Sub).defines(),
    row(TOP, "interface port-channel=", "no interface port-channel=")
        .opens("channel")
        .at(Level::Channel)
        .defines(),
    row(TOP, "interface Ethernet=.=", "no interface Ethernet=").opens("sub").at(Level::Sub).defines(),
    row(TOP, "interface Ethernet=", "default interface Ethernet=").opens("port").at(Level::Port).defines(),
    row(TOP, "interface loopback=", "no interface loopback=").opens("loopback").at(Level::Svi).defines(),
    row(TOP, "interface mgmt=", "default interface mgmt=")
        .opens("management")
        .at(Level::Management)
        .defines(),
    row(TOP, "interface Vlan=", "no interface Vlan=").opens("svi").at(Level::Svi).defines(),
    row(L3, "description ...", "no description"),
    row(L3, "shutdown", "no shutdown"),
    row(L3, "no shutdown", "shutdown"),
    row(L2, "speed *", "no speed"),
    row(L2, "lacp rate *", "no lacp rate"),
    row(L2, "no cdp enable", "cdp enable"),
    row(L2, "logging event port link-status", "default logging event port link-status"),
    row(L2, "no logging event port link-status", "default logging event port link-status"),
    row(L2, "priority-flow-control mode ...", "no priority-flow-control mode"),
    row(L2, "no switchport", "switchport").erases().shared(),
    // The platform's default, said or not.
    row(L2, "switchport", "switchport").erases().shared(),
    row(L2, "switchport mode *", "no switchport mode *").shared(),
    row(L2, "switchport access vlan *", "no switchport access vlan").shared(),
    row(L2, "switchport trunk native vlan *", "no switchport trunk native vlan").shared(),
    row(L2, "switchport trunk allowed vlan *", "switchport trunk allowed vlan all")
        .vlans("switchport trunk allowed vlan add *", "switchport trunk allowed vlan remove *")
        .shared(),
    row(L2, "spanning-tree port type ...", "no spanning-tree port type"),
    row(L2, "spanning-tree bpduguard *", "no spanning-tree bpduguard"),
    row(L2, "channel-group * mode *", "no channel-group").leaves(),
    row(L2, "no lacp suspend-individual", "lacp suspend-individual").while_down(),
    row(L2, "vpc peer-link", "no vpc peer-link").leaves(),
    row(L2, "vpc *", "no vpc").exclusive("vpc"),
    row(L2, "mtu *", "no mtu").shared(),
    row(L3, "mtu *", "no mtu"),
    row(SVI, "no autostate", "autostate"),
    row(SUB, "encapsulation dot1q *", "no encapsulation dot1q"),
    row(L3, "vrf member *", "no vrf member *").erases(),
    row(L3, "bfd interval ...", "no bfd interval").erased(),
    row(L3, "no bfd echo", "bfd echo").erased(),
    row(L3, "no ip redirects", "ip redirects").erased(),
    row(L3, "no ipv6 redirects", "ipv6 redirects").erased(),
    row(L3, "ip address = secondary", "no ip address = secondary").erased().exclusive("address"),
    row(L3, "ip dhcp relay address =", "no ip dhcp relay address =").erased(),
    row(L3, "ip address *", "no ip address").erased().exclusive("address"),
    row(L3, "ipv6 address =", "no ipv6 address =").erased().exclusive("address"),
    row(L3, "ipv6 nd suppress-ra", "no ipv6 nd suppress-ra").erased(),
    row(L3, "ip access-group * in", "no ip access-group * in").erased(),
    row(L3, "ip access-group * out", "no ip access-group * out").erased(),
    row(L3, "ipv6 traffic-filter * in", "no ipv6 traffic-filter * in").erased(),
    row(L3, "ipv6 traffic-filter * out", "no ipv6 traffic-filter * out").erased(),
    row(L3, "service-policy type qos input *", "no service-policy type qos input *").erased().replaced(),
    row(L3, "mpls ip forwarding", "no mpls ip forwarding").erased(),
    row(SVI, "hsrp version *", "no hsrp version").erased(),
    row(SVI, "hsrp = ipv6", "no hsrp = ipv6").opens("hsrp").erased(),
    row(SVI, "hsrp =", "no hsrp =").opens("hsrp").erased(),
    row(HSRP, "preempt ?", "no preempt"),
    row(HSRP, "priority ...", "no priority"),
    row(HSRP, "timers ...", "no timers"),
    row(HSRP, "ip = secondary", "no ip = secondary"),
    row(HSRP, "ip *", "no ip *").replaced(),
    // Policies
    row(TOP, "ip access-list =", "no ip access-list =").opens("acl").at(Level::List).defines(),
    row(TOP, "ipv6 access-list =", "no ipv6 access-list =").opens("acl").at(Level::List).defines(),
    row(ACL, "statistics per-entry", "no statistics per-entry"),
    row(ACL, "= ...", "no =").numbered(),
    row(TOP, "class-map type qos match-any =", "no class-map type qos match-any =")
        .opens("class-map")
        .at(Level::Map)
        .defines(),
    row(&["class-map"], "match access-group name *", "no match access-group name *").replaced(),
    row(TOP, "policy-map type qos =", "no policy-map type qos =")
        .opens("policy-map")
        .at(Level::Policy)
        .defines(),
    row(&["policy-map"], "class *", "no class *").opens("policy-class").ordered(),
    row(&["policy-class"], "police ...", "no police ...").replaced(),
    row(TOP, "ip prefix-list = description ...", "no ip prefix-list = description").at(Level::List),
    row(TOP, "ipv6 prefix-list = description ...", "no ipv6 prefix-list = description").at(Level::List),
    row(TOP, "ip prefix-list = seq = ...", "no ip prefix-list = seq = ...")
        .at(Level::List)
        .defines()
        .numbered(),
    row(TOP, "ipv6 prefix-list = seq = ...", "no ipv6 prefix-list = seq = ...")
        .at(Level::List)
        .defines()
        .numbered(),
    row(TOP, "ip community-list standard = ...", "no ip community-list standard = ...")
        .at(Level::List)
        .ordered()
        .defines(),
    row(TOP, "ip extcommunity-list standard = ...", "no ip extcommunity-list standard = ...")
        .at(Level::List)
        .ordered()
        .defines(),
    row(TOP, "route-map = * =", "no route-map = * =").opens("route-map").at(Level::Map).defines(),
    row(MAP, "match ip address prefix-list ...", "no match ip address prefix-list ...").names(),
    row(MAP, "match ipv6 address prefix-list ...", "no match ipv6 address prefix-list ...").names(),
    row(MAP, "match community ...", "no match community ...").names(),
    row(MAP, "match extcommunity *", "no match extcommunity *").names(),
    row(MAP, "continue *", "no continue *").replaced(),
    row(MAP, "description ...", "no description"),
    row(MAP, "match ip address *", "no match ip address *").names(),
    row(MAP, "match ip next-hop prefix-list *", "no match ip next-hop prefix-list *").names(),
    row(MAP, "match interface ...", "no match interface ...").names(),
    row(MAP, "match as-path *", "no match as-path *").names(),
    row(MAP, "match tag ...", "no match tag ...").names(),
    row(MAP, "match metric *", "no match metric *").names(),
    row(MAP, "set metric *", "no set metric *"),
    row(MAP, "set tag *", "no set tag *"),
    row(MAP, "set weight *", "no set weight *"),
    row(MAP, "set origin *", "no set origin *"),
    row(MAP, "set ip next-hop *", "no set ip next-hop *").replaced(),
    row(MAP, "set ipv6 next-hop *", "no set ipv6 next-hop *").replaced(),
    row(MAP, "set as-path prepend ...", "no set as-path prepend ...").replaced(),
    row(MAP, "set local-preference *", "no set local-preference *"),
    row(MAP, "set comm-list * delete", "no set comm-list * delete").replaced(),
    row(MAP, "set community ...", "no set community ...").replaced(),
    row(MAP, "set extcomm-list * delete", "no set extcomm-list * delete").replaced(),
    row(MAP, "set extcommunity rt ...", "no set extcommunity rt ...").replaced(),
    // BGP
    row(TOP, "router bgp =", "no router bgp =").opens("bgp").at(Level::Bgp).defines().exclusive("bgp"),
    row(BGP, "router-id *", "no router-id"),
    row(BGP, "bestpath as-path multipath-relax", "no bestpath as-path multipath-relax"),
    row(BGP, "log-neighbor-changes", "no log-neighbor-changes"),
    row(BGP, "timers bgp ...", "no timers bgp"),
    row(BGP, "template peer =", "no template peer =").opens("neighbor").defines(),
    row(BGP, "vrf =", "no vrf =").opens("bgp-vrf"),
    row(BGP, "address-family =...", "no address-family =...").opens("bgp-family"),
    row(BGP_FAMILY, "redistribute = route-map *", "no redistribute = route-map *"),
    row(BGP_FAMILY, "default-information originate", "no default-information originate"),
    row(BGP_FAMILY, "aggregate-address = ?", "no aggregate-address ="),
    row(BGP_FAMILY, "network = ?", "no network ="),
    row(BGP_FAMILY, "maximum-paths ibgp *", "no maximum-paths ibgp *"),
    row(BGP_FAMILY, "maximum-paths *", "no maximum-paths *"),
    row(BGP, "neighbor =", "no neighbor =").opens("neighbor"),
    row(NEIGHBOR, "bfd", "no bfd"),
    row(NEIGHBOR, "remote-as *", "no remote-as *"),
    row(NEIGHBOR, "description ...", "no description"),
    row(NEIGHBOR, "password ...", "no password"),
    row(NEIGHBOR, "maximum-peers *", "no maximum-peers"),
    row(NEIGHBOR, "inherit peer *", "no inherit peer *"),
    row(NEIGHBOR, "local-as *", "no local-as"),
    row(NEIGHBOR, "update-source *", "no update-source"),
    row(NEIGHBOR, "ebgp-multihop *", "no ebgp-multihop"),
    row(NEIGHBOR, "timers ...", "no timers"),
    row(NEIGHBOR, "remove-private-as", "no remove-private-as"),
    row(NEIGHBOR, "shutdown", "no shutdown"),
    row(NEIGHBOR, "address-family =...", "no address-family =...").opens("session"),
    row(SESSION, "allowas-in *", "no allowas-in"),
    row(SESSION, "as-override", "no as-override"),
    row(SESSION, "send-community extended", "no send-community extended"),
    row(SESSION, "send-community", "no send-community"),
    row(SESSION, "route-map * in", "no route-map * in"),
    row(SESSION, "route-map * out", "no route-map * out"),
    row(SESSION, "default-originate", "no default-originate"),
    row(SESSION, "next-hop-self", "no next-hop-self"),
    row(SESSION, "next-hop-unchanged", "no next-hop-unchanged"),
    row(SESSION, "route-reflector-client", "no route-reflector-client"),
    row(SESSION, "weight *", "no weight"),
    row(SESSION, "soft-reconfiguration inbound ?", "no soft-reconfiguration inbound"),
    row(SESSION, "prefix-list * in", "no prefix-list * in"),
    row(SESSION, "prefix-list * out", "no prefix-list * out"),
    row(SESSION, "maximum-prefix ...", "no maximum-prefix"),
];
