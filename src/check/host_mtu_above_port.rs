//! A server's port with a larger MTU than the switch port at the other end.

use super::Context;
use super::settings::Settings;
use crate::finding::Finding;
use crate::graph::{PortId, Role};
use crate::model::value::End;

pub fn run(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let Some(settings) = Settings::of(context) else { return };
    let topology = context.topology;
    let nic = |end: &End| {
        let port: PortId = topology.end(end)?;
        matches!(topology.port(port)?.role, Role::Nic(..)).then_some(port)
    };
    let ports = context.fabric.ports.iter().map(|b| (&b.ends.0, &b.mtu));
    let bonds = context.fabric.bonds.iter().map(|b| (&b.members.0, &b.mtu));
    for (ends, _) in ports.chain(bonds).filter(|(_, mtu)| mtu.is_some()) {
        // One finding a statement: its ports are alike.
        let found = ends.iter().filter_map(|end| nic(end)).find_map(|port| {
            let written = settings.written_mtu(port)?;
            let (far, _) = topology.peer(port)?;
            let (takes, place) = settings.mtu(far)?;
            // A switch port that is too small for a network is what is wrong.
            (written.value > takes && settings.too_large(far).is_none())
                .then_some((port, written, far, takes, place))
        });
        let Some((port, written, far, takes, place)) = found else { continue };
        let title = format!(
            "{} sends packets of {} bytes, {} takes {takes}",
            topology.show(port),
            written.value,
            topology.show(far)
        );
        let finding = Finding::error("host-mtu-above-port", written.span, title)
            .here(format!("at most {takes}"))
            .effect("the switch would drop packets of full size, and small ones pass");
        findings.push(match place {
            Some(place) => finding.label(place, "the switch port"),
            None => finding,
        });
    }
}
