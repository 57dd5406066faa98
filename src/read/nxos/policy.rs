//! Lists, route maps, and what keeps traffic under a rate.

use super::known::{At, Known};
use super::words::{number, put, word, words};
use super::{Rule, map};
use crate::plan::{
    CommunityList, CommunityRule, Element, ExtCommunityList, ExtCommunityRule, PrefixList, PrefixRule,
    RouteMap, RouteMapEntry, SetCommunity,
};

/// `permit` or `deny`.
pub fn permits(word: &str) -> Option<bool> {
    match word {
        "permit" => Some(true),
        "deny" => Some(false),
        _ => None,
    }
}

/// A number that a rule may begin with: where it has none, it has that behind the last.
pub fn sequence<'w>(
    words: &mut impl Iterator<Item = &'w str>,
    first: &'w str,
    next: u64,
) -> Option<(u64, &'w str)> {
    if first == "seq" { Some((number(words.next()?)?, words.next()?)) } else { Some((next, first)) }
}

/// `PL seq 10 permit 10.42.0.0/16 le 32`.
pub fn prefix_rule<'t>(known: &mut Known<'t>, ipv6: bool, value: &'t str) -> Option<u32> {
    let mut words = value.split_ascii_whitespace();
    let (name, first) = (words.next()?, words.next()?);
    let at = known.prefix_lists.get(&(ipv6, name)).copied();
    if first == "description" && known.running() {
        let text = value.split_once(" description ")?.1.trim_ascii();
        let (position, element) = at.unwrap_or_else(|| prefix_list(known, ipv6, name));
        known.device.prefix_lists.get_mut(position)?.description = Some(text.to_owned());
        return Some(element);
    }
    let highest = at.and_then(|(position, _)| known.highest.get(&position));
    let next = highest.map_or(5, |sequence| sequence.saturating_add(5));
    let (sequence, action) = sequence(&mut words, first, next)?;
    let permit = permits(action)?;
    let prefix: ipnet::IpNet = words.next()?.parse().ok()?;
    if prefix.addr().is_ipv6() != ipv6 {
        return None;
    }
    let mut rule = PrefixRule { sequence, permit, prefix, ge: None, le: None };
    while let Some(keyword) = words.next() {
        let length: u8 = number(words.next()?)?;
        known.again |= match keyword {
            "ge" => rule.ge.is_some(),
            _ => rule.le.is_some(),
        };
        match keyword {
            "eq" => (rule.ge, rule.le) = (Some(length), Some(length)),
            "ge" => rule.ge = Some(length),
            "le" => rule.le = Some(length),
            _ => return None,
        }
    }
    let (position, element) = at.unwrap_or_else(|| prefix_list(known, ipv6, name));
    let highest = known.highest.entry(position).or_default();
    *highest = sequence.max(*highest);
    let rules = &mut known.device.prefix_lists.get_mut(position)?.rules;
    let before = known.numbers.insert((Rule::prefix_list_v4, position, sequence), (rules.len(), element));
    add(rules, rule, before, &mut known.again);
    if let Some(before) = before {
        known.numbers.insert((Rule::prefix_list_v4, position, sequence), before);
    }
    Some(element)
}

/// A prefix list that is new.
fn prefix_list<'t>(known: &mut Known<'t>, ipv6: bool, name: &'t str) -> At {
    let element = known.begin(Element::PrefixList { name: name.to_owned(), ipv6 });
    let at = (known.device.prefix_lists.len(), element);
    known.prefix_lists.insert((ipv6, name), at);
    known.device.prefix_lists.push(PrefixList { name: name.to_owned(), ipv6, ..PrefixList::default() });
    at
}

/// Puts a rule in the place of the one that had its number, or behind all others.
pub fn add<T>(rules: &mut Vec<T>, rule: T, before: Option<At>, again: &mut bool) {
    match before.and_then(|(position, _)| rules.get_mut(position)) {
        Some(place) => {
            *place = rule;
            *again = true;
        }
        None => rules.push(rule),
    }
}

/// `CL permit 65048:100 no-export`.
pub fn community_rule<'t>(known: &mut Known<'t>, value: &'t str) -> Option<u32> {
    let (name, permit, words) = list_rule(value)?;
    let communities: Vec<String> = words.map(community).collect::<Option<_>>()?;
    let (position, element) = known.community_lists.get(name).copied().unwrap_or_else(|| {
        let element = known.begin(Element::CommunityList(name.to_owned()));
        let at = (known.device.community_lists.len(), element);
        known.community_lists.insert(name, at);
        known
            .device
            .community_lists
            .push(CommunityList { name: name.to_owned(), ..CommunityList::default() });
        at
    });
    let list = known.device.community_lists.get_mut(position)?;
    if known.list_rules.insert((Rule::community_list, position, value.trim_ascii())) {
        list.rules.push(CommunityRule { permit, communities });
    } else {
        known.again = true;
    }
    Some(element)
}

/// `ECL permit rt 65048:39001`.
pub fn ext_community_rule<'t>(known: &mut Known<'t>, value: &'t str) -> Option<u32> {
    let (name, permit, mut words) = list_rule(value)?;
    let mut route_targets = Vec::new();
    while let Some(keyword) = words.next() {
        route_targets.push(words.next().filter(|_| keyword == "rt")?.to_owned());
    }
    let (position, element) = known.ext_community_lists.get(name).copied().unwrap_or_else(|| {
        let element = known.begin(Element::ExtCommunityList(name.to_owned()));
        let at = (known.device.ext_community_lists.len(), element);
        known.ext_community_lists.insert(name, at);
        let list = ExtCommunityList { name: name.to_owned(), ..ExtCommunityList::default() };
        known.device.ext_community_lists.push(list);
        at
    });
    let list = known.device.ext_community_lists.get_mut(position)?;
    if known.list_rules.insert((Rule::ext_community_list, position, value.trim_ascii())) {
        list.rules.push(ExtCommunityRule { permit, route_targets });
    } else {
        known.again = true;
    }
    Some(element)
}

/// Name, whether it permits, and what. Rules are in the order of the text: a number, which newer
/// releases show, has to agree with it.
fn list_rule(value: &str) -> Option<(&str, bool, impl Iterator<Item = &str>)> {
    let mut words = value.split_ascii_whitespace().peekable();
    let name = words.next()?;
    let first = words.next()?;
    let (_, action) = sequence(&mut words, first, 0)?;
    let permit = permits(action)?;
    words.peek()?;
    Some((name, permit, words))
}

/// A community: `65048:100`, or the plan's word for one that everybody knows.
pub fn community(word: &str) -> Option<String> {
    let known = match word {
        "graceful-shutdown" => "gshut",
        "local-AS" => "local-as",
        "internet" | "no-advertise" | "no-export" => word,
        _ => {
            let (high, low) = word.split_once(':')?;
            number::<u16>(high).zip(number::<u16>(low))?;
            word
        }
    };
    Some(known.to_owned())
}

/// The number of an entry that is given none.
const FIRST: u64 = 10;

/// The entry of a route map that lines are of.
pub struct Entry {
    map: usize,
    entry: usize,
    pub element: u32,
}

/// `RM permit 10`.
pub fn entry<'t>(known: &mut Known<'t>, value: &'t str) -> Option<Entry> {
    let (name, permit, sequence) = match words(value) {
        Some([name, action, sequence]) => (name, permits(action)?, number(sequence)?),
        // The switch takes it for the first entry.
        None if known.running() => match words(value) {
            Some([name, action]) => (name, permits(action)?, FIRST),
            None => (word(value)?, true, FIRST),
        },
        None => return None,
    };
    let map = match known.route_maps.get(name) {
        Some(map) => *map,
        None => {
            let map = known.device.route_maps.len();
            known.route_maps.insert(name, map);
            known.device.route_maps.push(RouteMap { name: name.to_owned(), ..RouteMap::default() });
            map
        }
    };
    let key = (Rule::route_map, map, sequence);
    if let Some((entry, element)) = known.numbers.get(&key).copied() {
        known.again = true;
        known.device.route_maps.get_mut(map)?.entries.get_mut(entry)?.permit = permit;
        return Some(Entry { map, entry, element });
    }
    let element = known.begin(Element::RouteMapEntry { map: name.to_owned(), sequence });
    let entries = &mut known.device.route_maps.get_mut(map)?.entries;
    let entry = entries.len();
    entries.push(RouteMapEntry { sequence, permit, ..RouteMapEntry::default() });
    known.numbers.insert(key, (entry, element));
    Some(Entry { map, entry, element })
}

impl Entry {
    /// A line of the entry.
    pub fn line(&self, known: &mut Known<'_>, rule: Rule, value: &str) -> Option<u32> {
        let running = known.running();
        let entry = known.device.route_maps.get_mut(self.map)?.entries.get_mut(self.entry)?;
        if running && map::line(entry, rule, value).is_some() {
            return Some(self.element);
        }
        let again = &mut known.again;
        let name = || word(value).map(str::to_owned);
        let deleted = || match words(value) {
            Some([list, "delete"]) => Some(list.to_owned()),
            _ => None,
        };
        match rule {
            Rule::match_ipv4 => put(&mut entry.match_ipv4, name()?, again),
            Rule::match_ipv6 => put(&mut entry.match_ipv6, name()?, again),
            Rule::match_community => put(&mut entry.match_community, name()?, again),
            Rule::match_ext_community => put(&mut entry.match_ext_community, name()?, again),
            Rule::set_preference => put(&mut entry.local_preference, number(value)?, again),
            Rule::set_community => put(&mut entry.set_community, communities(value, community)?, again),
            Rule::delete_community => put(&mut entry.delete_community, deleted()?, again),
            Rule::set_ext_community => {
                let target = |word: &str| word.contains(':').then(|| word.to_owned());
                put(&mut entry.set_ext_community, communities(value, target)?, again);
            }
            Rule::delete_ext_community => put(&mut entry.delete_ext_community, deleted()?, again),
            Rule::continues => put(&mut entry.continues, number(value)?, again),
            _ => return None,
        }
        Some(self.element)
    }
}

/// Communities, perhaps beside those that a route carries.
fn communities(value: &str, one: impl Fn(&str) -> Option<String>) -> Option<SetCommunity> {
    let value = value.trim_ascii();
    let (list, additive) = value.strip_suffix(" additive").map_or((value, false), |list| (list, true));
    let values: Vec<String> = list.split_ascii_whitespace().map(one).collect::<Option<_>>()?;
    (!values.is_empty()).then_some(SetCommunity { values, additive })
}

/// Puts rules in the order of their numbers, and finds whose family a class is of.
pub fn finish(known: &mut Known<'_>) {
    for list in &mut known.device.prefix_lists {
        list.rules.sort_by_key(|r| r.sequence);
    }
    for acl in &mut known.device.acls {
        acl.rules.sort_by_key(|r| r.sequence);
    }
    for map in &mut known.device.route_maps {
        map.entries.sort_by_key(|e| e.sequence);
    }
    if known.running() {
        known.device.route_maps.iter_mut().flat_map(|m| &mut m.entries).for_each(map::settle);
    }
    for class in known.device.policers.iter_mut().flat_map(|p| &mut p.classes) {
        let is = |ipv6: bool| known.acls.contains_key(&(ipv6, class.acl.as_str()));
        class.ipv6 = is(true) && !is(false);
    }
    for class in std::mem::take(&mut known.classes).iter().filter(|c| !c.named) {
        for (line, text) in &class.lines {
            known.unsay(*line, class.name, text);
        }
    }
}
