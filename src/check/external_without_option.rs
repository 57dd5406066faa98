//! An external network with neither option.

use super::Context;
use crate::finding::Finding;

pub fn run(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for domain in &context.fabric.domains {
        for external in domain.external.iter().filter(|e| e.option_a.is_none() && e.option_b.is_none()) {
            let name = format!("{} of {}", external.name.value, domain.name.value);
            findings.push(
                Finding::error(
                    "external-without-option",
                    external.name.span,
                    format!("{name} has neither `option-a` nor `option-b`"),
                )
                .here("one of the two has to stand in its block")
                .effect("the domain would have no way out"),
            );
        }
    }
}
