//! One side of a comparison: what a network is to be, or is.
//!
//! A side is a fabric, a fabric as a revision of its repository has it, a compiled tree, or a folder
//! of what switches say. Of each the plans of its switches are made, so that sides are compared by
//! what they mean; of the other files their texts.

mod fabric;

use std::collections::BTreeMap;

use crate::Checked;
use crate::plan::{Device, Host};
use crate::read::Unknown;

pub use fabric::fabric;

/// One side of a comparison.
#[derive(Debug)]
pub struct Side {
    /// As the user named it: `site`, `git:HEAD~1`, `build`.
    pub name: String,
    /// What it was made of.
    pub origin: Origin,
    /// Its switches by name.
    pub switches: BTreeMap<String, Switch>,
    /// Its servers by name. A folder of switch configurations has none.
    pub hosts: BTreeMap<String, HostFile>,
    /// Its other files by their path in the tree: those of clusters.
    pub files: BTreeMap<String, String>,
}

/// What a side was made of.
#[derive(Debug)]
pub enum Origin {
    /// A fabric, which knows why each line is there and who is behind it.
    Fabric(Box<Checked>),
    /// A compiled tree.
    Tree,
    /// What switches said.
    Running,
}

/// A switch of a side.
#[derive(Debug)]
pub struct Switch {
    /// What it says.
    pub plan: Device,
    /// Lines that no reader knows; of a fabric none.
    pub unknown: Vec<Unknown>,
}

/// A server of a side.
#[derive(Debug)]
pub enum HostFile {
    /// What is planned for it.
    Plan(Box<Host>),
    /// Its netplan, as a tree has it.
    Text(String),
}

impl Side {
    /// The fabric, where it was made of one.
    pub fn fabric(&self) -> Option<&Checked> {
        match &self.origin {
            Origin::Fabric(checked) => Some(checked),
            Origin::Tree | Origin::Running => None,
        }
    }
}
