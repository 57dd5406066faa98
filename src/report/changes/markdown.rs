//! A comparison as Markdown, for a comment at a pull request: the verdict, a table, the details folded.

use super::Page;
use super::beside::left_behind;
use super::crowd::Crowd;
use super::cuts::cuts;
use super::human;
use super::verdict::verdict;
use super::words::{self, count};
use crate::diff::{Presence, Risk, SwitchDiff};
use crate::report::message;

/// How long a comment may be, in bytes: GitHub takes 65,536 characters.
const MOST: usize = 60_000;
/// How many switches the table has.
const MOST_ROWS: usize = 100;

/// The text.
pub fn render(page: &Page<'_>) -> String {
    let mut text = format!("**{}**\n", verdict(page));
    let cuts = cuts(page.diff);
    if !cuts.is_empty() {
        text += "\nManagement that is cut, or may be:\n\n";
        cuts.iter().for_each(|line| text += &format!("- {}\n", code(line)));
    }
    if let Some(line) = left_behind(page.diff) {
        text += &format!("\n{}\n", code(&line));
    }
    for line in human::noted(page, true).lines() {
        text += &format!("\n{}\n", code(line));
    }
    if let Some(drift) = page.drift {
        let drift = page.by_hand(drift);
        text += &format!("\nBy hand since {}: {}\n", code(&drift.old.name), verdict(&drift));
        text += &folded("Changed by hand", &human::body(&drift), MOST / 2);
    }
    let switches = &page.diff.switches;
    if !switches.is_empty() {
        text += "\n| device | effect | hits | changes |\n|---|---|---|---|\n";
    }
    let mut rows: Vec<_> = switches.iter().collect();
    rows.sort_by_key(|switch| {
        std::cmp::Reverse((switch.risk().max(Risk::Hitless), switch.is_unclear(), switch.risk()))
    });
    for switch in rows.iter().take(MOST_ROWS) {
        let lacking = words::lacking(switch.presence, &page.old.origin, &page.new.origin);
        let own = if switch.is_unclear() { words::UNCLEAR } else { words::risk(switch.risk()) };
        let effect = lacking.unwrap_or(own);
        let unknown = switch.unknown_old.len() + switch.unknown_new.len();
        let mut changes = count(switch.changes.len(), "change");
        if unknown > 0 {
            changes += &format!(", {} not understood", count(unknown, "line"));
        }
        text += &format!("| {} | {effect} | {} | {changes} |\n", code(&switch.name), hits(switch, page));
    }
    if rows.len() > MOST_ROWS {
        text += &format!("\nand {}\n", count(rows.len() - MOST_ROWS, "more device"));
    }
    let body = human::body(page);
    if !body.is_empty() {
        let room = MOST.saturating_sub(text.len());
        text += &folded("Details", &body, room);
    }
    text
}

/// Who is behind what is lost by the changes of a switch.
fn hits(switch: &SwitchDiff, page: &Page<'_>) -> String {
    let mut crowd = Crowd::default();
    match switch.presence {
        Presence::Both => {
            let losing = switch.changes.iter().filter(|change| change.risk > Risk::Hitless);
            losing.for_each(|change| crowd.add(change.hit.as_deref()));
        }
        Presence::Old => crowd.add(switch.hit.as_ref()),
        Presence::New => {}
    }
    let lost = switch.risk() > Risk::Hitless && page.knows_who();
    if lost { cell(&crowd.phrase()) } else { String::new() }
}

/// A text that a table can hold and that is no markup.
fn cell(text: &str) -> String {
    let plain = |c: char| if c.is_ascii_punctuation() && !",;:().-".contains(c) { '\u{fffd}' } else { c };
    message(text).chars().map(plain).collect()
}

/// A name that can't be taken for anything else, in a table either.
fn code(name: &str) -> String {
    format!("`{}`", message(name).replace(['`', '|'], "\u{fffd}"))
}

/// A text behind a summary, cut at a line.
fn folded(summary: &str, body: &str, most: usize) -> String {
    // A fence that is longer than any row of backticks in it.
    let longest = body.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest.max(2) + 1);
    let mut shown = String::new();
    let mut lines = body.lines();
    for line in lines.by_ref() {
        if shown.len() + line.len() > most {
            let left = lines.count() + 1;
            shown += &format!("... and {}\n", count(left, "more line"));
            break;
        }
        shown += line;
        shown.push('\n');
    }
    format!("\n<details><summary>{summary}</summary>\n\n{fence}text\n{shown}{fence}\n\n</details>\n")
}
