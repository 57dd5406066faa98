//! Findings as SARIF 2.1.0, which GitHub's code scanning and others read. The help of a rule is its
//! page; the other places of a finding are linked from its message, as GitHub wants them.

mod shape;

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt::Write;

use super::explain::RulePage;
use super::fingerprint::fingerprints;
use super::format::Report;
use super::human::at_least;
use super::message;
use super::place::{MOST, Place, details, to_json, told};
use super::secret::Secrets;
use crate::finding::{FileId, Finding};
use crate::source::{SourceFile, Sources};
use shape::*;

const SCHEMA: &str =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";
const VERSION: &str = env!("CARGO_PKG_VERSION");
/// What paths are below: whoever reads the file knows where the repository lies.
const ROOT: &str = "%SRCROOT%";
/// The name of our fingerprints; what they are made of would change it.
const FINGERPRINT: &str = "selvedge/v1";
/// How many other places of a finding are listed: GitHub shows no more.
const MOST_RELATED: usize = 100;

/// A report as a SARIF log of one run.
pub fn render(report: &Report<'_>) -> String {
    let secrets = Secrets::of(report.sources, report.findings);
    let mut fingerprints = fingerprints(report, &secrets);
    let told = told(report.findings, MOST);
    let findings = || told.iter().filter_map(|i| report.findings.get(*i));
    let mut rules: BTreeMap<&str, usize> = findings().map(|finding| (finding.rule, 0)).collect();
    rules.values_mut().enumerate().for_each(|(index, place)| *place = index);
    let results = told
        .iter()
        .filter_map(|i| Some((report.findings.get(*i)?, std::mem::take(fingerprints.get_mut(*i)?))))
        .map(|(finding, fingerprint)| Outcome {
            rule_id: finding.rule,
            rule_index: rules.get(finding.rule).copied().unwrap_or_default(),
            level: finding.level.to_string(),
            message: Message { text: words(finding) },
            locations: location(report.sources, finding).into_iter().collect(),
            related_locations: related(report.sources, finding),
            partial_fingerprints: BTreeMap::from([(FINGERPRINT, fingerprint)]),
            fixes: fix(report.sources, finding, &secrets).into_iter().collect(),
        })
        .collect();
    let driver = Driver {
        name: "Selvedge",
        version: VERSION,
        semantic_version: VERSION,
        rules: rules.keys().map(|name| Rule { id: name, page: report.rule(name).map(page) }).collect(),
    };
    let base = Base { description: text("the top of the repository") };
    to_json(&Log {
        schema: SCHEMA,
        version: "2.1.0",
        runs: [Run {
            tool: Tool { driver },
            invocations: [invocation(report, told.len())],
            original_uri_base_ids: BTreeMap::from([(ROOT, base)]),
            column_kind: "unicodeCodePoints",
            results,
            properties: Properties { hidden: report.untold.hidden },
        }],
    })
}

/// How the run went: whether there was a fabric to look at, and whether all findings are here.
fn invocation(report: &Report<'_>, told: usize) -> Invocation {
    let mut notifications = Vec::new();
    if let Some(failure) = report.failure {
        notifications.push(Notification { level: "error", message: text(&message(failure)) });
    }
    let all = report.findings.len();
    if all > told {
        let says = format!("{told} of {}{all} findings are listed", at_least(report.findings));
        notifications.push(Notification { level: "warning", message: text(&says) });
    }
    Invocation { execution_successful: report.failure.is_none(), tool_execution_notifications: notifications }
}

fn text(text: &str) -> Message {
    Message { text: text.to_owned() }
}

/// A rule's page: its first sentence, its first paragraph, and all of it.
fn page(rule: &RulePage) -> Page<'_> {
    let doc = rule.doc.trim();
    let first = doc.split("\n\n").next().unwrap_or(doc).replace('\n', " ");
    let first = plain(&first);
    let sentence = first.split_once(". ").map_or(first.as_str(), |(sentence, _)| sentence);
    let sentence = sentence.strip_suffix(['.', ':']).unwrap_or(sentence);
    Page {
        short_description: text(&format!("{sentence}.")),
        full_description: text(&first),
        help: Help { text: plain(doc), markdown: doc },
        default_configuration: Configuration { level: rule.level.to_string() },
        properties: Tags { tags: [rule.group] },
    }
}

/// Markdown as it reads without its marks.
fn plain(markdown: &str) -> String {
    let lines: Vec<&str> = markdown.lines().filter(|line| !line.starts_with("```")).collect();
    lines.join("\n").replace("**", "").replace('`', "")
}

/// All that a finding says; its other places as links to the related locations, which count from 1.
fn words(finding: &Finding) -> String {
    let mut lines = vec![message(&finding.title).into_owned()];
    lines.extend(details(finding));
    // No text of ours is a link.
    let mut words = lines.join("\n").replace("](", "\\](");
    for (number, label) in (1..).zip(finding.labels.iter().take(MOST_RELATED)) {
        let name = if label.text.is_empty() { "and here" } else { label.text.as_str() };
        let name = message(name).replace('\\', "\\\\").replace('[', "\\[").replace(']', "\\]");
        // Writing to a string can't fail.
        let _ = write!(words, "\n[{name}]({number})");
    }
    words
}

fn location(sources: &Sources, finding: &Finding) -> Option<Location> {
    let place = Place::of(sources, finding.primary.span)?;
    Some(Location { id: None, physical_location: physical(&place), message: None })
}

fn related(sources: &Sources, finding: &Finding) -> Vec<Location> {
    let labels = finding.labels.iter().take(MOST_RELATED).zip(1..);
    let locations = labels.filter_map(|(label, number)| {
        let physical_location = physical(&Place::of(sources, label.span)?);
        let says = Some(message(&label.text)).filter(|says| !says.is_empty());
        Some(Location { id: Some(number), physical_location, message: says.map(|says| text(&says)) })
    });
    locations.collect()
}

/// The edits of a finding, file by file.
fn fix<'a>(sources: &Sources, finding: &'a Finding, secrets: &Secrets) -> Option<Fix<'a>> {
    let mut files: BTreeMap<FileId, Change<'a>> = BTreeMap::new();
    for edit in secrets.fix(sources, finding) {
        let place = Place::of(sources, edit.span)?;
        let change = files
            .entry(edit.span.file)
            .or_insert_with(|| Change { artifact_location: artifact(place.file), replacements: Vec::new() });
        change.replacements.push(Replacement {
            deleted_region: region(&place),
            inserted_content: Content { text: Cow::Borrowed(&edit.text) },
        });
    }
    let description = finding.help.as_deref().map(|help| text(&message(help)));
    let artifact_changes: Vec<Change<'_>> = files.into_values().collect();
    (!artifact_changes.is_empty()).then_some(Fix { description, artifact_changes })
}

fn physical(place: &Place<'_>) -> PhysicalLocation {
    PhysicalLocation { artifact_location: artifact(place.file), region: region(place) }
}

fn artifact(file: &SourceFile) -> ArtifactLocation {
    ArtifactLocation { uri: uri(&file.reported), uri_base_id: (!file.is_outside()).then_some(ROOT) }
}

fn region(place: &Place<'_>) -> Region {
    Region {
        start_line: place.start.line,
        start_column: place.start.column,
        end_line: place.end.line,
        end_column: place.end.column,
    }
}

/// A path as a relative reference of RFC 3986: what is not unreserved there is percent-encoded, so
/// that no colon makes a scheme of a name.
fn uri(path: &str) -> String {
    let mut uri = String::with_capacity(path.len());
    for byte in path.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => {
                uri.push(char::from(byte));
            }
            _ => _ = write!(uri, "%{byte:02X}"),
        }
    }
    uri
}
