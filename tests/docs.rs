//! The documents that come from the construct table, and the examples in them.
//!
//! `UPDATE_DOCS=1 cargo test --test docs` rewrites what is stale.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use std::path::Path;

use selvedge::finding::{FileId, Finding, Span};
use selvedge::model::construct::{Construct, ConstructSpec, Root, Shape};
use selvedge::source::Sources;
use selvedge::{check_sources, report::language};

#[test]
fn the_language_reference_is_up_to_date() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/language.md");
    let fresh = language::markdown();
    if std::env::var_os("UPDATE_DOCS").is_some() {
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, &fresh).unwrap();
    }
    let committed = std::fs::read_to_string(&path).unwrap_or_default();
    let stale = committed.lines().zip(fresh.lines()).find(|(old, new)| old != new);
    assert!(committed == fresh, "docs/language.md is stale (UPDATE_DOCS=1 rewrites it), from {stale:?}");
}

/// Whether a finding follows from names that an example only borrows, or from what it is not about.
fn borrowed(finding: &Finding) -> bool {
    let rule = selvedge::check::find(finding.rule).unwrap();
    rule.run.is_some() || ["unresolved-reference", "fabric-missing", "allowance-unused"].contains(&rule.name)
}

fn findings(text: &str) -> Vec<Finding> {
    let (sources, findings) = Sources::from_text("example.fab", text);
    check_sources(sources, findings).findings
}

/// Fenced examples of a text in Markdown, each with its first line's number.
fn examples(markdown: &str) -> Vec<(usize, String)> {
    let mut examples = Vec::new();
    let mut lines = markdown.lines().enumerate();
    while let Some((number, line)) = lines.next() {
        if line == "```fab" {
            let body: Vec<&str> = lines.by_ref().map(|(_, l)| l).take_while(|l| *l != "```").collect();
            examples.push((number + 2, body.join("\n")));
        }
    }
    examples
}

#[test]
fn examples_of_the_guide_are_right() {
    let text = language::markdown();
    let guide = text.split("## Every construct").next().unwrap();
    let examples = examples(guide);
    assert!(examples.len() >= 3, "{examples:?}");
    let whole = examples.iter().filter(|(_, example)| example.starts_with("fabric ")).count();
    assert_eq!(whole, 1, "one example is a whole fabric");
    for (line, example) in examples {
        let mut found = findings(&example);
        if !example.starts_with("fabric ") {
            found.retain(|f| !borrowed(f));
        }
        assert_eq!(found, [], "docs/language.md:{line}\n{example}");
    }
}

/// Calls `visit` with every construct and the text that opens the blocks around it and itself.
fn walk(
    spec: &'static ConstructSpec,
    around: &str,
    seen: &mut Vec<&'static [&'static str]>,
    visit: &mut dyn FnMut(&'static ConstructSpec, &str),
) {
    for field in spec.fields {
        let (Shape::Must(inner) | Shape::Block(inner) | Shape::Many(inner)) = field.shape else { continue };
        if seen.contains(&inner.doc) {
            continue;
        }
        seen.push(inner.doc);
        visit(inner, around);
        let head = if inner.head.is_some() { " x1" } else { "" };
        walk(inner, &format!("{around}{}{head} {{\n", inner.keyword), seen, visit);
    }
}

#[test]
fn examples_of_constructs_are_right() {
    let mut count = 0;
    walk(&Root::SPEC, "", &mut Vec::new(), &mut |spec, around| {
        let doc: Vec<&str> = spec.doc.iter().map(|l| l.strip_prefix(' ').unwrap_or(l)).collect();
        for (_, example) in examples(&doc.join("\n")) {
            count += 1;
            let text = format!("{around}{example}\n{}", "}".repeat(around.matches('{').count()));
            let inside = Span {
                file: FileId(0),
                start: around.len() as u32,
                end: (around.len() + example.len()) as u32,
            };
            // What the blocks around it lack is not its fault.
            let mut found = findings(&text);
            found.retain(|f| !borrowed(f));
            found.retain(|f| f.primary.span.start >= inside.start && f.primary.span.end <= inside.end);
            assert_eq!(found, [], "{text}");
            assert!(example.contains(spec.keyword), "an example shows its construct: {example}");
        }
    });
    assert!(count >= 20, "only {count} examples");
}

#[test]
fn every_construct_and_statement_is_documented() {
    walk(&Root::SPEC, "", &mut Vec::new(), &mut |spec, _| {
        assert!(!spec.doc.is_empty(), "{} has no documentation", spec.keyword);
        for field in spec.fields {
            assert!(!field.doc.is_empty(), "{}.{} has no documentation", spec.keyword, field.name);
            let text = field.doc.concat();
            assert!(text.ends_with('.'), "{}.{}: {text:?} is no sentence", spec.keyword, field.name);
        }
    });
}

#[test]
fn every_default_is_a_value_of_its_type() {
    let mut count = 0;
    walk(&Root::SPEC, "", &mut Vec::new(), &mut |spec, around| {
        let head = if spec.head.is_some() { " x1" } else { "" };
        for field in spec.fields {
            let Some(default) = field.default else { continue };
            count += 1;
            assert!(matches!(field.shape, Shape::Opt(_)), "{}.{} is required", spec.keyword, field.name);
            // Written out it is taken, and left out it stands in without a finding.
            let close = "}".repeat(around.matches('{').count() + 1);
            for body in [format!("{} {default}", field.name), String::new()] {
                let text = format!("{around}{}{head} {{\n{body}\n{close}", spec.keyword);
                let wrong = |f: &Finding| f.title.starts_with(&format!("{} `{default}`", field.name));
                let found: Vec<Finding> = findings(&text).into_iter().filter(wrong).collect();
                assert_eq!(found, [], "{}.{}", spec.keyword, field.name);
            }
        }
    });
    assert!(count >= 20, "only {count} defaults");
}
