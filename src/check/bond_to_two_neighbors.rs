//! A bond whose cables lead to two neighbours.

use super::Context;
use super::bond::{Far, devices, far, far_name, members, paired};
use crate::finding::Finding;

pub fn run(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for block in &context.fabric.bonds {
        let members = members(context, block);
        // What is no bond of one device or of a pair leads to two neighbours for that reason.
        match devices(&members)[..] {
            [_] => {}
            [a, b] if paired(context, a, b) => {}
            _ => continue,
        }
        let far: Vec<_> = members.into_iter().filter_map(|m| Some((far(context, m.port)?, m))).collect();
        let Some((first, member)) = far.first() else { continue };
        let Some((second, other)) = far.iter().find(|(f, _)| f != first) else { continue };
        let (a, b) = (far_name(context, *first), far_name(context, *second));
        let mut finding = Finding::error(
            "bond-to-two-neighbors",
            other.end.span,
            format!("bond {} leads to {a} and to {b}", block.name.value),
        )
        .here(format!("goes to {b}"))
        .label(member.end.span, format!("goes to {a}"));
        finding = match matches!(first, Far::Nic(_)) && matches!(second, Far::Nic(_)) {
            true => finding.effect(
                "two bonds of servers would be one port-channel of the switches: one of them stays down",
            ),
            false => finding.effect("LACP would bring up the ports to one of the two only"),
        };
        findings.push(finding);
    }
}
