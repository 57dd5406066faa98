//! The pair that a switch is of.

use super::table::{by, hitless, loss, row};
use super::{Case, Kind, Risk, Verdict, With};

/// MLAG or vPC.
pub const PAIR: Kind = Kind {
    keys: &[],
    added: loss("its ports wait until the pair has found itself", With::PAIR),
    removed: loss("the pair's port-channels are on one switch or none", With::PAIR),
    rows: &[&[
        row("domain", loss("the pair is apart until both have the same domain", With::PAIR)),
        row("keepalive", hitless("counts when the peer link is down", With::PAIR)),
        row("keepalive.peer", hitless("counts when the peer link is down", With::PAIR)),
        row("keepalive.source", hitless("counts when the peer link is down", With::PAIR)),
        row("keepalive.vrf", hitless("counts when the peer link is down", With::PAIR)),
        row("peer_link", loss("the pair is apart until both have moved their peer link", With::PAIR)),
        row("reload_delay", hitless("counts at the next start", With::PAIR)),
        row("eos", loss("the pair is apart until both agree", With::PAIR)),
        row("eos.vlan", loss("the pair is apart until both have the same VLAN", With::PAIR)),
        row("eos.peer_address", loss("the pair is apart until each has the other's address", With::PAIR)),
        row("eos.dual_primary_delay", hitless("counts when the peer link is down", With::PAIR)),
        row("eos.reload_delay_other", hitless("counts at the next start", With::PAIR)),
        row("eos.primary_priority", hitless("counts when the pair next elects", With::PAIR)),
        row("eos.dual_primary_recovery", hitless("counts when the pair has found itself again", With::PAIR)),
        row("vpc", loss("the pair is apart until both agree", With::PAIR)),
        row("vpc.role_priority", hitless("counts when the pair next elects", With::PAIR)),
        row("vpc.peer_switch", loss("spanning tree sees another root, and learns anew", With::PAIR)),
        row("vpc.peer_gateway", by(forwards)),
        row("vpc.peer_router", by(forwards)),
        row("vpc.auto_recovery", hitless("counts after a start without the other", With::PAIR)),
        row("vpc.auto_recovery_delay", hitless("counts after a start without the other", With::PAIR)),
        row("vpc.svi_delay", hitless("counts at the next start", With::PAIR)),
        row("vpc.orphan_delay", hitless("counts at the next start", With::PAIR)),
        row("vpc.system_mac", loss("LACP of every vPC begins anew, and needs both alike", With::BOTH)),
        row("vpc.system_priority", loss("LACP of every vPC begins anew, and needs both alike", With::BOTH)),
        row("vpc.graceful_off", hitless("counts when the two are not alike", With::PAIR)),
        row("vpc.fast_convergence", hitless("counts when the peer link is down", With::PAIR)),
        row("vpc.arp_synchronize", hitless("", With::PAIR)),
        row("vpc.nd_synchronize", hitless("", With::PAIR)),
    ]],
};

fn forwards(case: &Case<'_>) -> Verdict {
    if case.turns_on() {
        return Verdict::new(Risk::Hitless, "", With::PAIR);
    }
    let reason = "packets that reach the other switch of the pair first are lost";
    Verdict::new(Risk::TrafficLoss, reason, With::PAIR)
}
