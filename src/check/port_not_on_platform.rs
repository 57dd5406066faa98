//! A statement about a port that its device does not have.

use super::Context;
use crate::finding::{Finding, Span, did_you_mean};
use crate::graph::{DeviceId, Kind};
use crate::model::ApplianceKind;

pub fn run(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for end in &context.topology.unknown_ports {
        let Some(id) = context.topology.named(&end.device) else { continue };
        let ports = context.topology.ports_of(id).map(|(_, p)| &*p.name);
        let finding = Finding::error(
            "port-not-on-platform",
            end.span,
            format!("{} has no port {}", end.device, end.port),
        )
        .here("no such port")
        .maybe_help(did_you_mean(&end.port, ports));
        findings.push(match origin(context, id) {
            Some((span, text)) => finding.label(span, text),
            None => finding,
        });
    }
}

/// Where the ports of a device are listed.
fn origin(context: &Context<'_>, id: DeviceId) -> Option<(Span, &'static str)> {
    let device = context.topology.device(id)?;
    if let Some(platform) = &device.platform {
        return Some((platform.span, "its platform lists its ports"));
    }
    match device.kind {
        Kind::Pe(i) => Some((context.fabric.pes.get(i)?.block.span, "its ports are listed here")),
        Kind::Array(i) => Some((context.fabric.arrays.get(i)?.1.span, "its ports are listed here")),
        Kind::Server(..) => Some((context.profile(id)?.span, "its profile lists its ports")),
        Kind::Appliance(rack, i) => match &context.fabric.racks.get(rack)?.appliances.get(i)?.kind {
            ApplianceKind::ManagementSwitch(block, _) => {
                Some((block.span, "without a platform it has no ports"))
            }
            ApplianceKind::Broker(block) => Some((block.span, "its ports are listed here")),
            ApplianceKind::Terminal(block) => Some((block.span, "its ports are listed here")),
        },
        Kind::Ce(_) | Kind::Tor(..) => None,
    }
}
