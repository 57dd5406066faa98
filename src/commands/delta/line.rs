//! What a line is to others of its section.

use std::collections::HashSet;

use super::super::row::Known;
use super::super::section::Section;
use super::super::vlans;
use super::{Left, Place};
use crate::model::value::VlanSet;

/// What adds VLANs to a set and takes others from it; none where it has to be said as a whole.
pub fn in_part(
    (add, remove): (&'static str, &'static str),
    old: &Known<'_>,
    new: &Known<'_>,
) -> Option<Vec<String>> {
    let set = |known: &Known<'_>| vlans::parse(known.captured.values.first()?);
    let (old, new) = (set(old)?, set(new)?);
    if new.is_empty() {
        return None;
    }
    let part = |words: &str, set: VlanSet| (!set.is_empty()).then(|| words.replace('*', &set.to_string()));
    let (added, removed) = (part(add, vlans::less(&new, &old)), part(remove, vlans::less(&old, &new)));
    Some(added.into_iter().chain(removed).collect())
}

/// What adds names to a line and takes others from it, one by one and never the last of them.
pub fn name_by_name(old: &Known<'_>, new: &Known<'_>) -> Vec<String> {
    fn names<'l>(known: &Known<'l>) -> Vec<&'l str> {
        known.captured.values.iter().flat_map(|value| value.split(' ')).collect()
    }
    let say = |words: &'static str, name: &str| format!("{}{name}", words.trim_end_matches(['*', '.']));
    let (come, go) = (|name| say(new.row.line, name), |name| say(new.row.undo, name));
    let (old, new) = (names(old), names(new));
    let (stay, gone): (Vec<&str>, Vec<&str>) = old.iter().partition(|name| new.contains(name));
    let added: Vec<&str> = new.iter().copied().filter(|name| !old.contains(name)).collect();
    // They stand in the order of entry: what is not in its place behind the others is entered again.
    let there = stay.iter().chain(&added);
    let placed = there.fold(0, |at, name| at + usize::from(new.get(at) == Some(name)));
    let again = new.iter().skip(placed).flat_map(|name| [go(name), come(name)]);
    let added = added.iter().map(|name| come(name));
    added.chain(gone.iter().map(|name| go(name))).chain(again).collect()
}

/// How lines begin that go with others: of a neighbour that goes, and is not spoken of any more.
pub fn taken_with(gone: &[Left<'_>], come: &[Left<'_>], new: &[Section]) -> Vec<String> {
    let slots: HashSet<&str> = come.iter().map(|left| left.slot.as_str()).collect();
    let goes = gone.iter().filter(|left| left.known.row.takes && !slots.contains(left.slot.as_str()));
    let unspoken = |prefix: &String| !new.iter().any(|s| s.line.starts_with(prefix.as_str()));
    goes.map(|left| prefix(&left.section.line)).filter(unspoken).collect()
}

/// The way that a route goes, `ip route 10.0.0.0/8 192.0.2.1`, without what else it says. Two routes by
/// one way are not there together.
pub fn way(line: &str) -> &str {
    let is_address = |word: &str| word.parse::<std::net::IpAddr>().is_ok();
    let mut at = 0;
    for (number, word) in line.split_inclusive(' ').enumerate() {
        if number > 3 && !is_address(word.trim_end()) {
            break;
        }
        at += word.len();
    }
    line.get(..at).unwrap_or(line).trim_end()
}

/// Interfaces that are to be of layer 2: a vendor takes none with sub-interfaces for one.
pub fn bridged(new: &[Section]) -> HashSet<&str> {
    let interfaces = new.iter().filter(|s| s.line.starts_with("interface "));
    interfaces.filter(|s| !s.says("no switchport")).map(|s| s.line.as_str()).collect()
}

/// The port that a sub-interface is on.
pub fn port(sub: &str) -> &str {
    sub.split('.').next().unwrap_or(sub)
}

/// The first two words of a line: whom it speaks of.
pub fn prefix(line: &str) -> String {
    line.split_inclusive(' ').take(2).collect()
}

/// What goes with a neighbour goes from the families of its section as well.
pub fn passed_on<'p>(inner: &Place, taken: &'p [String]) -> &'p [String] {
    if inner.scope.ends_with("-af") { taken } else { &[] }
}

#[cfg(test)]
mod tests {
    use super::way;

    #[test]
    fn the_way_of_a_route_is_its_next_hop() {
        assert_eq!(way("ip route 10.0.0.0/8 192.0.2.1 250 tag 7"), "ip route 10.0.0.0/8 192.0.2.1");
        assert_eq!(way("ip route 10.0.0.0/8 Vlan10 192.0.2.1 5"), "ip route 10.0.0.0/8 Vlan10 192.0.2.1");
        assert_eq!(way("ipv6 route ::/0 2001:db8::1"), "ipv6 route ::/0 2001:db8::1");
        assert_eq!(way("ip route 10.0.0.0/8 Null0 name gone"), "ip route 10.0.0.0/8 Null0");
    }
}
