//! A prefix list as a switch has it: what it says of a route.

use std::collections::{BTreeMap, BTreeSet};

use ipnet::IpNet;

/// A rule of a prefix list: routes within a prefix, from one length to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rule {
    permits: bool,
    net: IpNet,
    shortest: u8,
    longest: u8,
}

impl Rule {
    /// What an entry says behind its number, if it is of a prefix list.
    pub fn of(entry: &str) -> Option<Rule> {
        let (verdict, rest) = entry.trim().split_once(' ')?;
        let mut words = rest.split(' ');
        let net = words.next()?.parse::<IpNet>().ok()?.trunc();
        let mut rule =
            Rule { permits: verdict == "permit", net, shortest: net.prefix_len(), longest: net.prefix_len() };
        let words: Vec<&str> = words.collect();
        for pair in words.chunks(2) {
            let [word, length] = pair else { return None };
            let length: u8 = length.parse().ok()?;
            match *word {
                "eq" => (rule.shortest, rule.longest) = (length, length),
                "ge" => (rule.shortest, rule.longest) = (length, net.max_prefix_len()),
                "le" => rule.longest = length,
                _ => return None,
            }
        }
        Some(rule)
    }

    /// Routes that it names: its prefix, in the lengths at both ends.
    pub fn named(self) -> impl Iterator<Item = IpNet> {
        let ends = [self.shortest, self.longest];
        ends.into_iter().filter_map(move |length| IpNet::new(self.net.addr(), length).ok())
    }

    /// Those of some routes that it matches.
    pub fn matched(self, routes: &BTreeSet<IpNet>) -> impl Iterator<Item = &IpNet> {
        let Rule { net, shortest, longest, .. } = self;
        let within = routes.range(net..).take_while(move |route| net.contains(&route.network()));
        within.filter(move |route| (shortest..=longest).contains(&route.prefix_len()))
    }
}

/// The rules of a prefix list, by prefix and number.
#[derive(Debug, Clone, Default)]
pub struct Rules {
    nets: BTreeMap<IpNet, BTreeMap<u64, Rule>>,
    /// How many rules have a prefix of a length.
    lengths: BTreeMap<u8, usize>,
}

impl Rules {
    /// A rule comes.
    pub fn enter(&mut self, number: u64, rule: Rule) {
        if self.nets.entry(rule.net).or_default().insert(number, rule).is_none() {
            *self.lengths.entry(rule.net.prefix_len()).or_default() += 1;
        }
    }

    /// A rule goes.
    pub fn leave(&mut self, number: u64, rule: Rule) {
        let there = self.nets.get_mut(&rule.net).and_then(|rules| rules.remove(&number));
        let length = rule.net.prefix_len();
        if let Some(count) = there.and_then(|_| self.lengths.get_mut(&length)) {
            *count -= 1;
            if *count == 0 {
                self.lengths.remove(&length);
            }
        }
    }

    /// Whether a route passes: as the first rule says that matches it, and not without one.
    pub fn permits(&self, route: IpNet) -> bool {
        let around = self.lengths.keys().take_while(|length| **length <= route.prefix_len());
        let rules = around.filter_map(|length| {
            let net = IpNet::new(route.addr(), *length).ok()?.trunc();
            let matches = |rule: &Rule| (rule.shortest..=rule.longest).contains(&route.prefix_len());
            self.nets.get(&net)?.iter().find(|(_, rule)| matches(rule))
        });
        rules.min_by_key(|(number, _)| **number).is_some_and(|(_, rule)| rule.permits)
    }
}
