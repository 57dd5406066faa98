//! A rule of an access list that no packet can match.

use super::Context;
use crate::finding::{At, Finding, Span};
use crate::model::construct::{AccessList, AclRule};
use crate::model::value::{MatchPrefix, PortRange};

pub fn run(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for list in &context.fabric.acls {
        for rule in list.rules.iter() {
            let found = flags(rule).or_else(|| families(rule)).or_else(|| ends(rule)).or_else(|| ports(rule));
            findings.extend(found.map(|nothing| finding(list, rule, &nothing)));
        }
    }
}

/// Two conditions that exclude each other, with the words for it.
struct Nothing {
    first: Span,
    second: Span,
    why: &'static str,
}

fn finding(list: &AccessList, rule: &AclRule, nothing: &Nothing) -> Finding {
    let title = format!("rule {} of access list {} matches no packet", rule.sequence.0, list.name.value);
    Finding::warning("acl-entry-matches-nothing", nothing.second, title)
        .here(nothing.why)
        .label(nothing.first, "the other condition")
        .effect("the rule does nothing: what it was for is decided by those behind it")
}

/// A flag that is to be there and is not to be there.
fn flags(rule: &AclRule) -> Option<Nothing> {
    let without =
        |flag: &str| rule.flags.iter().find(|f| f.value.to_string().strip_prefix("not-") == Some(flag));
    rule.flags.iter().find_map(|flag| {
        let other = without(&flag.value.to_string())?;
        let (first, second) = (flag.span.min(other.span), flag.span.max(other.span));
        Some(Nothing { first, second, why: "a packet has the flag or has it not" })
    })
}

/// Two ends of one packet that are of no common family.
fn families(rule: &AclRule) -> Option<Nothing> {
    let lists = [&rule.source, &rule.destination, &rule.either];
    let written: Vec<&At<MatchPrefix>> = lists.iter().filter_map(|l| l.first()).collect();
    let has = |ipv6: bool| {
        lists.iter().all(|l| l.is_empty() || l.iter().any(|p| p.value.0.addr().is_ipv6() == ipv6))
    };
    if has(false) || has(true) {
        return None;
    }
    // Each list is of one family, and two are of different ones.
    let first = written.first()?;
    let other = written.iter().find(|p| p.value.0.addr().is_ipv6() != first.value.0.addr().is_ipv6())?;
    let (first, second) = (first.span.min(other.span), first.span.max(other.span));
    Some(Nothing { first, second, why: "a packet is IPv4 at both ends, or IPv6 at both" })
}

/// `either` that is neither at the source nor at the destination.
fn ends(rule: &AclRule) -> Option<Nothing> {
    let meet = |a: &MatchPrefix, b: &MatchPrefix| a.0.contains(&b.0) || b.0.contains(&a.0);
    apart(&rule.source, &rule.destination, &rule.either, meet, "is at neither of the two ends")
}

/// `either-port` that is neither the port of the source nor that of the destination.
fn ports(rule: &AclRule) -> Option<Nothing> {
    let meet = |a: &PortRange, b: &PortRange| a.first <= b.last && b.first <= a.last;
    let (source, destination) = (&rule.source_port, &rule.destination_port);
    apart(source, destination, &rule.either_port, meet, "is neither of the two ports")
}

fn apart<T>(
    source: &[At<T>],
    destination: &[At<T>],
    either: &[At<T>],
    meet: impl Fn(&T, &T) -> bool,
    why: &'static str,
) -> Option<Nothing> {
    let (other, first) = (either.first()?, source.first()?);
    let open = |list: &[At<T>]| list.is_empty() || list.iter().any(|a| either.iter().any(|b| meet(a, b)));
    if open(source) || open(destination) {
        return None;
    }
    let (first, second) = (first.span.min(other.span), first.span.max(other.span));
    Some(Nothing { first, second, why })
}
