//! The rules as a list: for a terminal, for a program, for a document.

use std::fmt::Write;

use serde::Serialize;

use crate::finding::Level;

/// A rule, as a list shows it.
#[derive(Debug, Clone, Serialize)]
pub struct Row {
    /// Its name.
    pub name: &'static str,
    /// How grave what it finds is, at the worst.
    #[serde(serialize_with = "level")]
    pub level: Level,
    /// The word for its group.
    pub group: &'static str,
    /// What its group is about.
    #[serde(skip)]
    pub about: String,
    /// Whether a fabric may allow what it finds.
    pub negotiable: bool,
    /// What it catches, in a sentence or two.
    pub summary: String,
}

fn level<S: serde::Serializer>(level: &Level, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(level)
}

/// What a rule catches: the first paragraph of its page, on one line.
pub fn summary(page: &str) -> String {
    let paragraph: Vec<&str> = page.lines().take_while(|line| !line.is_empty()).collect();
    paragraph.join(" ")
}

/// The rows of each group, in the order given.
fn by_group(rows: &[Row]) -> impl Iterator<Item = &[Row]> {
    rows.chunk_by(|a, b| a.group == b.group)
}

/// A table for people, a group at a time.
pub fn human(rows: &[Row]) -> String {
    let mut text = String::new();
    let width = rows.iter().map(|r| r.name.len()).max().unwrap_or(0);
    for group in by_group(rows) {
        let Some(first) = group.first() else { continue };
        // Writing to a string can't fail.
        let _ = writeln!(text, "{} ({})", first.group, first.about);
        for row in group {
            let allowed = if row.negotiable { "may be allowed" } else { "" };
            let line = format!("  {:width$}  {:7}  {allowed}", row.name, row.level.to_string());
            let _ = writeln!(text, "{}", line.trim_end());
        }
        text.push('\n');
    }
    let _ = writeln!(text, "{} rules; selvedge explain NAME shows the page of one", rows.len());
    text
}

/// An array of objects.
pub fn json(rows: &[Row]) -> String {
    // Strings and truth values only: nothing in it can fail.
    serde_json::to_string_pretty(rows).unwrap_or_default() + "\n"
}

/// Tables for a document, a group each.
pub fn markdown(rows: &[Row]) -> String {
    let mut text = String::new();
    for group in by_group(rows) {
        let Some(first) = group.first() else { continue };
        let _ = writeln!(text, "## {}\n\n| rule | level | may be allowed | catches |", first.about);
        text.push_str("|---|---|---|---|\n");
        for row in group {
            let allowed = if row.negotiable { "yes" } else { "" };
            let summary = row.summary.replace('|', "\\|");
            let _ = writeln!(text, "| `{}` | {} | {allowed} | {summary} |", row.name, row.level);
        }
        text.push('\n');
    }
    text
}
