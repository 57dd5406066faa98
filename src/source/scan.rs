//! The look at a text before any parser: limits, and the files it includes.
//!
//! One pass over the bytes. It knows comments, strings and braces, so that no text can make the
//! parser recurse deeper than [`MAX_DEPTH`], whatever the size of the stack.

use crate::finding::{FileId, Finding, Span};

/// How deep blocks may nest.
pub const MAX_DEPTH: usize = 32;
/// How long a line may be, in bytes.
const MAX_LINE: usize = 64 * 1024;
/// How much of a line that is too long is kept to be shown.
const SHOWN: usize = 100;

/// What the scan found in a text.
pub struct Scan {
    /// Each included path with the place of the path.
    pub includes: Vec<(String, Span)>,
    /// The brace that opens one block too many.
    pub too_deep: Option<Span>,
}

/// Takes a text for parsing. A text that can't be parsed gives a finding and comes back shortened
/// to what is worth showing, with `false`.
pub fn accept(text: String, file: FileId, findings: &mut Vec<Finding>) -> (String, bool) {
    if let Some((line, length)) = text.split('\n').map(str::len).enumerate().find(|l| l.1 > MAX_LINE) {
        let shown = shorten(&text);
        let start = shown.split('\n').take(line).map(|l| l.len() + 1).sum::<usize>();
        let end = start + shown.split('\n').nth(line).map_or(0, str::len);
        let span = Span { file, start: start as u32, end: end as u32 };
        findings.push(
            Finding::error("line-too-long", span, format!("line {} is {length} bytes long", line + 1))
                .here(format!("at most {MAX_LINE} bytes a line"))
                .help("a list may go on in the next line after a comma"),
        );
        return (shown, false);
    }
    if let Some(span) = scan(&text, file).too_deep {
        findings.push(
            Finding::error("nested-too-deep", span, format!("blocks nest deeper than {MAX_DEPTH}"))
                .here(format!("this opens block {}", MAX_DEPTH + 1))
                .help("a closing brace may be missing further up"),
        );
        return (text, false);
    }
    (text, true)
}

/// Cuts every over-long line, so that a finding can show the text without holding all of it.
fn shorten(text: &str) -> String {
    let mut shown = String::new();
    for (i, line) in text.split('\n').enumerate() {
        if i > 0 {
            shown.push('\n');
        }
        if line.len() > MAX_LINE {
            shown.extend(line.chars().take(SHOWN));
            shown.push('…');
        } else {
            shown.push_str(line);
        }
    }
    shown
}

/// Reads braces and top-level `include` statements out of a text.
pub fn scan(text: &str, file: FileId) -> Scan {
    let mut found = Scan { includes: Vec::new(), too_deep: None };
    let mut depth = 0usize;
    let mut offset = 0usize;
    for line in text.split('\n') {
        if depth == 0
            && let Some((path, start)) = include(line)
        {
            let start = offset + start;
            let span = Span { file, start: start as u32, end: (start + path.len()) as u32 };
            found.includes.push((path.to_owned(), span));
        }
        let mut in_string = false;
        let mut escaped = false;
        for (i, byte) in line.bytes().enumerate() {
            match byte {
                _ if escaped => escaped = false,
                b'\\' if in_string => escaped = true,
                b'"' => in_string = !in_string,
                _ if in_string => {}
                b'#' => break,
                b'{' => {
                    depth += 1;
                    if depth > MAX_DEPTH && found.too_deep.is_none() {
                        let at = (offset + i) as u32;
                        found.too_deep = Some(Span { file, start: at, end: at + 1 });
                    }
                }
                b'}' => depth = depth.saturating_sub(1),
                _ => {}
            }
        }
        offset += line.len() + 1;
    }
    found
}

/// The path of an `include` line and where it starts in the line.
fn include(line: &str) -> Option<(&str, usize)> {
    let rest = line.trim_start().strip_prefix("include")?;
    let path = rest.strip_prefix([' ', '\t'])?.trim_start();
    let path = match path.strip_prefix('"') {
        Some(quoted) => quoted.split('"').next()?,
        None => path.split([' ', '\t', '\r', ';', '#', '{', '}']).next()?,
    };
    let start = path.as_ptr() as usize - line.as_ptr() as usize;
    (!path.is_empty()).then_some((path, start))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn includes_stand_at_the_top_level_only() {
        let found = scan("include a.fab # x\npe p { \ninclude b.fab }\n  include \"c d.fab\"", FileId(0));
        let paths: Vec<&str> = found.includes.iter().map(|(p, _)| p.as_str()).collect();
        assert_eq!(paths, ["a.fab", "c d.fab"]);
    }

    #[test]
    fn braces_in_strings_and_comments_do_not_nest() {
        let text = "a \"{{{{\\\"{\" # {{{{\n".repeat(40);
        assert!(scan(&text, FileId(0)).too_deep.is_none());
    }

    #[test]
    fn the_brace_that_goes_too_deep_is_marked() {
        let text = "a {".repeat(MAX_DEPTH + 1);
        let span = scan(&text, FileId(0)).too_deep.unwrap();
        assert_eq!(span.start as usize, MAX_DEPTH * 3 + 2);
    }
}
