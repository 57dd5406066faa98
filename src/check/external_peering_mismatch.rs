//! An external network with parts of both options.

use super::Context;
use crate::finding::Finding;

pub fn run(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for domain in &context.fabric.domains {
        for external in &domain.external {
            let name = format!("{} of {}", external.name.value, domain.name.value);
            let Some(b) = external.option_b.as_deref() else { continue };
            if let Some(a) = external.option_a.as_deref() {
                let title = format!("{name} has both `option-a` and `option-b`");
                findings.push(
                    Finding::error("external-peering-mismatch", b.span, title)
                        .here("one of the two has to go")
                        .label(a.span, "the other")
                        .effect("it is not clear which way the domain's routes take"),
                );
                continue;
            }
            for route in external.statics.iter() {
                let title = format!("{name} has a static route to {} and option B", route.prefix.value);
                findings.push(
                    Finding::error("external-peering-mismatch", route.prefix.span, title)
                        .here("belongs to `option-a`")
                        .label(b.span, "option B")
                        .effect("the VRF has no link of its own that a next hop could be on"),
                );
            }
        }
    }
}
