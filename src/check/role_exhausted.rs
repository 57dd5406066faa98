//! A role with fewer ports than neighbours: the n-th port goes to the n-th neighbour, and there is
//! no n-th.

use super::group::groups;
use super::{Context, words};
use crate::assign::Shortage;
use crate::finding::{Finding, Span};
use crate::graph::{DeviceId, Kind, Role};

/// The ports that ran out: those of a platform's role are listed once for all of its switches.
#[derive(PartialEq, Eq, Hash)]
enum Pool {
    Platform(Span, Role),
    Device(DeviceId, Role),
}

pub fn run(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let shortages = context.assigned.shortages.iter().filter(|s| {
        let other = context.device_of(s.other);
        // Where the two are cabled to each other by a statement, no port is missed.
        let cabled = other.is_some_and(|o| context.cables_between(s.device, o) > 0);
        let server = matches!(s.role, Role::Platform(crate::model::value::PortRole::Server));
        !context.misnumbered(s.device)
            && !other.is_some_and(|o| context.misnumbered(o))
            && (server || !cabled)
    });
    let keyed = shortages.map(|s| {
        let platform = context.topology.device(s.device).and_then(|d| d.platform.as_ref());
        let key = match platform {
            Some(platform) => Pool::Platform(platform.span, s.role),
            None => Pool::Device(s.device, s.role),
        };
        (key, s)
    });
    for group in groups(keyed) {
        findings.extend(finding(context, &group));
    }
}

fn finding(context: &Context<'_>, group: &[&Shortage]) -> Option<Finding> {
    let first = *group.iter().min_by_key(|s| (s.nth, s.device, s.other))?;
    let needs = group.iter().map(|s| s.nth).max()?;
    let device = context.topology.device(first.device)?;
    let has = context.topology.ports_of(first.device).filter(|(_, p)| p.role == first.role).count();
    let mut devices: Vec<DeviceId> = group.iter().filter_map(|s| context.device_of(s.other)).collect();
    devices.sort_unstable();
    devices.dedup();
    let without = words::some(devices.iter().map(|d| context.name(*d)));
    let other = context.device_of(first.other)?;
    let owner = match &device.platform {
        Some(platform) => format!("platform {}", platform.name.value),
        None => device.name.to_string(),
    };
    let what = match first.role {
        Role::Platform(role) => format!("`{role}` port"),
        _ => "port".to_owned(),
    };
    let title = format!(
        "{owner} has {}, {} needs the {}",
        words::count(has, &what),
        context.name(other),
        words::ordinal(first.nth)
    );
    let goes = words::verb(devices.len(), "goes", "go");
    Some(
        Finding::error("role-exhausted", place(context, first)?, title)
            .here(format!("{without} {goes} without: {needs} are needed"))
            .label(context.span(other), "the first to go without")
            .effect(format!("{} would be missing", words::count(group.len(), "cable"))),
    )
}

/// The group of ports, or where there is none what should have it.
fn place(context: &Context<'_>, shortage: &Shortage) -> Option<Span> {
    let device = context.topology.device(shortage.device)?;
    let Role::Platform(role) = shortage.role else { return Some(device.span) };
    let (groups, head) = match (&device.platform, device.kind) {
        (Some(platform), _) => (&platform.ports, platform.span),
        (None, Kind::Pe(i)) => {
            let block = &context.fabric.pes.get(i)?.block;
            (&block.ports, block.span)
        }
        _ => return Some(device.span),
    };
    Some(groups.iter().find(|g| g.role.value == role).map_or(head, |g| g.span))
}
