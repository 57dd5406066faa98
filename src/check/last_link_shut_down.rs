//! A neighbour whose every link is shut down.
//!
//! A shut link among others is maintenance. Where it is the last, the fabric does without what the
//! rules of cabling ask for.

use std::collections::BTreeMap;

use super::{Context, words};
use crate::finding::{Finding, Level, Span};
use crate::graph::{Cable, DeviceId, Kind, PortId, Purpose};

/// Two devices that cables lead from one to the other of, with what the cables are for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Way {
    PeerLink(DeviceId, DeviceId),
    /// Of a rack, from a TOR to a CE.
    Uplink(usize, DeviceId, DeviceId),
    /// From a CE to a PE.
    Outside(DeviceId, DeviceId),
}

/// A way that is shut, how grave that is, and where each of its links is shut.
type Shut<'w> = (Level, Way, &'w [Option<Span>]);

pub fn run(context: &Context<'_>, findings: &mut Vec<Finding>) {
    if !context.fabric.ports.iter().any(|p| p.shutdown.0.value.on()) {
        return;
    }
    let mut ways: BTreeMap<Way, Vec<Option<Span>>> = BTreeMap::new();
    for cable in &context.topology.cables {
        if let Some(way) = way(context, cable) {
            ways.entry(way).or_default().push(shut(context, cable.a).or_else(|| shut(context, cable.b)));
        }
    }
    let outside = ways.iter().any(|(way, links)| matches!(way, Way::Outside(..)) && open(links));
    let racks: Vec<usize> = ways
        .iter()
        .filter_map(|(way, links)| match way {
            Way::Uplink(rack, ..) if open(links) => Some(*rack),
            _ => None,
        })
        .collect();
    // What one statement shuts is one finding; what several do, one at the last of them.
    let mut found: BTreeMap<Span, Vec<Shut<'_>>> = BTreeMap::new();
    for (way, links) in ways.iter().filter(|(_, links)| !open(links)) {
        let Some(last) = links.iter().flatten().max() else { continue };
        let level = match way {
            Way::PeerLink(..) => Level::Error,
            Way::Uplink(rack, ..) if racks.binary_search(rack).is_err() => Level::Error,
            Way::Outside(..) if !outside => Level::Error,
            Way::Uplink(..) | Way::Outside(..) => Level::Warning,
        };
        found.entry(*last).or_default().push((level, *way, links));
    }
    for (span, mut ways) in found {
        ways.sort_unstable_by_key(|(level, way, _)| (*level, *way));
        let Some((level, first, _)) = ways.first().copied() else { continue };
        let mut others: Vec<Span> =
            ways.iter().flat_map(|(.., links)| links.iter().flatten().copied()).collect();
        others.sort_unstable();
        others.dedup();
        let finding = finding(context, span, (level, first), ways.len());
        let others = others.into_iter().filter(|other| *other != span).take(LABELS);
        findings.push(others.fold(finding, |f, other| f.label(other, "others are shut down here")));
    }
}

/// The most statements that a finding points at besides its own.
const LABELS: usize = 3;

fn finding(context: &Context<'_>, span: Span, (level, way): (Level, Way), ways: usize) -> Finding {
    let (Way::PeerLink(a, b) | Way::Uplink(_, a, b) | Way::Outside(a, b)) = way;
    let (a, b) = (context.name(a), context.name(b));
    let more = match ways {
        1 => String::new(),
        n => format!(", and so between {}", words::count(n - 1, "more pair")),
    };
    let effect = match (way, level) {
        (Way::PeerLink(..), _) => {
            "each of the two would forward on its own: loops, and hosts seen in two places"
        }
        (Way::Uplink(..), Level::Error) => "the rack would be cut off",
        (Way::Uplink(..), _) => "the rack would hang on the other switches: the next that fails cuts it off",
        (Way::Outside(..), Level::Error) => "nothing would leave the fabric, and nothing come in",
        (Way::Outside(..), _) => {
            "all would leave by the other links: the next that fails cuts the fabric off"
        }
    };
    let title = format!("every link between {a} and {b} is shut down{more}");
    let finding = Finding::error("last-link-shut-down", span, title).here("shuts down the last of them");
    Finding { level, ..finding }.effect(effect)
}

/// Whether a link among these is up.
fn open(links: &[Option<Span>]) -> bool {
    links.iter().any(Option::is_none)
}

/// Where a port of a switch is shut down.
fn shut(context: &Context<'_>, port: PortId) -> Option<Span> {
    super::settings::switch(context, port)?;
    let shutdown = context.port_block(port).map(|block| &block.shutdown.0)?;
    shutdown.value.on().then_some(shutdown.span)
}

fn way(context: &Context<'_>, cable: &Cable) -> Option<Way> {
    let (a, b) = (context.device_of(cable.a)?, context.device_of(cable.b)?);
    let kind = |id| context.topology.device(id).map(|d| d.kind);
    if cable.purpose == Purpose::PeerLink {
        return Some(Way::PeerLink(a.min(b), a.max(b)));
    }
    match (kind(a)?, kind(b)?) {
        (Kind::Tor(rack, _), Kind::Ce(_)) => Some(Way::Uplink(rack, a, b)),
        (Kind::Ce(_), Kind::Tor(rack, _)) => Some(Way::Uplink(rack, b, a)),
        (Kind::Ce(_), Kind::Pe(_)) => Some(Way::Outside(a, b)),
        (Kind::Pe(_), Kind::Ce(_)) => Some(Way::Outside(b, a)),
        _ => None,
    }
}
