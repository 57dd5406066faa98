//! Route policies as route maps.
//!
//! Of a rule with `or` each condition is an entry with the same changes; of a rule with `and` there
//! is one entry with a list of each kind, and one a family where it asks for prefixes. A rule that
//! continues sends a route on to the first entry of the next rule, so that none of its own other
//! entries changes it again. What no rule decides, the last entry does: it is written out, since a
//! switch lets a route pass that was sent on and then met no entry.

use super::community::text;
use super::family_name;
use super::lists::{Lists, Named, Owner};
use super::number::number;
use crate::finding::At;
use crate::lower::why;
use crate::model::Fabric;
use crate::model::construct::{PolicyRule, RoutePolicy};
use crate::model::value::{Combine, Community, Os, PolicyAction, RouteTarget, Verdict};
use crate::plan::{RouteMap, RouteMapEntry, SendCommunity, SetCommunity};

/// The number of the last entry: the highest that both vendors have.
const LAST: u64 = 65_535;
/// The number of the first entry: what comes before the rules.
const FIRST: u64 = 1;

/// What a map says before the rules of its policy: which routes it never lets pass, by the prefix
/// list of each family, `true` for IPv6.
type Refused = [(bool, String)];

/// The maps of a policy under a name, for routes of these families, `true` for IPv6. NX-OS has one a
/// family: what an entry about IPv6 prefixes means for an IPv4 route is not said there.
pub fn route_maps(
    fabric: &Fabric,
    policy: &RoutePolicy,
    (name, refused): (&str, &Refused),
    families: &[bool],
    os: Os,
    lists: &mut Lists,
) -> Vec<RouteMap> {
    let mut map = |families: &[bool], name| route_map(fabric, policy, (name, refused), families, lists);
    match os {
        Os::Eos => vec![map(families, name.to_owned())],
        Os::Nxos => families.iter().map(|ipv6| map(&[*ipv6], family_name(name, *ipv6))).collect(),
    }
}

fn route_map(
    fabric: &Fabric,
    policy: &RoutePolicy,
    (name, refused): (String, &Refused),
    families: &[bool],
    lists: &mut Lists,
) -> RouteMap {
    let mut rules: Vec<&PolicyRule> = policy.rules.iter().collect();
    rules.sort_by_key(|r| r.sequence.0);
    let made: Vec<Vec<RouteMapEntry>> =
        rules.iter().map(|rule| entries(fabric, policy, rule, families, lists)).collect();
    let origin = why::OWN_ROUTES.of(policy.span);
    let refused = refused.iter().filter(|(ipv6, _)| families.contains(ipv6));
    let refused: Vec<RouteMapEntry> =
        refused.map(|(ipv6, list)| RouteMapEntry { origin, ..in_prefixes(list.clone(), *ipv6) }).collect();
    let before = (!refused.is_empty()).then_some((FIRST, refused.len()));
    let own = rules.iter().zip(&made).map(|(r, entries)| (r.sequence.0, entries.len()));
    let counts: Vec<(u64, usize)> = before.into_iter().chain(own).collect();
    let mut numbers = number(&counts, LAST);
    let rest = numbers.split_off(usize::from(before.is_some()));
    let first = refused.into_iter().zip(numbers.into_iter().flatten());
    let mut all: Vec<RouteMapEntry> =
        first.map(|(entry, sequence)| RouteMapEntry { sequence, ..entry }).collect();
    let numbers = rest;
    for (i, (rule, entries)) in rules.iter().zip(made).enumerate() {
        let later = numbers.iter().skip(i + 1).find_map(|n| n.first()).copied().unwrap_or(LAST);
        let own = numbers.get(i).into_iter().flatten();
        all.extend(entries.into_iter().zip(own).map(|(entry, sequence)| RouteMapEntry {
            sequence: *sequence,
            continues: (rule.action.value == PolicyAction::Continue).then_some(later),
            ..entry
        }));
    }
    all.push(RouteMapEntry {
        sequence: LAST,
        permit: policy.default_action.0.value == Verdict::Permit,
        origin: why::POLICY.of(policy.default_action.0.span),
        ..RouteMapEntry::default()
    });
    RouteMap { name, entries: all, origin: why::POLICY.of(policy.span) }
}

/// The entries of a rule, not numbered yet.
fn entries(
    fabric: &Fabric,
    policy: &RoutePolicy,
    rule: &PolicyRule,
    families: &[bool],
    lists: &mut Lists,
) -> Vec<RouteMapEntry> {
    let owner = Owner { policy: &policy.name, rule: rule.sequence.0, span: rule.span };
    let named = Named::of(fabric, rule);
    let conditions = match rule.condition.0.value {
        Combine::Or => any(&named, families, owner, lists),
        Combine::And => all(&named, families, owner, lists),
    };
    if conditions.is_empty() {
        return conditions;
    }
    let mut changes = RouteMapEntry {
        permit: rule.action.value != PolicyAction::Deny,
        origin: why::POLICY.of(rule.span),
        ..RouteMapEntry::default()
    };
    if changes.permit {
        change(rule, owner, &mut changes, lists);
    }
    conditions
        .into_iter()
        .map(|c| RouteMapEntry {
            match_ipv4: c.match_ipv4,
            match_ipv6: c.match_ipv6,
            match_community: c.match_community,
            match_ext_community: c.match_ext_community,
            ..changes.clone()
        })
        .collect()
}

fn in_prefixes(name: String, ipv6: bool) -> RouteMapEntry {
    RouteMapEntry {
        match_ipv4: (!ipv6).then(|| name.clone()),
        match_ipv6: ipv6.then_some(name),
        ..RouteMapEntry::default()
    }
}

/// An entry for each list.
fn any(named: &Named<'_>, families: &[bool], owner: Owner<'_>, lists: &mut Lists) -> Vec<RouteMapEntry> {
    let mut found = Vec::new();
    for list in &named.prefixes {
        for ipv6 in families {
            found.extend(lists.prefixes(&[list], *ipv6, owner).map(|name| in_prefixes(name, *ipv6)));
        }
    }
    for list in &named.communities {
        let name = lists.communities(&[list], owner);
        found.extend(name.map(|n| RouteMapEntry { match_community: Some(n), ..RouteMapEntry::default() }));
    }
    for list in &named.ext_communities {
        let name = lists.ext_communities(&[list], owner);
        found
            .extend(name.map(|n| RouteMapEntry { match_ext_community: Some(n), ..RouteMapEntry::default() }));
    }
    found
}

/// One entry for all lists; with prefixes one a family. None where a kind lets nothing pass.
fn all(named: &Named<'_>, families: &[bool], owner: Owner<'_>, lists: &mut Lists) -> Vec<RouteMapEntry> {
    let community = lists.communities(&named.communities, owner);
    let ext = lists.ext_communities(&named.ext_communities, owner);
    if community.is_none() != named.communities.is_empty()
        || ext.is_none() != named.ext_communities.is_empty()
    {
        return Vec::new();
    }
    let prefixes = if named.prefixes.is_empty() {
        // Where a rule asks for nothing, no route is what it asks for.
        let asks = community.is_some() || ext.is_some();
        asks.then(RouteMapEntry::default).into_iter().collect()
    } else {
        let made = families.iter().filter_map(|v6| Some((lists.prefixes(&named.prefixes, *v6, owner)?, *v6)));
        made.map(|(name, ipv6)| in_prefixes(name, ipv6)).collect::<Vec<_>>()
    };
    prefixes
        .into_iter()
        .map(|entry| RouteMapEntry {
            match_community: community.clone(),
            match_ext_community: ext.clone(),
            ..entry
        })
        .collect()
}

/// What a rule does to a route. What is set stands in place of what was carried; otherwise what is
/// taken off is taken off first, so what is added as well is not taken off at all.
fn change(rule: &PolicyRule, owner: Owner<'_>, entry: &mut RouteMapEntry, lists: &mut Lists) {
    entry.local_preference = rule.local_preference.as_ref().map(|p| u32::try_from(p.0).unwrap_or(u32::MAX));
    let words = |list: &[At<Community>]| -> Vec<String> { list.iter().map(|c| text(c.value)).collect() };
    let (set, delete) =
        changed(words(&rule.set_community), words(&rule.add_community), words(&rule.delete_community));
    let targets = |list: &[At<RouteTarget>]| -> Vec<String> { list.iter().map(|t| t.to_string()).collect() };
    let (set_ext, delete_ext) = changed(
        targets(&rule.set_ext_community),
        targets(&rule.add_ext_community),
        targets(&rule.delete_ext_community),
    );
    entry.set_community = set;
    entry.set_ext_community = set_ext;
    lists.delete(entry, delete, delete_ext, owner);
}

/// What is given, and what is taken off before.
fn changed(
    mut set: Vec<String>,
    add: Vec<String>,
    mut delete: Vec<String>,
) -> (Option<SetCommunity>, Vec<String>) {
    let additive = set.is_empty();
    if additive {
        delete.retain(|d| !add.contains(d));
    } else {
        delete.clear();
    }
    set.extend(add);
    for values in [&mut set, &mut delete] {
        values.sort_unstable();
        values.dedup();
    }
    let given = (!set.is_empty()).then_some(SetCommunity { values: set, additive });
    (given, delete)
}

/// Which communities have to be sent on for a policy to have its effect; none where it gives none.
pub fn sends(policy: &RoutePolicy) -> Option<SendCommunity> {
    let gives = |r: &&PolicyRule| r.action.value != PolicyAction::Deny;
    let mut rules = policy.rules.iter().filter(gives);
    let standard = rules.clone().any(|r| !r.set_community.is_empty() || !r.add_community.is_empty());
    let extended = rules.any(|r| !r.set_ext_community.is_empty() || !r.add_ext_community.is_empty());
    match (standard, extended) {
        (false, false) => None,
        (true, false) => Some(SendCommunity::Standard),
        (false, true) => Some(SendCommunity::Extended),
        (true, true) => Some(SendCommunity::Both),
    }
}
