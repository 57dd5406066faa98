//! Loaded texts and their line indexes.

use std::borrow::Cow;
use std::path::{Path, PathBuf};

use super::scan::{Room, accept};
use crate::finding::{FileId, Finding, Span};
use crate::shown;

/// A line and a column, both from 1; the column counts characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Position {
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
}

/// One text.
#[derive(Debug)]
pub struct SourceFile {
    /// The path as shown to the user: as given on the command line, or below it.
    pub path: PathBuf,
    /// The path below the fabric's folder, or that of the templates, with `/`: what digests name it by.
    pub key: String,
    /// The path as reports for other programs name it: below the top of the repository, with `/`.
    pub reported: String,
    /// The contents. Where the file can't be parsed, what is worth showing of them.
    pub text: String,
    /// False where a finding already says why the text can't be parsed.
    pub parseable: bool,
    /// The file that it was read from, where it was read from one.
    pub disk: Option<Disk>,
    /// False for a file that is no source and of which no line is shown.
    pub shown: bool,
    line_starts: Vec<u32>,
}

/// What a text does not say of its file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Disk {
    /// Where it lies, no link in it.
    pub path: PathBuf,
    /// Whether it begins with a byte-order mark, which is not in the text.
    pub mark: bool,
}

impl Disk {
    /// The contents of the file with this text in it.
    pub fn contents(&self, text: &str) -> Vec<u8> {
        let mark = if self.mark { "\u{feff}" } else { "" };
        [mark, text].concat().into_bytes()
    }
}

impl SourceFile {
    /// A text under a path.
    pub fn new(path: PathBuf, key: String, text: String, parseable: bool) -> Self {
        // Counted first, so that the index takes no more room than it needs.
        let mut line_starts = Vec::with_capacity(text.bytes().filter(|b| *b == b'\n').count() + 1);
        line_starts.push(0);
        line_starts.extend(text.bytes().enumerate().filter(|(_, b)| *b == b'\n').map(|(i, _)| i as u32 + 1));
        let reported = path.to_string_lossy().into_owned();
        SourceFile { path, key, reported, text, parseable, disk: None, shown: true, line_starts }
    }

    /// The same text, named otherwise in reports for other programs.
    pub fn reported_as(self, reported: String) -> Self {
        SourceFile { reported, ..self }
    }

    /// The same text, no line of which is shown.
    pub fn unshown(self) -> Self {
        SourceFile { shown: false, ..self }
    }

    /// The same text, read from a file.
    pub fn on_disk(self, disk: Disk) -> Self {
        SourceFile { disk: Some(disk), ..self }
    }

    /// Whether it lies outside of what reports name files below.
    pub fn is_outside(&self) -> bool {
        self.reported.starts_with("../") || Path::new(&self.reported).is_absolute()
    }

    /// The line, counted from 0, that holds a byte.
    pub fn line_of(&self, offset: u32) -> usize {
        self.line_starts.partition_point(|start| *start <= offset).saturating_sub(1)
    }

    /// The bytes of a line counted from 0, its line end left out.
    pub fn line_range(&self, line: usize) -> std::ops::Range<usize> {
        let len = self.text.len();
        let start = self.line_starts.get(line).map_or(len, |s| *s as usize);
        let end = self.line_starts.get(line + 1).map_or(len, |s| *s as usize - 1);
        start..end
    }

    /// What is written in a line, counted from 1, without the blanks around it; `id` is the file's own.
    pub fn line_span(&self, id: FileId, number: usize) -> Span {
        let range = self.line_range(number.saturating_sub(1));
        let text = self.text.get(range.clone()).unwrap_or("");
        let start = range.start + (text.len() - text.trim_start().len());
        Span { file: id, start: start as u32, end: (start + text.trim().len()) as u32 }
    }

    /// A line counted from 0 as it is read: without its end, a carriage return included.
    pub fn line(&self, line: usize) -> &str {
        let text = self.text.get(self.line_range(line)).unwrap_or("");
        text.strip_suffix('\r').unwrap_or(text)
    }

    /// How many lines there are; a text that ends in a line end has an empty last one.
    pub fn line_count(&self) -> usize {
        self.line_starts.len()
    }

    /// Line and column of a byte.
    pub fn position(&self, offset: u32) -> Position {
        let line = self.line_of(offset);
        let start = self.line_range(line).start;
        let before = self.text.get(start..offset as usize).unwrap_or("");
        Position { line: line + 1, column: before.chars().count() + 1 }
    }
}

/// A text with the line ends of Unix.
fn unix(text: &str) -> Cow<'_, str> {
    if text.contains("\r\n") { text.replace("\r\n", "\n").into() } else { text.into() }
}

/// Every text of one fabric.
#[derive(Debug, Default)]
pub struct Sources {
    files: Vec<SourceFile>,
    /// The files that hold the fabric, in the order of their paths.
    pub fabric: Vec<FileId>,
    /// The lock, where there is one.
    pub lock: Option<FileId>,
    /// The templates that the user gave, in the order of their names, which are their keys.
    pub templates: Vec<FileId>,
    /// Where the lock belongs.
    pub lock_path: PathBuf,
    /// No file outside this folder is read.
    pub root: PathBuf,
    /// The folder that reports for other programs name files from: the top of the repository.
    pub top: PathBuf,
    /// Whether part of the fabric could not be read, for which there is a finding: then a name that
    /// is not there may well be in the part that is missing.
    pub partial: bool,
}

impl Sources {
    /// No sources yet, with the folder they may come from.
    pub fn below(root: PathBuf, lock_path: PathBuf) -> Self {
        Sources { root, lock_path, ..Sources::default() }
    }

    /// Adds a text and gives its id.
    pub fn add(&mut self, file: SourceFile) -> FileId {
        let id = FileId(self.files.len() as u32);
        self.files.push(file);
        id
    }

    /// Sources made of one text, with what there is to say about it: as [`super::load`], for tests
    /// and for what is compiled into the program.
    pub fn from_text(path: &str, text: &str) -> (Self, Vec<Finding>) {
        let mut sources = Sources::default();
        let mut findings = Vec::new();
        let id = FileId(0);
        let accepted = accept(text.to_owned(), id, &mut Room::for_fabric(), &mut findings);
        sources.partial = !accepted.parseable;
        sources.add(SourceFile::new(path.into(), path.to_owned(), accepted.text, accepted.parseable));
        sources.fabric.push(id);
        (sources, findings)
    }

    /// Shows every text that comes from no disk with this before its path: `git:REV:`.
    pub(super) fn show_below(&mut self, before: &str) {
        for id in self.fabric.iter().chain(&self.lock) {
            if let Some(file) = self.files.get_mut(id.0 as usize) {
                file.path = PathBuf::from(format!("{before}{}", file.path.display()));
            }
        }
    }

    /// A file by its id. Ids come from these sources, so there is always one.
    pub fn get(&self, id: FileId) -> Option<&SourceFile> {
        self.files.get(id.0 as usize)
    }

    /// Every file, in the order of ids.
    pub fn files(&self) -> impl Iterator<Item = &SourceFile> {
        self.files.iter()
    }

    /// The path to show for a span.
    pub fn path(&self, span: Span) -> &Path {
        self.get(span.file).map_or(Path::new(""), |f| &f.path)
    }

    /// The text under a span.
    pub fn text(&self, span: Span) -> &str {
        self.get(span.file).and_then(|f| f.text.get(span.start as usize..span.end as usize)).unwrap_or("")
    }

    /// `path:line:column` of a span's start.
    pub fn place(&self, span: Span) -> String {
        let Some(file) = self.get(span.file) else { return String::new() };
        let at = file.position(span.start);
        format!("{}:{}:{}", shown::path(&file.path), at.line, at.column)
    }

    /// The templates that the user gave and that can be parsed.
    pub fn overrides(&self) -> impl Iterator<Item = (FileId, &SourceFile)> {
        let files = self.templates.iter().filter_map(|id| Some((*id, self.get(*id)?)));
        files.filter(|(_, file)| file.parseable)
    }

    /// The text of the lock, with the line ends of Unix.
    pub fn lock_text(&self) -> Option<Cow<'_, str>> {
        self.get(self.lock?).map(|file| unix(&file.text))
    }

    /// A digest of all that a tree is made of: names and contents of the fabric and of the user's
    /// templates. The lock is left out, since a compile writes it. Line ends don't count, nor does a
    /// byte-order mark: git may change the first, and neither means anything.
    pub fn digest(&self) -> blake3::Hash {
        let mut hasher = blake3::Hasher::new();
        let mut add = |part: &[u8]| {
            hasher.update(&(part.len() as u64).to_le_bytes());
            hasher.update(part);
        };
        for file in self.fabric.iter().filter_map(|id| self.get(*id)) {
            add(file.key.as_bytes());
            add(unix(&file.text).as_bytes());
        }
        for (_, file) in self.overrides() {
            // No file of a fabric has such a key.
            add(format!("//{}", file.key).as_bytes());
            add(file.text.as_bytes());
        }
        hasher.finalize()
    }
}
