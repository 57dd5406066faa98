//! A rule of a prefix list that no route reaches: an earlier one matches all that it would.

use super::Context;
use crate::finding::Finding;
use crate::model::construct::{PrefixList, PrefixRule};

/// The most rules of a list that is looked at: each is compared with each.
const MOST: usize = 1_000;

pub fn run(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for list in context.fabric.prefix_lists.iter().filter(|l| l.rules.len() <= MOST) {
        let mut rules: Vec<(&PrefixRule, (u8, u8))> = list.rules.iter().map(|r| (r, lengths(r))).collect();
        rules.sort_by_key(|(r, _)| r.sequence.0);
        for (i, later) in rules.iter().enumerate() {
            if let Some((earlier, _)) = rules.iter().take(i).find(|earlier| covers(earlier, later)) {
                findings.push(finding(list, later.0, earlier));
            }
        }
    }
}

fn finding(list: &PrefixList, rule: &PrefixRule, earlier: &PrefixRule) -> Finding {
    let title = format!(
        "no route reaches rule {} of prefix list {}: rule {} matches all of them",
        rule.sequence.0, list.name.value, earlier.sequence.0
    );
    Finding::warning("prefix-rule-shadowed", rule.span, title)
        .here("is never tried")
        .label(earlier.span, "decides first")
        .effect(match rule.action.value == earlier.action.value {
            true => "the switch would hold an entry that does nothing",
            false => "what the later rule was to decide is decided the other way",
        })
}

/// The lengths that a route may have.
fn lengths(rule: &PrefixRule) -> (u8, u8) {
    let own = rule.prefix.0.prefix_len();
    rule.length.as_ref().map_or((own, own), |l| (l.least, l.most))
}

/// Whether an earlier rule matches every route that a later one does. Lengths that the prefix can't
/// hold, and two rules of one number, are other rules'.
fn covers((earlier, wide): &(&PrefixRule, (u8, u8)), (later, narrow): &(&PrefixRule, (u8, u8))) -> bool {
    let prefix = later.prefix.0;
    earlier.sequence.0 < later.sequence.0
        && earlier.prefix.0.contains(&prefix)
        && wide.0 <= narrow.0
        && narrow.1 <= wide.1
        && prefix.prefix_len() <= narrow.0
}
