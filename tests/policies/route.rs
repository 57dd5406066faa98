//! What becomes of a route: as the language says it, and as a switch runs its route map.

use std::collections::BTreeSet;

use ipnet::IpNet;
use selvedge::model::Fabric;
use selvedge::model::construct as language;
use selvedge::model::value::{Combine, PolicyAction, Verdict};
use selvedge::plan::{self, Device};

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Route {
    pub prefix: IpNet,
    pub communities: BTreeSet<String>,
    pub targets: BTreeSet<String>,
    pub preference: u32,
}

/// A community by its number, so that a name and a number of one community are one.
pub fn canonical(text: &str) -> String {
    let number = match text {
        "gshut" => 0xffff_0000_u32,
        "no-export" => 0xffff_ff01,
        "no-advertise" => 0xffff_ff02,
        "local-as" => 0xffff_ff03,
        _ => return text.to_owned(),
    };
    format!("{}:{}", number >> 16, number & 0xffff)
}

/// Whether a later look at a route sees what was changed: manuals disagree, so nothing may hang on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sees {
    Original,
    Changed,
}

/// The language: what becomes of a route.
pub fn language_says(
    fabric: &Fabric,
    policy: &language::RoutePolicy,
    route: &Route,
    sees: Sees,
) -> Option<Route> {
    let mut rules: Vec<_> = policy.rules.iter().collect();
    rules.sort_by_key(|r| r.sequence.0);
    let mut now = route.clone();
    for rule in rules {
        let seen = if sees == Sees::Original { route } else { &now };
        if !language_matches(fabric, rule, seen) {
            continue;
        }
        if rule.action.value == PolicyAction::Deny {
            return None;
        }
        if let Some(preference) = &*rule.local_preference {
            now.preference = preference.0 as u32;
        }
        let all = |list: &[selvedge::finding::At<selvedge::model::value::Community>]| {
            list.iter().map(|c| c.to_string()).collect::<BTreeSet<_>>()
        };
        let targets = |list: &[selvedge::finding::At<selvedge::model::value::RouteTarget>]| {
            list.iter().map(|c| c.to_string()).collect::<BTreeSet<_>>()
        };
        now.communities = changed(
            &now.communities,
            all(&rule.set_community),
            all(&rule.add_community),
            &all(&rule.delete_community),
        );
        now.targets = changed(
            &now.targets,
            targets(&rule.set_ext_community),
            targets(&rule.add_ext_community),
            &targets(&rule.delete_ext_community),
        );
        if rule.action.value == PolicyAction::Permit {
            return Some(now);
        }
    }
    (policy.default_action.0.value == Verdict::Permit).then_some(now)
}

pub fn changed(
    carried: &BTreeSet<String>,
    set: BTreeSet<String>,
    add: BTreeSet<String>,
    delete: &BTreeSet<String>,
) -> BTreeSet<String> {
    let kept: BTreeSet<String> =
        if set.is_empty() { carried.difference(delete).cloned().collect() } else { set };
    kept.into_iter().chain(add).collect()
}

pub fn language_matches(fabric: &Fabric, rule: &language::PolicyRule, route: &Route) -> bool {
    let prefix = |list: &language::PrefixList| {
        let mut rules: Vec<_> = list.rules.iter().collect();
        rules.sort_by_key(|r| r.sequence.0);
        let first = rules.into_iter().find(|r| {
            let own = r.prefix.0.prefix_len();
            let (least, most) = r.length.as_ref().map_or((own, own), |l| (l.least, l.most));
            r.prefix.0.contains(&route.prefix) && (least..=most).contains(&route.prefix.prefix_len())
        });
        first.is_some_and(|r| r.action.value == Verdict::Permit)
    };
    let community = |list: &language::CommunityList| {
        let mut rules: Vec<_> = list.rules.iter().collect();
        rules.sort_by_key(|r| r.sequence.0);
        let carries = |name: &str| name == "internet" || route.communities.contains(&canonical(name));
        let first = rules.into_iter().find(|r| {
            r.communities.iter().all(|c| carries(&c.to_string()))
                && r.well_known.iter().all(|w| carries(&w.to_string()))
        });
        first.is_some_and(|r| r.action.value == Verdict::Permit)
    };
    let ext = |list: &language::ExtCommunityList| {
        let mut rules: Vec<_> = list.rules.iter().collect();
        rules.sort_by_key(|r| r.sequence.0);
        let first = rules
            .into_iter()
            .find(|r| r.route_targets.iter().all(|t| route.targets.contains(&t.to_string())));
        first.is_some_and(|r| r.action.value == Verdict::Permit)
    };
    let mut conditions: Vec<bool> = Vec::new();
    let named = |name: &str| name.to_owned();
    conditions.extend(
        rule.match_prefix
            .iter()
            .map(|n| prefix(fabric.prefix_lists.iter().find(|l| *l.name.value == *named(&n.name)).unwrap())),
    );
    conditions.extend(
        rule.match_community
            .iter()
            .map(|n| community(fabric.community_lists.iter().find(|l| *l.name.value == *n.name).unwrap())),
    );
    conditions.extend(
        rule.match_ext_community
            .iter()
            .map(|n| ext(fabric.ext_community_lists.iter().find(|l| *l.name.value == *n.name).unwrap())),
    );
    match rule.condition.0.value {
        Combine::Or => conditions.into_iter().any(|c| c),
        Combine::And => conditions.into_iter().all(|c| c),
    }
}

/// A switch: what its route map does with a route.
pub fn switch_says(device: &Device, map: &str, route: &Route, sees: Sees) -> Option<Route> {
    let map = device.route_maps.iter().find(|m| m.name == map).expect("the map is on the switch");
    let numbers: Vec<u64> = map.entries.iter().map(|e| e.sequence).collect();
    assert!(numbers.is_sorted_by(|a, b| a < b), "{}: {numbers:?}", map.name);
    assert!(numbers.iter().all(|n| (1..=65_535).contains(n)), "{}: {numbers:?}", map.name);
    let mut now = route.clone();
    let mut from = 0;
    let mut passed = false;
    while let Some(entry) = map.entries.iter().find(|e| {
        e.sequence >= from && entry_matches(device, e, if sees == Sees::Original { route } else { &now })
    }) {
        if !entry.permit {
            return None;
        }
        change(device, entry, &mut now);
        passed = true;
        let Some(next) = entry.continues else { return Some(now) };
        assert!(numbers.contains(&next), "{}: continue to {next}, which is not there", map.name);
        assert!(next > entry.sequence);
        from = next;
    }
    // Sent on by a `continue`, and met by no entry: the route passes.
    passed.then_some(now)
}

pub fn entry_matches(device: &Device, entry: &plan::RouteMapEntry, route: &Route) -> bool {
    let in_prefixes = |name: &Option<String>, ipv6: bool| {
        name.as_ref().is_none_or(|name| {
            let list = device.prefix_lists.iter().find(|l| l.name == *name).expect("the list is there");
            assert_eq!(list.ipv6, ipv6);
            assert!(!list.rules.is_empty(), "an empty list lets everything pass on NX-OS");
            assert!(list.rules.is_sorted_by(|a, b| a.sequence < b.sequence));
            let first = list.rules.iter().find(|r| {
                let own = r.prefix.prefix_len();
                let (least, most) = match (r.ge, r.le) {
                    (None, None) => (own, own),
                    (ge, le) => (ge.unwrap_or(own), le.unwrap_or(r.prefix.max_prefix_len())),
                };
                assert!(r.ge.is_none_or(|ge| ge > own) && r.le.is_none_or(|le| le > own), "{r:?}");
                r.prefix.contains(&route.prefix) && (least..=most).contains(&route.prefix.prefix_len())
            });
            first.is_some_and(|r| r.permit)
        })
    };
    let carries = |list: &[String], all: &BTreeSet<String>| {
        list.iter().all(|c| c == "internet" || all.contains(&canonical(c)))
    };
    let community = entry.match_community.as_ref().is_none_or(|name| {
        let list = device.community_lists.iter().find(|l| l.name == *name).expect("the list is there");
        let first = list.rules.iter().find(|r| carries(&r.communities, &route.communities));
        first.is_some_and(|r| r.permit)
    });
    let ext = entry.match_ext_community.as_ref().is_none_or(|name| {
        let list = device.ext_community_lists.iter().find(|l| l.name == *name).expect("the list is there");
        let first = list.rules.iter().find(|r| carries(&r.route_targets, &route.targets));
        first.is_some_and(|r| r.permit)
    });
    assert!(entry.match_ipv4.is_none() || entry.match_ipv6.is_none(), "no route is of both families");
    in_prefixes(&entry.match_ipv4, false) && in_prefixes(&entry.match_ipv6, true) && community && ext
}

pub fn change(device: &Device, entry: &plan::RouteMapEntry, route: &mut Route) {
    route.preference = entry.local_preference.unwrap_or(route.preference);
    // In either order: what an entry takes off it does not give.
    let delete = |list: Vec<&String>, from: &mut BTreeSet<String>| {
        from.retain(|c| !list.iter().any(|d| canonical(d) == *c));
    };
    if let Some(name) = &entry.delete_community {
        let list = device.community_lists.iter().find(|l| l.name == *name).unwrap();
        assert!(list.rules.iter().all(|r| r.permit && r.communities.len() == 1));
        delete(list.rules.iter().flat_map(|r| &r.communities).collect(), &mut route.communities);
    }
    if let Some(name) = &entry.delete_ext_community {
        let list = device.ext_community_lists.iter().find(|l| l.name == *name).unwrap();
        delete(list.rules.iter().flat_map(|r| &r.route_targets).collect(), &mut route.targets);
    }
    for (set, carried) in
        [(&entry.set_community, &mut route.communities), (&entry.set_ext_community, &mut route.targets)]
    {
        if let Some(set) = set {
            if !set.additive {
                carried.clear();
            }
            carried.extend(set.values.iter().map(|c| canonical(c)));
        }
    }
}
