//! Which paths may stand in a tree: those that we are given and those that we read back from it.

use std::path::Path;

use super::manifest::MANIFEST;
use super::{EmitError, JOURNAL, OutFile, Part, Why};

/// Longest path, well under what every system takes, so that a check of it is bounded as well.
const LONGEST_PATH: usize = 1024;
/// Longest name: 255 is what file systems take, and a temporary name needs some of it.
const LONGEST_NAME: usize = 240;

/// Whether `path` can name a file of a tree; the error says why not.
///
/// A name never starts with a dot. That leaves out `.` and `..`, our own temporary files, and
/// whatever else hides in a folder that people share with us (`.git`).
pub(super) fn check(path: &str) -> Result<(), &'static str> {
    if path.is_empty() {
        return Err("the path is empty");
    }
    if path.len() > LONGEST_PATH {
        return Err("the path is too long");
    }
    if path.starts_with('/') {
        return Err("the path is absolute");
    }
    if path.contains(|c: char| c.is_control() || c == '\\' || c == ':') {
        return Err("the path has a character that not every system takes");
    }
    if path == MANIFEST || path == JOURNAL {
        return Err("the path is the compiler's own");
    }
    path.split('/').try_for_each(|name| match name {
        "" => Err("the path has an empty part"),
        ".." => Err("the path leads out of the tree"),
        name if name.starts_with('.') => Err("a part of the path starts with a dot"),
        name if name.len() > LONGEST_NAME => Err("a part of the path is too long"),
        _ => Ok(()),
    })
}

/// Sorts the files by path and refuses what can't be written together.
pub(super) fn check_all(tree: &Path, files: &mut [OutFile], parts: &[Part]) -> Result<(), EmitError> {
    files.sort_unstable_by(|a, b| a.path.cmp(&b.path));
    for file in &*files {
        check(&file.path).map_err(|why| EmitError::new(tree.join(&file.path), Why::Path(why)))?;
        if !parts.contains(&Part::of(&file.path)) {
            return Err(EmitError::new(tree.join(&file.path), Why::OtherPart));
        }
    }
    let twice = files.windows(2).find_map(|pair| match pair {
        [a, b] if a.path == b.path => Some(a),
        _ => None,
    });
    match twice {
        Some(file) => Err(EmitError::new(tree.join(&file.path), Why::Twice)),
        None => Ok(()),
    }
}

/// The folder and the name of a path that passed [`check`]; the folder of a top-level file is empty.
pub(super) fn split(path: &str) -> (&str, &str) {
    path.rsplit_once('/').unwrap_or(("", path))
}

/// The name that a file is written under before it is renamed. It is fixed, so that a later run
/// finds what an interrupted one left, and hidden, so that no tool reads it (netplan reads `*.yaml`).
pub(super) fn temporary(path: &str) -> String {
    match split(path) {
        ("", name) => format!(".{name}.selvedge-tmp"),
        (folder, name) => format!("{folder}/.{name}.selvedge-tmp"),
    }
}
