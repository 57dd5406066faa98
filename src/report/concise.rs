//! Findings a line each: `file:line:column: level[rule] title`, which editors and `grep` read.

use std::fmt::Write;

use super::format::Report;
use super::human::{MOST, at_least};
use super::{message, printable};

/// The lines of a report, no more than the first ones.
pub fn render(report: &Report<'_>) -> String {
    let mut text = String::new();
    for finding in report.findings.iter().take(MOST) {
        let place = report.sources.place(finding.primary.span);
        let (place, title) = (printable(&place), message(&finding.title));
        // Writing to a string can't fail.
        let _ = writeln!(text, "{place}: {}[{}] {title}", finding.level, finding.rule);
    }
    let rest = report.findings.len().saturating_sub(MOST);
    if rest > 0 {
        let _ = writeln!(text, "... and {}{rest} more", at_least(report.findings));
    }
    text
}
