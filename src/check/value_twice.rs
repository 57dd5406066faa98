//! A value that stands twice in a list of which each is configured once.

use std::collections::HashMap;
use std::fmt::Display;
use std::hash::Hash;

use super::Context;
use super::context::network_name;
use crate::finding::{At, Finding, Span};

pub fn run(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let services = &context.fabric.fabric.services;
    check("`dns`", services.dns.iter().map(|a| a.map(|a| a.0)), findings);
    check("`ntp`", services.ntp.iter().map(|a| a.map(|a| a.0)), findings);
    check("`syslog`", services.syslog.iter().map(|a| a.map(|a| a.0)), findings);
    for domain in &context.fabric.domains {
        let aggregates = domain.aggregates.iter().map(|p| p.map(|p| p.0.trunc()));
        check(&format!("`aggregate` of {}", domain.name.value), aggregates, findings);
        for network in &domain.internal {
            let Some(bgp) = network.bgp.as_deref() else { continue };
            let name = network_name(domain, network);
            check(&format!("`neighbor` of {name}"), bgp.neighbors.iter().map(|a| a.map(|a| a.0)), findings);
            check(
                &format!("`listen` of {name}"),
                bgp.listen.iter().map(|p| p.map(|p| p.0.trunc())),
                findings,
            );
        }
    }
}

fn check<T: Copy + Eq + Hash + Display>(
    list: &str,
    values: impl Iterator<Item = At<T>>,
    findings: &mut Vec<Finding>,
) {
    let mut known: HashMap<T, Span> = HashMap::new();
    for value in values {
        let Some(first) = known.get(&value.value) else {
            known.insert(value.value, value.span);
            continue;
        };
        findings.push(
            Finding::error("value-twice", value.span, format!("{} stands twice in {list}", value.value))
                .here("one too many")
                .label(*first, "the first")
                .effect("a switch is told each of them once"),
        );
    }
}
