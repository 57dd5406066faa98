//! BGP: the process, its tables of routes, and what enters them.

use std::collections::{BTreeMap, BTreeSet};

use ipnet::IpNet;

use super::table::{by, hitless, loss, reset, row, words};
use super::{Case, Kind, Risk, Row, Verdict, View, With};
use crate::plan::{BgpVrf, Element, GLOBAL, RouteMap};

/// The process.
pub const BGP: Kind = Kind {
    keys: &[],
    added: hitless("", With::NOBODY),
    removed: loss("every session of the switch ends, and its routes go", With::FAR),
    rows: &[
        &[
            row("asn", by(process)),
            row("router_id", reset("every session of the global table ends and comes again", With::NOBODY)),
            row("default_ipv4", reset("sessions without a family of their own begin anew", With::NOBODY)),
            row("families", by(families)),
            row("active_groups", by(groups)),
            row("distance", hitless(DISTANCE, With::NOBODY)),
            row("distance.external", hitless(DISTANCE, With::NOBODY)),
            row("distance.internal", hitless(DISTANCE, With::NOBODY)),
            row("distance.local", hitless(DISTANCE, With::NOBODY)),
            row("timers", reset(TIMERS, With::NOBODY)),
            row("timers.keepalive", reset(TIMERS, With::NOBODY)),
            row("timers.hold", reset(TIMERS, With::NOBODY)),
        ],
        TABLE,
    ],
};

/// A VRF's part.
pub const BGP_VRF: Kind = Kind {
    keys: &[],
    added: hitless("", With::NOBODY),
    removed: loss("every session of the VRF ends, and its routes go", With::FAR),
    rows: &[
        &[
            row("router_id", reset("every session of the VRF ends and comes again", With::NOBODY)),
            row("families", by(families_of_vrf)),
            row("default_information", by(default_information)),
            row("groups", by(groups)),
        ],
        TABLE,
    ],
};

/// What the global table and those of VRFs say alike.
const TABLE: &[Row] = &[
    row("aggregates", by(aggregates)),
    row("summary_only", by(summary_only)),
    row("networks", by(networks)),
    row("maximum_paths", hitless(WAYS, With::NOBODY)),
    row("maximum_paths.paths", hitless(WAYS, With::NOBODY)),
    row("maximum_paths.ecmp", hitless(WAYS, With::NOBODY)),
    row("family_paths", hitless(WAYS, With::NOBODY)),
    row("multipath_relax", hitless(WAYS, With::NOBODY)),
    words("log_neighbor_changes"),
];

const WAYS: &str = "traffic takes more of its ways at once, or fewer";
const DISTANCE: &str = "routes of another source may win, or lose";
pub(super) const TIMERS: &str =
    "ends agree on timers when they open a session: it has to begin anew to take them";

/// A range that may open sessions.
pub const LISTEN: Kind = Kind {
    keys: &["range"],
    added: hitless("", With::FAR),
    removed: loss("the sessions from the range end, and their routes go", With::FAR),
    rows: &[&[
        row("group", reset("the sessions from the range end and come again", With::NOBODY)),
        row("asn", by(remote_as)),
    ]],
};

/// Routes that enter BGP from another source.
pub const REDISTRIBUTION: Kind = Kind {
    keys: &["family", "source"],
    added: hitless("", With::NOBODY),
    removed: loss("the routes are announced no more", With::NOBODY),
    rows: &[&[row("route_map", by(route_map))]],
};

pub(super) fn soft(reason: impl Into<std::borrow::Cow<'static, str>>) -> Verdict {
    Verdict::new(Risk::Hitless, reason, With::NOBODY)
}

pub(super) fn loses(reason: impl Into<std::borrow::Cow<'static, str>>) -> Verdict {
    Verdict::new(Risk::TrafficLoss, reason, With::NOBODY)
}

/// Neither vendor changes the AS of a process: it is removed and entered again.
fn process(case: &Case<'_>) -> Verdict {
    let reason = format!("AS {}: BGP is removed and entered again, every session ends", case.change());
    Verdict::new(Risk::TrafficLoss, reason, With::BOTH)
}

pub(super) fn remote_as(case: &Case<'_>) -> Verdict {
    let reason = format!("remote-as {}: the session ends, and stays so until both agree", case.change());
    Verdict::new(Risk::SessionReset, reason, With::FAR)
}

fn bgp_of<'a>(view: &View<'a>, element: &Element) -> Option<&'a BgpVrf> {
    let Element::BgpVrf(name) = element else { return None };
    view.vrfs.get(&**name)?.bgp.as_ref()
}

/// A family that the table loses takes its routes along.
fn families(case: &Case<'_>) -> Verdict {
    match case.loses_some() {
        true => Verdict::new(Risk::TrafficLoss, "routes of the family go", With::TURNED),
        false => Verdict::new(Risk::SessionReset, "sessions of the family begin anew", With::TURNED),
    }
}

fn groups(case: &Case<'_>) -> Verdict {
    match case.loses_some() {
        true => Verdict::new(Risk::TrafficLoss, "sessions of the group lose the family", With::TURNED),
        false => Verdict::new(Risk::SessionReset, "sessions of the group begin anew", With::TURNED),
    }
}

fn families_of_vrf(case: &Case<'_>) -> Verdict {
    let of = |view| bgp_of(view, case.element).map_or(&[][..], |b| &b.families);
    let (old, new) = (of(case.old), of(case.new));
    if old.iter().all(|f| new.contains(f)) { soft("") } else { loses("routes of the family go") }
}

/// Aggregates with and without what lies in them.
fn aggregates_of<'a>(view: &View<'a>, element: &Element) -> [&'a [IpNet]; 2] {
    match (element, &view.device.bgp) {
        (Element::Bgp, Some(bgp)) => [&bgp.aggregates, &bgp.options.summary_only],
        _ => bgp_of(view, element).map_or([&[], &[]], |b| [&b.aggregates, &b.options.summary_only]),
    }
}

/// An aggregate that leaves one of the lists may stay in the other.
fn aggregates(case: &Case<'_>) -> Verdict {
    let [beside, alone] = aggregates_of(case.new, case.element);
    let kept: BTreeSet<String> = beside.iter().chain(alone).map(ToString::to_string).collect();
    let gone: Vec<String> = case.gone().into_iter().filter(|a| !kept.contains(a)).collect();
    if gone.is_empty() { soft("") } else { loses(format!("{} is announced no more", gone.join(", "))) }
}

fn summary_only(case: &Case<'_>) -> Verdict {
    let come = Case { first: case.second, second: case.first, ..*case }.gone();
    if come.is_empty() {
        return aggregates(case);
    }
    loses(format!("what lies in {} is announced no more", come.join(", ")))
}

fn networks(case: &Case<'_>) -> Verdict {
    let of = |view: &View<'_>| -> BTreeMap<IpNet, Option<String>> {
        let networks = match (case.element, &view.device.bgp) {
            (Element::Bgp, Some(bgp)) => &bgp.networks[..],
            _ => bgp_of(view, case.element).map_or(&[][..], |b| &b.networks),
        };
        networks.iter().map(|n| (n.prefix, n.route_map.clone())).collect()
    };
    let (old, new) = (of(case.old), of(case.new));
    let gone: Vec<String> = old.keys().filter(|p| !new.contains_key(p)).map(ToString::to_string).collect();
    if !gone.is_empty() {
        return loses(format!("{} is announced no more", gone.join(", ")));
    }
    let changed = old.iter().filter_map(|(prefix, before)| Some((before, new.get(prefix)?)));
    let changed = changed.filter(|(before, after)| before != after);
    let verdicts = changed.map(|(before, after)| {
        bound(case, before.as_deref(), after.as_deref(), "what it does not permit is announced no more")
    });
    verdicts.max_by_key(|v| v.risk).unwrap_or_else(|| soft(""))
}

fn default_information(case: &Case<'_>) -> Verdict {
    let of = |view| bgp_of(view, case.element).map_or(&[][..], |b| &b.default_information);
    let (old, new) = (of(case.old), of(case.new));
    if old.iter().all(|f| new.contains(f)) {
        soft("")
    } else {
        loses("the default route is announced no more")
    }
}

fn route_map(case: &Case<'_>) -> Verdict {
    let name = |view: &View<'_>| {
        let Element::Redistribution { vrf, family, source } = case.element else { return None };
        let all = if vrf == GLOBAL {
            &view.device.bgp.as_ref()?.redistribute
        } else {
            &view.vrfs.get(&**vrf)?.bgp.as_ref()?.redistribute
        };
        all.iter().find(|r| (r.family, r.source) == (*family, *source))?.route_map.clone()
    };
    let (old, new) = (name(case.old), name(case.new));
    bound(case, old.as_deref(), new.as_deref(), "what it does not permit is announced no more")
}

/// Another map: harmless where it says the same, or where there is none any more.
pub(super) fn bound(case: &Case<'_>, old: Option<&str>, new: Option<&str>, loss: &'static str) -> Verdict {
    let Some(new) = new else { return soft("every route passes") };
    let entries = |map: &RouteMap| {
        let mut entries = map.entries.clone();
        entries.iter_mut().for_each(|e| e.origin = crate::plan::Origin::default());
        entries
    };
    let before = old.and_then(|old| case.old.maps.get(old)).map(|m| entries(m));
    if before.is_some() && before == case.new.maps.get(new).map(|m| entries(m)) {
        return soft("the route map of another name says the same");
    }
    loses(format!("route map {new}: {loss}"))
}
