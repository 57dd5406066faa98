//! Option B without route targets.

use super::Context;
use crate::finding::Finding;

pub fn run(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for domain in &context.fabric.domains {
        for external in &domain.external {
            let Some(b) = external.option_b.as_deref() else { continue };
            let rows = [
                ("import", b.import.is_empty(), "no route of the PE would enter the VRF"),
                ("export", b.export.is_empty(), "the PE would not take any route of the VRF"),
            ];
            for (word, missing, effect) in rows {
                if missing {
                    let title = format!(
                        "{} of {} has no `{word}` route target",
                        external.name.value, domain.name.value
                    );
                    findings.push(
                        Finding::error("option-b-without-route-target", b.span, title)
                            .here(format!("`{word}` has to stand in its block"))
                            .effect(effect),
                    );
                }
            }
        }
    }
}
