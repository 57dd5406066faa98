//! What differs between two sides, for people and for programs: the formats, and what they are all
//! made of.

mod beside;
mod crowd;
mod cuts;
pub(super) mod entry;
mod human;
mod json;
mod markdown;
mod statement;
mod verdict;
pub(super) mod words;

use std::collections::BTreeMap;

use super::diff::covered;
use super::patch;
use crate::diff::{Diff, TextPair};
use crate::plan::Element;
use crate::side::Side;

pub use json::VERSION;

/// What a comparison has to say.
#[derive(Debug, Clone, Copy)]
pub struct Page<'a> {
    /// What differs.
    pub diff: &'a Diff,
    /// What is there now.
    pub old: &'a Side,
    /// What is to be.
    pub new: &'a Side,
    /// What the old side changed since a tree was compiled, where that was asked for.
    pub drift: Option<Drift<'a>>,
    /// Whether the statements behind changes are shown.
    pub why: bool,
    /// The steps of commands that make the changes, where commands were written.
    pub steps: &'a Steps,
}

/// The steps of commands, from 1, by the switch and the element that they change.
pub type Steps = BTreeMap<String, BTreeMap<Element, Vec<usize>>>;

/// What somebody changed by hand.
#[derive(Debug, Clone, Copy)]
pub struct Drift<'a> {
    /// The tree that was compiled last.
    pub tree: &'a Side,
    /// From the tree to what is there now.
    pub diff: &'a Diff,
}

/// A format, of a difference or of the order of a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Format {
    /// For people.
    #[default]
    Human,
    /// Our own shapes (`docs/diff.md`, `docs/plan.md`).
    Json,
    /// For a comment at a pull request, or a ticket.
    Markdown,
}

/// No steps.
const NO_STEPS: &Steps = &BTreeMap::new();

impl<'a> Page<'a> {
    /// The page of what was changed by hand since a tree was compiled.
    fn by_hand(&self, drift: Drift<'a>) -> Page<'a> {
        let Drift { tree, diff } = drift;
        Page { diff, old: tree, new: self.old, drift: None, why: self.why, steps: NO_STEPS }
    }

    /// Whether a side knows who is behind what.
    fn knows_who(&self) -> bool {
        self.old.fabric().is_some() || self.new.fabric().is_some()
    }

    /// The text of a page.
    pub fn render(&self, format: Format) -> String {
        match format {
            Format::Human => human::render(self),
            Format::Json => json::render(self),
            Format::Markdown => markdown::render(self),
        }
    }

    /// Whether both sides say the same.
    pub fn is_same(&self) -> bool {
        self.diff.is_empty() && self.drift.is_none_or(|drift| drift.diff.is_empty())
    }
}

/// The canonical texts of both sides as unified differences, without what may be a secret.
pub fn unified(texts: &[TextPair]) -> String {
    let text = |side: &Option<String>| side.clone().unwrap_or_default();
    let one = |pair: &TextPair| patch::unified(&pair.path, &text(&pair.old), &text(&pair.new));
    let mut shown = String::new();
    for line in texts.iter().map(one).collect::<String>().split_inclusive('\n') {
        let (bare, end) = line.strip_suffix('\n').map_or((line, ""), |bare| (bare, "\n"));
        shown += &covered("", bare);
        shown += end;
    }
    shown
}
