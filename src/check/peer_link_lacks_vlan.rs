//! A peer link that leaves out a VLAN which its pair has.

use std::collections::HashSet;

use super::settings::{Settings, between};
use super::{Context, trunk};
use crate::assign::number::PEER_VLAN;
use crate::finding::{Finding, Span};
use crate::graph::Purpose;
use crate::model::value::VlanSet;

pub fn run(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let Some(settings) = Settings::of(context) else { return };
    let mut reported = HashSet::new();
    for cable in context.topology.cables.iter().filter(|c| c.purpose == Purpose::PeerLink) {
        for port in [cable.a, cable.b] {
            let Some(written) = settings.vlans(port) else { continue };
            let Some(switch) = context.device_of(port) else { continue };
            let Some(needed) = between(context, switch) else { continue };
            let missing: VlanSet = needed.iter().filter(|v| !written.value.contains(*v)).collect();
            if missing.is_empty() || !reported.insert(written.span) {
                continue;
            }
            let name = context.name(switch);
            let title = format!("the peer link of {name} leaves out VLAN {missing}, which {name} has",);
            let span = Span { start: written.span.end, ..written.span };
            let finding = Finding::error("peer-link-lacks-vlan", written.span, title)
                .here(format!("only VLAN {} here", written.value))
                .help(format!(
                    "add VLAN {missing}, or leave `vlans` out: a peer link has every VLAN of its pair"
                ))
                .effect(match missing.contains(PEER_VLAN) {
                    true => {
                        "the two would not hear of each other: each goes on by itself, with loops behind it"
                    }
                    false => "what reaches one of the two and belongs behind the other would be dropped",
                });
            findings.push(finding.edit(span, trunk::more(&missing)));
        }
    }
}
