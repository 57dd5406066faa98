//! Lists of communities and of route targets, and what is in several of them at once.

use std::collections::BTreeSet;

use crate::model::construct::{CommunityList, ExtCommunityList};
use crate::model::value::{Community, Verdict, WellKnown};

/// A rule: what a route has to carry, all of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rule {
    pub permit: bool,
    pub values: Vec<String>,
}

/// A community as switches print it: some have a name.
pub fn text(community: Community) -> String {
    match community.0 {
        0xffff_0000 => WellKnown::GShut.to_string(),
        0xffff_ff01 => WellKnown::NoExport.to_string(),
        0xffff_ff02 => WellKnown::NoAdvertise.to_string(),
        0xffff_ff03 => WellKnown::LocalAs.to_string(),
        _ => community.to_string(),
    }
}

/// The rules of a list, by number.
pub fn rules(list: &CommunityList) -> Vec<Rule> {
    let mut rules: Vec<_> = list.rules.iter().collect();
    rules.sort_by_key(|r| r.sequence.0);
    let rule = |permit, values: BTreeSet<String>| Rule { permit, values: distinct(values) };
    rules
        .into_iter()
        .map(|r| {
            let named = r.well_known.iter().map(|w| w.value.to_string());
            rule(
                r.action.value == Verdict::Permit,
                r.communities.iter().map(|c| text(c.value)).chain(named).collect(),
            )
        })
        .filter(|r| !r.values.is_empty())
        .collect()
}

/// The rules of an extended list, by number.
pub fn ext_rules(list: &ExtCommunityList) -> Vec<Rule> {
    let mut rules: Vec<_> = list.rules.iter().collect();
    rules.sort_by_key(|r| r.sequence.0);
    rules
        .into_iter()
        .map(|r| Rule {
            permit: r.action.value == Verdict::Permit,
            values: distinct(r.route_targets.iter().map(|t| t.to_string()).collect()),
        })
        .filter(|r| !r.values.is_empty())
        .collect()
}

/// Everyone is in `internet`: beside anything else it asks for nothing.
fn distinct(mut values: BTreeSet<String>) -> Vec<String> {
    if values.len() > 1 {
        values.remove("internet");
    }
    values.into_iter().collect()
}

/// What both lists permit: see [`super::prefix::both`].
pub fn both(left: &[Rule], right: &[Rule]) -> Vec<Rule> {
    left.iter()
        .flat_map(|a| right.iter().map(move |b| (a, b)))
        .map(|(a, b)| Rule {
            permit: a.permit && b.permit,
            values: distinct(a.values.iter().chain(&b.values).cloned().collect()),
        })
        .collect()
}

/// Whether any route passes.
pub fn passes(rules: &[Rule]) -> bool {
    rules.iter().any(|r| r.permit)
}

/// A rule for each value, so that each is taken off by itself.
pub fn each(values: impl IntoIterator<Item = String>) -> Vec<Rule> {
    values.into_iter().map(|value| Rule { permit: true, values: vec![value] }).collect()
}
