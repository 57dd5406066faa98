//! Rates of an access list's rules, as a policer of the interface.
//!
//! A switch tries the classes of a policer in order, as it tries the entries of an access list, and
//! does not ask whether an entry of a class permits or denies. So every rule before the last one
//! with a rate is in a class: those without a rate in classes that have none, that what they match
//! does not use up the rate of a later one.

use super::entry::entries;
use super::number::number;
use crate::lower::why;
use crate::model::construct::{AccessList, AclRule as Rule};
use crate::plan::{Acl, AclRule, PoliceRate, Policer, PolicerClass};

/// The least that passes at once, in kilobytes: a few large packets.
const LEAST_BURST: u64 = 64;

/// The policer of a list on a VLAN with its lists; none where no rule has a rate. Each class is of
/// one family. `generated` are the entries of each family that stand before the list's own.
pub fn policer(
    name: &str,
    list: &AccessList,
    vlan: u16,
    generated: &[(bool, Vec<AclRule>)],
) -> Option<(Policer, Vec<Acl>)> {
    let mut rules: Vec<&Rule> = list.rules.iter().collect();
    rules.sort_by_key(|r| r.sequence.0);
    let last = rules.iter().rposition(|r| r.police.is_some())?;
    let origin = why::POLICER.of(list.span);
    let mut policer = Policer { name: format!("PM-{name}"), classes: Vec::new(), origin };
    let mut acls = Vec::new();
    let mut add = |class: &str, ipv6: bool, found: Vec<AclRule>, rate: Option<PoliceRate>, origin| {
        if found.is_empty() {
            return;
        }
        let of = super::family_name(&format!("{name}-{class}"), ipv6);
        let counts: Vec<(u64, usize)> = vec![(0, found.len())];
        let numbers = number(&counts, u64::from(u32::MAX)).into_iter().flatten();
        let class_rule = |rule: AclRule| AclRule { permit: true, log: false, ..rule };
        let rules = found.into_iter().map(class_rule).zip(numbers);
        acls.push(Acl {
            name: format!("ACL-{of}"),
            ipv6,
            standard: false,
            counted: false,
            rules: rules.map(|(rule, sequence)| AclRule { sequence, ..rule }).collect(),
            origin,
        });
        policer.classes.push(PolicerClass { name: format!("CM-{of}"), acl: format!("ACL-{of}"), ipv6, rate });
    };
    for (ipv6, first) in generated {
        let mut free: Vec<AclRule> = first.iter().filter(|r| r.remark.is_none()).cloned().collect();
        let mut class = "ADJACENCY".to_owned();
        for rule in rules.iter().take(last + 1) {
            let found = entries(rule, *ipv6, vlan);
            let Some(limit) = rule.police.as_ref() else {
                if free.is_empty() {
                    class = rule.sequence.0.to_string();
                }
                free.extend(found);
                continue;
            };
            add(&class, *ipv6, std::mem::take(&mut free), None, origin);
            // What comes in ten milliseconds passes at once: a hundredth of the bits, eight to a byte.
            let rate = PoliceRate { rate: limit.0, burst: (limit.0 / 800).max(LEAST_BURST) };
            add(&rule.sequence.0.to_string(), *ipv6, found, Some(rate), why::POLICER.of(rule.span));
        }
    }
    Some((policer, acls))
}
