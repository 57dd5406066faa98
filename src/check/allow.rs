//! What the fabric itself says about findings: `allow` and `warn` statements.

use std::collections::HashMap;

use super::{Group, RULES, Rule, find};
use crate::finding::{Finding, Level, Span, did_you_mean};
use crate::model::{Allowance, Fabric};

/// Applies the fabric's allowances and gives the number of findings that they took away.
///
/// An error is lowered only where its rule is negotiable; where it is not, the error says so. An
/// allowance for what is no rule is an error.
pub fn apply(fabric: &Fabric, findings: &mut Vec<Finding>) -> usize {
    let mut used = vec![false; fabric.allowances.len()];
    let lowered = lower(fabric, findings, &mut used);
    for (allowance, used) in fabric.allowances.iter().zip(used) {
        match find(&allowance.rule.value) {
            None => findings.push(no_rule(allowance)),
            // What could not be looked for may be there; templates are judged by a compile.
            Some(rule) if used || !fabric.holes.is_empty() || rule.group == Group::Template => {}
            Some(rule) => findings.push(unused(allowance, rule)),
        }
    }
    lowered
}

/// As [`apply`], for findings of a compile: what allows nothing there may have allowed something before.
pub fn apply_late(fabric: &Fabric, findings: &mut Vec<Finding>) -> usize {
    lower(fabric, findings, &mut vec![false; fabric.allowances.len()])
}

fn lower(fabric: &Fabric, findings: &mut Vec<Finding>, used: &mut [bool]) -> usize {
    let mut by_rule: HashMap<&str, Vec<usize>> = HashMap::new();
    for (i, allowance) in fabric.allowances.iter().enumerate() {
        by_rule.entry(&allowance.rule.value).or_default().push(i);
    }
    if by_rule.is_empty() {
        return 0;
    }
    let before = findings.len();
    findings.retain_mut(|finding| {
        let place = finding.primary.span;
        let holds = |i: &&usize| {
            fabric.allowances.get(**i).is_some_and(|a| a.scope.is_none_or(|scope| contains(scope, place)))
        };
        // Of several, the one that stands closest.
        let size = |i: &&usize| {
            fabric.allowances.get(**i).and_then(|a| a.scope).map_or(u32::MAX, |scope| scope.end - scope.start)
        };
        let of_rule = by_rule.get(finding.rule).map(Vec::as_slice).unwrap_or_default();
        let Some(&i) = of_rule.iter().filter(holds).min_by_key(size) else { return true };
        let Some(allowance) = fabric.allowances.get(i) else { return true };
        let negotiable = find(finding.rule).is_some_and(|r| r.negotiable);
        if let Some(used) = used.get_mut(i) {
            *used = allowance.silent || finding.level != Level::Warning;
        }
        if finding.level == Level::Error && !negotiable {
            finding.labels.push(crate::finding::Label {
                span: allowance.rule.span,
                text: "an error of this rule can't be allowed".into(),
            });
            return true;
        }
        finding.level = Level::Warning;
        !allowance.silent
    });
    before - findings.len()
}

fn contains(scope: Span, place: Span) -> bool {
    scope.file == place.file && scope.start <= place.start && place.end <= scope.end
}

fn no_rule(allowance: &Allowance) -> Finding {
    let name = &allowance.rule.value;
    Finding::error("unresolved-reference", allowance.rule.span, format!("there is no rule `{name}`"))
        .here("not a rule")
        .maybe_help(did_you_mean(name, RULES.iter().map(|r| r.name)))
}

fn unused(allowance: &Allowance, rule: &Rule) -> Finding {
    let name = &allowance.rule.value;
    let (title, here) = match allowance.silent {
        true => (format!("`{name}` is allowed and finds nothing"), "allows nothing"),
        false => (format!("`{name}` is to warn and finds nothing to lower"), "lowers nothing"),
    };
    let here = if rule.may_be_allowed() { here } else { "what this rule finds can't be allowed" };
    let title = match allowance.scope {
        Some(_) => format!("{title} in this block"),
        None => title,
    };
    Finding::warning("allowance-unused", allowance.rule.span, title)
        .here(here)
        .effect("it would hide the next mistake of that kind")
        .help("remove the statement")
}
