//! Which line of which template printed a line of a text.
//!
//! The templates are rendered a second time with marks in them: one before each piece of text that
//! comes out, and one before each value. A mark is of characters that neither a template nor a plan
//! can hold, and it stands where it changes nothing of what comes out; whether that is so is seen
//! from the text without its marks.

use std::fmt::Write;

use minijinja::Value;
use serde::Serialize;

use super::scan::{self, Kind};
use super::{Environment, Error};

/// What a mark begins with; the number of the template and the line follow.
const OPEN: char = '\u{1}';
/// What a mark ends with.
const CLOSE: char = '\u{2}';
/// What stands between template and line.
const BETWEEN: char = ':';

/// A line of a template.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place<'t> {
    /// The template's name.
    pub template: &'t str,
    /// The line, from 1.
    pub line: usize,
}

/// The templates of an environment, with marks.
#[derive(Debug)]
pub struct Tracer {
    environment: Environment,
    names: Vec<String>,
}

impl Tracer {
    /// Marks the templates of an environment.
    ///
    /// # Errors
    /// Where one can't be read any more, which no mark brings about.
    pub fn of(environment: &Environment) -> Result<Self, Error> {
        let texts = environment.texts();
        let marked = texts.iter().enumerate().map(|(n, (name, text))| (name.clone(), mark(n, text)));
        let environment = environment.in_other_words(marked)?;
        Ok(Tracer { environment, names: texts.into_iter().map(|(name, _)| name).collect() })
    }

    /// For each line of `text` the line of a template that printed it: the innermost, so that of a
    /// macro and not of its caller. `text` is what the environment made of the same template and
    /// value; none where the marks change what a template makes of its own text.
    pub fn lines<T: Serialize>(
        &self,
        template: &str,
        name: &str,
        value: &T,
        text: &str,
    ) -> Option<Vec<Place<'_>>> {
        let marked = self.environment.bounded(template, &super::template::context(name, value)).ok()?;
        let (plain, places) = read(&marked.text)?;
        let places: Option<Vec<_>> = places.into_iter().map(|place| self.place(place)).collect();
        places.filter(|_| plain == text)
    }

    /// The line that printed what goes beyond `most` bytes.
    pub(super) fn beyond(&self, most: usize, template: &str, context: &Value) -> Option<Place<'_>> {
        let marked = self.environment.bounded(template, context).ok()?.text;
        let mut len = 0;
        let pieces = marked.split(OPEN).skip(1).filter_map(|piece| piece.split_once(CLOSE));
        let beyond = pieces.into_iter().find(|(_, text)| {
            len += text.len();
            len > most
        });
        self.place(numbers(beyond?.0)?)
    }

    fn place(&self, (template, line): (usize, usize)) -> Option<Place<'_>> {
        Some(Place { template: self.names.get(template)?, line })
    }
}

/// A template with a mark at the beginning of what comes out of each of its lines, and before each
/// value.
fn mark(template: usize, text: &str) -> String {
    let ends: Vec<usize> = text.match_indices('\n').map(|(at, _)| at).collect();
    let mut marked = String::with_capacity(4 * text.len());
    let mut done = 0;
    let mut put = |at: usize, of: usize| {
        marked.push_str(text.get(done..at).unwrap_or(""));
        done = at;
        let line = ends.partition_point(|end| *end < of) + 1;
        let _ = write!(marked, "{OPEN}{template}{BETWEEN}{line}{CLOSE}");
    };
    // Behind the text that comes out before a tag, and so before the blanks that the tag takes.
    let mut before = 0;
    for part in scan::parts(text) {
        match part.kind {
            Kind::Text => {
                let mut at = part.range.start;
                before = part.range.end;
                for piece in text.get(part.range).unwrap_or("").split_inclusive('\n') {
                    put(at, at);
                    at += piece.len();
                }
            }
            Kind::Print => put(before, part.range.start),
            Kind::Tag | Kind::Comment => {}
        }
    }
    marked.push_str(text.get(done..).unwrap_or(""));
    marked
}

/// A text without its marks, and for each of its lines the last mark before its first word; a line
/// without words has the last mark before its end.
fn read(marked: &str) -> Option<(String, Vec<(usize, usize)>)> {
    let mut text = String::with_capacity(marked.len());
    let mut places = Vec::new();
    let mut mark = None;
    for line in marked.split_inclusive('\n') {
        let before = text.len();
        let mut place = None;
        let mut pieces = line.split(OPEN);
        let mut see = |piece: &str, mark: Option<(usize, usize)>| {
            text.push_str(piece);
            if place.is_none() && !piece.trim().is_empty() {
                place = mark;
            }
        };
        see(pieces.next().unwrap_or(""), mark);
        for piece in pieces {
            let (at, rest) = piece.split_once(CLOSE)?;
            mark = Some(numbers(at)?);
            see(rest, mark);
        }
        // Marks behind the last line end print nothing.
        if text.len() > before {
            places.push(place.or(mark)?);
        }
    }
    Some((text, places))
}

fn numbers(mark: &str) -> Option<(usize, usize)> {
    let (template, line) = mark.split_once(BETWEEN)?;
    Some((template.parse().ok()?, line.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::Secrets;
    use crate::source::{SourceFile, Sources};
    use serde_json::json;

    /// Renders a template, with others beside it, and traces it: each line with the template and line
    /// that printed it.
    fn traced(text: &str, others: &[(&str, &str)]) -> String {
        let mut sources = Sources::default();
        for (name, text) in others.iter().chain(&[("t", text)]) {
            let file = SourceFile::new(name.into(), (*name).to_owned(), (*text).to_owned(), true);
            let id = sources.add(file);
            sources.templates.push(id);
        }
        let environment = Environment::with(Secrets::Referenced, &sources).unwrap();
        let value = json!({ "list": [1, 2], "text": "a\nb" });
        let plain = environment.render("t", "x", &value).unwrap();
        let tracer = Tracer::of(&environment).unwrap();
        let places = tracer.lines("t", "x", &value, &plain).expect("marks change nothing");
        assert_eq!(places.len(), plain.lines().count(), "{plain:?}");
        let shown = plain.lines().zip(places).map(|(l, p)| format!("{l}|{}{}\n", p.template, p.line));
        shown.collect()
    }

    #[test]
    fn text_and_values_come_from_their_lines() {
        assert_eq!(traced("a\n{{ x.list[0] }}\n  b {{ x.list[1] }}\nc", &[]), "a|t1\n1|t2\n  b 2|t3\nc|t4\n");
        assert_eq!(
            traced("{% for i in x.list %}\n  {{ i }}\n{% endfor %}\nz\n", &[]),
            "  1|t2\n  2|t2\nz|t4\n"
        );
        assert_eq!(traced("a {% if x %}b{% else %}c{% endif %} d\n\ne\n", &[]), "a b d|t1\n|t2\ne|t3\n");
    }

    #[test]
    fn tags_that_take_blanks_take_the_same() {
        assert_eq!(traced("a  \n {{- x.list[0] -}} \n b\n", &[]), "a1b|t1\n");
        assert_eq!(traced("a\n{%- if x -%}\n  b\n{%- endif +%}\nc\n", &[]), "ab|t1\nc|t5\n");
        assert_eq!(
            traced("a\n  {#- x #}\n{% raw %}\n{{ y }}\n{% endraw %}\nb\n", &[]),
            "a{{ y }}|t1\nb|t6\n"
        );
        assert_eq!(traced("{{ 1\n  + 1 }}\n  {%+ if x +%}\nb{% endif %}\n", &[]), "2|t1\n  |t3\nb|t4\n");
    }

    #[test]
    fn the_innermost_line_is_the_answer() {
        let text = "{% macro m(v) %}\n{{ v }} in\n  out\n{% endmacro %}\n{{ m(1) -}}\n{% include 'i' %}\nz\n";
        assert_eq!(
            traced(text, &[("i", "{% if x %}\n\n i{{ 1 }}\n{% endif %}\n")]),
            "1 in|t2\n  out|t3\n|i2\n i1|i3\nz|t7\n"
        );
    }

    #[test]
    fn lines_of_one_value_share_its_line() {
        assert_eq!(traced("x\n{{ x.text }} y\n", &[]), "x|t1\na|t2\nb y|t2\n");
    }

    proptest::proptest! {
        /// Whatever blanks and tags come together, marks change nothing and each line has a place.
        #[test]
        fn marks_change_nothing(picks in proptest::collection::vec(0..PIECES.len(), 0..24)) {
            let text: String = picks.iter().map(|pick| PIECES[*pick]).collect();
            let mut sources = Sources::default();
            let id = sources.add(SourceFile::new("t".into(), "t".into(), text, true));
            sources.templates.push(id);
            if let Ok(environment) = Environment::with(Secrets::Referenced, &sources) {
                let plain = environment.render("t", "x", &1).unwrap();
                let tracer = Tracer::of(&environment).unwrap();
                let places = tracer.lines("t", "x", &1, &plain);
                assert_eq!(places.map(|p| p.len()), Some(plain.lines().count()));
            }
        }
    }

    const PIECES: &[&str] = &[
        "a",
        "b\n",
        " ",
        "\t",
        "\n",
        "{{ 1 }}",
        "{{- 1 }}",
        "{{ 1 -}}",
        "{{-1-}}",
        "{{ \"}}\" }}",
        "{{\n2 }}",
        "{% if x %}",
        "{%- if x %}",
        "{% if x -%}",
        "{%+ if x +%}",
        "{% endif %}",
        "{%- endif -%}",
        "{% endif +%}",
        "{# c #}",
        "{#- c\n-#}",
        "{% raw %}",
        "{% raw -%}",
        "{% endraw %}",
        "{%- endraw +%}",
        "{",
        "%}",
    ];

    #[test]
    fn a_template_that_looks_at_its_own_text_is_not_traced() {
        let mut sources = Sources::default();
        let text = "{% set a %}x{% endset %}{{ a | length }}";
        let id = sources.add(SourceFile::new("t".into(), "t".into(), text.into(), true));
        sources.templates.push(id);
        let environment = Environment::with(Secrets::Referenced, &sources).unwrap();
        let tracer = Tracer::of(&environment).unwrap();
        assert_eq!(tracer.lines("t", "x", &1, "1"), None);
    }
}
