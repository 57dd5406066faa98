//! One mistake, one finding: every attribute of the flagship is broken as a typist would break it,
//! and each time there is exactly one finding, at the statement that was broken. How many slips
//! are told otherwise is counted, and may only become fewer.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

#[path = "../text/mod.rs"]
mod text;

#[path = "../mutations/place.rs"]
mod place;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use place::Place;
use rayon::prelude::*;
use selvedge::Checked;
use selvedge::finding::{Level, Span};
use selvedge::report::human::{self, Style};
use selvedge::source::Sources;

/// A slip of the typist.
struct Slip {
    /// Where and what.
    name: String,
    /// The attribute and the kind of slip.
    kind: String,
    /// What goes, and what stands there then.
    at: Span,
    by: String,
    /// Where the finding has to be: the statement as it is then.
    statement: Span,
}

/// The slips that are possible with a statement.
fn slips(sources: &Sources, place: &Place) -> Vec<Slip> {
    let mut all = Vec::new();
    let mut add = |kind: &str, at: Span, by: String| {
        let grown = by.len() as i64 - i64::from(at.end - at.start);
        // Where a brace is missing nobody can tell in which block of the statement.
        let of = if kind.contains("brace") { place.top } else { place.whole };
        let end = (i64::from(of.end) + grown) as u32;
        all.push(Slip {
            name: format!("{}: {kind}", place.path),
            kind: format!("{}: {kind}", place.attribute),
            at,
            by,
            statement: Span { end, ..of },
        });
    };
    let text = sources.text(place.whole);
    let start = place.whole.start;
    let within =
        |from: usize, to: usize| Span { start: start + from as u32, end: start + to as u32, ..place.whole };
    let keyword = text.find(|c: char| !c.is_ascii_alphanumeric() && c != '-').unwrap_or(text.len());
    add("a letter of the keyword dropped", within(keyword / 2, keyword / 2 + 1), String::new());
    add("an unknown keyword", within(0, keyword), "frobnicate".into());
    if let (Some(first), Some(last)) = (place.values.first(), place.values.last()) {
        let of = place.of.unwrap();
        add("a sign that is none", *last, "?!".into());
        add("no value", Span { start: start + keyword as u32, ..first.to(*last) }, String::new());
        if !["text", "label", "version"].contains(&of.name) {
            add("a value of another kind", *last, "..".into());
        }
        if sources.text(*last).starts_with('"') {
            add("a quote dropped", Span { start: last.end - 1, ..*last }, String::new());
        }
    }
    if text.ends_with('}') {
        let open = place.values.last().map_or(keyword, |v| (v.end - start) as usize);
        let open = open + text[open..].find('{').unwrap();
        add("an opening brace dropped", within(open, open + 1), String::new());
        add("a closing brace dropped", within(text.len() - 1, text.len()), String::new());
    }
    all
}

fn flagship() -> BTreeMap<String, String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/near-edge");
    let files = fs::read_dir(folder).unwrap().map(Result::unwrap);
    files
        .filter(|f| f.file_type().unwrap().is_file())
        .map(|f| (f.file_name().into_string().unwrap(), fs::read_to_string(f.path()).unwrap()))
        .collect()
}

fn check(files: &BTreeMap<String, String>) -> Checked {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        fs::write(folder.path().join(name), text).unwrap();
    }
    selvedge::check(folder.path(), &Default::default()).unwrap()
}

/// What is wrong with the answer to a slip; none where it is one error at its place.
fn wrong(files: &BTreeMap<String, String>, sources: &Sources, slip: &Slip) -> Option<String> {
    let file = sources.get(slip.at.file).unwrap();
    let name = file.path.file_name().unwrap().to_str().unwrap();
    let mut text = file.text.clone();
    text.replace_range(slip.at.start as usize..slip.at.end as usize, &slip.by);
    let mut files = files.clone();
    files.insert(name.to_owned(), text);
    let checked = check(&files);
    let found: Vec<_> = checked.findings.iter().filter(|f| f.level != Level::Note).collect();
    if let [one] = found[..]
        && one.level == Level::Error
        && one.primary.span.file == slip.statement.file
        && (slip.statement.start..=slip.statement.end).contains(&one.primary.span.start)
    {
        return None;
    }
    let said = |f: &selvedge::finding::Finding| {
        format!(
            "{} {}: {}",
            checked.sources.place(f.primary.span).rsplit('/').next().unwrap(),
            f.rule,
            f.title
        )
    };
    Some(format!("{}\n    {}", slip.name, found.iter().map(|f| said(f)).collect::<Vec<_>>().join("\n    ")))
}

#[test]
fn every_slip_is_one_finding_at_its_place() {
    let files = flagship();
    let whole = check(&files);
    let places = place::places(&whole.sources);
    let mut seen = BTreeSet::new();
    let slips: Vec<Slip> = places
        .iter()
        .flat_map(|p| slips(&whole.sources, p))
        .filter(|s| seen.insert(s.kind.clone()))
        .collect();
    let wrong: Vec<String> = slips.par_iter().filter_map(|s| wrong(&files, &whole.sources, s)).collect();
    assert!(slips.len() > 1000, "{} slips", slips.len());
    assert!(wrong.is_empty(), "{} of {} slips:\n{}", wrong.len(), slips.len(), wrong.join("\n"));
}

#[test]
fn ten_mistakes_are_ten_findings() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/ten-mistakes/ten-mistakes.fab");
    let checked = selvedge::check(&file, &Default::default()).unwrap();
    let text = &checked.sources.files().next().unwrap().text;
    let marked = (1..).zip(text.lines()).filter(|(_, line)| line.contains("# ") && line.contains(": "));
    let marked: Vec<usize> = marked
        .filter(|(_, line)| line.rsplit("# ").next().is_some_and(|mark| mark.starts_with(char::is_numeric)))
        .map(|(n, _)| n)
        .collect();
    assert_eq!(marked.len(), 10);
    let style = Style { fancy: false, width: 120 };
    let said = human::render(&checked.sources, &checked.findings, style, &|_| true);
    let place = |f: &selvedge::finding::Finding| {
        checked.sources.get(f.primary.span.file).unwrap().position(f.primary.span.start)
    };
    let found: Vec<usize> = checked.findings.iter().map(|f| place(f).line).collect();
    assert_eq!(found, marked, "{said}");
    insta::assert_snapshot!(said.replace(&*file.parent().unwrap().to_string_lossy(), "[fixture]"));
}
