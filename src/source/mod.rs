//! The one place that reads files: a fabric's texts, their includes, the lock, a user's templates, and
//! secrets.
//!
//! Invariants: no file outside the root is opened; every file is loaded once; the order of
//! [`Sources::fabric`] follows the paths, never the file system; nothing here knows the language
//! beyond what [`scan`] must: where lines end, how deep blocks nest, how many words there are, which
//! files a text includes.

mod file;
mod load;
mod outside;
mod place;
mod revision;
mod scan;
pub mod secret;
mod store;
mod template;

pub use file::{Disk, Position, SourceFile, Sources};
pub use load::{Instead, LoadError, Options, configuration, load, load_with, reported, stdin};
pub use place::{Place, Text};
pub use scan::MAX_DEPTH;
pub use template::{SUFFIX, load_templates};
