//! The shape of the table: what each kind of element has rows for.

use super::{
    Case, Risk, Verdict, With, base, bgp, channel, layer3, pair, policy, port, routing, session, vlan,
};
use crate::plan::Element;

/// How a difference is judged.
#[derive(Clone, Copy)]
pub enum Rule {
    /// The same whatever the values are: the risk, the reason, and who has to change with it.
    Is(Risk, &'static str, With),
    /// By both plans; the risk is the worst that it may come to.
    By(Risk, fn(&Case<'_>) -> Verdict),
}

/// A field of an element.
#[derive(Clone, Copy)]
pub struct Row {
    /// Its name in the plan, `trunk.allowed`.
    pub field: &'static str,
    /// On EOS.
    pub eos: Rule,
    /// On NX-OS.
    pub nxos: Rule,
}

/// What may happen to elements of a kind.
#[derive(Clone, Copy)]
pub struct Kind {
    /// Fields that tell one element from another, and so never differ.
    pub keys: &'static [&'static str],
    /// One comes.
    pub added: Rule,
    /// One goes.
    pub removed: Rule,
    /// Its fields.
    pub rows: &'static [&'static [Row]],
}

impl Rule {
    /// The worst that it may come to.
    pub const fn worst(self) -> Risk {
        match self {
            Rule::Is(risk, ..) | Rule::By(risk, _) => risk,
        }
    }
}

impl Kind {
    /// The row of a field. What a routed port has of layer 3 is in a structure of its own, and has
    /// the rows of other interfaces.
    pub fn row(&self, field: &str) -> Option<&'static Row> {
        let field = field.strip_prefix("layer3.").unwrap_or(field);
        self.rows.iter().copied().flatten().find(|row| row.field == field)
    }

    /// The worst that a change of such an element may come to.
    pub fn worst(&self) -> Risk {
        let rows = self.rows.iter().copied().flatten().flat_map(|r| [r.eos, r.nxos]);
        rows.chain([self.added, self.removed]).map(Rule::worst).max().unwrap_or(Risk::Reboot)
    }
}

/// A row that is the same for both vendors.
pub(super) const fn row(field: &'static str, rule: Rule) -> Row {
    Row { field, eos: rule, nxos: rule }
}

/// Words for people, which nothing goes by.
pub(super) const fn words(field: &'static str) -> Row {
    row(field, Rule::Is(Risk::None, "", With::NOBODY))
}

/// What forwards on.
pub(super) const fn hitless(reason: &'static str, with: With) -> Rule {
    Rule::Is(Risk::Hitless, reason, with)
}

/// What ends a session.
pub(super) const fn reset(reason: &'static str, with: With) -> Rule {
    Rule::Is(Risk::SessionReset, reason, with)
}

/// What loses packets.
pub(super) const fn loss(reason: &'static str, with: With) -> Rule {
    Rule::Is(Risk::TrafficLoss, reason, with)
}

/// What may lose packets, as the plans say.
pub(super) const fn by(judge: fn(&Case<'_>) -> Verdict) -> Rule {
    Rule::By(Risk::TrafficLoss, judge)
}

/// The rows of an element.
pub fn kind(element: &Element) -> &'static Kind {
    match element {
        Element::Device => &base::SWITCH,
        Element::User(_) => &base::USER,
        Element::Services => &base::SERVICES,
        Element::Management => &base::MANAGEMENT,
        Element::SpanningTree => &base::SPANNING_TREE,
        Element::Vlan(_) => &vlan::VLAN,
        Element::Vrf(_) => &routing::VRF,
        Element::Vpn(_) => &routing::VPN,
        Element::StaticRoute { .. } => &routing::STATIC_ROUTE,
        Element::PortChannel(_) => &channel::PORT_CHANNEL,
        Element::Port(_) => &port::PORT,
        Element::SubInterface(_) => &layer3::SUB_INTERFACE,
        Element::Loopback(_) => &layer3::LOOPBACK,
        Element::Svi(_) => &layer3::SVI,
        Element::Pair => &pair::PAIR,
        Element::Acl { .. } => &policy::ACL,
        Element::AclRule { .. } => &policy::ACL_RULE,
        Element::Policer(_) => &policy::POLICER,
        Element::PrefixList { .. } => &policy::PREFIX_LIST,
        Element::CommunityList(_) => &policy::COMMUNITY_LIST,
        Element::ExtCommunityList(_) => &policy::EXT_COMMUNITY_LIST,
        Element::RouteMap(_) => &policy::ROUTE_MAP,
        Element::RouteMapEntry { .. } => &policy::ROUTE_MAP_ENTRY,
        Element::Bgp => &bgp::BGP,
        Element::BgpVrf(_) => &bgp::BGP_VRF,
        Element::PeerGroup(_) => &session::PEER_GROUP,
        Element::Listen { .. } => &bgp::LISTEN,
        Element::Neighbor { .. } => &session::NEIGHBOR,
        Element::Redistribution { .. } => &bgp::REDISTRIBUTION,
    }
}

/// Every kind by the name of the plan's list that holds its elements; the switch as a whole by none.
pub fn kinds() -> impl Iterator<Item = (&'static str, &'static Kind)> {
    [
        ("", &base::SWITCH),
        ("users", &base::USER),
        ("services", &base::SERVICES),
        ("management", &base::MANAGEMENT),
        ("spanning_tree", &base::SPANNING_TREE),
        ("vlans", &vlan::VLAN),
        ("vrfs", &routing::VRF),
        ("vrfs.vpn", &routing::VPN),
        ("vrfs.statics", &routing::STATIC_ROUTE),
        ("vrfs.bgp", &bgp::BGP_VRF),
        ("vrfs.bgp.redistribute", &bgp::REDISTRIBUTION),
        ("vrfs.bgp.listen", &bgp::LISTEN),
        ("vrfs.bgp.neighbors", &session::NEIGHBOR),
        ("statics", &routing::STATIC_ROUTE),
        ("port_channels", &channel::PORT_CHANNEL),
        ("port_channels.sub_interfaces", &layer3::SUB_INTERFACE),
        ("ports", &port::PORT),
        ("ports.sub_interfaces", &layer3::SUB_INTERFACE),
        ("loopbacks", &layer3::LOOPBACK),
        ("svis", &layer3::SVI),
        ("mlag", &pair::PAIR),
        ("acls", &policy::ACL),
        ("acls.rules", &policy::ACL_RULE),
        ("policers", &policy::POLICER),
        ("prefix_lists", &policy::PREFIX_LIST),
        ("community_lists", &policy::COMMUNITY_LIST),
        ("ext_community_lists", &policy::EXT_COMMUNITY_LIST),
        ("route_maps", &policy::ROUTE_MAP),
        ("route_maps.entries", &policy::ROUTE_MAP_ENTRY),
        ("bgp", &bgp::BGP),
        ("bgp.groups", &session::PEER_GROUP),
        ("bgp.redistribute", &bgp::REDISTRIBUTION),
        ("bgp.listen", &bgp::LISTEN),
        ("bgp.neighbors", &session::NEIGHBOR),
    ]
    .into_iter()
}
