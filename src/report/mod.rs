//! Findings for people and for other programs, the language reference, `explain`.
//!
//! Every renderer takes plain data and gives text; nothing here reads, writes or decides. Two things
//! hold for all of it: no secret is shown (`secret`), and no text of a file reaches a terminal as
//! anything but text (`shown`).

mod catalog;
pub mod changes;
mod concise;
pub mod diff;
mod excerpt;
pub mod explain;
mod fingerprint;
pub mod format;
mod github;
mod gitlab;
pub mod human;
mod json;
mod junit;
pub mod language;
pub mod patch;
mod place;
pub mod rollout;
pub mod rules;
mod sarif;
mod secret;

use std::borrow::Cow;

pub use crate::shown::printable;
use crate::shown::unprintable;

/// How long one message may be. Files may hold words of any length, and messages quote them.
const MOST: usize = 400;

/// A message as one line that is safe to show, cut where nobody would read on.
pub fn message(text: &str) -> Cow<'_, str> {
    match text.char_indices().nth(MOST) {
        Some((end, _)) => format!("{}...", printable(text.get(..end).unwrap_or(""))).into(),
        None => printable(text),
    }
}
