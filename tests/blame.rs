//! Every line of every switch has an answer to the question where it comes from.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

#[path = "common/mod.rs"]
mod common;

use std::fmt::Write;

use selvedge::lower::{self, Context};
use selvedge::render::{Environment, Secrets, switch};
use selvedge::{blame, read};

/// Lines that were rendered, that the reader knows, and that have a statement and a decision.
#[test]
fn rendered_known_and_blamed_are_three_equal_numbers() {
    let mut table = String::new();
    for fixture in common::FIXTURES {
        let checked = selvedge::check(&common::fixture(fixture), &Default::default()).unwrap();
        let analysis = checked.analysis.as_ref().unwrap();
        let environment = Environment::new(Secrets::Referenced).unwrap();
        let context = Context::new(analysis);
        for (id, _) in analysis.assignment.topology.switches() {
            let plan = lower::device(&context, id).unwrap();
            let text = switch::render(&environment, &plan).unwrap();
            let rendered = text.lines().count();
            let reading = read::read(plan.os, &text).unwrap();
            let known = reading.line_count() - reading.unknown.len();
            let blamed = blame::blame(&plan, &text, None).unwrap();
            for (line, of) in (1..).zip(&blamed) {
                let origin =
                    of.origin.unwrap_or_else(|| panic!("{}:{line}: {} {:?}", plan.name, of.text, of.element));
                assert!(origin.why.is_some(), "{}:{line}: {} has no decision", plan.name, of.text);
                assert!(!checked.sources.text(origin.span).is_empty(), "{}:{line}: {}", plan.name, of.text);
            }
            writeln!(table, "{fixture} {} {rendered} {known} {}", plan.name, blamed.len()).unwrap();
            assert_eq!((known, blamed.len()), (rendered, rendered), "{}", plan.name);
        }
    }
    insta::assert_snapshot!(table);
}
