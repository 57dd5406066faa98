//! `selvedge explain NAME`: a construct, a statement of one, or a rule, as text for a terminal.

use std::fmt::Write;

use super::catalog::{self, Entry, form, lines, value};
use super::language;
use crate::finding::{Level, did_you_mean};
use crate::model::construct::{ANYWHERE, FieldRow, Shape};
use crate::shown::printable;

/// A rule, as it documents itself.
#[derive(Debug, Clone, Copy)]
pub struct RulePage {
    /// Its name, as findings show it.
    pub name: &'static str,
    /// How grave its findings are.
    pub level: Level,
    /// Whether a fabric may allow what it finds.
    pub negotiable: bool,
    /// The word for its group.
    pub group: &'static str,
    /// Its page, in Markdown.
    pub doc: &'static str,
}

/// Where lines are broken.
const WIDTH: usize = 80;

/// The page of a name: a construct (`bfd`), a way to one (`route-policy.rule`), a statement of one
/// (`platform.os`), or a rule.
///
/// # Errors
/// Why there is no such page, with what may have been meant.
pub fn explain(name: &str, rules: &[RulePage]) -> Result<String, String> {
    let entries = catalog::entries();
    if let Some(rule) = rules.iter().find(|rule| rule.name == name) {
        let allowed = if rule.negotiable { ", may be allowed" } else { "" };
        return Ok(format!("{} ({}{allowed})\n\n{}\n", rule.name, rule.level, rule.doc.trim()));
    }
    let path: Vec<&str> = name.split(['.', ' ']).filter(|part| !part.is_empty()).collect();
    let found = find(&path, &entries);
    match found.as_slice() {
        [] => Err(unknown(name, &path, &entries, rules)),
        [Found::Construct(entry)] => Ok(construct(entry, &entries)),
        [Found::Statement(entry, field)] => Ok(statement(entry, field, &entries)),
        several => Err(ambiguous(name, several, &entries)),
    }
}

/// What there is to explain: every construct, then every rule.
pub fn index(rules: &[RulePage]) -> String {
    let entries = catalog::entries();
    let mut text = String::from("Constructs\n");
    let names: Vec<&str> = entries.iter().map(|entry| entry.name.as_str()).collect();
    wrap(&mut text, &names.join(", "), 2);
    if !rules.is_empty() {
        text.push_str("\nRules\n");
        let mut names: Vec<&str> = rules.iter().map(|rule| rule.name).collect();
        names.sort_unstable();
        wrap(&mut text, &names.join(", "), 2);
    }
    text.push_str(
        "\nselvedge explain NAME shows the page of one of them; NAME.STATEMENT a single statement.\n",
    );
    text
}

/// What a name stands for.
enum Found<'e> {
    Construct(&'e Entry),
    Statement(&'e Entry, &'static FieldRow),
}

impl Found<'_> {
    /// The name that leads here and nowhere else.
    fn name(&self, entries: &[Entry]) -> String {
        match self {
            Found::Construct(entry) => entry.name.clone(),
            Found::Statement(entry, field) => {
                let short = format!("{}.{}", entry.name, field.name);
                let unique = find(&short.split('.').collect::<Vec<_>>(), entries).len() == 1;
                if unique { short } else { format!("{}.{}", entry.path(entries).join("."), field.name) }
            }
        }
    }
}

/// Everything that a way ends at. The way may begin anywhere in the tree; constructs come before
/// statements that merely hold a value.
fn find<'e>(path: &[&str], entries: &'e [Entry]) -> Vec<Found<'e>> {
    let Some((last, way)) = path.split_last() else { return Vec::new() };
    let constructs: Vec<Found<'e>> =
        entries.iter().filter(|e| ends_with(e, path, entries)).map(Found::Construct).collect();
    if !constructs.is_empty() {
        return constructs;
    }
    let holders = entries.iter().filter(|entry| way.is_empty() || ends_with(entry, way, entries));
    let statements = holders.flat_map(|entry| {
        let fields = entry.spec.fields.iter().filter(|f| f.name == *last && catalog::inner(f).is_none());
        fields.map(move |field| Found::Statement(entry, field))
    });
    statements.collect()
}

/// Whether one of the ways to a construct ends in these keywords.
fn ends_with(entry: &Entry, way: &[&str], entries: &[Entry]) -> bool {
    let Some((last, way)) = way.split_last() else { return true };
    entry.spec.keyword == *last
        && (way.is_empty()
            || entry
                .within
                .iter()
                .filter_map(|(parent, _)| entries.get((*parent)?))
                .any(|p| ends_with(p, way, entries)))
}

fn unknown(name: &str, path: &[&str], entries: &[Entry], rules: &[RulePage]) -> String {
    let last = path.last().copied().unwrap_or(name);
    let statements = entries.iter().flat_map(|e| e.spec.fields).map(|f| f.name);
    let names = entries.iter().map(|e| e.name.as_str());
    let guess = did_you_mean(name, names.chain(rules.iter().map(|r| r.name)))
        .or_else(|| did_you_mean(last, statements))
        .unwrap_or_else(|| "`selvedge explain` lists all there is".to_owned());
    format!("there is no construct, statement or rule `{}`; {guess}", printable(name))
}

fn ambiguous(name: &str, several: &[Found<'_>], entries: &[Entry]) -> String {
    let names: Vec<String> = several.iter().map(|found| found.name(entries)).collect();
    let mut text = format!("`{name}` stands for more than one; ask for one of\n");
    wrap(&mut text, &names.join(", "), 2);
    text.trim_end().to_owned()
}

fn construct(entry: &Entry, entries: &[Entry]) -> String {
    let mut text = format!("{}\n\n", form(entry.spec));
    documentation(&mut text, entry);
    if let Some((word, t)) = catalog::head(entry.spec) {
        wrap(&mut text, &format!("{word} is {}.", plain(&value(t)).trim_end_matches('.')), 2);
        text.push('\n');
    }
    wrap(&mut text, &standing(entry, entries), 2);
    if !entry.spec.fields.is_empty() {
        text.push_str("\nStatements\n");
    }
    for field in entry.spec.fields {
        // Writing to a string can't fail.
        let _ = writeln!(text, "  {}", head(field, entries));
        wrap(&mut text, &language::meaning(field), 6);
    }
    text
}

/// The documentation of a construct: paragraphs broken anew, examples as they stand.
fn documentation(text: &mut String, entry: &Entry) {
    let mut paragraph = String::new();
    let mut example = false;
    for line in lines(entry.spec.doc).chain([""]) {
        let fence = line.starts_with("```");
        if (fence || line.is_empty()) && !example && !paragraph.is_empty() {
            wrap(text, &paragraph, 2);
            text.push('\n');
            paragraph.clear();
        }
        match (fence, example) {
            (true, _) => {
                example = !example;
                if !example {
                    text.push('\n');
                }
            }
            (false, true) => {
                let _ = writeln!(text, "{}", format!("    {line}").trim_end());
            }
            (false, false) if !line.is_empty() => {
                paragraph.push_str(line);
                paragraph.push(' ');
            }
            (false, false) => {}
        }
    }
}

fn statement(entry: &Entry, field: &FieldRow, entries: &[Entry]) -> String {
    let mut text = format!("{}.{}\n\n", entry.name, head(field, entries));
    wrap(&mut text, &language::meaning(field), 2);
    if let Some(words) = language::words(field) {
        text.push('\n');
        for (word, meaning) in words {
            let _ = writeln!(text, "  {word}");
            wrap(&mut text, meaning.trim(), 6);
        }
    }
    if !field.source.is_empty() {
        text.push('\n');
        wrap(&mut text, &format!("Source: {}.", field.source), 2);
    }
    text
}

/// A statement in one line: its keyword, what it takes, what stands in for it.
fn head(field: &FieldRow, entries: &[Entry]) -> String {
    let (takes, required) = match field.shape {
        Shape::One(t) => (value(t), true),
        Shape::Opt(t) => (value(t), false),
        Shape::List(t) => (format!("list; {}", value(t)), false),
        Shape::Must(spec) | Shape::Block(spec) | Shape::Many(spec) => {
            let name = entries.iter().find(|e| catalog::same(e.spec, spec)).map_or("", |e| &e.name);
            let many = if matches!(field.shape, Shape::Many(_)) { "blocks" } else { "block" };
            (format!("{many}; selvedge explain {name}"), matches!(field.shape, Shape::Must(_)))
        }
    };
    let mut line = format!("{}  ({})", field.name, plain(&takes));
    if let Some(default) = field.default {
        let _ = write!(line, ", default {default}");
    } else if required {
        line.push_str(", required");
    }
    line
}

fn standing(entry: &Entry, entries: &[Entry]) -> String {
    let mut places: Vec<String> = entry
        .within
        .iter()
        .map(|(parent, _)| match parent.and_then(|p| entries.get(p)) {
            Some(parent) => format!("in {}", parent.name),
            None => "at the top level".to_owned(),
        })
        .collect();
    if ANYWHERE.contains(&entry.spec.keyword) {
        places.push("in any block".to_owned());
    }
    let source = match entry.spec.source {
        "" => String::new(),
        source => format!(" Source: {source}."),
    };
    format!("Stands {}.{source}", places.join(", "))
}

/// Markdown's quotes taken off.
fn plain(text: &str) -> String {
    text.replace('`', "")
}

/// Appends a text broken at blanks, each line indented.
fn wrap(text: &mut String, words: &str, indent: usize) {
    let mut column = 0;
    for word in words.split_whitespace() {
        let length = word.chars().count();
        if column > 0 && column + 1 + length > WIDTH {
            text.push('\n');
            column = 0;
        }
        if column == 0 {
            text.extend(std::iter::repeat_n(' ', indent));
            column = indent;
        } else {
            text.push(' ');
            column += 1;
        }
        text.push_str(word);
        column += length;
    }
    if column > 0 {
        text.push('\n');
    }
}
