//! A policy or access list that is attached, and not rendered yet.

use super::Context;
use crate::finding::{At, Finding};
use crate::model::value::{AclRef, PolicyRef, Ref};

pub fn run(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let mut policy = |name: Option<&At<Ref<PolicyRef>>>| {
        if let Some(name) = name {
            findings.push(finding(
                name.span,
                &format!("route policy `{name}`"),
                "the default policy stands in for it",
            ));
        }
    };
    for domain in &context.fabric.domains {
        policy(domain.connected_policy.as_ref());
        policy(domain.static_policy.as_ref());
        for network in &domain.internal {
            policy(network.import_policy.as_ref());
            policy(network.export_policy.as_ref());
        }
        for external in &domain.external {
            policy(external.import_policy.as_ref());
            policy(external.export_policy.as_ref());
        }
    }
    let mut acl = |name: Option<&At<Ref<AclRef>>>| {
        if let Some(name) = name {
            findings.push(finding(name.span, &format!("access list `{name}`"), "every packet passes here"));
        }
    };
    for domain in &context.fabric.domains {
        for network in &domain.internal {
            acl(network.ingress_acl.as_ref());
            acl(network.egress_acl.as_ref());
        }
        for option_a in domain.external.iter().filter_map(|e| e.option_a.as_ref()) {
            acl(option_a.ingress_acl.as_ref());
            acl(option_a.egress_acl.as_ref());
        }
    }
}

fn finding(span: crate::finding::Span, what: &str, effect: &str) -> Finding {
    Finding::warning("policy-not-rendered", span, format!("{what} is attached, and not rendered yet"))
        .here("the configurations are without it")
        .effect(effect)
}
