//! Two servers in one slot of a rack.

use super::group::twins;
use super::{Context, words};
use crate::finding::Finding;

pub fn run(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for racks in &context.racks {
        let servers = racks.first.servers.iter().map(|s| (s.slot, s));
        for group in twins(servers.filter(|(slot, _)| *slot > 0)) {
            let (Some(first), Some(second)) = (group.first(), group.get(1)) else { continue };
            let names = words::some(group.iter().map(|s| &s.name.value));
            let title = format!("servers {names} stand in slot {} of {}", first.slot, racks.names());
            let finding = Finding::error("duplicate-slot", second.name.span, title)
                .effect("slots give servers their TOR ports and addresses: theirs would be the same");
            findings.push(if first.name.span == second.name.span {
                finding.here("`slot` gives each of them the same one")
            } else {
                finding.here("the second").label(first.name.span, "the first")
            });
        }
    }
}
