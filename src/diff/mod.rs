//! What two sides say differently, by meaning: element by element of each switch, with what the
//! change does to the network while it is made.

mod change;
mod graph;
mod hit;
mod management;
mod network;
mod peer;
pub mod risk;
mod scope;
mod switch;

use crate::plan::Origin;
use crate::side::Side;

pub use change::{Action, Change, Detail};
pub use hit::Hit;
pub use peer::{Concerned, Relation};
pub use risk::Risk;

/// What two sides say differently.
#[derive(Debug, Default)]
pub struct Diff {
    /// Switches that differ, by name.
    pub switches: Vec<SwitchDiff>,
    /// Servers that differ, by name.
    pub hosts: Vec<FileDiff>,
    /// Other files that differ, by path.
    pub files: Vec<FileDiff>,
}

/// What differs of one switch.
#[derive(Debug)]
pub struct SwitchDiff {
    /// Its name.
    pub name: String,
    /// Which of the sides has it.
    pub presence: Presence,
    /// What changes, in the order of elements. A switch that only one side has changes as a whole.
    pub changes: Vec<Change>,
    /// Who is behind a switch that only one side has; none where there is no fabric to tell, and of a
    /// switch that both have, whose changes tell.
    pub hit: Option<Hit>,
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

/// What differs of a file that is no switch's, by its structure.
#[derive(Debug)]
pub struct FileDiff {
    /// The server's name, or the path in the tree.
    pub name: String,
    /// Which of the sides has it.
    pub presence: Presence,
    /// What changes in it.
    pub details: Vec<Detail>,
    /// The statement that it comes from, where a side is a fabric.
    pub origin: Option<Origin>,
}

impl Diff {
    /// Whether nothing differs.
    pub fn is_empty(&self) -> bool {
        self.switches.is_empty() && self.hosts.is_empty() && self.files.is_empty()
    }
}

/// Compares two sides.
pub fn diff(old: &Side, new: &Side) -> Diff {
    Diff { switches: switch::switches(old, new), hosts: Vec::new(), files: Vec::new() }
}
