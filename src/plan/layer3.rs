//! Interfaces of a switch that have addresses, and static routes.

use std::net::IpAddr;

use ipnet::IpNet;
use serde::Serialize;

use super::{Family, Origin};

/// Timers of BFD, in milliseconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct BfdTimers {
    /// Between two packets.
    pub interval: u32,
    /// How many may be missed.
    pub multiplier: u64,
    /// Whether the neighbour sends packets back as they are.
    pub echo: bool,
}

/// What interfaces with addresses have in common.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Layer3 {
    /// The VRF; none for the global table.
    pub vrf: Option<String>,
    /// The largest packet; none for the platform's default of 1500.
    pub mtu: Option<u16>,
    /// Its own addresses, IPv4 before IPv6.
    pub addresses: Vec<IpNet>,
    /// Further IPv4 addresses of its own.
    pub secondary: Vec<IpNet>,
    /// Whether it advertises itself as an IPv6 router.
    pub router_advertisements: bool,
    /// Whether it tells a sender of a better way: NX-OS wants that off beside BFD and HSRP.
    pub redirects: bool,
    /// BFD.
    pub bfd: Option<BfdTimers>,
    /// What it lets in, a family each, IPv4 first.
    pub acl_in: Vec<AclBinding>,
    /// What it lets out, a family each, IPv4 first.
    pub acl_out: Vec<AclBinding>,
    /// What keeps traffic that enters under a rate.
    pub policer: Option<String>,
    /// NX-OS: the one family in which it tells no sender of a better way, while it does in the other.
    pub redirects_off: Option<Family>,
    /// Servers that it passes DHCP on to.
    pub dhcp_relays: Vec<IpAddr>,
}

/// A tagged interface on a routed port.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct SubInterface {
    /// Its name: the parent's with the tag.
    pub name: String,
    /// The tag.
    pub vlan: u16,
    /// What it is for.
    pub description: String,
    /// Whether it is switched off.
    pub shutdown: bool,
    /// NX-OS: whether it forwards by label.
    pub mpls: bool,
    /// Addresses and what goes with them.
    #[serde(flatten)]
    pub layer3: Layer3,
    /// The statement.
    #[serde(skip)]
    pub origin: Origin,
}

/// An access list on an interface.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AclBinding {
    /// The list.
    pub name: String,
    /// Whether it is of IPv6.
    pub ipv6: bool,
    /// The statement.
    #[serde(skip)]
    pub origin: Origin,
}

/// A loopback.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Loopback {
    /// Its number.
    pub number: u16,
    /// What it is for; empty for nothing.
    pub description: String,
    /// The VRF; none for the global table.
    pub vrf: Option<String>,
    /// Its addresses, IPv4 before IPv6.
    pub addresses: Vec<IpNet>,
    /// The statement.
    #[serde(skip)]
    pub origin: Origin,
}

/// A VLAN interface.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Svi {
    /// The VLAN.
    pub vlan: u16,
    /// For people.
    pub description: String,
    /// Whether it is switched off.
    pub shutdown: bool,
    /// Whether it is up only while a port of its VLAN is.
    pub autostate: bool,
    /// Addresses and what goes with them.
    #[serde(flatten)]
    pub layer3: Layer3,
    /// The version of HSRP, where gateways are shared by it.
    pub hsrp_version: Option<u8>,
    /// EOS: addresses that every switch has on this VLAN alike, in place of its own and of gateways.
    pub virtual_addresses: Vec<IpNet>,
    /// The addresses that it shares with the other switch of the pair, IPv4 before IPv6.
    pub gateways: Vec<Gateway>,
    /// The statement.
    #[serde(skip)]
    pub origin: Origin,
}

/// An address that the two switches of a pair share.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Gateway {
    /// The address.
    pub address: IpAddr,
    /// NX-OS: how the pair agrees on whose it is. Both forward all the same.
    pub hsrp: Option<Hsrp>,
    /// Further addresses of the same group.
    pub secondary: Vec<IpAddr>,
}

/// A group of HSRP.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Hsrp {
    /// Its number.
    pub group: u16,
    /// The higher one has the address; none for the default of 100.
    pub priority: Option<u8>,
    /// Whether the higher one takes the address back.
    pub preempt: bool,
    /// Seconds that it waits before.
    pub preempt_delay: Option<u16>,
    /// On a vPC: the priority below which it forwards nothing for the group, and from which on again.
    pub threshold: Option<(u8, u8)>,
    /// Seconds between two packets, and without one until the other takes over.
    pub timers: Option<(u16, u16)>,
}

/// A static route.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct StaticRoute {
    /// Where to.
    pub prefix: IpNet,
    /// The interface that the next hop is behind, where the platform wants it said.
    pub interface: Option<String>,
    /// By way of; the unspecified address where the interface alone says it: `Null0` drops.
    pub next_hop: IpAddr,
    /// Whether the route goes when its next hop does not answer.
    pub bfd: bool,
    /// How far it is to be trusted, the lowest most; none for the default of 1.
    pub distance: Option<u8>,
    /// A number that policies may match.
    pub tag: Option<u32>,
    /// For people.
    pub name: Option<String>,
    /// The statement.
    #[serde(skip)]
    pub origin: Origin,
}
