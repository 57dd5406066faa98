//! A port that leaves out a VLAN which is needed behind it.

use super::{Context, trunk};
use crate::finding::Finding;
use crate::model::value::VlanSet;

pub fn run(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for written in trunk::statements(context) {
        let Some(range) = written.ranges.first() else { continue };
        let allowed = written.allowed();
        let missing = |needed: &VlanSet| needed.iter().filter(|v| !allowed.contains(*v)).collect::<VlanSet>();
        let found = written.ports.iter().find_map(|(port, span)| {
            let missing = missing(&context.needed_vlans(*port)?);
            (!missing.is_empty()).then_some((*port, *span, missing))
        });
        let Some((port, span, missing)) = found else { continue };
        let far = context.topology.peer(port).and_then(|(peer, _)| context.device_of(peer));
        let behind = far.map_or("what is behind it", |d| context.name(d));
        let first = missing.iter().next().unwrap_or_default();
        let owner = context.vlans.iter().find(|v| v.id.value == first);
        let leaves = written.verb("leaves", "leave");
        let title = format!("{} {leaves} out VLAN {missing}, which {behind} needs", written.name);
        let finding = Finding::error("vlan-pruned-but-needed", range.span, title)
            .here(format!("only VLAN {allowed} here"))
            .label(span, format!("goes to {behind}"))
            .effect("hosts or workloads there would be cut off from that network");
        let finding = trunk::admit(written.ranges, &missing, finding);
        findings.push(match owner {
            Some(vlan) => finding.label(vlan.id.span, format!("VLAN {first} is {}", vlan.name)),
            None => finding,
        });
    }
}
