//! A list without rules that a policy asks.

use std::collections::HashMap;

use super::Context;
use crate::finding::{At, Finding, Span};
use crate::model::construct::PolicyRule;
use crate::model::value::FabricName;

pub fn run(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let fabric = context.fabric;
    let prefixes = asked(context, |r| r.match_prefix.iter().map(|n| (&*n.value.name, n.span)).collect());
    let communities =
        asked(context, |r| r.match_community.iter().map(|n| (&*n.value.name, n.span)).collect());
    let targets =
        asked(context, |r| r.match_ext_community.iter().map(|n| (&*n.value.name, n.span)).collect());
    let mut report = |kind: &str, name: &At<FabricName>, asked: &HashMap<&str, Span>| {
        // What nothing asks is `policy-unused`'s.
        let Some(by) = asked.get(&***name) else { return };
        findings.push(
            Finding::error("list-empty", name.span, format!("{kind} {} has no rule", name.value))
                .here("needs a `rule`")
                .label(*by, "asked here")
                .effect(
                    "a switch has no such list: what asks it matches nothing on one, everything on another",
                ),
        );
    };
    for list in fabric.prefix_lists.iter().filter(|l| l.rules.is_empty()) {
        report("prefix list", &list.name, &prefixes);
    }
    for list in fabric.community_lists.iter().filter(|l| l.rules.is_empty()) {
        report("community list", &list.name, &communities);
    }
    for list in fabric.ext_community_lists.iter().filter(|l| l.rules.is_empty()) {
        report("extended community list", &list.name, &targets);
    }
}

/// The lists that rules of policies name, each with the first place that does.
fn asked<'a>(
    context: &Context<'a>,
    names: impl Fn(&'a PolicyRule) -> Vec<(&'a str, Span)>,
) -> HashMap<&'a str, Span> {
    let mut asked = HashMap::new();
    for (name, span) in context.fabric.policies.iter().flat_map(|p| p.rules.iter()).flat_map(names) {
        asked.entry(name).or_insert(span);
    }
    asked
}
