//! One side of a comparison as it was named: a path on the disk, or `git:REV` and a path in that
//! revision. What is there, whatever it is, is read from here.

use std::fmt;
use std::path::{Path, PathBuf};

use super::file::Sources;
use super::load::{self, LoadError, MAX_CONFIGURATION, Options, load_from, read_from, say, text_of};
use super::revision::Revision;
use super::store::{Disk, Kind, Store};
use crate::finding::Finding;
use crate::shown;

/// What the name of a revision begins with.
const GIT: &str = "git:";
/// How many files of a folder are read.
const MAX_FILES: usize = 16 * 1024;
/// How many bytes of a folder are read in all.
const MAX_BYTES: u64 = 512 * 1024 * 1024;

/// A path of a place.
pub struct Place {
    store: Box<dyn Store>,
    path: PathBuf,
    /// What stands before each path that is shown: `git:REV:`, or nothing.
    before: String,
}

/// A text of a place.
#[derive(Debug)]
pub struct Text {
    /// Its path below the place, with `/`.
    pub path: String,
    /// What it says. What is not UTF-8 in it is kept as what no configuration holds, for a reader to
    /// report.
    pub text: String,
}

impl fmt::Debug for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.shown(&self.path))
    }
}

impl Place {
    /// The place of a name: a path, `git:REV:PATH`, or `git:REV`, which is the path of the `other`
    /// name in that revision. A path behind a revision is one from the top of the repository, or from
    /// the folder of the run where it begins with `./` or `../`.
    ///
    /// # Errors
    /// Where there is no repository, no such revision, or no path.
    pub fn of(name: &Path, other: &Path) -> Result<Place, LoadError> {
        let fail = |reason: String| LoadError { path: name.to_owned(), reason };
        let Some((rev, path)) = revision(name) else {
            return Ok(Place { store: Box::new(Disk), path: name.to_owned(), before: String::new() });
        };
        let (top, path) = match (path, revision(other)) {
            (Some(path), _) => {
                let near = if path.starts_with("./") || path.starts_with("../") { path } else { "." };
                let (top, here) = within(Path::new(near)).map_err(fail)?;
                (top, if near == "." { PathBuf::from(path) } else { here })
            }
            (None, None) => within(other).map_err(fail)?,
            (None, Some((_, Some(path)))) => (within(Path::new(".")).map_err(fail)?.0, PathBuf::from(path)),
            (None, Some((_, None))) => {
                return Err(fail(format!("names no path, and neither does {}", shown::path(other))));
            }
        };
        let store = Revision::open(&top, rev).map_err(fail)?;
        Ok(Place { store: Box::new(store), path, before: format!("{GIT}{rev}:") })
    }

    fn shown(&self, path: &Path) -> String {
        format!("{}{}", shown::printable(&self.before), shown::path(path))
    }

    fn fail(&self, path: &Path, reason: String) -> LoadError {
        LoadError { path: PathBuf::from(format!("{}{}", self.before, path.display())), reason }
    }

    /// Whether it is a folder.
    ///
    /// # Errors
    /// Where there is nothing.
    pub fn is_folder(&self) -> Result<bool, LoadError> {
        match self.store.kind(&self.path) {
            Ok(kind) => Ok(kind == Kind::Folder),
            Err(error) => Err(self.fail(&self.path, say(&error))),
        }
    }

    /// Whether it is called as a file of a fabric is.
    pub fn is_fabric_file(&self) -> bool {
        load::is_fabric_file(&self.path)
    }

    /// The names in its folder, or in one below it, in their order; hidden ones left out.
    ///
    /// # Errors
    /// Where the folder can't be read.
    pub fn names(&self, below: &str) -> Result<Vec<String>, LoadError> {
        let folder = self.path.join(below);
        let names = self.store.names(&folder).map_err(|e| self.fail(&folder, say(&e)))?;
        let names = names.into_iter().map(|name| name.to_string_lossy().into_owned());
        Ok(names.filter(|name| !name.starts_with('.')).collect())
    }

    /// Whether there is a folder of a name below it.
    pub fn has_folder(&self, below: &str) -> bool {
        self.store.kind(&self.path.join(below)).is_ok_and(|kind| kind == Kind::Folder)
    }

    /// The texts of paths below it, in their order.
    ///
    /// # Errors
    /// Where one of them can't be read, is too large, or all of them are.
    pub fn texts(&self, paths: Vec<String>) -> Result<Vec<Text>, LoadError> {
        if paths.len() > MAX_FILES {
            return Err(self.fail(&self.path, format!("holds more than {MAX_FILES} files")));
        }
        let mut room = MAX_BYTES;
        let mut texts = Vec::with_capacity(paths.len());
        for path in paths {
            let whole = self.path.join(&path);
            let read = read_from(&*self.store, &whole, &whole, MAX_CONFIGURATION);
            let bytes = read.map_err(|error| self.fail(&whole, error.reason))?;
            let left = room.checked_sub(bytes.len() as u64);
            room = left.ok_or_else(|| {
                self.fail(&self.path, format!("holds more than {} MiB of texts", MAX_BYTES >> 20))
            })?;
            texts.push(Text { path, text: text_of(bytes) });
        }
        Ok(texts)
    }

    /// The fabric here: as [`super::load`]. Of a revision every text, the lock included, is that
    /// revision's; templates are taken from the disk.
    ///
    /// # Errors
    /// As [`super::load`].
    pub fn load(&self, options: &Options) -> Result<(Sources, Vec<Finding>), LoadError> {
        let loaded = load_from(&*self.store, &self.path, options, &load::Instead::new());
        let (mut sources, findings) = loaded.map_err(|error| match self.store.is_disk() {
            true => error,
            false => self.fail(&error.path, error.reason),
        })?;
        if !self.store.is_disk() {
            sources.show_below(&self.before);
        }
        Ok((sources, findings))
    }
}

/// The revision and the path of `git:REV:PATH`; none where a name is a path.
fn revision(name: &Path) -> Option<(&str, Option<&str>)> {
    let rest = name.to_str()?.strip_prefix(GIT)?;
    Some(match rest.split_once(':') {
        Some((rev, path)) => (rev, Some(path)),
        None => (rest, None),
    })
}

/// The work tree that a path lies in, and where in it. Of the path itself there may be nothing.
fn within(path: &Path) -> Result<(PathBuf, PathBuf), String> {
    let whole = std::path::absolute(path).map_err(|e| say(&e))?;
    let there = whole.ancestors().find_map(|above| Some((above, Disk.real(above).ok()?)));
    let (above, real) = there.ok_or("no such file or folder")?;
    let top = Disk.work_tree(&real);
    let top = top.ok_or_else(|| format!("{} lies in no git repository", shown::path(path)))?;
    let mut inner = real.strip_prefix(&top).map_err(|e| e.to_string())?.to_owned();
    if let Some(rest) = whole.strip_prefix(above).ok().filter(|rest| !rest.as_os_str().is_empty()) {
        inner.push(rest);
    }
    Ok((top, inner))
}
