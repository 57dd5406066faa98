//! From a path to texts: one file or a folder of them, their includes, and the lock.

use std::collections::{BTreeMap, HashMap};
use std::fmt;
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};

use super::file::{Disk, SourceFile, Sources};
use super::scan::{self, Accepted, Room};
use super::store::{self, Kind, Store};
use super::template;
use crate::finding::{FileId, Finding, Span};
use crate::shown;

/// How large one file of the fabric may be, in bytes.
const MAX_FILE: u64 = 16 * 1024 * 1024;
/// How large the lock may be: it has a line for each workload.
const MAX_LOCK: u64 = 64 * 1024 * 1024;
/// How many files one fabric may have.
const MAX_FILES: usize = 4096;
/// How deep includes may go.
const MAX_INCLUDES: usize = 64;

/// What the caller says about loading.
#[derive(Debug, Default, Clone)]
pub struct Options {
    /// No file outside this folder is read. By default the enclosing work tree of the fabric's
    /// repository, or where there is none the fabric's own folder.
    pub root: Option<PathBuf>,
    /// A folder of templates that stand in for the built-in ones of the same names.
    pub templates: Option<PathBuf>,
}

/// Contents that stand in for those of files on the disk, by their paths without links: what a file
/// would be after an edit, its byte-order mark and all.
pub type Instead = BTreeMap<PathBuf, Vec<u8>>;

/// Why there is nothing to compile at all: the input could not be read.
#[derive(Debug)]
pub struct LoadError {
    /// The path at fault.
    pub path: PathBuf,
    /// What is wrong with it.
    pub reason: String,
}

impl fmt::Display for LoadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", shown::path(&self.path), self.reason)
    }
}

impl std::error::Error for LoadError {}

/// Loads the fabric at `path`: a `.fab` file, or a folder whose `.fab` files make one fabric.
///
/// Findings are about single files (encoding, limits, includes); the texts around them are loaded
/// all the same.
///
/// # Errors
/// Where `path` does not exist, can't be read, or holds no fabric file.
pub fn load(path: &Path, options: &Options) -> Result<(Sources, Vec<Finding>), LoadError> {
    load_with(path, options, &Instead::new())
}

/// Loads the fabric at `path` as it would be with other contents of some files.
///
/// # Errors
/// As [`load`].
pub fn load_with(
    path: &Path,
    options: &Options,
    instead: &Instead,
) -> Result<(Sources, Vec<Finding>), LoadError> {
    load_from(&store::Disk, path, options, instead)
}

/// Loads the fabric at a path of a place.
pub(super) fn load_from(
    store: &dyn Store,
    path: &Path,
    options: &Options,
    instead: &Instead,
) -> Result<(Sources, Vec<Finding>), LoadError> {
    let fail = |reason: String| LoadError { path: path.to_owned(), reason };
    let is_folder = store.kind(path).map_err(|e| fail(say(&e)))? == Kind::Folder;
    let (folder, entries, lock_path) = if is_folder {
        let entries = fabric_files(store, path).map_err(|e| fail(say(&e)))?;
        if entries.is_empty() {
            return Err(fail("no fabric file (*.fab) in this folder".into()));
        }
        (path.to_owned(), entries, path.join("fabric.lock"))
    } else {
        let real = store.real(path).map_err(|e| fail(say(&e)))?;
        let folder = real.parent().unwrap_or(Path::new("/")).to_owned();
        (folder, vec![path.to_owned()], path.with_extension("lock"))
    };
    let folder = store.real(&folder).map_err(|e| fail(say(&e)))?;
    // A revision has its repository for a root, whatever a folder on the disk is.
    let given = options.root.as_ref().filter(|_| store.is_disk());
    let root = match given {
        Some(root) => store.real(root).map_err(|e| LoadError { path: root.clone(), reason: say(&e) })?,
        None => store.work_tree(&folder).unwrap_or_else(|| folder.clone()),
    };
    let root_shown = match given {
        Some(root) => shown::path(root),
        None if store.is_disk() => shown_root(path, is_folder, &root),
        None => "the repository".into(),
    };
    if !folder.starts_with(&root) {
        return Err(fail(format!("lies outside the root {root_shown}")));
    }
    let top = if store.is_disk() { top(&folder, &root) } else { root.clone() };
    let mut sources = Sources::below(root, lock_path);
    sources.top = top;

    let mut loader = Loader {
        sources,
        findings: Vec::new(),
        seen: HashMap::new(),
        base: folder,
        root: root_shown,
        room: Room::for_fabric(),
        instead,
        store,
    };
    for entry in entries {
        let real = loader.real(&entry)?;
        // Another file of the folder may have included it.
        if !loader.seen.contains_key(&real) {
            loader.file(entry, real, &mut Vec::new())?;
        }
    }
    loader.lock()?;
    let Loader { mut sources, mut findings, .. } = loader;
    let mut order: Vec<(String, FileId)> =
        sources.fabric.iter().filter_map(|id| Some((sources.get(*id)?.key.clone(), *id))).collect();
    order.sort();
    sources.fabric = order.into_iter().map(|(_, id)| id).collect();
    if let Some(dir) = &options.templates {
        template::load(dir, &mut sources, &mut findings)?;
    }
    Ok((sources, findings))
}

/// What is called `.fab` in a folder, hidden names left out, by name. What of it is no file is refused
/// when it is read: a link that leads nowhere must not be a smaller fabric.
fn fabric_files(store: &dyn Store, folder: &Path) -> std::io::Result<Vec<PathBuf>> {
    let paths = store.names(folder)?.into_iter().map(|name| folder.join(name));
    Ok(paths.filter(|path| is_fabric_file(path)).collect())
}

/// Whether a path is that of a fabric's file by its name.
pub fn is_fabric_file(path: &Path) -> bool {
    let hidden = path.file_name().is_none_or(|n| n.to_string_lossy().starts_with('.'));
    !hidden && path.extension().is_some_and(|e| e == "fab")
}

/// The nearest folder upward that is the top of a repository's work tree.
fn work_tree(folder: &Path) -> Option<PathBuf> {
    store::Disk.work_tree(folder)
}

/// The root as somebody knows it who named the fabric by `path`: the folder of that path, or one above
/// it, in the words of the path as far as they go. A message says nothing about the machine.
fn shown_root(path: &Path, is_folder: bool, root: &Path) -> String {
    let folder = if is_folder { path } else { path.parent().unwrap_or(path) };
    let is_root = |folder: &Path| fs::canonicalize(folder).is_ok_and(|real| real == root);
    let named = |folder: &Path| if folder.as_os_str().is_empty() { ".".into() } else { folder.to_owned() };
    let up = (1..=MAX_UP).map(|n| PathBuf::from("../".repeat(n)));
    let found = folder.ancestors().map(named).chain(up).find(|folder| is_root(folder));
    match found.as_deref().and_then(Path::to_str) {
        Some(found) => {
            shown::printable(if found == "/" { found } else { found.trim_end_matches('/') }).into_owned()
        }
        // The path leads there by a link.
        None => "the folder or the repository that the fabric lies in".into(),
    }
}

/// How far above the folder of the run a root is looked for.
const MAX_UP: usize = 64;

/// Where reports name files from: the top of the repository. A checkout may come without one (an
/// archive, a copy in a container): then the folder that the program runs in, where the fabric lies
/// below it, as it does in CI.
fn top(folder: &Path, root: &Path) -> PathBuf {
    let here = || std::env::current_dir().and_then(fs::canonicalize).ok();
    match work_tree(folder) {
        Some(top) => top,
        None => here().filter(|here| folder.starts_with(here)).unwrap_or_else(|| root.to_owned()),
    }
}

/// A path, of which there may be nothing, as reports for other programs name files: below the top of
/// the repository, with `/`.
pub fn reported(path: &Path) -> String {
    let Ok(whole) = std::path::absolute(path) else { return shown::path(path) };
    let there = whole.ancestors().find_map(|above| Some((above, fs::canonicalize(above).ok()?)));
    let Some((above, mut real)) = there else { return shown::path(path) };
    let folder = if real.is_dir() { &*real } else { real.parent().unwrap_or(&real) };
    let top = top(folder, folder);
    if let Some(missing) = whole.strip_prefix(above).ok().filter(|rest| !rest.as_os_str().is_empty()) {
        real.push(missing);
    }
    match key(&real, &top).as_str() {
        "" => ".".to_owned(),
        key => key.to_owned(),
    }
}

/// An error of the system in our words.
pub(super) fn say(error: &std::io::Error) -> String {
    match error.kind() {
        std::io::ErrorKind::NotFound => "no such file or folder".into(),
        std::io::ErrorKind::PermissionDenied => "permission denied".into(),
        _ => error.to_string(),
    }
}

struct Loader<'i> {
    sources: Sources,
    findings: Vec<Finding>,
    /// Real path of every file met, so that each is loaded once.
    seen: HashMap<PathBuf, FileId>,
    /// The fabric's folder: keys are relative to it, so they don't depend on the machine.
    base: PathBuf,
    /// The root as messages name it.
    root: String,
    /// How much more may be read.
    room: Room,
    instead: &'i Instead,
    store: &'i dyn Store,
}

impl Loader<'_> {
    /// The file that a path leads to, which may be a link, but none that leads out of the root.
    fn real(&self, path: &Path) -> Result<PathBuf, LoadError> {
        let fail = |reason: String| LoadError { path: path.to_owned(), reason };
        let real = self.store.real(path).map_err(|e| fail(say(&e)))?;
        match real.starts_with(&self.sources.root) {
            true => Ok(real),
            false => Err(fail(format!("lies outside the root {}", self.root))),
        }
    }

    /// Loads one file and what it includes. `chain` holds the files that are being included.
    fn file(&mut self, shown: PathBuf, real: PathBuf, chain: &mut Vec<PathBuf>) -> Result<(), LoadError> {
        let mut room = self.room.clone();
        let (id, includes) = self.text(&shown, &real, MAX_FILE, &mut room)?;
        self.room = room;
        self.sources.fabric.push(id);
        self.seen.insert(real.clone(), id);
        self.sources.partial |= self.sources.get(id).is_none_or(|file| !file.parseable);
        chain.push(real.clone());
        for (path, span) in includes {
            self.include(&shown, &real, &path, span, chain)?;
        }
        chain.pop();
        Ok(())
    }

    fn include(
        &mut self,
        shown: &Path,
        real: &Path,
        path: &str,
        span: Span,
        chain: &mut Vec<PathBuf>,
    ) -> Result<(), LoadError> {
        let beside = |of: &Path| of.parent().unwrap_or(Path::new("")).join(path);
        let refuse =
            |rule, title: String, here: String| Err(Box::new(Finding::error(rule, span, title).here(here)));
        let target = match self.store.real(&beside(real)) {
            Err(error) => refuse("include-not-found", format!("`{path}` can't be included"), say(&error)),
            Ok(target) if !target.starts_with(&self.sources.root) => {
                let root = format!("the root is {}", self.root);
                refuse("include-outside-root", format!("`{path}` lies outside the root"), root)
                    .map_err(|finding| Box::new(finding.help("`--root DIR` names another root")))
            }
            Ok(target) if chain.contains(&target) => refuse(
                "include-cycle",
                format!("`{path}` includes itself in the end"),
                "this file is already being included".into(),
            ),
            Ok(target) if self.seen.contains_key(&target) => return Ok(()),
            Ok(_) if chain.len() >= MAX_INCLUDES || self.seen.len() >= MAX_FILES => refuse(
                "include-too-deep",
                format!("`{path}` is one include too many"),
                format!("at most {MAX_INCLUDES} deep and {MAX_FILES} files"),
            ),
            Ok(target) if self.store.kind(&target).ok() != Some(Kind::File) => {
                refuse("include-not-found", format!("`{path}` can't be included"), "not a file".into())
            }
            Ok(target) => Ok(target),
        };
        match target {
            Ok(target) => self.file(beside(shown), target, chain),
            Err(finding) => {
                self.findings.push(*finding);
                self.sources.partial = true;
                Ok(())
            }
        }
    }

    /// Reads one file and gives what it includes; what can't be parsed is kept to be shown, with a
    /// finding.
    fn text(
        &mut self,
        shown: &Path,
        real: &Path,
        most: u64,
        room: &mut Room,
    ) -> Result<(FileId, Vec<(String, Span)>), LoadError> {
        let id = FileId(self.sources.files().count() as u32);
        let bytes = match self.instead.get(real) {
            Some(bytes) => bytes.clone(),
            None => read_from(self.store, shown, real, most)?,
        };
        let (accepted, mark) = decode(bytes, id, room, &mut self.findings);
        let Accepted { text, includes, parseable } = accepted;
        let file = SourceFile::new(shown.to_owned(), key(real, &self.base), text, parseable);
        let reported = key(real, &self.sources.top);
        let file = file.reported_as(reported);
        let file = match self.store.is_disk() {
            true => file.on_disk(Disk { path: real.to_owned(), mark }),
            false => file,
        };
        Ok((self.sources.add(file), includes))
    }

    fn lock(&mut self) -> Result<(), LoadError> {
        let path = self.sources.lock_path.clone();
        // A lock that is there and can't be read must not pass for none: all would be chosen anew.
        if self.store.is_named(&path) {
            let real = self.real(&path)?;
            self.sources.lock = Some(self.text(&path, &real, MAX_LOCK, &mut Room::for_lock())?.0);
        }
        Ok(())
    }
}

/// The text of bytes, and whether they begin with a byte-order mark, which is no part of it.
fn decode(bytes: Vec<u8>, id: FileId, room: &mut Room, findings: &mut Vec<Finding>) -> (Accepted, bool) {
    match String::from_utf8(bytes) {
        Ok(mut text) => {
            let mark = text.starts_with('\u{feff}');
            if mark {
                text.drain(..'\u{feff}'.len_utf8());
            }
            (scan::accept(text, id, room, findings), mark)
        }
        Err(error) => {
            let at = error.utf8_error().valid_up_to();
            let (text, place) = scan::before(error.as_bytes(), at);
            findings.push(not_utf8(id, error.as_bytes(), at, place));
            (Accepted { text, includes: Vec::new(), parseable: false }, false)
        }
    }
}

/// The text that standard input gives, as the one file `name` of a fabric; what it includes is not
/// read.
///
/// # Errors
/// Where it can't be read, or is larger than a file of a fabric may be.
pub fn stdin(name: &str) -> Result<(Sources, Vec<Finding>), LoadError> {
    let fail = |reason: String| LoadError { path: name.into(), reason };
    let mut bytes = Vec::new();
    std::io::stdin().lock().take(MAX_FILE + 1).read_to_end(&mut bytes).map_err(|e| fail(say(&e)))?;
    if bytes.len() as u64 > MAX_FILE {
        return Err(fail(too_large(MAX_FILE)));
    }
    let mut sources = Sources::default();
    let mut findings = Vec::new();
    let (accepted, _) = decode(bytes, FileId(0), &mut Room::for_fabric(), &mut findings);
    let id = sources.add(SourceFile::new(name.into(), name.to_owned(), accepted.text, accepted.parseable));
    sources.fabric.push(id);
    Ok((sources, findings))
}

fn too_large(most: u64) -> String {
    match most >> 20 {
        0 => format!("larger than {} KiB", most >> 10),
        mib => format!("larger than {mib} MiB"),
    }
}

/// How large a switch configuration may be, in bytes.
pub(super) const MAX_CONFIGURATION: u64 = 16 * 1024 * 1024;

/// The text of a switch configuration. What is not UTF-8 in it is kept as what no configuration
/// holds, for a reader to report.
///
/// # Errors
/// Where there is no such file, or it is too large.
pub fn configuration(path: &Path) -> Result<String, LoadError> {
    Ok(text_of(read(path, path, MAX_CONFIGURATION)?))
}

/// Bytes as a text, in which what is not UTF-8 is what no configuration holds.
pub(super) fn text_of(bytes: Vec<u8>) -> String {
    String::from_utf8(bytes)
        .unwrap_or_else(|e| String::from_utf8_lossy(e.as_bytes()).replace('\u{fffd}', "\0"))
}

/// The bytes of a file that holds `most` of them, or fewer.
pub(super) fn read(shown: &Path, real: &Path, most: u64) -> Result<Vec<u8>, LoadError> {
    read_from(&store::Disk, shown, real, most)
}

/// The same, of a place.
pub(super) fn read_from(
    store: &dyn Store,
    shown: &Path,
    real: &Path,
    most: u64,
) -> Result<Vec<u8>, LoadError> {
    let fail = |reason: String| LoadError { path: shown.to_owned(), reason };
    // Before it is opened: a device or a pipe might never end.
    if store.kind(real).map_err(|e| fail(say(&e)))? != Kind::File {
        return Err(fail("not a file".into()));
    }
    let bytes = store.bytes(real, most).map_err(|e| fail(say(&e)))?;
    if bytes.len() as u64 > most {
        return Err(fail(too_large(most)));
    }
    Ok(bytes)
}

/// A path as digests and reports name it: relative to a folder, `/` between its parts.
pub(super) fn key(real: &Path, base: &Path) -> String {
    let mut up = String::new();
    for ancestor in base.ancestors() {
        if let Ok(below) = real.strip_prefix(ancestor) {
            let parts: Vec<_> = below.iter().map(|p| p.to_string_lossy()).collect();
            return up + &parts.join("/");
        }
        up.push_str("../");
    }
    real.to_string_lossy().into_owned()
}

/// A byte that is no text; `place` is where it stands in what is kept of the file.
pub(super) fn not_utf8(file: FileId, bytes: &[u8], at: usize, place: usize) -> Finding {
    let byte = bytes.get(at).copied().unwrap_or_default();
    let start = place as u32;
    let span = Span { file, start, end: start + '\u{fffd}'.len_utf8() as u32 };
    Finding::error("not-utf8", span, format!("byte {at} is not UTF-8"))
        .here(format!("0x{byte:02x} begins no character"))
        .help("save the file as UTF-8")
}
