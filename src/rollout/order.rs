//! Which switches are changed when.
//!
//! What comes has to be at the CEs before a rack sends it; what goes is taken from the racks before
//! the CEs. Where some comes and some goes, what comes decides: what goes has no use left. Where more
//! racks change than one, the change is tried on one: whatever no check of commands sees is then seen
//! where few are hit.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use super::{Apart, Member, Stage};
use crate::diff::{Action, Diff, Presence, Relation, Risk, SwitchDiff};
use crate::graph::{DeviceId, Kind, Topology};
use crate::model::value::Os;
use crate::plan::Element;

/// Switches by wave, and what pairs say differently between theirs.
pub struct Order<'a> {
    pub waves: Vec<(Stage, Vec<&'a SwitchDiff>)>,
    pub apart: Vec<Apart>,
}

/// The switches that differ, by wave, in the order in which they are changed. `vendor` says what a
/// switch is to run.
pub fn order<'a>(
    (old, new): (Option<&Topology>, Option<&Topology>),
    diff: &'a Diff,
    switches: &[&'a SwitchDiff],
    vendor: impl Fn(&SwitchDiff) -> Option<Os>,
) -> Order<'a> {
    let tors_first = !comes(diff) && goes(diff);
    let racks = switches.iter().filter(|s| s.presence == Presence::Both && s.risk() > Risk::None);
    let racks = racks.filter_map(|s| Some((vendor(s)?, place(old, new, s)?.rack?)));
    let canaries = canaries(racks.collect());
    let mut waves: BTreeMap<(u8, Stage), Vec<(DeviceId, &SwitchDiff)>> = BTreeMap::new();
    // Pairs of which one is met that no fabric knows.
    let mut unknown: HashSet<&str> = HashSet::new();
    for switch in switches.iter().copied() {
        let Place { ce, rack, member, id } = place(old, new, switch).unwrap_or_else(|| {
            let second = switch.pair.as_deref().is_some_and(|pair| !unknown.insert(pair));
            Place { ce: false, rack: None, member: Member::of(second), id: DeviceId(u32::MAX) }
        });
        let stage = match (switch.presence, ce) {
            (Presence::New, _) => Stage::Come(member),
            (Presence::Old, _) => Stage::Go(member),
            (Presence::Both, true) => Stage::Ces(member),
            (Presence::Both, false) if rack.is_some_and(|r| canaries.contains(&r)) => Stage::Canary(member),
            (Presence::Both, false) => Stage::Tors(member),
        };
        let turn = match stage {
            Stage::Come(_) => 0,
            Stage::Ces(_) => 1 + u8::from(tors_first),
            Stage::Canary(_) | Stage::Tors(_) => 2 - u8::from(tors_first),
            Stage::Go(_) => 3,
        };
        waves.entry((turn, stage)).or_default().push((id, switch));
    }
    let waves = waves.into_iter().map(|((_, stage), mut switches)| {
        switches.sort_by_key(|(id, s)| (*id, &s.name));
        (stage, switches.into_iter().map(|(_, s)| s).collect())
    });
    let waves: Vec<(Stage, Vec<&SwitchDiff>)> = waves.collect();
    let apart = apart(&waves);
    Order { waves, apart }
}

/// The racks on which a change is tried first, of all that it disturbs: the first of each vendor, whose
/// commands are others. None where that would be all.
fn canaries(racks: BTreeSet<(Os, usize)>) -> BTreeSet<usize> {
    let first = |of: Os| racks.iter().find(|(os, _)| *os == of).map(|(_, rack)| *rack);
    let tried: BTreeSet<usize> = [Os::Eos, Os::Nxos].into_iter().filter_map(first).collect();
    let all: BTreeSet<usize> = racks.iter().map(|(_, rack)| *rack).collect();
    if tried == all { BTreeSet::new() } else { tried }
}

/// Where a switch is in a fabric.
struct Place {
    ce: bool,
    /// The rack of a TOR.
    rack: Option<usize>,
    member: Member,
    id: DeviceId,
}

/// A switch that no fabric knows has none, and is taken for a TOR.
fn place(old: Option<&Topology>, new: Option<&Topology>, switch: &SwitchDiff) -> Option<Place> {
    let (id, device) = [new, old].into_iter().flatten().find_map(|topology| {
        let id = topology.named(&switch.name)?;
        Some((id, topology.device(id)?))
    })?;
    let (ce, rack, position) = match device.kind {
        Kind::Ce(position) => (true, None, position),
        Kind::Tor(rack, position) => (false, Some(rack), position),
        _ => (false, None, 0),
    };
    Some(Place { ce, rack, member: Member::of(position % 2 == 1), id })
}

impl Member {
    const fn of(second: bool) -> Self {
        if second { Member::Second } else { Member::First }
    }
}

fn carries(element: &Element) -> bool {
    matches!(
        element,
        Element::Vlan(_)
            | Element::Vrf(_)
            | Element::Svi(_)
            | Element::SubInterface(_)
            | Element::PortChannel(_)
            | Element::Neighbor { .. }
            | Element::StaticRoute { .. }
    )
}

fn comes(diff: &Diff) -> bool {
    let added = |s: &SwitchDiff| s.changes.iter().any(|c| c.action == Action::Add && carries(&c.element));
    diff.switches.iter().any(|s| s.presence == Presence::New || added(s))
}

fn goes(diff: &Diff) -> bool {
    let removed =
        |s: &SwitchDiff| s.changes.iter().any(|c| c.action == Action::Remove && carries(&c.element));
    diff.switches.iter().any(|s| s.presence == Presence::Old || removed(s))
}

/// Changes that the other switch of a pair has to make too, and that lose packets until it has.
fn apart(waves: &[(Stage, Vec<&SwitchDiff>)]) -> Vec<Apart> {
    let order = waves.iter().flat_map(|(_, switches)| switches.iter().copied());
    let turns: HashMap<&str, usize> = order.clone().enumerate().map(|(i, s)| (&*s.name, i)).collect();
    let by_name: HashMap<&str, &SwitchDiff> = order.clone().map(|s| (&*s.name, s)).collect();
    let mut all = Vec::new();
    for switch in order {
        for change in switch.changes.iter().filter(|c| c.risk >= Risk::TrafficLoss) {
            let pair = change.peers.iter().find(|p| p.relation == Relation::Pair);
            let Some(name) = pair.and_then(|p| p.name.as_deref()) else { continue };
            let other = by_name
                .get(name)
                .filter(|s| s.changes.binary_search_by(|c| c.element.cmp(&change.element)).is_ok());
            // Told once, at the one that is changed first.
            if other.is_some() && turns.get(name) < turns.get(&*switch.name) {
                continue;
            }
            all.push(Apart {
                first: switch.name.clone(),
                second: other.map(|s| s.name.clone()),
                element: change.element.clone(),
                reasons: change.reasons.clone(),
            });
        }
    }
    all
}
