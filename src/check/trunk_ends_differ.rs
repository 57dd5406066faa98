//! A trunk between two switches whose ends carry different VLANs.

use std::collections::HashSet;

use super::settings::{Settings, switch};
use super::{Context, trunk};
use crate::finding::{At, Finding, Span};
use crate::graph::{Cable, PortId, Purpose};
use crate::model::value::VlanSet;

/// The VLAN of untagged frames where nothing is said.
const DEFAULT: u16 = 1;

pub fn run(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let Some(settings) = Settings::of(context) else { return };
    let defined: VlanSet = context.vlans.iter().map(|v| v.id.value).collect();
    // The cables of a port-channel differ all alike: what only repeats statements is left out.
    let mut told: HashSet<Span> = HashSet::new();
    for cable in &context.topology.cables {
        if switch(context, cable.a).is_none() || switch(context, cable.b).is_none() {
            continue;
        }
        let found = vlans(context, &settings, cable, &defined).or_else(|| native(context, &settings, cable));
        let Some((places, finding)) = found else { continue };
        if places.iter().flatten().any(|span| !told.contains(span)) {
            told.extend(places.into_iter().flatten());
            findings.push(finding);
        }
    }
}

/// The statements about the two ends.
type Places = [Option<Span>; 2];

fn vlans(
    context: &Context<'_>,
    settings: &Settings<'_, '_>,
    cable: &Cable,
    defined: &VlanSet,
) -> Option<(Places, Finding)> {
    // What a peer link leaves out is another rule's, and so is what is needed in a rack.
    let needed = context.needed_vlans(cable.a).filter(|_| cable.purpose != Purpose::PeerLink)?;
    let ends = [cable.a, cable.b].map(|port| (port, settings.vlans(port)));
    let carries = |end: Option<&At<VlanSet>>| end.map_or_else(|| needed.clone(), |e| e.value.clone());
    let sets = ends.map(|(_, e)| carries(e));
    if sets.iter().any(|set| needed.iter().any(|v| !set.contains(v))) {
        return None;
    }
    let beyond = |set: &VlanSet, other: &VlanSet| -> VlanSet {
        set.iter().filter(|v| defined.contains(*v) && !other.contains(*v)).collect()
    };
    let [a, b] = &sets;
    let more = [beyond(a, b), beyond(b, a)];
    let side = more.iter().position(|more| !more.is_empty())?;
    let ([left, right], [more_left, more_right]) = (&ends, &more);
    let (has, lacks, extra) = if side == 0 { (left, right, more_left) } else { (right, left, more_right) };
    let show = |port: PortId| context.topology.show(port);
    let title = format!("{} carries VLAN {extra}, {} does not", show(has.0), show(lacks.0));
    let here = |set: Option<&At<VlanSet>>| format!("VLAN {} here", carries(set));
    let effect = format!("frames of VLAN {extra} would be dropped at {}", name(context, lacks.0));
    let finding = match (lacks.1, has.1) {
        (Some(written), other) => {
            let at = Span { start: written.span.end, ..written.span };
            let finding = Finding::error("trunk-ends-differ", written.span, title)
                .here(here(lacks.1))
                .help(format!("add VLAN {extra} at {}", show(lacks.0)))
                .edit(at, trunk::more(extra));
            match other {
                Some(other) => finding.label(other.span, here(has.1)),
                None => finding,
            }
        }
        (None, Some(written)) => Finding::error("trunk-ends-differ", written.span, title)
            .here(format!("{} has what the rack needs: VLAN {needed}", show(lacks.0))),
        (None, None) => return None,
    };
    let place = |end: Option<&At<VlanSet>>| end.map(|e| e.span);
    Some(([place(left.1), place(right.1)], finding.effect(effect)))
}

fn native(context: &Context<'_>, settings: &Settings<'_, '_>, cable: &Cable) -> Option<(Places, Finding)> {
    let (a, b) = (settings.native(cable.a), settings.native(cable.b));
    let value = |end: Option<At<u16>>| end.map_or(DEFAULT, |e| e.value);
    if value(a) == value(b) {
        return None;
    }
    // A native VLAN that its own port does not carry is another rule's.
    let own = [(cable.a, a), (cable.b, b)].into_iter().filter_map(|(p, n)| Some((p, n?)));
    if own.clone().any(|(port, native)| !settings.carries(port, native.value)) {
        return None;
    }
    let (_, last) = own.clone().max_by_key(|(_, n)| n.span)?;
    let show = |port: PortId| context.topology.show(port);
    let title = format!("{} has native VLAN {}, {} {}", show(cable.a), value(a), show(cable.b), value(b));
    let mut finding = Finding::error("trunk-ends-differ", last.span, title)
        .here("the two ends of a trunk have one native VLAN")
        .effect(format!("untagged frames of VLAN {} would arrive in VLAN {}", value(a), value(b)));
    for (port, other) in own.filter(|(_, n)| n.span != last.span) {
        finding = finding.label(other.span, format!("{} has another", show(port)));
    }
    Some(([a.map(|a| a.span), b.map(|b| b.span)], finding))
}

fn name<'a>(context: &Context<'a>, port: PortId) -> &'a str {
    context.device_of(port).map_or("the other end", |d| context.name(d))
}
