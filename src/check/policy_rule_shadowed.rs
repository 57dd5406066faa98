//! A rule of a route policy that no route reaches: an earlier one matches all that it would.

use super::Context;
use crate::finding::Finding;
use crate::model::construct::{PolicyRule, RoutePolicy};
use crate::model::value::{Combine, PolicyAction};

/// The most names in a policy that is looked at: each rule is compared with each.
const MOST: usize = 1_000;

/// A list that a rule names: its kind, and its name.
type Name<'a> = (u8, &'a str);

/// What a rule asks for: any of these, each of them all of its lists.
type Wanted<'a> = Vec<Vec<Name<'a>>>;

pub fn run(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for policy in &context.fabric.policies {
        let mut rules: Vec<(&PolicyRule, Wanted<'_>)> = policy.rules.iter().map(|r| (r, wanted(r))).collect();
        if rules.iter().map(|(_, w)| w.iter().map(Vec::len).sum::<usize>()).sum::<usize>() > MOST {
            continue;
        }
        rules.sort_by_key(|(r, _)| r.sequence.0);
        for (i, (later, asked)) in rules.iter().enumerate() {
            let earlier = rules.iter().take(i).find(|(earlier, has)| {
                earlier.sequence.0 < later.sequence.0
                    && earlier.action.value != PolicyAction::Continue
                    && covers(has, asked)
            });
            if let Some((earlier, _)) = earlier {
                findings.push(finding(policy, later, earlier));
            }
        }
    }
}

fn finding(policy: &RoutePolicy, rule: &PolicyRule, earlier: &PolicyRule) -> Finding {
    let title = format!(
        "no route reaches rule {} of route policy {}: rule {} matches all of them",
        rule.sequence.0, policy.name.value, earlier.sequence.0
    );
    Finding::warning("policy-rule-shadowed", rule.span, title)
        .here("is never tried")
        .label(earlier.span, "decides first")
        .effect("what it was to change or to keep out stays as it is")
}

fn wanted(rule: &PolicyRule) -> Wanted<'_> {
    let prefixes = rule.match_prefix.iter().map(|n| (0, &*n.value.name));
    let communities = rule.match_community.iter().map(|n| (1, &*n.value.name));
    let extended = rule.match_ext_community.iter().map(|n| (2, &*n.value.name));
    let all = prefixes.chain(communities).chain(extended);
    match rule.condition.0.value {
        Combine::And => vec![all.collect()],
        Combine::Or => all.map(|name| vec![name]).collect(),
    }
}

/// Whether whatever matches the later lists matches the earlier ones, going by their names. A rule
/// that names none is `condition-without-match`'s.
fn covers(earlier: &Wanted<'_>, later: &Wanted<'_>) -> bool {
    let within = |asked: &Vec<Name<'_>>| {
        earlier.iter().any(|has| !has.is_empty() && has.iter().all(|name| asked.contains(name)))
    };
    !later.is_empty() && later.iter().all(within)
}
