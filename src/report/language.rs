//! The language reference, `docs/language.md`: a guide, then every construct of the table.

use std::fmt::Write;

use super::catalog::{self, Entry, form, lines, value};
use crate::model::construct::{ANYWHERE, ConstructSpec, FieldRow, Shape};
use crate::model::value::{Flag, TypeSpec, Value};

/// The guide in front of the reference.
const GUIDE: &str = include_str!("language.md");

/// The whole document.
pub fn markdown() -> String {
    let entries = catalog::entries();
    let mut text = GUIDE.trim_end().to_owned();
    text.push_str("\n\n## Every construct\n");
    contents(&mut text, &entries);
    for entry in &entries {
        section(&mut text, entry, &entries);
    }
    text
}

/// A link to a construct's section. Headings make their anchors without dots.
fn link(entry: &Entry) -> String {
    format!("[`{}`](#{})", entry.name, entry.name.replace('.', ""))
}

/// What stands at the top level, with what stands in it.
fn contents(text: &mut String, entries: &[Entry]) {
    text.push('\n');
    for (index, entry) in entries.iter().enumerate() {
        if !entry.within.iter().any(|(parent, _)| parent.is_none()) {
            continue;
        }
        let inner: Vec<String> =
            entries.iter().filter(|e| first_top(e, entries) == Some(index)).map(link).collect();
        let inner = if inner.is_empty() { String::new() } else { format!(": {}", inner.join(", ")) };
        // Writing to a string can't fail.
        let _ = writeln!(text, "- {}{inner}", link(entry));
    }
}

/// The entry at the top level that an inner entry is listed under.
fn first_top(entry: &Entry, entries: &[Entry]) -> Option<usize> {
    let (parent, _) = entry.within.first()?;
    let parent = (*parent)?;
    let above = entries.get(parent)?;
    first_top(above, entries).or(Some(parent))
}

fn section(text: &mut String, entry: &Entry, entries: &[Entry]) {
    let spec = entry.spec;
    let level = if entry.within.iter().any(|(parent, _)| parent.is_none()) { "##" } else { "###" };
    let _ = writeln!(text, "\n{level} {}\n\n`{}`{}\n", entry.name, form(spec), head(spec));
    for line in lines(spec.doc) {
        let _ = writeln!(text, "{line}");
    }
    let _ = writeln!(text, "\n{}", standing(entry, entries));
    if spec.fields.is_empty() {
        return;
    }
    text.push_str("\n| statement | takes | default | meaning | source |\n|---|---|---|---|---|\n");
    for field in spec.fields {
        row(text, field, entries);
    }
    for field in spec.fields {
        if let Some(words) = words(field) {
            let _ = writeln!(text, "\n`{}` is one of\n", field.name);
            for (word, meaning) in words {
                let _ = writeln!(text, "- `{word}`: {}", meaning.trim());
            }
        }
    }
}

/// What the value behind the keyword is.
fn head(spec: &ConstructSpec) -> String {
    catalog::head(spec).map_or_else(String::new, |(word, t)| format!(", {word} being {}", value(t)))
}

/// Where a construct stands and how often.
fn standing(entry: &Entry, entries: &[Entry]) -> String {
    let mut places: Vec<String> = Vec::new();
    for (parent, field) in &entry.within {
        let often = match field.shape {
            Shape::Must(_) => "once",
            Shape::Block(_) => "at most once",
            _ => "any number of times",
        };
        places.push(match parent.and_then(|p| entries.get(p)) {
            Some(parent) => format!("in {}, {often}", link(parent)),
            None => format!("at the top level, {often}"),
        });
    }
    if ANYWHERE.contains(&entry.spec.keyword) {
        places.push("in any block, any number of times".to_owned());
    }
    let source = match entry.spec.source {
        "" => String::new(),
        source => format!(" Source: {source}."),
    };
    format!("Stands {}.{source}", places.join("; "))
}

fn row(text: &mut String, field: &FieldRow, entries: &[Entry]) {
    let block = |spec: &ConstructSpec| {
        entries.iter().find(|e| catalog::same(e.spec, spec)).map_or_else(String::new, link)
    };
    let (takes, default) = match field.shape {
        Shape::One(t) => (value(t), "required"),
        Shape::Opt(t) => (value(t), ""),
        Shape::List(t) => (format!("list; {}", value(t)), ""),
        Shape::Must(spec) => (format!("block {}", block(spec)), "required"),
        Shape::Block(spec) => (format!("block {}", block(spec)), ""),
        Shape::Many(spec) => (format!("blocks {}", block(spec)), ""),
    };
    let default = field.default.map_or(default.to_owned(), |default| format!("`{default}`"));
    let meaning = meaning(field);
    let cells = [format!("`{}`", field.name), takes, default, meaning, field.source.to_owned()];
    let cells: Vec<String> = cells.iter().map(|cell| cell.replace('|', "\\|")).collect();
    let _ = writeln!(text, "| {} |", cells.join(" | "));
}

/// What a statement means. A block that says nothing here means what its construct does.
pub(super) fn meaning(field: &FieldRow) -> String {
    let own = lines(field.doc).collect::<Vec<_>>().join(" ");
    match catalog::inner(field) {
        Some(spec) if own.is_empty() => {
            let paragraph: Vec<&str> = lines(spec.doc).take_while(|line| !line.is_empty()).collect();
            paragraph.join(" ")
        }
        _ => own,
    }
}

/// The words of an enumeration whose meaning is not plain.
pub(super) fn words(field: &FieldRow) -> Option<&'static [(&'static str, &'static str)]> {
    let (Shape::One(t) | Shape::Opt(t) | Shape::List(t)) = field.shape else { return None };
    let TypeSpec { words, .. } = t;
    (!words.is_empty() && t != Flag::TYPE).then_some(words)
}
