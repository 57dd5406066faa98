//! Policies and access lists that would be more entries than a switch holds.

use super::Context;
use crate::finding::Finding;
use crate::model::Fabric;
use crate::model::construct::{AclRule, PolicyRule};
use crate::model::value::Combine;

/// The most entries of one list or map. Tables of access lists have a few thousand for all of them.
pub(super) const MOST: usize = 4_000;

pub fn run(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let fabric = context.fabric;
    let mut report = |span, what: String, count: usize| {
        findings.push(
            Finding::error("policy-too-large", span, format!("{what} would be {count} entries on a switch"))
                .here(format!("at most {MOST}: it is an entry for each combination"))
                .effect("the switch would run out of room for them"),
        );
    };
    for policy in &fabric.policies {
        let mut all = 0_usize;
        for rule in policy.rules.iter() {
            let (entries, largest) = of_policy(fabric, rule);
            if largest > MOST {
                let what =
                    format!("a list of rule {} of route policy {}", rule.sequence.0, policy.name.value);
                report(rule.span, what, largest);
            }
            all = all.saturating_add(entries);
        }
        if all > MOST {
            report(policy.span, format!("route policy {}", policy.name.value), all);
        }
    }
    for list in &fabric.acls {
        let counts: Vec<usize> = list.rules.iter().map(of_acl).collect();
        let all = counts.iter().fold(0_usize, |sum, n| sum.saturating_add(*n));
        if all > MOST {
            // The rule that makes it large, where one does.
            let large = list.rules.iter().zip(&counts).find(|(_, n)| **n > MOST);
            match large {
                Some((rule, n)) => {
                    let what = format!("rule {} of access list {}", rule.sequence.0, list.name.value);
                    report(rule.span, what, *n);
                }
                None => report(list.span, format!("access list {}", list.name.value), all),
            }
        }
    }
}

fn product(counts: impl IntoIterator<Item = usize>) -> usize {
    counts.into_iter().fold(1, usize::saturating_mul)
}

/// The entries of a rule, and the largest list that is made for it.
fn of_policy(fabric: &Fabric, rule: &PolicyRule) -> (usize, usize) {
    let prefixes: Vec<usize> =
        rule.match_prefix.iter().filter_map(|n| fabric.prefix_list(&n.name)).map(|l| l.rules.len()).collect();
    let communities: Vec<usize> = rule
        .match_community
        .iter()
        .filter_map(|n| fabric.community_list(&n.name))
        .map(|l| l.rules.len())
        .collect();
    let targets: Vec<usize> = rule
        .match_ext_community
        .iter()
        .filter_map(|n| fabric.ext_community_list(&n.name))
        .map(|l| l.rules.len())
        .collect();
    match rule.condition.0.value {
        // A prefix list is two where it holds both families.
        Combine::Or => {
            let lists = [&prefixes, &communities, &targets].into_iter().flatten();
            (prefixes.len() * 2 + communities.len() + targets.len(), lists.copied().max().unwrap_or(0))
        }
        Combine::And => {
            let largest = [prefixes, communities, targets].into_iter().map(product).max();
            (2, largest.unwrap_or(0))
        }
    }
}

/// The entries of a rule in one family.
fn of_acl(rule: &AclRule) -> usize {
    let some = |n: usize| n.max(1);
    let either = |n: usize| (2 * n).max(1);
    product([
        some(rule.source.len()),
        some(rule.destination.len()),
        either(rule.either.len()),
        some(rule.source_port.len()),
        some(rule.destination_port.len()),
        either(rule.either_port.len()),
        some(rule.dscp.len()),
        some(rule.ttl.len()),
    ])
}
