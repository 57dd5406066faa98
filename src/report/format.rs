//! The formats of a report, and the one thing they are all made of.

use super::explain::RulePage;
use super::human::{self, Style};
use super::{concise, github, gitlab, json, junit, sarif};
use crate::finding::{self, Finding, Level};
use crate::source::Sources;

/// What findings leave untold, in numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Untold {
    /// Findings that the run was not asked to show.
    pub hidden: usize,
    /// Findings that the fabric allows.
    pub allowed: usize,
    /// Rules that could not look, for what they need could not be read.
    pub waiting: usize,
}

/// What a run has to say: plain data, the same for every format.
#[derive(Debug, Clone, Copy)]
pub struct Report<'a> {
    /// The texts that findings point into.
    pub sources: &'a Sources,
    /// The findings, in their order.
    pub findings: &'a [Finding],
    /// What there is beside them.
    pub untold: Untold,
    /// Every rule that has a page.
    pub rules: &'a [RulePage],
    /// What was looked at: the fabric with its size, or the path where it could not be read, below the
    /// top of the repository.
    pub subject: &'a str,
    /// Why the work could not be done, where it could not.
    pub failure: Option<&'a str>,
}

impl Report<'_> {
    /// How many findings there are of a level.
    pub fn count(&self, level: Level) -> usize {
        self.findings.iter().filter(|f| f.level == level).count()
    }

    /// Whether findings were cut off before they came here, so that all counts are at least so high.
    pub fn capped(&self) -> bool {
        finding::capped(self.findings)
    }

    /// Whether all that there is to find was looked for.
    pub fn complete(&self) -> bool {
        self.failure.is_none() && !self.capped()
    }

    /// The page of a rule.
    pub fn rule(&self, name: &str) -> Option<&RulePage> {
        self.rules.iter().find(|rule| rule.name == name)
    }
}

/// A format.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Source lines with marks.
    Human,
    /// A line each.
    Concise,
    /// Our own shape (`docs/findings.md`).
    Json,
    /// The Static Analysis Results Interchange Format, 2.1.0.
    Sarif,
    /// Test results, as Jenkins and GitLab read them.
    Junit,
    /// Workflow commands of GitHub.
    Github,
    /// GitLab's code quality.
    Gitlab,
}

impl Format {
    /// All of them.
    pub const ALL: &[Format] = &[
        Format::Human,
        Format::Concise,
        Format::Json,
        Format::Sarif,
        Format::Junit,
        Format::Github,
        Format::Gitlab,
    ];

    /// What it is called, and what it is in a phrase.
    pub fn words(self) -> (&'static str, &'static str) {
        match self {
            Format::Human => ("human", "source lines with marks, for people"),
            Format::Concise => ("concise", "file:line:column: level[rule] title, a line each"),
            Format::Json => ("json", "everything, as docs/findings.md describes it"),
            Format::Sarif => ("sarif", "SARIF 2.1.0, for code scanning"),
            Format::Junit => ("junit", "JUnit XML, for Jenkins and GitLab"),
            Format::Github => ("github", "workflow commands, which GitHub shows as annotations"),
            Format::Gitlab => ("gitlab", "GitLab's code quality"),
        }
    }

    /// What it is called.
    pub fn name(self) -> &'static str {
        self.words().0
    }

    /// Whether a program reads it, so that nothing else may stand beside it.
    pub fn for_programs(self) -> bool {
        !matches!(self, Format::Human | Format::Concise)
    }

    /// The text of a report. `style` is for the one format that has a style.
    pub fn render(self, report: &Report<'_>, style: Style) -> String {
        let documented = |rule: &str| report.rule(rule).is_some();
        match self {
            Format::Human => human::render(report.sources, report.findings, style, &documented),
            Format::Concise => concise::render(report),
            Format::Json => json::render(report),
            Format::Sarif => sarif::render(report),
            Format::Junit => junit::render(report),
            Format::Github => github::render(report),
            Format::Gitlab => gitlab::render(report),
        }
    }
}
