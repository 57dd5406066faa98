//! A bond whose number nobody knows.

use super::Context;
use super::bond::members;
use crate::finding::Finding;
use crate::graph::{Kind, Purpose};

pub fn run(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for block in context.fabric.bonds.iter().filter(|b| b.number.is_none()) {
        // Ports to servers, between TOR and CE and between the two of a pair have a port-channel
        // already, whose number the bond keeps.
        let bare = members(context, block).into_iter().find(|m| {
            let switch = context.topology.device(m.device).map(|d| d.kind);
            let peer = context.topology.peer(m.port);
            let has = peer.is_some_and(|(port, cable)| match cable.purpose {
                Purpose::Server | Purpose::CeUplink | Purpose::PeerLink => true,
                // Several cables to one PE are a port-channel too.
                Purpose::PeUplink => {
                    context.device_of(port).is_some_and(|pe| context.cables_between(m.device, pe) > 1)
                }
                _ => false,
            });
            matches!(switch, Some(Kind::Ce(_) | Kind::Tor(..))) && !has
        });
        let Some(member) = bare else { continue };
        findings.push(
            Finding::error(
                "bond-without-number",
                block.name.span,
                format!(
                    "bond {} has no number, and {} is in no port-channel yet",
                    block.name.value, member.end.value
                ),
            )
            .here("`number` has to stand in its block")
            .label(member.end.span, "no server, TOR or CE is at the other end"),
        );
    }
}
