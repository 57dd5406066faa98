//! Ranges whose sessions end with a wave: a plan doesn't know who opens them, so no check counts them.

use std::collections::BTreeMap;

use ipnet::IpNet;

use super::plan;
use crate::diff::{Risk, SwitchDiff};
use crate::plan::{Device, Element, GLOBAL, Peer};
use crate::side::Side;

/// A range whose sessions end.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Range {
    /// The switch.
    pub switch: String,
    /// The VRF; none for the global table.
    pub vrf: Option<String>,
    /// The range.
    pub range: IpNet,
    /// Whether sessions from it come again: the switch has it afterwards too.
    pub stays: bool,
}

/// The ranges of some switches whose sessions end, by switch and VRF.
pub fn ranges(new: &Side, switches: &[&SwitchDiff]) -> Vec<Range> {
    let mut all: BTreeMap<(&str, Option<&str>, IpNet), bool> = BTreeMap::new();
    for switch in switches {
        let plan = plan(new, &switch.name);
        for change in switch.changes.iter().filter(|c| c.risk >= Risk::SessionReset) {
            let own = match &change.element {
                Element::Listen { vrf, range } => Some(((vrf != GLOBAL).then_some(&**vrf), *range)),
                _ => None,
            };
            let others = change.peers.iter().filter_map(|p| {
                let ends = p.session()?;
                match ends.peer {
                    Peer::Range(range) => Some((ends.vrf.as_deref(), range)),
                    Peer::Address(_) | Peer::Interface(_) => None,
                }
            });
            for (vrf, range) in own.into_iter().chain(others) {
                let stays = plan.is_some_and(|plan| has(plan, vrf, range));
                all.insert((&switch.name, vrf, range), stays);
            }
        }
    }
    let range = |((switch, vrf, range), stays): ((&str, Option<&str>, IpNet), bool)| Range {
        switch: switch.to_owned(),
        vrf: vrf.map(str::to_owned),
        range,
        stays,
    };
    all.into_iter().map(range).collect()
}

fn has(plan: &Device, vrf: Option<&str>, range: IpNet) -> bool {
    plan.listens().any(|(table, l)| (table, l.range) == (vrf, range))
        || plan.neighbors().any(|(table, n)| table == vrf && n.peer == Peer::Range(range))
}
