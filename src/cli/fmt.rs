//! `selvedge fmt`: the files of fabrics in their one form.

use std::collections::BTreeSet;
use std::io;
use std::path::{Path, PathBuf};

use super::{Exit, Failure, out};
use crate::emit::{self, EmitError, Rewrite};
use crate::finding::{self, Finding};
use crate::fmt::format_file;
use crate::report::human::{self, Style};
use crate::report::patch;
use crate::shown;
use crate::source::{self, Disk, Options, SourceFile, Sources};

/// Bring .fab files into their one form
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Where a line ends is the author's; indentation, blanks and what is aligned with what is decided \
here. The fabric means the same afterwards. Files that the given ones include are formatted too, \
as far as they lie below the root; a file that can't be parsed is reported and left as it is.

Examples:
  selvedge fmt site
  selvedge fmt --check site          exit code 1 if a file is not in its form
  selvedge fmt --diff site           show what would change
  selvedge fmt - < site/edge1.fab    standard input to standard output, for an editor")]
pub struct Args {
    /// Fabrics: .fab files, folders of them, or `-` alone for standard input
    #[arg(default_value = ".")]
    paths: Vec<PathBuf>,
    /// Write nothing; name the files that are not in their form
    #[arg(long)]
    check: bool,
    /// Write nothing; show what would change
    #[arg(long)]
    diff: bool,
    /// Touch no file outside this folder [default: the repository that a fabric lies in, else its
    /// folder]
    #[arg(long, value_name = "DIR")]
    root: Option<PathBuf>,
}

/// A file that is not in its form.
struct Change {
    /// The path as shown.
    shown: PathBuf,
    /// Where to write, where it is a file.
    disk: Option<Disk>,
    old: String,
    new: String,
}

/// Formats files and says what was done.
pub fn run(args: &Args) -> Result<Exit, Failure> {
    let stdin = args.paths.iter().any(|path| path == Path::new("-"));
    if stdin && args.paths.len() > 1 {
        return Err(Failure("`-` stands alone: standard input is one file".into()));
    }
    if let Some(lock) = args.paths.iter().find(|path| path.extension().is_some_and(|e| e == "lock")) {
        return Err(Failure(format!("{}: a lock has the form that a compile gives it", shown::path(lock))));
    }
    let options = Options { root: args.root.clone(), templates: None };
    let mut seen = BTreeSet::new();
    let mut changes = Vec::new();
    let (mut unchanged, mut unread) = (0, 0);
    for path in &args.paths {
        let (sources, loading) = if stdin { source::stdin("-")? } else { source::load(path, &options)? };
        let mut findings = wrong_in_themselves(&sources, loading);
        for id in &sources.fabric {
            let Some(file) = sources.get(*id) else { continue };
            if file.disk.as_ref().is_some_and(|disk| !seen.insert(disk.path.clone())) {
                findings.retain(|finding| finding.primary.span.file != *id);
                continue;
            }
            match format_file(&sources, *id, &mut findings) {
                None => unread += 1,
                Some(new) if is_in_form(file, &new) => {
                    unchanged += 1;
                    if stdin && !args.check && !args.diff {
                        out::print(&new)?;
                    }
                }
                Some(new) => {
                    let (shown, disk) = (file.path.clone(), file.disk.clone());
                    changes.push(Change { shown, disk, old: file.text.clone(), new });
                }
            }
        }
        finding::sort(&mut findings);
        let style = Style::of(&io::stderr());
        out::eprint(&human::render(&sources, &findings, style, &super::explain::documented))?;
    }
    if !args.check && !args.diff {
        write(&changes)?;
    }
    for change in &changes {
        show(change, args)?;
    }
    if !stdin {
        let files = |n: usize, what: &str| format!("{n} file{} {what}", if n == 1 { "" } else { "s" });
        let done = if args.check || args.diff { "to format" } else { "formatted" };
        let left = if unread > 0 { format!(", {unread} could not be read") } else { String::new() };
        out::eprint(&format!("{}, {unchanged} in form already{left}\n", files(changes.len(), done)))?;
    }
    let undone = (args.check || args.diff) && !changes.is_empty();
    Ok(if unread > 0 || undone { Exit::Findings } else { Exit::Clean })
}

/// What loading found about files that can't be parsed. What it found about includes is about
/// other files, which are not touched.
fn wrong_in_themselves(sources: &Sources, mut findings: Vec<Finding>) -> Vec<Finding> {
    findings.retain(|finding| sources.get(finding.primary.span.file).is_some_and(|file| !file.parseable));
    findings
}

/// Whether a file holds exactly its form: a byte-order mark is no part of it.
fn is_in_form(file: &SourceFile, form: &str) -> bool {
    file.text == form && !file.disk.as_ref().is_some_and(|disk| disk.mark)
}

/// Writes the files that were read, all of them or none.
fn write(changes: &[Change]) -> Result<(), EmitError> {
    let before: Vec<_> = changes.iter().map(|c| c.disk.as_ref().map(|disk| disk.contents(&c.old))).collect();
    let rewrites = changes.iter().zip(&before).filter_map(|(Change { shown, disk, new, .. }, before)| {
        let (disk, before) = (disk.as_ref()?, before.as_ref()?);
        Some(Rewrite { path: &disk.path, shown, before, after: new.as_bytes() })
    });
    emit::rewrite(&rewrites.collect::<Vec<_>>())
}

/// Says which file was written, or would be; standard input has its form instead.
fn show(Change { shown, disk, old, new }: &Change, args: &Args) -> io::Result<()> {
    let shown = shown::path(shown);
    if args.diff {
        out::print(&patch::unified(&shown, old, new))?;
    }
    match disk {
        None if !args.check && !args.diff => out::print(new),
        _ if args.check || !args.diff => out::print(&format!("{shown}\n")),
        _ => Ok(()),
    }
}
