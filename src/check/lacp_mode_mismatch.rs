//! Two ends of a cable that will not agree on LACP.

use super::Context;
use super::group::groups;
use super::settings::Settings;
use crate::finding::Finding;
use crate::graph::Purpose;
use crate::model::value::LacpMode;

pub fn run(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let Some(settings) = Settings::of(context) else { return };
    let mode = |port| settings.lacp(port);
    let differ = context.topology.cables.iter().filter_map(|cable| {
        let own = matches!(cable.purpose, Purpose::Server | Purpose::CeUplink | Purpose::PeerLink);
        let (a, b) = (mode(cable.a)?, mode(cable.b)?);
        let fails = match (a.0, b.0) {
            (LacpMode::Static, LacpMode::Static) => false,
            (LacpMode::Static, _) | (_, LacpMode::Static) => true,
            (a, b) => a == LacpMode::Passive && b == LacpMode::Passive,
        };
        (own && fails).then_some(((a.1, b.1), cable))
    });
    for group in groups(differ) {
        let Some(cable) = group.first() else { continue };
        let (Some((a, at)), Some((b, there))) = (mode(cable.a), mode(cable.b)) else {
            continue;
        };
        let show = |port| context.topology.show(port);
        let title = format!("{} has LACP {a}, {} {b}", show(cable.a), show(cable.b));
        let (primary, other) = match (at, there) {
            (Some(at), Some(there)) => (at.max(there), Some(at.min(there))),
            (Some(one), None) | (None, Some(one)) => (one, None),
            (None, None) => continue,
        };
        let both = a == LacpMode::Passive;
        let here = if both { "one of the two has to be active" } else { "LACP at both ends, or at none" };
        let finding = Finding::error("lacp-mode-mismatch", primary, title)
            .here(here)
            .effect("the port-channel would not come up");
        findings.push(match other {
            Some(other) if other != primary => finding.label(other, "the other end"),
            _ => finding,
        });
    }
}
