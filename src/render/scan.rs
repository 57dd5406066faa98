//! A template cut into its parts, as the engine cuts it: text, printed values, tags, comments.
//!
//! It serves what the engine doesn't tell: which templates a template names ([`references`]), and
//! where its text comes out ([`super::trace`]).

use std::ops::Range;

/// What a part of a template is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Text that comes out as it stands, the blanks that the tags around it take away left out. It
    /// may be empty.
    Text,
    /// `{{ … }}`
    Print,
    /// `{% … %}`
    Tag,
    /// `{# … #}`
    Comment,
}

/// A part of a template, in bytes; signs of a tag, and blanks that it takes away, are part of none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// What it is.
    pub kind: Kind,
    /// Where it stands: for a tag from its `{` to behind its `}`.
    pub range: Range<usize>,
}

/// The parts of a template, as far as it can be read; what can't be read is the engine's to report.
pub fn parts(text: &str) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut at = 0;
    // How the tag before treats the blanks behind it.
    let mut before = Edge::Keep;
    while let Some((start, kind)) = next_tag(text, at) {
        let edge = Edge::of(text, start + 2);
        parts.push(Part { kind: Kind::Text, range: trimmed(text, at..start, 0, before, (kind, edge)) });
        let inner = start + 2 + edge.len();
        if let Some(raw) = Some(kind).filter(|k| *k == Kind::Tag).and_then(|_| raw(text, inner)) {
            let behind = (Kind::Tag, raw.edges.1);
            let first = raw.text.start;
            parts.push(Part { kind: Kind::Text, range: trimmed(text, raw.text, first, raw.edges.0, behind) });
            (at, before) = (raw.end, raw.edges.2);
            continue;
        }
        let Some(end) = end_of(text, inner, kind) else { return parts };
        before = match Edge::of(text, end - 3) {
            Edge::Default if kind == Kind::Print => Edge::Keep,
            // The one sign of `{{-}}` is the one before.
            _ if end - 3 < inner => Edge::Default,
            edge => edge,
        };
        parts.push(Part { kind, range: start..end });
        at = end;
    }
    parts.push(Part {
        kind: Kind::Text,
        range: trimmed(text, at..text.len(), 0, before, (Kind::Print, Edge::Keep)),
    });
    parts
}

/// What a tag does with the blanks beside it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Edge {
    /// Without a sign: a tag takes the line end behind it, and the blanks before it on its line.
    Default,
    /// `-`: all blanks.
    Remove,
    /// `+`, or nothing that could take any.
    Keep,
}

impl Edge {
    /// The sign at a place.
    fn of(text: &str, at: usize) -> Edge {
        match text.as_bytes().get(at) {
            Some(b'-') => Edge::Remove,
            Some(b'+') => Edge::Keep,
            _ => Edge::Default,
        }
    }

    /// How long the sign is that was read.
    fn len(self) -> usize {
        usize::from(self != Edge::Default)
    }
}

/// The next opening of a tag.
fn next_tag(text: &str, from: usize) -> Option<(usize, Kind)> {
    text.as_bytes().windows(2).enumerate().skip(from).find_map(|(at, pair)| match pair {
        b"{{" => Some((at, Kind::Print)),
        b"{%" => Some((at, Kind::Tag)),
        b"{#" => Some((at, Kind::Comment)),
        _ => None,
    })
}

/// Where a tag ends, from behind its opening.
fn end_of(text: &str, from: usize, kind: Kind) -> Option<usize> {
    if kind == Kind::Comment {
        return Some(from + text.get(from..)?.find("#}")? + 2);
    }
    let close = if kind == Kind::Print { "}}" } else { "%}" };
    let mut depth = 0_i32;
    let mut at = from;
    loop {
        let rest = text.get(at..)?;
        if depth == 0 && rest.starts_with(close) {
            return Some(at + 2);
        }
        let c = rest.chars().next()?;
        match c {
            '(' | '[' | '{' => depth += 1,
            ')' | ']' | '}' => depth -= 1,
            '"' | '\'' => {
                at += string(rest)?.len() + 2;
                continue;
            }
            _ => {}
        }
        at += c.len_utf8();
    }
}

/// What stands between the quotes of the string that a text begins with.
fn string(text: &str) -> Option<&str> {
    let quote = text.chars().next()?;
    let mut escaped = false;
    let end = text.char_indices().skip(1).find(|(_, c)| {
        let ends = *c == quote && !escaped;
        escaped = *c == '\\' && !escaped;
        ends
    })?;
    text.get(1..end.0)
}

/// A block whose text is taken as it stands.
struct Raw {
    text: Range<usize>,
    /// Of `raw` behind it, of `endraw` before and behind it.
    edges: (Edge, Edge, Edge),
    end: usize,
}

fn raw(text: &str, from: usize) -> Option<Raw> {
    let (start, after) = basic_tag(text, from, "raw")?;
    let mut at = start;
    loop {
        let open = at + text.get(at..)?.find("{%")?;
        let edge = Edge::of(text, open + 2);
        if let Some((end, behind)) = basic_tag(text, open + 2 + edge.len(), "endraw") {
            return Some(Raw { text: start..open, edges: (after, edge, behind), end });
        }
        at = open + 2;
    }
}

/// Where a tag of one word ends, with the sign before its end.
fn basic_tag(text: &str, from: usize, word: &str) -> Option<(usize, Edge)> {
    let rest = text.get(from..)?;
    let rest = rest.trim_ascii_start().strip_prefix(word)?.trim_ascii_start();
    let edge = Edge::of(rest, 0);
    let rest = rest.get(edge.len()..)?.strip_prefix("%}")?;
    Some((text.len() - rest.len(), edge))
}

/// What is left of a text between two tags; the line of the second one begins at `first` at the
/// earliest.
fn trimmed(
    text: &str,
    range: Range<usize>,
    first: usize,
    before: Edge,
    (kind, edge): (Kind, Edge),
) -> Range<usize> {
    let Range { mut start, mut end } = range;
    let inside = |start: usize, end: usize| text.get(start..end).unwrap_or("");
    match before {
        Edge::Default if inside(start, end).starts_with('\n') => start += 1,
        Edge::Remove => start = end - inside(start, end).trim_start().len(),
        _ => {}
    }
    match edge {
        Edge::Remove => end = start + inside(start, end).trim_end().len(),
        Edge::Default if kind != Kind::Print => {
            let line = inside(first, end).rfind('\n').map_or(first, |at| first + at + 1);
            if inside(line, end).chars().all(char::is_whitespace) {
                end = line.max(start);
            }
        }
        _ => {}
    }
    start..end
}

/// The name of a template in another one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reference {
    /// The name.
    pub name: String,
    /// Where it stands, without its quotes.
    pub range: Range<usize>,
    /// Whether the template may be missing.
    pub optional: bool,
}

/// The templates that a template includes, imports or extends; none where one of the names is made
/// while it renders, so that there is no telling.
pub fn references(text: &str) -> Option<Vec<Reference>> {
    let mut found = Vec::new();
    for part in parts(text).iter().filter(|p| p.kind == Kind::Tag) {
        let start = part.range.start + 2;
        let inner = text.get(start..part.range.end - 2).unwrap_or("");
        let words = inner.trim_start_matches(['-', '+']).trim_start();
        let Some(word) = words.split(|c: char| !c.is_ascii_alphanumeric()).next() else { continue };
        if !matches!(word, "include" | "import" | "from" | "extends") {
            continue;
        }
        let optional = words.ends_with("ignore missing") || words.contains("ignore missing ");
        let mut at = part.range.end - 2 - words.len() + word.len();
        let mut names = 0;
        while let Some(c) = text.get(at..part.range.end - 2).and_then(|rest| rest.chars().next()) {
            match c {
                '"' | '\'' => {
                    let Some(name) = text.get(at..).and_then(string) else { break };
                    let range = at + 1..at + 1 + name.len();
                    found.push(Reference { name: name.to_owned(), range, optional });
                    names += 1;
                    at += name.len() + 2;
                }
                // Behind the names stand words that name no template.
                '[' | ',' | ']' | '(' | ')' | ' ' | '\t' | '\n' => at += 1,
                _ if names > 0 && c.is_ascii_alphabetic() => break,
                _ => return None,
            }
        }
    }
    Some(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What comes out of a template's text, and what its tags hold.
    fn cut(text: &str) -> Vec<&str> {
        let parts = parts(text);
        parts.iter().filter(|p| !p.range.is_empty()).map(|p| &text[p.range.clone()]).collect()
    }

    #[test]
    fn tags_take_their_line() {
        assert_eq!(cut("a\n  {% if x %}\nb\n  {% endif %}\n"), ["a\n", "{% if x %}", "b\n", "{% endif %}"]);
        assert_eq!(cut("a {% if x %} b"), ["a ", "{% if x %}", " b"]);
        assert_eq!(cut("  {{ x }}\nb"), ["  ", "{{ x }}", "\nb"]);
        assert_eq!(cut("{{ x }}  {% if y %}\n"), ["{{ x }}", "  ", "{% if y %}"]);
    }

    #[test]
    fn signs_take_blanks_or_keep_them() {
        assert_eq!(cut("a \n {{- x -}} \n b"), ["a", "{{- x -}}", "b"]);
        assert_eq!(cut("a\n  {%+ if x +%}\nb"), ["a\n  ", "{%+ if x +%}", "\nb"]);
        assert_eq!(cut("a\n  {#- x -#}\nb"), ["a", "{#- x -#}", "b"]);
    }

    #[test]
    fn strings_and_brackets_hide_what_would_end_a_tag() {
        assert_eq!(cut("{{ \"}}\" }}x"), ["{{ \"}}\" }}", "x"]);
        assert_eq!(cut("{{ {'a': {'b': 1}} }}x"), ["{{ {'a': {'b': 1}} }}", "x"]);
        assert_eq!(cut(r#"{% if x == "\"%}" %}y"#), [r#"{% if x == "\"%}" %}"#, "y"]);
        assert_eq!(cut("{# {{ x }} #}y"), ["{# {{ x }} #}", "y"]);
    }

    #[test]
    fn a_raw_block_is_text() {
        assert_eq!(cut("a{% raw %}\n{{ x }}\n{% endraw %}\nb"), ["a", "{{ x }}\n", "b"]);
        assert_eq!(cut("a{% raw -%} {{ x }} {%- endraw -%} b"), ["a", "{{ x }}", "b"]);
    }

    #[test]
    fn what_does_not_end_is_left() {
        for text in ["a{{ x", "a{% if", "a{# x", "a{% raw %}b", "a{{ \"x }}"] {
            assert_eq!(cut(text)[0], "a", "{text}");
        }
    }

    #[test]
    fn references_are_found_where_they_stand() {
        let text = "{% include \"a.j2\" %}{%- from 'b.j2' import m, n %}{% import \"c.j2\" as c %}\n\
                    {% include [\"d.j2\", \"e.j2\"] ignore missing %}{{ \"{% include 'f.j2' %}\" }}";
        let found = references(text).unwrap();
        let names: Vec<(&str, bool)> = found.iter().map(|r| (r.name.as_str(), r.optional)).collect();
        assert_eq!(
            names,
            [("a.j2", false), ("b.j2", false), ("c.j2", false), ("d.j2", true), ("e.j2", true)]
        );
        for reference in found {
            assert_eq!(text[reference.range], reference.name);
        }
        assert_eq!(references("{% include name %}"), None);
        assert_eq!(references("{% include \"a/\" ~ name %}"), None);
    }
}
