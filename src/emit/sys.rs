//! What depends on the system: modes, the lock, and what stands at a path.

use std::fs::{self, File, Metadata, OpenOptions, TryLockError};
use std::io::{self, ErrorKind, Read};
use std::path::{Path, PathBuf};

use super::error::io;
use super::{EmitError, Why};

/// What stands at a path, without following a link.
pub(super) enum Standing {
    Nothing,
    File(Metadata),
    Folder(Metadata),
    Link,
    /// A device, a pipe or a socket: opening one could block for ever.
    Other,
}

/// Looks at `path` itself; the folders on the way to it are the caller's concern.
pub(super) fn standing(path: &Path) -> Result<Standing, EmitError> {
    let metadata = match fs::symlink_metadata(path) {
        Ok(metadata) => metadata,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Standing::Nothing),
        Err(error) => return Err(io(path, "look at it")(error)),
    };
    let kind = metadata.file_type();
    Ok(if kind.is_file() {
        Standing::File(metadata)
    } else if kind.is_dir() {
        Standing::Folder(metadata)
    } else if kind.is_symlink() {
        Standing::Link
    } else {
        Standing::Other
    })
}

/// The file at `path`, if there is one; anything but a regular file is an error.
pub(super) fn regular(path: &Path) -> Result<Option<Metadata>, EmitError> {
    match standing(path)? {
        Standing::Nothing => Ok(None),
        Standing::File(metadata) => Ok(Some(metadata)),
        Standing::Link => Err(EmitError::new(path, Why::Link)),
        Standing::Folder(_) | Standing::Other => Err(EmitError::new(path, Why::NotAFile)),
    }
}

/// Reads a regular file into `buffer`: as much of it as `metadata` says, and no more than a byte
/// beyond, if it has grown since.
pub(super) fn read(path: &Path, metadata: &Metadata, buffer: &mut Vec<u8>) -> Result<(), EmitError> {
    // With room for that byte the end shows without growing the buffer.
    let room = metadata.len().saturating_add(1);
    buffer.clear();
    buffer.reserve(usize::try_from(room).unwrap_or(0));
    let file = File::open(path).map_err(io(path, "open it"))?;
    // `take` hides that this is a file, whose `read_to_end` would ask for its length once more.
    file.take(room).read_to_end(buffer).map(drop).map_err(io(path, "read it"))
}

/// Whether a regular file holds exactly `text`. `buffer` is scratch.
pub(super) fn holds(
    path: &Path,
    metadata: &Metadata,
    text: &[u8],
    buffer: &mut Vec<u8>,
) -> Result<bool, EmitError> {
    if metadata.len() != text.len() as u64 {
        return Ok(false);
    }
    read(path, metadata, buffer)?;
    Ok(buffer == text)
}

/// Makes the tree's folder and the ones above it, where they are missing.
pub(super) fn make_tree(tree: &Path, private: bool) -> Result<(), EmitError> {
    match is_folder(tree)? {
        true => Ok(()),
        false => builder(private).recursive(true).create(tree).map_err(io(tree, "make the folder")),
    }
}

/// Whether there is a folder, or a link to one; anything else there is an error.
pub(super) fn is_folder(path: &Path) -> Result<bool, EmitError> {
    match fs::metadata(path) {
        Ok(metadata) if metadata.is_dir() => Ok(true),
        Ok(_) => Err(EmitError::new(path, Why::NotAFolder)),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(false),
        Err(error) => Err(io(path, "look at it")(error)),
    }
}

/// Makes one folder.
pub(super) fn make_folder(path: &Path, private: bool) -> Result<(), EmitError> {
    builder(private).create(path).map_err(io(path, "make the folder"))
}

fn builder(private: bool) -> fs::DirBuilder {
    let mut builder = fs::DirBuilder::new();
    #[cfg(unix)]
    if private {
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    }
    #[cfg(not(unix))]
    let _ = (private, &mut builder);
    builder
}

/// Opens a file that isn't there yet, with its mode from the first moment on.
pub(super) fn open_new(path: &Path, private: bool) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, if private { 0o600 } else { 0o644 });
    #[cfg(not(unix))]
    let _ = private;
    options.open(path)
}

/// Whether only the owner can get at it: 0600 for a file, 0700 for a folder.
pub(super) fn is_private(metadata: &Metadata) -> bool {
    #[cfg(unix)]
    let private =
        std::os::unix::fs::PermissionsExt::mode(&metadata.permissions()) & 0o777 == private_mode(metadata);
    #[cfg(not(unix))]
    let private = metadata.is_file() || metadata.is_dir();
    private
}

/// Sets the mode that [`is_private`] asks for.
pub(super) fn make_private(path: &Path, metadata: &Metadata) -> Result<(), EmitError> {
    #[cfg(unix)]
    {
        let mode = std::os::unix::fs::PermissionsExt::from_mode(private_mode(metadata));
        fs::set_permissions(path, mode).map_err(io(path, "set its mode"))?;
    }
    #[cfg(not(unix))]
    let _ = (path, metadata);
    Ok(())
}

#[cfg(unix)]
fn private_mode(metadata: &Metadata) -> u32 {
    if metadata.is_dir() { 0o700 } else { 0o600 }
}

/// Keeps other runs out of a folder until it is dropped; the system lets go of it for a killed run.
pub(super) struct Lock {
    _folder: Option<File>,
}

/// Takes the folder, or says that another run has it.
pub(super) fn lock(folder: &Path) -> Result<Lock, EmitError> {
    let Some(file) = open_folder(folder)? else { return Ok(Lock { _folder: None }) };
    match file.try_lock() {
        Err(TryLockError::WouldBlock) => Err(EmitError::new(folder, Why::Busy)),
        // A file system without locks: two runs at once are then the caller's to avoid.
        Ok(()) | Err(TryLockError::Error(_)) => Ok(Lock { _folder: Some(file) }),
    }
}

/// Keeps runs that write out of the folder, or says that one has it.
pub(super) fn lock_shared(folder: &Path) -> Result<Lock, EmitError> {
    let Some(file) = open_folder(folder)? else { return Ok(Lock { _folder: None }) };
    match file.try_lock_shared() {
        Err(TryLockError::WouldBlock) => Err(EmitError::new(folder, Why::Busy)),
        // As above.
        Ok(()) | Err(TryLockError::Error(_)) => Ok(Lock { _folder: Some(file) }),
    }
}

/// Takes the folder, after the run that has it.
pub(super) fn wait_for_lock(folder: &Path) -> Result<Lock, EmitError> {
    let file = open_folder(folder)?;
    if let Some(file) = &file {
        // As above: without locks there is nothing to wait for.
        let _ = file.lock();
    }
    Ok(Lock { _folder: file })
}

/// A handle to lock; some systems don't open folders.
fn open_folder(folder: &Path) -> Result<Option<File>, EmitError> {
    if cfg!(unix) { File::open(folder).map(Some).map_err(io(folder, "open it")) } else { Ok(None) }
}

/// Where a path really lies, links resolved, although the end of it may not exist yet.
pub(super) fn real(path: &Path) -> Result<PathBuf, EmitError> {
    let whole = std::path::absolute(path).map_err(io(path, "find it"))?;
    let mut missing = Vec::new();
    let mut there = whole.as_path();
    loop {
        match fs::canonicalize(there) {
            Ok(real) => return Ok(missing.iter().rev().fold(real, |path, name| path.join(name))),
            Err(error) if error.kind() == ErrorKind::NotFound => {
                // A path that goes up again from a folder that isn't there ends here, with the
                // system's own words: nobody can say where it leads.
                let (Some(parent), Some(name)) = (there.parent(), there.file_name()) else {
                    return Err(io(path, "find it")(error));
                };
                missing.push(name);
                there = parent;
            }
            Err(error) => return Err(io(path, "find it")(error)),
        }
    }
}
