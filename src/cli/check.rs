//! `selvedge check`: everything that `compile` would find, and nothing written.

use std::path::{Path, PathBuf};
use std::time::Instant;

use super::fix::{self, Done, FixArgs};
use super::levels::{LevelArgs, ShowArgs};
use super::locked::LockedArgs;
use super::progress::Progress;
use super::reports::{FORMATS, FormatArgs, Output, Reports, Said, Stream, output, untold};
use super::{Exit, Failure, out};
use crate::Checked;
use crate::finding;
use crate::model::Fabric;
use crate::report::human;
use crate::shown;
use crate::source::{self, Options};

/// Read a fabric and say what is wrong with it; write nothing
#[derive(Debug, clap::Args)]
#[command(after_help = format!("\
Every finding is printed with its source line, errors and warnings alike. Only errors make the \
exit code 1: a fabric with warnings compiles.

{FORMATS}

Examples:
  selvedge check site
  selvedge check site --locked            in CI: a lock that is stale is an error
  selvedge check site/edge1.fab --root .
  selvedge check site --diff              what could be mended
  selvedge check site --fix               mend it
  selvedge check site --output sarif=findings.sarif --output junit=findings.xml"))]
pub struct Args {
    /// The fabric: a .fab file, or a folder whose .fab files make one fabric
    path: PathBuf,
    #[command(flatten)]
    format: FormatArgs,
    /// Write the findings to a file as well; may be given for several
    #[arg(long, visible_alias = "report", value_name = "FORMAT=FILE", value_parser = output)]
    output: Vec<Output>,
    #[command(flatten)]
    fix: FixArgs,
    #[command(flatten)]
    load: LoadArgs,
    #[command(flatten)]
    locked: LockedArgs,
    #[command(flatten)]
    levels: LevelArgs,
    #[command(flatten)]
    show: ShowArgs,
}

/// What `check` and `compile` both take.
#[derive(Debug, Default, clap::Args)]
pub struct LoadArgs {
    /// Read no file outside this folder [default: the repository that the fabric lies in, else its
    /// folder]
    #[arg(long, value_name = "DIR")]
    root: Option<PathBuf>,
    /// Take templates from this folder in place of the built-in ones of the same names
    #[arg(long, value_name = "DIR")]
    templates: Option<PathBuf>,
}

impl LoadArgs {
    /// As the loader takes it.
    pub fn options(&self) -> Options {
        Options { root: self.root.clone(), templates: self.templates.clone() }
    }

    /// The options that were given, with their folders.
    pub fn folders(&self) -> impl Iterator<Item = (&'static str, &Path)> {
        let root = self.root.iter().map(|dir| ("--root", &**dir));
        root.chain(self.templates.iter().map(|dir| ("--templates", &**dir)))
    }
}

/// Checks a fabric and prints what there is to say.
pub fn run(args: &Args) -> Result<Exit, Failure> {
    let since = Instant::now();
    let levels = args.levels.levels(&args.show)?;
    let reports = Reports::new(&args.format, &args.output, &[])?;
    if args.fix.shows() && reports.for_programs() {
        let help = "`--output FORMAT=FILE` writes the report to a file";
        return Err(Failure(format!("`--diff` and a report can't share standard output; {help}")));
    }
    let progress = Progress::start(format!("checking {}", shown::path(&args.path)));
    let options = args.load.options();
    let done = match args.fix.wanted() {
        true => fix::run(&args.path, &options, &args.fix),
        false => crate::check(&args.path, &options).map(Done::unmended).map_err(Failure::from),
    };
    drop(progress);
    let Done { checked, found, words, unwritten } =
        done.map_err(|error| reports.unread(&args.path, error))?;
    let judged = |checked: Checked| {
        let mut checked = checked.under(levels.clone());
        args.locked.judge(&mut checked);
        checked
    };
    let (checked, found) = (judged(checked), found.map(judged));
    let count = human::count(&checked.findings, untold(&checked));
    let named_here = subject(&checked, shown::path(&args.path));
    let last = format!("{named_here}: {count}{words}{}\n", out::took(since));
    let told = found.as_ref().unwrap_or(&checked);
    let named = subject(told, source::reported(&args.path));
    let said = Said::of(told, &told.findings, &named);
    match args.fix.shows() {
        // Differences are for programs too; what is said about them is not.
        true => out::eprint(&last).map_err(Failure::from).and_then(|()| reports.file(&said))?,
        false => reports.tell(&said, Stream::Out, &last)?,
    }
    Ok(if unwritten || finding::any_error(&checked.findings) { Exit::Findings } else { Exit::Clean })
}

/// What is spoken of: the fabric with its size, or its path where it can't be read.
pub fn subject(checked: &Checked, path: String) -> String {
    match &checked.analysis {
        Some(analysis) if analysis.fabric.holes.is_empty() => size(&analysis.fabric),
        _ => path,
    }
}

/// The fabric's name and what is configured: `contoso-edge1: 18 devices, 128 hosts, 2 clusters`.
fn size(fabric: &Fabric) -> String {
    let devices = fabric.ces.len() + fabric.racks.iter().map(|r| r.tors.len()).sum::<usize>();
    let hosts = fabric.racks.iter().map(|r| r.servers.len()).sum::<usize>();
    let number = |n: usize, what: &str| format!("{n} {what}{}", if n == 1 { "" } else { "s" });
    let parts = [number(devices, "device"), number(hosts, "host"), number(fabric.clusters.len(), "cluster")];
    format!("{}: {}", &*fabric.fabric.name.value.0, parts.join(", "))
}
