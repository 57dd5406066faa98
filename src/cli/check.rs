//! `selvedge check`: everything that `compile` would find, and nothing written.

use std::io;
use std::path::{Path, PathBuf};
use std::time::Instant;

use super::progress::Progress;
use super::{Exit, Failure, out};
use crate::model::Fabric;
use crate::report::human::{self, Style};
use crate::source::Options;
use crate::{Checked, finding};

/// Read a fabric and say what is wrong with it; write nothing
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Every finding is printed with its source line, errors and warnings alike. Only errors make the \
exit code 1: a fabric with warnings compiles.

Examples:
  selvedge check site
  selvedge check site/edge1.fab --root .")]
pub struct Args {
    /// The fabric: a .fab file, or a folder whose .fab files make one fabric
    path: PathBuf,
    #[command(flatten)]
    load: LoadArgs,
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
}

/// Checks a fabric and prints what there is to say.
pub fn run(args: &Args) -> Result<Exit, Failure> {
    let since = Instant::now();
    let progress = Progress::start(format!("checking {}", args.path.display()));
    let checked = crate::check(&args.path, &args.load.options())?;
    let style = Style::of(&io::stdout());
    let text = human::render(&checked.sources, &checked.findings, style, &super::explain::documented);
    drop(progress);
    let count = human::count(&checked.findings);
    out::print(&format!("{text}{}: {count}{}\n", subject(&checked, &args.path), out::took(since)))?;
    Ok(if finding::any_error(&checked.findings) { Exit::Findings } else { Exit::Clean })
}

/// What the last line speaks of: the fabric with its size, or its path where it can't be read.
pub fn subject(checked: &Checked, path: &Path) -> String {
    match &checked.analysis {
        Some(analysis) if analysis.fabric.holes.is_empty() => size(&analysis.fabric),
        _ => path.display().to_string(),
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
