//! Reports beside the work: each a file outside of every tree, or a device.

use std::fs::{self, FileType, OpenOptions};
use std::io::Write;
use std::path::{Path, PathBuf};

use super::error::io;
use super::manifest::MANIFEST;
use super::write::{folder_of, write_one};
use super::{EmitError, Why, sys};

/// Writes a report: a file whole or not at all, its folder made where it is missing; what is no file
/// (`/dev/stdout`, a pipe) as it is.
///
/// # Errors
/// Where the system refuses, and where a folder, a link or a disk stands there.
pub fn write_report(path: &Path, text: &[u8]) -> Result<(), EmitError> {
    if is_stream(path) {
        let opened = OpenOptions::new().append(true).open(path);
        return opened.and_then(|mut file| file.write_all(text)).map_err(io(path, "write it"));
    }
    sys::make_tree(folder_of(path), false)?;
    write_one(path, text).map(drop)
}

/// Refuses a report that would lie in one of these trees, or in any that a compile has written: it
/// would stand in the place of a file that is pushed to a device, or among them.
///
/// # Errors
/// Names the report and the tree; nothing has been written.
pub fn check_report(path: &Path, trees: &[&Path]) -> Result<(), EmitError> {
    if is_stream(path) {
        return Ok(());
    }
    let real = sys::real(path)?;
    for tree in trees {
        if real.starts_with(sys::real(tree)?) {
            return Err(EmitError::new(path, Why::InTree(tree.to_path_buf())));
        }
    }
    // The tree is named as the path has it, as far as it does.
    let shown = |tree: &Path| -> PathBuf {
        let below = real.strip_prefix(tree).map_or(0, |rest| rest.components().count());
        let above = path.ancestors().nth(below).filter(|p| !p.as_os_str().is_empty());
        above.unwrap_or(Path::new(".")).to_owned()
    };
    match real.ancestors().skip(1).find(|folder| folder.join(MANIFEST).is_file()) {
        Some(tree) => Err(EmitError::new(path, Why::InTree(shown(tree)))),
        None => Ok(()),
    }
}

/// Whether a path is written to as it is: a character device, a pipe, or what the system names an open
/// file by.
fn is_stream(path: &Path) -> bool {
    let Ok(metadata) = fs::symlink_metadata(path) else { return false };
    let system = || path.starts_with("/dev") || path.starts_with("/proc");
    match metadata.file_type() {
        kind if kind.is_symlink() && system() => {
            fs::metadata(path).is_ok_and(|there| there.is_file() || flows(there.file_type()))
        }
        kind => flows(kind),
    }
}

#[cfg(unix)]
fn flows(kind: FileType) -> bool {
    use std::os::unix::fs::FileTypeExt;
    kind.is_char_device() || kind.is_fifo()
}

#[cfg(not(unix))]
fn flows(_: FileType) -> bool {
    false
}
