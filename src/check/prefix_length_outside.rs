//! Lengths of routes that a prefix can't hold.

use super::Context;
use crate::finding::Finding;

pub fn run(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for list in &context.fabric.prefix_lists {
        for rule in list.rules.iter() {
            let Some(length) = rule.length.as_ref() else { continue };
            let prefix = rule.prefix.0;
            let (own, most) = (prefix.prefix_len(), prefix.max_prefix_len());
            if length.least >= own && length.most <= most {
                continue;
            }
            let title = format!(
                "rule {} of prefix list {} wants lengths {}-{} in {prefix}",
                rule.sequence.0, list.name.value, length.least, length.most
            );
            findings.push(
                Finding::error("prefix-length-outside", length.span, title)
                    .here(format!("a route in {prefix} has a length from {own} to {most}"))
                    .label(rule.prefix.span, "the prefix")
                    .effect("switches refuse the line, and the list is without it"),
            );
        }
    }
}
