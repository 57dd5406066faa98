//! A rule of an access list about VLANs that no place of the list has.

use std::collections::HashMap;

use super::attached::{Acl, acls};
use super::{Context, words};
use crate::finding::{Finding, Span};
use crate::model::value::VlanSet;

pub fn run(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let attached = acls(context.fabric);
    let mut places: HashMap<Span, (VlanSet, &Acl<'_>)> = HashMap::new();
    for acl in &attached {
        let (vlans, _) = places.entry(acl.list.span).or_insert_with(|| (VlanSet::default(), acl));
        vlans.insert(acl.vlan.value);
    }
    for list in &context.fabric.acls {
        // What is nowhere is `policy-unused`'s.
        let Some((vlans, first)) = places.get(&list.span) else { continue };
        for rule in list.rules.iter() {
            let Some(written) = rule.vlans.first() else { continue };
            if rule.vlans.iter().any(|run| (run.first..=run.last).any(|vlan| vlans.contains(vlan))) {
                continue;
            }
            let asked = words::some(rule.vlans.iter().map(|v| v.value));
            let title = format!(
                "rule {} of access list {} is for VLAN {asked}, the list for VLAN {vlans}",
                rule.sequence.0, list.name.value
            );
            findings.push(
                Finding::warning("acl-vlan-elsewhere", written.span, title)
                    .here("no packet there is in it")
                    .label(
                        first.name.span,
                        format!("the list is for {}, VLAN {}", first.place, first.vlan.value),
                    )
                    .effect("the rule is left out everywhere: what it was for is decided by those behind it"),
            );
        }
    }
}
