//! An isolation domain with two ways out.

use super::Context;
use crate::finding::Finding;

pub fn run(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for domain in &context.fabric.domains {
        let mut external: Vec<_> = domain.external.iter().collect();
        external.sort_by_key(|e| e.span);
        let Some((first, others)) = external.split_first() else { continue };
        for other in others {
            let title = format!(
                "{} has two external networks, {} and {}",
                domain.name.value, first.name.value, other.name.value
            );
            findings.push(
                Finding::error("external-networks-more-than-one", other.name.span, title)
                    .here("one too many")
                    .label(first.name.span, "the first")
                    .effect("an isolation domain has one way out: the managed fabric refuses a second"),
            );
        }
    }
}
