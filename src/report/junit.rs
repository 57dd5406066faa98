//! Findings as test results. A finding is a test case: an error has failed, a warning or a note is
//! skipped, which a reader shows without counting the run as failed. A fabric without errors has a
//! case that passed, since a file without one passes for a broken run; where findings are hidden the case
//! says no more than is known.

use std::collections::HashMap;

use quick_junit::{NonSuccessKind, Property, Report as Results, TestCase, TestCaseStatus, TestSuite};

use super::format::Report;
use super::place::{MOST, Place, details, named, others, told};
use super::{message, printable};
use crate::finding::{Finding, Level};

/// The results of a report.
pub fn render(report: &Report<'_>) -> String {
    let mut suite = TestSuite::new(xml(&message(report.subject)));
    let told = told(report.findings, MOST);
    suite.add_property(Property::new("findings", report.findings.len().to_string()));
    suite.add_property(Property::new("listed", told.len().to_string()));
    suite.add_property(Property::new("hidden", report.untold.hidden.to_string()));
    suite.add_property(Property::new("complete", report.complete().to_string()));
    if let Some(failure) = report.failure {
        let mut status = TestCaseStatus::non_success(NonSuccessKind::Error);
        status.set_type("failure").set_message(xml(&message(failure)));
        suite.add_test_case(case("the work could be done", "selvedge", status));
    } else if report.count(Level::Error) == 0 {
        let name = match report.untold.hidden {
            0 => "the fabric has no errors",
            _ => "no error is among the findings that are shown",
        };
        suite.add_test_case(case(name, "selvedge", TestCaseStatus::success()));
    }
    // A reader takes two cases of one name in one file for the same.
    let mut names: HashMap<(String, String), u32> = HashMap::new();
    for finding in told.into_iter().filter_map(|i| report.findings.get(i)) {
        let place = Place::of(report.sources, finding.primary.span);
        let file = place.as_ref().map_or_else(String::new, |at| xml(&printable(&at.file.reported)));
        let mut name = xml(&format!("{}: {}", finding.rule, message(&finding.title)));
        let count = names.entry((file.clone(), name.clone())).or_default();
        *count += 1;
        if *count > 1 {
            name = format!("{name} ({count})");
        }
        let mut case = case(&name, &file, status(report, finding));
        if let Some(at) = place {
            case.extra.insert("file".into(), file.into());
            case.extra.insert("line".into(), at.start.line.to_string().into());
        }
        suite.add_test_case(case);
    }
    let mut results = Results::new("selvedge");
    results.add_test_suite(suite);
    // A string takes any text.
    results.to_string().unwrap_or_default()
}

fn case(name: &str, class: &str, status: TestCaseStatus) -> TestCase {
    let mut case = TestCase::new(name, status);
    case.set_classname(class);
    case
}

/// What became of the case: a message of one line, and all there is to say below it.
fn status(report: &Report<'_>, finding: &Finding) -> TestCaseStatus {
    let mut status = match finding.level {
        Level::Error => TestCaseStatus::non_success(NonSuccessKind::Failure),
        Level::Warning | Level::Note => TestCaseStatus::skipped(),
    };
    let mut lines = vec![format!("{}[{}]: {}", finding.level, finding.rule, message(&finding.title))];
    lines.extend(named(report.sources, finding.primary.span).map(|place| format!("at {place}")));
    lines.extend(details(finding));
    lines.extend(others(report.sources, finding));
    status
        .set_type(finding.rule)
        .set_message(xml(&message(&finding.title)))
        .set_description(xml(&lines.join("\n")));
    status
}

/// A text without the two characters that no XML may hold and that are no control characters.
fn xml(text: &str) -> String {
    text.replace(['\u{fffe}', '\u{ffff}'], "\u{fffd}")
}
