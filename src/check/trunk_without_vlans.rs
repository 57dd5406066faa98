//! A trunked network without VLANs, or without domains.

use super::Context;
use crate::finding::Finding;
use crate::model::NetworkKind;

pub fn run(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for network in &context.fabric.networks {
        let NetworkKind::Trunk { domains, ranges } = &network.kind else { continue };
        for (list, word) in [(domains.is_empty(), "domains"), (ranges.is_empty(), "vlans")] {
            if list {
                findings.push(
                    Finding::error(
                        "trunk-without-vlans",
                        network.span,
                        format!("trunked network {} has no `{word}`", network.name.value),
                    )
                    .here(format!("`{word}` has to stand in its block"))
                    .effect("nothing would pass"),
                );
            }
        }
    }
}
