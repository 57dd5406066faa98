//! A port that carries a VLAN which the fabric does not have.

use super::{Context, trunk};
use crate::finding::Finding;
use crate::model::value::VlanSet;

pub fn run(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let has: VlanSet = context.vlans.iter().map(|v| v.id.value).collect();
    for written in trunk::statements(context) {
        for range in written.ranges {
            let missing: VlanSet = (range.first..=range.last).filter(|v| !has.contains(*v)).collect();
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
