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

use std::collections::{BTreeMap, BTreeSet};

use super::Page;
use super::beside::{Beside, MOST_CAUSES, left_behind, pairs};
use super::crowd::Crowd;
use super::cuts::cuts;
use super::entry::{groups, natural};
use super::statement::Statements;
use super::verdict::verdict;
use super::words::{self, count, detail, names};
use crate::diff::{Action, Diff, FileDiff, Presence, Risk, SwitchDiff};
use crate::report::{message, printable};
use crate::side::{Note, Origin};

/// How many lines that are not understood are shown of one switch.
const MOST_UNKNOWN: usize = 20;

/// The text.
pub fn render(page: &Page<'_>) -> String {
    let mut text = format!("{}\n", verdict(page));
    text += &first(page);
    if let Some(drift) = page.drift {
        let drift = page.by_hand(drift);
        text += &format!("\nby hand since {}: {}\n", printable(&drift.old.name), verdict(&drift));
        text += &body(&drift);
        if !page.diff.is_empty() {
            text += &format!("\nfrom {} to {}\n", printable(&page.old.name), printable(&page.new.name));
        }
    } else if !page.diff.is_empty() {
        text += "\n";
    }
    text + &body(page)
}

/// What is to be seen before anything else: management that is cut, and who is left behind.
fn first(page: &Page<'_>) -> String {
    let cuts = cuts(page.diff);
    let mut text = String::new();
    if !cuts.is_empty() {
        text += "management that is cut, or may be\n";
        cuts.iter().for_each(|line| text += &format!("  {line}\n"));
    }
    let left = left_behind(page.diff);
    left.iter().for_each(|line| text += &format!("{line}\n"));
    // What a text lost by accident is no change: whoever reads on has to know.
    text + &noted(page, true)
}

/// Everything behind the verdict.
pub fn body(page: &Page<'_>) -> String {
    let diff = page.diff;
    let mut text = changes(page);
    text += &lacking(page);
    text += &unknown(diff);
    let statements = page.why.then(|| Statements::of(page.old, page.new));
    text += &files("hosts", &diff.hosts, statements.as_ref());
    text += &files("clusters", &diff.files, statements.as_ref());
    text + &notes(page)
}

/// The changes of switches that both sides have.
pub fn changes(page: &Page<'_>) -> String {
    let mut text = String::new();
    let statements = page.why.then(|| Statements::of(page.old, page.new));
    for group in groups(page, statements.as_ref()) {
        text += &format!("{} on {}\n", words::risk(group.risk), message(&names(&group.switches)));
        let hit = |beside: &Beside<'_>| (page.knows_who() && beside.loses).then(|| beside.crowd.line());
        let hits: Vec<Option<String>> = group.entries.iter().map(|(_, beside)| hit(beside)).collect();
        // Whom all of them hit is told at once, and of an entry only where that is fewer.
        let mut all = Crowd::default();
        group.entries.iter().for_each(|(_, beside)| all.join(&beside.crowd));
        let all = hits.iter().any(Option::is_some).then(|| all.line());
        for line in all.iter().chain(&pairs(&group.entries)) {
            text += &format!("  {line}\n");
        }
        for ((entry, beside), hit) in group.entries.iter().zip(&hits) {
            text += &format!("  {}\n", entry.line);
            let hit = hit.as_ref().filter(|hit| all.as_ref() != Some(hit));
            for line in entry.below.iter().chain(hit).chain(&beside.lines()) {
                text += &format!("      {line}\n");
            }
        }
    }
    text
}

/// Whether a switch is taken out of service: a side that runs says nothing of one that it lacks.
fn goes(switch: &SwitchDiff, page: &Page<'_>) -> bool {
    let runs = [page.old, page.new].iter().any(|side| matches!(side.origin, Origin::Running));
    switch.presence == Presence::Old && !runs
}

/// Switches that one side lacks.
fn lacking(page: &Page<'_>) -> String {
    let line = |switch: &SwitchDiff| {
        let words = words::lacking(switch.presence, &page.old.origin, &page.new.origin)?;
        let mut crowd = Crowd::default();
        crowd.add(switch.hit.as_ref());
        let hit = goes(switch, page) && page.knows_who();
        let hit = if hit { format!("  {}\n", crowd.line()) } else { String::new() };
        Some(format!("{} {words}\n{hit}", printable(&switch.name)))
    };
    page.diff.switches.iter().filter_map(line).collect()
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
fn files(heading: &str, files: &[FileDiff], statements: Option<&Statements<'_>>) -> String {
    let mut told: Vec<(Vec<String>, Vec<&str>, BTreeSet<String>)> = Vec::new();
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
        let cause = statements.zip(file.cause.as_ref()).and_then(|(of, cause)| of.text(cause));
        let before = known.get(&lines).filter(|_| file.presence != Presence::Old);
        match before.and_then(|at| told.get_mut(*at)) {
            Some((_, names, causes)) => {
                names.push(&file.name);
                causes.extend(cause);
            }
            None => {
                known.insert(lines.clone(), told.len());
                told.push((lines, vec![&file.name], cause.into_iter().collect()));
            }
        }
    }
    let mut text = if files.is_empty() { String::new() } else { format!("{heading}\n") };
    for (lines, mut files, causes) in told {
        files.sort_by_cached_key(|name| natural(name));
        text += &format!("  {}\n", message(&names(&files)));
        lines.iter().for_each(|line| text += &format!("    {line}\n"));
        causes.iter().take(MOST_CAUSES).for_each(|cause| text += &format!("      {cause}\n"));
    }
    text
}

/// The notes of the sides that put the changes in doubt, or the others.
pub fn noted(page: &Page<'_>, doubts: bool) -> String {
    let mut text = String::new();
    for side in [page.old, page.new] {
        for note in side.notes.iter().filter(|note| matches!(note, Note::MayBeCut { .. }) == doubts) {
            text += &format!("note: {}: {}\n", printable(&side.name), message(&words::note(note)));
        }
    }
    text
}

/// What there is to say of the sides themselves.
pub fn notes(page: &Page<'_>) -> String {
    let mut text = noted(page, false);
    let loses = |of: &SwitchDiff| match of.presence {
        Presence::Both => of.risk() > Risk::Hitless,
        Presence::Old | Presence::New => goes(of, page),
    };
    if !page.knows_who() && page.diff.switches.iter().any(loses) {
        text += "note: who is hit can't be told: neither side is a fabric\n";
    }
    if page.diff.secrets_not_compared > 0 {
        let secrets = count(page.diff.secrets_not_compared, "secret");
        text += &format!("note: {secrets} not compared: a reference on one side, a value on the other\n");
    }
    text
}
