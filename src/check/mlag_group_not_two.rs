//! A bond that spans one switch of a pair, or three switches.

use super::bond::{Far, devices, far, far_name, members};
use super::{Context, words};
use crate::finding::Finding;
use crate::graph::{Kind, PortId};

pub fn run(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for block in &context.fabric.bonds {
        let members = members(context, block);
        match devices(&members).as_slice() {
            [only] => {
                let Some(Kind::Tor(..)) = context.topology.device(*only).map(|d| d.kind) else { continue };
                // With ports to others beside it: `bond-to-two-neighbors`.
                let far: Vec<Far> = members.iter().filter_map(|m| far(context, m.port)).collect();
                if far.windows(2).any(|pair| matches!(pair, [a, b] if a != b)) {
                    continue;
                }
                let Some((nic, left_out)) = members.iter().find_map(|m| left_out(context, m.port)) else {
                    continue;
                };
                let title = format!(
                    "bond {} has one port of {} and leaves out {}",
                    block.name.value,
                    far_name(context, nic),
                    context.topology.show(left_out)
                );
                let span = members.first().map_or(block.name.span, |m| m.end.span);
                findings.push(
                    Finding::error("mlag-group-not-two", span, title)
                        .here("the only member")
                        .help(format!("add {} to its members", context.topology.show(left_out)))
                        .effect(
                            "the server bonds two ports, the switches would not: one of the links stays down",
                        ),
                );
            }
            many @ [_, _, third, ..] => {
                let names = words::some(many.iter().map(|d| context.name(*d)));
                let span =
                    members.iter().find(|m| m.device == *third).map_or(block.name.span, |m| m.end.span);
                let title = format!("bond {} spans {} devices: {names}", block.name.value, many.len());
                findings.push(
                    Finding::error("mlag-group-not-two", span, title)
                        .here("the third device")
                        .effect("an MLAG group is of two switches: the third would be a bond of its own"),
                );
            }
            _ => {}
        }
    }
}

/// The other switch port of a pNIC that a member leads to.
fn left_out(context: &Context<'_>, member: PortId) -> Option<(Far, PortId)> {
    let Far::Nic(nic) = far(context, member)? else { return None };
    let ports = context.topology.nic(nic)?.ports;
    let switch_ports = ports.iter().filter_map(|p| context.topology.peer(*p)).map(|(port, _)| port);
    let other = switch_ports.into_iter().find(|p| context.device_of(*p) != context.device_of(member))?;
    Some((Far::Nic(nic), other))
}
