//! A user's own templates: a folder of texts that the environment puts in place of the built-in ones.
//!
//! The name of a template is its path below the folder, with `/`. Nothing outside the folder is read,
//! whatever links there are in it.

use std::fs;
use std::path::{Path, PathBuf};

use super::file::{SourceFile, Sources};
use super::load::{LoadError, key, not_utf8, read, say};
use super::scan;
use crate::finding::{FileId, Finding, Span};
use crate::shown;

/// What the name of a template ends with.
pub const SUFFIX: &str = ".j2";
/// How large a template may be, in bytes: the largest built-in one takes a twentieth of it.
const MAX_TEMPLATE: u64 = 256 * 1024;
/// How many lines a template may have: the engine counts them in 16 bits.
const MAX_LINES: usize = 20_000;
/// How many files and folders there may be.
const MAX_ENTRIES: usize = 256;
/// How deep folders may nest.
const MAX_FOLDERS: usize = 8;

/// Loads templates alone, without a fabric.
///
/// # Errors
/// As [`super::load`], for the folder of templates.
pub fn load_templates(dir: &Path) -> Result<(Sources, Vec<Finding>), LoadError> {
    let (mut sources, mut findings) = (Sources::default(), Vec::new());
    load(dir, &mut sources, &mut findings)?;
    Ok((sources, findings))
}

/// Loads every file below `dir`, hidden ones left out, in the order of their names. What of it can't
/// be a template is kept to be shown, without a text to parse.
///
/// # Errors
/// Where the folder can't be read, holds what is no file, is too large, or leads out of itself.
pub(super) fn load(dir: &Path, sources: &mut Sources, findings: &mut Vec<Finding>) -> Result<(), LoadError> {
    let fail = |path: &Path, reason: String| LoadError { path: path.to_owned(), reason };
    let base = fs::canonicalize(dir).map_err(|e| fail(dir, say(&e)))?;
    if !base.is_dir() {
        return Err(fail(dir, "is a file; templates come in a folder".into()));
    }
    let mut files: Vec<(String, PathBuf)> = Vec::new();
    let mut folders = vec![(String::new(), dir.to_owned(), 0)];
    let mut entries = 0;
    while let Some((above, folder, depth)) = folders.pop() {
        let listed: Result<Vec<_>, _> =
            fs::read_dir(&folder).and_then(|list| list.take(MAX_ENTRIES + 1).collect());
        let mut listed = listed.map_err(|e| fail(&folder, say(&e)))?;
        // What the system lists first must not decide what is said.
        listed.sort_by_key(fs::DirEntry::file_name);
        entries += listed.len();
        if entries > MAX_ENTRIES {
            return Err(fail(dir, format!("holds more than {MAX_ENTRIES} files and folders")));
        }
        for entry in listed {
            let (path, word) = (entry.path(), entry.file_name().to_string_lossy().into_owned());
            if word.starts_with('.') {
                continue;
            }
            let real = fs::canonicalize(&path).map_err(|e| fail(&path, say(&e)))?;
            if !real.starts_with(&base) {
                return Err(fail(&path, format!("leads out of the templates' folder {}", shown::path(dir))));
            }
            let name = format!("{above}{word}");
            if !real.is_dir() {
                files.push((name, path));
            } else if depth < MAX_FOLDERS {
                folders.push((format!("{name}/"), path, depth + 1));
            } else {
                return Err(fail(&path, format!("lies more than {MAX_FOLDERS} folders deep")));
            }
        }
    }
    files.sort();
    // A path that is wrong must not pass for one without wishes.
    if !files.iter().any(|(name, _)| name.ends_with(SUFFIX)) {
        return Err(fail(dir, format!("no template (*{SUFFIX}) in this folder")));
    }
    for (name, shown) in files {
        let real = fs::canonicalize(&shown).map_err(|e| fail(&shown, say(&e)))?;
        let id = FileId(sources.files().count() as u32);
        let text = match name.ends_with(SUFFIX) {
            true => text(&shown, &name, id, findings)?,
            false => None,
        };
        let parseable = text.as_ref().is_some_and(|(_, parseable)| *parseable);
        let text = text.map_or_else(String::new, |(text, _)| text);
        let reported = key(&real, &sources.top);
        let file = SourceFile::new(shown, name, text, parseable).reported_as(reported);
        let added = sources.add(file);
        sources.templates.push(added);
    }
    Ok(())
}

/// The text of one template and whether it can be parsed; where not, what is worth showing of it.
fn text(
    shown: &Path,
    name: &str,
    file: FileId,
    findings: &mut Vec<Finding>,
) -> Result<Option<(String, bool)>, LoadError> {
    let bytes = read(shown, shown, MAX_TEMPLATE)?;
    let text = match String::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => {
            let at = error.utf8_error().valid_up_to();
            let (text, place) = scan::before(error.as_bytes(), at);
            findings.push(not_utf8(file, error.as_bytes(), at, place));
            return Ok(Some((text, false)));
        }
    };
    // A template that was saved on Windows prints what it would print elsewhere.
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text).replace("\r\n", "\n");
    if text.lines().count() > MAX_LINES {
        let reason = format!("has more than {MAX_LINES} lines");
        return Err(LoadError { path: shown.to_owned(), reason });
    }
    let odd = text.char_indices().find(|(_, c)| c.is_control() && !matches!(c, '\n' | '\t'));
    let Some((at, odd)) = odd else { return Ok(Some((text, true))) };
    let (text, place) = scan::before(text.as_bytes(), at);
    let span = Span { file, start: place as u32, end: text.len() as u32 };
    findings.push(
        Finding::error("template-not-text", span, format!("template {name} holds a control character"))
            .here(format!("U+{:04X}, byte {at}, belongs in no configuration", u32::from(odd))),
    );
    Ok(Some((text, false)))
}
