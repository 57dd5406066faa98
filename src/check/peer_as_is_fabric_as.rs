//! A peer with the fabric's own AS.

use super::Context;
use super::context::network_name;
use crate::finding::{Finding, Level, Span};

pub fn run(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let fabric = context.fabric;
    let own = fabric.fabric.asn;
    let mut report = |level: Level, span: Span, name: String, effect: &str| {
        let finding = Finding::error(
            "peer-as-is-fabric-as",
            span,
            format!("{name} has AS {}, the fabric's own", own.value),
        )
        .here("has to be another AS")
        .label(own.span, "the fabric's AS")
        .effect(effect);
        findings.push(Finding { level, ..finding });
    };
    for domain in &fabric.domains {
        for network in &domain.internal {
            let Some(bgp) = network.bgp.as_deref().filter(|b| b.peer_asn.value == own.value) else {
                continue;
            };
            let name = format!("the peer of {}", network_name(domain, network));
            report(
                Level::Error,
                bgp.peer_asn.span,
                name,
                "the managed fabric refuses it: workloads speak eBGP to the CEs",
            );
        }
        for external in &domain.external {
            let asn = external.option_a.as_deref().and_then(|a| a.peer_asn.as_ref());
            if let Some(asn) = asn.filter(|a| a.value == own.value) {
                let name = format!("the peer of {} of {}", external.name.value, domain.name.value);
                report(Level::Warning, asn.span, name, INTERNAL);
            }
        }
    }
    for nni in &fabric.nnis {
        if let Some(asn) = nni.peer_asn.as_ref().filter(|a| a.value == own.value) {
            report(Level::Warning, asn.span, format!("the peer of NNI {}", nni.name.value), INTERNAL);
        }
    }
    let mut last = None;
    for pe in fabric.pes.iter().filter(|p| p.block.asn.value == own.value) {
        // PEs of one statement have one AS.
        if last.replace(pe.block.asn.span) != Some(pe.block.asn.span) {
            report(Level::Warning, pe.block.asn.span, pe.name.value.to_string(), INTERNAL);
        }
    }
}

/// What becomes of a session to a PE in the fabric's own AS.
const INTERNAL: &str =
    "the session would be iBGP: a CE passes nothing of what it hears there on to the other CE";
