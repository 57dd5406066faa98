//! The parts that a run can be restricted to.

use serde::{Deserialize, Serialize};

/// A part of the tree; each path belongs to exactly one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Part {
    /// `clusters/`
    Clusters,
    /// `devices/`
    Devices,
    /// `hosts/`
    Hosts,
    /// Everything else: the hand-off sheets, the cable and address lists.
    Rest,
}

impl Part {
    /// All of them: a run without restriction.
    pub const ALL: &'static [Part] = &[Part::Clusters, Part::Devices, Part::Hosts, Part::Rest];

    /// The folder that holds it and nothing else; the rest has none.
    pub(super) fn folder(self) -> Option<&'static str> {
        match self {
            Part::Clusters => Some("clusters"),
            Part::Devices => Some("devices"),
            Part::Hosts => Some("hosts"),
            Part::Rest => None,
        }
    }

    /// The part that a path of the tree belongs to.
    pub fn of(path: &str) -> Part {
        match path.split_once('/') {
            Some(("clusters", _)) => Part::Clusters,
            Some(("devices", _)) => Part::Devices,
            Some(("hosts", _)) => Part::Hosts,
            _ => Part::Rest,
        }
    }
}
