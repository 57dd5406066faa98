//! The rules that a fabric has to keep: what is wrong with it beyond its single words.
//!
//! A rule is a file, `<rule>.rs`, with its documentation beside it, `<rule>.md`, and a row in
//! [`RULES`]. It reads the fabric and what was assigned, and gives findings as plain data; it
//! changes nothing and looks at no other rule's findings. What follows from a mistake that another
//! rule speaks of, it leaves out. Every rule takes time in proportion to the fabric.
//!
//! What other steps report has a row and a page as well, so that every finding can be explained.

pub mod allow;
mod attached;
mod bfd_out_of_range;
mod bfd_over_vpc;
mod bfd_timers_differ;
mod bgp_without_neighbor;
mod bond;
mod channel;
mod context;
mod edge;
mod family;
mod gateway;
mod given;
mod group;
mod internal_vlan;
mod levels;
mod nic;
mod overlap;
mod peer_link;
mod pools;
mod rule;
mod settings;
mod statics;
mod trunk;
mod vf;
mod words;

mod acl_action_unclear;
mod acl_entry_matches_nothing;
mod acl_entry_shadowed;
mod acl_match_not_allowed_here;
mod acl_not_on_platform;
mod acl_vlan_elsewhere;
mod address_duplicate;
mod address_family_mismatch;
mod address_family_twice;
mod address_is_network_or_broadcast;
mod address_not_usable;
mod address_reserved;
mod address_without_network;
mod adjacency_duplicate;
mod adjacency_not_ce_and_pe;
mod adjacency_without_cable;
mod aggregate_rack_with_servers;
mod attachment_name_duplicate;
mod bond_across_mlag_domains;
mod bond_ends_differ;
mod bond_name_twice;
mod bond_to_two_neighbors;
mod bond_without_members;
mod bond_without_number;
mod cable_not_two_ends;
mod cable_to_itself;
mod ce_without_uplink_to_each_pe;
mod condition_without_match;
mod default_gateway_not_one;
mod default_gateway_without_gateway;
mod derived_name_duplicate;
mod domain_mtu_above_port;

mod dot1q_tag_twice;
mod duplicate_mac;
mod duplicate_number;
mod duplicate_pci;
mod duplicate_serial;
mod duplicate_slot;
mod external_networks_more_than_one;
mod external_peering_mismatch;
mod external_prefix_length;
mod external_prefix_one_sided;
mod external_prefix_unused;
mod external_prefixes_equal;
mod external_vlan_in_use;
mod external_without_option;
mod external_without_prefix;
mod fabric_prefix_too_long;
mod gateway_is_ce_address;
mod gateway_is_network_or_broadcast;
mod gateway_outside_subnet;
mod host_mtu_above_port;
mod host_over_unknown_bond;
mod instance_without_two_ces;
mod interface_name_too_long;
mod internal_network_without_subnet;
mod internal_vlans_too_few;
mod ipam_overlap;
mod ipam_range_outside_subnet;
mod lacp_mode_mismatch;
mod lacp_rate_mismatch;
mod last_link_shut_down;
mod list_empty;
mod list_not_sorted;
mod listen_range_outside_subnet;
mod listen_range_too_long;
mod local_preference_lost;
mod mlag_across_operating_systems;
mod mlag_group_not_two;
mod mlag_peer_link_missing;
mod mlag_peer_link_single;
mod mtu_above_fabric;
mod mtu_differs_on_link;
mod mtu_out_of_range;
mod native_vlan_not_allowed;
mod native_vlan_tagged_by_host;
mod neighbor_is_self;
mod neighbor_outside_subnet;
mod neighbor_unreachable;
mod nic_port_ids_differ;
mod nic_port_uncabled;
mod nic_ports_in_two_racks;
mod nic_ports_on_one_tor;
mod nni_mtu_below_network;
mod numa_cell_without_pnic;
mod option_b_not_on_platform;
mod option_b_without_route_target;
mod password_nxos_missing;
mod peer_as_is_fabric_as;
mod peer_link_lacks_vlan;
mod peer_link_not_a_pair;
mod peer_link_renumbered;
mod place_count;
mod plugin_not_for_network;
mod pnic_not_in_profile;
mod pnic_not_two_macs;
mod pnic_not_two_ports;
mod policy_continue_changes_match;
mod policy_name_too_long;
mod policy_rule_shadowed;
mod policy_too_large;
mod policy_unused;
mod policy_without_effect;
mod pool_exhausted;
mod pool_outside_fabric_prefix;
mod pool_overlap;
mod pool_unused;
mod pool_wrong_family;
mod port_channel_members_differ;
mod port_channel_number_duplicate;
mod port_channel_number_out_of_range;
mod port_in_two_bonds;
mod port_name_not_of_os;
mod port_not_on_platform;
mod port_set_twice;
mod port_used_twice;
mod prefix_length_outside;
mod prefix_rule_shadowed;
mod rack_without_two_tors;
mod role_exhausted;
mod routing_without_gateway;
mod sequence_duplicate;
mod session_ends_disagree;
mod setting_not_for_device;
mod sku_rack_limit;
mod sku_server_limit;
mod speed_mismatch;
mod static_address_on_non_l3;
mod static_address_outside;
mod static_duplicate;
mod static_next_hop_outside;
mod static_prefix_too_long;
mod storage_bond_on_one_pnic;
mod storage_over_not_two_vfs;
mod storage_over_unknown_vf;
mod subnet_overlap_in_vrf;
mod subnet_too_small;
mod system_pool_missing;
mod tor_without_uplink_to_each_ce;
mod trunk_ends_differ;
mod trunk_without_vlans;
mod uncabled_port_referenced;
mod vf_count_exceeded;
mod vlan_above_3000;
mod vlan_duplicate;
mod vlan_is_peer_vlan;
mod vlan_not_in_domain;
mod vlan_pruned_but_needed;
mod vlan_reserved_by_fabric;
mod vlan_reserved_by_platform;
mod vlan_undefined_on_trunk;
mod vlan_unused;
mod vlans_on_edge_port;
mod vm_vcpu_odd_or_large;
mod vpc_domain_out_of_range;
mod vrf_without_internal_network;
mod workload_unplaced;

pub mod lock_out_of_date;

pub use context::Context;
pub use levels::Levels;
pub use rule::{Group, Rule};

use crate::assign::Analysis;
use crate::finding::{Finding, Level};
use crate::model::{Areas, Fabric};

/// A row of the table; the page is the file of the rule's name. How a rule concludes: `alone`, from
/// single values; `whole`, from statements that it points at, which have to be whole; `needs(...)`,
/// from what is not there, so that these areas have to be whole, and may be `whole` as well.
/// `negotiable` stands last.
macro_rules! rule {
    ($level:ident, $group:ident, $name:literal) => {
        rule!(@row $level, $group, $name, None, Areas::ALL, false, false)
    };
    ($level:ident, $group:ident, $name:literal, $module:ident, alone) => {
        rule!(@row $level, $group, $name, Some($module::run), Areas::NONE, false, false)
    };
    ($level:ident, $group:ident, $name:literal, $module:ident, alone, negotiable) => {
        rule!(@row $level, $group, $name, Some($module::run), Areas::NONE, false, true)
    };
    ($level:ident, $group:ident, $name:literal, $module:ident, whole) => {
        rule!(@row $level, $group, $name, Some($module::run), Areas::NONE, true, false)
    };
    ($level:ident, $group:ident, $name:literal, $module:ident, whole, negotiable) => {
        rule!(@row $level, $group, $name, Some($module::run), Areas::NONE, true, true)
    };
    ($level:ident, $group:ident, $name:literal, $module:ident, needs($($area:ident),+)) => {
        rule!(@row $level, $group, $name, Some($module::run), Areas::NONE$(.and(Areas::$area))+, false, false)
    };
    ($level:ident, $group:ident, $name:literal, $module:ident, needs($($area:ident),+), whole) => {
        rule!(@row $level, $group, $name, Some($module::run), Areas::NONE$(.and(Areas::$area))+, true, false)
    };
    ($level:ident, $group:ident, $name:literal, $module:ident, needs($($area:ident),+), whole, negotiable) => {
        rule!(@row $level, $group, $name, Some($module::run), Areas::NONE$(.and(Areas::$area))+, true, true)
    };
    (@row $level:ident, $group:ident, $name:literal, $run:expr, $needs:expr, $whole:literal, $negotiable:literal) => {
        Rule {
            name: $name,
            level: Level::$level,
            group: Group::$group,
            doc: include_str!(concat!($name, ".md")),
            needs: $needs,
            whole: $whole,
            negotiable: $negotiable,
            run: $run,
        }
    };
}

/// Every rule, by group.
pub const RULES: &[Rule] = &[
    rule!(Error, Language, "syntax"),
    rule!(Error, Language, "unknown-block"),
    rule!(Error, Language, "unknown-attribute"),
    rule!(Error, Language, "duplicate-attribute"),
    rule!(Error, Language, "duplicate-name"),
    rule!(Error, Language, "duplicate-value"),
    rule!(Error, Language, "missing-attribute"),
    rule!(Error, Language, "missing-value"),
    rule!(Error, Language, "too-many-values"),
    rule!(Error, Language, "malformed-value"),
    rule!(Error, Language, "malformed-range"),
    rule!(Error, Language, "malformed-address"),
    rule!(Warning, Language, "host-bits-set"),
    rule!(Note, Language, "address-not-canonical"),
    rule!(Note, Language, "list-not-sorted", list_not_sorted, alone),
    rule!(Error, Language, "value-out-of-range"),
    rule!(Error, Language, "vlan-out-of-range"),
    rule!(Error, Language, "as-out-of-range"),
    rule!(Error, Language, "route-target-malformed"),
    rule!(Error, Language, "egress-endpoint-malformed"),
    rule!(Error, Language, "name-not-allowed"),
    rule!(Error, Language, "number-missing"),
    rule!(Error, Language, "control-character-in-text"),
    rule!(Error, Language, "secret-in-text"),
    rule!(Error, Language, "unresolved-reference"),
    rule!(Error, Language, "wrong-kind-of-reference"),
    rule!(Error, Language, "fabric-missing"),
    rule!(Error, Language, "too-many-devices"),
    rule!(Error, Language, "too-many-workloads"),
    rule!(Warning, Language, "allowance-unused"),
    rule!(Error, Language, "include-not-found"),
    rule!(Error, Language, "include-outside-root"),
    rule!(Error, Language, "include-cycle"),
    rule!(Error, Language, "include-too-deep"),
    rule!(Error, Language, "not-utf8"),
    rule!(Error, Language, "line-too-long"),
    rule!(Error, Language, "nested-too-deep"),
    rule!(Error, Language, "too-large"),
    rule!(Error, Language, "too-many-findings"),
    rule!(Error, Language, "secret-unreadable"),
    rule!(Error, Language, "lock-out-of-date"),
    rule!(Error, Language, "tree-out-of-date"),
    rule!(Warning, Language, "password-nxos-missing", password_nxos_missing, needs(PLATFORM), whole),
    rule!(Error, Template, "template-not-text"),
    rule!(Error, Template, "template-syntax"),
    rule!(Error, Template, "template-not-found"),
    rule!(Warning, Template, "template-unused"),
    rule!(Error, Template, "template-prints-no-value"),
    rule!(Error, Template, "template-without-end"),
    rule!(Error, Template, "template-fails"),
    rule!(Error, Template, "text-differs-from-plan"),
    rule!(Error, Template, "text-says-twice"),
    rule!(Error, Template, "text-unreadable"),
    rule!(Error, Template, "line-takes-back"),
    rule!(Warning, Template, "line-not-known"),
    rule!(Error, Cabling, "port-used-twice", port_used_twice, alone),
    rule!(Error, Cabling, "port-set-twice", port_set_twice, alone),
    rule!(Error, Cabling, "port-not-on-platform", port_not_on_platform, needs(PLATFORM, PROFILE), whole),
    rule!(Error, Cabling, "port-name-not-of-os", port_name_not_of_os, whole),
    rule!(Error, Cabling, "role-exhausted", role_exhausted, needs(PLATFORM, PE, CABLE), whole),
    rule!(Error, Cabling, "speed-mismatch", speed_mismatch, needs(CABLE, PORT_LINK), whole),
    rule!(Error, Cabling, "cable-to-itself", cable_to_itself, alone),
    rule!(Error, Cabling, "cable-not-two-ends", cable_not_two_ends, whole),
    rule!(Error, Cabling, "instance-without-two-ces", instance_without_two_ces, needs(CE, PLATFORM), whole),
    rule!(Error, Cabling, "rack-without-two-tors", rack_without_two_tors, needs(PLATFORM), whole),
    rule!(Error, Cabling, "aggregate-rack-with-servers", aggregate_rack_with_servers, alone),
    rule!(Error, Cabling, "duplicate-number", duplicate_number, whole),
    rule!(Error, Cabling, "duplicate-slot", duplicate_slot, alone),
    rule!(
        Error,
        Cabling,
        "tor-without-uplink-to-each-ce",
        tor_without_uplink_to_each_ce,
        needs(PLATFORM, CE, CABLE),
        whole
    ),
    rule!(
        Warning,
        Cabling,
        "ce-without-uplink-to-each-pe",
        ce_without_uplink_to_each_pe,
        needs(PLATFORM, CE, PE, CABLE),
        whole
    ),
    rule!(
        Error,
        Cabling,
        "last-link-shut-down",
        last_link_shut_down,
        needs(PLATFORM, CE, PE, RACK, CABLE),
        whole,
        negotiable
    ),
    rule!(Error, Cabling, "sku-rack-limit", sku_rack_limit, alone, negotiable),
    rule!(Error, Cabling, "sku-server-limit", sku_server_limit, alone, negotiable),
    rule!(
        Warning,
        Cabling,
        "uncabled-port-referenced",
        uncabled_port_referenced,
        needs(PLATFORM, PROFILE, PE, CE, RACK, ARRAY, CABLE),
        whole
    ),
    rule!(Error, Server, "numa-cell-without-pnic", numa_cell_without_pnic, whole),
    rule!(Error, Server, "pnic-not-two-ports", pnic_not_two_ports, whole),
    rule!(
        Error,
        Server,
        "nic-port-uncabled",
        nic_port_uncabled,
        needs(PLATFORM, PROFILE, RACK, CABLE),
        whole
    ),
    rule!(
        Error,
        Server,
        "nic-ports-on-one-tor",
        nic_ports_on_one_tor,
        needs(PLATFORM, PROFILE, RACK, CABLE),
        whole
    ),
    rule!(
        Error,
        Server,
        "nic-ports-in-two-racks",
        nic_ports_in_two_racks,
        needs(PLATFORM, PROFILE, RACK, CABLE),
        whole
    ),
    rule!(
        Error,
        Server,
        "nic-port-ids-differ",
        nic_port_ids_differ,
        needs(PLATFORM, PROFILE, CABLE),
        whole,
        negotiable
    ),
    rule!(Error, Server, "bond-name-twice", bond_name_twice, whole),
    rule!(Error, Server, "host-over-unknown-bond", host_over_unknown_bond, needs(PROFILE, BOND), whole),
    rule!(Error, Server, "storage-over-not-two-vfs", storage_over_not_two_vfs, needs(PROFILE), whole),
    rule!(Error, Server, "storage-over-unknown-vf", storage_over_unknown_vf, needs(PROFILE), whole),
    rule!(Error, Server, "storage-bond-on-one-pnic", storage_bond_on_one_pnic, alone, negotiable),
    rule!(Error, Server, "vf-count-exceeded", vf_count_exceeded, alone),
    rule!(Error, Server, "pnic-not-in-profile", pnic_not_in_profile, needs(PROFILE), whole),
    rule!(Error, Server, "pnic-not-two-macs", pnic_not_two_macs, whole),
    rule!(Error, Server, "duplicate-mac", duplicate_mac, alone),
    rule!(Error, Server, "setting-not-for-device", setting_not_for_device, alone),
    rule!(Error, Server, "address-without-network", address_without_network, needs(POOLS, PROFILE), whole),
    rule!(Error, Server, "duplicate-pci", duplicate_pci, alone),
    rule!(Error, Server, "duplicate-serial", duplicate_serial, alone),
    rule!(Error, Mlag, "mlag-across-operating-systems", mlag_across_operating_systems, alone),
    rule!(Error, Mlag, "vpc-domain-out-of-range", vpc_domain_out_of_range, alone),
    rule!(Error, Mlag, "mlag-peer-link-missing", mlag_peer_link_missing, needs(PLATFORM, CABLE), whole),
    rule!(Warning, Mlag, "mlag-peer-link-single", mlag_peer_link_single, needs(PLATFORM, CABLE), whole),
    rule!(Error, Mlag, "peer-link-not-a-pair", peer_link_not_a_pair, needs(RACK, CE, CABLE), whole),
    rule!(Error, Mlag, "mlag-group-not-two", mlag_group_not_two, needs(RACK, CABLE), whole),
    rule!(Error, Mlag, "bond-across-mlag-domains", bond_across_mlag_domains, alone),
    rule!(Error, Mlag, "bond-to-two-neighbors", bond_to_two_neighbors, alone),
    rule!(Error, Mlag, "bond-without-members", bond_without_members, whole),
    rule!(Error, Mlag, "bond-without-number", bond_without_number, whole),
    rule!(Error, Mlag, "port-in-two-bonds", port_in_two_bonds, alone),
    rule!(Error, Mlag, "port-channel-number-out-of-range", port_channel_number_out_of_range, alone),
    rule!(Error, Mlag, "port-channel-number-duplicate", port_channel_number_duplicate, needs(BOND), whole),
    rule!(Error, Mlag, "lacp-mode-mismatch", lacp_mode_mismatch, needs(PORT_LACP, BOND), whole),
    rule!(Error, Mlag, "peer-link-lacks-vlan", peer_link_lacks_vlan, needs(PORT_VLANS, BOND), whole),
    rule!(Error, Mlag, "peer-link-renumbered", peer_link_renumbered, needs(BOND), whole, negotiable),
    rule!(Error, Mlag, "bond-ends-differ", bond_ends_differ, needs(BOND), whole),
    rule!(Error, Mlag, "port-channel-members-differ", port_channel_members_differ, needs(PORT), whole),
    rule!(Warning, Mlag, "lacp-rate-mismatch", lacp_rate_mismatch, needs(PORT_LACP, BOND), whole),
    rule!(Error, Vlan, "vlan-reserved-by-fabric", vlan_reserved_by_fabric, alone, negotiable),
    rule!(Error, Vlan, "vlan-reserved-by-platform", vlan_reserved_by_platform, needs(POOLS, PLATFORM), whole),
    rule!(Error, Vlan, "vlan-is-peer-vlan", vlan_is_peer_vlan, needs(POOLS), whole),
    rule!(Warning, Vlan, "vlan-above-3000", vlan_above_3000, needs(POOLS), whole),
    rule!(Error, Vlan, "vlan-duplicate", vlan_duplicate, alone),
    rule!(Error, Vlan, "dot1q-tag-twice", dot1q_tag_twice, alone),
    rule!(Warning, Vlan, "external-vlan-in-use", external_vlan_in_use, alone),
    rule!(Error, Vlan, "internal-vlans-too-few", internal_vlans_too_few, needs(PLATFORM), whole),
    rule!(Error, Vlan, "vlan-not-in-domain", vlan_not_in_domain, needs(VLAN), whole),
    rule!(
        Error,
        Vlan,
        "trunk-without-vlans",
        trunk_without_vlans,
        needs(PORT_VLANS, BOND, VLAN, NETWORK),
        whole
    ),
    rule!(Error, Vlan, "vlan-undefined-on-trunk", vlan_undefined_on_trunk, needs(VLAN, NETWORK), whole),
    rule!(Error, Vlan, "vlan-pruned-but-needed", vlan_pruned_but_needed, needs(PORT_VLANS, BOND), whole),
    rule!(Error, Vlan, "native-vlan-tagged-by-host", native_vlan_tagged_by_host, alone),
    rule!(Error, Vlan, "native-vlan-not-allowed", native_vlan_not_allowed, needs(BOND), whole),
    rule!(Error, Vlan, "mtu-above-fabric", mtu_above_fabric, needs(FABRIC), whole),
    rule!(Error, Vlan, "trunk-ends-differ", trunk_ends_differ, needs(PORT_VLANS, BOND), whole),
    rule!(
        Warning,
        Vlan,
        "vlan-unused",
        vlan_unused,
        needs(PLATFORM, PROFILE, CE, RACK, ARRAY, CABLE, PORT_VLANS, BOND, NETWORK, WORKLOAD),
        whole
    ),
    rule!(Error, Vlan, "mtu-out-of-range", mtu_out_of_range, alone, negotiable),
    rule!(Error, Vlan, "mtu-differs-on-link", mtu_differs_on_link, needs(PORT_MTU, BOND), whole),
    rule!(Error, Vlan, "domain-mtu-above-port", domain_mtu_above_port, needs(FABRIC, PORT_MTU, BOND), whole),
    rule!(Warning, Vlan, "nni-mtu-below-network", nni_mtu_below_network, whole),
    rule!(Error, Vlan, "host-mtu-above-port", host_mtu_above_port, needs(FABRIC, PORT_MTU, BOND), whole),
    rule!(Error, Address, "address-not-usable", address_not_usable, alone),
    rule!(Error, Address, "pool-overlap", pool_overlap, needs(POOLS)),
    rule!(Error, Address, "pool-outside-fabric-prefix", pool_outside_fabric_prefix, needs(POOLS, FABRIC)),
    rule!(Error, Address, "pool-wrong-family", pool_wrong_family, needs(POOLS)),
    rule!(Error, Address, "pool-exhausted", pool_exhausted, needs(POOLS, CE, RACK, DEVICE), whole),
    rule!(Error, Address, "subnet-overlap-in-vrf", subnet_overlap_in_vrf, alone),
    rule!(Error, Address, "subnet-too-small", subnet_too_small, alone),
    rule!(Error, Address, "internal-network-without-subnet", internal_network_without_subnet, whole),
    rule!(Error, Address, "vrf-without-internal-network", vrf_without_internal_network, whole),
    rule!(Error, Address, "gateway-outside-subnet", gateway_outside_subnet, whole),
    rule!(Error, Address, "gateway-is-network-or-broadcast", gateway_is_network_or_broadcast, alone),
    rule!(Error, Address, "gateway-is-ce-address", gateway_is_ce_address, alone),
    rule!(Error, Address, "routing-without-gateway", routing_without_gateway, whole),
    rule!(Error, Address, "address-duplicate", address_duplicate, alone),
    rule!(Error, Address, "address-reserved", address_reserved, alone, negotiable),
    rule!(
        Error,
        Address,
        "address-is-network-or-broadcast",
        address_is_network_or_broadcast,
        needs(POOLS),
        whole
    ),
    rule!(Error, Address, "static-address-outside", static_address_outside, whole),
    rule!(Error, Address, "static-address-on-non-l3", static_address_on_non_l3, alone),
    rule!(Error, Address, "ipam-range-outside-subnet", ipam_range_outside_subnet, whole),
    rule!(Error, Address, "ipam-overlap", ipam_overlap, alone),
    rule!(Error, Address, "address-family-twice", address_family_twice, alone),
    rule!(Error, Address, "address-family-mismatch", address_family_mismatch, whole),
    rule!(Error, Address, "fabric-prefix-too-long", fabric_prefix_too_long, alone, negotiable),
    rule!(
        Warning,
        Address,
        "pool-unused",
        pool_unused,
        needs(POOLS, PLATFORM, PROFILE, PE, CE, RACK, ARRAY, L3_DOMAIN, INFRASTRUCTURE, NNI),
        whole
    ),
    rule!(Error, Outside, "external-without-option", external_without_option, whole),
    rule!(Error, Outside, "external-networks-more-than-one", external_networks_more_than_one, alone),
    rule!(Error, Outside, "external-without-prefix", external_without_prefix, whole),
    rule!(Error, Outside, "external-prefixes-equal", external_prefixes_equal, alone),
    rule!(Error, Outside, "external-prefix-length", external_prefix_length, alone, negotiable),
    rule!(Error, Outside, "external-prefix-unused", external_prefix_unused, needs(PE, CE), whole),
    rule!(Warning, Outside, "external-prefix-one-sided", external_prefix_one_sided, needs(PE, CE), whole),
    rule!(Error, Outside, "adjacency-not-ce-and-pe", adjacency_not_ce_and_pe, needs(PLATFORM, PE, CE), whole),
    rule!(Error, Outside, "adjacency-duplicate", adjacency_duplicate, whole),
    rule!(
        Error,
        Outside,
        "adjacency-without-cable",
        adjacency_without_cable,
        needs(PLATFORM, PE, CE, CABLE),
        whole
    ),
    rule!(Error, Outside, "option-b-not-on-platform", option_b_not_on_platform, whole, negotiable),
    rule!(Error, Outside, "option-b-without-route-target", option_b_without_route_target, whole),
    rule!(Error, Outside, "peer-as-is-fabric-as", peer_as_is_fabric_as, needs(AS, PE), whole),
    rule!(Error, Outside, "neighbor-outside-subnet", neighbor_outside_subnet, whole),
    rule!(Error, Outside, "neighbor-is-self", neighbor_is_self, alone),
    rule!(Error, Outside, "listen-range-outside-subnet", listen_range_outside_subnet, whole),
    rule!(Error, Outside, "static-next-hop-outside", static_next_hop_outside, whole),
    rule!(Warning, Outside, "bfd-over-vpc", bfd_over_vpc, alone),
    rule!(Error, Outside, "bfd-timers-differ", bfd_timers_differ, whole),
    rule!(Error, Outside, "derived-name-duplicate", derived_name_duplicate, alone),
    rule!(Error, Outside, "vlans-on-edge-port", vlans_on_edge_port, alone),
    rule!(Error, Outside, "external-peering-mismatch", external_peering_mismatch, alone),
    rule!(Warning, Outside, "session-ends-disagree", session_ends_disagree, needs(AS, PE), whole),
    rule!(Error, Outside, "neighbor-unreachable", neighbor_unreachable, whole),
    rule!(Warning, Outside, "bgp-without-neighbor", bgp_without_neighbor, whole),
    rule!(Error, Outside, "listen-range-too-long", listen_range_too_long, alone, negotiable),
    rule!(Error, Outside, "static-prefix-too-long", static_prefix_too_long, alone, negotiable),
    rule!(Error, Outside, "static-duplicate", static_duplicate, alone),
    rule!(Error, Outside, "bfd-out-of-range", bfd_out_of_range, needs(PLATFORM, CE), whole),
    rule!(Error, Policy, "policy-name-too-long", policy_name_too_long, alone),
    rule!(Error, Policy, "condition-without-match", condition_without_match, whole),
    rule!(Error, Policy, "list-empty", list_empty, whole),
    rule!(Error, Policy, "prefix-length-outside", prefix_length_outside, alone),
    rule!(Error, Policy, "policy-continue-changes-match", policy_continue_changes_match, whole),
    rule!(
        Warning,
        Policy,
        "policy-without-effect",
        policy_without_effect,
        needs(L3_DOMAIN, INFRASTRUCTURE, NNI, ROUTE_POLICY),
        whole
    ),
    rule!(
        Warning,
        Policy,
        "policy-unused",
        policy_unused,
        needs(L3_DOMAIN, INFRASTRUCTURE, NNI, ROUTE_POLICY, ACCESS_LIST, PREFIX_LIST, COMMUNITY_LIST),
        whole
    ),
    rule!(Error, Policy, "acl-match-not-allowed-here", acl_match_not_allowed_here, whole),
    rule!(Warning, Policy, "acl-entry-matches-nothing", acl_entry_matches_nothing, whole),
    rule!(Warning, Policy, "acl-entry-shadowed", acl_entry_shadowed, whole),
    rule!(
        Warning,
        Policy,
        "acl-vlan-elsewhere",
        acl_vlan_elsewhere,
        needs(L3_DOMAIN, INFRASTRUCTURE, NNI),
        whole
    ),
    rule!(Error, Policy, "acl-not-on-platform", acl_not_on_platform, alone),
    rule!(Error, Policy, "acl-action-unclear", acl_action_unclear, whole),
    rule!(Error, Policy, "policy-too-large", policy_too_large, alone),
    rule!(Error, Policy, "sequence-duplicate", sequence_duplicate, alone),
    rule!(Warning, Policy, "prefix-rule-shadowed", prefix_rule_shadowed, whole),
    rule!(
        Warning,
        Policy,
        "policy-rule-shadowed",
        policy_rule_shadowed,
        needs(PREFIX_LIST, COMMUNITY_LIST),
        whole
    ),
    rule!(
        Warning,
        Policy,
        "local-preference-lost",
        local_preference_lost,
        needs(L3_DOMAIN, INFRASTRUCTURE, NNI, ROUTE_POLICY),
        whole
    ),
    rule!(Error, Workload, "workload-unplaced", workload_unplaced, needs(PLATFORM, PROFILE, RACK), whole),
    rule!(Error, Workload, "place-count", place_count, whole),
    rule!(Error, Workload, "vm-vcpu-odd-or-large", vm_vcpu_odd_or_large, alone, negotiable),
    rule!(Error, Workload, "system-pool-missing", system_pool_missing, whole),
    rule!(Error, Workload, "plugin-not-for-network", plugin_not_for_network, alone),
    rule!(Error, Workload, "interface-name-too-long", interface_name_too_long, alone),
    rule!(Error, Workload, "attachment-name-duplicate", attachment_name_duplicate, alone),
    rule!(Error, Workload, "default-gateway-not-one", default_gateway_not_one, whole),
    rule!(Error, Workload, "default-gateway-without-gateway", default_gateway_without_gateway, whole),
];

/// The rule of a name.
pub fn find(name: &str) -> Option<&'static Rule> {
    RULES.iter().find(|r| r.name == name)
}

/// How many rules can't tell before what could not be read is mended.
pub fn waiting(fabric: &Fabric) -> usize {
    RULES.iter().filter(|r| r.run.is_some() && r.needs.meets(fabric.holes.areas)).count()
}

/// Runs every rule that can tell with what is known of the fabric.
pub fn run(analysis: &Analysis, findings: &mut Vec<Finding>) {
    let context = Context::new(analysis);
    let mut found = Vec::new();
    let holes = &context.fabric.holes;
    for rule in RULES.iter().filter(|r| !r.needs.meets(holes.areas)) {
        let Some(run) = rule.run else { continue };
        let before = found.len();
        run(&context, &mut found);
        if rule.whole && !holes.is_empty() {
            let follows = |f: &Finding| f.spans().any(|span| holes.touch(span));
            let kept: Vec<Finding> = found.drain(before..).filter(|f| !follows(f)).collect();
            found.extend(kept);
        }
    }
    // Devices of one range have one place: a label there says nothing more.
    for finding in &mut found {
        let primary = finding.primary.span;
        finding.labels.retain(|l| l.span != primary);
        finding.labels.dedup_by_key(|l| l.span);
    }
    findings.append(&mut found);
}
