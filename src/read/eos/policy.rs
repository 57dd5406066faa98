//! Route maps.

use pest::iterators::Pairs;

use super::lists::{communities, route_targets};
use super::{DEVICE, Heard, Named, Reader, Rule, Said, argument, assign, name, number};
use crate::plan::{Element, RouteMap, RouteMapEntry, RouteOrigin, SetCommunity};
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
