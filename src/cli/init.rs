//! `selvedge init`: a small fabric to begin with.

use std::fs;
use std::path::{Path, PathBuf};

use super::{Exit, Failure, out};

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
    write(&args.dir, |path, text| crate::emit::write_one(path, text).map(drop))?;
    let dir = args.dir.display();
    let names: Vec<&str> = FILES.iter().map(|(name, _)| *name).collect();
    out::print(&format!(
        "{dir}: {} written\nRead {}, then: selvedge compile {dir}\n",
        names.join(", "),
        args.dir.join("fabric.fab").display(),
    ))?;
    Ok(Exit::Clean)
}

/// Writes the files with `put` into a folder that is empty or not there.
fn write<E: std::error::Error>(
    dir: &Path,
    put: impl Fn(&Path, &[u8]) -> Result<(), E>,
) -> Result<(), Failure> {
    let fail = |why: &dyn std::fmt::Display| Failure(format!("{}: {why}", dir.display()));
    fs::create_dir_all(dir).map_err(|error| fail(&error))?;
    if fs::read_dir(dir).map_err(|error| fail(&error))?.next().is_some() {
        return Err(fail(&"the folder is not empty; name a new one"));
    }
    for (name, text) in FILES {
        let path = dir.join(name);
        put(&path, text.as_bytes()).map_err(|error| Failure(format!("{}: {error}", path.display())))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_it_writes_has_no_findings() {
        let folder = tempfile::tempdir().unwrap();
        let site = folder.path().join("a/site");
        write(&site, |path, text| fs::write(path, text)).unwrap();
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
        let refused = write(folder.path(), |_, _| -> std::io::Result<()> { panic!("written") });
        assert!(refused.unwrap_err().0.ends_with("the folder is not empty; name a new one"));
    }
}
