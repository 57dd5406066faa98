//! An order of a change for people, for programs and for a ticket.

mod human;
mod json;
mod markdown;
mod meanwhile;
mod told;
mod verdict;
mod words;

use std::collections::BTreeSet;

use crate::diff::Diff;
use crate::rollout::Rollout;
use crate::side::Side;

pub use super::changes::Format;
pub use json::VERSION;

/// What a plan has to say.
#[derive(Debug, Clone, Copy)]
pub struct Page<'a> {
    /// The order.
    pub rollout: &'a Rollout,
    /// What differs.
    pub diff: &'a Diff,
    /// What is there now.
    pub old: &'a Side,
    /// What is to be.
    pub new: &'a Side,
    /// The commands, where they are written.
    pub scripts: Option<&'a Scripts>,
}

/// Where commands are written, and of which switches.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scripts {
    /// The folder.
    pub folder: String,
    /// The switches that have `NAME.cmd` and `NAME.rollback` there.
    pub switches: BTreeSet<String>,
}

impl Page<'_> {
    /// The text of a page.
    pub fn render(&self, format: Format) -> String {
        match format {
            Format::Human => human::render(self),
            Format::Json => json::render(self),
            Format::Markdown => markdown::render(self),
        }
    }

    /// The file of a switch's commands; none where there are none to write.
    fn script(&self, switch: &str, ending: &str) -> Option<String> {
        let there = self.scripts.is_none_or(|scripts| scripts.switches.contains(switch));
        there.then(|| format!("{switch}.{ending}"))
    }
}
