//! Two entries of one address family where there is one of each.

use super::{Context, family};
use crate::finding::Finding;

pub fn run(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for list in family::lists(context) {
        let Some((first, second)) = family::twice(&list.entries) else { continue };
        let word = if second.value.is_ipv4() { "IPv4" } else { "IPv6" };
        findings.push(
            Finding::error(
                "address-family-twice",
                second.span,
                format!("{} has two {word} entries", list.name),
            )
            .here("one of each family at most")
            .label(first, "the first")
            .effect("addresses are derived from the first of each family only"),
        );
    }
}
