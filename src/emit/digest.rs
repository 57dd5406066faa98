//! Digests of file contents.

use std::fmt;
use std::fs::{File, Metadata};
use std::path::Path;

use serde::de::{Error, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::error::io;
use super::{EmitError, sys};

/// The BLAKE3 digest of a file's contents, in hexadecimal where it is written: what `b3sum` prints.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Digest(blake3::Hash);

/// Files up to this size are read at once. Anybody may have put a larger one in our place, and that
/// must not cost its size in memory.
const AT_ONCE: u64 = 1 << 20;

impl Digest {
    pub(super) fn of(text: &[u8]) -> Self {
        Digest(blake3::hash(text))
    }

    /// The digest of a regular file. `buffer` is scratch.
    pub(super) fn of_file(
        place: &Path,
        metadata: &Metadata,
        buffer: &mut Vec<u8>,
    ) -> Result<Self, EmitError> {
        if metadata.len() <= AT_ONCE {
            sys::read(place, metadata, buffer)?;
            return Ok(Digest::of(buffer));
        }
        let mut hasher = blake3::Hasher::new();
        let file = File::open(place).map_err(io(place, "open it"))?;
        hasher.update_reader(file).map_err(io(place, "read it"))?;
        Ok(Digest(hasher.finalize()))
    }
}

impl Serialize for Digest {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0.to_hex())
    }
}

impl<'de> Deserialize<'de> for Digest {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Hex;
        impl Visitor<'_> for Hex {
            type Value = Digest;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a digest of 64 hexadecimal digits")
            }
            fn visit_str<E: Error>(self, text: &str) -> Result<Digest, E> {
                blake3::Hash::from_hex(text).map(Digest).map_err(E::custom)
            }
        }
        deserializer.deserialize_str(Hex)
    }
}
