//! Prefix lists of one family, and what is in several of them at once.

use ipnet::IpNet;

use super::number::number;
use crate::model::construct::PrefixList;
use crate::model::value::Verdict;
use crate::plan::PrefixRule;

/// The first number that a prefix list can't have: EOS counts to 65535.
const END: u64 = 65_536;

/// A rule: which prefix a route lies in, and how long its own may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rule {
    pub own: u64,
    pub permit: bool,
    pub prefix: IpNet,
    pub least: u8,
    pub most: u8,
}

/// The rules of a list in one family, by number. A rule that no route can match is left out.
pub fn rules(list: &PrefixList, ipv6: bool) -> Vec<Rule> {
    let mut rules: Vec<Rule> = list
        .rules
        .iter()
        .filter(|r| r.prefix.0.addr().is_ipv6() == ipv6)
        .filter_map(|r| {
            let prefix = r.prefix.0;
            let own = prefix.prefix_len();
            let (least, most) = r.length.as_ref().map_or((own, own), |l| (l.least, l.most));
            let (least, most) = (least.max(own), most.min(prefix.max_prefix_len()));
            let permit = r.action.value == Verdict::Permit;
            (least <= most).then_some(Rule { own: r.sequence.0, permit, prefix, least, most })
        })
        .collect();
    rules.sort_by_key(|r| r.own);
    rules
}

/// What both lists permit. A pair of rules matches where both do; pairs are in the order of the
/// first list, then of the second, so the first pair that matches is made of the first rule that
/// matches in each.
pub fn both(left: &[Rule], right: &[Rule]) -> Vec<Rule> {
    let pairs = left.iter().flat_map(|a| right.iter().map(move |b| (a, b)));
    pairs
        .filter_map(|(a, b)| {
            let prefix = if a.prefix.contains(&b.prefix) {
                b.prefix
            } else if b.prefix.contains(&a.prefix) {
                a.prefix
            } else {
                return None;
            };
            let least = a.least.max(b.least).max(prefix.prefix_len());
            let most = a.most.min(b.most);
            (least <= most).then_some(Rule { own: 0, permit: a.permit && b.permit, prefix, least, most })
        })
        .collect()
}

/// Whether any route passes.
pub fn passes(rules: &[Rule]) -> bool {
    rules.iter().any(|r| r.permit)
}

/// The rules as a switch has them.
pub fn plan(rules: &[Rule]) -> Vec<PrefixRule> {
    // Derived rules have no number of their own: all are 0, and numbered anew.
    let owns: Vec<(u64, usize)> = rules.iter().map(|r| (r.own, 1)).collect();
    let numbers = number(&owns, END).into_iter().flatten();
    rules
        .iter()
        .zip(numbers)
        .map(|(rule, sequence)| {
            let own = rule.prefix.prefix_len();
            PrefixRule {
                sequence,
                permit: rule.permit,
                prefix: rule.prefix,
                ge: (rule.least > own).then_some(rule.least),
                le: (rule.most > own).then_some(rule.most),
            }
        })
        .collect()
}
