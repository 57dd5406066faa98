//! Lines of an interface that turn out to do nothing: half of what spanning tree wants to be told of
//! an edge, VLANs of what is no trunk, a group without an address. A switch takes them, and they
//! mean something else than whoever wrote them meant, so they are not known after all.

use super::Rule;
use super::known::Known;
use super::said::Said;

/// Lines of the interface that may do nothing: number, statement, text.
pub type Waiting<'t> = Vec<(usize, Rule, &'t str)>;

/// Whether a statement may do nothing without another one.
pub const fn waits(rule: Rule) -> bool {
    matches!(
        rule,
        Rule::stp_edge
            | Rule::stp_guard
            | Rule::allowed_vlans
            | Rule::add_vlans
            | Rule::native_vlan
            | Rule::lacp_rate
            | Rule::hsrp
            | Rule::preempt
            | Rule::priority
            | Rule::hsrp_v4
    )
}

/// Whether a statement of a running configuration may do nothing without another one. Each half of an
/// edge has a place of its own in the plan there.
pub const fn waits_running(rule: Rule) -> bool {
    matches!(
        rule,
        Rule::stp_edge_access
            | Rule::stp_guard
            | Rule::allowed_vlans
            | Rule::add_vlans
            | Rule::native_vlan
            | Rule::hsrp
            | Rule::preempt
            | Rule::preempt_delay
            | Rule::hsrp_timers
            | Rule::priority
            | Rule::hsrp_v4
            | Rule::address_v4
            | Rule::address_v6
            | Rule::vrf_member
            | Rule::bfd_timers
            | Rule::no_echo
            | Rule::access_group_v4
            | Rule::access_group_v6
            | Rule::dhcp_relay
    )
}

/// Takes back those that do nothing, when the interface ends. `head` is the line that began it,
/// `of_port` whether it is a port or port-channel, which have no addresses unless they are routed.
pub fn take_back<'t>(known: &mut Known<'t>, head: &str, waiting: &mut Waiting<'t>, of_port: bool) {
    let said = std::mem::take(&mut known.said);
    let running = known.running();
    for (at, (line, rule, text)) in waiting.iter().enumerate() {
        let idle = match rule {
            Rule::stp_guard if running => said.has(Rule::stp_network),
            Rule::stp_edge | Rule::stp_guard => !edge(&said),
            Rule::allowed_vlans | Rule::add_vlans | Rule::native_vlan => {
                !said.has(Rule::trunk) || said.has(Rule::no_switchport)
            }
            Rule::lacp_rate => !said.has(Rule::channel_group),
            Rule::stp_edge_access => said.has(Rule::trunk),
            _ if running && !of_group(*rule) => of_port && !said.has(Rule::no_switchport),
            _ => !addressed(waiting, at),
        };
        if idle {
            known.unsay(*line, head, text);
        }
    }
    waiting.clear();
}

/// Whether a statement is of a group of HSRP.
const fn of_group(rule: Rule) -> bool {
    matches!(
        rule,
        Rule::hsrp | Rule::preempt | Rule::preempt_delay | Rule::hsrp_timers | Rule::priority | Rule::hsrp_v4
    )
}

/// Spanning tree takes a port for an edge, and guards it: the one without the other is half said.
fn edge(said: &Said) -> bool {
    said.has(Rule::stp_edge) && said.has(Rule::stp_guard) && !said.has(Rule::stp_network)
}

/// Whether the group of HSRP that a line is of has an address, which alone starts it.
fn addressed(waiting: &Waiting<'_>, at: usize) -> bool {
    let begin = |rule: Rule| rule == Rule::hsrp;
    let first = waiting.iter().take(at + 1).rposition(|(_, rule, _)| begin(*rule)).unwrap_or(at);
    let own = waiting.iter().skip(first + 1).take_while(|(_, rule, _)| !begin(*rule));
    own.into_iter().any(|(_, rule, _)| *rule == Rule::hsrp_v4)
}
