//! A compute rack without a pair of TORs.

use super::group::twins;
use super::{Context, words};
use crate::finding::Finding;

pub fn run(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for racks in context.racks.iter().filter(|r| r.compute()) {
        let tors = &racks.first.tors;
        let numbers: Vec<u32> = tors.iter().map(|t| t.member).collect();
        // Two of one number are `duplicate-number`'s.
        if numbers == [1, 2] || !twins(numbers.iter().map(|n| (*n, *n))).is_empty() {
            continue;
        }
        let have = words::verb(racks.all.len(), "has", "have");
        let (title, here) = match numbers.as_slice() {
            [a, b] => (
                format!("the TORs of {} are numbers {a} and {b}", racks.names()),
                "a pair is numbers 1 and 2: what the names of its TORs end in".to_owned(),
            ),
            other => (
                format!(
                    "{} {have} {}{}",
                    racks.names(),
                    words::count(other.len(), "TOR"),
                    words::verb(racks.all.len(), "", " each")
                ),
                "a compute rack has two, numbers 1 and 2".to_owned(),
            ),
        };
        let mut finding = Finding::error("rack-without-two-tors", racks.first.name.span, title)
            .here(here)
            .effect("a server's two ports go to the two TORs of an MLAG pair, and there is none");
        for tor in tors.iter().filter(|t| !matches!(t.member, 1 | 2)) {
            finding = finding.label(tor.name.span, format!("number {}", tor.member));
        }
        findings.push(finding);
    }
}
