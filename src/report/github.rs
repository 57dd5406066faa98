//! Findings as workflow commands, which GitHub shows beside the lines of a pull request:
//! `::error file=…,line=…::message`. The runner undoes five escapes, in a message three of them.

use std::fmt::Write;

use super::format::Report;
use super::human::at_least;
use super::place::{Place, details, named, others, told};
use super::{message, unprintable};
use crate::finding::{Finding, Level};

/// How many findings are written: all of them stand in the log.
const MOST: usize = 200;
/// How many errors, and how many warnings, GitHub shows of a step; of a job it shows 50 in all.
const SHOWN: usize = 10;

/// The commands of a report, the gravest first, since GitHub shows the first ones.
pub fn render(report: &Report<'_>) -> String {
    let mut text = String::new();
    if let Some(failure) = report.failure {
        // Writing to a string can't fail.
        let _ = writeln!(text, "::error title=selvedge::{}", data(&message(failure)));
    }
    let told = told(report.findings, MOST);
    for level in [Level::Error, Level::Warning, Level::Note] {
        if level == Level::Note {
            // Before other notices, of which it might not be one of the first.
            left_out(&mut text, report, told.len());
        }
        for finding in told.iter().filter_map(|i| report.findings.get(*i)).filter(|f| f.level == level) {
            command(&mut text, report, finding);
        }
    }
    text
}

/// Says that there are more findings than GitHub shows.
fn left_out(text: &mut String, report: &Report<'_>, told: usize) {
    let all = report.findings.len();
    if all == told && [Level::Error, Level::Warning, Level::Note].iter().all(|l| report.count(*l) <= SHOWN) {
        return;
    }
    let least = at_least(report.findings);
    let _ = writeln!(
        text,
        "::notice title=selvedge::{told} of {least}{all} findings are in the log; GitHub shows {SHOWN} errors and \
         {SHOWN} warnings of a step"
    );
}

fn command(text: &mut String, report: &Report<'_>, finding: &Finding) {
    let name = match finding.level {
        Level::Error => "error",
        Level::Warning => "warning",
        Level::Note => "notice",
    };
    let _ = write!(text, "::{name} ");
    let place = Place::of(report.sources, finding.primary.span);
    if let Some(at) = place.as_ref().filter(|at| !at.file.is_outside()) {
        let (file, start, end) = (property(&at.file.reported), at.start, at.end);
        let _ = write!(text, "file={file},line={},endLine={},", start.line, end.line);
        // Columns are taken within one line alone.
        if start.line == end.line {
            let _ = write!(text, "col={},endColumn={},", start.column, end.column);
        }
    }
    let mut words = vec![message(&finding.title).into_owned()];
    // Beside a file that is not the repository's nothing can be shown.
    if place.is_some_and(|at| at.file.is_outside()) {
        words.extend(named(report.sources, finding.primary.span).map(|place| format!("at {place}")));
    }
    words.extend(details(finding));
    words.extend(others(report.sources, finding));
    let _ = writeln!(text, "title={}::{}", property(finding.rule), data(&words.join("\n")));
}

/// A message as a command takes it.
fn data(text: &str) -> String {
    escaped(text, &['%', '\r', '\n'])
}

/// A property as a command takes it; a colon or a comma would end it.
fn property(text: &str) -> String {
    escaped(text, &['%', '\r', '\n', ':', ','])
}

fn escaped(text: &str, special: &[char]) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            c if special.contains(&c) => _ = write!(out, "%{:02X}", u32::from(c)),
            c if unprintable(c) => out.push('\u{fffd}'),
            c => out.push(c),
        }
    }
    out
}
