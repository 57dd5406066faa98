//! One address with two owners.

use std::collections::HashSet;
use std::net::IpAddr;

use super::context::network_name;
use super::group::groups;
use super::{Context, given, peer_link, words};
use crate::finding::{At, Finding, Span};
use crate::graph::{DeviceId, Kind};
use crate::model::value::Address;
use crate::model::{NetworkKind, nth};

/// Where an address has to be the only one of its kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Scope {
    Management,
    Bmc,
    Loopback,
    PeerLink,
    /// A VRF: the position of its domain.
    Vrf(usize),
}

/// Who has an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Who {
    Gateway(usize, usize),
    ManagementGateway,
    Array(usize),
    Device(DeviceId),
    Workload(usize),
}

/// An address with its owner.
#[derive(Debug, Clone, Copy)]
struct Owned {
    scope: Scope,
    address: IpAddr,
    who: Who,
    /// Where it was written, or whose address it is.
    span: Span,
    written: bool,
    /// What sets it in a `device` statement; nothing for what is no device.
    word: &'static str,
}

pub fn run(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let mut all = Vec::new();
    devices(context, &mut all);
    gateways(context, &mut all);
    workloads(context, &mut all);
    // What is given outside of its network, or from what is kept back there, has its own finding.
    let given = given::all(context);
    let outside: HashSet<Span> = given.iter().filter(|g| !g.inside()).map(|g| g.address.span).collect();
    let kept: HashSet<Span> =
        given.iter().filter(|g| g.kept.contains(&g.address.value)).map(|g| g.address.span).collect();
    all.retain(|o| !o.written || !outside.contains(&o.span));
    all.sort_by_key(|o| (o.scope, o.address, o.written, o.span, o.who));
    let clashes = all.windows(2).filter_map(|pair| match pair {
        [a, b] if (a.scope, a.address) == (b.scope, b.address) && a.who != b.who => {
            // Devices of one number have one address of everything: that has been said.
            let twins = |o: &Owned| matches!(o.who, Who::Device(id) if !o.written && context.misnumbered(id));
            // Two gateways have one address because their subnets overlap: `subnet-overlap-in-vrf`.
            let gateways = [a, b].iter().all(|o| matches!(o.who, Who::Gateway(..)));
            let taken = |gateway: &Owned, given: &Owned| {
                matches!(gateway.who, Who::Gateway(..)) && given.written && kept.contains(&given.span)
            };
            let reserved = taken(a, b) || taken(b, a);
            (!twins(a) && !twins(b) && !gateways && !reserved).then_some(((a.span, b.span), (*a, *b)))
        }
        _ => None,
    });
    // Two racks of servers that overlap do so in every network, server by server: one finding.
    for group in groups(clashes.collect::<Vec<_>>()) {
        let Some((first, second)) = group.first() else { continue };
        let mut addresses: Vec<IpAddr> = group
            .iter()
            .filter(|(a, b)| (a.who, b.who) == (first.who, second.who))
            .map(|(a, _)| a.address)
            .collect();
        addresses.dedup();
        let mut pairs: Vec<(Who, Who)> = group.iter().map(|(a, b)| (a.who, b.who)).collect();
        pairs.sort_unstable();
        pairs.dedup();
        let more = match pairs.len() {
            1 => String::new(),
            n => format!(", and so {}", words::count(n - 1, "more pair")),
        };
        let (a, b) = (name(context, first.who), name(context, second.who));
        let title = format!("{a} and {b} both own {}{more}", words::some(addresses));
        let server = matches!(second.word, "host" | "storage" | "bmc");
        let here = match (second.written, server) {
            (true, _) => "has to be another one",
            (false, true) => "the server in slot s of rack n has address 32 n + s",
            (false, false) => "its address follows from its number",
        };
        let mut finding = Finding::error("address-duplicate", second.span, title)
            .here(here)
            .effect("packets for one of the two would arrive at the other");
        if !matches!(first.who, Who::Device(_) | Who::Workload(_) | Who::Array(_)) {
            finding = finding.label(first.span, a.clone());
        } else {
            let text =
                if first.written { format!("given to {a}") } else { format!("{a} has it by its number") };
            finding = finding.label(first.span, text);
        }
        if pairs.len() == 1 && !second.word.is_empty() && !second.written {
            finding = finding.help(format!("`device {b} {{ {} … }}` gives it another one", second.word));
        }
        findings.push(finding);
    }
}

fn devices(context: &Context<'_>, all: &mut Vec<Owned>) {
    // What is no pair is `peer-link-not-a-pair`'s.
    let unpaired = context.pairs.iter().filter(|p| !peer_link::paired(context, p));
    let unpaired: HashSet<DeviceId> = unpaired.flat_map(|p| [p.left, p.right]).collect();
    for (id, device) in context.topology.ids() {
        let own = context.assigned.addresses.device(id);
        let written = context.fabric.device(&device.name);
        let mut add = |scope, word, net: Option<ipnet::IpNet>, written: Option<&At<Address>>| {
            if let Some(net) = net {
                all.push(Owned {
                    scope,
                    address: net.addr(),
                    who: Who::Device(id),
                    span: written.map_or(device.span, |w| w.span),
                    written: written.is_some(),
                    word,
                });
            }
        };
        add(Scope::Management, "management", own.management, written.and_then(|w| w.management.as_ref()));
        match device.kind {
            Kind::Ce(_) | Kind::Tor(..) => {
                add(Scope::Loopback, "loopback", own.loopback, written.and_then(|w| w.loopback.as_ref()));
                let peer_link = own.peer_link.filter(|_| !unpaired.contains(&id));
                add(Scope::PeerLink, "peer-link", peer_link, written.and_then(|w| w.peer_link.as_ref()));
            }
            Kind::Server(..) => {
                add(Scope::Bmc, "bmc", own.bmc, written.and_then(|w| w.bmc.as_ref()));
                add(Scope::Vrf(0), "host", own.host, written.and_then(|w| w.host.as_ref()));
                add(Scope::Vrf(0), "storage", own.storage, written.and_then(|w| w.storage.as_ref()));
            }
            _ => {}
        }
    }
    if context.fabric.infrastructure().is_none() {
        return;
    }
    for (i, (_, array)) in context.fabric.arrays.iter().enumerate() {
        all.extend(array.addresses.iter().map(|a| Owned {
            scope: Scope::Vrf(0),
            address: a.value.0,
            who: Who::Array(i),
            span: a.span,
            written: true,
            word: "",
        }));
    }
}

fn gateways(context: &Context<'_>, all: &mut Vec<Owned>) {
    let pools = &context.fabric.fabric.pools;
    let written = pools.management_gateway.as_ref();
    if let Some(address) = written.map(|g| g.value.0).or_else(|| nth(pools.management.value.0, 1)) {
        let span = written.map_or(pools.management.span, |g| g.span);
        let scope = Scope::Management;
        let written = written.is_some();
        all.push(Owned { scope, address, who: Who::ManagementGateway, span, written, word: "" });
    }
    for (d, domain) in context.fabric.domains.iter().enumerate() {
        for (n, network) in domain.internal.iter().enumerate() {
            all.extend(network.subnets().iter().filter_map(|s| {
                let span = network.gateway.first().map_or(s.span, |g| g.span);
                let who = Who::Gateway(d, n);
                Some(Owned { scope: Scope::Vrf(d), address: s.gateway?, who, span, written: false, word: "" })
            }));
        }
    }
}

fn workloads(context: &Context<'_>, all: &mut Vec<Owned>) {
    let domains: std::collections::HashMap<&str, usize> =
        context.fabric.domains.iter().enumerate().map(|(i, d)| (d.name.value.as_str(), i)).collect();
    for (i, workload) in context.topology.workloads.iter().enumerate() {
        for (n, attachment) in workload.attachments.iter().enumerate() {
            let network = attachment.network.and_then(|n| context.fabric.networks.get(n));
            let Some(NetworkKind::L3 { domain, .. }) = network.map(|n| &n.kind) else { continue };
            let Some(domain) = domains.get(&*domain.value) else { continue };
            for address in context.assigned.addresses.workload(i, n) {
                let written = attachment.addresses.iter().find(|a| a.value == *address);
                all.push(Owned {
                    scope: Scope::Vrf(*domain),
                    address: *address,
                    who: Who::Workload(i),
                    span: written.map_or(workload.span, |w| w.span),
                    written: written.is_some(),
                    word: "",
                });
            }
        }
    }
}

fn name(context: &Context<'_>, who: Who) -> String {
    let fabric = context.fabric;
    match who {
        Who::Device(id) => context.name(id).to_owned(),
        Who::ManagementGateway => "the management gateway".into(),
        Who::Array(i) => fabric.arrays.get(i).map(|(_, a)| a.name.value.to_string()).unwrap_or_default(),
        Who::Gateway(d, n) => {
            let domain = fabric.domains.get(d);
            let network = domain.and_then(|d| Some(network_name(d, d.internal.get(n)?)));
            format!("the gateway of {}", network.unwrap_or_default())
        }
        Who::Workload(i) => {
            let workload = context.topology.workloads.get(i).map(|w| &*w.name).unwrap_or_default();
            workload.replace("vm/", "vm ")
        }
    }
}
