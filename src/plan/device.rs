//! The plan of a switch.

use std::net::IpAddr;

use ipnet::IpNet;
use serde::Serialize;

use super::{Acl, Bgp, ExtCommunityList, Origin, PrefixList, RouteMap, SecretRef};
use crate::model::value::{LacpRate, Os, UserRole, VlanSet};

/// What a switch is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum SwitchRole {
    /// Layer 3, to the PEs.
    Ce,
    /// Layer 2, in a rack.
    Tor,
}

/// One switch, whole.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Device {
    /// Hostname.
    pub name: String,
    /// Operating system.
    pub os: Os,
    /// What it is for.
    pub role: SwitchRole,
    /// Hardware model.
    pub model: String,
    /// Software version.
    pub version: Option<String>,
    /// Accounts by name.
    pub users: Vec<User>,
    /// Lowest and highest of the VLANs that routed ports take for themselves.
    pub internal_vlans: Option<(u16, u16)>,
    /// Services reached over the management VRF.
    pub services: Services,
    /// The management port.
    pub management: Management,
    /// Spanning tree.
    pub spanning_tree: SpanningTree,
    /// VLANs by id.
    pub vlans: Vec<Vlan>,
    /// VRFs by name, the management VRF left out.
    pub vrfs: Vec<Vrf>,
    /// Port-channels by number.
    pub port_channels: Vec<PortChannel>,
    /// Physical ports in the order of the platform.
    pub ports: Vec<Port>,
    /// The loopback of a router.
    pub loopback: Option<Loopback>,
    /// VLAN interfaces by VLAN.
    pub svis: Vec<Svi>,
    /// The MAC address that both of a pair answer with for a shared gateway.
    pub virtual_mac: Option<String>,
    /// The pair.
    pub mlag: Option<Mlag>,
    /// Static routes by VRF and prefix.
    pub statics: Vec<StaticRoute>,
    /// Whether packets are forwarded by label on routed ports.
    pub mpls: bool,
    /// Access lists by name.
    pub acls: Vec<Acl>,
    /// Prefix lists by name.
    pub prefix_lists: Vec<PrefixList>,
    /// Lists of route targets by name.
    pub ext_community_lists: Vec<ExtCommunityList>,
    /// Route maps by name.
    pub route_maps: Vec<RouteMap>,
    /// BGP.
    pub bgp: Option<Bgp>,
}

/// An account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct User {
    /// Its name.
    pub name: String,
    /// What it may do.
    pub role: UserRole,
    /// A SHA-512 hash.
    pub password: SecretRef,
    /// The statement.
    #[serde(skip)]
    pub origin: Origin,
}

/// Services reached over the management VRF, in the order of preference.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Services {
    /// Name servers.
    pub dns: Vec<IpAddr>,
    /// The DNS domain.
    pub domain: Option<String>,
    /// Time servers.
    pub ntp: Vec<IpAddr>,
    /// Log servers.
    pub syslog: Vec<IpAddr>,
    /// The statement.
    #[serde(skip)]
    pub origin: Origin,
}

/// The management port and its VRF.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Management {
    /// The port.
    pub port: String,
    /// Its VRF: `MGMT` on EOS, `management` on NX-OS.
    pub vrf: String,
    /// Its address.
    pub address: Option<IpNet>,
    /// The way out.
    pub gateway: Option<IpAddr>,
    /// The statement.
    #[serde(skip)]
    pub origin: Origin,
}

/// Spanning tree: one instance of MST, the default region.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SpanningTree {
    /// The bridge priority, on the pair that is root.
    pub priority: Option<u32>,
    /// VLANs without spanning tree: the peer VLAN of an MLAG pair.
    pub without: Option<VlanSet>,
}

/// A VLAN.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Vlan {
    /// Its id.
    pub id: u16,
    /// Its name.
    pub name: String,
    /// Whether it runs on the peer link only.
    pub peer_link_only: bool,
    /// The statement.
    #[serde(skip)]
    pub origin: Origin,
}

/// A VRF.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Vrf {
    /// Its name.
    pub name: String,
    /// Whether it routes IPv4.
    pub ipv4: bool,
    /// Whether it routes IPv6.
    pub ipv6: bool,
    /// The statement.
    #[serde(skip)]
    pub origin: Origin,
}

/// What a trunk lets through.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Trunk {
    /// The VLANs; none stands for every VLAN that the switch has.
    pub allowed: Option<VlanSet>,
    /// The VLAN of untagged frames; none drops them, or leaves the platform's default on a peer link.
    pub native: Option<u16>,
}

/// A port-channel.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PortChannel {
    /// Its number.
    pub number: u16,
    /// What it goes to.
    pub description: String,
    /// Layer 2: what it lets through. None on a routed port-channel.
    pub trunk: Option<Trunk>,
    /// The largest packet, where the platform wants it said.
    pub mtu: Option<u16>,
    /// The number of its MLAG or vPC.
    pub mlag: Option<u16>,
    /// Whether it is the peer link.
    pub peer_link: bool,
    /// Whether it goes to a server: no bridge is behind it.
    pub edge: bool,
    /// Seconds without LACP after which single ports work on their own, for servers that boot
    /// from the network.
    pub fallback: Option<u16>,
    /// Tagged interfaces on it, by tag.
    pub sub_interfaces: Vec<SubInterface>,
    /// The statement.
    #[serde(skip)]
    pub origin: Origin,
}

/// How a physical port takes part in a port-channel.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Membership {
    /// The port-channel.
    pub number: u16,
    /// `active`, `passive` or `on`.
    pub mode: &'static str,
    /// How often LACP speaks; none for the platform's default.
    pub rate: Option<LacpRate>,
}

/// A physical port.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Port {
    /// Its name.
    pub name: String,
    /// What it goes to.
    pub description: Option<String>,
    /// Whether it is switched off.
    pub shutdown: bool,
    /// Whether it is routed.
    pub routed: bool,
    /// The speed, where it was written.
    pub speed: Option<String>,
    /// The largest packet, where the platform wants it said.
    pub mtu: Option<u16>,
    /// Layer 2: what it lets through while it stands alone.
    pub trunk: Option<Trunk>,
    /// Its port-channel.
    pub member: Option<Membership>,
    /// Whether it goes to a server or array: no bridge is behind it.
    pub edge: bool,
    /// Tagged interfaces on it, by tag.
    pub sub_interfaces: Vec<SubInterface>,
    /// The statement.
    #[serde(skip)]
    pub origin: Origin,
}

/// Timers of BFD, in milliseconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct BfdTimers {
    /// Between two packets.
    pub interval: u32,
    /// How many may be missed.
    pub multiplier: u64,
}

/// A tagged interface on a routed port.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SubInterface {
    /// Its name: the parent's with the tag.
    pub name: String,
    /// The tag.
    pub vlan: u16,
    /// What it is for.
    pub description: String,
    /// The VRF; none for the global table.
    pub vrf: Option<String>,
    /// The largest packet.
    pub mtu: u16,
    /// IPv4 and IPv6.
    pub addresses: Vec<IpNet>,
    /// Whether it advertises itself as an IPv6 router.
    pub router_advertisements: bool,
    /// BFD.
    pub bfd: Option<BfdTimers>,
    /// What it lets in: names of access lists by family.
    pub acl_in: Vec<AclBinding>,
    /// What it lets out.
    pub acl_out: Vec<AclBinding>,
    /// The statement.
    #[serde(skip)]
    pub origin: Origin,
}

impl Device {
    /// Every sub-interface: those of ports, then those of port-channels.
    pub fn sub_interfaces(&self) -> impl Iterator<Item = &SubInterface> {
        let ports = self.ports.iter().flat_map(|p| &p.sub_interfaces);
        ports.chain(self.port_channels.iter().flat_map(|c| &c.sub_interfaces))
    }
}

/// An access list on an interface.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AclBinding {
    /// The list.
    pub name: String,
    /// Whether it is of IPv6.
    pub ipv6: bool,
}

/// A loopback.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Loopback {
    /// Its number.
    pub number: u16,
    /// What it is for.
    pub description: String,
    /// Its address.
    pub address: IpNet,
    /// The statement.
    #[serde(skip)]
    pub origin: Origin,
}

/// What a VLAN interface is for: some lines follow from it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum SviKind {
    /// The gateway of an internal network.
    Gateway,
    /// The session between the CEs.
    Ibgp,
    /// The state of an MLAG pair.
    MlagPeer,
}

/// A VLAN interface.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Svi {
    /// The VLAN.
    pub vlan: u16,
    /// What it is for.
    pub kind: SviKind,
    /// For people.
    pub description: String,
    /// The VRF; none for the global table.
    pub vrf: Option<String>,
    /// The largest packet; none for the platform's default of 1500.
    pub mtu: Option<u16>,
    /// Its own addresses.
    pub addresses: Vec<IpNet>,
    /// The addresses that it shares with the other switch of the pair.
    pub gateways: Vec<IpAddr>,
    /// Whether it advertises itself as an IPv6 router.
    pub router_advertisements: bool,
    /// BFD.
    pub bfd: Option<BfdTimers>,
    /// What it lets in: names of access lists by family.
    pub acl_in: Vec<AclBinding>,
    /// What it lets out.
    pub acl_out: Vec<AclBinding>,
    /// The statement.
    #[serde(skip)]
    pub origin: Origin,
}

/// The pair that a switch is of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Mlag {
    /// The pair's name, and on NX-OS its number.
    pub domain: String,
    /// The number of the vPC domain.
    pub number: u16,
    /// The other switch.
    pub peer: String,
    /// The VLAN of the pair's state, where it has one.
    pub peer_vlan: Option<u16>,
    /// The trunk group of VLANs that run on the peer link only.
    pub trunk_group: Option<String>,
    /// The other switch's address on the peer link.
    pub peer_address: Option<IpAddr>,
    /// Its own and the other switch's management address: is the other alive when the link is down?
    pub heartbeat: Option<(IpAddr, IpAddr)>,
    /// The peer link's port-channel.
    pub peer_link: u16,
    /// Whether this one is the first of the pair.
    pub first: bool,
    /// Seconds that MLAG ports stay down after a start.
    pub reload_delay: u16,
    /// Seconds that all other ports stay down after a start.
    pub reload_delay_other: u16,
    /// The statement.
    #[serde(skip)]
    pub origin: Origin,
}

/// A static route.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct StaticRoute {
    /// The VRF.
    pub vrf: String,
    /// Where to.
    pub prefix: IpNet,
    /// By way of.
    pub next_hop: IpAddr,
    /// The VLAN that the next hop is in.
    pub interface: Option<String>,
    /// Whether the route goes when its next hop does not answer.
    pub bfd: bool,
    /// The statement.
    #[serde(skip)]
    pub origin: Origin,
}
