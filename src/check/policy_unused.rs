//! Policies and lists that nothing names.

use std::collections::HashSet;

use super::{Context, attached};
use crate::finding::{Finding, Span};

pub fn run(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let fabric = context.fabric;
    let policies = attached::policies(fabric);
    let used: HashSet<&str> = policies.iter().map(|p| &*p.name.value.name).collect();
    let attached = attached::acls(fabric);
    let acls: HashSet<&str> = attached.iter().map(|a| &*a.name.value.name).collect();
    let rules = || fabric.policies.iter().flat_map(|p| p.rules.iter());
    let prefixes: HashSet<&str> =
        rules().flat_map(|r| r.match_prefix.iter()).map(|n| &*n.value.name).collect();
    let communities: HashSet<&str> =
        rules().flat_map(|r| r.match_community.iter()).map(|n| &*n.value.name).collect();
    let targets: HashSet<&str> =
        rules().flat_map(|r| r.match_ext_community.iter()).map(|n| &*n.value.name).collect();
    let mut report = |kind: &str, name: &str, span: Span, by: &str| {
        findings.push(
            Finding::warning("policy-unused", span, format!("{kind} {name} is not used"))
                .here(format!("{by} names it"))
                .effect("no switch has it"),
        );
    };
    for policy in fabric.policies.iter().filter(|p| !used.contains(&**p.name)) {
        report("route policy", &policy.name, policy.name.span, "no network and no domain");
    }
    for list in fabric.prefix_lists.iter().filter(|l| !prefixes.contains(&**l.name)) {
        report("prefix list", &list.name, list.name.span, "no route policy");
    }
    for list in fabric.community_lists.iter().filter(|l| !communities.contains(&**l.name)) {
        report("community list", &list.name, list.name.span, "no route policy");
    }
    for list in fabric.ext_community_lists.iter().filter(|l| !targets.contains(&**l.name)) {
        report("extended community list", &list.name, list.name.span, "no route policy");
    }
    for list in fabric.acls.iter().filter(|l| !acls.contains(&**l.name)) {
        report("access list", &list.name, list.name.span, "no network and no NNI");
    }
}
