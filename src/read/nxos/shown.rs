//! What only a switch says, or a hand: statements that no template of ours prints. In the text of a
//! compile they are not known, so that whoever adds one to a template is told that nothing checks it.

use super::Rule;

/// Whether a statement is of running configurations only.
pub const fn only(rule: Rule) -> bool {
    matches!(
        rule,
        Rule::stp_edge_guard
            | Rule::vlan_state
            | Rule::match_acl
            | Rule::match_interface
            | Rule::match_as_path
            | Rule::match_tag
            | Rule::match_metric
            | Rule::match_next_hop
            | Rule::set_metric
            | Rule::set_tag
            | Rule::set_weight
            | Rule::set_origin
            | Rule::set_prepend
            | Rule::set_next_hop
            | Rule::access
            | Rule::access_vlan
            | Rule::stp_edge_access
            | Rule::stp_normal
            | Rule::stp_guard_off
            | Rule::redirects_v4
            | Rule::redirects_v6
            | Rule::dhcp_relay
            | Rule::preempt_delay
            | Rule::hsrp_timers
            | Rule::cdp
            | Rule::no_cdp
            | Rule::log_link
            | Rule::no_log_link
            | Rule::flow_control
            | Rule::no_fallback
            | Rule::autostate
            | Rule::both
            | Rule::network
            | Rule::maximum_paths
            | Rule::session_prefixes
            | Rule::inherit
            | Rule::template
            | Rule::update_source
            | Rule::ebgp_multihop
            | Rule::bgp_timers
            | Rule::soft_reconfiguration
            | Rule::reflector_client
            | Rule::remove_private_as
            | Rule::next_hop_unchanged
            | Rule::local_as
            | Rule::weight
            | Rule::multipath_relax
            | Rule::log_neighbor_changes
            | Rule::svi_delay
            | Rule::orphan_delay
            | Rule::recovery_delay
            | Rule::system_priority
            | Rule::system_mac
            | Rule::graceful
            | Rule::graceful_off
            | Rule::fast_convergence
    )
}
