//! Files of people's own in place of themselves: all of them or none, and none that somebody else has
//! changed since it was read.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use super::error::io;
use super::write::{Mode, beside, folder_of, set_aside};
use super::{EmitError, Why, sys};

/// A file that was read, and is to have other contents.
#[derive(Debug)]
pub struct Rewrite<'a> {
    /// Where it lies, no link in it; errors name it by `shown`.
    pub path: &'a Path,
    /// The path as its user wrote it.
    pub shown: &'a Path,
    /// The contents that were read, from which the new ones were made.
    pub before: &'a [u8],
    /// The contents that it is to have.
    pub after: &'a [u8],
}

/// Gives files their new contents; each keeps its mode.
///
/// Everything that can be refused is asked for before the first file changes: every temporary file
/// stands beside its target, full, and every target is compared with what was read of it. What is
/// left are renames.
///
/// # Errors
/// Where a file is read-only, is no longer what was read, or can't be written: then none is changed.
pub fn rewrite(files: &[Rewrite<'_>]) -> Result<(), EmitError> {
    let folders: BTreeMap<&Path, &Rewrite<'_>> =
        files.iter().map(|file| (folder_of(file.path), file)).collect();
    let lock =
        |(folder, file): (&Path, &Rewrite<'_>)| sys::wait_for_lock(folder).map_err(|e| file.error(e.why));
    // In one order, so that two runs never wait for each other.
    let _locks = folders.into_iter().map(lock).collect::<Result<Vec<_>, _>>()?;
    let mut aside = Aside(Vec::with_capacity(files.len()));
    for file in files {
        let temporary = beside(file.path).ok_or_else(|| file.error(Why::Path("it names no file")))?;
        let metadata = file.unchanged()?;
        if metadata.permissions().readonly() {
            return Err(file.error(Why::ReadOnly));
        }
        set_aside(file.shown, &temporary, file.after, Mode::As(&metadata))?;
        aside.0.push(temporary);
    }
    for file in files {
        file.unchanged()?;
    }
    for (file, temporary) in files.iter().zip(&aside.0) {
        fs::rename(temporary, file.path).map_err(io(file.shown, "write it"))?;
    }
    Ok(())
}

impl Rewrite<'_> {
    fn error(&self, why: Why) -> EmitError {
        EmitError::new(self.shown, why)
    }

    /// The file on the disk, if it still holds what was read.
    fn unchanged(&self) -> Result<fs::Metadata, EmitError> {
        let named = |error: EmitError| self.error(error.why);
        let metadata = sys::regular(self.path).map_err(named)?.ok_or_else(|| self.error(Why::Changed))?;
        match sys::holds(self.path, &metadata, self.before, &mut Vec::new()).map_err(named)? {
            true => Ok(metadata),
            false => Err(self.error(Why::Changed)),
        }
    }
}

/// Temporary files, which go when they have not become what they are for.
struct Aside(Vec<PathBuf>);

impl Drop for Aside {
    fn drop(&mut self) {
        for temporary in &self.0 {
            // Of those that were renamed there is nothing to remove.
            let _ = fs::remove_file(temporary);
        }
    }
}
