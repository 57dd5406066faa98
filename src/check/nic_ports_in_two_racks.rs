//! A pNIC whose ports go to TORs of another rack than the server's, or of two racks.

use super::{Context, nic};
use crate::finding::Finding;
use crate::graph::Kind;

pub fn run(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let racks = |i: usize| context.fabric.racks.get(i).map_or("", |r| &*r.name.value);
    for nic in nic::cabled(context) {
        // What is derived stays in its rack.
        let Some(span) = nic.later else { continue };
        let kind = |side: usize| context.topology.device(nic.far.get(side)?.device).map(|d| d.kind);
        let (Some(Kind::Tor(a, _)), Some(Kind::Tor(b, _))) = (kind(0), kind(1)) else { continue };
        if a == nic.rack && b == nic.rack {
            continue;
        }
        let name = context.nic_name(nic.id);
        let title = match a == b {
            true => format!("{name} goes to rack {}, its server stands in {}", racks(a), racks(nic.rack)),
            false => format!("{name} goes to racks {} and {}", racks(a), racks(b)),
        };
        findings.push(
            Finding::error("nic-ports-in-two-racks", span, title)
                .here(format!("the TORs of {} make its pair", racks(nic.rack)))
                .effect("LACP would see two switches where it needs one pair, and use one port only"),
        );
    }
}
