//! Why a tree could not be written, and the one place that words it.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

use crate::shown;

/// A path and what is wrong with it.
#[derive(Debug)]
pub struct EmitError {
    /// The file or folder at fault.
    pub path: PathBuf,
    /// What is wrong with it.
    pub why: Why,
}

/// What can be wrong with a path.
#[derive(Debug)]
pub enum Why {
    /// The system refused; the words complete "cannot …".
    Io(&'static str, io::Error),
    /// A path to write can't stand in a tree.
    Path(&'static str),
    /// Two files to write have one path.
    Twice,
    /// A file to write lies in a part that this run doesn't answer for.
    OtherPart,
    /// A path to write is the folder of another one.
    FileAndFolder,
    /// A symbolic link stands where we would write or remove.
    Link,
    /// Something else stands where a folder must be.
    NotAFolder,
    /// A folder, a device or a socket stands where a file must be.
    NotAFile,
    /// The manifest, the journal or the list of secret files can't be read; the text says why.
    Corrupt(String),
    /// The manifest or the journal has a format that this compiler doesn't know.
    Format(u32),
    /// Another run is writing this tree.
    Busy,
    /// The tree for secrets and this other tree lie one in the other.
    Overlap(PathBuf),
    /// The tree to compile into was filled with secrets.
    SecretTree,
    /// The folder for secrets holds files and isn't one of ours.
    NotSecretTree,
    /// More than this many files in the tree were not written by a compile.
    NotATree(usize),
    /// A folder to fill holds something already.
    NotEmpty,
    /// A report would lie in this tree.
    InTree(PathBuf),
    /// A file was changed between being read and being written.
    Changed,
    /// A file to rewrite may not be written.
    ReadOnly,
    /// A file in the tree for secrets that we didn't write stands where we would write.
    Foreign,
}

impl EmitError {
    pub(super) fn new(path: impl Into<PathBuf>, why: Why) -> Self {
        EmitError { path: path.into(), why }
    }
}

/// Turns a refusal of the system into an error; `doing` completes "cannot …".
pub(super) fn io<'p>(path: &'p Path, doing: &'static str) -> impl FnOnce(io::Error) -> EmitError + 'p {
    move |error| EmitError::new(path, Why::Io(doing, error))
}

impl fmt::Display for EmitError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: ", shown::path(&self.path))?;
        match &self.why {
            Why::Io(doing, error) => write!(f, "cannot {doing}: {error}"),
            Why::Path(why) => write!(f, "cannot be written: {why}"),
            Why::Twice => f.write_str("is to be written twice with one path"),
            Why::OtherPart => f.write_str("is not in a part of the tree that this run writes"),
            Why::FileAndFolder => f.write_str("is to be both a file and a folder"),
            Why::Link => f.write_str("is a symbolic link, and a tree has none; move it away"),
            Why::NotAFolder => f.write_str("is not a folder, and must be one; move it away"),
            Why::NotAFile => f.write_str("is not a regular file, and must be one; move it away"),
            Why::Corrupt(why) => write!(
                f,
                "cannot be read ({why}); remove it, or use --force to do without it. The files of \
                 the earlier compile are then no longer known as such"
            ),
            Why::Format(format) => write!(
                f,
                "has format {format}, which this version doesn't know; use the version that wrote \
                 it, or remove the file"
            ),
            Why::Busy => f.write_str("another run is writing here; wait until it has ended"),
            Why::NotATree(most) => write!(
                f,
                "holds more than {most} files and folders that no compile wrote; is it the folder of the tree?"
            ),
            Why::NotEmpty => f.write_str("the folder is not empty; name a new one"),
            Why::Overlap(other) => write!(
                f,
                "secrets are never written into, above or around the compiled tree {}; name a \
                 folder apart from it",
                shown::path(other)
            ),
            Why::SecretTree => f.write_str(
                "holds the secrets of an earlier compile, and a compiled tree has none; name \
                 another folder",
            ),
            Why::NotSecretTree => f.write_str(
                "holds files and was not made for secrets by this compiler; name an empty or a new \
                 folder",
            ),
            Why::InTree(tree) => write!(
                f,
                "a report is not written into the compiled tree {}; name a file outside of it",
                shown::path(tree)
            ),
            Why::Changed => f.write_str(
                "was changed by somebody else since it was read; nothing was written, run it again",
            ),
            Why::ReadOnly => f.write_str("is read-only; nothing was written, make it writable first"),
            Why::Foreign => f.write_str(
                "was not written by this compiler and stands where a file with secrets is due; \
                 move it away",
            ),
        }
    }
}

impl std::error::Error for EmitError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match &self.why {
            Why::Io(_, error) => Some(error),
            _ => None,
        }
    }
}
