//! The formats of findings: one for the streams, and files beside it.

use std::io;
use std::path::{Component, Path, PathBuf};

use clap::ValueEnum;
use clap::builder::PossibleValue;

use super::explain::rules;
use super::{Failure, out};
use crate::Checked;
use crate::check;
use crate::emit;
use crate::finding::{self, Finding, did_you_mean};
use crate::report::explain::RulePage;
use crate::report::format::{Format, Report, Untold};
use crate::report::human::{self, Style};
use crate::report::printable;
use crate::shown;
use crate::source::{self, Sources};

/// How findings are printed, for every command that has them.
#[derive(Debug, clap::Args)]
pub struct FormatArgs {
    /// How findings are printed; what a program reads goes to standard output, all else to standard
    /// error then
    #[arg(long, value_enum, default_value_t = Format::Human, hide_possible_values = true, value_name = "FORMAT")]
    format: Format,
}

impl ValueEnum for Format {
    fn value_variants<'a>() -> &'a [Self] {
        Format::ALL
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        let (name, about) = self.words();
        Some(PossibleValue::new(name).help(about))
    }
}

/// The formats, for the end of a help text.
pub const FORMATS: &str = "\
Formats of findings: human, concise (a line each), json (docs/findings.md), sarif (2.1.0), junit, \
github (annotations), gitlab (code quality).";

/// A report that is to be written: its format, and where to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Output {
    format: Format,
    file: PathBuf,
}

/// Reads `FORMAT=FILE`.
///
/// # Errors
/// What is wrong with it, and what may have been meant.
pub fn output(text: &str) -> Result<Output, String> {
    let Some((name, file)) = text.split_once('=') else {
        return Err("it takes FORMAT=FILE, such as sarif=findings.sarif".into());
    };
    let names = || Format::ALL.iter().map(|format| format.name());
    let Some(format) = Format::ALL.iter().copied().find(|format| format.name() == name) else {
        let all = names().collect::<Vec<_>>().join(", ");
        let help = did_you_mean(name, names()).unwrap_or_else(|| format!("there are {all}"));
        return Err(format!("there is no format `{name}`; {help}"));
    };
    if file == "-" {
        return Err(format!("a report goes to a file; `--format {name}` writes it to standard output"));
    }
    let path = Path::new(file);
    if path.file_name().is_none() {
        return Err(format!("`{file}` names no file"));
    }
    // One letter too many in a script, and the fabric would be gone.
    match path.extension().and_then(|e| e.to_str()) {
        Some(e @ ("fab" | "lock" | "j2")) => Err(format!("a report is not written over a source (*.{e})")),
        _ => Ok(Output { format, file: path.to_owned() }),
    }
}

/// What there is to tell.
#[derive(Debug, Clone, Copy)]
pub struct Said<'a> {
    /// The texts that findings point into.
    pub sources: &'a Sources,
    /// The findings, in their order.
    pub findings: &'a [Finding],
    /// What there is beside them.
    pub untold: Untold,
    /// What was looked at, as reports name it: see [`Report`].
    pub subject: &'a str,
}

impl<'a> Said<'a> {
    /// Findings about a fabric.
    pub fn of(checked: &'a Checked, findings: &'a [Finding], subject: &'a str) -> Self {
        Said { sources: &checked.sources, findings, untold: untold(checked), subject }
    }
}

/// What is left untold of a fabric.
pub fn untold(checked: &Checked) -> Untold {
    let waiting = checked.analysis.as_ref().map_or(0, |a| check::waiting(&a.fabric));
    Untold { hidden: checked.hidden, allowed: checked.allowed, waiting }
}

/// Where the findings of a run go.
pub struct Reports<'a> {
    format: Format,
    outputs: &'a [Output],
    rules: Vec<RulePage>,
}

impl<'a> Reports<'a> {
    /// For what a command line says; `trees` are the folders that it writes, where no report may lie.
    ///
    /// # Errors
    /// Where two reports would be one file, or one would be a file of a tree.
    pub fn new(args: &FormatArgs, outputs: &'a [Output], trees: &[&Path]) -> Result<Self, Failure> {
        let plain = |path: &Path| path.components().filter(|c| *c != Component::CurDir).collect::<PathBuf>();
        for (i, output) in outputs.iter().enumerate() {
            emit::check_report(&output.file, trees)?;
            let twice = outputs.iter().take(i).find(|other| plain(&other.file) == plain(&output.file));
            if let Some(other) = twice {
                let (first, second) = (other.format.name(), output.format.name());
                let file = shown::path(&output.file);
                return Err(Failure(format!("{file} can't hold two reports, {first} and {second}")));
            }
        }
        Ok(Reports { format: args.format, outputs, rules: rules() })
    }

    /// Whether standard output belongs to a program that reads it.
    pub fn for_programs(&self) -> bool {
        self.format.for_programs()
    }

    /// Tells the findings: prints them, for people with `last` as the last line, and writes the files.
    /// `people` is where people are told: standard output for a check, standard error for a compile.
    ///
    /// # Errors
    /// Where a stream or a file can't be written.
    pub fn tell(&self, said: &Said<'_>, people: Stream, last: &str) -> Result<(), Failure> {
        self.tell_but(said, &[], people, last)
    }

    /// As [`Self::tell`]; what is in the second list is left out of what is printed source line by
    /// source line, where people are told of it otherwise.
    ///
    /// # Errors
    /// Where a stream or a file can't be written.
    pub fn tell_but(
        &self,
        said: &Said<'_>,
        otherwise: &[Finding],
        people: Stream,
        last: &str,
    ) -> Result<(), Failure> {
        let mut all = [said.findings, otherwise].concat();
        finding::sort(&mut all);
        let report = self.report(&Said { findings: &all, ..*said }, None);
        if self.for_programs() {
            out::print(&self.format.render(&report, Style::PLAIN))?;
            out::eprint(last)?;
        } else {
            let shown = if self.format == Format::Human { said.findings } else { &all };
            let text = self.format.render(&Report { findings: shown, ..report }, people.style());
            people.print(&format!("{text}{last}"))?;
        }
        self.write(&report)
    }

    /// Writes the files alone.
    ///
    /// # Errors
    /// Where one can't be written.
    pub fn file(&self, said: &Said<'_>) -> Result<(), Failure> {
        self.write(&self.report(said, None))
    }

    fn report<'r>(&'r self, said: &Said<'r>, failure: Option<&'r str>) -> Report<'r> {
        let Said { sources, findings, untold, subject } = *said;
        Report { sources, findings, untold, rules: &self.rules, subject, failure }
    }

    /// Tells that the work could not be done: whoever waits for a report gets one that says so. Gives
    /// the failure back, with which the command ends.
    pub fn failed(&self, said: &Said<'_>, failure: Failure) -> Failure {
        let report = self.report(said, Some(&failure.0));
        let printed = match self.for_programs() {
            true => out::print(&self.format.render(&report, Style::PLAIN)).map_err(Failure::from),
            false => Ok(()),
        };
        match printed.and_then(|()| self.write(&report)) {
            Ok(()) => failure,
            Err(Failure(also)) => Failure(format!("{}\n{also}", failure.0)),
        }
    }

    /// The same where there was nothing to read.
    pub fn unread(&self, path: &Path, failure: Failure) -> Failure {
        let (sources, subject) = (Sources::default(), source::reported(path));
        self.failed(
            &Said { sources: &sources, findings: &[], untold: Untold::default(), subject: &subject },
            failure,
        )
    }

    fn write(&self, report: &Report<'_>) -> Result<(), Failure> {
        for Output { format, file } in self.outputs {
            let mut text = format.render(report, Style::PLAIN);
            if !format.for_programs() {
                let says = match report.failure {
                    Some(why) => format!("error: {why}"),
                    None => {
                        let count = human::count(report.findings, report.untold);
                        format!("{}: {count}", report.subject)
                    }
                };
                text = format!("{text}{}\n", printable(&says));
            }
            emit::write_report(file, text.as_bytes())?;
        }
        Ok(())
    }
}

/// A stream that people look at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stream {
    /// Standard output.
    Out,
    /// Standard error.
    Err,
}

impl Stream {
    fn style(self) -> Style {
        match self {
            Stream::Out => Style::of(&io::stdout()),
            Stream::Err => Style::of(&io::stderr()),
        }
    }

    fn print(self, text: &str) -> io::Result<()> {
        match self {
            Stream::Out => out::print(text),
            Stream::Err => out::eprint(text),
        }
    }
}
