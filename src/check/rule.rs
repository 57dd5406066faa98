//! What a rule is.

use std::fmt;

use super::Context;
use crate::finding::{Finding, Level};
use crate::model::Areas;

/// What a rule is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Group {
    /// Words, values, names and files.
    Language,
    /// Templates that the user gave.
    Template,
    /// Devices, ports and cables.
    Cabling,
    /// Server hardware and its use.
    Server,
    /// Pairs of switches, bonds, LACP.
    Mlag,
    /// VLANs, trunks and MTU.
    Vlan,
    /// Pools, subnets, addresses.
    Address,
    /// The way out: links to the PEs, routing.
    Outside,
    /// Route policies and access lists.
    Policy,
    /// Networks of workloads, clusters, VMs.
    Workload,
}

impl Group {
    /// All of them, in the order of the reference.
    pub const ALL: [Group; 10] = [
        Group::Language,
        Group::Template,
        Group::Cabling,
        Group::Server,
        Group::Mlag,
        Group::Vlan,
        Group::Address,
        Group::Outside,
        Group::Policy,
        Group::Workload,
    ];

    /// The word that names it on a command line.
    pub fn word(self) -> &'static str {
        match self {
            Group::Language => "language",
            Group::Template => "templates",
            Group::Cabling => "cabling",
            Group::Server => "servers",
            Group::Mlag => "mlag",
            Group::Vlan => "vlans",
            Group::Address => "addresses",
            Group::Outside => "routing",
            Group::Policy => "policies",
            Group::Workload => "workloads",
        }
    }
}

impl fmt::Display for Group {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Group::Language => "language",
            Group::Template => "templates",
            Group::Cabling => "cabling",
            Group::Server => "servers",
            Group::Mlag => "MLAG and LACP",
            Group::Vlan => "VLANs",
            Group::Address => "addresses",
            Group::Outside => "external networks and routing",
            Group::Policy => "policies and access lists",
            Group::Workload => "workloads",
        })
    }
}

/// A rule.
#[derive(Debug, Clone, Copy)]
pub struct Rule {
    /// Its name, after the bad pattern.
    pub name: &'static str,
    /// How grave what it finds is, at the worst.
    pub level: Level,
    /// What it is about.
    pub group: Group,
    /// Its page: what it catches, why that matters, how to mend it.
    pub doc: &'static str,
    /// What has to be whole for it to conclude from what is not there: the areas where it might have
    /// been. A rule that goes by what is there needs nothing.
    pub needs: Areas,
    /// Whether it concludes from the statements that it points at: with a hole in one of them, what
    /// it finds may follow from that.
    pub whole: bool,
    /// Whether a fabric may ask for less than an error: the switches would take it, and it is the
    /// platform, or good sense, that is against it.
    pub negotiable: bool,
    /// Looks for it. Other steps report what has no `run`.
    pub run: Option<fn(&Context<'_>, &mut Vec<Finding>)>,
}

impl Rule {
    /// Whether a fabric may allow what it finds, all of it. What is wrong with an allowance is never
    /// allowed.
    pub fn may_be_allowed(&self) -> bool {
        self.name != "allowance-unused" && (self.negotiable || self.level != Level::Error)
    }
}
