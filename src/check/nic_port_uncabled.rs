//! A server's pNIC port that goes nowhere, because something else took its TOR port.

use std::collections::{HashMap, HashSet};

use super::group::groups;
use super::{Context, words};
use crate::finding::{Finding, Span};
use crate::graph::{DeviceId, PortId, Role};

pub fn run(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let topology = context.topology;
    let short: HashSet<PortId> = context.assigned.shortages.iter().map(|s| s.other).collect();
    let cabled: HashSet<PortId> = topology.cables.iter().flat_map(|c| [c.a, c.b]).collect();
    let pairs: HashSet<usize> = context.pairs.iter().filter_map(|p| p.rack).collect();
    let mut takers: HashMap<PortId, Span> = HashMap::new();
    for block in &context.fabric.cables {
        takers.extend(block.ends.iter().filter_map(|end| Some((topology.end(end)?, end.span))));
    }
    let bare = topology.nics.iter().filter_map(|nic| {
        let bare: Vec<PortId> =
            nic.ports.into_iter().filter(|p| !cabled.contains(p) && !short.contains(p)).collect();
        let rack = match topology.device(nic.server)?.kind {
            crate::graph::Kind::Server(rack, _) => rack,
            _ => return None,
        };
        let worth = pairs.contains(&rack) && !context.misnumbered(nic.server);
        Some((nic, *bare.first().filter(|_| worth)?))
    });
    // Servers of one statement lose their ports for one reason.
    let keyed =
        bare.map(|(nic, port)| ((context.span(nic.server), nic.cell, nic.position), (nic.server, port)));
    for group in groups(keyed) {
        let Some((server, port)) = group.first().copied() else { continue };
        let mut names: Vec<DeviceId> = group.iter().map(|(server, _)| *server).collect();
        names.dedup();
        let title = match group.len() {
            1 => format!("{} has no cable", topology.show(port)),
            n => format!("{} and {} have no cable", topology.show(port), words::count(n - 1, "like port")),
        };
        let mut finding = Finding::error("nic-port-uncabled", context.span(server), title)
            .here("no TOR port is left for it")
            .effect("its bond would have one link: the server is cut off when that TOR is upgraded");
        if let Some(taker) = taker(context, port, &takers) {
            finding = finding.label(taker, "this cable has the TOR port that it would go to");
        }
        findings.push(finding);
    }
}

/// The end of a `cable` statement that sits on the port a pNIC port would go to: the port of the
/// same id as its sibling's, on the other TOR, or where the sibling has none, any server port.
fn taker(context: &Context<'_>, port: PortId, takers: &HashMap<PortId, Span>) -> Option<Span> {
    let topology = context.topology;
    let Role::Nic(nic, side) = topology.port(port)?.role else { return None };
    let sibling = *topology.nic(nic)?.ports.get(usize::from(1 - side.min(1)))?;
    let (far, _) = topology.peer(sibling)?;
    let far = topology.port(far)?;
    let rack = match topology.device(far.device)?.kind {
        crate::graph::Kind::Tor(rack, _) => rack,
        _ => return None,
    };
    let pair = context.pairs.iter().find(|p| p.rack == Some(rack))?;
    let other = if pair.left == far.device { pair.right } else { pair.left };
    takers.get(&topology.nth_port(other, far.role, far.nth)?).copied()
}
