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

/// Commands that are given one after the other in one place.
#[derive(Debug, Clone)]
pub struct Step {
    pub pass: Pass,
    pub level: Level,
    /// The place of its section in the text.
    pub top: usize,
    /// In a section what goes comes first.
    pub goes: bool,
    /// When it was found.
    pub at: usize,
    /// The sections that it is in.
    pub path: Rc<[String]>,
    /// The commands; none where the section is only to be there.
    pub lines: Vec<String>,
    /// What it says before an id, where ids may be put together in one command.
    pub listed: Option<(&'static str, String)>,
}
