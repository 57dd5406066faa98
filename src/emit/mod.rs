//! The one place that writes files: texts come in, a tree on disk comes out.
//!
//! What holds, whatever stands on the disk:
//!
//! - **Nothing is written where anything is wrong.** One pass looks at every path of the run
//!   (`survey`); only when it has no complaint does the second pass write (`commit`).
//! - **No half file.** Every file is written under a temporary name in its own folder and renamed.
//!   This promises whole files against a killed process. It does not promise them against a power
//!   cut: nothing is flushed file by file, because that costs far more than the write itself, and a
//!   tree that was lost is compiled again.
//! - **Only our own files are replaced or removed.** The manifest, `selvedge.json`, holds the digest
//!   of each file as it was last written. A file with another digest was edited by hand, a file
//!   without one is somebody else's; both are kept and reported unless the run is forced.
//! - **An interrupted run is recognised.** A journal, `selvedge.journal`, is written before the first
//!   change and removed after the manifest is. With it the next run knows what the interrupted one
//!   wrote as its own: the same input finishes it, the earlier input undoes it.
//! - **A file that would not change is not touched**, nor are the manifest and the journal then.
//! - **Comparing writes nothing.** [`compare`] asks what a run would change, and leaves no trace.
//! - **What is read back from the tree is not trusted.** The manifest and the journal may have been
//!   edited; each of their paths passes the same test as the paths to write (`path`).
//!
//! Two runs in one tree exclude each other by a lock on the tree's folder.

mod commit;
mod difference;
mod digest;
mod document;
mod error;
mod folders;
mod fresh;
mod journal;
mod manifest;
mod outcome;
mod part;
mod path;
mod report;
mod rewrite;
mod secrets;
mod stale;
mod survey;
mod sys;
mod write;

#[cfg(unix)]
#[cfg(test)]
mod tests;

use std::fmt;
use std::path::Path;

pub use difference::{Difference, How, Mend, Recorded, Texts};
pub use error::{EmitError, Why};
pub use fresh::{unfinished, up_to_date};
pub use journal::JOURNAL;
pub use manifest::MANIFEST;
pub use outcome::{Kept, KeptWhy, Outcome};
pub use part::Part;
pub use report::{check_report, write_report};
pub use rewrite::{Rewrite, rewrite};
pub use secrets::{MARKER, SecretOutcome, emit_secret_tree};
pub use stale::{Stale, compare, compare_one};
pub use write::{fill, fill_empty, write_one};

/// One file of the tree.
#[derive(Clone, PartialEq, Eq)]
pub struct OutFile {
    /// Path relative to the tree, with `/` on every system.
    pub path: String,
    /// The whole contents.
    pub text: Vec<u8>,
    /// Mode 0600 whatever the umask; others have 0644 less the umask.
    pub private: bool,
}

impl OutFile {
    /// A file that anyone may read.
    pub fn new(path: impl Into<String>, text: impl Into<Vec<u8>>) -> Self {
        OutFile { path: path.into(), text: text.into(), private: false }
    }

    /// A file that its owner alone may read.
    pub fn private(path: impl Into<String>, text: impl Into<Vec<u8>>) -> Self {
        OutFile { private: true, ..OutFile::new(path, text) }
    }
}

/// Shows no text: it may be a secret.
impl fmt::Debug for OutFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let OutFile { path, text, private } = self;
        write!(f, "OutFile({path:?}, {} bytes, private: {private})", text.len())
    }
}

/// What one compile wants on disk.
#[derive(Debug)]
pub struct Request<'a> {
    /// The tree's folder; made if it isn't there.
    pub tree: &'a Path,
    /// Every file that is due in `parts`, in any order, each path once.
    pub files: Vec<OutFile>,
    /// The parts that this run answers for; everything in the others stays as it is.
    pub parts: &'a [Part],
    /// Replace and remove what was edited by hand or isn't ours, and do without a manifest or a
    /// journal that can't be read.
    pub force: bool,
    /// Digest of everything that the texts depend on, apart from the compiler.
    pub input: &'a str,
    /// Name and version of the compiler.
    pub compiler: &'a str,
}

/// Makes the tree what `request` says.
///
/// After an error nothing has changed if the error was found by looking; if the disk failed in the
/// middle, the journal remains and the next run goes on from there.
pub fn emit(request: Request<'_>) -> Result<Outcome, EmitError> {
    let Request { tree, mut files, parts, force, input, compiler } = request;
    path::check_all(tree, &mut files, parts)?;
    sys::make_tree(tree, false)?;
    let _lock = sys::lock(tree)?;
    secrets::refuse(tree)?;
    let journal = journal::Journal::load(tree, force)?;
    let manifest = manifest::Manifest::load(tree, force)?;
    let plan = survey::survey(tree, &files, parts, force, &manifest, &journal)?;
    commit::commit(tree, &files, plan, manifest, journal, manifest::Stamp { parts, input, compiler })
}
