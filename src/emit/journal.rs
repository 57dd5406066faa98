//! `selvedge.journal`: what a run is about to do, so that the next one knows an interrupted run's
//! work from somebody's edit.
//!
//! It is written before the first change and removed after the manifest, so it lies there only
//! while the tree is not what its manifest says.

use std::collections::BTreeMap;
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::digest::Digest;
use super::document::{self, Document, FORMAT};
use super::{EmitError, Part, write};

/// The journal's name in the tree.
pub const JOURNAL: &str = "selvedge.journal";

/// Claims beside those of the manifest.
///
/// A run claims what it will write, what it will remove, and what it found to be ours by the
/// claims of an earlier interrupted run. It passes on the claims in parts that it doesn't answer
/// for: they hold until a run does.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Journal {
    format: u32,
    /// A file at this path with one of these digests is ours.
    ours: BTreeMap<String, Vec<Digest>>,
    /// Whether it was found on disk.
    #[serde(skip)]
    pub found: bool,
}

impl Document for Journal {
    const NAME: &'static str = JOURNAL;

    fn format(&self) -> u32 {
        self.format
    }

    fn check(&self) -> Result<(), String> {
        document::check_paths(self.paths())
    }
}

impl Journal {
    pub(super) fn new() -> Self {
        Journal { format: FORMAT, ours: BTreeMap::new(), found: false }
    }

    /// Reads the tree's journal; one that isn't there is empty, and so is a corrupt one under
    /// `force`.
    pub(super) fn load(tree: &Path, force: bool) -> Result<Self, EmitError> {
        let loaded = document::load_or_force::<Journal>(tree, force)?;
        let journal = loaded.map_or_else(Journal::new, |(journal, _)| journal);
        Ok(Journal { found: tree.join(JOURNAL).exists(), ..journal })
    }

    pub(super) fn paths(&self) -> impl Iterator<Item = &str> {
        self.ours.keys().map(String::as_str)
    }

    pub(super) fn claims(&self, path: &str, digest: Digest) -> bool {
        self.ours.get(path).is_some_and(|digests| digests.contains(&digest))
    }

    pub(super) fn claim(&mut self, path: &str, digest: Digest) {
        self.ours.entry(path.to_owned()).or_default().push(digest);
    }

    /// The claims outside of `parts`, to pass on.
    pub(super) fn outside(&self, parts: &[Part]) -> Self {
        let ours = self.ours.iter().filter(|(path, _)| !parts.contains(&Part::of(path)));
        let ours = ours.map(|(path, digests)| (path.clone(), digests.clone())).collect();
        Journal { ours, ..Journal::new() }
    }

    /// Adds the claims of another journal.
    pub(super) fn extend(&mut self, other: Journal) {
        self.ours.extend(other.ours);
    }

    /// Puts the journal on disk.
    pub(super) fn save(&self, tree: &Path) -> Result<(), EmitError> {
        document::save(tree, self, &[])
    }

    /// Ends the journal on disk: what is left of it are these claims, to be passed on.
    pub(super) fn end(&self, tree: &Path) -> Result<(), EmitError> {
        if self.ours.is_empty() { write::remove(&tree.join(JOURNAL)).map(drop) } else { self.save(tree) }
    }
}
