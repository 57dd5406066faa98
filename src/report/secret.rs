//! Which parts of a line must not be shown: texts that stand where a reference to a secret should.
//!
//! A finding says so for each of them that could be read (`secret-in-text`). But a statement may be
//! too broken to be read, and lines around another finding are shown as well; so what follows the
//! keyword of a secret is covered too, unless it is a reference.

use std::collections::BTreeMap;
use std::ops::Range;

use super::catalog;
use crate::finding::{Edit, FileId, Finding};
use crate::model::construct::Shape;
use crate::model::value::{Secret, Value};
use crate::source::Sources;

/// What stands in place of a secret, whatever its length.
pub const COVER: &str = "********";

/// What to cover.
pub struct Secrets {
    /// The places that findings name, by file, in order.
    named: BTreeMap<FileId, Vec<Range<usize>>>,
    /// The attributes that hold secrets.
    keywords: Vec<&'static str>,
}

impl Secrets {
    /// What the findings of a run name. All of them count, shown or not.
    pub fn of(findings: &[Finding]) -> Self {
        let mut named: BTreeMap<FileId, Vec<Range<usize>>> = BTreeMap::new();
        for finding in findings.iter().filter(|f| f.rule == "secret-in-text") {
            let span = finding.primary.span;
            named.entry(span.file).or_default().push(span.start as usize..span.end as usize);
        }
        for places in named.values_mut() {
            places.sort_unstable_by_key(|p| p.start);
        }
        let mut keywords: Vec<&str> = catalog::entries()
            .iter()
            .flat_map(|entry| entry.spec.fields)
            .filter(|field| {
                matches!(field.shape, Shape::One(t) | Shape::Opt(t) | Shape::List(t) if t == Secret::TYPE)
            })
            .map(|field| field.name)
            .collect();
        keywords.sort_unstable();
        keywords.dedup();
        Secrets { named, keywords }
    }

    /// The parts of one line to cover, in order. `offset` is where the line begins in its file.
    pub fn in_line(&self, file: FileId, offset: usize, line: &str) -> Vec<Range<usize>> {
        let mut covers: Vec<Range<usize>> = Vec::new();
        let places = self.named.get(&file).map_or(&[][..], Vec::as_slice);
        let first = places.partition_point(|p| p.end <= offset);
        for place in places.iter().skip(first).take_while(|p| p.start < offset + line.len()) {
            let start = place.start.saturating_sub(offset);
            let end = (place.end - offset).min(line.len());
            covers.push(start..end.max(statement_end(line, end)));
        }
        for keyword in &self.keywords {
            covers.extend(line.match_indices(keyword).filter_map(|(at, _)| behind(line, at, keyword)));
        }
        covers.sort_unstable_by_key(|c| c.start);
        covers.dedup_by(|next, last| {
            let joined = next.start <= last.end;
            if joined {
                last.end = last.end.max(next.end);
            }
            joined
        });
        covers
    }

    /// A line with its secrets covered. `offset` is where the line begins in its file.
    pub fn covered(&self, file: FileId, offset: usize, line: &str) -> String {
        self.covered_by(COVER, file, offset, line)
    }

    /// The same, with a cover of one's own.
    pub fn covered_by(&self, mark: &str, file: FileId, offset: usize, line: &str) -> String {
        let mut shown = String::with_capacity(line.len());
        let mut from = 0;
        for cover in self.in_line(file, offset, line) {
            shown.push_str(line.get(from..cover.start).unwrap_or(""));
            shown.push_str(mark);
            from = cover.end;
        }
        shown.push_str(line.get(from..).unwrap_or(""));
        shown
    }

    /// The edits of a finding: none where one of them would show a secret, or the place of one.
    pub fn fix<'f>(&self, sources: &Sources, finding: &'f Finding) -> &'f [Edit] {
        let shows = |edit: &Edit| {
            let span = edit.span;
            let hidden = sources.get(span.file).is_some_and(|file| {
                (file.line_of(span.start)..=file.line_of(span.end)).any(|number| {
                    let offset = file.line_range(number).start;
                    let covers = self.in_line(span.file, offset, file.line(number));
                    let (start, end) = (span.start as usize, span.end as usize);
                    covers.iter().any(|cover| offset + cover.start < end && start < offset + cover.end)
                })
            });
            hidden || edit.text.lines().any(|line| !self.in_line(FileId(u32::MAX), 0, line).is_empty())
        };
        if finding.fix.iter().any(shows) { &[] } else { &finding.fix }
    }
}

/// What stands behind a keyword at `at` and is no reference.
fn behind(line: &str, at: usize, keyword: &str) -> Option<Range<usize>> {
    let before = line.get(..at)?.trim_end();
    if !before.is_empty() && !before.ends_with(['{', '}', ';']) {
        return None;
    }
    let rest = line.get(at + keyword.len()..)?;
    let value = rest.trim_start();
    if value.is_empty() || (value.len() == rest.len() && !value.starts_with('"')) {
        return None;
    }
    let bare = value.strip_prefix('"').unwrap_or(value);
    if bare.starts_with("env:") || bare.starts_with("file:") {
        return None;
    }
    let start = line.len() - value.len();
    let end = statement_end(line, start);
    (start < end).then_some(start..end)
}

/// Where the statement ends that `from` lies in, blanks before its end left out.
fn statement_end(line: &str, from: usize) -> usize {
    let rest = line.get(from..).unwrap_or("");
    let mut quoted = false;
    let mut escaped = false;
    let end = rest
        .find(|c: char| {
            let end = !quoted && matches!(c, ';' | '}' | '#');
            match c {
                _ if escaped => escaped = false,
                '\\' if quoted => escaped = true,
                '"' => quoted = !quoted,
                _ => {}
            }
            end
        })
        .unwrap_or(rest.len());
    from + rest.get(..end).unwrap_or("").trim_end().len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn covered(line: &str) -> String {
        Secrets::of(&[]).covered(FileId(0), 0, line).replace(COVER, "*")
    }

    #[test]
    fn what_follows_the_keyword_of_a_secret_is_covered() {
        assert_eq!(covered("  user a { password hunter2; role x }"), "  user a { password *; role x }");
        assert_eq!(covered("password \"a;b}c\" }"), "password * }");
        assert_eq!(covered("password \"never closed } ; #"), "password *");
        assert_eq!(covered("password two words # why"), "password * # why");
        assert_eq!(covered("password\"x\""), "password*");
    }

    #[test]
    fn references_and_other_words_are_shown() {
        for line in ["password env:BGP_WAN", "password \"file:x\"", "description password x", "passwords x"] {
            assert_eq!(covered(line), line);
        }
    }
}
