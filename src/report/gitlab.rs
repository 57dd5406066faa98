//! Findings as GitLab's code quality: an array of entries, told apart by their fingerprints.

use std::borrow::Cow;

use serde::Serialize;

use super::fingerprint::fingerprints;
use super::format::Report;
use super::human::at_least;
use super::message;
use super::place::{MOST, Place, named, to_json, told};
use super::secret::Secrets;
use crate::finding::Level;

#[derive(Serialize)]
struct Entry<'a> {
    description: Cow<'a, str>,
    check_name: &'a str,
    fingerprint: String,
    severity: &'static str,
    location: Location<'a>,
}

#[derive(Serialize)]
struct Location<'a> {
    path: &'a str,
    lines: Lines,
}

#[derive(Serialize)]
struct Lines {
    begin: usize,
    end: usize,
}

/// A report as code quality. What there is to say beside findings is an entry too: the format has no
/// other place.
pub fn render(report: &Report<'_>) -> String {
    let mut fingerprints = fingerprints(report, &Secrets::of(report.sources, report.findings));
    let told = told(report.findings, MOST);
    let mut entries: Vec<Entry<'_>> = Vec::with_capacity(told.len());
    if let Some(failure) = report.failure {
        entries.push(Entry::of_run(message(failure), "failure", "blocker", report.subject));
    }
    let mut files = report.sources.fabric.iter().filter_map(|id| report.sources.get(*id));
    let inside = files.find(|file| !file.is_outside()).map_or(report.subject, |file| &*file.reported);
    for i in &told {
        let (Some(finding), Some(fingerprint)) = (report.findings.get(*i), fingerprints.get_mut(*i)) else {
            continue;
        };
        let place = Place::of(report.sources, finding.primary.span);
        // An entry has a place in the repository, whatever it is about.
        let outside = place.as_ref().is_some_and(|at| at.file.is_outside());
        let place = place.filter(|_| !outside);
        let description = match named(report.sources, finding.primary.span).filter(|_| outside) {
            Some(at) => format!("{at}: {}", message(&finding.title)).into(),
            None => message(&finding.title),
        };
        let (begin, end) = place.as_ref().map_or((1, 1), |at| (at.start.line, at.end.line));
        entries.push(Entry {
            description,
            check_name: finding.rule,
            fingerprint: std::mem::take(fingerprint),
            severity: match finding.level {
                Level::Error => "critical",
                Level::Warning => "minor",
                Level::Note => "info",
            },
            location: Location {
                path: place.map_or(inside, |at| &at.file.reported),
                lines: Lines { begin, end },
            },
        });
    }
    let all = report.findings.len();
    if all > told.len() {
        let least = at_least(report.findings);
        let says = format!("{} of {least}{all} findings are listed", told.len());
        let path = entries.last().map_or(report.subject, |entry| entry.location.path);
        entries.push(Entry::of_run(says.into(), "findings-left-out", "info", path));
    }
    to_json(&entries)
}

impl<'a> Entry<'a> {
    /// An entry about the whole run. There is one of its name, so the name tells it apart.
    fn of_run(
        description: Cow<'a, str>,
        check_name: &'static str,
        severity: &'static str,
        path: &'a str,
    ) -> Self {
        let lines = Lines { begin: 1, end: 1 };
        let fingerprint = format!("selvedge-{check_name}");
        Entry { description, check_name, fingerprint, severity, location: Location { path, lines } }
    }
}
