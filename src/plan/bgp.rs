//! BGP of a switch.

use std::net::{IpAddr, Ipv4Addr};

use ipnet::IpNet;
use serde::Serialize;

use super::{Origin, SecretRef};

/// The BGP process.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Bgp {
    /// Its AS.
    pub asn: u32,
    /// Its router id.
    pub router_id: Ipv4Addr,
    /// Templates of sessions that workloads open, by name.
    pub groups: Vec<PeerGroup>,
    /// Sessions of the global table: option B.
    pub neighbors: Vec<Neighbor>,
    /// VRFs by name.
    pub vrfs: Vec<BgpVrf>,
}

/// A VRF's part of BGP.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct BgpVrf {
    /// The VRF.
    pub name: String,
    /// The route distinguisher, where VPN routes are exchanged.
    pub rd: Option<String>,
    /// Route targets of routes that enter.
    pub import: Vec<String>,
    /// Route targets that its routes are given.
    pub export: Vec<String>,
    /// Whether IPv4 is exchanged.
    pub ipv4: bool,
    /// Whether IPv6 is exchanged.
    pub ipv6: bool,
    /// Sources of routes.
    pub redistribute: Vec<Redistribution>,
    /// Prefixes announced in place of what lies in them.
    pub aggregates: Vec<IpNet>,
    /// Ranges of addresses that may open a session.
    pub listen: Vec<Listen>,
    /// Sessions by address.
    pub neighbors: Vec<Neighbor>,
    /// The statement.
    #[serde(skip)]
    pub origin: Origin,
}

/// Routes that enter BGP from another source.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Redistribution {
    /// `connected` or `static`.
    pub source: &'static str,
    /// Which of them.
    pub route_map: String,
}

/// A range of addresses that may open a session.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Listen {
    /// The range.
    pub range: IpNet,
    /// The template.
    pub group: String,
    /// Their AS.
    pub asn: u32,
    /// The statement.
    #[serde(skip)]
    pub origin: Origin,
}

/// What sessions have in common with a template of them.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PeerGroup {
    /// Its name.
    pub name: String,
    /// How its sessions behave.
    pub session: Session,
    /// The families it exchanges.
    pub ipv4: bool,
    /// The families it exchanges.
    pub ipv6: bool,
    /// The VRF it is used in.
    pub vrf: String,
    /// The statement.
    #[serde(skip)]
    pub origin: Origin,
}

/// A session with one neighbour.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Neighbor {
    /// Its address.
    pub address: IpAddr,
    /// Its AS.
    pub asn: u32,
    /// Whether it is the other CE.
    pub internal: bool,
    /// Whether VPN routes are exchanged instead of a VRF's own.
    pub vpn: bool,
    /// How the session behaves.
    pub session: Session,
    /// The statement.
    #[serde(skip)]
    pub origin: Origin,
}

/// How a session behaves.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Session {
    /// For people.
    pub description: String,
    /// Whether BFD watches it.
    pub bfd: bool,
    /// Its password.
    pub password: Option<SecretRef>,
    /// Whether routes are passed on with the own address as next hop.
    pub next_hop_self: bool,
    /// How often the own AS may stand in a path.
    pub allow_as: Option<u64>,
    /// Whether the neighbour's AS is replaced by the own in what it is sent.
    pub as_override: bool,
    /// Whether a default route is sent in any case.
    pub default_originate: bool,
    /// `standard` or `extended` communities that are sent.
    pub send_community: Option<&'static str>,
    /// What is accepted.
    pub policy_in: Option<String>,
    /// What is sent.
    pub policy_out: Option<String>,
    /// How many routes are accepted: 0 for any number.
    pub maximum_routes: Option<u64>,
    /// The share of it, in percent, at which a warning is logged.
    pub warning: Option<u64>,
}
