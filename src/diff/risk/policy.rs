//! Policies: which routes and packets pass.
//!
//! What nothing goes by before the change disturbs nobody: the binding is the change that does.

use std::collections::HashMap;

use super::table::{by, hitless, row, words};
use super::view::bound_policers;
use super::{Case, Kind, Risk, Row, Rule, Verdict, View, With};
use crate::plan::{Acl, AclRule, Difference, Element, RouteMap, RouteMapEntry};

const NOTHING: Rule = Rule::Is(Risk::None, "", With::NOBODY);

/// An access list: its rules are elements of their own.
pub const ACL: Kind = Kind {
    keys: &["name", "ipv6"],
    added: NOTHING,
    removed: NOTHING,
    rows: &[&[row("counted", hitless("", With::NOBODY)), row("standard", by(standard))]],
};

/// A rule of an access list.
pub const ACL_RULE: Kind = Kind {
    keys: &["sequence"],
    added: by(rule_added),
    removed: by(rule_removed),
    rows: &[&[
        row("remark", by(rule)),
        row("permit", by(rule)),
        row("protocol", by(rule)),
        row("source", by(rule)),
        row("source_ports", by(rule)),
        row("destination", by(rule)),
        row("destination_ports", by(rule)),
        row("source_wildcard", by(rule)),
        row("source_port_not", by(rule)),
        row("destination_wildcard", by(rule)),
        row("destination_port_not", by(rule)),
        row("icmp", by(rule)),
        row("flags", by(rule)),
        row("dscp", by(rule)),
        row("ttl", by(rule)),
        row("fragments", by(rule)),
        row("log", hitless("", With::NOBODY)),
    ]],
};

/// What keeps traffic under a rate.
pub const POLICER: Kind =
    Kind { keys: &["name"], added: NOTHING, removed: NOTHING, rows: &[&[row("classes", by(classes))]] };

/// A prefix list.
pub const PREFIX_LIST: Kind = Kind {
    keys: &["name", "ipv6"],
    added: by(list_added),
    removed: by(list_removed),
    rows: &[LIST, &[words("description")]],
};

/// A list of communities.
pub const COMMUNITY_LIST: Kind =
    Kind { keys: &["name"], added: by(list_added), removed: by(list_removed), rows: &[LIST] };

/// A list of route targets.
pub const EXT_COMMUNITY_LIST: Kind =
    Kind { keys: &["name"], added: by(list_added), removed: by(list_removed), rows: &[LIST] };

const LIST: &[Row] = &[row("rules", by(list))];

/// A route map: its entries are elements of their own.
pub const ROUTE_MAP: Kind = Kind { keys: &["name"], added: NOTHING, removed: NOTHING, rows: &[] };

/// An entry of a route map.
pub const ROUTE_MAP_ENTRY: Kind = Kind {
    keys: &["sequence"],
    added: by(entry_added),
    removed: by(entry_removed),
    rows: &[&[
        row("permit", by(entry)),
        words("description"),
        row("match_ipv4", by(entry)),
        row("match_ipv6", by(entry)),
        row("match_community", by(entry)),
        row("match_ext_community", by(entry)),
        row("match_as_path", by(entry)),
        row("match_interface", by(entry)),
        row("match_tag", by(entry)),
        row("match_metric", by(entry)),
        row("match_acl", by(entry)),
        row("match_next_hop", by(entry)),
        row("or_ipv4", by(entry)),
        row("or_ipv6", by(entry)),
        row("or_communities", by(entry)),
        row("or_interfaces", by(entry)),
        row("or_tags", by(entry)),
        row("continues", by(entry)),
        row("local_preference", by(marks)),
        row("metric", by(marks)),
        row("weight", by(marks)),
        row("tag", by(marks)),
        row("route_source", by(marks)),
        row("next_hop", by(marks)),
        row("next_hop_unchanged", by(marks)),
        row("as_path_prepend", by(marks)),
        row("prepend_last", by(marks)),
        row("no_community", by(marks)),
        row("set_community", by(marks)),
        row("set_community.values", by(marks)),
        row("set_community.additive", by(marks)),
        row("delete_community", by(marks)),
        row("set_ext_community", by(targets)),
        row("set_ext_community.values", by(targets)),
        row("set_ext_community.additive", by(targets)),
        row("delete_ext_community", by(targets)),
    ]],
};

fn harmless(reason: &'static str) -> Verdict {
    Verdict::new(Risk::Hitless, reason, With::NOBODY)
}

fn nothing(reason: &'static str) -> Verdict {
    Verdict::new(Risk::None, reason, With::NOBODY)
}

fn loses(reason: &'static str) -> Verdict {
    Verdict::new(Risk::TrafficLoss, reason, With::NOBODY)
}

fn acl<'a>(view: &View<'a>, element: &Element) -> Option<&'a Acl> {
    let Element::AclRule { name, ipv6, .. } = element else { return None };
    view.acls.get(&(&**name, *ipv6)).copied()
}

/// A switch does not change the kind of a list: it is removed and entered again.
fn standard(case: &Case<'_>) -> Verdict {
    let Element::Acl { name, ipv6 } = case.element else { return loses("") };
    if !case.old.bound_acls.contains(&(&**name, *ipv6)) {
        return nothing("nothing goes by the list while it changes");
    }
    loses("the list is removed and entered again, and is not whole meanwhile")
}

/// The rules of a list that match packets, in order, without their numbers.
fn meaning(acl: &Acl) -> impl Iterator<Item = AclRule> + '_ {
    let rules = acl.rules.iter().filter(|r| r.remark.is_none());
    rules.map(|r| AclRule { sequence: 0, log: false, origin: crate::plan::Origin::default(), ..r.clone() })
}

/// Access lists and route maps that say the same in other numbers. Each is compared once, however
/// many of its lines differ.
#[derive(Debug, Default)]
pub struct Alike<'a> {
    acls: HashMap<(&'a str, bool), Option<&'static str>>,
    maps: HashMap<&'a str, bool>,
}

impl<'a> Alike<'a> {
    /// Those that differences are of.
    pub fn of(found: &'a [Difference], old: &View<'_>, new: &View<'_>) -> Self {
        let mut alike = Alike::default();
        for difference in found {
            match &difference.element {
                Element::AclRule { name, ipv6, .. } => {
                    let key = (&**name, *ipv6);
                    let lists = || Some((*old.acls.get(&key)?, *new.acls.get(&key)?));
                    alike
                        .acls
                        .entry(key)
                        .or_insert_with(|| lists().and_then(|(old, new)| same_rules(old, new)));
                }
                Element::RouteMapEntry { map, .. } => {
                    let key = &**map;
                    let maps = || Some((*old.maps.get(key)?, *new.maps.get(key)?));
                    let same = || maps().is_some_and(|(old, new)| same_entries(old, new));
                    alike.maps.entry(key).or_insert_with(same);
                }
                _ => {}
            }
        }
        alike
    }
}

/// What lists of the same meaning differ in.
fn same_rules(old: &Acl, new: &Acl) -> Option<&'static str> {
    let numbers =
        |acl: &Acl| acl.rules.iter().filter(|r| r.remark.is_none()).map(|r| r.sequence).collect::<Vec<_>>();
    meaning(old).eq(meaning(new)).then(|| match numbers(old) == numbers(new) {
        true => "a remark is for people",
        false => "numbers change, the order does not",
    })
}

/// Whether maps have the same entries in one order, and no entry leads to a number.
fn same_entries(old: &RouteMap, new: &RouteMap) -> bool {
    let plain = |map: &RouteMap| !map.entries.iter().any(|e| e.continues.is_some());
    let entries = |map: &RouteMap| -> Vec<RouteMapEntry> {
        map.entries.iter().map(|e| RouteMapEntry { sequence: 0, ..e.clone() }).collect()
    };
    plain(old) && plain(new) && entries(old) == entries(new)
}

/// Why a rule that comes, goes or changes does nothing, where that is so.
fn idle(case: &Case<'_>) -> Option<Verdict> {
    let Element::AclRule { name, ipv6, .. } = case.element else { return None };
    let bound = |view: &View<'_>| view.bound_acls.contains(&(&**name, *ipv6));
    if !bound(case.old) || !bound(case.new) {
        return Some(nothing("nothing goes by the list while it changes"));
    }
    case.alike.acls.get(&(&**name, *ipv6)).copied().flatten().map(nothing)
}

fn rule_at(acl: &Acl, element: &Element) -> Option<AclRule> {
    let Element::AclRule { sequence, .. } = element else { return None };
    let at = acl.rules.binary_search_by_key(sequence, |r| r.sequence).ok()?;
    acl.rules.get(at).cloned()
}

fn rule_added(case: &Case<'_>) -> Verdict {
    if let Some(verdict) = idle(case) {
        return verdict;
    }
    match acl(case.new, case.element).and_then(|a| rule_at(a, case.element)) {
        Some(rule) if rule.remark.is_some() => nothing(""),
        Some(rule) if rule.permit => harmless("more is let through"),
        _ => loses("what it denies was let through, as far as no rule before it says otherwise"),
    }
}

fn rule_removed(case: &Case<'_>) -> Verdict {
    if let Some(verdict) = idle(case) {
        return verdict;
    }
    match acl(case.old, case.element).and_then(|a| rule_at(a, case.element)) {
        Some(rule) if rule.remark.is_some() => nothing(""),
        Some(rule) if !rule.permit => harmless("what it denied may be let through"),
        _ => loses("what it let through is dropped, as far as no other rule lets it"),
    }
}

fn rule(case: &Case<'_>) -> Verdict {
    if let Some(verdict) = idle(case) {
        return verdict;
    }
    let remark = |view| acl(view, case.element).and_then(|a| rule_at(a, case.element)?.remark);
    if remark(case.old).is_some() && remark(case.new).is_some() {
        return nothing("a remark is for people");
    }
    loses("what it let through before may be dropped")
}

fn classes(case: &Case<'_>) -> Verdict {
    let Element::Policer(name) = case.element else { return loses("") };
    if !bound_policers(case.old.device).contains(&**name) {
        return nothing("nothing goes by it while it changes");
    }
    loses("what is above another rate is dropped")
}

/// Whether routes go by a list before and after.
fn is_used(case: &Case<'_>) -> bool {
    let name = match case.element {
        Element::PrefixList { name, .. } => &**name,
        Element::CommunityList(name) | Element::ExtCommunityList(name) => &**name,
        _ => return true,
    };
    [case.old, case.new].iter().all(|v| v.permits_by.contains(name) || v.denies_by.contains(name))
}

/// What names a list that is not there lets pass all or nothing, by the switch and its version.
fn list_added(case: &Case<'_>) -> Verdict {
    match is_used(case) {
        true => loses("it was named and not there: routes may go"),
        false => nothing(""),
    }
}

fn list_removed(case: &Case<'_>) -> Verdict {
    match is_used(case) {
        true => loses("it is named still: routes may go, or all pass"),
        false => nothing(""),
    }
}

/// The rules of a list as JSON, which permit what a map goes by.
fn list(case: &Case<'_>) -> Verdict {
    let name = match case.element {
        Element::PrefixList { name, .. } => &**name,
        Element::CommunityList(name) | Element::ExtCommunityList(name) => &**name,
        _ => return loses(""),
    };
    let denies = case.old.denies_by.contains(name);
    if !denies && !case.old.permits_by.contains(name) {
        return nothing("nothing goes by the list while it changes");
    }
    let rules = |json: &str| {
        let mut rules: Vec<serde_json::Value> = serde_json::from_str(json).unwrap_or_default();
        for rule in rules.iter_mut().filter_map(|r| r.as_object_mut()) {
            rule.remove("sequence");
        }
        rules
    };
    let (old, new) = (rules(case.first), rules(case.second));
    if old == new {
        return nothing("numbers change, the order does not");
    }
    let permits =
        |rule: &serde_json::Value| rule.get("permit").and_then(serde_json::Value::as_bool) == Some(true);
    let more = grows(&old, &new, permits);
    match (denies, more) {
        (false, true) => harmless("more routes pass"),
        (true, _) => loses("a route map denies or marks by the list: routes may go"),
        (false, false) => loses("routes that the list let pass may go"),
    }
}

/// Whether all that is there stays in its order and only rules that permit come.
fn grows<T: PartialEq>(old: &[T], new: &[T], permits: impl Fn(&T) -> bool) -> bool {
    let mut left = old.iter().peekable();
    for rule in new {
        if left.peek() == Some(&rule) {
            left.next();
        } else if !permits(rule) {
            return false;
        }
    }
    left.next().is_none()
}

fn map<'a>(view: &View<'a>, element: &Element) -> Option<&'a RouteMap> {
    let Element::RouteMapEntry { map, .. } = element else { return None };
    view.maps.get(&**map).copied()
}

fn entry_at(map: &RouteMap, element: &Element) -> Option<RouteMapEntry> {
    let Element::RouteMapEntry { sequence, .. } = element else { return None };
    let at = map.entries.binary_search_by_key(sequence, |e| e.sequence).ok()?;
    map.entries.get(at).cloned()
}

/// Why an entry that comes, goes or changes does nothing, where that is so.
fn unbound(case: &Case<'_>) -> Option<Verdict> {
    let Element::RouteMapEntry { map, .. } = case.element else { return None };
    let bound = |view: &View<'_>| view.bound_maps.contains(&**map);
    if !bound(case.old) || !bound(case.new) {
        return Some(nothing("nothing goes by the route map while it changes"));
    }
    let same = case.alike.maps.get(&**map).copied().unwrap_or_default();
    same.then(|| nothing("numbers change, the order does not"))
}

fn entry_added(case: &Case<'_>) -> Verdict {
    if let Some(verdict) = unbound(case) {
        return verdict;
    }
    match map(case.new, case.element).and_then(|m| entry_at(m, case.element)) {
        Some(entry) if entry.permit => harmless("more routes pass, or pass marked otherwise"),
        _ => loses("routes that it denies go"),
    }
}

fn entry_removed(case: &Case<'_>) -> Verdict {
    if let Some(verdict) = unbound(case) {
        return verdict;
    }
    match map(case.old, case.element).and_then(|m| entry_at(m, case.element)) {
        Some(entry) if !entry.permit => harmless("routes that it denied may pass"),
        _ => loses("routes that it let pass go"),
    }
}

fn entry(case: &Case<'_>) -> Verdict {
    unbound(case).unwrap_or_else(|| loses("routes that it let pass may go"))
}

fn marks(case: &Case<'_>) -> Verdict {
    unbound(case).unwrap_or_else(|| harmless("routes are marked otherwise, and traffic may take other ways"))
}

fn targets(case: &Case<'_>) -> Verdict {
    unbound(case).unwrap_or_else(|| loses("VRFs that take routes by their route target may lose them"))
}
