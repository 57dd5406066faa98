//! What a lock that may not change lacks: asked for by `--locked` and by `compile --check`, so no rule of every run.

use std::collections::{BTreeMap, BTreeSet};

use crate::assign::{Analysis, lock_entries};
use crate::finding::{FileId, Finding, Span};
use crate::model::Lock;

/// How many entries are written out.
const WRITTEN_OUT: usize = 8;

/// Compares the lock that is there, `file` its text with the line ends of Unix, with the one that a compile would write.
pub fn find(analysis: &Analysis, kept: &Lock, file: Option<(FileId, &str)>) -> Option<Finding> {
    let next = &analysis.assignment.next_lock;
    let fabric = &analysis.fabric.fabric.name;
    let Some((file, text)) = file else {
        let entries = next.lines().filter(|line| key(line).is_some()).count();
        return Some(
            Finding::error("lock-out-of-date", fabric.span, format!("{fabric} has no lock"))
                .here(format!("a compile would write one, with {}", number(entries, "entry", "entries")))
                .help("`selvedge compile` writes it; commit it beside the fabric"),
        );
    };
    if text == next {
        return None;
    }
    let due: BTreeMap<&str, &str> = next.lines().filter_map(|line| Some((key(line)?, line))).collect();
    let entries = lock_entries(kept);
    let there: BTreeSet<&str> = entries.iter().filter_map(|(_, line)| key(line)).collect();
    let mut places: Vec<(Span, String)> = Vec::new();
    let (mut changed, mut gone) = (0, 0);
    for (span, line) in &entries {
        let Some(key) = key(line) else { continue };
        match due.get(key) {
            Some(now) if now == line => {}
            Some(now) => {
                changed += 1;
                places.push((*span, format!("would become `{now}`")));
            }
            None => {
                gone += 1;
                places.push((*span, "would go: the fabric has it no more".to_owned()));
            }
        }
    }
    let asking = asking(analysis);
    let new: Vec<(&str, &str)> =
        due.iter().filter(|(key, _)| !there.contains(*key)).map(|(key, line)| (*key, *line)).collect();
    // The nodes of one pool have one place.
    let mut told = BTreeSet::new();
    for (key, line) in &new {
        if let Some(span) = asking.get(*key).filter(|span| told.insert(**span)) {
            places.push((*span, format!("needs `{line}`")));
        }
    }
    let parts: Vec<String> = [(new.len(), "new"), (changed, "changed"), (gone, "gone")]
        .into_iter()
        .filter(|(n, _)| *n > 0)
        .map(|(n, what)| format!("{} {what}", number(n, "entry", "entries")))
        .collect();
    let says = match parts.is_empty() {
        true => "the same entries, written otherwise".to_owned(),
        false => parts.join(", "),
    };
    let title = format!("the lock of {fabric} is out of date: {says}");
    let top = Span { file, start: 0, end: text.lines().next().map_or(0, str::len) as u32 };
    let mut places = places.into_iter();
    let (span, here) = places.next().unwrap_or((top, "a compile would write this file".to_owned()));
    let mut finding = Finding::error("lock-out-of-date", span, title).here(here);
    for (span, text) in places.take(WRITTEN_OUT - 1) {
        finding = finding.label(span, text);
    }
    Some(finding.help("`selvedge compile` writes it; commit it with the fabric"))
}

/// What an entry is about: its first two words. Other lines of a lock are about nothing.
fn key(line: &str) -> Option<&str> {
    let key = line.split(" {").next()?;
    (key.starts_with("domain ") || key.starts_with("workload ")).then_some(key)
}

/// The statement that each entry is for.
fn asking(analysis: &Analysis) -> BTreeMap<String, Span> {
    let domains = analysis.fabric.domains.iter().map(|d| (format!("domain {}", d.name.value), d.name.span));
    let workloads = &analysis.assignment.topology.workloads;
    domains.chain(workloads.iter().map(|w| (format!("workload {}", w.name), w.span))).collect()
}

fn number(n: usize, one: &str, more: &str) -> String {
    format!("{n} {}", if n == 1 { one } else { more })
}
