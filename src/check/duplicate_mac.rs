//! One MAC address on two ports.

use std::collections::HashMap;

use super::Context;
use crate::finding::{Finding, Span};

pub fn run(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let mut first: HashMap<&str, (Span, &str)> = HashMap::new();
    for block in &context.blocks {
        let macs = block.pnics.iter().flat_map(|p| p.macs.iter());
        for mac in macs {
            let device = &*block.name.value.name;
            let Some((span, other)) = first.get(&*mac.0) else {
                first.insert(&mac.0, (mac.span, device));
                continue;
            };
            let title = match *other == device {
                true => format!("two ports of {device} have the MAC address {}", mac.value),
                false => format!("{other} and {device} both have the MAC address {}", mac.value),
            };
            findings.push(
                Finding::error("duplicate-mac", mac.span, title)
                    .here("a second time")
                    .label(*span, "first here")
                    .effect("a host finds its ports by their MAC addresses: one of them would stay without its bond"),
            );
        }
    }
}
