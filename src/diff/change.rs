//! One change of a switch.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::{Concerned, Hit, Risk};
use crate::finding::Span;
use crate::plan::{Element, Origin};

/// One thing that a switch is to say otherwise.
#[derive(Debug, Clone)]
pub struct Change {
    /// What of the switch.
    pub element: Element,
    /// What becomes of it.
    pub action: Action,
    /// What changes in it, where it was there before and is afterwards.
    pub details: Vec<Detail>,
    /// What that does to traffic, at the worst.
    pub risk: Risk,
    /// Why it does, and what has to follow, as sentences for people: `vrf A -> B: the switch erases
    /// the addresses; entered again`.
    pub reasons: Vec<String>,
    /// Who has to change with it, or the two don't fit.
    pub peers: Vec<Concerned>,
    /// Who is behind it; none where there is no fabric to tell, or it doesn't know. Nobody, where the
    /// change disturbs nothing.
    pub hit: Option<Arc<Hit>>,
    /// The VRFs whose traffic alone it reaches; none where it reaches more than that.
    pub vrfs: Option<BTreeSet<String>>,
    /// Switches whose management goes over the fabric and is cut by it, or may be, by name.
    pub cuts: Vec<String>,
    /// The statement that the new side has it from; of what is removed, the old side's.
    pub origin: Option<Origin>,
    /// The statements that are behind it: where a VLAN joins a trunk the VLAN's, which is another than
    /// that of the port. Only sides that are fabrics have statements.
    pub causes: Vec<Cause>,
}

/// A statement behind a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cause {
    /// The side whose statement it is.
    pub which: Which,
    /// The statement.
    pub span: Span,
}

/// One of the two sides.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Which {
    /// The old one.
    Old,
    /// The new one.
    New,
}

/// What becomes of an element.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Action {
    /// It goes.
    Remove,
    /// It changes.
    Change,
    /// It comes.
    Add,
}

/// What changes in one field of an element, or by one key of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Detail {
    /// Its path in the plan, `trunk.allowed`, or in the file: what is decided by it goes by this.
    pub path: String,
    /// What people call it: `allowed vlan`.
    pub name: String,
    /// How it changes.
    pub says: Says,
}

/// How something changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Says {
    /// A single value; none where there is none.
    Value {
        /// What it was.
        old: Option<String>,
        /// What it is to be.
        new: Option<String>,
    },
    /// A set, in which order means nothing.
    Set {
        /// What comes.
        added: Vec<String>,
        /// What goes.
        removed: Vec<String>,
        /// What stays.
        kept: Vec<String>,
    },
    /// A list in which order means something.
    List {
        /// What it was.
        old: Vec<String>,
        /// What it is to be.
        new: Vec<String>,
    },
    /// A secret, of which nothing is shown.
    Secret,
}

impl Detail {
    /// Whether one value takes the place of another.
    pub const fn is_replaced(&self) -> bool {
        matches!(self.says, Says::Value { old: Some(_), new: Some(_) })
    }
}
