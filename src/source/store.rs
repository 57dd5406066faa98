//! Where texts come from: the disk, or a revision of a repository. The loader knows no difference.

use std::ffi::OsString;
use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

/// What a path leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A file.
    File,
    /// A folder.
    Folder,
    /// Neither: a device, a pipe, a module of a repository.
    Other,
}

/// What holds texts. Errors of kind [`io::ErrorKind::NotFound`] mean that there is nothing.
pub(super) trait Store {
    /// A path without a link in it.
    fn real(&self, path: &Path) -> io::Result<PathBuf>;

    /// What a path leads to.
    fn kind(&self, path: &Path) -> io::Result<Kind>;

    /// Whether something has this name, be it a link that leads nowhere.
    fn is_named(&self, path: &Path) -> bool;

    /// The names in a folder, in their order.
    fn names(&self, folder: &Path) -> io::Result<Vec<OsString>>;

    /// The bytes of a file; of one that is larger, `most` and one more.
    fn bytes(&self, path: &Path, most: u64) -> io::Result<Vec<u8>>;

    /// The nearest folder upward that is the top of a repository's work tree.
    fn work_tree(&self, folder: &Path) -> Option<PathBuf>;

    /// Whether what is read is what lies on the disk.
    fn is_disk(&self) -> bool;
}

/// The disk.
#[derive(Debug)]
pub(super) struct Disk;

impl Store for Disk {
    fn real(&self, path: &Path) -> io::Result<PathBuf> {
        fs::canonicalize(path)
    }

    fn kind(&self, path: &Path) -> io::Result<Kind> {
        let meta = fs::metadata(path)?;
        Ok(match (meta.is_file(), meta.is_dir()) {
            (true, _) => Kind::File,
            (_, true) => Kind::Folder,
            _ => Kind::Other,
        })
    }

    fn is_named(&self, path: &Path) -> bool {
        fs::symlink_metadata(path).is_ok()
    }

    fn names(&self, folder: &Path) -> io::Result<Vec<OsString>> {
        let mut names = Vec::new();
        for entry in fs::read_dir(folder)? {
            names.push(entry?.file_name());
        }
        names.sort_unstable();
        Ok(names)
    }

    fn bytes(&self, path: &Path, most: u64) -> io::Result<Vec<u8>> {
        let meta = fs::metadata(path)?;
        let mut bytes = Vec::with_capacity(meta.len().min(most) as usize);
        fs::File::open(path)?.take(most + 1).read_to_end(&mut bytes)?;
        Ok(bytes)
    }

    fn work_tree(&self, folder: &Path) -> Option<PathBuf> {
        folder.ancestors().find(|dir| dir.join(".git").exists()).map(Path::to_owned)
    }

    fn is_disk(&self) -> bool {
        true
    }
}
