//! A workload network on a VLAN that its isolation domain does not have.

use std::collections::HashMap;
use std::sync::Arc;

use super::{Context, words};
use crate::finding::{At, Finding, Span};
use crate::model::value::{VlanRange, VlanSet};
use crate::model::{Network, NetworkKind};

pub fn run(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let fabric = context.fabric;
    let mut domains: HashMap<&str, (VlanSet, Span)> = HashMap::new();
    for domain in &fabric.domains {
        let vlans = domain.internal.iter().map(|n| n.vlan.0).collect();
        domains.insert(&domain.name.value, (vlans, domain.name.span));
    }
    for domain in &fabric.l2_domains {
        domains.insert(&domain.name.value.0, ([domain.vlan.0].into_iter().collect(), domain.name.span));
    }
    for network in &fabric.networks {
        match &network.kind {
            NetworkKind::L2 => {}
            NetworkKind::L3 { domain, vlan, .. } => {
                let Some((has, span)) = domains.get(&*domain.value) else { continue };
                if has.contains(vlan.value) {
                    continue;
                }
                let title = format!("{} has no internal network with VLAN {}", domain.value, vlan.value);
                findings.push(
                    Finding::error("vlan-not-in-domain", vlan.span, title)
                        .here(listed("it has", has))
                        .label(*span, "the domain")
                        .effect(format!("{} would have neither subnet nor gateway", network.name.value)),
                );
            }
            NetworkKind::Trunk { domains: of, ranges } => trunk(network, of, ranges, &domains, findings),
        }
    }
}

fn trunk(
    network: &Network,
    of: &[At<Arc<str>>],
    ranges: &[At<VlanRange>],
    domains: &HashMap<&str, (VlanSet, Span)>,
    findings: &mut Vec<Finding>,
) {
    let mut has = VlanSet::default();
    for (vlans, _) in of.iter().filter_map(|d| domains.get(&*d.value)) {
        has.union(vlans);
    }
    for range in ranges {
        let missing: VlanSet = (range.first..=range.last).filter(|v| !has.contains(*v)).collect();
        if missing.is_empty() || of.is_empty() {
            continue;
        }
        let names = words::some(of.iter().map(|d| &d.value));
        let title = format!(
            "{} lets VLAN {missing} through, which {names} {} not have",
            network.name.value,
            words::verb(of.len(), "does", "do")
        );
        let mut finding = Finding::error("vlan-not-in-domain", range.span, title)
            .here(listed(words::verb(of.len(), "it has", "they have"), &has));
        for domain in of.iter().take(3) {
            finding = finding.label(domain.span, "one of its domains");
        }
        findings.push(finding.effect("the VLAN would be on no switch: its frames are dropped"));
    }
}

fn listed(who: &str, vlans: &VlanSet) -> String {
    match vlans.is_empty() {
        true => format!("{who} no VLAN"),
        false => format!("{who} VLAN {vlans}"),
    }
}
