//! Two of a kind with one number.

use super::group::twins;
use super::{Context, words};
use crate::finding::{Finding, Span};
use crate::model::ApplianceKind;

/// Something that is counted by its number.
#[derive(Clone, Copy)]
struct Counted<'a> {
    name: &'a str,
    number: u32,
    /// Where its number was read: a `number` statement, or its name.
    span: Span,
}

pub fn run(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let fabric = context.fabric;
    let pes = fabric.pes.iter().map(|p| {
        let written = p.block.number.as_ref().map(|n| n.span);
        counted(&p.name.value, p.number, written.unwrap_or(p.name.span))
    });
    report("PEs", pes.collect(), findings);
    report(
        "CEs",
        fabric.ces.iter().map(|c| counted(&c.name.value, c.number, c.name.span)).collect(),
        findings,
    );
    let arrays = fabric.arrays.iter().map(|(number, a)| {
        let written = a.number.as_ref().map(|n| n.span);
        counted(&a.name.value, *number, written.unwrap_or(a.name.span))
    });
    report("storage arrays", arrays.collect(), findings);
    let racks = fabric.racks.iter().filter_map(|r| {
        let written = r.block.number.as_ref().map(|n| n.span);
        Some(counted(&r.name.value, r.number?, written.unwrap_or(r.name.span)))
    });
    report("racks", racks.collect(), findings);
    let domains = fabric.domains.iter().filter_map(|d| {
        let number = d.number.as_ref()?;
        Some(counted(&d.name.value, u32::from(number.value), number.span))
    });
    report("isolation domains", domains.collect(), findings);
    for racks in &context.racks {
        let tors = racks.first.tors.iter();
        report("TORs", tors.map(|t| counted(&t.name.value, t.member, t.name.span)).collect(), findings);
        for kind in ["management switches", "packet brokers", "terminal servers"] {
            let those = racks.first.appliances.iter().filter(|a| plural(&a.kind) == kind);
            report(kind, those.map(|a| counted(&a.name.value, a.number, a.name.span)).collect(), findings);
        }
    }
}

fn plural(kind: &ApplianceKind) -> &'static str {
    match kind {
        ApplianceKind::ManagementSwitch(..) => "management switches",
        ApplianceKind::Broker(_) => "packet brokers",
        ApplianceKind::Terminal(_) => "terminal servers",
    }
}

fn counted(name: &str, number: u32, span: Span) -> Counted<'_> {
    Counted { name, number, span }
}

fn report(kind: &str, items: Vec<Counted<'_>>, findings: &mut Vec<Finding>) {
    // A name without a number has been reported; it stands at 0.
    let keyed = items.iter().filter(|i| i.number > 0).map(|i| (i.number, *i));
    for group in twins(keyed) {
        let (Some(first), Some(second)) = (group.first(), group.get(1)) else { continue };
        let names = words::some(group.iter().map(|i| i.name));
        let both = if group.len() == 2 { "both have" } else { "all have" };
        let title = format!("{kind} {names} {both} number {}", first.number);
        let finding = Finding::error("duplicate-number", second.span, title)
            .effect("numbers give cables, addresses and port-channels: theirs would be the same");
        findings.push(if first.span == second.span {
            finding.here("gives each of them this number")
        } else {
            finding.here("the second").label(first.span, "the first")
        });
    }
}
