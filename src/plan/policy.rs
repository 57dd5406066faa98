//! Policies of a switch: which routes and packets pass.

use ipnet::IpNet;
use serde::Serialize;

use super::Origin;

/// A prefix list of one family.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PrefixList {
    /// Its name.
    pub name: String,
    /// Whether it is of IPv6.
    pub ipv6: bool,
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

/// A list of route targets.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
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
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
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
    /// The IPv4 prefix list that a route is in.
    pub match_ipv4: Option<String>,
    /// The IPv6 prefix list that a route is in.
    pub match_ipv6: Option<String>,
    /// The list of route targets that a route is in.
    pub match_ext_community: Option<String>,
}

/// An access list of one family.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Acl {
    /// Its name.
    pub name: String,
    /// Whether it is of IPv6.
    pub ipv6: bool,
    /// The statement.
    #[serde(skip)]
    pub origin: Origin,
}
