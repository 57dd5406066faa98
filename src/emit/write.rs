//! Writing a file so that nobody ever sees half of it.

use std::ffi::OsString;
use std::fs::{self, Metadata};
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

use super::error::io;
use super::{EmitError, Why, sys};

/// What mode a written file has.
#[derive(Clone, Copy)]
pub(super) enum Mode<'m> {
    /// 0644 less the umask.
    Open,
    /// 0600.
    Private,
    /// That of another file.
    As(&'m Metadata),
}

impl Mode<'_> {
    /// The mode of a file of a tree.
    pub(super) fn of(private: bool) -> Self {
        if private { Mode::Private } else { Mode::Open }
    }
}

/// Writes `text` under a temporary name in the target's folder and renames it. On an error nothing is
/// left of it.
pub(super) fn replace(target: &Path, temporary: &Path, text: &[u8], mode: Mode<'_>) -> Result<(), EmitError> {
    set_aside(target, temporary, text, mode)?;
    fs::rename(temporary, target).map_err(|error| {
        // The first error is the one to report.
        let _ = fs::remove_file(temporary);
        io(target, "write it")(error)
    })
}

/// Writes `text` under a temporary name; an error, which names the target, leaves no such file.
///
/// A temporary file that is already there was left by an interrupted run, because the folder is
/// ours alone while we write (see [`sys::lock`]).
pub(super) fn set_aside(
    target: &Path,
    temporary: &Path,
    text: &[u8],
    mode: Mode<'_>,
) -> Result<(), EmitError> {
    // Nobody else sees a text whose file had a mode before it has that mode.
    let private = !matches!(mode, Mode::Open);
    let opened = match sys::open_new(temporary, private) {
        Err(error) if error.kind() == ErrorKind::AlreadyExists => {
            fs::remove_file(temporary).and_then(|()| sys::open_new(temporary, private))
        }
        opened => opened,
    };
    let mut file = opened.map_err(io(target, "write it"))?;
    let written = file.write_all(text).and_then(|()| match mode {
        Mode::As(metadata) => file.set_permissions(metadata.permissions()),
        Mode::Open | Mode::Private => Ok(()),
    });
    // Not flushed to the disk: see the promise at the head of the module.
    drop(file);
    written.map_err(|error| {
        // As above.
        let _ = fs::remove_file(temporary);
        io(target, "write it")(error)
    })
}

/// Removes a file and gives whether there was one.
pub(super) fn remove(place: &Path) -> Result<bool, EmitError> {
    match fs::remove_file(place) {
        Ok(()) => Ok(true),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(false),
        Err(error) => Err(io(place, "remove it")(error)),
    }
}

/// Writes one file outside of any tree, such as the lock beside the source: whole or not at all,
/// and only if it changes; a file that is there keeps its mode. Gives whether it was written. The
/// file's folder must be there.
pub fn write_one(path: &Path, text: &[u8]) -> Result<bool, EmitError> {
    let Some(temporary) = beside(path) else {
        return Err(EmitError::new(path, Why::Path("it names no file")));
    };
    // Runs that compile one source into several trees meet here; each is done in a moment.
    let _lock = sys::wait_for_lock(folder_of(path))?;
    let before = sys::regular(path)?;
    if let Some(metadata) = &before
        && sys::holds(path, metadata, text, &mut Vec::new())?
    {
        return Ok(false);
    }
    replace(path, &temporary, text, before.as_ref().map_or(Mode::Open, Mode::As))?;
    Ok(true)
}

/// The folder that a file lies in.
pub(super) fn folder_of(path: &Path) -> &Path {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    }
}

/// The name that a file outside of any tree is written under before it is renamed; none where the path
/// names no file.
pub(super) fn beside(path: &Path) -> Option<PathBuf> {
    let mut temporary = OsString::from(".");
    temporary.push(path.file_name()?);
    temporary.push(".selvedge-tmp");
    Some(folder_of(path).join(temporary))
}

/// Writes files into a folder that is not there or holds nothing.
pub fn fill_empty(folder: &Path, files: &[(&str, &str)]) -> Result<(), EmitError> {
    fs::create_dir_all(folder).map_err(io(folder, "make the folder"))?;
    if fs::read_dir(folder).map_err(io(folder, "read the folder"))?.next().is_some() {
        return Err(EmitError::new(folder, Why::NotEmpty));
    }
    fill(folder, files)
}

/// Writes files into a folder, each whole and only if it changes; the folder is made if it is not
/// there, and what else it holds stays.
pub fn fill(folder: &Path, files: &[(&str, &str)]) -> Result<(), EmitError> {
    sys::make_tree(folder, false)?;
    for (name, text) in files {
        write_one(&folder.join(name), text.as_bytes())?;
    }
    Ok(())
}
