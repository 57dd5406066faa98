//! The look at a text before any parser: limits, and the files it includes.
//!
//! One pass over the bytes. It knows comments, strings and braces as the grammar does, so that no
//! text can make the parser recurse deeper than [`MAX_DEPTH`], whatever the size of the stack, nor
//! make it keep more than [`Room`] allows.

use crate::finding::{FileId, Finding, Span};

/// How deep blocks may nest.
pub const MAX_DEPTH: usize = 32;
/// How long a line may be, in bytes.
const MAX_LINE: usize = 64 * 1024;
/// How many characters of a line that can't be shown whole are kept.
const SHOWN: usize = 100;

/// How much more of a fabric may be read; its files share it. Bytes bound the time that reading
/// takes, lines and words the memory.
#[derive(Debug, Clone)]
pub struct Room {
    /// What was granted, for the message.
    granted: [usize; 3],
    bytes: usize,
    lines: usize,
    /// Words, and signs that are no part of one.
    words: usize,
}

impl Room {
    /// For the files of a fabric: one of 1,024 racks takes a tenth of it.
    pub fn for_fabric() -> Room {
        Room::of(8 << 20, 500_000, 700_000)
    }

    /// For the lock, which has a line for each workload and is ours.
    pub fn for_lock() -> Room {
        Room::of(64 << 20, 150_000, 3_000_000)
    }

    fn of(bytes: usize, lines: usize, words: usize) -> Room {
        Room { granted: [bytes, lines, words], bytes, lines, words }
    }
}

/// A text that has been looked at.
#[derive(Debug)]
pub struct Accepted {
    /// The text; where it can't be parsed, what is worth showing of it.
    pub text: String,
    /// Each included path with its place.
    pub includes: Vec<(String, Span)>,
    /// False where a finding says why the text can't be parsed.
    pub parseable: bool,
}

/// Looks at a text. One that can't be parsed gives a finding, and comes back cut behind the line
/// that says why.
pub fn accept(mut text: String, file: FileId, room: &mut Room, findings: &mut Vec<Finding>) -> Accepted {
    let mut scan = Scan { file, room, depth: 0, includes: Vec::new() };
    let mut start = 0;
    let mut fault = None;
    for (index, line) in text.split('\n').enumerate() {
        fault = scan.line(index, line, start);
        if fault.is_some() {
            break;
        }
        start += line.len() + 1;
    }
    let includes = scan.includes;
    let Some(fault) = fault else { return Accepted { text, includes, parseable: true } };
    let line = text.get(start..).unwrap_or("").split('\n').next().unwrap_or("");
    let shown = if line.len() > MAX_LINE { shorten(line) } else { line.to_owned() };
    text.truncate(start);
    text.push_str(&shown);
    let end = (text.len() as u32).min(fault.primary.span.end);
    let span = Span { end, ..fault.primary.span };
    findings.push(Finding { primary: crate::finding::Label { span, ..fault.primary }, ..fault });
    Accepted { text, includes: Vec::new(), parseable: false }
}

/// What comes before the first byte that is no UTF-8, with that byte's line as far as it is worth
/// showing, and where in this text the byte stands.
pub fn before(bytes: &[u8], at: usize) -> (String, usize) {
    let valid = String::from_utf8_lossy(bytes.get(..at).unwrap_or_default());
    let start = valid.rfind('\n').map_or(0, |i| i + 1);
    let line = valid.get(start..).unwrap_or("");
    let skipped = line.chars().count().saturating_sub(SHOWN);
    let mut text = valid.get(..start).unwrap_or("").to_owned();
    if skipped > 0 {
        text.push('…');
    }
    text.extend(line.chars().skip(skipped));
    let place = text.len();
    text.push('\u{fffd}');
    (text, place)
}

fn shorten(line: &str) -> String {
    line.chars().take(SHOWN).chain(['…']).collect()
}

struct Scan<'r> {
    file: FileId,
    room: &'r mut Room,
    depth: usize,
    includes: Vec<(String, Span)>,
}

impl Scan<'_> {
    /// Looks at one line; `offset` is its first byte. Gives what forbids the text to be parsed.
    fn line(&mut self, index: usize, line: &str, offset: usize) -> Option<Finding> {
        let span = |start: usize, len: usize| {
            let start = (offset + start) as u32;
            Span { file: self.file, start, end: start + len as u32 }
        };
        if line.len() > MAX_LINE {
            let title = format!("line {} is {} bytes long", index + 1, line.len());
            return Some(
                Finding::error("line-too-long", span(0, line.len()), title)
                    .here(format!("at most {MAX_LINE} bytes a line"))
                    .help("a list may go on in the next line after a comma"),
            );
        }
        let [bytes, lines, words] = self.room.granted;
        let too_large = |start, len, what: String| {
            let title = format!("there are more than {what} to read");
            Some(Finding::error("too-large", span(start, len), title).here("read up to here"))
        };
        match self.room.bytes.checked_sub(line.len() + 1) {
            Some(left) => self.room.bytes = left,
            None => return too_large(0, 0, format!("{} MiB", bytes >> 20)),
        }
        match self.room.lines.checked_sub(1) {
            Some(left) => self.room.lines = left,
            None => return too_large(0, 0, format!("{lines} lines")),
        }
        let mut skip_to = 0;
        let mut in_word = false;
        // Whether a statement may begin here.
        let mut fresh = true;
        for (i, byte) in line.bytes().enumerate() {
            if i < skip_to {
                continue;
            }
            let counts = match byte {
                b'#' => break,
                b' ' | b'\t' | b'\r' => false,
                b'{' | b'}' | b',' | b';' | b'"' => true,
                _ => !in_word,
            };
            in_word = !matches!(byte, b' ' | b'\t' | b'\r' | b';' | b'{' | b'}' | b',' | b'"');
            if counts {
                match self.room.words.checked_sub(1) {
                    Some(left) => self.room.words = left,
                    None => return too_large(i, 1, format!("{words} words and signs")),
                }
            }
            if fresh
                && self.depth == 0
                && in_word
                && let Some((path, at)) = include(line.get(i..).unwrap_or(""))
            {
                self.includes.push((path.to_owned(), span(i + at, path.len())));
            }
            fresh = match byte {
                b' ' | b'\t' | b'\r' => fresh,
                b';' | b'}' => true,
                _ => false,
            };
            match byte {
                b'"' => skip_to = i + string(line.get(i..).unwrap_or("")).1,
                b'{' => {
                    self.depth += 1;
                    if self.depth > MAX_DEPTH {
                        let title = format!("blocks nest deeper than {MAX_DEPTH}");
                        return Some(
                            Finding::error("nested-too-deep", span(i, 1), title)
                                .here(format!("this opens block {}", MAX_DEPTH + 1))
                                .help("a closing brace may be missing further up"),
                        );
                    }
                }
                b'}' => self.depth = self.depth.saturating_sub(1),
                _ => {}
            }
        }
        None
    }
}

/// Whether the string that a text begins with is closed, and how long it is. One that is not closed
/// ends before the end of its statement, as in the grammar.
fn string(text: &str) -> (bool, usize) {
    let mut bytes = text.bytes().enumerate().skip(1);
    while let Some((i, byte)) = bytes.next() {
        match byte {
            b'"' => return (true, i + 1),
            b'\\' if !bytes.next().is_some_and(|(_, next)| matches!(next, b'"' | b'\\')) => break,
            _ => {}
        }
    }
    (false, text.find([';', '}']).unwrap_or(text.len()))
}

/// The path of an `include` statement and where it starts. What is wrong with the statement itself
/// is the model's to say.
fn include(statement: &str) -> Option<(&str, usize)> {
    let rest = statement.strip_prefix("include")?;
    let path = rest.trim_start_matches([' ', '\t', '\r']);
    let path = match string(path) {
        (closed, end) if path.starts_with('"') => path.get(1..end - 1).filter(|_| closed)?,
        _ if path.len() < rest.len() => path.split([' ', '\t', '\r', ';', ',', '#', '{', '}']).next()?,
        _ => return None,
    };
    let start = path.as_ptr() as usize - statement.as_ptr() as usize;
    (!path.is_empty()).then_some((path, start))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scan(text: &str) -> (Accepted, Vec<Finding>) {
        let mut findings = Vec::new();
        let accepted = accept(text.to_owned(), FileId(0), &mut Room::for_fabric(), &mut findings);
        (accepted, findings)
    }

    #[test]
    fn includes_stand_at_the_top_level_only() {
        let text = "include a.fab # x\npe p { \ninclude b.fab }; include \"c d.fab\"\n  include\"e.fab\"\nincluded f.fab";
        let (accepted, _) = scan(text);
        let paths: Vec<&str> = accepted.includes.iter().map(|(p, _)| p.as_str()).collect();
        assert_eq!(paths, ["a.fab", "c d.fab", "e.fab"]);
        for (path, span) in &accepted.includes {
            assert_eq!(&text[span.start as usize..span.end as usize], path);
        }
    }

    #[test]
    fn braces_in_strings_and_comments_do_not_nest() {
        let text = "a \"{{{{\\\"{\" # {{{{\n".repeat(40);
        assert!(scan(&text).0.parseable);
    }

    #[test]
    fn the_brace_that_goes_too_deep_is_marked() {
        let (accepted, findings) = scan(&"a {".repeat(MAX_DEPTH + 1));
        assert!(!accepted.parseable);
        assert_eq!(findings[0].primary.span.start as usize, MAX_DEPTH * 3 + 2);
    }

    #[test]
    fn files_share_one_room() {
        let mut room = Room::of(1000, 10, 5);
        let mut findings = Vec::new();
        let first = accept("a b\nc".into(), FileId(0), &mut room, &mut findings);
        assert!(first.parseable);
        let second = accept("ok\nd { e }\nmore".into(), FileId(1), &mut room, &mut findings);
        assert!(!second.parseable);
        assert_eq!(second.text, "ok\nd { e }");
        assert_eq!(findings[0].primary.span, Span { file: FileId(1), start: 5, end: 6 });
    }

    #[test]
    fn a_long_line_is_cut_and_its_span_with_it() {
        let (accepted, findings) = scan(&format!("a 1\nb {}\nc 2", "é".repeat(MAX_LINE)));
        assert_eq!(accepted.text.lines().count(), 2);
        assert!(findings[0].primary.span.end as usize <= accepted.text.len());
    }

    #[test]
    fn the_line_of_a_bad_byte_is_kept_as_far_as_it_matters() {
        let mut bytes = b"first\n".to_vec();
        bytes.extend([b'x'; 1000]);
        bytes.push(0xff);
        let (text, at) = before(&bytes, 1006);
        assert_eq!(text.len(), "first\n…".len() + SHOWN + 3);
        assert_eq!(&text[at..], "\u{fffd}");
    }
}
