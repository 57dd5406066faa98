//! A rule of an access list that no packet reaches: an earlier one matches all of it.

use super::Context;
use crate::finding::{At, Finding};
use crate::model::construct::{AccessList, AclRule};
use crate::model::value::{MatchPrefix, PortRange, Protocol, VlanRange};

/// The most rules and values of a list that is looked at: each is compared with each.
const MOST: usize = 1_000;

pub fn run(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for list in context.fabric.acls.iter().filter(|l| size(l) <= MOST) {
        let mut rules: Vec<&AclRule> = list.rules.iter().collect();
        rules.sort_by_key(|r| r.sequence.0);
        for (i, rule) in rules.iter().enumerate() {
            if let Some(earlier) = rules.iter().take(i).find(|earlier| covers(earlier, rule)) {
                findings.push(finding(list, rule, earlier));
            }
        }
    }
}

/// How many rules and values there are to compare.
fn size(list: &AccessList) -> usize {
    let values = |r: &AclRule| {
        let ends = r.source.len() + r.destination.len() + r.either.len();
        let ports = r.source_port.len() + r.destination_port.len() + r.either_port.len();
        ends + ports + r.dscp.len() + r.ttl.len() + r.fragments.len() + r.vlans.len() + r.flags.len()
    };
    list.rules.iter().map(|r| 1 + values(r)).sum()
}

fn finding(list: &AccessList, rule: &AclRule, earlier: &AclRule) -> Finding {
    let title = format!(
        "no packet reaches rule {} of access list {}: rule {} matches all of them",
        rule.sequence.0, list.name.value, earlier.sequence.0
    );
    Finding::warning("acl-entry-shadowed", rule.span, title)
        .here("is never tried")
        .label(earlier.span, "decides first")
        .effect("the switch would hold entries that do nothing")
}

/// Whether an earlier rule matches every packet that a later one does. What is both a source and a
/// destination is compared with its like only.
fn covers(earlier: &AclRule, later: &AclRule) -> bool {
    let protocol = earlier.protocol.0.value;
    (protocol == Protocol::Ip || protocol == later.protocol.0.value)
        && within(&earlier.source, &later.source, prefix)
        && within(&earlier.destination, &later.destination, prefix)
        && within(&earlier.either, &later.either, prefix)
        && within(&earlier.source_port, &later.source_port, ports)
        && within(&earlier.destination_port, &later.destination_port, ports)
        && within(&earlier.either_port, &later.either_port, ports)
        && within(&earlier.dscp, &later.dscp, |a, b| a == b)
        && within(&earlier.ttl, &later.ttl, |a, b| a == b)
        && within(&earlier.fragments, &later.fragments, |a, b| a.first <= b.first && b.last <= a.last)
        && within(&earlier.vlans, &later.vlans, vlans)
        // All flags are asked for: fewer of them match more.
        && earlier.flags.iter().all(|flag| later.flags.iter().any(|f| f.value == flag.value))
}

/// Whether whatever is in the later list is in the earlier one; an empty list holds everything.
fn within<T>(earlier: &[At<T>], later: &[At<T>], holds: impl Fn(&T, &T) -> bool) -> bool {
    earlier.is_empty() || (!later.is_empty() && later.iter().all(|l| earlier.iter().any(|e| holds(e, l))))
}

fn prefix(outer: &MatchPrefix, inner: &MatchPrefix) -> bool {
    outer.0.contains(&inner.0)
}

fn ports(outer: &PortRange, inner: &PortRange) -> bool {
    outer.first <= inner.first && inner.last <= outer.last
}

fn vlans(outer: &VlanRange, inner: &VlanRange) -> bool {
    outer.first <= inner.first && inner.last <= outer.last
}
