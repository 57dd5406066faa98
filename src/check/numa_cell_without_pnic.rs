//! A server without NUMA cells, or a NUMA cell without a pNIC.

use super::Context;
use crate::finding::Finding;

pub fn run(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for profile in &context.profiles {
        let name = &profile.name.value;
        if profile.numa.is_empty() {
            findings.push(
                Finding::error("numa-cell-without-pnic", profile.span, format!("{name} has no NUMA cell"))
                    .here("`numa 0 { … }` has to stand in its block")
                    .effect("its servers would have no port, no bond and no room for workloads"),
            );
        }
        for cell in profile.numa.iter().filter(|c| c.pnics.is_empty()) {
            let title = format!("NUMA cell {} of {name} has no pNIC", cell.cell.value);
            findings.push(
                Finding::error("numa-cell-without-pnic", cell.span, title)
                    .here("`pnic` has to stand in its block")
                    .effect("no workload could stand in this cell: each has a VF of the cell's own pNIC"),
            );
        }
    }
}
