//! What a line of a configuration speaks of: the elements of a switch's plan, by what stays the
//! same when the rest of them changes.

use std::fmt;
use std::net::IpAddr;

use ipnet::IpNet;

use super::{Family, Peer, RouteSource};

/// What elements of the global table have for the name of a VRF: what switches call it.
pub const GLOBAL: &str = "default";

/// An element of a switch's plan.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Element {
    /// The switch as a whole.
    Device,
    /// An account.
    User(String),
    /// Services reached over the management VRF.
    Services,
    /// The management port, its VRF and its way out.
    Management,
    /// Spanning tree.
    SpanningTree,
    /// A VLAN.
    Vlan(u16),
    /// A VRF.
    Vrf(String),
    /// How a VRF's routes travel.
    Vpn(String),
    /// A static route.
    StaticRoute {
        /// The VRF.
        vrf: String,
        /// Where to.
        prefix: IpNet,
        /// By way of.
        next_hop: IpAddr,
    },
    /// A port-channel.
    PortChannel(u16),
    /// A physical port.
    Port(String),
    /// A tagged interface.
    SubInterface(String),
    /// A loopback.
    Loopback(u16),
    /// A VLAN interface.
    Svi(u16),
    /// The pair.
    Pair,
    /// An access list.
    Acl {
        /// Its name.
        name: String,
        /// Whether it is of IPv6.
        ipv6: bool,
    },
    /// A rule of an access list.
    AclRule {
        /// The list.
        name: String,
        /// Whether it is of IPv6.
        ipv6: bool,
        /// Its number.
        sequence: u64,
    },
    /// What keeps traffic under a rate.
    Policer(String),
    /// A prefix list.
    PrefixList {
        /// Its name.
        name: String,
        /// Whether it is of IPv6.
        ipv6: bool,
    },
    /// A list of communities.
    CommunityList(String),
    /// A list of route targets.
    ExtCommunityList(String),
    /// A route map.
    RouteMap(String),
    /// An entry of a route map.
    RouteMapEntry {
        /// The map.
        map: String,
        /// Its number.
        sequence: u64,
    },
    /// The BGP process.
    Bgp,
    /// A VRF's part of BGP.
    BgpVrf(String),
    /// What sessions have in common.
    PeerGroup(String),
    /// A range that may open sessions.
    Listen {
        /// The VRF.
        vrf: String,
        /// The range.
        range: IpNet,
    },
    /// A session.
    Neighbor {
        /// The VRF; none for the global table.
        vrf: Option<String>,
        /// The other end.
        peer: Peer,
    },
    /// Routes that enter BGP from another source.
    Redistribution {
        /// The VRF.
        vrf: String,
        /// The family; none for all.
        family: Option<Family>,
        /// The source.
        source: RouteSource,
    },
}

impl fmt::Display for Element {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let v6 = |ipv6: &bool| if *ipv6 { "IPv6" } else { "IPv4" };
        match self {
            Element::Device => f.write_str("the switch"),
            Element::User(name) => write!(f, "user {name}"),
            Element::Services => f.write_str("services"),
            Element::Management => f.write_str("the management port"),
            Element::SpanningTree => f.write_str("spanning tree"),
            Element::Vlan(id) => write!(f, "VLAN {id}"),
            Element::Vrf(name) => write!(f, "VRF {name}"),
            Element::Vpn(name) => write!(f, "the VPN of VRF {name}"),
            Element::StaticRoute { vrf, prefix, next_hop } => {
                write!(f, "the route to {prefix} by {next_hop} in VRF {vrf}")
            }
            Element::PortChannel(number) => write!(f, "port-channel {number}"),
            Element::Port(name) => write!(f, "port {name}"),
            Element::SubInterface(name) => write!(f, "sub-interface {name}"),
            Element::Loopback(number) => write!(f, "loopback {number}"),
            Element::Svi(vlan) => write!(f, "interface Vlan{vlan}"),
            Element::Pair => f.write_str("the pair"),
            Element::Acl { name, ipv6 } => write!(f, "{} access list {name}", v6(ipv6)),
            Element::AclRule { name, ipv6, sequence } => {
                write!(f, "rule {sequence} of {} access list {name}", v6(ipv6))
            }
            Element::Policer(name) => write!(f, "policer {name}"),
            Element::PrefixList { name, ipv6 } => write!(f, "{} prefix list {name}", v6(ipv6)),
            Element::CommunityList(name) => write!(f, "community list {name}"),
            Element::ExtCommunityList(name) => write!(f, "extended community list {name}"),
            Element::RouteMap(name) => write!(f, "route map {name}"),
            Element::RouteMapEntry { map, sequence } => write!(f, "entry {sequence} of route map {map}"),
            Element::Bgp => f.write_str("BGP"),
            Element::BgpVrf(vrf) => write!(f, "BGP of VRF {vrf}"),
            Element::PeerGroup(name) => write!(f, "peer group {name}"),
            Element::Listen { vrf, range } => write!(f, "the sessions from {range} in VRF {vrf}"),
            Element::Neighbor { vrf: Some(vrf), peer } => write!(f, "neighbor {peer} of VRF {vrf}"),
            Element::Neighbor { vrf: None, peer } => write!(f, "neighbor {peer}"),
            Element::Redistribution { vrf, source, .. } => {
                let source = match source {
                    RouteSource::Connected => "connected",
                    RouteSource::Static => "static",
                };
                write!(f, "the {source} routes of VRF {vrf}")
            }
        }
    }
}

impl Element {
    /// What it is, without which one of them.
    pub const fn kind(&self) -> &'static str {
        match self {
            Element::Device => "switch",
            Element::User(_) => "user",
            Element::Services => "services",
            Element::Management => "management",
            Element::SpanningTree => "spanning tree",
            Element::Vlan(_) => "VLAN",
            Element::Vrf(_) => "VRF",
            Element::Vpn(_) => "VPN",
            Element::StaticRoute { .. } => "static route",
            Element::PortChannel(_) => "port-channel",
            Element::Port(_) => "port",
            Element::SubInterface(_) => "sub-interface",
            Element::Loopback(_) => "loopback",
            Element::Svi(_) => "VLAN interface",
            Element::Pair => "pair",
            Element::Acl { .. } => "access list",
            Element::AclRule { .. } => "access list rule",
            Element::Policer(_) => "policer",
            Element::PrefixList { .. } => "prefix list",
            Element::CommunityList(_) => "community list",
            Element::ExtCommunityList(_) => "extended community list",
            Element::RouteMap(_) => "route map",
            Element::RouteMapEntry { .. } => "route map entry",
            Element::Bgp => "BGP",
            Element::BgpVrf(_) => "BGP of a VRF",
            Element::PeerGroup(_) => "peer group",
            Element::Listen { .. } => "listen range",
            Element::Neighbor { .. } => "neighbor",
            Element::Redistribution { .. } => "redistribution",
        }
    }
}
