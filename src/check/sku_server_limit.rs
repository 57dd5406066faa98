//! A rack with more servers than the SKU has.

use super::{Context, words};
use crate::finding::Finding;

pub fn run(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let Some(sku) = context.fabric.fabric.sku.as_ref() else { return };
    let limit = sku.value.servers();
    for racks in context.racks.iter().filter(|r| r.compute() && r.first.servers.len() > limit) {
        let have = words::verb(racks.all.len(), "has", "have");
        let servers = words::count(racks.first.servers.len(), "server");
        let each = words::verb(racks.all.len(), "", " each");
        let title = format!("{} {have} {servers}{each}, {} has {limit}", racks.names(), sku.value);
        let span = racks.first.servers.get(limit).map_or(racks.block.span, |s| s.name.span);
        findings.push(
            Finding::error("sku-server-limit", span, title)
                .here(format!("at most {limit}"))
                .label(sku.span, format!("{limit} servers a rack")),
        );
    }
}
