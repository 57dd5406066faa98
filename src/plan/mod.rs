//! What is to be configured, free of any vendor's words: the plans of devices, hosts and clusters.
//!
//! A plan holds decisions, not text. `lower` makes them, `render` prints them, and a reader of
//! configurations makes them again from text, so a plan is compared by what it says: where it came
//! from, its [`Origin`], is not part of that. Every list is in the order in which it is printed.

mod bgp;
mod cluster;
mod device;
mod family;
mod handoff;
mod host;
mod policy;

pub use bgp::*;
pub use cluster::*;
pub use device::*;
pub use family::*;
pub use handoff::*;
pub use host::*;
pub use policy::*;

use serde::{Serialize, Serializer};

use crate::finding::Span;

/// The statement that an element came from. All origins are equal.
#[derive(Debug, Clone, Copy, Default)]
pub struct Origin(pub Span);

impl PartialEq for Origin {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Eq for Origin {}

impl From<Span> for Origin {
    fn from(span: Span) -> Self {
        Origin(span)
    }
}

/// A secret by its reference; its value is filled in when a tree with secrets is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SecretRef(pub String);

impl Serialize for SecretRef {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}
