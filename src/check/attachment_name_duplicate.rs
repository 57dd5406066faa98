//! Two interfaces of a VM or node with one name.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use super::Context;
use crate::finding::{At, Finding, Span};
use crate::graph::pool_attachments;

pub fn run(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let interface = |network: &str| context.fabric.network(network).map(|n| n.interface.value.clone());
    for vm in &context.fabric.vms {
        let names = vm.attach.iter().filter_map(|a| {
            let written = a.interface.as_ref().map(|i| At::new(i.value.0.clone(), i.span));
            Some(written.unwrap_or(At::new(interface(&a.network)?, a.network.span)))
        });
        report(&format!("vm {}", vm.name.value), names.collect(), findings);
    }
    for cluster in &context.fabric.clusters {
        let mut seen: HashSet<Span> = HashSet::new();
        for pool in cluster.pools.iter() {
            let attach = pool_attachments(cluster, pool);
            // Pools that have the cluster's networks have the same mistake.
            if !attach.first().is_some_and(|a| seen.insert(a.span)) {
                continue;
            }
            let names = attach.iter().filter_map(|a| Some(At::new(interface(&a.network)?, a.network.span)));
            report(&format!("{}/{}", cluster.name.value, pool.name.value), names.collect(), findings);
        }
    }
}

fn report(who: &str, mut names: Vec<At<Arc<str>>>, findings: &mut Vec<Finding>) {
    names.sort_by_key(|n| n.span);
    let mut first: HashMap<&str, Span> = HashMap::new();
    for name in &names {
        let Some(before) = first.get(&*name.value) else {
            first.insert(&name.value, name.span);
            continue;
        };
        let title = format!("two interfaces of {who} are called {}", name.value);
        findings.push(
            Finding::error("attachment-name-duplicate", name.span, title)
                .here("the second")
                .label(*before, "the first")
                .effect("the second interface would not be made"),
        );
    }
}
