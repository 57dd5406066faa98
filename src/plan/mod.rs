//! What is to be configured, free of any vendor's words: the plans of devices, hosts and clusters.
//!
//! A plan holds decisions, not text. `lower` makes them, `render` prints them, and a reader of
//! configurations makes them again from text, so a plan is compared by what it says: where it came
//! from, its [`Origin`], is not part of that. Every list is in the order in which it is printed.

mod bgp;
mod bgp_options;
mod cluster;
mod compare;
mod defaults;
mod device;
mod element;
mod family;
mod handoff;
mod host;
mod joined;
mod layer2;
mod layer3;
mod order;
mod pair;
mod policy;
mod secret;
mod walk;

pub use bgp::*;
pub use bgp_options::*;
pub use cluster::*;
pub use compare::{Difference, DifferenceKind, differences, unlike};
pub use device::*;
pub use element::{Element, GLOBAL};
pub use family::*;
pub use handoff::*;
pub use host::*;
pub use layer2::*;
pub use layer3::*;
pub use pair::*;
pub use policy::*;
pub use secret::refers;

use serde::{Serialize, Serializer};

use crate::finding::Span;

/// A decision of lowering: what it is called, and what it says in a sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Why {
    /// Its name.
    pub name: &'static str,
    /// What it decides.
    pub says: &'static str,
}

/// Where an element came from: a statement, and on switches the decision that made it of that. All
/// origins are equal.
#[derive(Debug, Clone, Copy, Default)]
pub struct Origin {
    /// The statement.
    pub span: Span,
    /// The decision.
    pub why: Option<&'static Why>,
}

impl PartialEq for Origin {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Eq for Origin {}

impl From<Span> for Origin {
    fn from(span: Span) -> Self {
        Origin { span, why: None }
    }
}

impl Why {
    /// The origin of what this decision makes of a statement.
    pub const fn of(&'static self, span: Span) -> Origin {
        Origin { span, why: Some(self) }
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
