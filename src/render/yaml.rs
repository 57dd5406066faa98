//! YAML text. The one place that knows the serializer behind it.
//!
//! What is written must mean the same to readers of YAML 1.1 (PyYAML, and so cloud-init) and 1.2:
//! a bare `no`, `1:30` or MAC address of digits is quoted. A string of several lines is a literal
//! block, so that a person can read it; a string of one line stays on one line, however long: it is
//! never folded.

use std::fmt;

use serde::Serialize;
use serde::ser::SerializeMap;
use serde_saphyr::{SerializerOptions, ser_options};

/// Why a value has no text.
#[derive(Debug)]
pub struct Error(serde_saphyr::ser::Error);

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl std::error::Error for Error {}

fn options() -> SerializerOptions {
    ser_options! { folded_wrap_chars: usize::MAX, compact_list_indent: false }
}

/// The text of a value, behind a comment that says what it is and where it comes from.
///
/// # Errors
/// Where a value can't be written; every plan's can.
pub fn text(what: &str, value: &impl Serialize) -> Result<String, Error> {
    // A whole netplan fits in this.
    let mut text = String::with_capacity(4096);
    text.push_str("# ");
    text.extend(what.chars().filter(|c| !c.is_control()));
    text.push_str("\n# Compiled by selvedge: change the fabric, not this file.\n");
    serde_saphyr::to_fmt_writer_with_options(&mut text, value, options()).map_err(Error)?;
    Ok(text)
}

/// What a YAML document says; none where the text is no such document.
pub fn read(text: &str) -> Option<serde_json::Value> {
    serde_saphyr::from_str(text).ok()
}

/// A mapping in the order of its entries.
#[derive(Debug)]
pub struct Entries<K, V>(pub Vec<(K, V)>);

impl<K, V> Entries<K, V> {
    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl<K: Serialize, V: Serialize> Serialize for Entries<K, V> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (key, value) in &self.0 {
            map.serialize_entry(key, value)?;
        }
        map.end()
    }
}
