//! An aggregate rack with what belongs in a compute rack.

use super::{Context, words};
use crate::finding::Finding;

pub fn run(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for racks in context.racks.iter().filter(|r| !r.compute()) {
        let rack = racks.first;
        let (tors, servers) = (rack.tors.len(), rack.servers.len());
        let what = match (tors, servers) {
            (0, 0) => continue,
            (tors, 0) => words::count(tors, "TOR"),
            (0, servers) => words::count(servers, "server"),
            (tors, servers) => {
                format!("{} and {}", words::count(tors, "TOR"), words::count(servers, "server"))
            }
        };
        let first =
            rack.tors.iter().map(|t| t.name.span).chain(rack.servers.iter().map(|s| s.name.span)).min();
        let span = first.unwrap_or(rack.name.span);
        let holds = words::verb(racks.all.len(), "holds", "hold");
        let finding = Finding::error(
            "aggregate-rack-with-servers",
            span,
            format!("{} {holds} {what}, as an aggregate", racks.names()),
        )
        .here("belongs in a compute rack")
        .label(
            rack.block.kind.0.span,
            "TORs and servers are counted by their rack's number; an aggregate rack has none",
        )
        .effect("they would have neither uplinks nor addresses of their own");
        findings.push(finding);
    }
}
