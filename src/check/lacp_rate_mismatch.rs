//! Two ends of a cable that ask for LACP at two rates.

use super::Context;
use super::group::groups;
use super::settings::Settings;
use crate::finding::Finding;

pub fn run(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let Some(settings) = Settings::of(context) else { return };
    let differ = context.topology.cables.iter().filter_map(|cable| {
        let rate = |port| settings.lacp_rate(port, &cable.purpose);
        let (a, b) = (rate(cable.a)?, rate(cable.b)?);
        (a.0 != b.0).then_some(((a.1, b.1), (cable, a, b)))
    });
    for group in groups(differ) {
        let Some((cable, a, b)) = group.first().copied() else { continue };
        let Some(primary) = a.1.max(b.1) else { continue };
        let show = |port| context.topology.show(port);
        let title = format!("{} asks for LACP at rate {}, {} at {}", show(cable.a), a.0, show(cable.b), b.0);
        let mut finding = Finding::warning("lacp-rate-mismatch", primary, title)
            .here("each end asks the other how often to speak: every second, or every 30")
            .effect("one end would notice a dead link after 3 seconds, the other after 90");
        if let Some(other) = a.1.min(b.1).filter(|o| *o != primary) {
            finding = finding.label(other, "the other end");
        }
        findings.push(finding);
    }
}
