//! The mutations that are accepted, with the reason why nothing is wrong with them.

use std::collections::{BTreeMap, BTreeSet};

/// Reasons, each with the kinds of mutation that it holds for, indented.
const ACCEPTED: &str = include_str!("accepted.txt");

/// Where the list is not what was accepted; `names` has an example of each kind.
pub fn differences(names: &BTreeMap<String, String>, all: &BTreeSet<&str>) -> Vec<String> {
    let mut listed = BTreeSet::new();
    let mut wrong = Vec::new();
    for line in ACCEPTED.lines().filter(|l| l.starts_with(' ')) {
        let (attribute, kinds) = line.trim().split_once(": ").unwrap();
        for kind in kinds.split(", ").map(|kind| format!("{attribute}: {kind}")) {
            if !names.contains_key(&kind) {
                let what = if all.contains(&*kind) { "is rejected now" } else { "is no mutation" };
                wrong.push(format!("accepted.txt: `{kind}` {what}"));
            }
            if !listed.insert(kind.clone()) {
                wrong.push(format!("accepted.txt: `{kind}` stands there twice"));
            }
        }
    }
    let missing = names.iter().filter(|(kind, _)| !listed.contains(*kind));
    wrong.extend(missing.map(|(kind, name)| format!("`{kind}` is accepted, and nothing says why: {name}")));
    wrong
}
