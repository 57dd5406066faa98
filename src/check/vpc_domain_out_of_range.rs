//! A rack whose number leaves no vPC domain for its TORs.

use super::Context;
use crate::assign::number;
use crate::finding::Finding;
use crate::model::value::Os;

/// The highest vPC domain of NX-OS.
const HIGHEST: u16 = 1000;

pub fn run(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for rack in &context.fabric.racks {
        let Some(domain) = rack.number.map(number::domain).filter(|d| *d > HIGHEST) else { continue };
        let nxos = rack.tors.iter().map(|t| t.platform.os).find(|os| os.value == Os::Nxos);
        let Some(os) = nxos else { continue };
        let written = rack.block.number.as_ref().map_or(rack.name.span, |n| n.span);
        findings.push(
            Finding::error(
                "vpc-domain-out-of-range",
                written,
                format!("the TORs of rack {} would be vPC domain {domain}", rack.name.value),
            )
            .here(format!("a vPC domain is 1 to {HIGHEST}: the number of the rack and {}", number::domain(0)))
            .label(os.span, "NX-OS")
            .effect("the switch would refuse the domain, and with it the pair and its port-channels"),
        );
    }
}
