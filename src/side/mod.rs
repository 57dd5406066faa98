//! One side of a comparison: what a network is to be, or is.
//!
//! A side is a fabric, a fabric as a revision of its repository has it, a compiled tree, or a folder
//! of what switches say. Of each the plans of its switches are made, so that sides are compared by
//! what they mean; of the other files their texts.

mod error;
mod fabric;
mod line;
mod open;
mod switches;
mod vendor;

use std::borrow::Cow;
use std::collections::BTreeMap;

use crate::Checked;
use crate::model::value::Os;
use crate::plan::{Device, Host};
use crate::read::Unknown;

pub use error::Error;
pub use fabric::fabric;
pub use open::open;
pub use switches::{BadFile, Fault};

/// The systems of switches whose texts don't say it, by hostname or file.
pub type Asked = BTreeMap<String, Os>;

/// One side of a comparison.
#[derive(Debug)]
pub struct Side {
    /// As the user named it: `site`, `git:HEAD~1`, `build`.
    pub name: String,
    /// What it was made of.
    pub origin: Origin,
    /// What it speaks of at all.
    pub parts: Parts,
    /// Its switches by name.
    pub switches: BTreeMap<String, Switch>,
    /// Its servers by name. A folder of switch configurations has none.
    pub hosts: BTreeMap<String, HostFile>,
    /// Its other files by their path in the tree: those of clusters.
    pub files: BTreeMap<String, String>,
    /// What there is to say of its files.
    pub notes: Vec<Note>,
}

/// What a side speaks of. Of the rest nothing follows from its silence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Parts {
    /// Switches.
    pub switches: bool,
    /// Servers.
    pub hosts: bool,
    /// Files of clusters.
    pub clusters: bool,
}

/// Something about a file that does not keep it from being compared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Note {
    /// A file is called otherwise than the switch in it.
    OtherHostname {
        /// The file, below the side.
        file: String,
        /// The switch.
        hostname: String,
    },
    /// A configuration names no switch: it is taken for that of its file's name.
    NoHostname {
        /// The file.
        file: String,
    },
    /// Messages of a switch's log stood in a text.
    LogMessages {
        /// The file.
        file: String,
        /// How many.
        count: usize,
    },
    /// Nothing marks where texts end, and they lack what the other side has.
    MayBeCut {
        /// The files.
        files: Vec<String>,
    },
}

/// What a side was made of.
#[derive(Debug)]
pub enum Origin {
    /// A fabric, which knows why each line is there and who is behind it.
    Fabric(Box<Checked>),
    /// A compiled tree.
    Tree,
    /// What switches said.
    Running,
}

/// A switch of a side.
#[derive(Debug)]
pub struct Switch {
    /// What it says.
    pub plan: Device,
    /// Lines that no reader knows; of a fabric none.
    pub unknown: Vec<Unknown>,
    /// The file that it was read from, below the side.
    pub file: Option<String>,
    /// What that file says.
    pub text: Option<String>,
    /// Whether that file may end before the configuration does, and nobody could tell.
    pub may_be_cut: bool,
}

/// What a switch says on either side, as both are compared: between two fabrics as it is, else without
/// what holds by itself, since a switch need not say that.
pub fn comparable<'s>(
    (old, before): (&Side, &'s Switch),
    (new, after): (&Side, &'s Switch),
) -> (Cow<'s, Device>, Cow<'s, Device>) {
    if old.fabric().is_some() && new.fabric().is_some() || before.plan == after.plan {
        return (Cow::Borrowed(&before.plan), Cow::Borrowed(&after.plan));
    }
    (old.plain(before), new.plain(after))
}

/// A server of a side.
#[derive(Debug)]
pub enum HostFile {
    /// What is planned for it.
    Plan(Box<Host>),
    /// Its netplan, as a tree has it.
    Text(String),
}

impl Parts {
    /// Everything.
    pub const ALL: Parts = Parts { switches: true, hosts: true, clusters: true };

    /// Whether both sides speak of a part.
    pub fn shares(self, other: Parts) -> bool {
        self.switches && other.switches || self.hosts && other.hosts || self.clusters && other.clusters
    }
}

impl Side {
    /// A side that has nothing yet.
    fn empty(name: String, origin: Origin) -> Side {
        Side {
            name,
            origin,
            parts: Parts::ALL,
            switches: BTreeMap::new(),
            hosts: BTreeMap::new(),
            files: BTreeMap::new(),
            notes: Vec::new(),
        }
    }

    /// What a switch says, without what holds by itself. Of what one shows that was taken out when it
    /// was read.
    fn plain<'s>(&self, switch: &'s Switch) -> Cow<'s, Device> {
        match self.origin {
            Origin::Running => Cow::Borrowed(&switch.plan),
            Origin::Fabric(_) | Origin::Tree => {
                let mut plan = switch.plan.clone();
                plan.hide_defaults();
                Cow::Owned(plan)
            }
        }
    }

    /// The fabric, where it was made of one.
    pub fn fabric(&self) -> Option<&Checked> {
        match &self.origin {
            Origin::Fabric(checked) => Some(checked),
            Origin::Tree | Origin::Running => None,
        }
    }
}
