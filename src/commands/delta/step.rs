//! A step of a script.

use std::rc::Rc;

use super::super::level::Level;

/// When a step is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Pass {
    /// What somebody else is to have: an address, an MLAG number.
    Release,
    /// What is to be, and what goes from sections that stay.
    Build,
    /// What nothing refers to any more.
    Clear,
}

/// Where a step stands among those of its section.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rank {
    /// It is switched off, before anything else of it changes.
    Off,
    /// What goes.
    Goes,
    /// A trunk's list that goes with the trunk, before the port is routed.
    Strips,
    /// What comes, or takes the place of another.
    Comes,
    /// What would hold for more without: a trunk's list, as long as it is a trunk, and the names that
    /// a rule matches.
    Opens,
    /// What goes when another is there in its place.
    Stays,
}

/// Commands that are given one after the other in one place.
#[derive(Debug, Clone)]
pub struct Step {
    pub pass: Pass,
    pub level: Level,
    /// The place of its section in the text.
    pub top: usize,
    pub goes: bool,
    /// Its place in its section, before the order of the text.
    pub rank: Rank,
    /// When it was found.
    pub at: usize,
    /// The sections that it is in.
    pub path: Rc<[String]>,
    /// The commands; none where the section is only to be there.
    pub lines: Vec<String>,
    /// What it says before an id, where ids may be put together in one command.
    pub listed: Option<(&'static str, String)>,
}
