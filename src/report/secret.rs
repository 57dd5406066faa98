//! Which parts of a line must not be shown: texts that stand where a reference to a secret should.
//!
//! A finding says so for each of them that could be read (`secret-in-text`). But a statement may be
//! too broken to be read, and lines around another finding are shown as well; so what follows the
//! keyword of a secret, or a slip of it, is covered too, on its line or on the next, unless it is a
//! reference.

use std::collections::BTreeMap;
use std::ops::Range;

use super::catalog;
use crate::finding::{Edit, FileId, Finding};
use crate::model::secret_word::{before_secret, is_before_secret};
use crate::source::Sources;

/// What stands in place of a secret, whatever its length.
pub const COVER: &str = "********";

/// What to cover.
pub struct Secrets {
    /// Places that the lines themselves don't show to be secrets, by file, in order.
    named: BTreeMap<FileId, Vec<Range<usize>>>,
}

impl Secrets {
    /// What the findings of a run name, and what stands on a line of its own. All findings count, shown
    /// or not; where there are none, no line is shown.
    pub fn of(sources: &Sources, findings: &[Finding]) -> Self {
        let mut named: BTreeMap<FileId, Vec<Range<usize>>> = BTreeMap::new();
        for finding in findings.iter().filter(|f| f.rule == "secret-in-text") {
            let span = finding.primary.span;
            named.entry(span.file).or_default().push(span.start as usize..span.end as usize);
        }
        for (file, id) in sources.files().zip(0..).filter(|_| !findings.is_empty()) {
            let alone = on_next_line(&file.text);
            if !alone.is_empty() {
                named.entry(FileId(id)).or_default().extend(alone);
            }
        }
        for places in named.values_mut() {
            places.sort_unstable_by_key(|p| p.start);
        }
        Secrets { named }
    }

    /// The same for a text without findings, which is [`FileId`] 0.
    pub fn of_text(text: &str) -> Self {
        Secrets { named: BTreeMap::from([(FileId(0), on_next_line(text))]) }
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
        covers.extend(behind_keywords(line));
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

/// What stands behind the keywords of secrets in a line and is no reference. A slip counts where a
/// statement begins, the keyword itself between other words too: a `;` may have been forgotten.
fn behind_keywords(line: &str) -> Vec<Range<usize>> {
    let mut covers = Vec::new();
    let (mut at, mut begins) = (0, true);
    while let Some(c) = line.get(at..).and_then(|rest| rest.chars().next()) {
        match c {
            '#' => break,
            '{' | '}' | ';' => (at, begins) = (at + 1, true),
            c if c.is_whitespace() => at += c.len_utf8(),
            _ => {
                let end = word_end(line, at);
                let word = line.get(at..end).unwrap_or("");
                let value = if begins && before_secret(word) || is_before_secret(word) {
                    value(line, end)
                        .filter(|value| begins || !line.get(value.clone()).unwrap_or("").starts_with('{'))
                } else {
                    None
                };
                at = value.as_ref().map_or(end, |value| value.end);
                covers.extend(value);
                begins = false;
            }
        }
    }
    covers
}

/// Where the word that begins at `from` ends: a text in quotes behind its closing quote, another one
/// before what can't be part of it, or before what binds it to a value.
fn word_end(line: &str, from: usize) -> usize {
    let rest = line.get(from..).unwrap_or("");
    let len = match rest.strip_prefix('"') {
        Some(inner) => inner.find('"').map_or(rest.len(), |at| at + 2),
        None => {
            let ends = |c: char| c.is_whitespace() || matches!(c, '{' | '}' | ';' | '#' | '"' | ':' | '=');
            // What can't begin a word is one by itself.
            rest.char_indices().skip(1).find(|(_, c)| ends(*c)).map_or(rest.len(), |(at, _)| at)
        }
    };
    from + len
}

/// The value behind a keyword that ends at `from`, a reference at its beginning left out.
fn value(line: &str, from: usize) -> Option<Range<usize>> {
    let rest = line.get(from..)?;
    let value = rest.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, ':' | '='));
    let bare = value.strip_prefix('"').unwrap_or(value);
    let mut start = line.len() - value.len();
    if bare.starts_with("env:") || bare.starts_with("file:") {
        let ends = |c: char| c.is_whitespace() || matches!(c, ';' | '}');
        let behind = value.trim_start_matches(|c| !ends(c)).trim_start();
        start = line.len() - behind.len();
    }
    let end = statement_end(line, start);
    (start < end).then_some(start..end)
}

/// The statements that stand where a value was forgotten: behind a line that ends in the keyword of a
/// secret. One that begins with a keyword of the language is none.
fn on_next_line(text: &str) -> Vec<Range<usize>> {
    let mut covers = Vec::new();
    let (mut offset, mut waits) = (0, false);
    for line in text.split_inclusive('\n') {
        let start = line.len() - line.trim_start().len();
        if waits && !matches!(line.trim_start().chars().next(), None | Some('#')) {
            let end = statement_end(line, start);
            let first = line.get(start..word_end(line, start)).unwrap_or("");
            let known = || catalog::entries().iter().any(|e| e.spec.fields.iter().any(|f| f.name == first));
            if start < end && !known() {
                covers.push(offset + start..offset + end);
            }
            waits = false;
        }
        let code = line.split('#').next().unwrap_or("").trim_end().trim_end_matches([':', '=']).trim_end();
        let last = code.rsplit(['{', '}', ';']).next().unwrap_or("").trim_start();
        waits = match last.is_empty() {
            true => waits && code.is_empty(),
            false => !last.contains(char::is_whitespace) && before_secret(last),
        };
        offset += line.len();
    }
    covers
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
    use crate::model::construct::Shape;
    use crate::model::value::{Secret, Value};

    /// A text line by line.
    fn covered(text: &str) -> String {
        let secrets = Secrets::of_text(text);
        let mut offset = 0;
        let mut shown = String::new();
        for line in text.split_inclusive('\n') {
            shown += &secrets.covered(FileId(0), offset, line).replace(COVER, "*");
            offset += line.len();
        }
        shown
    }

    #[test]
    fn what_follows_the_keyword_of_a_secret_is_covered() {
        assert_eq!(covered("  user a { password hunter2; role x }"), "  user a { password *; role x }");
        assert_eq!(covered("password \"a;b}c\" }"), "password * }");
        assert_eq!(covered("password \"never closed } ; #"), "password *");
        assert_eq!(covered("password two words # why"), "password * # why");
        assert_eq!(covered("password\"x\""), "password*");
        assert_eq!(covered("vlan 2002 password x }"), "vlan 2002 password * }");
        assert_eq!(covered("password env:A x"), "password env:A *");
    }

    #[test]
    fn slips_of_the_keyword_count_in_any_case_and_with_what_binds_a_value() {
        for slip in ["passwrd", "Password", "PASSWORD", "passwords", "pass-word", "passwd", "secret", "Key"] {
            for (between, quote) in [(" ", ""), (": ", ""), ("=", ""), (" = ", ""), (":", ""), (" ", "\"")] {
                let line = format!("nni a {{ {quote}{slip}{quote}{between}hunter2; mtu 1500 }}");
                assert_eq!(covered(&line), line.replace("hunter2", "*"));
            }
        }
    }

    #[test]
    fn a_value_on_the_next_line_is_covered_and_a_statement_there_is_not() {
        assert_eq!(covered("bgp { password\nhunter2; mtu 1 }\n"), "bgp { password\n*; mtu 1 }\n");
        assert_eq!(covered("passwrd: # why\n\n  # so\n  hunter2\nx\n"), "passwrd: # why\n\n  # so\n  *\nx\n");
        for text in ["password\n  primary 10.0.0.0/30\n", "password env:A\nx\n", "bgp { password }\nx\n"] {
            assert_eq!(covered(text), text);
        }
    }

    #[test]
    fn references_and_other_words_are_shown() {
        for line in [
            "password env:BGP_WAN",
            "password \"file:x\"",
            "description \"the password of x\"",
            "domain key { x }",
        ] {
            assert_eq!(covered(line), line);
        }
    }

    #[test]
    fn of_the_keywords_of_the_language_those_of_secrets_alone_are_taken_for_one() {
        for field in catalog::entries().iter().flat_map(|entry| entry.spec.fields) {
            let secret =
                matches!(field.shape, Shape::One(t) | Shape::Opt(t) | Shape::List(t) if t == Secret::TYPE);
            assert_eq!(before_secret(field.name), secret, "{}", field.name);
        }
    }
}
