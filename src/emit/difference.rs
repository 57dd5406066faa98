//! How a tree differs from what a compile would make of it.

use std::fmt;

/// One file that is not what it should be.
#[derive(Debug, PartialEq, Eq)]
pub struct Difference {
    /// Path relative to the tree.
    pub path: String,
    /// How it differs.
    pub how: How,
}

/// How a file differs.
#[derive(Debug, PartialEq, Eq)]
pub enum How {
    /// It is due and not there.
    Missing,
    /// It is due with other contents.
    Differs {
        /// The contents are not what a compile wrote last.
        by_hand: bool,
        /// The whole lines that both begin with: what is behind them differs. None where they are too
        /// large to be looked at.
        alike: Option<String>,
        /// Both texts, unless they are too large or too many.
        texts: Option<Texts>,
    },
    /// A compile wrote it, and it is no longer due.
    Undue {
        /// The contents are not what a compile wrote last.
        by_hand: bool,
    },
    /// It stands among the files of the tree, and no compile wrote it.
    Foreign,
    /// Something else stands where a file or a folder is due: what it is.
    Obstacle(&'static str),
    /// The journal of a run that was interrupted.
    Interrupted,
    /// The manifest says something else.
    Recorded(Recorded),
}

/// What is wrong with a manifest.
#[derive(Debug, PartialEq, Eq)]
pub enum Recorded {
    /// It can't be read.
    Unreadable,
    /// It records this compiler.
    Compiler(String),
    /// It records another input.
    Input,
    /// It lists other files or digests.
    Files,
}

/// The two texts of a file.
#[derive(PartialEq, Eq)]
pub struct Texts {
    /// What is there.
    pub found: Vec<u8>,
    /// What is due.
    pub due: Vec<u8>,
}

impl Texts {
    /// Whether they differ in nothing but line ends: version control may have changed them.
    pub fn only_line_ends(&self) -> bool {
        fn without(text: &[u8]) -> impl Iterator<Item = &u8> {
            text.iter().filter(|byte| **byte != b'\r')
        }
        without(&self.found).eq(without(&self.due))
    }
}

/// Shows no text: somebody may have put a secret there.
impl fmt::Debug for Texts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Texts({} and {} bytes)", self.found.len(), self.due.len())
    }
}

/// What makes a tree right again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Mend {
    /// A compile.
    Compile,
    /// A compile that is forced: it replaces what was edited by hand.
    Force,
    /// No compile: something has to be moved away first.
    ByHand,
}

impl How {
    /// What mends it.
    pub fn mend(&self) -> Mend {
        match self {
            How::Missing | How::Interrupted => Mend::Compile,
            How::Differs { by_hand, .. } | How::Undue { by_hand } => match by_hand {
                true => Mend::Force,
                false => Mend::Compile,
            },
            How::Foreign | How::Obstacle(_) => Mend::ByHand,
            How::Recorded(Recorded::Unreadable) => Mend::Force,
            How::Recorded(_) => Mend::Compile,
        }
    }
}

impl fmt::Display for How {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            How::Missing => f.write_str("missing"),
            How::Differs { texts: Some(texts), .. } if texts.only_line_ends() => {
                f.write_str("differs in its line ends alone: was it checked out as text?")
            }
            How::Differs { by_hand: true, .. } => f.write_str("differs, and no compile wrote what is there"),
            How::Differs { by_hand: false, .. } => f.write_str("differs"),
            How::Undue { by_hand: false } => f.write_str("too many: it is no longer due"),
            How::Undue { by_hand: true } => f.write_str("too many: it is no longer due, but edited by hand"),
            How::Foreign => f.write_str("too many: no compile wrote it"),
            How::Obstacle(what) => {
                write!(f, "{what} stands where the tree has a file or a folder of its own")
            }
            How::Interrupted => f.write_str("left of an interrupted compile"),
            How::Recorded(Recorded::Unreadable) => f.write_str("can't be read"),
            How::Recorded(Recorded::Compiler(other)) => write!(f, "differs: written by {other}"),
            How::Recorded(Recorded::Input) => f.write_str("differs: written for another input"),
            How::Recorded(Recorded::Files) => f.write_str("differs: it lists other files or digests"),
        }
    }
}
