//! Two parts of the fabric whose route maps or peer groups would have one name.
//!
//! They are called after domain and network with a `-` between, which names may hold themselves:
//! `blue` with `apps-wan` and `blue-apps` with `wan` both make `blue-apps-wan`.

use std::collections::HashMap;

use super::Context;
use crate::finding::{Finding, Span};

pub fn run(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let mut seen: HashMap<String, Span> = HashMap::new();
    let mut take = |name: String, span: Span| {
        if let Some(first) = seen.get(&name) {
            findings.push(
                Finding::error(
                    "derived-name-duplicate",
                    span,
                    format!("two sets of sessions would be called `{name}`"),
                )
                .here("route maps and peer groups are called after domain and network")
                .label(*first, "so are these")
                .effect("the sessions of one would have the policies of the other"),
            );
        } else {
            seen.insert(name, span);
        }
    };
    for domain in &context.fabric.domains {
        let domain_name = &domain.name.value;
        for network in &domain.internal {
            let Some(bgp) = network.bgp.as_ref() else { continue };
            take(format!("{domain_name}-{}", &**network.name), network.name.span);
            if bgp.listen.iter().any(|p| p.0.addr().is_ipv6()) {
                take(format!("{domain_name}-{}-v6", &**network.name), network.name.span);
            }
        }
        for external in domain.external.iter().filter(|e| e.option_a.is_some()) {
            take(format!("{domain_name}-{}", &**external.name), external.name.span);
        }
    }
    for nni in &context.fabric.nnis {
        take(nni.name.to_string(), nni.name.span);
    }
}
