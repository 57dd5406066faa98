//! What a tree says about itself, without a compile.

use std::path::{Path, PathBuf};

use super::digest::Digest;
use super::journal::JOURNAL;
use super::manifest::{MANIFEST, Manifest};
use super::path::temporary;
use super::{Part, sys};

/// The number of files in `parts` if a compile would change none of them, for a fraction of its
/// cost: the manifest names this compiler and this input for each part, every file that it lists
/// has the recorded contents and mode, and no run was interrupted.
///
/// Where there is any doubt, an unreadable file for example, the answer is `None`: [`super::emit`]
/// looks closer and says what is wrong.
pub fn up_to_date(tree: &Path, parts: &[Part], input: &str, compiler: &str) -> Option<usize> {
    let traces = [JOURNAL.to_owned(), temporary(JOURNAL), temporary(MANIFEST)];
    if traces.iter().any(|name| tree.join(name).symlink_metadata().is_ok()) {
        return None;
    }
    let manifest = Manifest::load(tree, false).ok()?;
    let mut count = 0;
    let mut buffer = Vec::new();
    for part in parts {
        let record = manifest.parts.get(part)?;
        if record.input != input || record.compiler != compiler || !record.kept.is_empty() {
            return None;
        }
        for (path, entry) in record.entries() {
            let place = tree.join(path);
            let metadata = sys::regular(&place).ok()??;
            if entry.private && !sys::is_private(&metadata) {
                return None;
            }
            if Digest::of_file(&place, &metadata, &mut buffer).ok()? != entry.digest {
                return None;
            }
            count += 1;
        }
    }
    Some(count)
}

/// The journal of a run that was interrupted in this tree, if there is one. While a run is at work
/// its journal lies there too.
pub fn unfinished(tree: &Path) -> Option<PathBuf> {
    let journal = tree.join(JOURNAL);
    journal.symlink_metadata().is_ok().then_some(journal)
}
