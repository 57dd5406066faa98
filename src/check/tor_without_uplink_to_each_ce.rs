//! A TOR without a cable to each CE.

use super::group::groups;
use super::{Context, words};
use crate::finding::Finding;
use crate::graph::{DeviceId, Kind};

pub fn run(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let compute = |rack: usize| context.fabric.racks.get(rack).is_some_and(|r| r.number.is_some());
    let tors = context.topology.ids().filter(|(_, d)| matches!(d.kind, Kind::Tor(rack, _) if compute(rack)));
    let missing = tors.flat_map(|(tor, device)| {
        context.ces.iter().filter_map(move |ce| {
            let silent = context.misnumbered(tor) || context.misnumbered(*ce) || context.short(tor, *ce);
            let cabled = context.cables_between(tor, *ce) > 0;
            (!silent && !cabled).then_some(((device.span, *ce), (tor, *ce)))
        })
    });
    for group in groups(missing) {
        let Some((first, ce)) = group.first().copied() else { continue };
        let names: Vec<DeviceId> = group.iter().map(|(tor, _)| *tor).collect();
        let have = words::verb(names.len(), "has", "have");
        let title = format!(
            "{} {have} no cable to {}",
            words::some(names.iter().map(|n| context.name(*n))),
            context.name(ce)
        );
        let mut finding = Finding::error("tor-without-uplink-to-each-ce", context.span(first), title)
            .here("a TOR has an uplink to each CE")
            .label(context.span(ce), "the CE")
            .effect("the port-channel between TORs and CEs would have a leg too few: the rack is cut off with one switch");
        for (id, role) in
            [(first, crate::model::value::PortRole::Ce), (ce, crate::model::value::PortRole::Tor)]
        {
            let platform = context.topology.device(id).and_then(|d| d.platform.as_ref());
            if let Some(platform) = platform.filter(|p| p.ports.iter().all(|g| g.role.value != role)) {
                finding = finding.label(platform.span, format!("has no `{role}` ports"));
            }
        }
        findings.push(finding);
    }
}
