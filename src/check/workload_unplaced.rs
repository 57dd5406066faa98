//! Nodes and VMs without a place.

use super::group::groups;
use super::{Context, words};
use crate::assign::{Cell, Unplaced, Why, empty_cells};
use crate::finding::{Finding, Span};
use crate::graph::{Owner, Workload};
use crate::model::value::VmSku;

pub fn run(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let all = context.assigned.unplaced.iter().filter_map(|u| {
        let workload = context.topology.workloads.get(u.workload.0 as usize)?;
        // What was told where to stand speaks for itself, the rest for its pool.
        let place = workload.place.as_ref().map(|p| p.span);
        Some(((workload.owner, place), (u, workload)))
    });
    for group in groups(all) {
        let Some((unplaced, workload)) = group.first().copied() else { continue };
        findings.push(match &workload.place {
            Some(place) => there(context, unplaced, workload, place.span),
            None => anywhere(context, unplaced, workload, group.len()),
        });
    }
}

fn wants(workload: &Workload) -> String {
    format!(
        "{}, {} GiB and {}",
        words::count(workload.cpus, "vCPU"),
        workload.memory,
        words::count(workload.attachments.len(), "VF")
    )
}

fn has(cell: &Cell) -> String {
    format!("{}, {} GiB and {}", words::count(cell.cpus, "vCPU"), cell.memory, words::count(cell.vfs, "VF"))
}

fn called(workload: &Workload) -> String {
    workload.name.replace("vm/", "vm ")
}

fn there(context: &Context<'_>, unplaced: &Unplaced, workload: &Workload, span: Span) -> Finding {
    let place = workload.place.as_ref();
    let server = place.map_or("", |p| &*p.value.server);
    let cell = place.and_then(|p| p.value.cell);
    let profile = context.topology.named(server).and_then(|id| context.profile(id));
    let name = called(workload);
    let (title, here) = match (&unplaced.why, cell) {
        (Why::NoSuchCell, Some(cell)) => {
            let cells = profile.map(|p| words::some(p.numa.iter().map(|n| n.cell.value))).unwrap_or_default();
            (format!("{server} has no NUMA cell {cell}, where {name} is to stand"), format!("it has {cells}"))
        }
        (_, cell) => {
            let spot = match cell {
                Some(cell) => format!("NUMA cell {cell} of {server}"),
                None => server.to_owned(),
            };
            (
                format!("{name} finds no room in {spot}"),
                format!("it needs {} of one NUMA cell", wants(workload)),
            )
        }
    };
    let finding =
        Finding::error("workload-unplaced", span, title).here(here).effect("it would not be started");
    match profile {
        Some(profile) => {
            let cells = empty_cells(profile);
            let most = cells.iter().max_by_key(|c| (c.cpus, c.memory)).map(has).unwrap_or_default();
            finding.label(profile.span, format!("an empty NUMA cell has {most}"))
        }
        None => finding,
    }
}

fn anywhere(context: &Context<'_>, unplaced: &Unplaced, workload: &Workload, count: usize) -> Finding {
    let (name, total, span) = who(context, workload);
    let title = match total {
        None => format!("{name} finds no room"),
        Some(total) => format!("{count} of {} of {name} find no room", words::count(total, "node")),
    };
    let allowed =
        |rack: &str| workload.racks.is_empty() || workload.racks.iter().any(|r| *r.value.name == *rack);
    let servers = context.fabric.racks.iter().filter(|r| allowed(&r.name.value)).flat_map(|r| &r.servers);
    let mut cells: Vec<(Cell, usize)> = Vec::new();
    let mut kinds: Vec<(Span, Vec<Cell>)> = Vec::new();
    for server in servers {
        if kinds.iter().all(|(span, _)| *span != server.profile.span) {
            kinds.push((server.profile.span, empty_cells(&server.profile)));
        }
        for cell in kinds.iter().find(|(s, _)| *s == server.profile.span).into_iter().flat_map(|(_, c)| c) {
            match cells.iter_mut().find(|(c, _)| c == cell) {
                Some((_, n)) => *n += 1,
                None => cells.push((*cell, 1)),
            }
        }
    }
    let needs = wants(workload);
    let fit: usize = cells.iter().filter(|(c, _)| c.holds(workload)).map(|(_, n)| n).sum();
    let each = if count > 1 { "each needs" } else { "needs" };
    let here = match (&unplaced.why, cells.iter().map(|(c, _)| c).max_by_key(|c| (c.cpus, c.memory, c.vfs))) {
        (_, None) => format!("{each} {needs} of one NUMA cell, and there is no server"),
        (_, Some(largest)) if fit == 0 => {
            format!("{each} {needs} of one NUMA cell, the largest has {}", has(largest))
        }
        (_, Some(_)) => {
            format!(
                "{each} {needs} of one NUMA cell; of those large enough there are {fit}, and all are taken"
            )
        }
    };
    let mut finding =
        Finding::error("workload-unplaced", span, title).here(here).effect("they would not be started");
    if total.is_none() {
        finding = finding.effect("it would not be started");
    }
    if let Some(rack) = workload.racks.first() {
        finding = finding.label(rack.span, "only these racks are allowed");
    }
    finding
}

/// What to call the workload's pool or VM, how many nodes that has, and what to change.
fn who(context: &Context<'_>, workload: &Workload) -> (String, Option<u64>, Span) {
    let fabric = context.fabric;
    let sku = |sku: crate::finding::At<VmSku>, count: u64, name: String| (name, Some(count), sku.span);
    let found = match workload.owner {
        Owner::Cluster(cluster, None) => fabric.clusters.get(cluster).map(|c| {
            let plane = &c.control_plane;
            sku(plane.sku, plane.count.value.0, format!("the control plane of {}", c.name.value))
        }),
        Owner::Cluster(cluster, Some(pool)) => fabric.clusters.get(cluster).and_then(|c| {
            let pool = c.pools.get(pool)?;
            Some(sku(pool.sku, pool.count.value.0, format!("{}/{}", c.name.value, pool.name.value)))
        }),
        Owner::Vm(vm) => fabric.vms.get(vm).map(|v| (format!("vm {}", v.name.value), None, v.cpus.span)),
    };
    found.unwrap_or_else(|| (called(workload), None, workload.span))
}
