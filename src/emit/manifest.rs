//! `selvedge.json`: what the compiles wrote into a tree, and from what.
//!
//! Each part has its own record, because a run may be restricted to some parts: the others then
//! keep the input and the files of their own last run.

use std::collections::BTreeMap;
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::digest::Digest;
use super::document::{self, Document, FORMAT};
use super::{EmitError, OutFile, Part};

/// The manifest's name in the tree.
pub const MANIFEST: &str = "selvedge.json";

/// A file as a compile last wrote it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Entry {
    pub digest: Digest,
    pub private: bool,
}

/// The last run that answered for a part.
#[derive(Debug, Default, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Record {
    pub compiler: String,
    pub input: String,
    /// Files that the run left although the input asks for something else there. While there are
    /// any, the part is not up to date, whatever the digests say.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub kept: Vec<String>,
    /// Files of mode 0644.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    files: BTreeMap<String, Digest>,
    /// Files of mode 0600.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    private: BTreeMap<String, Digest>,
}

impl Record {
    pub(super) fn new(compiler: &str, input: &str) -> Self {
        Record { compiler: compiler.to_owned(), input: input.to_owned(), ..Record::default() }
    }

    pub(super) fn put(&mut self, path: &str, entry: Entry) {
        let files = if entry.private { &mut self.private } else { &mut self.files };
        files.insert(path.to_owned(), entry.digest);
    }

    fn get(&self, path: &str) -> Option<Entry> {
        let private = self.private.get(path).map(|&digest| Entry { digest, private: true });
        private.or_else(|| self.files.get(path).map(|&digest| Entry { digest, private: false }))
    }

    /// Every file, public ones first.
    pub(super) fn entries(&self) -> impl Iterator<Item = (&str, Entry)> {
        fn each(files: &BTreeMap<String, Digest>, private: bool) -> impl Iterator<Item = (&str, Entry)> {
            files.iter().map(move |(path, &digest)| (path.as_str(), Entry { digest, private }))
        }
        each(&self.files, false).chain(each(&self.private, true))
    }
}

/// What a run says about itself in the manifest.
pub(super) struct Stamp<'a> {
    pub parts: &'a [Part],
    pub input: &'a str,
    pub compiler: &'a str,
}

/// The whole manifest. Each path in it passed the path test and lies in its record's part.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Manifest {
    format: u32,
    pub parts: BTreeMap<Part, Record>,
    /// The text that it was read from; empty where there was none.
    #[serde(skip)]
    text: Vec<u8>,
}

impl Document for Manifest {
    const NAME: &'static str = MANIFEST;

    fn format(&self) -> u32 {
        self.format
    }

    fn check(&self) -> Result<(), String> {
        for (part, record) in &self.parts {
            let paths = || record.entries().map(|(path, _)| path);
            document::check_paths(paths())?;
            if let Some(path) = paths().find(|path| Part::of(path) != *part) {
                return Err(format!("`{path}` is listed in another part"));
            }
        }
        Ok(())
    }
}

impl Manifest {
    /// Reads the tree's manifest; one that isn't there is empty, and so is a corrupt one under
    /// `force`.
    pub(super) fn load(tree: &Path, force: bool) -> Result<Self, EmitError> {
        Ok(match document::load_or_force::<Manifest>(tree, force)? {
            Some((manifest, text)) => Manifest { text, ..manifest },
            None => Manifest { format: FORMAT, parts: BTreeMap::new(), text: Vec::new() },
        })
    }

    /// The file as it was last written, if a compile wrote it.
    pub(super) fn get(&self, path: &str) -> Option<Entry> {
        self.parts.get(&Part::of(path)).and_then(|record| record.get(path))
    }

    /// The text that it was read from; empty where there was none.
    pub(super) fn text(&self) -> &[u8] {
        &self.text
    }

    /// The manifest after a run that wrote or left every file of its parts as it should be.
    pub(super) fn after(&self, files: &[OutFile], stamp: &Stamp<'_>) -> Manifest {
        let others = self.parts.iter().filter(|(part, _)| !stamp.parts.contains(part));
        let mut parts: BTreeMap<Part, Record> =
            others.map(|(part, record)| (*part, record.clone())).collect();
        for part in stamp.parts {
            parts.insert(*part, Record::new(stamp.compiler, stamp.input));
        }
        for file in files {
            let entry = Entry { digest: Digest::of(&file.text), private: file.private };
            parts.entry(Part::of(&file.path)).or_default().put(&file.path, entry);
        }
        Manifest { format: FORMAT, parts, text: Vec::new() }
    }

    /// Writes the manifest if it says something else than before.
    pub(super) fn save(&self, tree: &Path) -> Result<(), EmitError> {
        document::save(tree, self, &self.text)
    }
}
