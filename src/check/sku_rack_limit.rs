//! More compute racks than the SKU has.

use super::{Context, words};
use crate::finding::Finding;

pub fn run(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let Some(sku) = context.fabric.fabric.sku.as_ref() else { return };
    let (limit, racks) = (sku.value.racks(), context.fabric.compute_racks().count());
    if racks <= limit {
        return;
    }
    let title = format!("{} has {}, the fabric {racks}", sku.value, words::count(limit, "compute rack"));
    let finding = Finding::error("sku-rack-limit", sku.span, title).here(format!("at most {limit}"));
    findings.push(match context.fabric.compute_racks().nth(limit) {
        Some(rack) => finding.label(rack.name.span, format!("{} is one too many", rack.name.value)),
        None => finding,
    });
}
