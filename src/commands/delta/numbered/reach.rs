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

/// What some entries match together.
#[derive(Debug, Default)]
pub struct Reached {
    routes: BTreeMap<IpNet, Vec<RangeInclusive<u8>>>,
    /// Lengths of the prefixes.
    lengths: BTreeSet<u8>,
    anything: bool,
}

impl Reached {
    /// One more entry.
    pub fn add(&mut self, reach: Reach) {
        match reach {
            Reach::Nothing => {}
            Reach::Routes(net, lengths) => {
                self.lengths.insert(net.prefix_len());
                self.routes.entry(net).or_default().push(lengths);
            }
            Reach::Anything => self.anything = true,
        }
    }

    /// Whether one of the entries may match something that another matches.
    pub fn meets(&self, reach: &Reach) -> bool {
        let (net, lengths) = match reach {
            Reach::Nothing => return false,
            Reach::Anything => return self.anything || !self.routes.is_empty(),
            Reach::Routes(net, lengths) => (net, lengths),
        };
        let meet = |of: &[RangeInclusive<u8>]| {
            of.iter().any(|other| other.start() <= lengths.end() && lengths.start() <= other.end())
        };
        let around = self.lengths.range(..net.prefix_len()).filter_map(|length| {
            let around = IpNet::new(net.addr(), *length).ok()?;
            self.routes.get(&around.trunc())
        });
        let inside = self.routes.range(net..).take_while(|(other, _)| net.contains(&other.network()));
        self.anything || around.chain(inside.map(|(_, of)| of)).any(|of| meet(of))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_meet_where_one_route_fits_both() {
        let meet = |a: &str, b: &str| {
            let mut reached = Reached::default();
            reached.add(Reach::of(a));
            let there = reached.meets(&Reach::of(b));
            let mut reached = Reached::default();
            reached.add(Reach::of(b));
            assert_eq!(reached.meets(&Reach::of(a)), there, "{a} / {b}");
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
        assert!(!meet("remark routes", "permit udp any any"));
    }
}
