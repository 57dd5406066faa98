//! Two port-channels of one switch with one number.

use std::collections::{BTreeMap, HashSet};

use super::Context;
use super::bond::far_name;
use super::channel::{self, Channel};
use crate::assign::number;
use crate::finding::Finding;

pub fn run(context: &Context<'_>, findings: &mut Vec<Finding>) {
    // Both switches of a pair have the same port-channels: one finding.
    let mut reported = HashSet::new();
    for (switch, _) in context.topology.switches().filter(|(id, _)| !context.misnumbered(*id)) {
        let mut first: BTreeMap<u16, Channel<'_>> = BTreeMap::new();
        for channel in channel::of(context, switch) {
            let Some(other) = first.get(&channel.number) else {
                first.insert(channel.number, channel);
                continue;
            };
            let bond = |c: &Channel<'_>| c.bond.map(|b| b.span);
            let one_bond = bond(other).is_some() && bond(other) == bond(&channel);
            let one_way = other.far.is_some() && other.far == channel.far;
            if one_bond || one_way {
                continue;
            }
            // What was written is what to change; of two statements, the later one.
            let key = |c: &Channel<'_>| (c.bond.is_some(), c.span);
            let (a, b) = if key(other) <= key(&channel) { (other, &channel) } else { (&channel, other) };
            if !reported.insert((a.span, b.span)) {
                continue;
            }
            let name = context.name(switch);
            let (left, right) = (called(context, a), called(context, b));
            let title =
                format!("port-channel {} of {name} would be that of {left} and of {right}", channel.number);
            findings.push(
                Finding::error("port-channel-number-duplicate", b.span, title)
                    .here(format!("the number of {right}"))
                    .label(a.span, format!("{left} has it too"))
                    .effect("the ports of both would be one port-channel"),
            );
        }
    }
}

fn called(context: &Context<'_>, channel: &Channel<'_>) -> String {
    if channel.bond.is_none() && channel.number == number::PEER_LINK {
        return "the peer link".to_owned();
    }
    match (channel.bond, channel.far) {
        (Some(bond), _) => format!("bond {}", bond.name.value),
        (None, Some(far)) => far_name(context, far),
        (None, None) => "another one".to_owned(),
    }
}
