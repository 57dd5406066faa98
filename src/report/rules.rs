//! The rules as a list: for a terminal, for a program, for a document.

use std::fmt::Write;

use serde::Serialize;

use crate::check::Rule;
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
    /// What it catches: the first paragraph of its page.
    pub summary: String,
    /// Fabrics that break it, with their links, where a document shows them.
    #[serde(skip)]
    pub fixtures: Vec<(String, String)>,
}

impl From<&Rule> for Row {
    fn from(rule: &Rule) -> Row {
        let paragraph: Vec<&str> = rule.doc.lines().take_while(|line| !line.is_empty()).collect();
        Row {
            name: rule.name,
            level: rule.level,
            group: rule.group.word(),
            about: rule.group.to_string(),
            negotiable: rule.may_be_allowed(),
            summary: paragraph.join(" "),
            fixtures: Vec::new(),
        }
    }
}

fn level<S: serde::Serializer>(level: &Level, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(level)
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

/// Tables for a document, a group each; with fixtures, where any row has some.
pub fn markdown(rows: &[Row]) -> String {
    let mut text = String::new();
    let shown = rows.iter().any(|r| !r.fixtures.is_empty());
    let (head, rule) = if shown { (" broken by |", "---|") } else { ("", "") };
    for group in by_group(rows) {
        let Some(first) = group.first() else { continue };
        let about =
            first.about.get(..1).unwrap_or_default().to_uppercase() + first.about.get(1..).unwrap_or("");
        let _ = writeln!(text, "## {about}\n\n| rule | level | may be allowed | catches |{head}");
        let _ = writeln!(text, "|---|---|---|---|{rule}");
        for row in group {
            let allowed = if row.negotiable { "yes" } else { "" };
            let summary = row.summary.replace('|', "\\|");
            let _ = write!(text, "| `{}` | {} | {allowed} | {summary} |", row.name, row.level);
            let fixtures: Vec<_> =
                row.fixtures.iter().map(|(name, link)| format!("[{name}]({link})")).collect();
            let _ = writeln!(
                text,
                "{}",
                if shown { format!(" {} |", fixtures.join(", ")) } else { String::new() }
            );
        }
        text.push('\n');
    }
    text
}
