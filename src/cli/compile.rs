//! `selvedge compile`: a fabric in, a tree of configurations out.

use std::io;
use std::path::{Path, PathBuf};
use std::time::Instant;

use clap::ValueEnum;

use super::check::{LoadArgs, subject};
use super::levels::{LevelArgs, ShowArgs};
use super::locked::LockedArgs;
use super::progress::Progress;
use super::reports::{FORMATS, FormatArgs, Output, Reports, Said, Stream, output, untold};
use super::stale::{self, Asked, MOST_SHOWN, StaleArgs};
use super::{Exit, Failure, out};
use crate::compile::{self, Comparison, Failure as Uncompiled, Outcome, Request};
use crate::emit::{self, Part};
use crate::finding::{self, Finding};
use crate::report::{human, printable};
use crate::shown;
use crate::source;

/// Compile a fabric into a tree of configurations
#[derive(Debug, clap::Args)]
#[command(after_help = format!("\
The tree holds devices/<name>.cfg, hosts/<rack>-<server>/etc/netplan/60-fabric.yaml, \
clusters/<cluster>/, handoff/<pe>.md, cabling.csv, addresses.csv and selvedge.json. Nothing is \
written if anything is wrong, a file that would not change is not touched, and a file that was \
edited by hand is kept and reported. Beside the fabric stands its lock, with what was decided \
once: commit both.

{FORMATS}

Examples:
  selvedge compile site
  selvedge compile site -o out --only devices
  selvedge compile site --templates mine
  selvedge compile site --check            in CI: is what was committed what the site gives?
  BGP_WAN=... selvedge compile site --secrets /run/secrets/site"))]
pub struct Args {
    /// The fabric: a .fab file, or a folder whose .fab files make one fabric
    path: PathBuf,
    /// The folder of the tree
    #[arg(short, long, value_name = "DIR", default_value = "build")]
    output: PathBuf,
    /// Write this part of the tree alone; the rest of it stays as it is
    #[arg(long, value_name = "PART")]
    only: Option<Only>,
    /// Overwrite and remove files that were edited by hand
    #[arg(long)]
    force: bool,
    /// Fill this folder as well, with the values of secrets in place of references; never commit it
    #[arg(long, value_name = "DIR")]
    secrets: Option<PathBuf>,
    /// How many threads render; the output is the same [default: one a core]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=512))]
    threads: Option<u16>,
    #[command(flatten)]
    format: FormatArgs,
    /// Write the findings to a file as well; may be given for several
    #[arg(long, value_name = "FORMAT=FILE", value_parser = output)]
    report: Vec<Output>,
    #[command(flatten)]
    load: LoadArgs,
    #[command(flatten)]
    locked: LockedArgs,
    #[command(flatten)]
    stale: StaleArgs,
    #[command(flatten)]
    levels: LevelArgs,
}

/// A part of the tree.
#[derive(Debug, Clone, Copy, clap::ValueEnum)]
enum Only {
    /// Switch configurations
    Devices,
    /// Netplans
    Hosts,
    /// What clusters are given
    Clusters,
}

/// What there is to tell of.
enum Done {
    Compiled(Outcome),
    Compared(Comparison),
}

/// Compiles a fabric and says what was done, or what would have been.
pub fn run(args: &Args) -> Result<Exit, Failure> {
    let since = Instant::now();
    let levels = args.levels.levels(&ShowArgs::default())?;
    let progress = Progress::start(format!("compiling {}", shown::path(&args.path)));
    if let Some(threads) = args.threads {
        rayon::ThreadPoolBuilder::new().num_threads(usize::from(threads)).build_global()?;
    }
    let trees: Vec<&Path> = std::iter::once(&args.output).chain(&args.secrets).map(|dir| &**dir).collect();
    let reports = Reports::new(&args.format, &args.report, &trees)?;
    let mut checked = crate::check(&args.path, &args.load.options())
        .map_err(|error| reports.unread(&args.path, error.into()))?
        .under(levels);
    args.locked.judge(&mut checked);
    let named = subject(&checked, source::reported(&args.path));
    let subject = subject(&checked, shown::path(&args.path));
    let refuse = |findings: &[Finding]| {
        let count = human::count(findings, untold(&checked));
        let last = format!("{subject}: {count}; nothing written\n");
        reports.tell(&Said::of(&checked, findings, &named), Stream::Err, &last)?;
        Ok(Exit::Findings)
    };
    if checked.failed() {
        drop(progress);
        return refuse(&checked.findings);
    }
    let parts: &[Part] = match args.only {
        None => Part::ALL,
        Some(Only::Devices) => &[Part::Devices],
        Some(Only::Hosts) => &[Part::Hosts],
        Some(Only::Clusters) => &[Part::Clusters],
    };
    if let Some(journal) = emit::unfinished(&args.output) {
        let takes = if args.stale.check { "" } else { ", which this one takes up" };
        let journal = shown::path(&journal);
        out::eprint(&format!("warning: {journal} is left of an interrupted compile{takes}\n"))?;
    }
    let request = Request { tree: &args.output, parts, force: args.force, secrets: args.secrets.as_deref() };
    // All that there is to say, in its order.
    let all = |more: &[Finding]| {
        let mut findings = [&checked.findings, more].concat();
        finding::sort(&mut findings);
        findings
    };
    let failed = |error: Failure| reports.failed(&Said::of(&checked, &checked.findings, &named), error);
    let at = |done, of| progress.at(done, of);
    let done = match args.stale.check {
        true => compile::compare(&checked, &request, MOST_SHOWN, &at).map(Done::Compared),
        false => compile::compile(&checked, &request, &at).map(Done::Compiled),
    };
    drop(progress);
    let done = match done {
        Ok(done) => done,
        Err(Uncompiled::Findings(findings)) => return refuse(&all(&findings)),
        Err(Uncompiled::Render(error)) => return Err(failed(error.into())),
        Err(Uncompiled::Emit(error)) => return Err(failed(error.into())),
    };
    let findings = all(match &done {
        Done::Compiled(outcome) => &outcome.findings,
        Done::Compared(comparison) => &comparison.findings,
    });
    // People are shown the differences themselves.
    let stale = match &done {
        Done::Compiled(_) => Vec::new(),
        Done::Compared(comparison) => compile::out_of_date(&mut checked, comparison, &args.output),
    };
    reports.tell_but(&Said::of(&checked, &findings, &named), &stale, Stream::Err, "")?;
    let (last, exit) = match &done {
        Done::Compiled(outcome) => {
            kept(outcome, &args.output)?;
            let did = summary(outcome, &args.output, args.secrets.as_deref());
            let exit = if outcome.tree.kept.is_empty() { Exit::Clean } else { Exit::Findings };
            (format!("{subject}: {did}{}\n", out::took(since)), exit)
        }
        Done::Compared(comparison) => {
            let asked = Asked {
                path: &args.path,
                tree: &args.output,
                lock: &checked.sources.lock_path,
                only: args.only.as_ref().and_then(ValueEnum::to_possible_value).map(|v| v.get_name().into()),
                load: &args.load,
            };
            stale::tell(comparison, &asked, &subject, &out::took(since))
        }
    };
    if reports.for_programs() {
        out::eprint(&last)?
    } else {
        out::print(&last)?
    }
    Ok(exit)
}

/// Says which files are not what the fabric asks for.
fn kept(outcome: &Outcome, tree: &Path) -> io::Result<()> {
    for kept in &outcome.tree.kept {
        out::eprint(&format!("warning: {}\n", printable(&format!("{}/{kept}", shown::path(tree)))))?;
    }
    if !outcome.tree.kept.is_empty() {
        out::eprint("  = help: `--force` overwrites what was edited by hand\n\n")?;
    }
    Ok(())
}

/// `153 files written, 0 unchanged in build/`, with what else there was to do.
fn summary(outcome: &Outcome, tree: &Path, secrets: Option<&Path>) -> String {
    let files = |n: usize| format!("{n} file{}", if n == 1 { "" } else { "s" });
    let done = &outcome.tree;
    let folder = shown::path(tree);
    let mut text = match done.resumed {
        true => "an interrupted compile finished: ".to_owned(),
        false => String::new(),
    };
    text += &match done.changed_nothing() && done.kept.is_empty() {
        true => format!("nothing to write, {} unchanged in {folder}/", files(done.unchanged)),
        false => format!("{} written, {} unchanged in {folder}/", files(done.written), done.unchanged),
    };
    for (number, what) in
        [(done.removed, "removed"), (done.mended, "given their mode"), (done.kept.len(), "kept")]
    {
        if number > 0 {
            text += &format!(", {number} {what}");
        }
    }
    if outcome.lock_written {
        text += "; lock written";
    }
    if let (Some(filled), Some(tree)) = (&outcome.secrets, secrets) {
        text += &format!("; {} with secrets written to {}/", files(filled.written), shown::path(tree));
    }
    text
}
