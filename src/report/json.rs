//! Findings as JSON in a shape of our own, which `docs/findings.md` describes and
//! `docs/findings.schema.json` defines. What is added leaves [`VERSION`] as it is; what is taken away
//! or means something else raises it.

use std::borrow::Cow;

use serde::Serialize;

use super::fingerprint::fingerprints;
use super::format::Report;
use super::message;
use super::place::{MOST, Place, to_json, told};
use super::secret::Secrets;
use crate::finding::{Edit, Finding, Label, Level};
use crate::source::{Position, Sources};

/// The version of the shape.
pub const VERSION: u32 = 1;

#[derive(Serialize)]
struct Document<'a> {
    format: &'static str,
    version: u32,
    tool: Tool,
    subject: Cow<'a, str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    failure: Option<Cow<'a, str>>,
    counts: Counts,
    hidden: usize,
    listed: usize,
    complete: bool,
    findings: Vec<Entry<'a>>,
}

#[derive(Serialize)]
struct Tool {
    name: &'static str,
    version: &'static str,
}

#[derive(Serialize)]
struct Counts {
    error: usize,
    warning: usize,
    note: usize,
}

#[derive(Serialize)]
struct Entry<'a> {
    rule: &'a str,
    level: String,
    title: Cow<'a, str>,
    fingerprint: String,
    location: Option<Location<'a>>,
    labels: Vec<Location<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    effect: Option<Cow<'a, str>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    help: Option<Cow<'a, str>>,
    fix: Vec<Location<'a>>,
}

/// A place with words: what it contributes, or what is to stand there.
#[derive(Serialize)]
struct Location<'a> {
    path: &'a str,
    start: Point,
    end: Point,
    text: Cow<'a, str>,
}

#[derive(Serialize)]
struct Point {
    line: usize,
    column: usize,
    offset: usize,
}

/// A report as JSON.
pub fn render(report: &Report<'_>) -> String {
    let secrets = Secrets::of(report.sources, report.findings);
    let mut fingerprints = fingerprints(report, &secrets);
    let findings: Vec<Entry<'_>> = told(report.findings, MOST)
        .into_iter()
        .filter_map(|i| Some((report.findings.get(i)?, std::mem::take(fingerprints.get_mut(i)?))))
        .map(|(finding, fingerprint)| entry(report.sources, finding, fingerprint, &secrets))
        .collect();
    to_json(&Document {
        format: "selvedge-findings",
        version: VERSION,
        tool: Tool { name: "selvedge", version: env!("CARGO_PKG_VERSION") },
        subject: message(report.subject),
        failure: report.failure.map(message),
        counts: Counts {
            error: report.count(Level::Error),
            warning: report.count(Level::Warning),
            note: report.count(Level::Note),
        },
        hidden: report.untold.hidden,
        listed: findings.len(),
        complete: report.complete(),
        findings,
    })
}

fn entry<'a>(
    sources: &'a Sources,
    finding: &'a Finding,
    fingerprint: String,
    secrets: &Secrets,
) -> Entry<'a> {
    let at = |label: &'a Label| location(Place::of(sources, label.span)?, message(&label.text));
    let edit = |edit: &'a Edit| location(Place::of(sources, edit.span)?, Cow::Borrowed(edit.text.as_str()));
    Entry {
        rule: finding.rule,
        level: finding.level.to_string(),
        title: message(&finding.title),
        fingerprint,
        location: at(&finding.primary),
        labels: finding.labels.iter().filter_map(at).collect(),
        effect: finding.effect.as_deref().map(message),
        help: finding.help.as_deref().map(message),
        fix: secrets.fix(sources, finding).iter().filter_map(edit).collect(),
    }
}

fn location<'a>(place: Place<'a>, text: Cow<'a, str>) -> Option<Location<'a>> {
    let point = |at: Position, offset| Point { line: at.line, column: at.column, offset };
    let (start, end) = (point(place.start, place.bytes.start), point(place.end, place.bytes.end));
    Some(Location { path: &place.file.reported, start, end, text })
}
