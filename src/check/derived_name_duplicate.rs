//! Two parts of the fabric whose route maps, lists or peer groups would have one name.
//!
//! They are called after domain and network with a `-` between, which names may hold themselves:
//! `blue` with `apps-wan` and `blue-apps` with `wan` both make `blue-apps-wan`. Policies and lists
//! of the file keep their names, and their IPv6 part has `-V6` behind it.

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
                    format!("the policies of two networks would be called `{name}`"),
                )
                .here("route maps, lists and peer groups are called after domain and network")
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
            let guarded = network.ingress_acl.is_some() || network.egress_acl.is_some();
            if network.bgp.is_some() || guarded {
                take(format!("{domain_name}-{}", &**network.name), network.name.span);
            }
            let Some(bgp) = network.bgp.as_ref() else { continue };
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
    written(context, findings);
}

/// What names begin with that are made here: of route maps, prefix lists and lists of communities.
const OWN: &[&str] = &["RM-", "PL-", "CL-", "ECL-"];
/// What the name of an IPv6 part ends in.
const V6: &str = "-V6";

/// Names of the file that are, or would be, those of something else.
fn written(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let fabric = context.fabric;
    let mut check = |kind: &str, names: Vec<(&str, Span)>| {
        let known: HashMap<&str, Span> = names.iter().copied().collect();
        for (name, span) in names {
            if let Some(own) = OWN.iter().find(|own| name.starts_with(**own)) {
                let title = format!("{kind} `{name}` has a name of those that are made up");
                findings.push(
                    Finding::error("derived-name-duplicate", span, title)
                        .here(format!("`{own}` begins the names of what stands in for policies and lists"))
                        .effect("one of the two would stand in the other's place"),
                );
            }
            let Some(first) = name.strip_suffix(V6).and_then(|name| known.get(name)) else { continue };
            findings.push(
                Finding::error(
                    "derived-name-duplicate",
                    span,
                    format!("{kind} `{name}` has the name of another's IPv6 part"),
                )
                .here(format!("`{V6}` ends the name of an IPv6 part"))
                .label(*first, "its IPv6 part is called so")
                .effect("one of the two would stand in the other's place"),
            );
        }
    };
    check("route policy", fabric.policies.iter().map(|p| (&**p.name, p.name.span)).collect());
    check("prefix list", fabric.prefix_lists.iter().map(|l| (&**l.name, l.name.span)).collect());
    check("community list", fabric.community_lists.iter().map(|l| (&**l.name, l.name.span)).collect());
    let lists = fabric.ext_community_lists.iter();
    check("extended community list", lists.map(|l| (&**l.name, l.name.span)).collect());
}
