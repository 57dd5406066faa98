//! What of a fabric could not be read, so that rules can tell absence from ignorance.
//!
//! A statement with a mistake in it is left out, or stands without the value at fault. What follows
//! from that is said of two ways in which a rule concludes:
//!
//! - From what is not there, anywhere: it has to know that nothing was lost that it looks for. That
//!   is a matter of [`Areas`], and of the smallest that will do: a hole in one silences every such
//!   rule in the whole fabric.
//! - From statements that it points at: what it finds holds unless one of these very statements has
//!   a hole ([`Holes::touch`]).
//!
//! A rule that concludes from single values only needs neither.

use std::fmt;

use super::construct::{Construct, InternalNetwork, Root, Shape};
use crate::finding::{Finding, Level, Span, meant};
use crate::syntax::Statement;

/// A set of areas: what rules look for together.
#[derive(Clone, Copy, PartialEq, Eq, Default)]
pub struct Areas(u64);

macro_rules! areas {
    ($( $(#[$doc:meta])* $name:ident = $bit:literal; )*) => {
        impl Areas {
            $( $(#[$doc])* pub const $name: Areas = Areas(1 << $bit); )*
            /// Each of them with its name.
            const EACH: &'static [(&'static str, Areas)] = &[ $( (stringify!($name), Areas::$name), )* ];
        }
    };
}

areas! {
    /// The AS of the fabric.
    AS = 0;
    /// Its pools.
    POOLS = 1;
    /// Its SKU, MTU and prefixes.
    FABRIC = 2;
    /// Its accounts and services.
    SERVICES = 3;
    /// Platforms.
    PLATFORM = 4;
    /// Server profiles.
    PROFILE = 5;
    /// PEs.
    PE = 6;
    /// CEs.
    CE = 7;
    /// Racks and what stands in them.
    RACK = 8;
    /// Storage arrays.
    ARRAY = 9;
    /// Cables that were written.
    CABLE = 10;
    /// Bonds that were written.
    BOND = 11;
    /// VLANs of ports.
    PORT_VLANS = 12;
    /// MTUs of ports.
    PORT_MTU = 13;
    /// LACP of ports.
    PORT_LACP = 14;
    /// All else about ports.
    PORT_LINK = 15;
    /// Addresses of single devices.
    DEVICE = 16;
    /// VLANs that are defined.
    VLAN = 17;
    /// L2 isolation domains, their VLANs left out.
    L2_DOMAIN = 18;
    /// L3 isolation domains, their VLANs left out.
    L3_DOMAIN = 19;
    /// The infrastructure domain, its VLANs left out.
    INFRASTRUCTURE = 20;
    /// NNIs.
    NNI = 21;
    /// Prefix lists.
    PREFIX_LIST = 22;
    /// Lists of communities, plain and extended.
    COMMUNITY_LIST = 23;
    /// Route policies.
    ROUTE_POLICY = 24;
    /// Access lists.
    ACCESS_LIST = 25;
    /// Workload networks.
    NETWORK = 26;
    /// Cloud services networks.
    CLOUD = 27;
    /// Clusters and VMs.
    WORKLOAD = 28;
}

impl Areas {
    /// None of them.
    pub const NONE: Areas = Areas(0);
    /// All of them.
    pub const ALL: Areas = Areas(u64::MAX);
    /// All about ports.
    pub const PORT: Areas =
        Areas::PORT_VLANS.and(Areas::PORT_MTU).and(Areas::PORT_LACP).and(Areas::PORT_LINK);
    /// Isolation domains, the infrastructure domain and NNIs.
    pub const DOMAIN: Areas =
        Areas::L2_DOMAIN.and(Areas::L3_DOMAIN).and(Areas::INFRASTRUCTURE).and(Areas::NNI).and(Areas::VLAN);

    /// Whether there is nothing in it.
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Whether two sets share an area.
    pub const fn meets(self, other: Areas) -> bool {
        self.0 & other.0 != 0
    }

    /// The areas of either set.
    #[must_use]
    pub const fn and(self, other: Areas) -> Areas {
        Areas(self.0 | other.0)
    }

    /// The areas that are not in the other set.
    #[must_use]
    const fn without(self, other: Areas) -> Areas {
        Areas(self.0 & !other.0)
    }

    /// All that a statement of the top level may be about; none where there is no such statement.
    pub fn of(keyword: &str) -> Option<Areas> {
        Some(match keyword {
            "fabric" => Areas::AS.and(Areas::POOLS).and(Areas::FABRIC).and(Areas::SERVICES),
            "platform" => Areas::PLATFORM,
            "server-profile" => Areas::PROFILE,
            "pe" => Areas::PE,
            "ce" => Areas::CE,
            "rack" => Areas::RACK,
            "storage-array" => Areas::ARRAY,
            "cable" => Areas::CABLE,
            "bond" => Areas::BOND,
            "port" => Areas::PORT,
            "device" => Areas::DEVICE,
            "l2-isolation-domain" => Areas::L2_DOMAIN.and(Areas::VLAN),
            "l3-isolation-domain" => Areas::L3_DOMAIN.and(Areas::VLAN),
            "infrastructure-domain" => Areas::INFRASTRUCTURE.and(Areas::VLAN),
            "nni" => Areas::NNI,
            "prefix-list" => Areas::PREFIX_LIST,
            "community-list" | "extended-community-list" => Areas::COMMUNITY_LIST,
            "route-policy" => Areas::ROUTE_POLICY,
            "access-list" => Areas::ACCESS_LIST,
            "l2-network" | "l3-network" | "trunked-network" => Areas::NETWORK,
            "cloud-services-network" => Areas::CLOUD,
            "cluster" | "vm" => Areas::WORKLOAD,
            // They say nothing about the network.
            "allow" | "warn" => Areas::NONE,
            _ => return None,
        })
    }

    /// What an attribute of a statement of the top level is about.
    fn of_attribute(keyword: &str, attribute: &str) -> Areas {
        let all = Areas::of(keyword).unwrap_or(Areas::ALL);
        match (keyword, attribute) {
            ("fabric", "asn") => Areas::AS,
            ("fabric", "pools") => Areas::POOLS,
            ("fabric", "services" | "user" | "description") => Areas::SERVICES,
            ("fabric", "sku" | "mtu" | "prefix") => Areas::FABRIC,
            ("port", "vlans" | "native-vlan") => Areas::PORT_VLANS,
            ("port", "mtu") => Areas::PORT_MTU,
            ("port", "lacp" | "lacp-rate") => Areas::PORT_LACP,
            ("port", "speed" | "description" | "shutdown") => Areas::PORT_LINK,
            ("l2-isolation-domain", "mtu" | "vni" | "description") => Areas::L2_DOMAIN,
            ("l3-isolation-domain", "redistribute" | "aggregate" | "external-network" | "description") => {
                Areas::L3_DOMAIN
            }
            ("infrastructure-domain", "external-network" | "description") => Areas::INFRASTRUCTURE,
            _ => all,
        }
    }
}

impl fmt::Debug for Areas {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set()
            .entries(Areas::EACH.iter().filter(|(_, a)| self.meets(*a)).map(|(name, _)| name))
            .finish()
    }
}

/// What of a fabric could not be read.
#[derive(Debug, Default)]
pub struct Holes {
    /// Where something may be missing.
    pub areas: Areas,
    /// The statements of the top level that have holes, in the order of their places.
    statements: Vec<Outline>,
}

impl Holes {
    /// Whether all was read.
    pub fn is_empty(&self) -> bool {
        self.areas.is_empty() && self.statements.is_empty()
    }

    /// Whether what is said of a place may follow from a hole: one lies in a block around the place,
    /// or in the block that the place stands in.
    pub fn touch(&self, at: Span) -> bool {
        around(&self.statements, |o| o.whole(), at).is_some_and(|outline| outline.touches(at))
    }
}

/// The blocks of a statement of the top level that has holes: first the whole, then what it holds.
#[derive(Debug)]
struct Outline(Vec<Block>);

#[derive(Debug)]
struct Block {
    whole: Span,
    /// The block around it, by its position; the first is its own.
    parent: usize,
    /// Whether there is a hole right in it, or in a block around it.
    within_hole: bool,
    /// Whether there is a hole in it, however deep.
    holds_hole: bool,
}

impl Outline {
    /// Of a statement with the places of its errors.
    fn of(statement: &Statement<'_>, errors: &[Span]) -> Outline {
        let mut blocks = Vec::new();
        list(statement, 0, &mut blocks);
        let mut outline = Outline(blocks);
        for error in errors {
            let mut at = outline.innermost(*error);
            if let Some(block) = outline.0.get_mut(at) {
                block.within_hole = true;
            }
            while let Some(block) = outline.0.get_mut(at).filter(|b| !b.holds_hole) {
                block.holds_hole = true;
                at = block.parent;
            }
        }
        // A block stands behind the one around it.
        for i in 0..outline.0.len() {
            let parent = outline.0.get(i).map_or(0, |b| b.parent);
            let above = outline.0.get(parent).is_some_and(|b| b.within_hole);
            if let Some(block) = outline.0.get_mut(i) {
                block.within_hole |= above;
            }
        }
        outline
    }

    fn whole(&self) -> Span {
        self.0.first().map_or(Span::default(), |b| b.whole)
    }

    fn touches(&self, at: Span) -> bool {
        self.0.get(self.innermost(at)).is_some_and(|b| b.within_hole || b.holds_hole)
    }

    /// The innermost block that a place of the statement lies in. The head of a block lies in the
    /// block around it: with a mistake there the block itself may be missing.
    fn innermost(&self, at: Span) -> usize {
        let before = self.0.partition_point(|b| b.whole.start < at.start);
        let mut block = before.saturating_sub(1);
        while let Some(b) = self.0.get(block).filter(|b| at.start >= b.whole.end) {
            if b.parent == block {
                break;
            }
            block = b.parent;
        }
        block
    }
}

/// Lists a statement and the blocks in it, from the brace on where it is not the first.
fn list(statement: &Statement<'_>, parent: usize, blocks: &mut Vec<Block>) {
    let position = blocks.len();
    let head = statement.head();
    let start = if position == 0 { statement.whole.start } else { head.end };
    let whole = Span { start, ..statement.whole };
    blocks.push(Block { whole, parent, within_hole: false, holds_hole: false });
    for inner in statement.block.iter().flatten().filter(|s| s.block.is_some()) {
        list(inner, position, blocks);
    }
}

/// The statements of the top level, in the order of their places.
#[derive(Debug)]
pub struct Extents<'t, 's>(Vec<&'t Statement<'s>>);

impl<'t, 's> Extents<'t, 's> {
    /// Of the statements of all files.
    pub fn of(statements: &'t [Statement<'s>]) -> Self {
        let mut extents: Vec<&Statement<'_>> = statements.iter().collect();
        extents.sort_by_key(|s| s.whole);
        Extents(extents)
    }

    /// What errors leave of holes. What is wrong outside of any statement may have hidden one of any
    /// kind.
    pub fn holes(&self, findings: &[Finding], further: &[Span]) -> Holes {
        let errors = findings.iter().filter(|f| f.level == Level::Error).map(|f| f.primary.span);
        let mut errors: Vec<Span> = errors.chain(further.iter().copied()).collect();
        errors.sort_unstable();
        let mut holes = Holes::default();
        let mut rest = errors.as_slice();
        while let Some(first) = rest.first() {
            let Some(statement) = self.around(*first) else {
                holes.areas = Areas::ALL;
                rest = rest.get(1..).unwrap_or_default();
                continue;
            };
            let whole = statement.whole;
            let own = rest.partition_point(|e| e.file == whole.file && e.start < whole.end);
            let (own, others) = rest.split_at_checked(own.max(1)).unwrap_or((rest, &[]));
            for error in own {
                holes.areas = holes.areas.and(areas(statement, *error));
            }
            holes.statements.push(Outline::of(statement, own));
            rest = others;
        }
        holes
    }

    /// The statement of the top level that a place lies in.
    pub fn around(&self, at: Span) -> Option<&'t Statement<'s>> {
        around(&self.0, |s| s.whole, at).copied()
    }
}

/// What of many with places, in their order, a place lies in.
fn around<T>(all: &[T], whole: impl Fn(&T) -> Span, at: Span) -> Option<&T> {
    let before = all.partition_point(|one| {
        let span = whole(one);
        (span.file, span.start) <= (at.file, at.start)
    });
    let within = before.checked_sub(1).and_then(|i| all.get(i));
    within.filter(|one| whole(one).file == at.file && at.start < whole(one).end)
}

/// What an error at a place of a statement may have hidden.
fn areas(statement: &Statement<'_>, at: Span) -> Areas {
    let keyword = &*statement.keyword.text;
    let Some(all) = Areas::of(keyword) else { return unknown(statement) };
    let inner = statement.block.as_deref().unwrap_or_default();
    if statement.damaged || statement.garbled || statement.unclosed {
        return all;
    }
    match around(inner, |s| s.whole, at) {
        Some(attribute) => {
            let Some(name) = name(&attribute.keyword.text, attributes(keyword)) else { return all };
            let of_attribute = Areas::of_attribute(keyword, name);
            if name != "internal-network" || attribute.damaged || attribute.garbled || attribute.unclosed {
                return of_attribute;
            }
            // Of a network, only its VLAN is looked for elsewhere.
            let inner = around(attribute.block.as_deref().unwrap_or_default(), |s| s.whole, at);
            let fields = InternalNetwork::SPEC.fields.iter().map(|f| f.name);
            match inner.and_then(|s| self::name(&s.keyword.text, fields)) {
                None | Some("vlan") => of_attribute,
                Some(_) => of_attribute.without(Areas::VLAN),
            }
        }
        // The head of settings: which ports they are for. What they set is known.
        None if keyword == "port" && !inner.is_empty() => {
            let each = inner.iter().map(|s| Areas::of_attribute(keyword, &s.keyword.text));
            each.fold(Areas::NONE, Areas::and)
        }
        None => all,
    }
}

/// The one of the names that a word is, or was meant for.
fn name(word: &str, names: impl Iterator<Item = &'static str> + Clone) -> Option<&'static str> {
    names.clone().find(|name| *name == word).or_else(|| meant(word, names))
}

/// What a statement of an unknown kind may be about: of what it is nearly called, or what would stand
/// in another block, or what has all that stands in it. Without a name and a block it says nothing.
fn unknown(statement: &Statement<'_>) -> Areas {
    let keyword = &*statement.keyword.text;
    let inner = statement.block.as_deref().unwrap_or_default();
    if statement.damaged || statement.garbled || statement.unclosed {
        return Areas::ALL;
    }
    let kinds = || Root::SPEC.fields.iter().map(|f| f.name);
    if let Some(kind) = meant(keyword, kinds()) {
        return Areas::of(kind).unwrap_or(Areas::ALL);
    }
    if statement.values.is_empty() && inner.is_empty() {
        return Areas::NONE;
    }
    let misplaced = kinds().filter(|kind| attributes(kind).any(|name| name == keyword));
    let misplaced = misplaced.fold(Areas::NONE, |all, kind| all.and(Areas::of_attribute(kind, keyword)));
    if !misplaced.is_empty() {
        return misplaced;
    }
    let holds = |kind: &&str| inner.iter().all(|s| attributes(kind).any(|name| name == s.keyword.text));
    let like = kinds().filter(holds).fold(Areas::NONE, |all, kind| all.and(Areas::of(kind).unwrap_or(all)));
    if like.is_empty() { Areas::ALL } else { like }
}

/// The attributes of a statement of the top level.
fn attributes(keyword: &str) -> impl Iterator<Item = &'static str> + Clone {
    let fields = match Root::SPEC.fields.iter().find(|f| f.name == keyword).map(|f| &f.shape) {
        Some(Shape::Block(spec) | Shape::Must(spec) | Shape::Many(spec)) => spec.fields,
        _ => &[],
    };
    fields.iter().map(|f| f.name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_statement_of_the_top_level_has_its_areas() {
        for field in Root::SPEC.fields {
            assert!(Areas::of(field.name).is_some(), "{}", field.name);
        }
    }

    #[test]
    fn an_attribute_is_about_a_part_of_its_statement() {
        for field in Root::SPEC.fields {
            for name in attributes(field.name) {
                let (all, own) = (Areas::of(field.name).unwrap(), Areas::of_attribute(field.name, name));
                assert_eq!(all.and(own), all, "{} {name}", field.name);
            }
        }
    }

    #[test]
    fn areas_are_apart() {
        for (i, (name, area)) in Areas::EACH.iter().enumerate() {
            assert!(Areas::EACH.iter().skip(i + 1).all(|(_, other)| !area.meets(*other)), "{name}");
        }
        let some = Areas::CE.and(Areas::VLAN);
        assert!(some.meets(Areas::DOMAIN) && !some.meets(Areas::PORT));
        assert_eq!(format!("{some:?}"), "{\"CE\", \"VLAN\"}");
    }
}
