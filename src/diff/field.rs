//! The fields of a plan in the words of engineers: a row for each that needs more than its name.

/// What a field is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// One value.
    Value,
    /// A number from 1: a plan has 0 where nothing is said.
    Number,
    /// The first and the last of a range.
    Range,
    /// A set, in which order means nothing.
    Set,
    /// A set of VLANs.
    Vlans,
    /// A list, in which order means something.
    List,
    /// A secret.
    Secret,
}

/// A field: its path in the plan, which may begin with the kind of its element; what it is called; what
/// it is.
pub type Field = (&'static str, &'static str, Kind);

/// Structures that only hold fields: `session.bfd` is called as `bfd` is.
const WRAPPERS: &[&str] = &["session.", "layer3.", "eos.", "vpc.", "options."];

/// Every field that is not called by its own name, or is no single value. `docs/diff.md` shows it.
pub const FIELDS: &[Field] = &[
    ("BGP.asn", "as", Kind::Value),
    ("access", "access vlan", Kind::Value),
    ("acl_in", "access lists in", Kind::Set),
    ("acl_out", "access lists out", Kind::Set),
    ("active_groups", "activated peer groups", Kind::Set),
    ("addresses", "addresses", Kind::Set),
    ("aggregates", "aggregate addresses", Kind::Set),
    ("allow_as", "allowas-in", Kind::Value),
    ("arp_synchronize", "ip arp synchronize", Kind::Value),
    ("as_override", "as-override", Kind::Value),
    ("asn", "remote-as", Kind::Value),
    ("auto_recovery", "auto-recovery", Kind::Value),
    ("by_family", "route maps by family", Kind::Set),
    ("classes", "classes", Kind::List),
    ("continues", "continue", Kind::Value),
    ("counted", "counters", Kind::Value),
    ("default_information", "default-information originate", Kind::Set),
    ("default_ipv4", "IPv4 unicast by default", Kind::Value),
    ("default_originate", "default-originate", Kind::Value),
    ("delete_community", "delete communities", Kind::Value),
    ("delete_ext_community", "delete extended communities", Kind::Value),
    ("destination_ports", "destination ports", Kind::Range),
    ("dhcp_relays", "dhcp relays", Kind::Set),
    ("dns", "dns servers", Kind::List),
    ("domain", "domain", Kind::Value),
    ("dual_primary_delay", "dual-primary detection delay", Kind::Value),
    ("dual_primary_recovery", "dual-primary recovery delay", Kind::Range),
    ("ebgp_multihop", "ebgp-multihop", Kind::Value),
    ("families", "address families", Kind::Set),
    ("family_paths", "maximum paths by family", Kind::Set),
    ("family_sessions", "settings by family", Kind::Set),
    ("features", "features", Kind::Set),
    ("flags", "tcp flags", Kind::Set),
    ("gateways", "gateways", Kind::Set),
    ("groups", "activated peer groups", Kind::Set),
    ("hsrp_version", "hsrp version", Kind::Value),
    ("inactive", "families not activated", Kind::Set),
    ("internal_vlans", "internal vlans", Kind::Range),
    ("keepalive.peer", "peer keepalive", Kind::Value),
    ("keepalive.source", "peer keepalive source", Kind::Value),
    ("keepalive.vrf", "peer keepalive vrf", Kind::Value),
    ("limit.maximum", "maximum routes", Kind::Value),
    ("limit.warning", "maximum routes warning", Kind::Value),
    ("limit.warning_only", "maximum routes warning-only", Kind::Value),
    ("local_as", "local-as", Kind::Value),
    ("local_preference", "local-preference", Kind::Value),
    ("match_community", "match community", Kind::Value),
    ("match_ext_community", "match extcommunity", Kind::Value),
    ("match_ipv4", "match ip address", Kind::Value),
    ("match_ipv6", "match ipv6 address", Kind::Value),
    ("maximum_peers", "maximum peers", Kind::Value),
    ("member.mode", "lacp mode", Kind::Value),
    ("member.number", "channel-group", Kind::Value),
    ("member.rate", "lacp rate", Kind::Value),
    ("mlag", "mlag or vpc number", Kind::Value),
    ("nd_synchronize", "ipv6 nd synchronize", Kind::Value),
    ("networks", "networks", Kind::Set),
    ("next_hop_self", "next-hop-self", Kind::Value),
    ("next_hop_unchanged", "next-hop-unchanged", Kind::Value),
    ("ntp", "ntp servers", Kind::List),
    ("pair.eos.vlan", "vlan", Kind::Number),
    ("password", "password", Kind::Secret),
    ("password_type", "password", Kind::Secret),
    ("peer_address", "peer address", Kind::Value),
    ("peer_gateway", "peer-gateway", Kind::Value),
    ("peer_link", "peer link", Kind::Number),
    ("peer_router", "layer3 peer-router", Kind::Value),
    ("peer_switch", "peer-switch", Kind::Value),
    ("policer", "service policy", Kind::Value),
    ("policy_in", "route map in", Kind::Value),
    ("policy_out", "route map out", Kind::Value),
    ("prefixes_in", "prefix list in", Kind::Value),
    ("prefixes_out", "prefix list out", Kind::Value),
    ("rd", "route distinguisher", Kind::Value),
    ("redirects_off", "redirects off", Kind::Set),
    ("reload_delay", "reload delay", Kind::Value),
    ("reload_delay_other", "reload delay of other ports", Kind::Value),
    ("remove_private_as", "remove-private-as", Kind::Value),
    ("role_priority", "role priority", Kind::Value),
    ("route_map", "route map", Kind::Value),
    ("route_reflector_client", "route-reflector-client", Kind::Value),
    ("router_advertisements", "router advertisements", Kind::Value),
    ("router_id", "router-id", Kind::Value),
    ("rules", "rules", Kind::List),
    ("secondary", "secondary addresses", Kind::Set),
    ("send_community", "send-community", Kind::Value),
    ("set_community.additive", "set community additive", Kind::Value),
    ("set_community.values", "set community", Kind::Set),
    ("set_ext_community.additive", "set extcommunity additive", Kind::Value),
    ("set_ext_community.values", "set extcommunity", Kind::Set),
    ("soft_reconfiguration", "soft-reconfiguration", Kind::Value),
    ("source_ports", "source ports", Kind::Range),
    ("stp", "spanning-tree port type", Kind::Value),
    ("sub-interface.vlan", "vlan", Kind::Number),
    ("summary_only", "aggregates summary-only", Kind::Set),
    ("syslog", "logging hosts", Kind::Set),
    ("targets", "route targets", Kind::Set),
    ("trunk.allowed", "allowed vlan", Kind::Vlans),
    ("trunk.group", "trunk group", Kind::Value),
    ("trunk.native", "native vlan", Kind::Value),
    ("trunk_group", "trunk group", Kind::Value),
    ("update_source", "update-source", Kind::Value),
    ("virtual_addresses", "virtual addresses", Kind::Set),
    ("virtual_mac", "virtual mac", Kind::Value),
    ("without", "vlans without", Kind::Vlans),
];

/// What a field of a kind of elements is called, and what it is. One without a row is a value by its own
/// name.
pub fn field(of: &str, path: &str) -> (String, Kind) {
    let row = |path: &str| FIELDS.iter().find(|(name, ..)| *name == path);
    let bare = WRAPPERS.iter().find_map(|wrapper| path.strip_prefix(wrapper)).unwrap_or(path);
    match row(&format!("{of}.{path}")).or_else(|| row(path)).or_else(|| row(bare)) {
        Some((_, words, kind)) => ((*words).to_owned(), *kind),
        None => (bare.replace(['_', '.'], " "), Kind::Value),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_in_order_and_each_is_found() {
        assert!(FIELDS.is_sorted_by(|a, b| a.0 < b.0));
        assert_eq!(field("port", "trunk.allowed"), ("allowed vlan".to_owned(), Kind::Vlans));
        assert_eq!(field("neighbor", "session.policy_in"), ("route map in".to_owned(), Kind::Value));
        assert_eq!(field("neighbor", "asn").0, "remote-as");
        assert_eq!(field("BGP", "asn").0, "as");
        assert_eq!(field("neighbor", "session.bfd"), ("bfd".to_owned(), Kind::Value));
    }
}
