//! A tree with real secrets in it, apart from the compiled tree that people commit.
//!
//! Every folder is for its owner alone from the moment that it is made, and so is every file. No
//! digest of a file is kept anywhere, because a digest lets anyone test a guess; so an edit by hand
//! can't be told from an older secret, and is replaced.
//!
//! `.selvedge-secrets` lists the paths that are ours. It is written before the first change with
//! the paths of this run and the last one, and after the last change with those of this run, so
//! that an interrupted run never leaves a file that we don't know.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::document::{self, Document, FORMAT};
use super::error::io;
use super::folders::Folders;
use super::path::{self, split, temporary};
use super::sys::{self, Standing};
use super::{EmitError, OutFile, Part, Why, write};

/// The name of the list of files in a tree with secrets.
pub const MARKER: &str = ".selvedge-secrets";

/// What [`emit_secret_tree`] did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct SecretOutcome {
    /// Files written: new ones and changed ones.
    pub written: usize,
    /// Files that already had the right contents; a wrong mode was mended.
    pub unchanged: usize,
    /// Files of an earlier run that were no longer due.
    pub removed: usize,
}

/// Fills `tree` with files that hold secrets; `private` of each file counts for nothing here.
///
/// Refuses a tree that lies in, above or at `compiled`, and a folder that holds anything we didn't
/// put there. Files of an earlier run in `parts` that are no longer due are removed.
pub fn emit_secret_tree(
    tree: &Path,
    mut files: Vec<OutFile>,
    parts: &[Part],
    compiled: Option<&Path>,
) -> Result<SecretOutcome, EmitError> {
    path::check_all(tree, &mut files, parts)?;
    if let Some(compiled) = compiled {
        let (ours, theirs) = (sys::real(tree)?, sys::real(compiled)?);
        if ours.starts_with(&theirs) || theirs.starts_with(&ours) {
            return Err(EmitError::new(tree, Why::Overlap(compiled.to_owned())));
        }
    }
    sys::make_tree(tree, true)?;
    let _lock = sys::lock(tree)?;
    let listed = match document::load::<Listed>(tree)? {
        Some((listed, _)) => listed,
        None if is_empty(tree)? => Listed::new(BTreeSet::new()),
        None => return Err(EmitError::new(tree, Why::NotSecretTree)),
    };
    let plan = survey(tree, &files, parts, &listed)?;
    commit(tree, &files, parts, plan, &listed)
}

/// Refuses to compile into a tree of secrets.
pub(super) fn refuse(tree: &Path) -> Result<(), EmitError> {
    match sys::standing(&tree.join(MARKER))? {
        Standing::Nothing => Ok(()),
        _ => Err(EmitError::new(tree, Why::SecretTree)),
    }
}

/// The list of what is ours. Its paths passed the path test.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Listed {
    format: u32,
    /// A run is at work or was interrupted.
    unfinished: bool,
    paths: BTreeSet<String>,
}

impl Document for Listed {
    const NAME: &'static str = MARKER;
    const PRIVATE: bool = true;

    fn format(&self) -> u32 {
        self.format
    }

    fn check(&self) -> Result<(), String> {
        document::check_paths(self.paths.iter().map(String::as_str))
    }
}

impl Listed {
    fn new(paths: BTreeSet<String>) -> Self {
        Listed { format: FORMAT, unfinished: false, paths }
    }
}

/// What the first pass decided.
struct Plan<'a> {
    folders: Folders<'a>,
    /// For each due file, whether it has to be written.
    write: Vec<bool>,
    /// Files of ours that are no longer due; some may be gone already.
    remove: Vec<&'a str>,
    /// Paths beside which an interrupted run may have left a temporary file.
    strays: Vec<&'a str>,
}

fn survey<'a>(
    tree: &'a Path,
    files: &[OutFile],
    parts: &[Part],
    listed: &'a Listed,
) -> Result<Plan<'a>, EmitError> {
    let mut folders = Folders::new(tree, true);
    let mut write = Vec::with_capacity(files.len());
    let mut buffer = Vec::new();
    for file in files {
        let place = folders.place(&file.path);
        let there = folders.has(split(&file.path).0)?;
        let standing = if there { sys::regular(&place)? } else { None };
        let same = match &standing {
            Some(metadata) => sys::holds(&place, metadata, &file.text, &mut buffer)?,
            None => false,
        };
        if standing.is_some() && !same && !listed.paths.contains(&file.path) {
            return Err(EmitError::new(place, Why::Foreign));
        }
        write.push(!same);
    }
    if let Some(file) = files.iter().find(|file| folders.is_folder(&file.path)) {
        return Err(EmitError::new(tree.join(&file.path), Why::FileAndFolder));
    }
    let (mut remove, mut strays) = (Vec::new(), Vec::new());
    for path in &listed.paths {
        if !folders.has(split(path).0)? {
            continue;
        }
        if listed.unfinished {
            strays.push(path.as_str());
        }
        let due = files.binary_search_by(|file| file.path.cmp(path)).is_ok();
        if !due && parts.contains(&Part::of(path)) {
            sys::regular(&folders.place(path))?;
            remove.push(path.as_str());
        }
    }
    Ok(Plan { folders, write, remove, strays })
}

fn commit(
    tree: &Path,
    files: &[OutFile],
    parts: &[Part],
    plan: Plan<'_>,
    listed: &Listed,
) -> Result<SecretOutcome, EmitError> {
    let Plan { mut folders, write, remove, strays } = plan;
    let mut outcome = SecretOutcome::default();
    close(tree)?;
    for path in strays.into_iter().chain([MARKER]) {
        write::remove(&folders.place(&temporary(path)))?;
    }
    let due = files.iter().map(|file| &file.path);
    let others = listed.paths.iter().filter(|path| !parts.contains(&Part::of(path)));
    let after: BTreeSet<String> = due.chain(others).cloned().collect();
    let changes = listed.unfinished || write.contains(&true) || after != listed.paths;
    if changes {
        let paths = after.union(&listed.paths).cloned().collect();
        let listed = Listed { unfinished: true, ..Listed::new(paths) };
        document::save(tree, &listed, &[])?;
    }
    for (file, write) in files.iter().zip(write) {
        let place = folders.place(&file.path);
        folders.make(split(&file.path).0)?;
        if write {
            let aside = folders.place(&temporary(&file.path));
            write::replace(&place, &aside, &file.text, write::Mode::Private)?;
            outcome.written += 1;
        } else {
            close(&place)?;
            outcome.unchanged += 1;
        }
    }
    let mut emptied = BTreeSet::new();
    for path in remove {
        outcome.removed += usize::from(write::remove(&folders.place(path))?);
        emptied.insert(split(path).0);
    }
    folders.prune(emptied);
    if changes {
        document::save(tree, &Listed::new(after), &[])?;
    }
    Ok(outcome)
}

/// Takes from everybody else what they may do with a file or a folder of ours.
fn close(place: &Path) -> Result<(), EmitError> {
    let metadata = fs::metadata(place).map_err(io(place, "look at it"))?;
    if sys::is_private(&metadata) { Ok(()) } else { sys::make_private(place, &metadata) }
}

/// Whether a folder holds nothing but what an interrupted run left there before its first file.
fn is_empty(tree: &Path) -> Result<bool, EmitError> {
    for entry in fs::read_dir(tree).map_err(io(tree, "list it"))? {
        let entry = entry.map_err(io(tree, "list it"))?;
        if entry.file_name() != temporary(MARKER).as_str() {
            return Ok(false);
        }
    }
    Ok(true)
}
