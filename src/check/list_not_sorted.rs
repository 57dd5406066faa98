//! A list of VLANs that is not in order.

use super::{Context, trunk};
use crate::finding::{At, Finding};
use crate::model::NetworkKind;
use crate::model::value::VlanRange;

pub fn run(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for written in trunk::statements(context) {
        note(&written.name, written.ranges, findings);
    }
    for network in &context.fabric.networks {
        if let NetworkKind::Trunk { ranges, .. } = &network.kind {
            note(&format!("trunked-network {}", network.name.value), ranges, findings);
        }
    }
}

/// Notes a list that has a VLAN after a higher one, or twice.
fn note(of: &str, ranges: &[At<VlanRange>], findings: &mut Vec<Finding>) {
    let mut pairs = ranges.iter().zip(ranges.iter().skip(1));
    let Some((before, wrong)) = pairs.find(|(a, b)| b.first <= a.last) else { return };
    let sorted: Vec<String> = sorted(ranges).iter().map(VlanRange::to_string).collect();
    let list = sorted.join(", ");
    let title = format!("the VLANs of {of} are not in order");
    let finding = Finding::note("list-not-sorted", wrong.span, title)
        .here("this one is lower than the one before, or in it")
        .help(format!("write {list}"));
    // A range in a word stands for several values at one place, and is its author's to sort.
    if before.span == wrong.span || !trunk::as_written(ranges) {
        findings.push(finding);
        return;
    }
    findings.push(match (ranges.first(), ranges.last()) {
        // One for one: what stands between the values, comments too, stays.
        _ if sorted.len() == ranges.len() => {
            let changed = ranges.iter().zip(sorted).filter(|(range, text)| range.to_string() != *text);
            changed.fold(finding, |finding, (range, text)| finding.edit(range.span, text))
        }
        (Some(first), Some(last)) => finding.edit(first.span.to(last.span), list),
        _ => finding,
    });
}

/// The same VLANs, lowest first, none twice; neighbours stay as they are.
fn sorted(ranges: &[At<VlanRange>]) -> Vec<VlanRange> {
    let mut sorted: Vec<VlanRange> = ranges.iter().map(|range| range.value).collect();
    sorted.sort_unstable();
    sorted.dedup_by(|next, last| {
        let joined = next.first <= last.last;
        if joined {
            last.last = last.last.max(next.last);
        }
        joined
    });
    sorted
}
