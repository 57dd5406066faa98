//! A native VLAN that the server at the other end tags.

use super::Context;
use crate::finding::Finding;
use crate::graph::{Kind, PortId, Role};

pub fn run(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let ports = context.fabric.ports.iter().map(|p| (&p.ends.0, p.native_vlan.as_ref()));
    let bonds = context.fabric.bonds.iter().map(|b| (&b.members.0, b.native_vlan.as_ref()));
    for (ends, native) in ports.chain(bonds) {
        let Some(native) = native else { continue };
        // One finding a statement: its ports are alike.
        if let Some((end, server)) = ends
            .iter()
            .find_map(|end| Some((end, tags(context, context.topology.end(end)?, native.value.0)?)))
        {
            let title = format!("VLAN {} is native on `{end}`, and {server} tags it", native.value);
            findings.push(
                Finding::error("native-vlan-tagged-by-host", native.span, title)
                    .here("what a switch sends untagged does not reach the host's VLAN interface")
                    .label(end.span, "this port")
                    .effect("the server would lose its host network"),
            );
        }
    }
}

/// The server behind a port whose host network has this VLAN on this very bond.
pub(super) fn tags(context: &Context<'_>, port: PortId, native: u16) -> Option<String> {
    let topology = context.topology;
    let (peer, _) = topology.peer(port)?;
    let port = topology.port(peer)?;
    let Role::Nic(nic, _) = port.role else { return None };
    let device = topology.device(port.device)?;
    let Kind::Server(rack, j) = device.kind else { return None };
    let profile = &context.fabric.racks.get(rack)?.servers.get(j)?.profile;
    let nic = topology.nic(nic)?;
    let pnic = profile.numa.get(nic.cell)?.pnics.get(nic.position)?;
    let host = profile.host.as_ref().filter(|h| *h.over.0 == crate::assign::bond_name(pnic))?;
    let network = context.fabric.infra_network(&host.network)?;
    (network.vlan.0 == native).then(|| device.name.to_string())
}
