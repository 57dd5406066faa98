//! Names of policies, lists and access lists that NX-OS has no room for.

use super::{Context, attached};
use crate::finding::{Finding, Span};
use crate::model::Fabric;
use crate::model::value::Os;

/// How long the name of a map or list may be on NX-OS.
const MOST: usize = 63;
/// How long the name of a class map or policy map may be on NX-OS.
const MOST_OF_CLASS: usize = 40;

pub fn run(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let fabric = context.fabric;
    let Some(ce) = fabric.ces.first().filter(|ce| ce.platform.os.value == Os::Nxos) else { return };
    let mut check = |span: Span, name: String| {
        let class = name.starts_with("CM-") || name.starts_with("PM-");
        let most = if class { MOST_OF_CLASS } else { MOST };
        if name.len() > most {
            let title = format!("`{name}` has {} characters, NX-OS takes {most}", name.len());
            findings.push(
                Finding::error("policy-name-too-long", span, title)
                    .here("what is called after this is too long")
                    .label(ce.platform.os.span, "what the CEs run")
                    .effect("the switch would refuse it, and let everything pass"),
            );
        }
    };
    for policy in &fabric.policies {
        check(policy.name.span, format!("{}-V6", policy.name.value));
        // What is made for a rule: the lists of `and`, and of what is taken off.
        for rule in policy.rules.iter().filter(|r| !r.delete_community.is_empty()) {
            check(rule.span, format!("CL-{}-{}-DEL", policy.name.value, rule.sequence.0));
        }
        for rule in policy.rules.iter().filter(|r| !r.delete_ext_community.is_empty()) {
            check(rule.span, format!("ECL-{}-{}-DEL", policy.name.value, rule.sequence.0));
        }
        for rule in policy.rules.iter().filter(|r| r.match_prefix.len() > 1) {
            check(rule.span, format!("PL-{}-{}-V6", policy.name.value, rule.sequence.0));
        }
    }
    for list in &fabric.prefix_lists {
        check(list.name.span, format!("{}-V6", list.name.value));
    }
    for list in &fabric.community_lists {
        check(list.name.span, list.name.to_string());
    }
    for list in &fabric.ext_community_lists {
        check(list.name.span, list.name.to_string());
    }
    for acl in attached::acls(fabric) {
        check(acl.name.span, format!("ACL-{}-{}-V6", acl.called, if acl.ingress { "IN" } else { "OUT" }));
        let policed = acl.list.rules.iter().filter(|r| acl.ingress && r.police.is_some());
        for rule in policed.clone() {
            check(rule.span, format!("CM-{}-IN-{}-V6", acl.called, rule.sequence.0));
        }
        if policed.count() > 0 {
            check(acl.name.span, format!("CM-{}-IN-ADJACENCY-V6", acl.called));
        }
    }
    for (span, name) in defaults(fabric) {
        check(span, name);
    }
}

/// The longest names of what stands in where the file gives no policy, by place.
fn defaults(fabric: &Fabric) -> Vec<(Span, String)> {
    let mut names = Vec::new();
    for domain in fabric.domains.iter().filter(|d| d.speaks_bgp()) {
        let (name, span) = (&domain.name.value, domain.name.span);
        let own = if domain.connected_policy.is_some() { "NOT-CONNECTED" } else { "CONNECTED" };
        names.push((span, format!("PL-{name}-{own}-V6")));
        if domain.static_policy.is_some() {
            names.push((span, format!("PL-{name}-NOT-STATIC-V6")));
        }
        let inside = domain.internal.iter().filter(|n| n.bgp.is_some());
        names.extend(inside.map(|n| (n.name.span, format!("RM-{name}-{}-OUT-V6", n.name.value))));
        let outside = domain.external.iter().filter(|e| e.option_a.is_some());
        names.extend(outside.map(|e| (e.name.span, format!("RM-{name}-{}-OUT-V6", e.name.value))));
    }
    names.extend(fabric.nnis.iter().map(|n| (n.name.span, format!("ECL-{}-OUT", n.name.value))));
    names
}
