//! The first pass: look at everything that the run would touch, change nothing, decide.

use std::collections::BTreeSet;
use std::path::Path;

use super::digest::Digest;
use super::folders::Folders;
use super::journal::Journal;
use super::manifest::Manifest;
use super::path::split;
use super::sys::{self, Standing};
use super::{EmitError, Kept, KeptWhy, OutFile, Part, Why};

/// What to do about one file that is due.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Act {
    /// It is absent or differs, and what stands there may be replaced.
    Write,
    /// It has the right contents and should have mode 0600.
    Mend,
    /// It is what it should be.
    Leave,
    /// It differs and may not be replaced.
    Keep(KeptWhy),
}

/// A decision about one due file, and the digest that it should have.
#[derive(Debug, Clone, Copy)]
pub(super) struct Due {
    pub act: Act,
    pub digest: Digest,
}

/// Every decision of a run.
pub(super) struct Plan<'t> {
    pub folders: Folders<'t>,
    /// One for each due file, in the files' order.
    pub due: Vec<Due>,
    /// Files to remove.
    pub remove: Vec<String>,
    /// Files that are no longer due, were edited and stay.
    pub undue: Vec<String>,
    /// Folders that may be empty in the end.
    pub emptied: BTreeSet<String>,
    /// Paths beside which an interrupted run may have left a temporary file.
    pub strays: Vec<String>,
    /// What the run claims before it begins.
    pub claims: Journal,
}

/// What is known before the pass.
pub(super) struct Known<'a> {
    pub manifest: &'a Manifest,
    pub journal: &'a Journal,
    pub force: bool,
}

impl Known<'_> {
    /// Whether a compile wrote what stands at `path`.
    pub(super) fn ours(&self, path: &str, digest: Digest) -> bool {
        self.recorded(path, digest) || self.journal.claims(path, digest)
    }

    /// Whether the manifest alone knows as much.
    fn recorded(&self, path: &str, digest: Digest) -> bool {
        self.manifest.get(path).is_some_and(|entry| entry.digest == digest)
    }
}

/// Looks at every due file, at every file of an earlier run that isn't due any more, and at every
/// folder on the way to them. `files` are sorted by path.
pub(super) fn survey<'t>(
    tree: &'t Path,
    files: &[OutFile],
    parts: &[Part],
    force: bool,
    manifest: &Manifest,
    journal: &Journal,
) -> Result<Plan<'t>, EmitError> {
    let known = Known { manifest, journal, force };
    let mut plan = Plan {
        folders: Folders::new(tree, false),
        due: Vec::with_capacity(files.len()),
        remove: Vec::new(),
        undue: Vec::new(),
        emptied: BTreeSet::new(),
        strays: Vec::new(),
        claims: Journal::new(),
    };
    let mut buffer = Vec::new();
    for file in files {
        let due = plan.look_at(file, &known, &mut buffer)?;
        plan.due.push(due);
    }
    if let Some(file) = files.iter().find(|file| plan.folders.is_folder(&file.path)) {
        return Err(EmitError::new(tree.join(&file.path), Why::FileAndFolder));
    }
    for path in earlier(parts, manifest, journal) {
        if files.binary_search_by(|file| file.path.as_str().cmp(path)).is_err() {
            plan.look_at_undue(path, &known, &mut buffer)?;
        }
    }
    for path in journal.paths() {
        if plan.folders.has(split(path).0)? {
            plan.strays.push(path.to_owned());
        }
    }
    plan.claims.extend(journal.outside(parts));
    Ok(plan)
}

/// Every path in `parts` that an earlier run wrote or meant to write.
pub(super) fn earlier<'a>(parts: &[Part], manifest: &'a Manifest, journal: &'a Journal) -> BTreeSet<&'a str> {
    let records = parts.iter().filter_map(|part| manifest.parts.get(part));
    let recorded = records.flat_map(|record| record.entries().map(|(path, _)| path));
    let claimed = journal.paths().filter(|path| parts.contains(&Part::of(path)));
    recorded.chain(claimed).collect()
}

impl Plan<'_> {
    fn look_at(&mut self, file: &OutFile, known: &Known<'_>, buffer: &mut Vec<u8>) -> Result<Due, EmitError> {
        let path = file.path.as_str();
        let digest = Digest::of(&file.text);
        let due = |act| Ok(Due { act, digest });
        let place = self.folders.place(path);
        let standing = if self.folders.has(split(path).0)? { sys::regular(&place)? } else { None };
        let Some(metadata) = standing else {
            self.claims.claim(path, digest);
            return due(Act::Write);
        };
        if sys::holds(&place, &metadata, &file.text, buffer)? {
            if !known.recorded(path, digest) {
                self.claims.claim(path, digest);
            }
            let entry = known.manifest.get(path);
            return due(if file.private && !sys::is_private(&metadata) {
                Act::Mend
            } else if !file.private && entry.is_some_and(|entry| entry.private) {
                // Writing it again opens a file that was private till now.
                Act::Write
            } else {
                Act::Leave
            });
        }
        let found = Digest::of_file(&place, &metadata, buffer)?;
        if known.ours(path, found) {
            if !known.recorded(path, found) {
                self.claims.claim(path, found);
            }
        } else if !known.force {
            let why = known.manifest.get(path).map_or(KeptWhy::NotOurs, |_| KeptWhy::HandEdited);
            return due(Act::Keep(why));
        }
        self.claims.claim(path, digest);
        due(Act::Write)
    }

    fn look_at_undue(
        &mut self,
        path: &str,
        known: &Known<'_>,
        buffer: &mut Vec<u8>,
    ) -> Result<(), EmitError> {
        let folder = split(path).0;
        if !self.folders.has(folder)? {
            return Ok(());
        }
        let place = self.folders.place(path);
        let ours = match sys::standing(&place)? {
            Standing::Nothing => {
                self.emptied.insert(folder.to_owned());
                return Ok(());
            }
            Standing::File(metadata) => {
                let found = Digest::of_file(&place, &metadata, buffer)?;
                let ours = known.ours(path, found);
                if ours {
                    self.claims.claim(path, found);
                }
                ours || known.force && known.manifest.get(path).is_some()
            }
            // No compile wrote this, so none removes it, forced or not.
            Standing::Folder(_) | Standing::Link | Standing::Other => false,
        };
        if ours {
            self.emptied.insert(folder.to_owned());
            self.remove.push(path.to_owned());
        } else if known.manifest.get(path).is_some() {
            self.undue.push(path.to_owned());
        }
        // A file that only the journal names and that has other contents was never finished: it
        // is somebody's own.
        Ok(())
    }

    /// Whether the second pass changes any file's contents.
    pub(super) fn changes(&self) -> bool {
        !self.remove.is_empty() || self.due.iter().any(|due| due.act == Act::Write)
    }

    /// Every file that stays as it is although something else is due there, by path.
    pub(super) fn kept(&self, files: &[OutFile]) -> Vec<Kept> {
        let due = files.iter().zip(&self.due).filter_map(|(file, due)| match due.act {
            Act::Keep(why) => Some(Kept { path: file.path.clone(), why }),
            _ => None,
        });
        let undue = self.undue.iter();
        let undue = undue.map(|path| Kept { path: path.clone(), why: KeptWhy::HandEditedUndue });
        let mut kept: Vec<Kept> = due.chain(undue).collect();
        kept.sort_unstable();
        kept
    }
}
