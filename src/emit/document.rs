//! The compiler's own files at a tree's top: JSON, written whole, read with distrust.

use std::path::Path;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::error::io;
use super::path::temporary;
use super::{EmitError, Why, path, sys, write};

/// The one format that they have had so far.
pub(super) const FORMAT: u32 = 1;

/// More than any of them has for a hundred thousand files.
const LARGEST: u64 = 64 << 20;

/// A file of our own. Anyone may have edited it, so none of its paths is used before
/// [`Document::check`] has seen it.
pub(super) trait Document: Serialize + DeserializeOwned {
    /// Its name in the tree.
    const NAME: &'static str;
    /// Only its owner may read it.
    const PRIVATE: bool = false;

    /// The format that it says it has.
    fn format(&self) -> u32;

    /// Whether every path in it can stand in a tree; the error says what can't.
    fn check(&self) -> Result<(), String>;
}

/// Reads the document of a tree, with its text; `None` where there is none.
pub(super) fn load<D: Document>(tree: &Path) -> Result<Option<(D, Vec<u8>)>, EmitError> {
    let place = tree.join(D::NAME);
    let Some(metadata) = sys::regular(&place)? else { return Ok(None) };
    let corrupt = |why: String| EmitError::new(&place, Why::Corrupt(why));
    if metadata.len() > LARGEST {
        return Err(corrupt("it is too large".to_owned()));
    }
    let mut text = Vec::new();
    sys::read(&place, &metadata, &mut text)?;
    let format = |format| EmitError::new(&place, Why::Format(format));
    match serde_json::from_slice::<D>(&text) {
        Ok(document) if document.format() != FORMAT => Err(format(document.format())),
        Ok(document) => document.check().map(|()| Some((document, text))).map_err(corrupt),
        Err(error) => match serde_json::from_slice::<Head>(&text) {
            Ok(head) if head.format != FORMAT => Err(format(head.format)),
            _ => Err(corrupt(error.to_string())),
        },
    }
}

/// What every format begins with.
#[derive(Deserialize)]
struct Head {
    format: u32,
}

/// The same, but what can't be read counts as not there if the run is forced.
pub(super) fn load_or_force<D: Document>(
    tree: &Path,
    force: bool,
) -> Result<Option<(D, Vec<u8>)>, EmitError> {
    match load(tree) {
        Err(EmitError { why: Why::Corrupt(_) | Why::Format(_), .. }) if force => Ok(None),
        loaded => loaded,
    }
}

/// The first of the paths that can't stand in a tree, and why.
pub(super) fn check_paths<'p>(mut paths: impl Iterator<Item = &'p str>) -> Result<(), String> {
    paths.try_for_each(|path| path::check(path).map_err(|why| format!("`{path}`: {why}")))
}

/// Writes the document, unless its text is `before`.
pub(super) fn save<D: Document>(tree: &Path, document: &D, before: &[u8]) -> Result<(), EmitError> {
    let text = text(tree, document)?;
    if text == before {
        return Ok(());
    }
    write::replace(&tree.join(D::NAME), &tree.join(temporary(D::NAME)), &text, write::Mode::of(D::PRIVATE))
}

/// The document as it is written, one entry a line.
pub(super) fn text<D: Document>(tree: &Path, document: &D) -> Result<Vec<u8>, EmitError> {
    let mut text = serde_json::to_vec_pretty(document)
        .map_err(|error| io(&tree.join(D::NAME), "write it")(error.into()))?;
    text.push(b'\n');
    Ok(text)
}
