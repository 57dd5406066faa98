//! What the formats for other programs share: where a span lies, which findings are told where not
//! all can be, what is said beside a title, and JSON that is safe to print.

use std::fmt::Write;
use std::ops::Range;

use serde::Serialize;

use super::{message, printable, unprintable};
use crate::finding::{Finding, Label, Span};
use crate::source::{Position, SourceFile, Sources};

/// How many findings a format for programs holds: what GitHub takes of a SARIF file.
pub const MOST: usize = 5_000;

/// Where a span lies. A carriage return at the end of a line is no part of the line, and a byte-order
/// mark none of the text.
pub struct Place<'s> {
    /// The file.
    pub file: &'s SourceFile,
    /// The bytes of its text.
    pub bytes: Range<usize>,
    /// The first character.
    pub start: Position,
    /// The one behind the last.
    pub end: Position,
}

impl<'s> Place<'s> {
    /// The place of a span; none where there is no such file.
    pub fn of(sources: &'s Sources, span: Span) -> Option<Place<'s>> {
        let file = sources.get(span.file)?;
        let (first, start) = position(file, span.start);
        let (last, end) = position(file, span.end.max(span.start));
        Some(Place { file, bytes: first..last, start, end })
    }
}

/// A byte as line and column, moved back into its line and to where a character begins.
fn position(file: &SourceFile, offset: u32) -> (usize, Position) {
    let number = file.line_of(offset);
    let (line, start) = (file.line(number), file.line_range(number).start);
    let mut at = (offset as usize).saturating_sub(start).min(line.len());
    while !line.is_char_boundary(at) {
        at -= 1;
    }
    let column = line.get(..at).unwrap_or("").chars().count() + 1;
    (start + at, Position { line: number + 1, column })
}

/// Which findings are told, as indexes in their order: all, or of too many the gravest.
pub fn told(findings: &[Finding], most: usize) -> Vec<usize> {
    let mut indexes: Vec<usize> = (0..findings.len()).collect();
    if findings.len() > most {
        indexes.sort_by_key(|i| findings.get(*i).map(|f| f.level));
        indexes.truncate(most);
        indexes.sort_unstable();
    }
    indexes
}

/// A span as `path:line:column`, by the path that programs know.
pub fn named(sources: &Sources, span: Span) -> Option<String> {
    let Place { file, start, .. } = Place::of(sources, span)?;
    Some(format!("{}:{}:{}", printable(&file.reported), start.line, start.column))
}

/// The other places of a finding, a line each.
pub fn others(sources: &Sources, finding: &Finding) -> Vec<String> {
    let line = |label: &Label| {
        let place = named(sources, label.span)?;
        Some(if label.text.is_empty() { place } else { format!("{place}: {}", message(&label.text)) })
    };
    finding.labels.iter().filter_map(line).collect()
}

/// What a finding says beside its title and its other places, a line each.
pub fn details(finding: &Finding) -> Vec<String> {
    let here = Some(&finding.primary.text).filter(|text| !text.is_empty());
    let here = here.map(|text| message(text).into_owned());
    let effect = finding.effect.as_ref().map(|text| format!("effect: {}", message(text)));
    let help = finding.help.as_ref().map(|text| format!("help: {}", message(text)));
    here.into_iter().chain(effect).chain(help).collect()
}

/// A value as JSON, laid out for people too. What could move a cursor or turn a text's direction is
/// escaped: it stands in strings alone, so the value stays the same.
pub fn to_json(value: &impl Serialize) -> String {
    // Our documents hold texts and numbers under fixed names, which JSON has room for.
    let plain = serde_json::to_string_pretty(value).unwrap_or_default();
    let odd = |c: char| c != '\n' && unprintable(c);
    let mut text = String::with_capacity(plain.len() + 1);
    let mut rest = plain.as_str();
    while let Some((at, c)) = rest.char_indices().find(|(_, c)| odd(*c)) {
        text.push_str(rest.get(..at).unwrap_or(""));
        for unit in c.encode_utf16(&mut [0; 2]) {
            // Writing to a string can't fail.
            let _ = write!(text, "\\u{unit:04x}");
        }
        rest = rest.get(at + c.len_utf8()..).unwrap_or("");
    }
    text.push_str(rest);
    text.push('\n');
    text
}
