//! More routed ports and sub-interfaces than internal VLANs.

use super::group::groups;
use super::{Context, words};
use crate::finding::Finding;

pub fn run(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let short = context.internal.iter().filter_map(|internal| {
        let has = u32::from(internal.range.last - internal.range.first) + 1;
        let span = internal.written?;
        (internal.needs > has).then_some((span, (span, internal, has)))
    });
    for group in groups(short) {
        // The first of those that need the most.
        let Some((span, internal, has)) = group.into_iter().rev().max_by_key(|(_, i, _)| i.needs) else {
            continue;
        };
        let title = format!(
            "{} needs {}, `internal-vlans` has {has}",
            context.name(internal.switch),
            words::count(internal.needs, "internal VLAN")
        );
        let ports = words::count(internal.needs - internal.sub_interfaces, "routed port");
        findings.push(
            Finding::error("internal-vlans-too-few", span, title)
                .here(format!(
                    "one each for {ports} and {}",
                    words::count(internal.sub_interfaces, "sub-interface")
                ))
                .label(context.span(internal.switch), "the switch")
                .effect("the sub-interfaces that come last would stay down: their VRFs have no way out"),
        );
    }
}
