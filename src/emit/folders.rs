//! The folders of a tree: each is looked at once, made once, and removed when it has become empty.

use std::collections::{BTreeSet, HashMap};
use std::fs;
use std::path::{Path, PathBuf};

use super::path::split;
use super::sys::{self, Standing};
use super::{EmitError, Why};

/// What stands where a folder of the tree should be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    Absent,
    /// It is there, but others may enter it or one above it although the tree is private.
    Exposed,
    There,
}

/// What is known of the folders below one tree. Paths are relative to it and passed the path test.
pub(super) struct Folders<'t> {
    /// The tree's own folder, which exists.
    tree: &'t Path,
    /// Folders are made for their owner alone.
    private: bool,
    /// Each folder that was asked for, and those above it.
    known: HashMap<String, State>,
}

impl<'t> Folders<'t> {
    pub(super) fn new(tree: &'t Path, private: bool) -> Self {
        Folders { tree, private, known: HashMap::new() }
    }

    /// Where a path of the tree lies on disk.
    pub(super) fn place(&self, path: &str) -> PathBuf {
        self.tree.join(path)
    }

    /// Whether the folder is there. A link on the way, or anything else that isn't a folder, is an
    /// error: following it would lead out of the tree.
    pub(super) fn has(&mut self, folder: &str) -> Result<bool, EmitError> {
        self.state(folder).map(|state| state != State::Absent)
    }

    fn state(&mut self, folder: &str) -> Result<State, EmitError> {
        if folder.is_empty() {
            return Ok(State::There);
        }
        if let Some(&state) = self.known.get(folder) {
            return Ok(state);
        }
        // The depth is bounded by the longest path.
        let state = match self.state(split(folder).0)? {
            State::Absent => State::Absent,
            above => self.look(folder, above)?,
        };
        self.known.insert(folder.to_owned(), state);
        Ok(state)
    }

    fn look(&self, folder: &str, above: State) -> Result<State, EmitError> {
        let place = self.place(folder);
        match sys::standing(&place)? {
            Standing::Nothing => Ok(State::Absent),
            Standing::Folder(metadata) if self.private && !sys::is_private(&metadata) => Ok(State::Exposed),
            Standing::Folder(_) => Ok(above),
            Standing::Link => Err(EmitError::new(place, Why::Link)),
            Standing::File(_) | Standing::Other => Err(EmitError::new(place, Why::NotAFolder)),
        }
    }

    /// Whether a path that is due as a file has been asked for as a folder.
    pub(super) fn is_folder(&self, path: &str) -> bool {
        self.known.contains_key(path)
    }

    /// Makes the folder and those above it, where they are missing, and closes them to others in a
    /// private tree.
    pub(super) fn make(&mut self, folder: &str) -> Result<(), EmitError> {
        let state = self.state(folder)?;
        if state == State::There {
            return Ok(());
        }
        self.make(split(folder).0)?;
        let place = self.place(folder);
        if state == State::Absent {
            sys::make_folder(&place, self.private)?;
        } else if let Standing::Folder(metadata) = sys::standing(&place)? {
            sys::make_private(&place, &metadata)?;
        }
        self.known.insert(folder.to_owned(), State::There);
        Ok(())
    }

    /// Removes those of the folders that are empty, and then those above them. Each is on the way
    /// to a file of ours, so we could have made it; a folder that holds anything stays, because the
    /// system refuses to remove it.
    pub(super) fn prune(&mut self, mut folders: BTreeSet<&str>) {
        // The last in order is never above another one that is left.
        while let Some(folder) = folders.pop_last() {
            if !folder.is_empty() && fs::remove_dir(self.place(folder)).is_ok() {
                self.known.insert(folder.to_owned(), State::Absent);
                folders.insert(split(folder).0);
            }
        }
    }
}
