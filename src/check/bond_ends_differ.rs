//! Cables that are one bond at one end and several at the other.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::bond::{Far, devices, far, far_name, members, paired};
use super::{Context, channel, words};
use crate::finding::{Finding, Span};
use crate::graph::{DeviceId, Kind, PortId, Role};
use crate::model::construct::BondBlock;

/// A bond of a server, or a port-channel of a switch or pair: what LACP calls one system and key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Aggregate {
    /// The server or switch; of a pair the first.
    device: DeviceId,
    /// Whether it is of the pair.
    pair: bool,
    /// The port-channel; of a server the first port.
    number: u32,
}

/// What a `bond` statement joins.
struct Shape {
    /// The first of its ports.
    first: Option<PortId>,
    /// Their devices, each once.
    devices: Vec<DeviceId>,
}

pub fn run(context: &Context<'_>, findings: &mut Vec<Finding>) {
    if context.fabric.bonds.is_empty() {
        return;
    }
    let first_of: HashMap<DeviceId, DeviceId> =
        context.pairs.iter().flat_map(|p| [(p.left, p.left), (p.right, p.left)]).collect();
    // Made once: a bond may have many members.
    let shapes: HashMap<Span, Shape> = context
        .fabric
        .bonds
        .iter()
        .map(|block| {
            let members = members(context, block);
            let first = members.first().map(|m| m.port);
            (block.span, Shape { first, devices: devices(&members) })
        })
        .collect();
    let mut ends: BTreeMap<Aggregate, BTreeSet<Aggregate>> = BTreeMap::new();
    let mut ports: BTreeMap<Aggregate, Vec<PortId>> = BTreeMap::new();
    for cable in &context.topology.cables {
        let both = [cable.a, cable.b].map(|port| Some((port, aggregate(context, &first_of, &shapes, port)?)));
        let [Some((left, a)), Some((right, b))] = both else { continue };
        // A peer link has the two of one pair at its ends.
        if a != b {
            ends.entry(a).or_default().insert(b);
            ends.entry(b).or_default().insert(a);
        }
        ports.entry(a).or_default().push(left);
        ports.entry(b).or_default().push(right);
    }
    let mut told: BTreeSet<Aggregate> = BTreeSet::new();
    for (one, many) in ends.iter().filter(|(_, others)| others.len() > 1) {
        let all: Vec<Aggregate> = [*one].into_iter().chain(many.iter().copied()).collect();
        let repeats = all.iter().any(|a| told.contains(a));
        told.extend(&all);
        if repeats {
            continue;
        }
        let near = ports.get(one).map_or(&[][..], Vec::as_slice);
        findings.extend(finding(context, *one, many, near, &ports, &shapes));
    }
}

fn finding(
    context: &Context<'_>,
    one: Aggregate,
    many: &BTreeSet<Aggregate>,
    near: &[PortId],
    ports: &BTreeMap<Aggregate, Vec<PortId>>,
    shapes: &HashMap<Span, Shape>,
) -> Option<Finding> {
    let of = |aggregate: &Aggregate| ports.get(aggregate).into_iter().flatten();
    let mut statements: Vec<&BondBlock> =
        [one].iter().chain(many).flat_map(|a| of(a).filter_map(|p| context.bond_block(*p))).collect();
    statements.sort_by_key(|b| b.span);
    statements.dedup_by_key(|b| b.span);
    // Without a statement the cables are at fault, and have rules of their own; so have two
    // neighbours, half of a server's bond, and members that are no pair.
    let last = *statements.last()?;
    let neighbors: BTreeSet<Far> = near.iter().filter_map(|p| far(context, *p)).collect();
    let half = many.iter().any(|m| half(context, ports.get(m)));
    if neighbors.len() != 1
        || half
        || statements.iter().any(|b| shapes.get(&b.span).is_some_and(|s| apart(context, s)))
    {
        return None;
    }
    let names = words::some(many.iter().map(|a| called(context, *a, of(a).next())));
    let title = format!("{} leads to {names}", called(context, one, near.first()));
    let mut finding = Finding::error("bond-ends-differ", last.name.span, title)
        .here("cables that are one bond at one end are one at the other")
        .effect("LACP would bring up the cables to one of them only");
    for other in statements.iter().take(statements.len() - 1).take(3) {
        finding = finding.label(other.name.span, "another bond of these cables");
    }
    Some(finding)
}

/// Whether a bond has members that are of no one device and no one pair.
fn apart(context: &Context<'_>, shape: &Shape) -> bool {
    match shape.devices.as_slice() {
        [a, b] => !paired(context, *a, *b),
        many => many.len() > 2,
    }
}

/// Whether it is of a switch and has one port only of a server's bond of two.
fn half(context: &Context<'_>, ports: Option<&Vec<PortId>>) -> bool {
    let port = match ports.map(Vec::as_slice) {
        Some([one]) => *one,
        _ => return false,
    };
    let block = context.bond_block(port);
    block.is_some_and(|b| b.members.len() == 1) && matches!(far(context, port), Some(Far::Nic(_)))
}

/// What a port is part of, where that is known: of PEs, arrays and the rest it is not.
fn aggregate(
    context: &Context<'_>,
    first_of: &HashMap<DeviceId, DeviceId>,
    shapes: &HashMap<Span, Shape>,
    port: PortId,
) -> Option<Aggregate> {
    let id = context.device_of(port)?;
    let device = context.topology.device(id)?;
    let shape = context.bond_block(port).and_then(|b| shapes.get(&b.span));
    match (device.kind, context.topology.port(port)?.role) {
        (Kind::Server(..), Role::Nic(nic, _)) => {
            let first = match shape {
                Some(shape) => shape.first?,
                None => *context.topology.nic(nic)?.ports.first()?,
            };
            // The ports that a bond leaves of a pNIC are one of their own.
            let rest = shape.is_none() && context.bond_block(first).is_some();
            Some(Aggregate { device: id, pair: rest, number: first.0 })
        }
        (Kind::Ce(_) | Kind::Tor(..), _) => {
            let number = u32::from(channel::number(context, id, port)?);
            let first = *first_of.get(&id)?;
            let both = shape.is_none_or(|s| s.devices.len() > 1);
            Some(Aggregate { device: if both { first } else { id }, pair: both, number })
        }
        _ => None,
    }
}

fn called(context: &Context<'_>, aggregate: Aggregate, port: Option<&PortId>) -> String {
    if let Some(bond) = port.and_then(|p| context.bond_block(*p)) {
        return format!("bond {}", bond.name.value);
    }
    let server = port.and_then(|p| match context.topology.port(*p)?.role {
        Role::Nic(nic, _) => Some(far_name(context, Far::Nic(nic))),
        _ => None,
    });
    server.unwrap_or_else(|| {
        let pair = context.pairs.iter().find(|p| aggregate.pair && p.left == aggregate.device);
        let name = match pair {
            Some(pair) => format!("{} and {}", context.name(pair.left), context.name(pair.right)),
            None => context.name(aggregate.device).to_owned(),
        };
        format!("port-channel {} of {name}", aggregate.number)
    })
}
