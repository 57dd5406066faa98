//! An external network with neither option, or with both.

use super::Context;
use crate::finding::Finding;

pub fn run(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for domain in &context.fabric.domains {
        for external in &domain.external {
            let name = format!("{} of {}", external.name.value, domain.name.value);
            match (external.option_a.as_deref(), external.option_b.as_deref()) {
                (None, None) => findings.push(
                    Finding::error(
                        "external-without-option",
                        external.name.span,
                        format!("{name} has neither `option-a` nor `option-b`"),
                    )
                    .here("one of the two has to stand in its block")
                    .effect("the domain would have no way out"),
                ),
                (Some(a), Some(b)) => findings.push(
                    Finding::error(
                        "external-without-option",
                        b.span,
                        format!("{name} has both `option-a` and `option-b`"),
                    )
                    .here("one of the two has to go")
                    .label(a.span, "the other"),
                ),
                _ => {}
            }
        }
    }
}
