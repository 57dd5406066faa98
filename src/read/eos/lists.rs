//! Prefix lists and lists of communities.

use ipnet::IpNet;
use pest::iterators::Pairs;

use super::{DEVICE, Heard, Named, Reader, Rule, argument};
use crate::model::value::{Value, WellKnown};
use crate::plan::{
    CommunityList, CommunityRule, Element, ExtCommunityList, ExtCommunityRule, PrefixList, PrefixRule,
};

impl<'t> Reader<'t> {
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
}

/// `NAME permit VALUES`.
fn list_rule(text: &str) -> Option<(&str, bool, &str)> {
    let (name, rest) = text.split_once(' ')?;
    let (verdict, values) = rest.split_once(' ')?;
    let some = !name.is_empty() && !values.trim().is_empty();
    some.then(|| (name, verdict == "permit", values.trim()))
}

/// `65048:1 no-export`; EOS shows some of the words in capitals.
pub(super) fn communities(text: &str) -> Option<Vec<String>> {
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
pub(super) fn route_targets(text: &str) -> Option<Vec<String>> {
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
