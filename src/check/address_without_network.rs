//! An address that a server has no network for.

use super::Context;
use crate::finding::{Finding, Span};

pub fn run(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let pools = &context.fabric.fabric.pools;
    for block in &context.blocks {
        let name = &*block.name.value.name;
        let Some(profile) = context.topology.named(name).and_then(|id| context.profile(id)) else { continue };
        let mut report = |word: &str, span: Span, at: Span, why: String| {
            let title = format!("{name} has a `{word}` address and no network for it");
            findings.push(
                Finding::error("address-without-network", span, title)
                    .here("is set nowhere")
                    .label(at, why)
                    .effect("the server would be without the address"),
            );
        };
        let of = |word: &str| format!("profile {} has no `{word}`", profile.name.value);
        if let Some(address) = block.host.as_ref().filter(|_| profile.host.is_none()) {
            report("host", address.span, profile.name.span, of("host"));
        }
        if let Some(address) = block.storage.as_ref().filter(|_| profile.storage.is_none()) {
            report("storage", address.span, profile.name.span, of("storage"));
        }
        if let Some(address) = block.bmc.as_ref().filter(|_| pools.bmc.is_none()) {
            report("bmc", address.span, pools.span, "there is no pool `bmc`".to_owned());
        }
    }
}
