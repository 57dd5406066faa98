//! An adjacency that is not of a CE and a PE.

use super::{Context, words};
use crate::finding::Finding;

pub fn run(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let ce = |name: &str| context.fabric.ces.iter().any(|c| &*c.name.value == name);
    for edge in &context.edges {
        for adjacency in edge.crossed {
            let ces = adjacency.ends.iter().filter(|e| ce(&e.value.name)).count();
            if adjacency.ends.len() == 2 && ces == 1 {
                continue;
            }
            let names = words::some(adjacency.ends.iter().map(|e| &e.value));
            findings.push(
                Finding::error(
                    "adjacency-not-ce-and-pe",
                    adjacency.span,
                    format!("an adjacency of {} is between {names}", edge.name),
                )
                .here("has to be one CE and one PE")
                .effect("no link has its prefixes: there would be no session"),
            );
        }
    }
}
