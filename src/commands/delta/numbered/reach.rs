//! What an entry of a list matches, as far as the order among entries asks for it.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::RangeInclusive;

use ipnet::IpNet;

/// What an entry matches.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reach {
    /// Nothing: a remark.
    Nothing,
    /// Routes within a prefix, of some lengths.
    Routes(IpNet, RangeInclusive<u8>),
    /// What is not looked at: it may be anything.
    Anything,
}

impl Reach {
    /// Of an entry's text behind its number, `permit 10.0.0.0/8 le 24`. Rules of access lists may match
    /// anything.
    pub fn of(entry: &str) -> Reach {
        if entry.starts_with("remark") {
            return Reach::Nothing;
        }
        Reach::routes(entry).unwrap_or(Reach::Anything)
    }

    fn routes(entry: &str) -> Option<Reach> {
        let mut words = entry.split(' ').skip(1);
        let net: IpNet = words.next()?.parse().ok()?;
        let (mut shortest, mut longest) = (net.prefix_len(), net.prefix_len());
        while let Some(word) = words.next() {
            let length = words.next()?.parse().ok()?;
            match word {
                "eq" => (shortest, longest) = (length, length),
                "ge" => (shortest, longest) = (length, net.max_prefix_len()),
                "le" => longest = length,
                _ => return None,
            }
        }
        Some(Reach::Routes(net.trunc(), shortest..=longest))
    }
}

/// What some entries match together: the lengths of the routes, by prefix.
#[derive(Debug, Default)]
pub struct Reached {
    /// Of entries with just that prefix.
    routes: BTreeMap<IpNet, BTreeSet<u8>>,
    /// Of entries with that prefix or one inside, for the lengths of prefixes that are asked for.
    within: BTreeMap<IpNet, BTreeSet<u8>>,
    /// Lengths of the prefixes.
    lengths: BTreeSet<u8>,
    /// Lengths of the prefixes that are asked for.
    asked: BTreeSet<u8>,
    anything: bool,
}

impl Reached {
    /// By nothing yet. What is asked for later is among `asked`.
    pub fn new(asked: impl Iterator<Item = Reach>) -> Self {
        let length = |reach| match reach {
            Reach::Routes(net, _) => Some(net.prefix_len()),
            Reach::Nothing | Reach::Anything => None,
        };
        Reached { asked: asked.filter_map(length).collect(), ..Reached::default() }
    }

    /// One more entry.
    pub fn add(&mut self, reach: Reach) {
        match reach {
            Reach::Nothing => {}
            Reach::Routes(net, lengths) => {
                self.lengths.insert(net.prefix_len());
                for around in self.asked.range(..=net.prefix_len()).filter_map(|length| around(net, *length))
                {
                    self.within.entry(around).or_default().extend(lengths.clone());
                }
                self.routes.entry(net).or_default().extend(lengths);
            }
            Reach::Anything => self.anything = true,
        }
    }

    /// Whether one of the entries may match something that another matches.
    pub fn meets(&self, reach: &Reach) -> bool {
        let (net, lengths) = match reach {
            Reach::Nothing => return false,
            Reach::Anything => return self.anything || !self.routes.is_empty(),
            Reach::Routes(net, lengths) => (*net, lengths),
        };
        let outside = self.lengths.range(..net.prefix_len());
        let outside = outside.filter_map(|length| self.routes.get(&around(net, *length)?));
        let mut all = outside.chain(self.within.get(&net));
        // A range that ends before it begins has no lengths.
        self.anything || (!lengths.is_empty() && all.any(|of| of.range(lengths.clone()).next().is_some()))
    }
}

/// The prefix of a length that a prefix is in.
fn around(net: IpNet, length: u8) -> Option<IpNet> {
    IpNet::new(net.addr(), length).ok().map(|net| net.trunc())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_meet_where_one_route_fits_both() {
        let meet = |a: &str, b: &str| {
            let meet = |a: &str, b: &str| {
                let mut reached = Reached::new([Reach::of(b)].into_iter());
                reached.add(Reach::of(a));
                reached.meets(&Reach::of(b))
            };
            let there = meet(a, b);
            assert_eq!(meet(b, a), there, "{a} / {b}");
            there
        };
        assert!(meet("permit 10.0.0.0/8", "deny 10.0.0.0/8"));
        assert!(meet("permit 10.0.0.0/8 le 24", "deny 10.1.0.0/16"));
        assert!(meet("permit 10.0.0.0/8 ge 24", "deny 10.1.0.0/16 le 32"));
        assert!(!meet("permit 10.0.0.0/8", "deny 10.1.0.0/16"));
        assert!(!meet("permit 10.0.0.0/8 le 15", "deny 10.1.0.0/16 le 32"));
        assert!(!meet("permit 10.0.0.0/16 le 32", "deny 10.1.0.0/16 le 32"));
        assert!(meet("permit 0.0.0.0/0 eq 16", "permit 10.1.0.0/16"));
        assert!(!meet("permit 0::/0 le 128", "permit 0.0.0.0/0 le 32"));
        assert!(meet("permit tcp any any", "permit udp any any"));
        // A range that no route has the length of, and one whose ends are the wrong way round.
        assert!(!meet("permit 10.0.0.0/8 ge 25", "permit 10.1.0.0/16 le 24"));
        assert!(!meet("permit 10.0.0.0/8 ge 28 le 24", "permit 10.0.0.0/8 le 32"));
        assert!(!meet("remark routes", "permit udp any any"));
    }
}
