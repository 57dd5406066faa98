//! What switches say of BGP beside what a fabric asks for.

use ipnet::IpNet;
use serde::Serialize;

use super::{Family, Session};

/// What else a table of routes says of BGP, as switches do. A compile leaves it empty.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct BgpOptions {
    /// NX-OS: how many ways to one prefix are used at once, by family.
    pub family_paths: Vec<FamilyPaths>,
    /// Aggregates that are announced in place of what lies in them.
    pub summary_only: Vec<IpNet>,
    /// Whether ways whose AS paths are alike in length only are used at once.
    pub multipath_relax: bool,
    /// Whether it is logged that sessions come and go.
    pub log_neighbor_changes: bool,
}

/// How many ways to one prefix of a family are used at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct FamilyPaths {
    /// The family.
    pub family: Family,
    /// Whether they are ways inside the own AS.
    pub internal: bool,
    /// How many.
    pub paths: u16,
}

/// How a session behaves in a family, where that is not as in its first. What is of the session as a
/// whole (its description, BFD) is empty.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct FamilySession {
    /// The family.
    pub family: Family,
    /// How it behaves there.
    pub session: Session,
}

/// What is kept of the routes that a neighbour sent, so that a policy can be applied to them anew.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum SoftReconfiguration {
    /// All, unless the neighbour can send them again.
    Inbound,
    /// All.
    Always,
}
