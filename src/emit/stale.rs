//! Whether a tree is what a compile would make of it, told by looking alone.
//!
//! Nothing is written, not even for a moment, and what the manifest says of a file is not believed:
//! each one is read and compared with the text that is due. Modes don't count, since version control
//! keeps no 0600. Where there is no difference, a compile of the same input would write nothing.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, Metadata};
use std::path::Path;

use super::difference::{Difference, How, Recorded, Texts};
use super::digest::Digest;
use super::document;
use super::error::io;
use super::folders::Folders;
use super::journal::{JOURNAL, Journal};
use super::manifest::{MANIFEST, Manifest, Stamp};
use super::path::{self, split};
use super::survey::{Known, earlier};
use super::sys::{self, Standing};
use super::{EmitError, OutFile, Request, Why, secrets};

/// Larger texts are named and not shown.
const LARGEST_SHOWN: u64 = 4 << 20;
/// How many files that no compile wrote a tree may hold: with more it is another folder.
const MOST_FOREIGN: usize = 10_000;

/// What [`compare`] found.
#[derive(Debug, Default)]
pub struct Stale {
    /// What differs, by path; paths are relative to the tree.
    pub differences: Vec<Difference>,
    /// Files that are what they should be. The manifest is not counted.
    pub unchanged: usize,
    /// There is no such folder: every file is missing.
    pub absent: bool,
}

/// Compares a tree with what [`super::emit`] would make of it. The texts of the first `shown` files
/// that differ are kept, so that they can be shown. `force` of the request counts for nothing.
///
/// # Errors
/// Where the folder is no tree of ours, another run is writing in it, or the system refuses.
pub fn compare(request: Request<'_>, shown: usize) -> Result<Stale, EmitError> {
    let Request { tree, mut files, parts, input, compiler, .. } = request;
    path::check_all(tree, &mut files, parts)?;
    if !sys::is_folder(tree)? {
        let missing = |file: OutFile| Difference { path: file.path, how: How::Missing };
        let differences = files.into_iter().map(missing).collect();
        return Ok(Stale { differences, absent: true, ..Stale::default() });
    }
    let _lock = sys::lock_shared(tree)?;
    secrets::refuse(tree)?;
    let journal = Journal::load(tree, true)?;
    let (manifest, unreadable) = match Manifest::load(tree, false) {
        Err(EmitError { why: why @ (Why::Corrupt(_) | Why::Format(_)), .. }) => {
            (Manifest::load(tree, true)?, Some(why))
        }
        loaded => (loaded?, None),
    };
    let mut looker = Looker {
        tree,
        known: Known { manifest: &manifest, journal: &journal, force: false },
        folders: Folders::new(tree, false),
        found: BTreeMap::new(),
        room: shown,
        buffer: Vec::new(),
    };
    let mut unchanged = 0;
    for file in &files {
        unchanged += usize::from(looker.due(file)?);
    }
    let before = earlier(parts, &manifest, &journal);
    for path in before.iter().filter(|path| !is_due(&files, path)) {
        looker.undue(path)?;
    }
    let paths = files.iter().map(|file| file.path.as_str()).chain(before.iter().copied());
    let above = paths.flat_map(|path| path.match_indices('/').filter_map(|(at, _)| path.get(..at)));
    let folders: BTreeSet<&str> = above.chain(parts.iter().filter_map(|part| part.folder())).collect();
    looker.foreign(&folders, &files)?;
    if journal.found {
        looker.found.insert(JOURNAL.to_owned(), How::Interrupted);
    }
    let mut found = looker.found;
    if let Some(how) = recorded(tree, &manifest, unreadable, &files, &Stamp { parts, input, compiler })? {
        found.insert(MANIFEST.to_owned(), how);
    }
    let differences = found.into_iter().map(|(path, how)| Difference { path, how }).collect();
    Ok(Stale { differences, unchanged, absent: false })
}

/// Compares one file outside of any tree with what [`super::write_one`] would make of it.
///
/// # Errors
/// Where the system refuses to say what stands there.
pub fn compare_one(path: &Path, text: &[u8]) -> Result<Option<How>, EmitError> {
    let metadata = match sys::standing(path)? {
        Standing::Nothing => return Ok(Some(How::Missing)),
        Standing::File(metadata) => metadata,
        other => return Ok(Some(How::Obstacle(what(&other)))),
    };
    let mut buffer = Vec::new();
    if sys::holds(path, &metadata, text, &mut buffer)? {
        return Ok(None);
    }
    let alike = alike(path, &metadata, text, &mut buffer)?;
    let texts = alike.is_some().then(|| Texts { found: buffer, due: text.to_owned() });
    Ok(Some(How::Differs { by_hand: false, alike, texts }))
}

fn is_due(files: &[OutFile], path: &str) -> bool {
    files.binary_search_by(|file| file.path.as_str().cmp(path)).is_ok()
}

/// What stands in the way, in a word or two.
fn what(standing: &Standing) -> &'static str {
    match standing {
        Standing::Nothing => "nothing",
        Standing::File(_) => "a file",
        Standing::Folder(_) => "a folder",
        Standing::Link => "a symbolic link",
        Standing::Other => "a device, a pipe or a socket",
    }
}

/// The whole lines that a file and the text that is due begin with, none where either is too large;
/// the file is in `buffer` then.
fn alike(
    place: &Path,
    metadata: &Metadata,
    due: &[u8],
    buffer: &mut Vec<u8>,
) -> Result<Option<String>, EmitError> {
    if metadata.len().max(due.len() as u64) > LARGEST_SHOWN {
        return Ok(None);
    }
    sys::read(place, metadata, buffer)?;
    let lines = |text| <[u8]>::split_inclusive(text, |byte| *byte == b'\n');
    let alike = lines(buffer).zip(lines(due)).take_while(|(found, due)| found == due && due.ends_with(b"\n"));
    let text = due.get(..alike.map(|(_, due)| due.len()).sum()).unwrap_or_default();
    Ok(Some(String::from_utf8_lossy(text).into_owned()))
}

struct Looker<'a> {
    tree: &'a Path,
    known: Known<'a>,
    folders: Folders<'a>,
    found: BTreeMap<String, How>,
    /// How many more texts may be kept.
    room: usize,
    buffer: Vec<u8>,
}

impl Looker<'_> {
    /// What stands at a path; none where something in the way of its folder has been noted.
    fn standing(&mut self, path: &str) -> Result<Option<Standing>, EmitError> {
        match self.folders.has(split(path).0) {
            Ok(true) => sys::standing(&self.folders.place(path)).map(Some),
            Ok(false) => Ok(Some(Standing::Nothing)),
            Err(EmitError { path: place, why: Why::Link | Why::NotAFolder }) => {
                let standing = sys::standing(&place)?;
                // `Folders` joined it from the tree and a path in UTF-8.
                let folder = place.strip_prefix(self.tree).unwrap_or(&place).to_string_lossy();
                self.found.insert(folder.into_owned(), How::Obstacle(what(&standing)));
                Ok(None)
            }
            Err(error) => Err(error),
        }
    }

    /// Looks at a file that is due and gives whether it is what it should be.
    fn due(&mut self, file: &OutFile) -> Result<bool, EmitError> {
        let path = file.path.as_str();
        let how = match self.standing(path)? {
            None => return Ok(false),
            Some(Standing::Nothing) => How::Missing,
            Some(Standing::File(metadata)) => {
                let place = self.folders.place(path);
                if sys::holds(&place, &metadata, &file.text, &mut self.buffer)? {
                    return Ok(true);
                }
                let found = Digest::of_file(&place, &metadata, &mut self.buffer)?;
                let by_hand = !self.known.ours(path, found);
                let alike = alike(&place, &metadata, &file.text, &mut self.buffer)?;
                let texts = match self.room.checked_sub(1).filter(|_| alike.is_some()) {
                    Some(left) => {
                        self.room = left;
                        Some(Texts { found: std::mem::take(&mut self.buffer), due: file.text.clone() })
                    }
                    None => None,
                };
                How::Differs { by_hand, alike, texts }
            }
            Some(other) => How::Obstacle(what(&other)),
        };
        self.found.insert(path.to_owned(), how);
        Ok(false)
    }

    /// Looks at a file of an earlier run that is no longer due.
    fn undue(&mut self, path: &str) -> Result<(), EmitError> {
        let how = match self.standing(path)? {
            None | Some(Standing::Nothing) => return Ok(()),
            Some(Standing::File(metadata)) => {
                let place = self.folders.place(path);
                let found = Digest::of_file(&place, &metadata, &mut self.buffer)?;
                match self.known.manifest.get(path) {
                    Some(_) => How::Undue { by_hand: !self.known.ours(path, found) },
                    None if self.known.ours(path, found) => How::Undue { by_hand: false },
                    None => How::Foreign,
                }
            }
            Some(_) => How::Foreign,
        };
        self.found.insert(path.to_owned(), how);
        Ok(())
    }

    /// Looks for what no compile wrote in the folders that the tree has, `ours`, and below them. Hidden
    /// names are left out: none of ours is hidden, and `.gitkeep` does no harm.
    fn foreign(&mut self, ours: &BTreeSet<&str>, files: &[OutFile]) -> Result<(), EmitError> {
        let tops = ours.iter().filter(|folder| !folder.contains('/'));
        let mut folders: Vec<String> = tops.map(|top| (*top).to_owned()).collect();
        let mut foreign = 0;
        while let Some(folder) = folders.pop() {
            let place = self.folders.place(&folder);
            if !matches!(sys::standing(&place)?, Standing::Folder(_)) {
                continue;
            }
            for entry in fs::read_dir(&place).map_err(io(&place, "list it"))? {
                let entry = entry.map_err(io(&place, "list it"))?;
                let name = entry.file_name().to_string_lossy().into_owned();
                if name.starts_with('.') {
                    continue;
                }
                let path = format!("{folder}/{name}");
                let is_folder = entry.file_type().map_err(io(&place, "list it"))?.is_dir();
                if self.found.contains_key(&path) || !is_folder && is_due(files, &path) {
                    continue;
                }
                foreign += usize::from(!is_folder || !ours.contains(path.as_str()));
                if is_folder {
                    folders.push(path);
                } else {
                    self.found.insert(path, How::Foreign);
                }
                if foreign > MOST_FOREIGN {
                    return Err(EmitError::new(self.tree, Why::NotATree(MOST_FOREIGN)));
                }
            }
        }
        Ok(())
    }
}

/// What is wrong with the manifest.
fn recorded(
    tree: &Path,
    manifest: &Manifest,
    unreadable: Option<Why>,
    files: &[OutFile],
    stamp: &Stamp<'_>,
) -> Result<Option<How>, EmitError> {
    if unreadable.is_some() {
        return Ok(Some(How::Recorded(Recorded::Unreadable)));
    }
    if manifest.text().is_empty() {
        return Ok(Some(How::Missing));
    }
    if document::text(tree, &manifest.after(files, stamp))? == manifest.text() {
        return Ok(None);
    }
    let records = || stamp.parts.iter().filter_map(|part| manifest.parts.get(part));
    Ok(Some(How::Recorded(if let Some(other) = records().find(|r| r.compiler != stamp.compiler) {
        Recorded::Compiler(other.compiler.clone())
    } else if records().any(|r| r.input != stamp.input) {
        Recorded::Input
    } else {
        Recorded::Files
    })))
}
