//! A port that takes smaller packets than a network behind it sends.

use std::collections::HashMap;

use super::Context;
use super::settings::Settings;
use crate::finding::{At, Finding};
use crate::graph::{DeviceId, Kind, PortId};

pub fn run(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let Some(settings) = Settings::of(context) else { return };
    let outside = outside(context);
    let ports = context.fabric.ports.iter().map(|b| (&b.ends.0, &b.mtu));
    let bonds = context.fabric.bonds.iter().map(|b| (&b.members.0, &b.mtu));
    for (ends, _) in ports.chain(bonds).filter(|(_, mtu)| mtu.is_some()) {
        // One finding a statement: its ports are alike.
        let found = ends.iter().find_map(|end| {
            let port = context.topology.end(end)?;
            let too_large =
                settings.too_large(port).map(|(written, (mtu, name))| (written, *mtu, name.clone()));
            too_large.or_else(|| {
                let written = settings.written_mtu(port)?;
                let (mtu, name) = outside.get(&link(context, port)?)?;
                (mtu.value > written.value).then(|| (written, *mtu, name.clone()))
            })
        });
        let Some((written, mtu, name)) = found else { continue };
        let port = ends.iter().find_map(|e| context.topology.end(e));
        let place = port.map(|p| context.topology.show(p)).unwrap_or_default();
        let title = format!("{name} has MTU {}, {place} on its way {}", mtu.value, written.value);
        findings.push(
            Finding::error("domain-mtu-above-port", written.span, title)
                .here(format!("at least {}", mtu.value))
                .label(mtu.span, "the MTU of the network")
                .effect("packets of full size would be dropped on the way, and small ones pass"),
        );
    }
}

/// The CE and the PE of a port between them.
fn link(context: &Context<'_>, port: PortId) -> Option<(DeviceId, DeviceId)> {
    let (own, (peer, _)) = (context.device_of(port)?, context.topology.peer(port)?);
    let far = context.device_of(peer)?;
    let kind = |id| context.topology.device(id).map(|d| d.kind);
    match (kind(own)?, kind(far)?) {
        (Kind::Ce(_), Kind::Pe(_)) => Some((own, far)),
        _ => None,
    }
}

/// The largest MTU of a network on each link between CE and PE, with its name.
fn outside(context: &Context<'_>) -> HashMap<(DeviceId, DeviceId), (At<u64>, String)> {
    let mut largest: HashMap<(DeviceId, DeviceId), (At<u64>, String)> = HashMap::new();
    for edge in &context.edges {
        for link in &edge.links {
            let (Some(ce), Some(pe)) = (context.ces.get(link.ce), context.pes.get(link.pe)) else { continue };
            let known = largest.entry((*ce, *pe)).or_insert_with(|| (edge.mtu, edge.name.clone()));
            if edge.mtu.value > known.0.value {
                *known = (edge.mtu, edge.name.clone());
            }
        }
    }
    largest
}
