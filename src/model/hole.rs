//! What of a fabric could not be read, so that rules can tell absence from ignorance.
//!
//! A statement with a mistake in it is left out, or stands without the value at fault. A rule that
//! concludes from what is there goes on; one that concludes from what is not there has to know that
//! nothing was lost that it looks for.

use std::collections::HashSet;
use std::fmt;

use crate::finding::{Finding, Level, Span};
use crate::syntax::Statement;

/// A part of a fabric: the statements that rules look for together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Area {
    /// The `fabric` statement: AS, pools, services.
    Fabric,
    /// Platforms and server profiles.
    Hardware,
    /// PEs, CEs, racks and what stands in them, storage arrays.
    Devices,
    /// Cables, bonds, and settings of single ports and devices.
    Settings,
    /// Isolation domains, the infrastructure domain, NNIs.
    Domains,
    /// Route policies, access lists and the lists that they name.
    Policies,
    /// Workload networks.
    Networks,
    /// Clusters and VMs.
    Workloads,
}

impl Area {
    /// All of them.
    pub const ALL: [Area; 8] = [
        Area::Fabric,
        Area::Hardware,
        Area::Devices,
        Area::Settings,
        Area::Domains,
        Area::Policies,
        Area::Networks,
        Area::Workloads,
    ];

    /// The area of a statement at the top level.
    pub fn of(keyword: &str) -> Option<Area> {
        Some(match keyword {
            "fabric" => Area::Fabric,
            "platform" | "server-profile" => Area::Hardware,
            "pe" | "ce" | "rack" | "storage-array" => Area::Devices,
            "cable" | "bond" | "port" | "device" => Area::Settings,
            "l2-isolation-domain" | "l3-isolation-domain" | "infrastructure-domain" | "nni" => Area::Domains,
            "prefix-list" | "community-list" | "extended-community-list" | "route-policy" | "access-list" => {
                Area::Policies
            }
            "l2-network" | "l3-network" | "trunked-network" | "cloud-services-network" => Area::Networks,
            "cluster" | "vm" => Area::Workloads,
            _ => return None,
        })
    }
}

/// A set of areas.
#[derive(Clone, Copy, PartialEq, Eq, Default)]
pub struct Areas(u8);

impl Areas {
    /// None of them.
    pub const NONE: Areas = Areas(0);
    /// All of them.
    pub const ALL: Areas = Areas(u8::MAX);

    /// The set of these.
    pub const fn of(areas: &[Area]) -> Areas {
        let mut bits = 0;
        let mut rest = areas;
        while let [first, others @ ..] = rest {
            bits |= 1 << *first as u8;
            rest = others;
        }
        Areas(bits)
    }

    /// Whether there is nothing in it.
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Whether two sets share an area.
    pub fn meets(self, other: Areas) -> bool {
        self.0 & other.0 != 0
    }

    /// The areas of either set.
    #[must_use]
    pub fn and(self, other: Areas) -> Areas {
        Areas(self.0 | other.0)
    }
}

impl fmt::Debug for Areas {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(Area::ALL.iter().filter(|a| self.meets(Areas::of(&[**a])))).finish()
    }
}

/// Where the statements of the top level stand, and what they are about.
#[derive(Debug)]
pub struct Extents(Vec<(Span, Areas)>);

impl Extents {
    /// Of the statements of all files.
    pub fn of(statements: &[Statement<'_>]) -> Extents {
        let areas = |s: &Statement<'_>| match (&*s.keyword.text, Area::of(&s.keyword.text)) {
            // They say nothing about the network.
            ("allow" | "warn", _) => Areas::NONE,
            (_, Some(area)) => Areas::of(&[area]),
            (_, None) => Areas::ALL,
        };
        let mut extents: Vec<(Span, Areas)> = statements.iter().map(|s| (s.whole, areas(s))).collect();
        extents.sort_by_key(|(span, _)| *span);
        Extents(extents)
    }

    /// The areas that errors leave with a hole. What is wrong outside of any statement may have hidden
    /// one of any kind.
    pub fn holes(&self, findings: &[Finding], further: &[Span]) -> Areas {
        let mut holes = Areas::NONE;
        let errors = findings.iter().filter(|f| f.level == Level::Error).map(|f| f.primary.span);
        for at in errors.chain(further.iter().copied()) {
            holes = holes.and(self.around(at).map_or(Areas::ALL, |(_, areas)| *areas));
        }
        holes
    }

    /// The statements that have errors in them.
    pub fn faulty(&self, findings: &[Finding]) -> HashSet<Span> {
        let errors = findings.iter().filter(|f| f.level == Level::Error);
        errors.filter_map(|f| Some(self.around(f.primary.span)?.0)).collect()
    }

    /// The statement of the top level that a place lies in.
    pub fn around(&self, at: Span) -> Option<&(Span, Areas)> {
        let before = self.0.partition_point(|(span, _)| (span.file, span.start) <= (at.file, at.start));
        let within = before.checked_sub(1).and_then(|i| self.0.get(i));
        within.filter(|(span, _)| span.file == at.file && at.start < span.end)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::construct::{Construct, Root};

    #[test]
    fn every_statement_of_the_top_level_has_its_area() {
        for field in Root::SPEC.fields.iter().filter(|f| !["allow", "warn"].contains(&f.name)) {
            assert!(Area::of(field.name).is_some(), "{}", field.name);
        }
    }

    #[test]
    fn a_set_holds_what_it_was_made_of() {
        let some = Areas::of(&[Area::Devices, Area::Workloads]);
        assert!(some.meets(Areas::of(&[Area::Workloads])) && !some.meets(Areas::of(&[Area::Domains])));
        assert_eq!(Areas::of(&Area::ALL), Areas::ALL);
        assert_eq!(format!("{some:?}"), "{Devices, Workloads}");
    }
}
