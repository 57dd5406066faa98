//! One VLAN twice on the link between a CE and a PE.

use super::Context;
use super::group::twins;
use crate::finding::Finding;

pub fn run(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let mut edges: Vec<_> = context.edges.iter().collect();
    edges.sort_by_key(|e| e.vlan.span);
    let mut reported = std::collections::HashSet::new();
    let tags = edges.iter().flat_map(|edge| {
        let mut links: Vec<_> = edge.links.iter().map(|l| (l.ce, l.pe)).collect();
        links.sort_unstable();
        // Two adjacencies of one pair are `adjacency-duplicate`'s.
        links.dedup();
        links.into_iter().map(move |(ce, pe)| ((ce, pe, edge.vlan.value), (*edge, ce, pe)))
    });
    for group in twins(tags) {
        let Some(((first, ce, pe), others)) = group.split_first() else { continue };
        let device =
            |ids: &[crate::graph::DeviceId], at: usize| ids.get(at).map_or("", |id| context.name(*id));
        for (other, ..) in others.iter().filter(|(o, ..)| reported.insert((first.vlan.span, o.vlan.span))) {
            let title = format!(
                "{} and {} both have VLAN {} between {} and {}",
                first.name,
                other.name,
                first.vlan.value,
                device(&context.ces, *ce),
                device(&context.pes, *pe)
            );
            findings.push(
                Finding::error("dot1q-tag-twice", other.vlan.span, title)
                    .here("a second time")
                    .label(first.vlan.span, "first here")
                    .effect("both would be one sub-interface, in the VRF of the one that comes last"),
            );
        }
    }
}
