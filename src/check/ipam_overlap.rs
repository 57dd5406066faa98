//! Two networks that give out the same addresses of one VLAN.

use std::collections::HashSet;
use std::net::IpAddr;

use super::Context;
use super::group::twins;
use super::overlap::{Run, overlaps};
use crate::finding::{Finding, Span};
use crate::model::{Network, NetworkKind};

pub fn run(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let workloads = context.topology.workloads.iter().flat_map(|w| w.attachments.iter());
    let asked: HashSet<usize> =
        workloads.filter(|a| a.addressed && a.addresses.is_empty()).filter_map(|a| a.network).collect();
    let l3 = context.fabric.networks.iter().enumerate().filter_map(|(i, network)| match &network.kind {
        NetworkKind::L3 { domain, vlan, ipam } => {
            Some(((&domain.value, vlan.value), (i, network, ipam.as_slice())))
        }
        _ => None,
    });
    for group in twins(l3) {
        let mut runs = Vec::new();
        for (i, network, ipam) in &group {
            match ipam {
                // Without a range, addresses of the whole subnet are given, where anyone wants them.
                [] if asked.contains(i) => {
                    runs.extend(
                        subnets(context, network)
                            .into_iter()
                            .map(|(a, b)| Run::between(a, b, (*i, network.name.span))),
                    );
                }
                written => {
                    runs.extend(written.iter().map(|r| Run::between(r.value.0, r.value.1, (*i, r.span))))
                }
            }
        }
        let mut pairs: Vec<((usize, Span), (usize, Span))> =
            overlaps(runs).into_iter().map(|(a, b)| if a.1 <= b.1 { (a, b) } else { (b, a) }).collect();
        pairs.sort_unstable_by_key(|(a, b)| (b.1, a.1));
        pairs.dedup();
        for (first, second) in pairs.into_iter().filter(|(a, b)| a.0 != b.0) {
            let name = |i: usize| context.fabric.networks.get(i).map_or("", |n| &*n.name.value);
            let title = format!("{} and {} give out the same addresses", name(first.0), name(second.0));
            findings.push(
                Finding::error("ipam-overlap", second.1, title)
                    .here("both are on one VLAN")
                    .label(first.1, name(first.0))
                    .effect("two workloads would be given one address"),
            );
        }
    }
}

fn subnets(context: &Context<'_>, network: &Network) -> Vec<(IpAddr, IpAddr)> {
    let NetworkKind::L3 { domain, vlan, .. } = &network.kind else { return Vec::new() };
    let internal = context.fabric.domain(&domain.value).and_then(|d| d.network(vlan.value));
    internal
        .into_iter()
        .flat_map(|n| n.subnets.iter())
        .map(|s| (s.value.0.network(), s.value.0.broadcast()))
        .collect()
}
