//! Policies of a switch: which routes and packets pass.

use std::net::{IpAddr, Ipv4Addr};

use ipnet::IpNet;
use serde::Serialize;

use super::Origin;
use crate::model::value::TcpFlag;

/// A prefix list of one family.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct PrefixList {
    /// Its name.
    pub name: String,
    /// Whether it is of IPv6.
    pub ipv6: bool,
    /// For people.
    pub description: Option<String>,
    /// Its rules by number.
    pub rules: Vec<PrefixRule>,
    /// The statement.
    #[serde(skip)]
    pub origin: Origin,
}

/// A rule of a prefix list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PrefixRule {
    /// Its number.
    pub sequence: u64,
    /// Whether what matches passes.
    pub permit: bool,
    /// What a route lies in.
    pub prefix: IpNet,
    /// The shortest length it may have, where not the prefix's own.
    pub ge: Option<u8>,
    /// The longest length it may have, where not the prefix's own.
    pub le: Option<u8>,
}

/// A list of communities.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct CommunityList {
    /// Its name.
    pub name: String,
    /// Its rules in order.
    pub rules: Vec<CommunityRule>,
    /// The statement.
    #[serde(skip)]
    pub origin: Origin,
}

/// A rule of a list of communities.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CommunityRule {
    /// Whether what matches passes.
    pub permit: bool,
    /// The communities, all of which a route carries: `65048:100`, or one of `internet`, `local-as`,
    /// `no-advertise`, `no-export`, `gshut`.
    pub communities: Vec<String>,
}

/// A list of route targets.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct ExtCommunityList {
    /// Its name.
    pub name: String,
    /// Its rules in order.
    pub rules: Vec<ExtCommunityRule>,
    /// The statement.
    #[serde(skip)]
    pub origin: Origin,
}

/// A rule of a list of route targets.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ExtCommunityRule {
    /// Whether what matches passes.
    pub permit: bool,
    /// The route targets, all of which a route carries.
    pub route_targets: Vec<String>,
}

/// A route map.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct RouteMap {
    /// Its name.
    pub name: String,
    /// Its entries by number.
    pub entries: Vec<RouteMapEntry>,
    /// The statement.
    #[serde(skip)]
    pub origin: Origin,
}

/// An entry of a route map: it matches where all of its conditions hold.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct RouteMapEntry {
    /// Its number.
    pub sequence: u64,
    /// Whether what matches passes.
    pub permit: bool,
    /// For people.
    pub description: Option<String>,
    /// The IPv4 prefix list that a route is in.
    pub match_ipv4: Option<String>,
    /// The IPv6 prefix list that a route is in.
    pub match_ipv6: Option<String>,
    /// The list of communities that a route is in.
    pub match_community: Option<String>,
    /// The list of route targets that a route is in.
    pub match_ext_community: Option<String>,
    /// The list of AS paths that a route is in.
    pub match_as_path: Option<String>,
    /// The interface that a route leaves by.
    pub match_interface: Option<String>,
    /// The tag that a route has.
    pub match_tag: Option<u32>,
    /// The metric that a route has.
    pub match_metric: Option<u32>,
    /// The local preference to give it.
    pub local_preference: Option<u32>,
    /// Communities to give it.
    pub set_community: Option<SetCommunity>,
    /// The list whose communities are taken off.
    pub delete_community: Option<String>,
    /// Route targets to give it.
    pub set_ext_community: Option<SetCommunity>,
    /// The list whose route targets are taken off.
    pub delete_ext_community: Option<String>,
    /// Where it is said to come from.
    pub route_source: Option<RouteOrigin>,
    /// The metric to give it.
    pub metric: Option<u32>,
    /// The weight to give it.
    pub weight: Option<u32>,
    /// The tag to give it.
    pub tag: Option<u32>,
    /// The next hop to give it.
    pub next_hop: Option<IpAddr>,
    /// What to put before its AS path: numbers, or `auto`.
    pub as_path_prepend: Vec<String>,
    /// The entry to go on with, where one that matches does not end the search.
    pub continues: Option<u64>,
    /// What else it says.
    #[serde(flatten)]
    pub options: RouteMapOptions,
    /// The statement.
    #[serde(skip)]
    pub origin: Origin,
}

/// Where a route of BGP is said to come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum RouteOrigin {
    /// The own AS.
    Igp,
    /// Another AS, by EGP.
    Egp,
    /// Somewhere else.
    Incomplete,
}

/// What else an entry of a route map says, as switches do. A compile leaves it empty.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct RouteMapOptions {
    /// Further IPv4 prefix lists: a route is in one of them.
    pub or_ipv4: Vec<String>,
    /// Further IPv6 prefix lists.
    pub or_ipv6: Vec<String>,
    /// Further lists of communities.
    pub or_communities: Vec<String>,
    /// Further interfaces that a route may leave by.
    pub or_interfaces: Vec<String>,
    /// Further tags that it may have.
    pub or_tags: Vec<u32>,
    /// The IPv4 access list that it is in.
    pub match_acl: Option<String>,
    /// The IPv4 prefix list that its next hop is in.
    pub match_next_hop: Option<String>,
    /// Whether it keeps its next hop.
    pub next_hop_unchanged: bool,
    /// How often the path's own first AS is put before it.
    pub prepend_last: Option<u8>,
    /// Whether its communities are taken off.
    pub no_community: bool,
}

/// Communities, or route targets, that a route is given.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SetCommunity {
    /// What it is given.
    pub values: Vec<String>,
    /// Whether it keeps what it carries.
    pub additive: bool,
}

/// An access list of one family.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Acl {
    /// Its name.
    pub name: String,
    /// Whether it is of IPv6.
    pub ipv6: bool,
    /// EOS: whether it knows sources only.
    pub standard: bool,
    /// Whether packets are counted by rule.
    pub counted: bool,
    /// Its rules by number.
    pub rules: Vec<AclRule>,
    /// The statement.
    #[serde(skip)]
    pub origin: Origin,
}

/// A rule of an access list: a packet matches where all of it holds.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct AclRule {
    /// Its number.
    pub sequence: u64,
    /// A line for people; then all else is empty.
    pub remark: Option<String>,
    /// Whether what matches passes.
    pub permit: bool,
    /// The protocol by name (`ip`, `ipv6`, `tcp`, `udp`, `sctp`, `icmp`, `icmpv6`) or number: GRE is 47.
    pub protocol: String,
    /// Where it comes from; none for anywhere.
    pub source: Option<IpNet>,
    /// The ports it comes from, first and last.
    pub source_ports: Option<(u16, u16)>,
    /// Where it goes; none for anywhere.
    pub destination: Option<IpNet>,
    /// The ports it goes to, first and last.
    pub destination_ports: Option<(u16, u16)>,
    /// The kind of an ICMP message, by name or by numbers of type and code.
    pub icmp: Option<String>,
    /// TCP flags, all of which it has.
    pub flags: Vec<TcpFlag>,
    /// Its DSCP.
    pub dscp: Option<u8>,
    /// Its time to live.
    pub ttl: Option<u8>,
    /// Whether it is a fragment, not the first one.
    pub fragments: bool,
    /// Whether it is logged.
    pub log: bool,
    /// Bits of the source's address that do not matter, where they are no prefix's.
    pub source_wildcard: Option<Ipv4Addr>,
    /// Bits of the destination's address that do not matter, where they are no prefix's.
    pub destination_wildcard: Option<Ipv4Addr>,
    /// The one port that it does not come from.
    pub source_port_not: Option<u16>,
    /// The one port that it does not go to.
    pub destination_port_not: Option<u16>,
    /// The statement.
    #[serde(skip)]
    pub origin: Origin,
}

/// What keeps traffic that enters an interface under a rate.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Policer {
    /// Its name.
    pub name: String,
    /// What it tells apart, tried in order.
    pub classes: Vec<PolicerClass>,
    /// The statement.
    #[serde(skip)]
    pub origin: Origin,
}

/// Traffic that a policer tells apart.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PolicerClass {
    /// Its name.
    pub name: String,
    /// The access list that says which: what it permits.
    pub acl: String,
    /// Whether that is of IPv6.
    pub ipv6: bool,
    /// Its rate; none for traffic that passes at any.
    pub rate: Option<PoliceRate>,
}

/// A rate above which packets are dropped.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct PoliceRate {
    /// The rate, in kbit/s.
    pub rate: u64,
    /// The burst, in kilobytes.
    pub burst: u64,
}
