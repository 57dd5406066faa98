//! BGP of a switch.

use std::net::{IpAddr, Ipv4Addr};

use ipnet::IpNet;
use serde::Serialize;

use super::{BgpOptions, FamilySession, Origin, SecretRef, SoftReconfiguration};

/// A family of routes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Family {
    /// IPv4.
    Ipv4,
    /// IPv6.
    Ipv6,
    /// IPv4 of VRFs, by label.
    VpnIpv4,
    /// IPv6 of VRFs, by label.
    VpnIpv6,
}

/// The BGP process.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Bgp {
    /// Its AS.
    pub asn: u32,
    /// Its router id.
    pub router_id: Option<Ipv4Addr>,
    /// EOS: whether a session exchanges IPv4 without being told to.
    pub default_ipv4: bool,
    /// Families of the global table: option B.
    pub families: Vec<Family>,
    /// EOS: what sessions that workloads open have in common, by name.
    pub groups: Vec<PeerGroup>,
    /// Sessions of the global table by address: option B.
    pub neighbors: Vec<Neighbor>,
    /// EOS: groups whose sessions exchange a family in the global table.
    pub active_groups: Vec<ActiveGroup>,
    /// Sources of routes of the global table.
    pub redistribute: Vec<Redistribution>,
    /// Prefixes of the global table that are announced beside what lies in them.
    pub aggregates: Vec<IpNet>,
    /// Prefixes of the global table that are announced as they are.
    pub networks: Vec<Network>,
    /// EOS: ranges of addresses of the global table that may open a session.
    pub listen: Vec<Listen>,
    /// How many ways to one prefix are used at once.
    pub maximum_paths: Option<MaximumPaths>,
    /// How far routes are to be trusted.
    pub distance: Option<BgpDistance>,
    /// How often all sessions are kept alive.
    pub timers: Option<BgpTimers>,
    /// What else the global table says.
    #[serde(flatten)]
    pub options: BgpOptions,
    /// The statement.
    #[serde(skip)]
    pub origin: Origin,
}

/// A VRF's part of BGP.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct BgpVrf {
    /// Its router id.
    pub router_id: Option<Ipv4Addr>,
    /// Families that it exchanges, IPv4 first.
    pub families: Vec<Family>,
    /// Sources of routes.
    pub redistribute: Vec<Redistribution>,
    /// Prefixes announced beside what lies in them.
    pub aggregates: Vec<IpNet>,
    /// Prefixes that are announced as they are.
    pub networks: Vec<Network>,
    /// How many ways to one prefix are used at once.
    pub maximum_paths: Option<MaximumPaths>,
    /// NX-OS: families in which a redistribution takes the default route too, as far as its map lets it.
    pub default_information: Vec<Family>,
    /// EOS: groups whose sessions exchange a family here.
    pub groups: Vec<ActiveGroup>,
    /// EOS: ranges of addresses that may open a session.
    pub listen: Vec<Listen>,
    /// Sessions by address.
    pub neighbors: Vec<Neighbor>,
    /// What else it says.
    #[serde(flatten)]
    pub options: BgpOptions,
    /// The statement.
    #[serde(skip)]
    pub origin: Origin,
}

/// A group whose sessions exchange a family in a VRF.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct ActiveGroup {
    /// The family.
    pub family: Family,
    /// The group.
    pub name: String,
}

/// How many ways to one prefix are used at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct MaximumPaths {
    /// How many.
    pub paths: u16,
    /// EOS: how many that are alike.
    pub ecmp: Option<u16>,
}

/// How far routes are to be trusted, the lowest most.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct BgpDistance {
    /// Those of other AS.
    pub external: u8,
    /// Those of the own AS.
    pub internal: u8,
    /// The own ones.
    pub local: u8,
}

/// How often a session is kept alive, in seconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct BgpTimers {
    /// Between two messages.
    pub keepalive: u16,
    /// Without a message until the session ends.
    pub hold: u16,
}

/// A prefix that is announced as it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Network {
    /// The prefix.
    pub prefix: IpNet,
    /// What it is announced with.
    pub route_map: Option<String>,
}

/// Where routes come from that enter BGP.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum RouteSource {
    /// Subnets of the switch's own interfaces.
    Connected,
    /// Static routes.
    Static,
}

/// Routes that enter BGP from another source.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Redistribution {
    /// The family; none for every family of the VRF, as EOS says it.
    pub family: Option<Family>,
    /// The source.
    pub source: RouteSource,
    /// Which of them.
    pub route_map: Option<String>,
    /// The statement.
    #[serde(skip)]
    pub origin: Origin,
}

/// A range of addresses that may open a session.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Listen {
    /// The range.
    pub range: IpNet,
    /// What its sessions have in common.
    pub group: String,
    /// Their AS.
    pub asn: u32,
    /// The statement.
    #[serde(skip)]
    pub origin: Origin,
}

/// What sessions have in common.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct PeerGroup {
    /// Its name.
    pub name: String,
    /// The AS of its sessions, where they don't say it themselves.
    pub asn: Option<u32>,
    /// NX-OS: families that they exchange.
    pub families: Vec<Family>,
    /// How its sessions behave.
    pub session: Session,
    /// NX-OS: how they behave in families in which it is otherwise, by family.
    pub family_sessions: Vec<FamilySession>,
    /// The statement.
    #[serde(skip)]
    pub origin: Origin,
}

/// The other end of a session: an address, on NX-OS every address of a range, which then opens it, or
/// whoever answers on an interface.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum Peer {
    /// Every address of a range.
    Range(IpNet),
    /// One address.
    Address(IpAddr),
    /// The one neighbour on an interface, by its link-local address.
    Interface(String),
}

impl Peer {
    /// Its address, or the first of its range, and how long the prefix is; an interface by its name.
    fn key(&self) -> (&str, Option<(IpAddr, u8)>) {
        match self {
            Peer::Range(net) => ("", Some((net.addr(), net.prefix_len()))),
            Peer::Address(address) => ("", Some((*address, u8::MAX))),
            Peer::Interface(name) => (name, None),
        }
    }
}

/// By address, as a switch shows them: a range stands before its first address; interfaces come last.
impl Ord for Peer {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.key().cmp(&other.key())
    }
}

impl PartialOrd for Peer {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl std::fmt::Display for Peer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Peer::Range(net) => net.fmt(f),
            Peer::Address(address) => address.fmt(f),
            Peer::Interface(name) => name.fmt(f),
        }
    }
}

/// A session with a neighbour.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Neighbor {
    /// The other end.
    pub peer: Peer,
    /// Its AS; none where its group says it.
    pub asn: Option<u32>,
    /// What it has in common with others.
    pub group: Option<String>,
    /// How many may open a session, of a range.
    pub maximum_peers: Option<u16>,
    /// Families that it exchanges.
    pub families: Vec<Family>,
    /// How the session behaves.
    pub session: Session,
    /// NX-OS: how it behaves in families in which it is otherwise, by family.
    pub family_sessions: Vec<FamilySession>,
    /// The statement.
    #[serde(skip)]
    pub origin: Origin,
}

/// Communities that a neighbour is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum SendCommunity {
    /// Standard ones.
    Standard,
    /// Extended ones: route targets.
    Extended,
    /// Both.
    Both,
}

/// How many routes are accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct RouteLimit {
    /// How many: 0 for any number.
    pub maximum: u64,
    /// The share of it, in percent, at which a warning is logged.
    pub warning: Option<u64>,
    /// Whether more than that is logged only, and does not end the session.
    pub warning_only: bool,
}

/// How a session behaves.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Session {
    /// For people.
    pub description: Option<String>,
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
    /// Communities that are sent.
    pub send_community: Option<SendCommunity>,
    /// What is accepted.
    pub policy_in: Option<String>,
    /// What is sent.
    pub policy_out: Option<String>,
    /// How many routes are accepted.
    pub limit: Option<RouteLimit>,
    /// The way in which the password is written, as the platform numbers it: 7; none for as it is.
    pub password_type: Option<u8>,
    /// The interface whose address it is spoken from.
    pub update_source: Option<String>,
    /// How many hops away a neighbour of another AS may be.
    pub ebgp_multihop: Option<u8>,
    /// Whether routes are passed on with the next hop that they came with.
    pub next_hop_unchanged: bool,
    /// Whether it is switched off.
    pub shutdown: bool,
    /// How often it is kept alive.
    pub timers: Option<BgpTimers>,
    /// The AS that it is told in place of the own.
    pub local_as: Option<u32>,
    /// Whether it is sent what others of the own AS have sent.
    pub route_reflector_client: bool,
    /// Whether private AS are taken out of what it is sent.
    pub remove_private_as: bool,
    /// Policies of single families, by family.
    pub by_family: Vec<FamilyPolicy>,
    /// EOS: families that it does not exchange although sessions do by themselves.
    pub inactive: Vec<Family>,
    /// The prefix list of what is accepted.
    pub prefixes_in: Option<String>,
    /// The prefix list of what is sent.
    pub prefixes_out: Option<String>,
    /// What is kept of the routes that it sent.
    pub soft_reconfiguration: Option<SoftReconfiguration>,
    /// The weight of its routes.
    pub weight: Option<u16>,
}

/// Policies of a session for one family, where they are not those of all.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FamilyPolicy {
    /// The family.
    pub family: Family,
    /// What is accepted.
    pub policy_in: Option<String>,
    /// What is sent.
    pub policy_out: Option<String>,
}
