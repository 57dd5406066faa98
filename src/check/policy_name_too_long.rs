//! Names of policies, lists and access lists that NX-OS has no room for.

use super::{Context, attached};
use crate::finding::{Finding, Span};
use crate::model::value::Os;

/// How long a name may be on NX-OS.
const MOST: usize = 63;

pub fn run(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let fabric = context.fabric;
    let Some(ce) = fabric.ces.first().filter(|ce| ce.platform.os.value == Os::Nxos) else { return };
    let mut check = |span: Span, name: String| {
        if name.len() > MOST {
            let title = format!("`{name}` has {} characters, NX-OS takes {MOST}", name.len());
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
        for rule in acl.list.rules.iter().filter(|r| acl.ingress && r.police.is_some()) {
            check(rule.span, format!("ACL-{}-IN-{}-V6", acl.called, rule.sequence.0));
        }
    }
}
