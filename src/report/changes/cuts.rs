//! Management that is cut, in band above all: named first, since it may be that of who makes the change.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::words::{self, count, names};
use crate::diff::{Diff, Risk};
use crate::report::message;

/// How many changes that cut management are told.
const MOST: usize = 10;

/// A change that cuts, in the order of telling: whose management, and what it is.
type Cut<'a> = (Reverse<Risk>, &'a [String], String);

/// Lines that say whose management is cut by what on which switch, the gravest first.
pub fn cuts(diff: &Diff) -> Vec<String> {
    let mut by: BTreeMap<Cut<'_>, Vec<&str>> = BTreeMap::new();
    for switch in &diff.switches {
        if !switch.cuts.is_empty() {
            let key = (Reverse(switch.risk()), &*switch.cuts, "it is removed".to_owned());
            by.entry(key).or_default().push(&switch.name);
        }
        for change in switch.changes.iter().filter(|change| !change.cuts.is_empty()) {
            let line = words::change(&change.element.to_string(), change);
            by.entry((Reverse(change.risk), &change.cuts, line)).or_default().push(&switch.name);
        }
    }
    let told = by.iter().take(MOST).map(|((_, managed, line), switches)| {
        let managed: Vec<&str> = managed.iter().map(String::as_str).collect();
        message(&format!("of {}, by {}: {line}", names(&managed), names(switches))).into_owned()
    });
    let mut lines: Vec<String> = told.collect();
    if by.len() > MOST {
        lines.push(format!("... and by {}", count(by.len() - MOST, "more change")));
    }
    lines
}
