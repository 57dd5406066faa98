//! The plan of a switch.

use std::net::IpAddr;

use ipnet::IpNet;
use serde::Serialize;

use super::{
    Acl, Bgp, BgpVrf, CommunityList, ExtCommunityList, Origin, Policer, PrefixList, RouteMap, SecretRef,
};
use crate::model::value::{LacpRate, Os, UserRole, VlanSet};

/// One switch, whole. All that it says is in its configuration: a reader makes it again from the text.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Device {
    /// Hostname.
    pub name: String,
    /// Operating system.
    pub os: Os,
    /// Hardware model.
    pub model: String,
    /// Software version.
    pub version: Option<String>,
    /// What is switched on for the switch as a whole, in the order of [`Feature`].
    pub features: Vec<Feature>,
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
    /// Whether packets are forwarded by label on routed ports.
    pub mpls: bool,
    /// Access lists by name.
    pub acls: Vec<Acl>,
    /// What keeps traffic under a rate, by name.
    pub policers: Vec<Policer>,
    /// Prefix lists by name, IPv4 before IPv6.
    pub prefix_lists: Vec<PrefixList>,
    /// Lists of communities by name.
    pub community_lists: Vec<CommunityList>,
    /// Lists of route targets by name.
    pub ext_community_lists: Vec<ExtCommunityList>,
    /// Route maps by name.
    pub route_maps: Vec<RouteMap>,
    /// BGP, its VRFs left out: they are with [`Device::vrfs`].
    pub bgp: Option<Bgp>,
    /// The statement.
    #[serde(skip)]
    pub origin: Origin,
}

/// What is switched on for a switch as a whole. NX-OS has no command of a feature before it is
/// switched on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Feature {
    /// NX-OS: labels, for option B.
    MplsL3vpn,
    /// NX-OS: BGP.
    Bgp,
    /// NX-OS: VLAN interfaces.
    VlanInterfaces,
    /// NX-OS: shared gateways.
    Hsrp,
    /// NX-OS: LACP.
    Lacp,
    /// NX-OS: pairs.
    Vpc,
    /// LLDP; on EOS it tells the management address.
    Lldp,
    /// NX-OS: BFD.
    Bfd,
    /// EOS: the routing stack that VRFs and VPNs need.
    MultiAgentRouting,
    /// EOS: forwarding between VLANs.
    Routing,
    /// EOS: an account has the privilege that its role gives.
    LocalAuthorization,
    /// EOS: SSH in the management VRF.
    Ssh,
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
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Management {
    /// The port.
    pub port: String,
    /// For people.
    pub description: Option<String>,
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
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct SpanningTree {
    /// Whether it is MST.
    pub mst: bool,
    /// The bridge priority, on the pair that is root.
    pub priority: Option<u32>,
    /// VLANs without spanning tree: the peer VLAN of an MLAG pair.
    pub without: Option<VlanSet>,
    /// The statement.
    #[serde(skip)]
    pub origin: Origin,
}

/// A VLAN.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Vlan {
    /// Its id.
    pub id: u16,
    /// Its name.
    pub name: String,
    /// EOS: trunks carry it only where they name its group. It keeps a VLAN on the peer link.
    pub trunk_group: Option<String>,
    /// The statement.
    #[serde(skip)]
    pub origin: Origin,
}

/// A VRF.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Vrf {
    /// Its name.
    pub name: String,
    /// Whether it routes IPv4: on NX-OS every VRF does.
    pub ipv4: bool,
    /// Whether it routes IPv6: on NX-OS every VRF does.
    pub ipv6: bool,
    /// How its routes travel with those of other VRFs, where they do.
    pub vpn: Option<Vpn>,
    /// Static routes by prefix and next hop, IPv4 before IPv6.
    pub statics: Vec<StaticRoute>,
    /// Its part of BGP.
    pub bgp: Option<BgpVrf>,
    /// The statement.
    #[serde(skip)]
    pub origin: Origin,
}

/// How the routes of a VRF travel with those of other VRFs.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Vpn {
    /// The route distinguisher.
    pub rd: Option<String>,
    /// What enters and how its routes are marked, a family each, IPv4 first.
    pub targets: Vec<VpnTargets>,
    /// The statement.
    #[serde(skip)]
    pub origin: Origin,
}

/// Route targets of a VRF in one family.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct VpnTargets {
    /// Whether they are of IPv6.
    pub ipv6: bool,
    /// Route targets of routes that enter.
    pub import: Vec<String>,
    /// Route targets that its routes are given.
    pub export: Vec<String>,
}

/// What a trunk lets through.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Trunk {
    /// The VLANs; none stands for every VLAN that the switch has.
    pub allowed: Option<VlanSet>,
    /// The VLAN of untagged frames; none drops them, or leaves the platform's default on a peer link.
    pub native: Option<u16>,
    /// EOS: the trunk group whose VLANs it carries as well.
    pub group: Option<String>,
}

/// What spanning tree takes a port for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum StpPort {
    /// A bridge may be behind it.
    #[default]
    Normal,
    /// No bridge is behind it: it forwards at once, and goes down where one speaks all the same.
    Edge,
    /// NX-OS: a peer link. A bridge is behind it, and where that falls silent it blocks.
    Network,
}

/// What a port-channel does when its neighbour speaks no LACP.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Fallback {
    /// Seconds until single ports work on their own; none where they do at once, as on NX-OS.
    pub timeout: Option<u16>,
}

/// How a port takes part in LACP.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum ChannelMode {
    /// It speaks.
    #[default]
    Active,
    /// It answers.
    Passive,
    /// Without LACP.
    On,
}

/// A port-channel.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct PortChannel {
    /// Its number.
    pub number: u16,
    /// What it goes to.
    pub description: String,
    /// Whether it is routed.
    pub routed: bool,
    /// Layer 2: what it lets through. None on a routed port-channel.
    pub trunk: Option<Trunk>,
    /// The largest packet, where the platform wants it said.
    pub mtu: Option<u16>,
    /// The number of its MLAG or vPC.
    pub mlag: Option<u16>,
    /// Whether it is the peer link.
    pub peer_link: bool,
    /// What spanning tree takes it for.
    pub stp: StpPort,
    /// Single ports that work without LACP, for servers that boot from the network.
    pub fallback: Option<Fallback>,
    /// Tagged interfaces on it, by tag.
    pub sub_interfaces: Vec<SubInterface>,
    /// The statement.
    #[serde(skip)]
    pub origin: Origin,
}

/// How a physical port takes part in a port-channel.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Membership {
    /// The port-channel.
    pub number: u16,
    /// How it takes part in LACP.
    pub mode: ChannelMode,
    /// How often LACP speaks; none for the platform's default.
    pub rate: Option<LacpRate>,
}

/// A physical port.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Port {
    /// Its name.
    pub name: String,
    /// What it goes to.
    pub description: Option<String>,
    /// Whether it is switched off.
    pub shutdown: bool,
    /// Whether it says that it is routed: a member of a port-channel says so on NX-OS only.
    pub routed: bool,
    /// The speed, where it was written, as the platform says it: `100g` on EOS, Mbit/s on NX-OS.
    pub speed: Option<String>,
    /// The largest packet, where the platform wants it said.
    pub mtu: Option<u16>,
    /// Layer 2: what it lets through while it stands alone; on NX-OS a member repeats what its
    /// port-channel says, or it does not join.
    pub trunk: Option<Trunk>,
    /// Its port-channel.
    pub member: Option<Membership>,
    /// What spanning tree takes it for.
    pub stp: StpPort,
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

impl Device {
    /// A switch of which nothing is known.
    pub fn empty(os: Os) -> Self {
        Device {
            name: String::new(),
            os,
            model: String::new(),
            version: None,
            features: Vec::new(),
            users: Vec::new(),
            internal_vlans: None,
            services: Services::default(),
            management: Management::default(),
            spanning_tree: SpanningTree::default(),
            vlans: Vec::new(),
            vrfs: Vec::new(),
            port_channels: Vec::new(),
            ports: Vec::new(),
            loopback: None,
            svis: Vec::new(),
            virtual_mac: None,
            mlag: None,
            mpls: false,
            acls: Vec::new(),
            policers: Vec::new(),
            prefix_lists: Vec::new(),
            community_lists: Vec::new(),
            ext_community_lists: Vec::new(),
            route_maps: Vec::new(),
            bgp: None,
            origin: Origin::default(),
        }
    }

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
    /// The statement.
    #[serde(skip)]
    pub origin: Origin,
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
}

/// The pair that a switch is of: MLAG on EOS, vPC on NX-OS.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Mlag {
    /// The pair's name; on NX-OS a number.
    pub domain: String,
    /// How it asks over the management network whether the other is alive when the peer link is down.
    pub keepalive: Option<Keepalive>,
    /// The peer link's port-channel.
    pub peer_link: u16,
    /// Seconds that the pair's ports stay down after a start.
    pub reload_delay: Option<u16>,
    /// EOS: how the pair keeps its state.
    pub eos: Option<EosMlag>,
    /// NX-OS: how the pair forwards.
    pub vpc: Option<Vpc>,
    /// The statement.
    #[serde(skip)]
    pub origin: Origin,
}

/// The question whether the other switch of a pair is alive.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Keepalive {
    /// The other switch.
    pub peer: IpAddr,
    /// The own address, on NX-OS.
    pub source: Option<IpAddr>,
    /// The VRF.
    pub vrf: String,
}

/// What an EOS pair says beside.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct EosMlag {
    /// The VLAN of the pair's state.
    pub vlan: u16,
    /// The other switch's address in it.
    pub peer_address: Option<IpAddr>,
    /// Seconds without a peer link after which the second switch, when the first still answers,
    /// takes its ports down.
    pub dual_primary_delay: Option<u16>,
    /// Seconds that all other ports stay down after a start.
    pub reload_delay_other: Option<u16>,
}

/// What an NX-OS pair says beside.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Vpc {
    /// The lower one decides.
    pub role_priority: Option<u16>,
    /// Whether both are one bridge to spanning tree: on the pair that is root, and only there.
    pub peer_switch: bool,
    /// Whether each forwards what is sent to the other's MAC address: on a pair that routes.
    pub peer_gateway: bool,
    /// Whether routing protocols may speak to a device behind a vPC: on a pair that routes.
    pub peer_router: bool,
    /// Whether it goes on alone after a start without the other.
    pub auto_recovery: bool,
    /// Whether the pair shares what it knows of IPv4 neighbours.
    pub arp_synchronize: bool,
    /// Whether the pair shares what it knows of IPv6 neighbours.
    pub nd_synchronize: bool,
}

/// A static route.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct StaticRoute {
    /// Where to.
    pub prefix: IpNet,
    /// The interface that the next hop is behind, where the platform wants it said.
    pub interface: Option<String>,
    /// By way of.
    pub next_hop: IpAddr,
    /// Whether the route goes when its next hop does not answer.
    pub bfd: bool,
    /// The statement.
    #[serde(skip)]
    pub origin: Origin,
}
