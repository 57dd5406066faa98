//! A VLAN between CE and PE that is one of the fabric's own as well.

use std::collections::HashMap;

use super::Context;
use super::context::Vlan;
use super::vlan_reserved_by_fabric::reserved;
use crate::finding::Finding;

pub fn run(context: &Context<'_>, findings: &mut Vec<Finding>) {
    // Of two with one VLAN `vlan-duplicate` speaks.
    let mut own: HashMap<u16, &Vlan> = HashMap::new();
    for vlan in &context.vlans {
        own.entry(vlan.id.value).or_insert(vlan);
    }
    for edge in context.edges.iter().filter(|e| !reserved(e)) {
        let Some(vlan) = own.get(&edge.vlan.value) else { continue };
        let title = format!("{} has VLAN {}, which is {}'s", edge.name, edge.vlan.value, vlan.name);
        findings.push(
            Finding::warning("external-vlan-in-use", edge.vlan.span, title)
                .here("has to be one that no network of the fabric has")
                .label(vlan.id.span, vlan.name.clone())
                .effect("the switches keep the two apart; the managed fabric asks for one of its own"),
        );
    }
}
