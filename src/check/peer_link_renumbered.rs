//! A bond that takes ports of a peer link and gives them another number.

use super::Context;
use super::bond::{members, number_span};
use crate::assign::number::PEER_LINK;
use crate::finding::Finding;
use crate::graph::Purpose;

pub fn run(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for block in &context.fabric.bonds {
        let Some(number) = block.number.as_ref().filter(|n| n.value.0 != u64::from(PEER_LINK)) else {
            continue;
        };
        let between = members(context, block).into_iter().find_map(|m| {
            let (peer, cable) = context.topology.peer(m.port)?;
            (cable.purpose == Purpose::PeerLink).then_some((m, context.device_of(peer)?))
        });
        let Some((member, other)) = between else { continue };
        let title = format!(
            "bond {} gives the peer link of {} and {} number {}",
            block.name.value,
            context.name(member.device.min(other)),
            context.name(member.device.max(other)),
            number.value
        );
        findings.push(
            Finding::error("peer-link-renumbered", number_span(block), title)
                .here(format!("a peer link is port-channel {PEER_LINK}"))
                .label(member.end.span, "a port of the peer link")
                .effect("the pair would look for its peer link in a port-channel without ports"),
        );
    }
}
