//! A cable between two switches whose ends take packets of two sizes.

use std::collections::HashSet;

use super::Context;
use super::settings::Settings;
use crate::finding::{Finding, Span};

pub fn run(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let Some(settings) = Settings::of(context) else { return };
    // The cables of a port-channel differ all alike: what only repeats statements is left out.
    let mut told: HashSet<Span> = HashSet::new();
    for cable in &context.topology.cables {
        let (Some(a), Some(b)) = (settings.mtu(cable.a), settings.mtu(cable.b)) else { continue };
        // Where one is too small for a network, that is what is wrong.
        let speaks = |port| settings.too_large(port).is_some();
        if a.0 == b.0 || speaks(cable.a) || speaks(cable.b) {
            continue;
        }
        let places: Vec<Span> = [a.1, b.1].into_iter().flatten().collect();
        if places.iter().all(|span| told.contains(span)) {
            continue;
        }
        told.extend(&places);
        let ((small, least), (large, most)) = match a.0 < b.0 {
            true => ((cable.a, a), (cable.b, b)),
            false => ((cable.b, b), (cable.a, a)),
        };
        let show = |port| context.topology.show(port);
        let title =
            format!("{} takes packets of {} bytes, {} of {}", show(small), least.0, show(large), most.0);
        let Some(primary) = least.1.or(most.1) else { continue };
        let mut finding = Finding::error("mtu-differs-on-link", primary, title)
            .here(format!(
                "the two ends of a cable have one MTU: {} at the other",
                if least.1.is_some() { most.0 } else { least.0 }
            ))
            .effect("larger packets would be dropped in one direction, and pass in the other");
        if let Some(other) = most.1.filter(|o| *o != primary) {
            finding = finding.label(other, format!("{} at {}", most.0, show(large)));
        }
        findings.push(finding);
    }
}
