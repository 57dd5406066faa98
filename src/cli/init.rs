//! `selvedge init`: a small fabric to begin with.

use std::path::PathBuf;

use super::{Exit, Failure, out};
use crate::emit::fill_empty;
use crate::shown;

/// Write a small fabric that compiles, with comments, to begin with
#[derive(Debug, clap::Args)]
#[command(after_help = "\
The folder is made if it isn't there; one that holds anything is refused.

Example:
  selvedge init site && selvedge compile site")]
pub struct Args {
    /// The folder to write to
    dir: PathBuf,
}

/// The files, by name.
const FILES: &[(&str, &str)] = &[
    ("domains.fab", include_str!("site/domains.fab")),
    ("fabric.fab", include_str!("site/fabric.fab")),
    ("hardware.fab", include_str!("site/hardware.fab")),
    ("workloads.fab", include_str!("site/workloads.fab")),
];

/// Writes the files and says what to do next.
pub fn run(args: &Args) -> Result<Exit, Failure> {
    fill_empty(&args.dir, FILES)?;
    let dir = shown::path(&args.dir);
    let names: Vec<&str> = FILES.iter().map(|(name, _)| *name).collect();
    out::print(&format!(
        "{dir}: {} written\nRead {}, then: selvedge compile {dir}\n",
        names.join(", "),
        shown::path(&args.dir.join("fabric.fab")),
    ))?;
    Ok(Exit::Clean)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    #[test]
    fn what_it_writes_has_no_findings() {
        let folder = tempfile::tempdir().unwrap();
        let site = folder.path().join("a/site");
        fill_empty(&site, FILES).unwrap();
        let checked = crate::check(&site, &Default::default()).unwrap();
        assert_eq!(checked.findings, []);
        let analysis = checked.analysis.unwrap();
        assert!(analysis.assignment.shortages.is_empty() && analysis.assignment.unplaced.is_empty());
        assert_eq!(fs::read_dir(&site).unwrap().count(), FILES.len());
    }

    #[test]
    fn a_folder_that_holds_anything_is_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join(".hidden"), "").unwrap();
        let refused = fill_empty(folder.path(), FILES).unwrap_err();
        assert!(refused.to_string().ends_with("the folder is not empty; name a new one"));
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }
}
