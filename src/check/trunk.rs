//! The VLANs of `port` and `bond` statements, for the rules about them.

use super::{Context, words};
use crate::finding::{At, Finding, Span};
use crate::graph::PortId;
use crate::model::value::{VlanId, VlanRange, VlanSet};

/// What one statement says about the VLANs of ports.
pub struct Written<'a> {
    /// `port r1-t1:Ethernet1`, `bond s1-4b`.
    pub name: String,
    /// Whether the name is of several.
    many: bool,
    /// The ports that exist, with their place.
    pub ports: Vec<(PortId, Span)>,
    /// The VLANs that it lists; none where the derived ones stay.
    pub ranges: &'a [At<VlanRange>],
    /// The VLAN of untagged frames.
    pub native: Option<At<VlanId>>,
}

impl Written<'_> {
    /// The verb for it: of one, or of several.
    pub fn verb(&self, one: &'static str, many: &'static str) -> &'static str {
        if self.many { many } else { one }
    }

    /// What it lists, as a set.
    pub fn allowed(&self) -> VlanSet {
        self.ranges.iter().flat_map(|r| r.first..=r.last).collect()
    }
}

/// Every statement that says anything about VLANs.
pub fn statements<'a>(context: &Context<'a>) -> Vec<Written<'a>> {
    let topology = context.topology;
    let ports = context.fabric.ports.iter().map(|block| Written {
        name: format!(
            "{} {}",
            words::verb(block.ends.len(), "port", "ports"),
            words::some(block.ends.iter().map(|e| &e.value))
        ),
        many: block.ends.len() != 1,
        ports: block.ends.iter().filter_map(|e| Some((topology.end(e)?, e.span))).collect(),
        ranges: &block.vlans,
        native: *block.native_vlan,
    });
    let bonds = context.fabric.bonds.iter().map(|block| Written {
        name: format!("bond {}", block.name.value),
        many: false,
        ports: block.members.iter().filter_map(|e| Some((topology.end(e)?, e.span))).collect(),
        ranges: &block.vlans,
        native: *block.native_vlan,
    });
    ports.chain(bonds).filter(|w| !w.ranges.is_empty() || w.native.is_some()).collect()
}

/// Adds to a finding the edits that put VLANs into a list, each behind the lower ones. A list with
/// words that stand for several values is left to its author.
pub fn admit(ranges: &[At<VlanRange>], vlans: &VlanSet, finding: Finding) -> Finding {
    if !as_written(ranges) {
        return finding;
    }
    let mut places: Vec<(Span, String)> = Vec::new();
    for new in vlans.ranges() {
        let lower = ranges.iter().filter(|range| range.first < new.first).max_by_key(|range| range.span);
        let Some((place, text)) = (match (lower, ranges.first()) {
            (Some(lower), _) => Some((Span { start: lower.span.end, ..lower.span }, format!(", {new}"))),
            (None, Some(first)) => Some((Span { end: first.span.start, ..first.span }, format!("{new}, "))),
            (None, None) => None,
        }) else {
            continue;
        };
        match places.last_mut().filter(|(last, _)| *last == place) {
            Some((_, before)) => before.push_str(&text),
            None => places.push((place, text)),
        }
    }
    places.into_iter().fold(finding, |finding, (place, text)| finding.edit(place, text))
}

/// Whether every value of a list is a word of its own.
pub fn as_written(ranges: &[At<VlanRange>]) -> bool {
    ranges.iter().all(|range| (range.span.end - range.span.start) as usize == range.to_string().len())
}

/// VLANs as they are put behind a list: `, 310, 501-502`.
pub fn more(vlans: &VlanSet) -> String {
    vlans.ranges().iter().map(|range| format!(", {range}")).collect()
}
