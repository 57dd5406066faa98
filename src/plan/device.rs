//! The plan of a switch.

use std::net::IpAddr;

use ipnet::IpNet;
use serde::Serialize;

use super::{
    Acl, BfdTimers, Bgp, BgpVrf, CommunityList, ExtCommunityList, Family, Loopback, Mlag, Origin, Policer,
    Port, PortChannel, PrefixList, RouteMap, SecretRef, StaticRoute, SubInterface, Svi,
};
use crate::model::value::{Os, UserRole, VlanSet};

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
    /// Static routes of the global table, as those of a VRF.
    pub statics: Vec<StaticRoute>,
    /// Port-channels by number.
    pub port_channels: Vec<PortChannel>,
    /// Physical ports in the order of the platform.
    pub ports: Vec<Port>,
    /// Loopbacks by number.
    pub loopbacks: Vec<Loopback>,
    /// VLAN interfaces by VLAN.
    pub svis: Vec<Svi>,
    /// The MAC address that both of a pair answer with for a shared gateway.
    pub virtual_mac: Option<String>,
    /// The pair.
    pub mlag: Option<Mlag>,
    /// Whether packets are forwarded by label on routed ports.
    pub mpls: bool,
    /// Timers of BFD for sessions over several hops.
    pub bfd_multihop: Option<BfdTimers>,
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
    /// EOS: forwarding of IPv6 in the global table.
    RoutingV6,
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
    /// Whether it is switched off.
    pub shutdown: bool,
    /// NX-OS: families in which it tells no sender of a better way, IPv4 first.
    pub redirects_off: Vec<Family>,
    /// The statement.
    #[serde(skip)]
    pub origin: Origin,
}

/// Spanning tree other than MST.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum StpMode {
    /// Switched off.
    None,
    /// RSTP, one tree for all VLANs.
    Rstp,
    /// RSTP, a tree a VLAN.
    RapidPvst,
}

/// Spanning tree: one instance of MST, the default region.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct SpanningTree {
    /// Whether it is MST.
    pub mst: bool,
    /// What it is where it is not MST; none for the platform's default.
    pub mode: Option<StpMode>,
    /// The bridge priority, on the pair that is root.
    pub priority: Option<u32>,
    /// VLANs without spanning tree: the peer VLAN of an MLAG pair.
    pub without: Option<VlanSet>,
    /// Whether a port that no bridge is behind goes down where one speaks, unless it says otherwise.
    pub edge_guard: bool,
    /// The statement.
    #[serde(skip)]
    pub origin: Origin,
}

/// A VLAN.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Vlan {
    /// Its id.
    pub id: u16,
    /// Its name.
    pub name: String,
    /// EOS: trunks carry it only where they name its group. It keeps a VLAN on the peer link.
    pub trunk_group: Option<String>,
    /// Whether it is there and carries nothing.
    pub suspended: bool,
    /// The statement.
    #[serde(skip)]
    pub origin: Origin,
}

/// A VRF.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Vrf {
    /// Its name.
    pub name: String,
    /// For people.
    pub description: Option<String>,
    /// Whether it routes IPv4: on NX-OS every VRF does.
    pub ipv4: bool,
    /// Whether it routes IPv6: on NX-OS every VRF does.
    pub ipv6: bool,
    /// EOS: the address that the switch sends from where it has a gateway's address only.
    pub virtual_source: Option<IpAddr>,
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

/// What is exchanged with other VRFs in one family. A route enters or leaves by a route target and,
/// where there is a policy, if that lets it pass too.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct VpnTargets {
    /// Whether they are of IPv6.
    pub ipv6: bool,
    /// Route targets of routes that enter.
    pub import: Vec<String>,
    /// Route targets that its routes are given.
    pub export: Vec<String>,
    /// The route map of routes that enter.
    pub import_policy: Option<String>,
    /// The route map of its own routes on their way out.
    pub export_policy: Option<String>,
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
            statics: Vec::new(),
            port_channels: Vec::new(),
            ports: Vec::new(),
            loopbacks: Vec::new(),
            svis: Vec::new(),
            virtual_mac: None,
            mlag: None,
            mpls: false,
            bfd_multihop: None,
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
