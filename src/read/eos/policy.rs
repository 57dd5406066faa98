//! Prefix lists, lists of communities, and route maps.

use ipnet::IpNet;
use pest::iterators::Pairs;

use super::{DEVICE, Heard, Named, Reader, Rule, Said, argument, assign, name, number};
use crate::model::value::{Value, WellKnown};
use crate::plan::{
    CommunityList, CommunityRule, Element, ExtCommunityList, ExtCommunityRule, PrefixList, PrefixRule,
    RouteMap, RouteMapEntry, RouteOrigin, SetCommunity,
};
use crate::read::text::words;

impl<'t> Reader<'t> {
    /// The list or map of a name, and whether it was there before.
    pub(super) fn named(
        &mut self,
        rule: Rule,
        name: &'t str,
        element: impl FnOnce() -> Element,
        begin: impl FnOnce(&mut crate::plan::Device) -> usize,
    ) -> (Named, bool) {
        if let Some(known) = self.named.get(&(rule, name)) {
            return (*known, true);
        }
        let element = self.reading.begin(element());
        let known = Named { at: begin(&mut self.reading.device), element };
        self.named.insert((rule, name), known);
        (known, false)
    }

    pub(super) fn prefix_list(&mut self, lines: Pairs<'t, Rule>, ipv6: bool) {
        let mut list = None;
        for pair in lines {
            let (rule, place, text) = (pair.as_rule(), self.place(&pair), argument(&pair));
            match (rule, list) {
                (Rule::list_name, _) if text.is_empty() => self.head(place, DEVICE, Heard::Unknown),
                (Rule::list_name, _) => {
                    let (named, before) = self.begin_prefix_list(text, ipv6);
                    list = Some(named);
                    self.head(place, named.element, Heard::unless(before));
                }
                (Rule::prefix_rule, Some(named)) => {
                    let heard = match prefix_rule(text, ipv6) {
                        Some(rule) => self.prefix_rule(named, rule),
                        None => Heard::Unknown,
                    };
                    self.count(place, named.element, heard);
                }
                (Rule::prefix_remark, Some(named)) => {
                    let plan = self.reading.device.prefix_lists.get_mut(named.at);
                    let again = plan.and_then(|plan| plan.description.replace(text.to_owned())).is_some();
                    self.count(place, named.element, Heard::unless(again));
                }
                (Rule::prefix_rule | Rule::prefix_remark, None) => {
                    self.count(place, DEVICE, Heard::Unknown);
                }
                _ => self.other(&pair),
            }
        }
    }

    /// `LIST seq 10 permit 10.0.0.0/8`: a list may be said a rule a line.
    pub(super) fn prefix_entry(&mut self, text: &'t str, ipv6: bool) -> (u32, Heard) {
        let entry = text.split_once(" seq ").and_then(|(name, rule)| Some((name, prefix_rule(rule, ipv6)?)));
        let Some((name, rule)) = entry else { return (DEVICE, Heard::Unknown) };
        let (named, _) = self.begin_prefix_list(name, ipv6);
        (named.element, self.prefix_rule(named, rule))
    }

    fn begin_prefix_list(&mut self, name: &'t str, ipv6: bool) -> (Named, bool) {
        let kind = if ipv6 { Rule::prefix_list_v6 } else { Rule::prefix_list };
        let element = || Element::PrefixList { name: name.to_owned(), ipv6 };
        self.named(kind, name, element, |device| {
            let name = name.to_owned();
            device.prefix_lists.push(PrefixList { name, ipv6, ..PrefixList::default() });
            device.prefix_lists.len() - 1
        })
    }

    fn prefix_rule(&mut self, list: Named, rule: PrefixRule) -> Heard {
        let Some(plan) = self.reading.device.prefix_lists.get_mut(list.at) else { return Heard::Unknown };
        let here = Named { at: plan.rules.len(), element: list.element };
        let first = *self.numbered.entry((list.element, rule.sequence)).or_insert(here);
        match plan.rules.get_mut(first.at) {
            Some(known) => {
                *known = rule;
                Heard::Again
            }
            None => {
                plan.rules.push(rule);
                Heard::Once
            }
        }
    }

    pub(super) fn community_list(&mut self, text: &'t str) -> (u32, Heard) {
        let unknown = (DEVICE, Heard::Unknown);
        let Some((name, permit, values)) = list_rule(text) else { return unknown };
        let Some(communities) = communities(values) else { return unknown };
        let (named, _) = self.named(
            Rule::community_list,
            name,
            || Element::CommunityList(name.to_owned()),
            |device| {
                let name = name.to_owned();
                device.community_lists.push(CommunityList { name, ..CommunityList::default() });
                device.community_lists.len() - 1
            },
        );
        let heard = self.seen(named.element, Rule::community_list, u64::from(permit), values);
        if heard == Heard::Once
            && let Some(list) = self.reading.device.community_lists.get_mut(named.at)
        {
            list.rules.push(CommunityRule { permit, communities });
        }
        (named.element, heard)
    }

    pub(super) fn ext_community_list(&mut self, text: &'t str) -> (u32, Heard) {
        let unknown = (DEVICE, Heard::Unknown);
        let Some((name, permit, values)) = list_rule(text) else { return unknown };
        let Some(route_targets) = route_targets(values) else { return unknown };
        let (named, _) = self.named(
            Rule::ext_community_list,
            name,
            || Element::ExtCommunityList(name.to_owned()),
            |device| {
                let name = name.to_owned();
                device.ext_community_lists.push(ExtCommunityList { name, ..ExtCommunityList::default() });
                device.ext_community_lists.len() - 1
            },
        );
        let heard = self.seen(named.element, Rule::ext_community_list, u64::from(permit), values);
        if heard == Heard::Once
            && let Some(list) = self.reading.device.ext_community_lists.get_mut(named.at)
        {
            list.rules.push(ExtCommunityRule { permit, route_targets });
        }
        (named.element, heard)
    }

    /// One entry of a route map.
    pub(super) fn route_map(&mut self, lines: Pairs<'t, Rule>) {
        let mut entry: Option<(Named, Named)> = None;
        let mut said = Said::default();
        for pair in lines {
            let (rule, place, text) = (pair.as_rule(), self.place(&pair), argument(&pair));
            match (rule, entry) {
                (Rule::route_map_head, _) => {
                    let (found, element, heard) = match entry_head(text) {
                        Some((map, permit, sequence)) => self.entry(map, permit, sequence),
                        None => (None, DEVICE, Heard::Unknown),
                    };
                    if let Some((_, entry)) = found {
                        said = self.entries_said.remove(&entry.element).unwrap_or_default();
                    }
                    entry = found;
                    self.head(place, element, heard);
                }
                (Rule::separator | Rule::device_comment | Rule::unknown, _) => self.other(&pair),
                (_, Some((map, entry))) => {
                    let maps = &mut self.reading.device.route_maps;
                    let plan = maps.get_mut(map.at).and_then(|m| m.entries.get_mut(entry.at));
                    let known = plan.is_some_and(|plan| entry_line(plan, rule, text));
                    let heard = if known { said.note(rule, place) } else { Heard::Unknown };
                    self.count(place, entry.element, heard);
                }
                (_, None) => self.count(place, DEVICE, Heard::Unknown),
            }
        }
        if let Some((_, entry)) = entry {
            self.entries_said.insert(entry.element, said);
        }
    }

    fn entry(&mut self, map: &'t str, permit: bool, sequence: u64) -> (Option<(Named, Named)>, u32, Heard) {
        let (map_named, _) = self.named(
            Rule::route_map,
            map,
            || Element::RouteMap(map.to_owned()),
            |device| {
                device.route_maps.push(RouteMap { name: map.to_owned(), ..RouteMap::default() });
                device.route_maps.len() - 1
            },
        );
        let Some(plan) = self.reading.device.route_maps.get_mut(map_named.at) else {
            return (None, DEVICE, Heard::Unknown);
        };
        if let Some(before) = self.numbered.get(&(map_named.element, sequence)).copied() {
            if let Some(entry) = plan.entries.get_mut(before.at) {
                entry.permit = permit;
            }
            return (Some((map_named, before)), before.element, Heard::Again);
        }
        let at = plan.entries.len();
        plan.entries.push(RouteMapEntry { sequence, permit, ..RouteMapEntry::default() });
        let element = self.reading.begin(Element::RouteMapEntry { map: map.to_owned(), sequence });
        let entry = Named { at, element };
        self.numbered.insert((map_named.element, sequence), entry);
        (Some((map_named, entry)), element, Heard::Once)
    }
}

/// What a line of a route map gives its entry.
fn entry_line(entry: &mut RouteMapEntry, rule: Rule, text: &str) -> bool {
    let listed = |text: &str| text.strip_suffix(" delete").and_then(name).map(Some);
    match rule {
        Rule::match_ipv4 => assign(&mut entry.match_ipv4, name(text).map(Some)),
        Rule::match_ipv6 => assign(&mut entry.match_ipv6, name(text).map(Some)),
        Rule::match_community => assign(&mut entry.match_community, name(text).map(Some)),
        Rule::match_ext_community => assign(&mut entry.match_ext_community, name(text).map(Some)),
        Rule::match_as_path => assign(&mut entry.match_as_path, name(text).map(Some)),
        Rule::match_interface => assign(&mut entry.match_interface, name(text).map(Some)),
        Rule::match_tag => assign(&mut entry.match_tag, number(text).map(Some)),
        Rule::match_metric => assign(&mut entry.match_metric, number(text).map(Some)),
        Rule::entry_description => assign(&mut entry.description, name(text).map(Some)),
        Rule::set_origin => assign(&mut entry.route_source, route_origin(text).map(Some)),
        Rule::set_metric => assign(&mut entry.metric, number(text).map(Some)),
        Rule::set_weight => assign(&mut entry.weight, number(text).map(Some)),
        Rule::set_tag => assign(&mut entry.tag, number(text).map(Some)),
        Rule::set_next_hop => assign(&mut entry.next_hop, text.parse().ok().map(Some)),
        Rule::set_prepend => {
            let auto = |word: &str| word == "auto" || number::<u32>(word).is_some();
            let path: Vec<String> = text.split_ascii_whitespace().map(str::to_owned).collect();
            let all = !path.is_empty() && path.iter().all(|word| auto(word));
            assign(&mut entry.as_path_prepend, all.then_some(path))
        }
        Rule::set_local_preference => assign(&mut entry.local_preference, number(text).map(Some)),
        Rule::set_community => {
            let (values, additive) = additive(text);
            let set = communities(values).map(|values| SetCommunity { values, additive });
            assign(&mut entry.set_community, set.map(Some))
        }
        Rule::set_ext_community => {
            let (values, additive) = additive(text);
            let set = route_targets(values).map(|values| SetCommunity { values, additive });
            assign(&mut entry.set_ext_community, set.map(Some))
        }
        Rule::delete_community => assign(&mut entry.delete_community, listed(text)),
        Rule::delete_ext_community => assign(&mut entry.delete_ext_community, listed(text)),
        Rule::continue_at => assign(&mut entry.continues, number(text).map(Some)),
        _ => false,
    }
}

fn route_origin(text: &str) -> Option<RouteOrigin> {
    match text {
        "igp" => Some(RouteOrigin::Igp),
        "egp" => Some(RouteOrigin::Egp),
        "incomplete" => Some(RouteOrigin::Incomplete),
        _ => None,
    }
}

fn additive(text: &str) -> (&str, bool) {
    match text.strip_suffix(" additive") {
        Some(values) => (values, true),
        None => (text, false),
    }
}

/// `RM permit 10`.
fn entry_head(text: &str) -> Option<(&str, bool, u64)> {
    let [map, verdict, sequence] = words(text)?;
    Some((map, verdict == "permit", sequence.parse().ok()?))
}

/// `NAME permit VALUES`.
fn list_rule(text: &str) -> Option<(&str, bool, &str)> {
    let (name, rest) = text.split_once(' ')?;
    let (verdict, values) = rest.split_once(' ')?;
    let some = !name.is_empty() && !values.trim().is_empty();
    some.then(|| (name, verdict == "permit", values.trim()))
}

/// `65048:1 no-export`; EOS shows some of the words in capitals.
fn communities(text: &str) -> Option<Vec<String>> {
    let one = |word: &str| {
        let numbers =
            word.split(':').all(|part| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit()));
        let lower = word.to_ascii_lowercase();
        (numbers || WellKnown::parse(&lower).is_ok()).then_some(lower)
    };
    let all: Option<Vec<String>> = text.split_ascii_whitespace().map(one).collect();
    all.filter(|all| !all.is_empty())
}

/// `rt 65048:1 rt 65048:2`.
fn route_targets(text: &str) -> Option<Vec<String>> {
    let mut targets = Vec::new();
    let mut words = text.split_ascii_whitespace();
    while let Some(word) = words.next() {
        targets.push(words.next().filter(|_| word == "rt")?.to_owned());
    }
    (!targets.is_empty()).then_some(targets)
}

/// `10 permit 172.16.0.0/12 le 24`; `eq` is both bounds at once.
fn prefix_rule(text: &str, ipv6: bool) -> Option<PrefixRule> {
    let mut words = text.split_ascii_whitespace();
    let sequence = words.next()?.parse().ok()?;
    let permit = words.next()? == "permit";
    let prefix: IpNet = words.next()?.parse().ok()?;
    if prefix.addr().is_ipv6() != ipv6 {
        return None;
    }
    let mut rule = PrefixRule { sequence, permit, prefix, ge: None, le: None };
    while let Some(word) = words.next() {
        let length = Some(words.next()?.parse().ok()?);
        match word {
            "ge" if rule.ge.is_none() => rule.ge = length,
            "le" if rule.le.is_none() => rule.le = length,
            "eq" if rule.ge.is_none() && rule.le.is_none() => (rule.ge, rule.le) = (length, length),
            _ => return None,
        }
    }
    Some(rule)
}
