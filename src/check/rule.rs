//! What a rule is.

use std::fmt;

use super::Context;
use crate::finding::{Finding, Level};

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
    /// Looks for it. Other steps report what has no `run`.
    pub run: Option<fn(&Context<'_>, &mut Vec<Finding>)>,
}
