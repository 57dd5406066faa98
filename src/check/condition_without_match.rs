//! A rule that says nothing about the routes it is for.

use super::Context;
use crate::finding::{Finding, Span};

pub fn run(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let fabric = context.fabric;
    let mut report = |span: Span, what: String, here: &str| {
        findings.push(
            Finding::error("condition-without-match", span, format!("{what} names nothing to match"))
                .here(here)
                .effect("it would match every route, or none"),
        );
    };
    for policy in &fabric.policies {
        for rule in policy.rules.iter() {
            if rule.match_prefix.is_empty()
                && rule.match_community.is_empty()
                && rule.match_ext_community.is_empty()
            {
                let what = format!("rule {} of route policy {}", rule.sequence.0, policy.name.value);
                report(
                    rule.span,
                    what,
                    "needs a `match-prefix`, `match-community` or `match-extended-community`",
                );
            }
        }
    }
    for list in &fabric.community_lists {
        for rule in list.rules.iter().filter(|r| r.communities.is_empty() && r.well_known.is_empty()) {
            let what = format!("rule {} of community list {}", rule.sequence.0, list.name.value);
            report(rule.span, what, "needs `communities` or `well-known`");
        }
    }
    for list in &fabric.ext_community_lists {
        for rule in list.rules.iter().filter(|r| r.route_targets.is_empty()) {
            let what = format!("rule {} of extended community list {}", rule.sequence.0, list.name.value);
            report(rule.span, what, "needs `route-targets`");
        }
    }
}
