//! More places than nodes.

use super::{Context, words};
use crate::finding::{At, Finding, Span};
use crate::model::value::ServerCell;

pub fn run(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for cluster in &context.fabric.clusters {
        let plane = &cluster.control_plane;
        let name = format!("the control plane of {}", cluster.name.value);
        check(name, plane.count.value.0, plane.count.span, &plane.place, findings);
        for pool in cluster.pools.iter() {
            let name = format!("{}/{}", cluster.name.value, pool.name.value);
            check(name, pool.count.value.0, pool.count.span, &pool.place, findings);
        }
    }
}

fn check(name: String, count: u64, span: Span, place: &[At<ServerCell>], findings: &mut Vec<Finding>) {
    let Some(extra) = usize::try_from(count).ok().and_then(|n| place.get(n)) else { return };
    let title =
        format!("{name} has {} and {}", words::count(count, "node"), words::count(place.len(), "place"));
    findings.push(
        Finding::error("place-count", extra.span, title)
            .here("no node is left for this one")
            .label(span, words::count(count, "node")),
    );
}
