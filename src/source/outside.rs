//! Files that are no source and that a finding is about: those of a compiled tree.

use std::fs;
use std::path::{Path, PathBuf};

use super::file::{SourceFile, Sources};
use super::load::key;
use crate::finding::Span;

impl Sources {
    /// A place in a file that no fabric is read from, behind the text `before`, with which it begins. That
    /// is all that is kept of it, and none of it is shown: what stands there may be anything.
    pub fn outside(&mut self, path: &Path, before: String) -> Span {
        let end = before.len() as u32;
        let reported = key(&real(path), &self.top);
        let file = SourceFile::new(path.to_owned(), reported.clone(), before, false).reported_as(reported);
        let file = self.add(file.unshown());
        Span { file, start: end, end }
    }
}

/// Where a path lies, the links above it resolved as far as there is something.
fn real(path: &Path) -> PathBuf {
    let whole = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let above = whole.ancestors().skip(1).find_map(|above| Some((above, fs::canonicalize(above).ok()?)));
    match above {
        Some((above, real)) => whole.strip_prefix(above).map_or(whole.clone(), |rest| real.join(rest)),
        None => whole,
    }
}
