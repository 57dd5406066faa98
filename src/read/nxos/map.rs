//! What only a running configuration says in an entry of a route map, and lists of which a route is
//! in one.

use super::Rule;
use super::names;
use super::words::{address, asn, number, word, words};
use crate::plan::{RouteMapEntry, RouteOrigin};

/// A line of an entry; none where it is no such line.
pub fn line(entry: &mut RouteMapEntry, rule: Rule, value: &str) -> Option<()> {
    let options = &mut entry.options;
    match rule {
        Rule::match_ipv4 => lists(&mut options.or_ipv4, value)?,
        Rule::match_ipv6 => lists(&mut options.or_ipv6, value)?,
        Rule::match_community => lists(&mut options.or_communities, value)?,
        Rule::match_interface => {
            let found: Option<Vec<String>> = value.split_ascii_whitespace().map(names::full).collect();
            options.or_interfaces.extend(found.filter(|f| !f.is_empty())?);
        }
        Rule::match_tag => {
            let found: Option<Vec<u32>> = value.split_ascii_whitespace().map(number).collect();
            options.or_tags.extend(found.filter(|f| !f.is_empty())?);
        }
        Rule::match_acl => options.match_acl = Some(word(value)?.to_owned()),
        Rule::match_as_path => entry.match_as_path = Some(word(value)?.to_owned()),
        Rule::match_metric => entry.match_metric = Some(number(value)?),
        Rule::match_next_hop => options.match_next_hop = Some(word(value)?.to_owned()),
        Rule::set_metric => entry.metric = Some(number(value)?),
        Rule::set_tag => entry.tag = Some(number(value)?),
        Rule::set_weight => entry.weight = Some(number(value)?),
        Rule::set_origin => {
            entry.route_source = Some(match word(value)? {
                "igp" => RouteOrigin::Igp,
                "incomplete" => RouteOrigin::Incomplete,
                _ => return None,
            });
        }
        Rule::set_prepend => match words(value) {
            Some(["last-as", times]) => options.prepend_last = Some(number(times)?),
            _ => {
                let path: Option<Vec<u32>> = value.split_ascii_whitespace().map(asn).collect();
                entry.as_path_prepend = path?.iter().map(u32::to_string).collect();
            }
        },
        Rule::set_next_hop => match value.trim_ascii() {
            "unchanged" => options.next_hop_unchanged = true,
            _ => entry.next_hop = Some(address(value)?),
        },
        Rule::set_community if value.trim_ascii() == "none" => options.no_community = true,
        Rule::description => entry.description = Some(value.trim_ascii_end().to_owned()),
        _ => return None,
    }
    Some(())
}

/// Names of lists, a route being in one of them.
fn lists(all: &mut Vec<String>, value: &str) -> Option<()> {
    let before = all.len();
    all.extend(value.split_ascii_whitespace().map(str::to_owned));
    (all.len() > before).then_some(())
}

/// Puts the first of what may match, in order and not as it was said, in the place for one, and the
/// others beside it.
pub fn settle(entry: &mut RouteMapEntry) {
    let options = &mut entry.options;
    first(&mut entry.match_ipv4, &mut options.or_ipv4);
    first(&mut entry.match_ipv6, &mut options.or_ipv6);
    first(&mut entry.match_community, &mut options.or_communities);
    first(&mut entry.match_interface, &mut options.or_interfaces);
    first(&mut entry.match_tag, &mut options.or_tags);
}

fn first<T: Ord>(one: &mut Option<T>, all: &mut Vec<T>) {
    if all.is_empty() {
        return;
    }
    all.sort_unstable();
    all.dedup();
    let mut rest = std::mem::take(all).into_iter();
    *one = rest.next();
    all.extend(rest);
}
