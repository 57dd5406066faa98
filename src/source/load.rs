//! From a path to texts: one file or a folder of them, their includes, and the lock.

use std::collections::HashMap;
use std::fmt;
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};

use super::file::{SourceFile, Sources};
use super::scan;
use crate::finding::{FileId, Finding, Span};

/// How large one file may be, in bytes.
const MAX_FILE: u64 = 16 * 1024 * 1024;
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
}

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
        write!(f, "{}: {}", self.path.display(), self.reason)
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
    let fail = |reason: String| LoadError { path: path.to_owned(), reason };
    let meta = fs::metadata(path).map_err(|e| fail(say(&e)))?;
    let (folder, entries, lock_path) = if meta.is_dir() {
        let entries = fabric_files(path).map_err(|e| fail(say(&e)))?;
        if entries.is_empty() {
            return Err(fail("no fabric file (*.fab) in this folder".into()));
        }
        (path.to_owned(), entries, path.join("fabric.lock"))
    } else {
        let folder = match path.parent() {
            Some(parent) if !parent.as_os_str().is_empty() => parent.to_owned(),
            _ => PathBuf::from("."),
        };
        (folder, vec![path.to_owned()], path.with_extension("lock"))
    };
    let folder = fs::canonicalize(&folder).map_err(|e| fail(say(&e)))?;
    let root = match &options.root {
        Some(root) => {
            fs::canonicalize(root).map_err(|e| LoadError { path: root.clone(), reason: say(&e) })?
        }
        None => work_tree(&folder).unwrap_or(&folder).to_owned(),
    };
    if !folder.starts_with(&root) {
        return Err(fail(format!("lies outside the root {}", root.display())));
    }

    let mut loader = Loader {
        sources: Sources::below(root, lock_path),
        findings: Vec::new(),
        seen: HashMap::new(),
        base: folder,
    };
    for entry in entries {
        let real = fs::canonicalize(&entry).map_err(|e| fail(say(&e)))?;
        loader.file(entry, real, &mut Vec::new())?;
    }
    loader.lock()?;
    let mut sources = loader.sources;
    let mut order: Vec<(String, FileId)> =
        sources.fabric.iter().filter_map(|id| Some((sources.get(*id)?.key.clone(), *id))).collect();
    order.sort();
    sources.fabric = order.into_iter().map(|(_, id)| id).collect();
    Ok((sources, loader.findings))
}

/// The `.fab` files of a folder, hidden ones left out, by name.
fn fabric_files(folder: &Path) -> std::io::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let hidden = path.file_name().is_none_or(|n| n.to_string_lossy().starts_with('.'));
        if !hidden && path.extension().is_some_and(|e| e == "fab") && path.is_file() {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}

/// The nearest folder upward that is the top of a repository's work tree.
fn work_tree(folder: &Path) -> Option<&Path> {
    folder.ancestors().find(|dir| dir.join(".git").exists())
}

fn say(error: &std::io::Error) -> String {
    match error.kind() {
        std::io::ErrorKind::NotFound => "no such file or folder".into(),
        std::io::ErrorKind::PermissionDenied => "permission denied".into(),
        _ => error.to_string(),
    }
}

struct Loader {
    sources: Sources,
    findings: Vec<Finding>,
    /// Real path of every file met, so that each is loaded once.
    seen: HashMap<PathBuf, FileId>,
    /// The fabric's folder: keys are relative to it, so they don't depend on the machine.
    base: PathBuf,
}

impl Loader {
    /// Loads one file and what it includes. `chain` holds the files that are being included.
    fn file(&mut self, shown: PathBuf, real: PathBuf, chain: &mut Vec<PathBuf>) -> Result<(), LoadError> {
        let id = self.text(&shown, &real)?;
        self.sources.fabric.push(id);
        self.seen.insert(real.clone(), id);
        let Some(file) = self.sources.get(id).filter(|f| f.parseable) else { return Ok(()) };
        let includes = scan::scan(&file.text, id).includes;
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
        let target = match fs::canonicalize(beside(real)) {
            Ok(target) => target,
            Err(error) => {
                self.findings.push(
                    Finding::error("include-not-found", span, format!("`{path}` can't be included"))
                        .here(say(&error)),
                );
                return Ok(());
            }
        };
        if !target.starts_with(&self.sources.root) {
            self.findings.push(
                Finding::error("include-outside-root", span, format!("`{path}` lies outside the root"))
                    .here(format!("the root is {}", self.sources.root.display()))
                    .help("`--root DIR` names another root"),
            );
            return Ok(());
        }
        if chain.contains(&target) {
            self.findings.push(
                Finding::error("include-cycle", span, format!("`{path}` includes itself in the end"))
                    .here("this file is already being included"),
            );
            return Ok(());
        }
        if self.seen.contains_key(&target) {
            return Ok(());
        }
        if chain.len() >= MAX_INCLUDES || self.seen.len() >= MAX_FILES {
            self.findings.push(
                Finding::error("include-too-deep", span, format!("`{path}` is one include too many"))
                    .here(format!("at most {MAX_INCLUDES} deep and {MAX_FILES} files")),
            );
            return Ok(());
        }
        if !target.is_file() {
            self.findings.push(
                Finding::error("include-not-found", span, format!("`{path}` can't be included"))
                    .here("not a file"),
            );
            return Ok(());
        }
        self.file(beside(shown), target, chain)
    }

    /// Reads one file; what can't be parsed is kept to be shown, with a finding.
    fn text(&mut self, shown: &Path, real: &Path) -> Result<FileId, LoadError> {
        let fail = |reason: String| LoadError { path: shown.to_owned(), reason };
        let id = FileId(self.sources.files().count() as u32);
        let meta = fs::metadata(real).map_err(|e| fail(say(&e)))?;
        if !meta.is_file() {
            return Err(fail("not a file".into()));
        }
        let mut bytes = Vec::with_capacity(meta.len().min(MAX_FILE) as usize);
        fs::File::open(real)
            .and_then(|f| f.take(MAX_FILE + 1).read_to_end(&mut bytes))
            .map_err(|e| fail(say(&e)))?;
        if bytes.len() as u64 > MAX_FILE {
            return Err(fail(format!("larger than {} MiB", MAX_FILE / 1024 / 1024)));
        }
        let key = key(real, &self.base);
        let (text, parseable) = match String::from_utf8(bytes) {
            Ok(text) => {
                let text = match text.strip_prefix('\u{feff}') {
                    Some(rest) => rest.to_owned(),
                    None => text,
                };
                scan::accept(text, id, &mut self.findings)
            }
            Err(error) => {
                self.findings.push(not_utf8(id, error.as_bytes(), error.utf8_error().valid_up_to()));
                (String::from_utf8_lossy(error.as_bytes()).into_owned(), false)
            }
        };
        Ok(self.sources.add(SourceFile::new(shown.to_owned(), key, text, parseable)))
    }

    fn lock(&mut self) -> Result<(), LoadError> {
        let path = self.sources.lock_path.clone();
        match fs::canonicalize(&path) {
            Ok(real) if real.is_file() => {
                self.sources.lock = Some(self.text(&path, &real)?);
                Ok(())
            }
            _ => Ok(()),
        }
    }
}

/// A path as digests name it: relative to the fabric's folder, `/` between its parts.
fn key(real: &Path, base: &Path) -> String {
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

/// A byte that is no text. What comes before it is valid, so its offset is one in the lossy text.
fn not_utf8(file: FileId, bytes: &[u8], at: usize) -> Finding {
    let byte = bytes.get(at).copied().unwrap_or_default();
    let start = at as u32;
    let span = Span { file, start, end: start + '\u{fffd}'.len_utf8() as u32 };
    Finding::error("not-utf8", span, format!("byte {at} is not UTF-8"))
        .here(format!("0x{byte:02x} begins no character"))
        .help("save the file as UTF-8")
}
