//! A session to a PE that expects another AS than the PE has.

use std::collections::BTreeMap;

use super::{Context, words};
use crate::finding::{Finding, Span};

pub fn run(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let fabric = context.fabric;
    for edge in &context.edges {
        // The fabric's own AS is `peer-as-is-fabric-as`'s.
        let Some(asn) = edge.peer_asn.filter(|a| a.value != fabric.fabric.asn.value) else { continue };
        let pes = edge.links.iter().filter_map(|l| Some((l.pe, fabric.pes.get(l.pe)?)));
        let others = pes.filter(|(_, pe)| pe.block.asn.value != asn.value);
        let others: BTreeMap<usize, _> = others.collect();
        let Some(first) = others.values().next() else { continue };
        let names = words::some(others.values().map(|pe| &pe.name.value));
        let has = match others.len() {
            1 => format!("which has AS {}", first.block.asn.value),
            _ => "which have others".to_owned(),
        };
        let title = format!("{} expects AS {} of {names}, {has}", edge.name, asn.value);
        let mut finding = Finding::warning("session-ends-disagree", asn.span, title)
            .here("what the CEs expect")
            .effect("the session stays down unless the PE has that AS for it alone (local-as)");
        let mut seen: Vec<Span> = Vec::new();
        for pe in others.values() {
            // PEs of one statement have one AS.
            if !seen.contains(&pe.block.asn.span) {
                seen.push(pe.block.asn.span);
                finding = finding.label(pe.block.asn.span, format!("the AS of {}", pe.name.value));
            }
        }
        findings.push(finding);
    }
}
