//! `selvedge check --fix` and `--diff`: findings that mend themselves.

use std::io;
use std::path::Path;

use super::{Failure, out};
use crate::Checked;
use crate::emit::{self, Rewrite};
use crate::fix::{Change, Fixed};
use crate::report::patch;
use crate::shown;
use crate::source::Options;

/// What is to be done about findings whose mending is certain.
#[derive(Debug, Default, clap::Args)]
pub struct FixArgs {
    /// Mend what is certain in the files, those that are included from below the root as well
    #[arg(long)]
    fix: bool,
    /// Write nothing; show what `--fix` would change
    #[arg(long)]
    diff: bool,
}

impl FixArgs {
    /// Whether anything is to be mended or shown.
    pub fn wanted(&self) -> bool {
        self.fix || self.diff
    }

    /// Whether the differences are what is shown, and findings are not.
    pub fn shows(&self) -> bool {
        self.diff
    }
}

/// What was done.
pub struct Done {
    /// The fabric as it is, or would be, with what is left to say of it.
    pub checked: Checked,
    /// What reports tell of where it is another one: with `--diff` the files stay as they are.
    pub found: Option<Checked>,
    /// In words that follow the count of findings.
    pub words: String,
    /// Whether files are not as they should be, because differences are shown only.
    pub unwritten: bool,
}

impl Done {
    /// A fabric as it was found.
    pub fn unmended(checked: Checked) -> Self {
        Done { checked, found: None, words: String::new(), unwritten: false }
    }
}

/// Checks a fabric and mends it, or shows how.
pub fn run(fabric: &Path, options: &Options, args: &FixArgs) -> Result<Done, Failure> {
    let Fixed { checked, found, changes, fixed } = crate::fix(fabric, options)?;
    match args.diff {
        true => changes.iter().try_for_each(show)?,
        false => emit::rewrite(&changes.iter().map(written).collect::<Vec<_>>())?,
    }
    let files = match changes.len() {
        1 => "1 file".to_owned(),
        number => format!("{number} files"),
    };
    let words = match (fixed, args.diff) {
        (0, _) => "; nothing to fix".to_owned(),
        (_, true) => format!(" would remain; {fixed} would be fixed in {files}"),
        (_, false) => format!(" remaining; {fixed} fixed in {files}"),
    };
    let found = found.filter(|_| args.diff);
    Ok(Done { checked, found, words, unwritten: args.diff && !changes.is_empty() })
}

fn show(Change { shown, old, new, .. }: &Change) -> io::Result<()> {
    out::print(&patch::unified(&shown::path(shown), old, new))
}

fn written(Change { shown, path, before, after, .. }: &Change) -> Rewrite<'_> {
    Rewrite { path, shown, before, after }
}
