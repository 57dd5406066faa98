//! An MTU that hosts or switches can't have, or that documents disagree about.

use super::Context;
use super::context::network_name;
use crate::finding::{At, Finding, Level};
use crate::model::NetworkKind;
use crate::model::value::Mtu;

/// The least of IPv4: what every hop has to pass whole.
const IPV4: u64 = 68;
/// The least of IPv6.
const IPV6: u64 = 1280;
/// The least of an isolation domain in one document; another says 64.
const DOMAIN: u64 = 1500;
/// The most of a workload's interface in one document; another says 9200.
const WORKLOAD: u64 = 9000;

pub fn run(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let fabric = context.fabric;
    let mut check = |name: String, mtu: At<Mtu>, ipv6: bool| {
        let size = mtu.value.0;
        let (level, here, effect) = if size < IPV4 {
            (
                Level::Error,
                format!("at least {IPV4}"),
                "the switch would refuse it: IPv4 itself needs as much",
            )
        } else if ipv6 && size < IPV6 {
            let effect = "a host has no IPv6 on an interface with less, and a switch refuses it";
            (Level::Error, format!("IPv6 needs {IPV6}"), effect)
        } else if size < DOMAIN {
            let here = format!("the documents disagree: from 64, or from {DOMAIN}");
            (Level::Warning, here, "the managed fabric may refuse it")
        } else {
            return;
        };
        let title = format!("{name} has MTU {size}");
        let finding = Finding::error("mtu-out-of-range", mtu.span, title).here(here).effect(effect);
        findings.push(Finding { level, ..finding });
    };
    for domain in &fabric.domains {
        for network in &domain.internal {
            let ipv6 = network.subnets.iter().any(|s| s.0.addr().is_ipv6());
            check(network_name(domain, network), *network.mtu, ipv6);
        }
        for external in &domain.external {
            let Some(a) = external.option_a.as_deref() else { continue };
            let crossed = a.adjacencies.iter().flat_map(|x| x.prefixes.iter());
            let mut prefixes = a.primary.iter().chain(a.secondary.iter()).chain(crossed);
            let ipv6 = prefixes.any(|p| p.0.addr().is_ipv6());
            check(format!("{} of {}", external.name.value, domain.name.value), *a.mtu, ipv6);
        }
    }
    for domain in &fabric.l2_domains {
        check(format!("L2 isolation domain {}", domain.name.value), *domain.mtu, false);
    }
    for nni in &fabric.nnis {
        check(format!("NNI {}", nni.name.value), *nni.mtu, false);
    }
    workloads(context, findings);
}

/// Internal networks that workloads attach to as L3 networks.
fn workloads(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for network in &context.fabric.networks {
        let NetworkKind::L3 { domain, vlan, .. } = &network.kind else { continue };
        let Some(domain) = context.fabric.domain(&domain.value) else { continue };
        let Some(internal) = domain.network(vlan.value).filter(|n| n.mtu.0.value.0 > WORKLOAD) else {
            continue;
        };
        let mtu = internal.mtu.0;
        findings.push(
            Finding::warning(
                "mtu-out-of-range",
                mtu.span,
                format!(
                    "{} has MTU {}, and workloads attach to it",
                    network_name(domain, internal),
                    mtu.value
                ),
            )
            .here(format!("the documents disagree: up to 9200, or up to {WORKLOAD}"))
            .label(network.name.span, "the workload network")
            .effect("the managed platform may refuse it"),
        );
    }
}
