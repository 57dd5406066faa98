//! The faults that other generators let through, each caught at its line (`fixtures/peers`).
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use selvedge::source::Options;

/// Every fixture, by name.
fn fixtures() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/peers");
    let mut all: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()).collect();
    all.retain(|p| p.extension().is_some_and(|e| e == "fab"));
    all.sort();
    all
}

/// The rules that a text names behind `#!`, with their lines.
fn expected(text: &str) -> Vec<(usize, String)> {
    let lines = text.lines().enumerate();
    lines.filter_map(|(n, l)| Some((n + 1, l.split_once("#!")?.1.trim().to_owned()))).collect()
}

#[test]
fn each_fault_is_caught_at_its_line_and_nothing_besides() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures");
    let mut wrong = Vec::new();
    for path in fixtures() {
        let expected = expected(&fs::read_to_string(&path).unwrap());
        assert!(!expected.is_empty(), "{}: nothing is expected", path.display());
        let options = Options { root: Some(root.clone()), templates: None };
        let checked = selvedge::check(&path, &options).unwrap();
        let found: Vec<(usize, String)> = checked
            .findings
            .iter()
            .map(|f| {
                assert_eq!(checked.sources.path(f.primary.span).file_name(), path.file_name());
                let place = checked.sources.place(f.primary.span);
                let line = place.rsplit(':').nth(1).unwrap().parse().unwrap();
                (line, f.rule.to_owned())
            })
            .collect();
        if found != expected {
            wrong.push(format!("{}: expected {expected:?}, found {found:?}", path.display()));
        }
    }
    assert!(wrong.is_empty(), "{} wrong\n{}", wrong.len(), wrong.join("\n"));
}

/// The faults that were seen to pass, in the words of whoever looks for them.
#[test]
fn no_fault_is_without_a_fixture() {
    let texts: Vec<String> = fixtures().iter().map(|p| fs::read_to_string(p).unwrap()).collect();
    let of = |peer: &str| texts.iter().filter(|t| t.lines().next().unwrap().contains(peer)).count();
    // Where one fault has two fixtures, both count.
    assert!(of("pyavd") >= 21, "{} of pyavd", of("pyavd"));
    assert!(of("netlab") >= 9, "{} of netlab", of("netlab"));
    let rules: BTreeSet<String> = texts.iter().flat_map(|t| expected(t)).map(|(_, rule)| rule).collect();
    assert!(rules.len() >= 20, "{rules:?}");
}
