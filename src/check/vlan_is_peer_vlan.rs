//! A VLAN that the switches of a pair need between them.

use super::Context;
use crate::assign::number::PEER_VLAN;
use crate::finding::{Finding, Span};
use crate::model::value::Os;

pub fn run(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let pool = context.fabric.fabric.pools.peer_vlan.0;
    let (anywhere, on_ces) = (eos(context, false), eos(context, true));
    // A pool that is not written has no place to point at.
    let written = pool.span != context.fabric.fabric.pools.span;
    for vlan in &context.vlans {
        let id = vlan.id.value;
        let finding = |why: &str| {
            Finding::error("vlan-is-peer-vlan", vlan.id.span, format!("{} has VLAN {id}, {why}", vlan.name))
        };
        if (pool.value.first..=pool.value.last).contains(&id) {
            let range =
                format!("`peer-vlan` is {}{}", pool.value, if written { "" } else { " unless written" });
            findings.push(
                finding("one of those between the CEs")
                    .here("in use between the CEs, one a domain")
                    .label(pool.span, range)
                    .effect("it would run on the peer link only: no rack would have it"),
            );
        } else if let Some(eos) = anywhere.filter(|_| id == PEER_VLAN) {
            findings.push(
                finding("the peer VLAN of MLAG pairs")
                    .here("an EOS pair keeps its state in it")
                    .label(eos, "EOS")
                    .effect("tenants would be on the link that the pair's state runs over"),
            );
        }
    }
    if let Some(eos) = on_ces.filter(|_| (pool.value.first..=pool.value.last).contains(&PEER_VLAN)) {
        let title = format!("the pool `peer-vlan` has VLAN {PEER_VLAN}, the peer VLAN of MLAG pairs");
        findings.push(
            Finding::error("vlan-is-peer-vlan", pool.span, title)
                .here(format!("has to be without {PEER_VLAN}: an EOS pair keeps its state in it"))
                .label(eos, "EOS")
                .effect("a tenant would be in the VLAN that the pair's state runs over"),
        );
    }
}

/// Where a switch of the fabric, or one of its CEs, is said to run EOS.
fn eos(context: &Context<'_>, of_ces: bool) -> Option<Span> {
    context
        .topology
        .switches()
        .filter(|(id, _)| !of_ces || context.ces.contains(id))
        .find_map(|(_, d)| d.platform.as_deref().filter(|p| p.os.value == Os::Eos).map(|p| p.os.span))
}
