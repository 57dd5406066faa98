//! Two rules of one list with one number.

use std::collections::HashMap;

use super::Context;
use crate::finding::{At, Finding, Span};
use crate::model::value::Sequence;

pub fn run(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let fabric = context.fabric;
    for list in &fabric.prefix_lists {
        check(&format!("prefix list {}", list.name.value), list.rules.iter().map(|r| r.sequence), findings);
    }
    for list in &fabric.community_lists {
        check(
            &format!("community list {}", list.name.value),
            list.rules.iter().map(|r| r.sequence),
            findings,
        );
    }
    for list in &fabric.ext_community_lists {
        let name = format!("extended community list {}", list.name.value);
        check(&name, list.rules.iter().map(|r| r.sequence), findings);
    }
    for policy in &fabric.policies {
        let name = format!("route policy {}", policy.name.value);
        check(&name, policy.rules.iter().map(|r| r.sequence), findings);
    }
    for list in &fabric.acls {
        check(&format!("access list {}", list.name.value), list.rules.iter().map(|r| r.sequence), findings);
    }
}

fn check(list: &str, numbers: impl Iterator<Item = At<Sequence>>, findings: &mut Vec<Finding>) {
    let mut taken: HashMap<u64, Span> = HashMap::new();
    for number in numbers {
        let Some(first) = taken.insert(number.value.0, number.span) else { continue };
        taken.insert(number.value.0, first);
        let title = format!("two rules of {list} have number {}", number.value);
        findings.push(
            Finding::error("sequence-duplicate", number.span, title)
                .here("has to be another number")
                .label(first, "the first")
                .effect("the number says which of the two is tried first: a switch keeps one of them"),
        );
    }
}
