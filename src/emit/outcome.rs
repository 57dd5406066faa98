//! What a run did to the tree.

use std::fmt;

/// What [`super::emit`] did.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Outcome {
    /// Files written: new ones and changed ones. The manifest is not counted.
    pub written: usize,
    /// Files that already were what they should be, the mended ones among them.
    pub unchanged: usize,
    /// Private files that had the right contents and another mode (version control keeps no 0600):
    /// the mode was set, the contents were not written.
    pub mended: usize,
    /// Files of an earlier compile that were no longer due.
    pub removed: usize,
    /// Files that were left as they are, by path; empty after a forced run, but for what can't be
    /// forced.
    pub kept: Vec<Kept>,
    /// Whether an earlier run was interrupted here, and this one took up its traces.
    pub resumed: bool,
}

impl Outcome {
    /// Whether the run changed no file of the tree, modes included.
    pub fn changed_nothing(&self) -> bool {
        self.written == 0 && self.mended == 0 && self.removed == 0
    }
}

/// A file that was left as it is.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Kept {
    /// Path relative to the tree.
    pub path: String,
    /// Why it was left.
    pub why: KeptWhy,
}

/// Why a file was left as it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum KeptWhy {
    /// It is due with other contents, and was edited by hand since the last compile.
    HandEdited,
    /// It is no longer due, and was edited by hand since the last compile.
    HandEditedUndue,
    /// It is due, and no compile wrote the file that stands there.
    NotOurs,
}

impl fmt::Display for Kept {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let why = match self.why {
            KeptWhy::HandEdited => "edited by hand since the last compile",
            KeptWhy::HandEditedUndue => "no longer due, but edited by hand since the last compile",
            KeptWhy::NotOurs => "due, but the file there was not written by a compile",
        };
        write!(f, "{}: {why}; kept", self.path)
    }
}
