//! A bond with a number that its switch does not have.

use super::Context;
use super::bond::{devices, members, number_span};
use crate::finding::Finding;
use crate::model::value::Os;

/// The most on EOS. On NX-OS it is 4096, which the language does not go beyond.
const EOS_MOST: u64 = 2000;

pub fn run(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for block in &context.fabric.bonds {
        let Some(number) = block.number.as_ref().filter(|n| n.value.0 > EOS_MOST) else { continue };
        let members = members(context, block);
        let platforms = devices(&members)
            .into_iter()
            .filter_map(|d| Some((d, context.topology.device(d)?.platform.as_deref()?)));
        let Some((device, platform)) = platforms.into_iter().find(|(_, p)| p.os.value == Os::Eos) else {
            continue;
        };
        let title =
            format!("bond {} has number {}, EOS goes up to {EOS_MOST}", block.name.value, number.value);
        findings.push(
            Finding::error("port-channel-number-out-of-range", number_span(block), title)
                .here(format!("1 to {EOS_MOST}"))
                .label(platform.os.span, format!("{} runs EOS", context.name(device)))
                .effect("the switch would refuse the line, and the ports would stay on their own"),
        );
    }
}
