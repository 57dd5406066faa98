//! A comparison for people.
//!
//! ```text
//! 6 devices: 1 outage, 5 hitless; 2 hosts
//!
//! outage on r1-t1
//!   ~ interface Vlan20: vrf A -> B
//!       the switch erases the addresses; entered again
//! hitless on r1-t1, r1-t2 and 4 more
//!   ~ port-channel 1: allowed vlan +1020 (501,601 kept)
//! ```

use std::collections::BTreeMap;

use super::entry::{Statements, groups};
use super::verdict::verdict;
use super::words::{self, count, detail, names};
use super::{Drift, Page};
use crate::diff::{Action, Diff, FileDiff, Presence, SwitchDiff};
use crate::report::{message, printable};
use crate::side::Side;

/// How many lines that are not understood are shown of one switch.
const MOST_UNKNOWN: usize = 20;

/// The text.
pub fn render(page: &Page<'_>) -> String {
    let mut text = format!("{}\n", verdict(page));
    if let Some(Drift { tree, diff }) = page.drift {
        let drift = Page { diff, old: tree, new: page.old, drift: None, why: page.why };
        text += &format!("\nby hand since {}: {}\n", printable(&tree.name), verdict(&drift));
        text += &body(&drift);
        if !page.diff.is_empty() {
            text += &format!("\nfrom {} to {}\n", printable(&page.old.name), printable(&page.new.name));
        }
    } else if !page.diff.is_empty() {
        text += "\n";
    }
    text + &body(page)
}

/// Everything behind the verdict.
pub fn body(page: &Page<'_>) -> String {
    let Page { diff, old, new, .. } = page;
    let mut text = changes(page);
    text += &lacking(diff, old, new);
    text += &unknown(diff);
    text += &files("hosts", &diff.hosts);
    text += &files("clusters", &diff.files);
    text + &notes(page)
}

/// The changes of switches that both sides have.
pub fn changes(page: &Page<'_>) -> String {
    let mut text = String::new();
    let statements = page.why.then(|| Statements::of(page.old, page.new));
    for group in groups(page.diff, statements.as_ref()) {
        text += &format!("{} on {}\n", words::risk(group.risk), message(&names(&group.switches)));
        for (entry, causes) in &group.entries {
            text += &format!("  {}\n", entry.line);
            for line in entry.below.iter().chain(causes) {
                text += &format!("      {line}\n");
            }
        }
    }
    text
}

/// Switches that one side lacks.
fn lacking(diff: &Diff, old: &Side, new: &Side) -> String {
    let line = |switch: &SwitchDiff| {
        let words = words::lacking(switch.presence, &old.origin, &new.origin)?;
        Some(format!("{} {words}\n", printable(&switch.name)))
    };
    diff.switches.iter().filter_map(line).collect()
}

/// Lines that no reader knows.
fn unknown(diff: &Diff) -> String {
    let mut text = String::new();
    for switch in &diff.switches {
        let lines = switch.unknown_old.len() + switch.unknown_new.len();
        if lines == 0 {
            continue;
        }
        let noun = if lines == 1 {
            "line that is not understood differs"
        } else {
            "lines that are not understood differ"
        };
        text += &format!("{}: {lines} {noun}\n", printable(&switch.name));
        let old = switch.unknown_old.iter().map(|line| ('-', line));
        let all = old.chain(switch.unknown_new.iter().map(|line| ('+', line)));
        for (sign, line) in all.take(MOST_UNKNOWN) {
            text += &format!("  {sign} {}\n", words::unknown(&line.block, &line.text));
        }
        if lines > MOST_UNKNOWN {
            text += &format!("  ... and {}\n", count(lines - MOST_UNKNOWN, "more line"));
        }
    }
    text
}

/// Servers or clusters; what is the same on many is told once.
fn files(heading: &str, files: &[FileDiff]) -> String {
    let mut told: Vec<(Vec<String>, Vec<&str>)> = Vec::new();
    let mut known: BTreeMap<Vec<String>, usize> = BTreeMap::new();
    for file in files {
        let lines: Vec<String> = match file.presence {
            Presence::Old => vec![format!("{} removed", words::sign(Action::Remove))],
            Presence::New => vec![format!("{} added", words::sign(Action::Add))],
            Presence::Both => {
                let line = |d| format!("~ {}", message(&detail(d)));
                file.details.iter().map(line).collect()
            }
        };
        let before = known.get(&lines).filter(|_| file.presence != Presence::Old);
        match before.and_then(|at| told.get_mut(*at)) {
            Some((_, names)) => names.push(&file.name),
            None => {
                known.insert(lines.clone(), told.len());
                told.push((lines, vec![&file.name]));
            }
        }
    }
    let mut text = if files.is_empty() { String::new() } else { format!("{heading}\n") };
    for (lines, files) in told {
        text += &format!("  {}\n", message(&names(&files)));
        lines.iter().for_each(|line| text += &format!("    {line}\n"));
    }
    text
}

/// What there is to say of the sides themselves.
pub fn notes(page: &Page<'_>) -> String {
    let mut text = String::new();
    for side in [page.old, page.new] {
        for note in &side.notes {
            text += &format!("note: {}: {}\n", printable(&side.name), message(&words::note(note)));
        }
    }
    if page.diff.secrets_not_compared > 0 {
        let secrets = count(page.diff.secrets_not_compared, "secret");
        text += &format!("note: {secrets} not compared: a reference on one side, a value on the other\n");
    }
    text
}
