//! A port that carries a VLAN which the fabric does not have.

use super::settings::between;
use super::{Context, trunk};
use crate::finding::Finding;
use crate::graph::Purpose;
use crate::model::value::VlanSet;

pub fn run(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let has: VlanSet = context.vlans.iter().map(|v| v.id.value).collect();
    for written in trunk::statements(context) {
        let own = peer_link(context, &written);
        for range in written.ranges {
            let missing: VlanSet =
                (range.first..=range.last).filter(|v| !has.contains(*v) && !own.contains(*v)).collect();
            if missing.is_empty() {
                continue;
            }
            let carries = written.verb("carries", "carry");
            let title = format!("{} {carries} VLAN {missing}, which is nowhere defined", written.name);
            findings.push(
                Finding::error("vlan-undefined-on-trunk", range.span, title)
                    .here("no internal network and no L2 isolation domain has it")
                    .effect("no switch has the VLAN: its frames are dropped"),
            );
        }
    }
}

/// The VLANs that a pair has between its two switches, where a statement is about its peer link alone.
fn peer_link(context: &Context<'_>, written: &trunk::Written<'_>) -> VlanSet {
    let mut all = VlanSet::default();
    for (port, _) in &written.ports {
        let cable = context.topology.peer(*port).map(|(_, cable)| cable);
        let pair = cable.filter(|c| c.purpose == Purpose::PeerLink).and(context.device_of(*port));
        match pair.and_then(|switch| between(context, switch)) {
            Some(vlans) => all.union(&vlans),
            None => return VlanSet::default(),
        }
    }
    all
}
