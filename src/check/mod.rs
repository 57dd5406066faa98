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
mod acl_entry_shadowed;
mod acl_match_not_allowed_here;
mod acl_not_on_platform;
mod address_duplicate;
mod address_family_mismatch;
mod address_family_twice;
mod address_reserved;
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
mod duplicate_slot;
mod external_networks_more_than_one;
mod external_peering_mismatch;
mod external_prefix_length;
mod external_prefix_one_sided;
mod external_prefix_unused;
mod external_prefixes_equal;
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
use crate::model::{Area, Areas};

/// A row of the table; the page is the file of the rule's name. `needs(...)` names the areas that a
/// rule has to know whole, all of them unless said; `negotiable` stands last.
macro_rules! rule {
    ($level:ident, $group:ident, $name:literal) => {
        rule!(@row $level, $group, $name, None, Areas::ALL, false)
    };
    ($level:ident, $group:ident, $name:literal, $module:ident) => {
        rule!(@row $level, $group, $name, Some($module::run), Areas::ALL, false)
    };
    ($level:ident, $group:ident, $name:literal, $module:ident, needs($($area:ident),*)) => {
        rule!(@row $level, $group, $name, Some($module::run), Areas::of(&[$(Area::$area),*]), false)
    };
    ($level:ident, $group:ident, $name:literal, $module:ident, needs($($area:ident),*), negotiable) => {
        rule!(@row $level, $group, $name, Some($module::run), Areas::of(&[$(Area::$area),*]), true)
    };
    (@row $level:ident, $group:ident, $name:literal, $run:expr, $needs:expr, $negotiable:literal) => {
        Rule {
            name: $name,
            level: Level::$level,
            group: Group::$group,
            doc: include_str!(concat!($name, ".md")),
            needs: $needs,
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
    rule!(Note, Language, "list-not-sorted", list_not_sorted, needs()),
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
    rule!(Warning, Language, "password-nxos-missing", password_nxos_missing, needs(Fabric)),
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
    rule!(Error, Cabling, "port-used-twice", port_used_twice, needs()),
    rule!(Error, Cabling, "port-set-twice", port_set_twice, needs()),
    rule!(Error, Cabling, "port-not-on-platform", port_not_on_platform, needs(Hardware, Devices)),
    rule!(Error, Cabling, "port-name-not-of-os", port_name_not_of_os, needs(Hardware)),
    rule!(Error, Cabling, "role-exhausted", role_exhausted, needs(Hardware, Devices, Settings)),
    rule!(Error, Cabling, "speed-mismatch", speed_mismatch, needs(Settings)),
    rule!(Error, Cabling, "cable-to-itself", cable_to_itself, needs()),
    rule!(Error, Cabling, "cable-not-two-ends", cable_not_two_ends, needs(Settings)),
    rule!(
        Error,
        Cabling,
        "instance-without-two-ces",
        instance_without_two_ces,
        needs(Fabric, Hardware, Devices)
    ),
    rule!(Error, Cabling, "rack-without-two-tors", rack_without_two_tors, needs(Hardware, Devices)),
    rule!(Error, Cabling, "aggregate-rack-with-servers", aggregate_rack_with_servers, needs()),
    rule!(Error, Cabling, "duplicate-number", duplicate_number, needs(Devices)),
    rule!(Error, Cabling, "duplicate-slot", duplicate_slot, needs()),
    rule!(
        Error,
        Cabling,
        "tor-without-uplink-to-each-ce",
        tor_without_uplink_to_each_ce,
        needs(Hardware, Devices, Settings)
    ),
    rule!(
        Warning,
        Cabling,
        "ce-without-uplink-to-each-pe",
        ce_without_uplink_to_each_pe,
        needs(Hardware, Devices, Settings)
    ),
    rule!(Error, Cabling, "sku-rack-limit", sku_rack_limit, needs(), negotiable),
    rule!(Error, Cabling, "sku-server-limit", sku_server_limit, needs(), negotiable),
    rule!(
        Warning,
        Cabling,
        "uncabled-port-referenced",
        uncabled_port_referenced,
        needs(Hardware, Devices, Settings)
    ),
    rule!(Error, Server, "numa-cell-without-pnic", numa_cell_without_pnic, needs(Hardware)),
    rule!(Error, Server, "pnic-not-two-ports", pnic_not_two_ports, needs(Hardware)),
    rule!(Error, Server, "nic-port-uncabled", nic_port_uncabled, needs(Hardware, Devices, Settings)),
    rule!(Error, Server, "nic-ports-on-one-tor", nic_ports_on_one_tor, needs(Hardware, Devices, Settings)),
    rule!(
        Error,
        Server,
        "nic-ports-in-two-racks",
        nic_ports_in_two_racks,
        needs(Hardware, Devices, Settings)
    ),
    rule!(Error, Server, "nic-port-ids-differ", nic_port_ids_differ, needs(Hardware, Settings), negotiable),
    rule!(Error, Server, "bond-name-twice", bond_name_twice, needs(Hardware)),
    rule!(Error, Server, "host-over-unknown-bond", host_over_unknown_bond, needs(Hardware, Settings)),
    rule!(Error, Server, "storage-over-not-two-vfs", storage_over_not_two_vfs, needs(Hardware)),
    rule!(Error, Server, "storage-over-unknown-vf", storage_over_unknown_vf, needs(Hardware)),
    rule!(Error, Server, "storage-bond-on-one-pnic", storage_bond_on_one_pnic, needs(), negotiable),
    rule!(Error, Server, "vf-count-exceeded", vf_count_exceeded, needs()),
    rule!(Error, Server, "pnic-not-in-profile", pnic_not_in_profile, needs(Hardware)),
    rule!(Error, Server, "pnic-not-two-macs", pnic_not_two_macs, needs(Settings)),
    rule!(Error, Server, "duplicate-mac", duplicate_mac, needs()),
    rule!(Error, Server, "setting-not-for-device", setting_not_for_device, needs()),
    rule!(Error, Server, "duplicate-pci", duplicate_pci, needs()),
    rule!(Error, Mlag, "mlag-across-operating-systems", mlag_across_operating_systems, needs()),
    rule!(Error, Mlag, "vpc-domain-out-of-range", vpc_domain_out_of_range, needs()),
    rule!(Error, Mlag, "mlag-peer-link-missing", mlag_peer_link_missing, needs(Hardware, Settings)),
    rule!(Warning, Mlag, "mlag-peer-link-single", mlag_peer_link_single, needs(Hardware, Settings)),
    rule!(Error, Mlag, "peer-link-not-a-pair", peer_link_not_a_pair, needs(Devices, Settings)),
    rule!(Error, Mlag, "mlag-group-not-two", mlag_group_not_two, needs(Devices, Settings)),
    rule!(Error, Mlag, "bond-across-mlag-domains", bond_across_mlag_domains, needs()),
    rule!(Error, Mlag, "bond-to-two-neighbors", bond_to_two_neighbors, needs()),
    rule!(Error, Mlag, "bond-without-members", bond_without_members, needs(Settings)),
    rule!(Error, Mlag, "bond-without-number", bond_without_number, needs(Settings)),
    rule!(Error, Mlag, "port-in-two-bonds", port_in_two_bonds, needs()),
    rule!(Error, Mlag, "port-channel-number-out-of-range", port_channel_number_out_of_range, needs()),
    rule!(Error, Mlag, "port-channel-number-duplicate", port_channel_number_duplicate, needs(Settings)),
    rule!(Error, Mlag, "lacp-mode-mismatch", lacp_mode_mismatch, needs(Settings)),
    rule!(Error, Mlag, "peer-link-lacks-vlan", peer_link_lacks_vlan, needs(Settings)),
    rule!(Error, Mlag, "peer-link-renumbered", peer_link_renumbered, needs(Settings), negotiable),
    rule!(Error, Mlag, "bond-ends-differ", bond_ends_differ, needs(Settings)),
    rule!(Error, Mlag, "port-channel-members-differ", port_channel_members_differ, needs(Settings)),
    rule!(Warning, Mlag, "lacp-rate-mismatch", lacp_rate_mismatch, needs(Settings)),
    rule!(Error, Vlan, "vlan-reserved-by-fabric", vlan_reserved_by_fabric, needs(), negotiable),
    rule!(Error, Vlan, "vlan-reserved-by-platform", vlan_reserved_by_platform, needs(Fabric, Hardware)),
    rule!(Error, Vlan, "vlan-is-peer-vlan", vlan_is_peer_vlan, needs(Fabric)),
    rule!(Warning, Vlan, "vlan-above-3000", vlan_above_3000, needs(Fabric)),
    rule!(Error, Vlan, "vlan-duplicate", vlan_duplicate, needs()),
    rule!(Error, Vlan, "dot1q-tag-twice", dot1q_tag_twice, needs()),
    rule!(Error, Vlan, "internal-vlans-too-few", internal_vlans_too_few, needs(Hardware)),
    rule!(Error, Vlan, "vlan-not-in-domain", vlan_not_in_domain, needs(Domains, Networks)),
    rule!(Error, Vlan, "trunk-without-vlans", trunk_without_vlans, needs(Settings, Domains, Networks)),
    rule!(Error, Vlan, "vlan-undefined-on-trunk", vlan_undefined_on_trunk, needs(Domains, Networks)),
    rule!(Error, Vlan, "vlan-pruned-but-needed", vlan_pruned_but_needed, needs(Settings)),
    rule!(Error, Vlan, "native-vlan-tagged-by-host", native_vlan_tagged_by_host, needs()),
    rule!(Error, Vlan, "native-vlan-not-allowed", native_vlan_not_allowed, needs(Settings)),
    rule!(Error, Vlan, "mtu-above-fabric", mtu_above_fabric, needs(Fabric)),
    rule!(Error, Vlan, "trunk-ends-differ", trunk_ends_differ, needs(Settings)),
    rule!(Warning, Vlan, "vlan-unused", vlan_unused, needs(Hardware, Devices, Settings, Networks, Workloads)),
    rule!(Error, Vlan, "mtu-out-of-range", mtu_out_of_range, needs(), negotiable),
    rule!(Error, Vlan, "mtu-differs-on-link", mtu_differs_on_link, needs(Settings)),
    rule!(Error, Vlan, "domain-mtu-above-port", domain_mtu_above_port, needs(Fabric, Settings)),
    rule!(Error, Vlan, "host-mtu-above-port", host_mtu_above_port, needs(Fabric, Settings)),
    rule!(Error, Address, "pool-overlap", pool_overlap, needs(Fabric)),
    rule!(Error, Address, "pool-outside-fabric-prefix", pool_outside_fabric_prefix, needs(Fabric)),
    rule!(Error, Address, "pool-wrong-family", pool_wrong_family, needs(Fabric)),
    rule!(Error, Address, "pool-exhausted", pool_exhausted, needs(Fabric, Devices)),
    rule!(Error, Address, "subnet-overlap-in-vrf", subnet_overlap_in_vrf, needs()),
    rule!(Error, Address, "subnet-too-small", subnet_too_small, needs()),
    rule!(Error, Address, "internal-network-without-subnet", internal_network_without_subnet, needs(Domains)),
    rule!(Error, Address, "vrf-without-internal-network", vrf_without_internal_network, needs(Domains)),
    rule!(Error, Address, "gateway-outside-subnet", gateway_outside_subnet, needs(Domains)),
    rule!(Error, Address, "gateway-is-network-or-broadcast", gateway_is_network_or_broadcast, needs()),
    rule!(Error, Address, "gateway-is-ce-address", gateway_is_ce_address, needs()),
    rule!(Error, Address, "routing-without-gateway", routing_without_gateway, needs(Domains)),
    rule!(Error, Address, "address-duplicate", address_duplicate, needs()),
    rule!(Error, Address, "address-reserved", address_reserved, needs(), negotiable),
    rule!(Error, Address, "static-address-outside", static_address_outside, needs(Fabric, Domains, Networks)),
    rule!(Error, Address, "static-address-on-non-l3", static_address_on_non_l3, needs()),
    rule!(Error, Address, "ipam-range-outside-subnet", ipam_range_outside_subnet, needs(Domains)),
    rule!(Error, Address, "ipam-overlap", ipam_overlap, needs()),
    rule!(Error, Address, "address-family-twice", address_family_twice, needs()),
    rule!(Error, Address, "address-family-mismatch", address_family_mismatch, needs(Domains)),
    rule!(Error, Address, "fabric-prefix-too-long", fabric_prefix_too_long, needs(), negotiable),
    rule!(Warning, Address, "pool-unused", pool_unused, needs(Fabric, Hardware, Devices, Domains)),
    rule!(Error, Outside, "external-without-option", external_without_option, needs(Domains)),
    rule!(Error, Outside, "external-networks-more-than-one", external_networks_more_than_one, needs()),
    rule!(Error, Outside, "external-without-prefix", external_without_prefix, needs(Domains)),
    rule!(Error, Outside, "external-prefixes-equal", external_prefixes_equal, needs()),
    rule!(Error, Outside, "external-prefix-length", external_prefix_length, needs(), negotiable),
    rule!(Error, Outside, "external-prefix-unused", external_prefix_unused, needs(Fabric, Devices, Domains)),
    rule!(
        Warning,
        Outside,
        "external-prefix-one-sided",
        external_prefix_one_sided,
        needs(Fabric, Devices, Domains)
    ),
    rule!(Error, Outside, "adjacency-not-ce-and-pe", adjacency_not_ce_and_pe, needs(Hardware, Devices)),
    rule!(Error, Outside, "adjacency-duplicate", adjacency_duplicate, needs(Domains)),
    rule!(
        Error,
        Outside,
        "adjacency-without-cable",
        adjacency_without_cable,
        needs(Hardware, Devices, Settings)
    ),
    rule!(Error, Outside, "option-b-not-on-platform", option_b_not_on_platform, needs(Hardware), negotiable),
    rule!(Error, Outside, "option-b-without-route-target", option_b_without_route_target, needs(Domains)),
    rule!(Error, Outside, "peer-as-is-fabric-as", peer_as_is_fabric_as, needs(Fabric, Devices, Domains)),
    rule!(Error, Outside, "neighbor-outside-subnet", neighbor_outside_subnet, needs(Domains)),
    rule!(Error, Outside, "neighbor-is-self", neighbor_is_self, needs()),
    rule!(Error, Outside, "listen-range-outside-subnet", listen_range_outside_subnet, needs(Domains)),
    rule!(Error, Outside, "static-next-hop-outside", static_next_hop_outside, needs(Domains)),
    rule!(Warning, Outside, "bfd-over-vpc", bfd_over_vpc, needs()),
    rule!(Error, Outside, "bfd-timers-differ", bfd_timers_differ, needs(Domains)),
    rule!(Error, Outside, "derived-name-duplicate", derived_name_duplicate, needs()),
    rule!(Error, Outside, "vlans-on-edge-port", vlans_on_edge_port, needs()),
    rule!(Error, Outside, "external-peering-mismatch", external_peering_mismatch, needs()),
    rule!(Warning, Outside, "session-ends-disagree", session_ends_disagree, needs(Fabric, Devices, Domains)),
    rule!(Error, Outside, "neighbor-unreachable", neighbor_unreachable, needs(Domains)),
    rule!(Warning, Outside, "bgp-without-neighbor", bgp_without_neighbor, needs(Domains)),
    rule!(Error, Outside, "listen-range-too-long", listen_range_too_long, needs(), negotiable),
    rule!(Error, Outside, "static-prefix-too-long", static_prefix_too_long, needs(), negotiable),
    rule!(Error, Outside, "static-duplicate", static_duplicate, needs()),
    rule!(Error, Outside, "bfd-out-of-range", bfd_out_of_range, needs(Hardware, Devices)),
    rule!(Error, Policy, "policy-name-too-long", policy_name_too_long, needs()),
    rule!(Error, Policy, "condition-without-match", condition_without_match, needs(Policies)),
    rule!(Error, Policy, "prefix-length-outside", prefix_length_outside, needs()),
    rule!(
        Error,
        Policy,
        "policy-continue-changes-match",
        policy_continue_changes_match,
        needs(Domains, Policies)
    ),
    rule!(Warning, Policy, "policy-without-effect", policy_without_effect, needs(Domains, Policies)),
    rule!(Warning, Policy, "policy-unused", policy_unused, needs(Domains, Policies)),
    rule!(Error, Policy, "acl-match-not-allowed-here", acl_match_not_allowed_here, needs(Policies)),
    rule!(Warning, Policy, "acl-entry-shadowed", acl_entry_shadowed, needs(Policies)),
    rule!(Error, Policy, "acl-not-on-platform", acl_not_on_platform, needs()),
    rule!(Error, Policy, "acl-action-unclear", acl_action_unclear, needs(Policies)),
    rule!(Error, Policy, "policy-too-large", policy_too_large, needs()),
    rule!(Error, Policy, "sequence-duplicate", sequence_duplicate, needs()),
    rule!(Warning, Policy, "prefix-rule-shadowed", prefix_rule_shadowed, needs(Policies)),
    rule!(Warning, Policy, "policy-rule-shadowed", policy_rule_shadowed, needs(Policies)),
    rule!(Warning, Policy, "local-preference-lost", local_preference_lost, needs(Domains, Policies)),
    rule!(Error, Workload, "workload-unplaced", workload_unplaced, needs(Hardware, Devices, Workloads)),
    rule!(Error, Workload, "place-count", place_count, needs(Workloads)),
    rule!(Error, Workload, "vm-vcpu-odd-or-large", vm_vcpu_odd_or_large, needs(), negotiable),
    rule!(Error, Workload, "system-pool-missing", system_pool_missing, needs(Workloads)),
    rule!(Error, Workload, "plugin-not-for-network", plugin_not_for_network, needs()),
    rule!(Error, Workload, "interface-name-too-long", interface_name_too_long, needs()),
    rule!(Error, Workload, "attachment-name-duplicate", attachment_name_duplicate, needs()),
    rule!(Error, Workload, "default-gateway-not-one", default_gateway_not_one, needs(Workloads)),
    rule!(
        Error,
        Workload,
        "default-gateway-without-gateway",
        default_gateway_without_gateway,
        needs(Domains, Networks)
    ),
];

/// The rule of a name.
pub fn find(name: &str) -> Option<&'static Rule> {
    RULES.iter().find(|r| r.name == name)
}

/// Runs every rule that can tell with what is known of the fabric.
pub fn run(analysis: &Analysis, findings: &mut Vec<Finding>) {
    let context = Context::new(analysis);
    let mut found = Vec::new();
    let holes = context.fabric.holes;
    for run in RULES.iter().filter(|r| !r.needs.meets(holes)).filter_map(|r| r.run) {
        run(&context, &mut found);
    }
    // Devices of one range have one place: a label there says nothing more.
    for finding in &mut found {
        let primary = finding.primary.span;
        finding.labels.retain(|l| l.span != primary);
        finding.labels.dedup_by_key(|l| l.span);
    }
    findings.append(&mut found);
}
