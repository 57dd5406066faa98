//! Option B on a CE that does not forward labels.

use super::group::groups;
use super::{Context, words};
use crate::finding::Finding;

pub fn run(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let Some(nni) = context.fabric.nnis.first() else { return };
    let platforms = context.fabric.ces.iter().map(|ce| (ce.platform.span, ce));
    for group in groups(platforms) {
        let Some(ce) = group.first().filter(|ce| !ce.platform.option_b.0.value.on()) else { continue };
        let title = format!(
            "NNI {} needs option B, which platform {} has not",
            nni.name.value, ce.platform.name.value
        );
        findings.push(
            Finding::error("option-b-not-on-platform", nni.name.span, title)
                .here(format!(
                    "{} {} of that platform",
                    words::some(group.iter().map(|c| &c.name.value)),
                    words::verb(group.len(), "is", "are")
                ))
                .label(ce.platform.option_b.0.span, "forwards no VPN routes with labels")
                .effect("routes would be exchanged, and packets dropped"),
        );
    }
}
