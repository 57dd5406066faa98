//! A rule that goes on after changing what a later rule looks at.

use std::collections::BTreeSet;

use super::Context;
use super::policy_too_large::MOST;
use crate::finding::{At, Finding, Span};
use crate::model::Fabric;
use crate::model::construct::{PolicyRule, RoutePolicy};
use crate::model::value::{Community, PolicyAction, WellKnown};

pub fn run(context: &Context<'_>, findings: &mut Vec<Finding>) {
    // What is larger is an error by itself, and each rule is compared with what it looks for.
    for policy in context.fabric.policies.iter().filter(|p| p.rules.len() <= MOST) {
        policy_of(context.fabric, policy, findings);
    }
}

/// What the rules so far change of one kind.
#[derive(Default)]
struct Changed {
    /// What they give or take off.
    some: BTreeSet<String>,
    /// Whether one of them puts something in place of all that a route carries.
    all: bool,
    /// The first of them.
    first: Option<Span>,
}

impl Changed {
    fn add(&mut self, set: Vec<String>, others: Vec<String>, span: Option<Span>) {
        self.all |= !set.is_empty();
        self.some.extend(set.into_iter().chain(others));
        self.first = self.first.or(span);
    }

    /// Whether a list that looks for these could see a difference.
    fn touches<'s>(&self, mut looked: impl Iterator<Item = &'s String>) -> bool {
        self.all || looked.any(|l| self.some.contains(l))
    }
}

fn policy_of(fabric: &Fabric, policy: &RoutePolicy, findings: &mut Vec<Finding>) {
    let mut rules: Vec<&PolicyRule> = policy.rules.iter().collect();
    rules.sort_by_key(|r| r.sequence.0);
    let (mut standard, mut extended) = (Changed::default(), Changed::default());
    let mut report = |place: Span, rule: &PolicyRule, kind: &str, first: Option<Span>| {
        let title = format!(
            "rule {} of route policy {} looks for {kind} that a rule before it changes",
            rule.sequence.0, policy.name.value
        );
        let finding = Finding::error("policy-continue-changes-match", place, title)
            .here("looks at what was changed, or at what was received")
            .effect("which of the two is up to the switch: vendors differ");
        findings.push(match first {
            Some(first) => finding.label(first, "changes them and goes on"),
            None => finding,
        });
    };
    for rule in rules {
        for name in rule.match_community.iter() {
            let list = fabric.community_list(&name.name).filter(|l| l.rules.len() <= MOST);
            let looked: Vec<String> = list.into_iter().flat_map(|l| l.rules.iter()).flat_map(words).collect();
            if standard.touches(looked.iter()) {
                report(name.span, rule, "communities", standard.first);
            }
        }
        for name in rule.match_ext_community.iter() {
            let list = fabric.ext_community_list(&name.name).filter(|l| l.rules.len() <= MOST);
            let rules = list.into_iter().flat_map(|l| l.rules.iter());
            let looked: Vec<String> = rules.flat_map(|r| texts(&r.route_targets)).collect();
            if extended.touches(looked.iter()) {
                report(name.span, rule, "route targets", extended.first);
            }
        }
        if rule.action.value != PolicyAction::Continue {
            continue;
        }
        let others = [texts(&rule.add_community), texts(&rule.delete_community)].concat();
        standard.add(
            texts(&rule.set_community),
            others,
            place(&[&rule.set_community, &rule.add_community, &rule.delete_community]),
        );
        let others = [texts(&rule.add_ext_community), texts(&rule.delete_ext_community)].concat();
        extended.add(
            texts(&rule.set_ext_community),
            others,
            place(&[&rule.set_ext_community, &rule.add_ext_community, &rule.delete_ext_community]),
        );
    }
}

fn texts<T: std::fmt::Display>(list: &[At<T>]) -> Vec<String> {
    list.iter().map(|v| v.to_string()).collect()
}

/// The first value of any of these.
fn place<T>(lists: &[&[At<T>]]) -> Option<Span> {
    lists.iter().flat_map(|l| l.iter()).map(|v| v.span).next()
}

/// What a rule of a community list looks for, by number.
fn words(rule: &crate::model::construct::CommunityRule) -> Vec<String> {
    let named = rule.well_known.iter().filter_map(|w| match w.value {
        // Every route is in it.
        WellKnown::Internet => None,
        WellKnown::GShut => Some(Community(0xffff_0000)),
        WellKnown::NoExport => Some(Community(0xffff_ff01)),
        WellKnown::NoAdvertise => Some(Community(0xffff_ff02)),
        WellKnown::LocalAs => Some(Community(0xffff_ff03)),
    });
    rule.communities.iter().map(|c| c.value).chain(named).map(|c| c.to_string()).collect()
}
