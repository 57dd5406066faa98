//! What two sides say differently, by meaning: element by element of each switch, with what the
//! change does to the network while it is made.

mod cause;
mod change;
mod concerned;
mod cut;
mod detail;
pub mod field;
mod file;
mod graph;
mod hit;
mod management;
mod network;
mod peer;
pub mod risk;
mod scope;
mod switch;
mod text;
mod turn;
mod unknown;

use crate::plan::Element;
use crate::read::Unknown;
use crate::side::{Origin, Side};

pub use change::{Action, Cause, Change, Detail, Says, Which};
pub use concerned::{Concerned, Relation, SessionEnds};
pub use cut::may_be_cut;
pub use hit::Hit;
pub use risk::Risk;
pub use text::{TextPair, block_of, texts};
pub use turn::Turn;

/// What two sides say differently.
#[derive(Debug, Default)]
pub struct Diff {
    /// Switches that differ, by name.
    pub switches: Vec<SwitchDiff>,
    /// Servers that differ, by name.
    pub hosts: Vec<FileDiff>,
    /// Other files that differ, by path.
    pub files: Vec<FileDiff>,
    /// How many secrets are a reference on one side and a value on the other: they can't be compared,
    /// and no change is made of them.
    pub secrets_not_compared: usize,
}

/// What differs of one switch.
#[derive(Debug)]
pub struct SwitchDiff {
    /// Its name.
    pub name: String,
    /// Which of the sides has it.
    pub presence: Presence,
    /// What the two members of its pair both name it by; none where it is in no pair.
    pub pair: Option<String>,
    /// What changes, in the order of elements. A switch that only one side has changes as a whole.
    pub changes: Vec<Change>,
    /// Blocks in which order means something, and in which something changes.
    pub blocks: Vec<Block>,
    /// Lines that no reader knows and only the old side has, in its order.
    pub unknown_old: Vec<Unknown>,
    /// The same of the new side.
    pub unknown_new: Vec<Unknown>,
    /// Who is behind a switch that only one side has; none where there is no fabric to tell, and of a
    /// switch that both have, whose changes tell.
    pub hit: Option<Hit>,
    /// Other switches whose management went over a switch that only the old side has, by name.
    pub cuts: Vec<String>,
}

impl SwitchDiff {
    /// The worst that its changes do. A switch that goes takes its traffic with it.
    pub fn risk(&self) -> Risk {
        match self.presence {
            Presence::Old => Risk::TrafficLoss,
            Presence::New => Risk::Hitless,
            Presence::Both => self.changes.iter().map(|c| c.risk).max().unwrap_or(Risk::None),
        }
    }

    /// Whether nobody knows the worst: no change that is understood loses anything, and lines differ
    /// that no reader knows.
    pub fn is_unclear(&self) -> bool {
        self.risk() <= Risk::Hitless && !(self.unknown_old.is_empty() && self.unknown_new.is_empty())
    }
}

/// An access list, a prefix list, a community list or a route map that changes, whole.
#[derive(Debug)]
pub struct Block {
    /// The list or map.
    pub element: Element,
    /// Its lines, as the switch would show the old ones.
    pub old: Vec<String>,
    /// The new ones.
    pub new: Vec<String>,
}

/// Which side has something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Presence {
    /// Both.
    Both,
    /// The old one.
    Old,
    /// The new one.
    New,
}

/// What it means that only one side has a switch.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Missing {
    /// One side has running configurations and none of it: its file may be missing by mistake.
    NotRunning,
    /// It runs, and the other side does not know it.
    NotKnown,
    /// It goes.
    Removed,
    /// It comes.
    Added,
}

impl Presence {
    /// What it means, by where the sides come from; none of a switch that both have.
    pub fn missing(self, old: &Origin, new: &Origin) -> Option<Missing> {
        Some(match (self, old, new) {
            (Presence::Both, ..) => return None,
            (Presence::New, Origin::Running, _) | (Presence::Old, _, Origin::Running) => Missing::NotRunning,
            (Presence::Old, Origin::Running, _) | (Presence::New, _, Origin::Running) => Missing::NotKnown,
            (Presence::Old, ..) => Missing::Removed,
            (Presence::New, ..) => Missing::Added,
        })
    }
}

/// What differs of a file that is no switch's, by its structure.
#[derive(Debug)]
pub struct FileDiff {
    /// The server's name, or the path in the tree.
    pub name: String,
    /// Which of the sides has it.
    pub presence: Presence,
    /// What changes in it.
    pub details: Vec<Detail>,
    /// The statement that it comes from, where a side is a fabric: the server's, of the file of a
    /// cluster the cluster's.
    pub cause: Option<Cause>,
}

impl Diff {
    /// Whether nothing differs.
    pub fn is_empty(&self) -> bool {
        self.switches.is_empty() && self.hosts.is_empty() && self.files.is_empty()
    }
}

/// Compares two sides, in what both speak of.
pub fn diff(old: &Side, new: &Side) -> Diff {
    let (switches, secrets_not_compared) = switch::switches(old, new);
    let (hosts, files) = (file::hosts(old, new), file::files(old, new));
    let mut diff = Diff { switches, hosts, files, secrets_not_compared };
    turn::tell(&mut diff, old, new);
    diff
}
