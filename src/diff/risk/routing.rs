//! VRFs, how their routes travel, and static routes.

use super::table::{by, hitless, loss, row, words};
use super::{Case, Kind, Risk, Verdict, View, With};
use crate::plan::{Element, GLOBAL, StaticRoute, VpnTargets};

/// A VRF.
pub const VRF: Kind = Kind {
    keys: &["name"],
    added: hitless("", With::NOBODY),
    removed: by(removed),
    rows: &[&[
        words("description"),
        row("ipv4", by(family)),
        row("ipv6", by(family)),
        row("virtual_source", hitless("the switch itself speaks from another address", With::NOBODY)),
    ]],
};

/// How a VRF's routes travel.
pub const VPN: Kind = Kind {
    keys: &[],
    added: hitless("", With::FAR),
    removed: loss("the VRF exchanges no routes with others any more", With::FAR),
    rows: &[&[
        row("rd", loss("every route of the VRF is withdrawn and announced again", With::NOBODY)),
        row("targets", by(targets)),
    ]],
};

/// A static route.
pub const STATIC_ROUTE: Kind = Kind {
    keys: &["prefix", "next_hop"],
    added: by(route_added),
    removed: by(route_removed),
    rows: &[&[
        row("interface", loss("the route goes and comes again by another interface", With::NOBODY)),
        row("bfd", by(route_bfd)),
        row("distance", hitless("another route to the prefix may win", With::NOBODY)),
        row("tag", by(route_tag)),
        words("name"),
    ]],
};

fn removed(case: &Case<'_>) -> Verdict {
    let Element::Vrf(name) = case.element else {
        return Verdict::new(Risk::TrafficLoss, "", With::PAIR);
    };
    if case.old.used_vrfs.contains(&**name) {
        let reason = "its interfaces, routes and sessions go with it";
        return Verdict::new(Risk::TrafficLoss, reason, With::PAIR);
    }
    Verdict::new(Risk::Hitless, "nothing has it in use", With::NOBODY)
}

fn family(case: &Case<'_>) -> Verdict {
    if case.turns_on() {
        return Verdict::new(Risk::Hitless, "", With::PAIR);
    }
    Verdict::new(Risk::TrafficLoss, "the VRF does not route the family any more", With::PAIR)
}

fn targets_of<'a>(view: &View<'a>, element: &Element) -> &'a [VpnTargets] {
    let Element::Vpn(name) = element else { return &[] };
    let vpn = view.vrfs.get(&**name).and_then(|v| v.vpn.as_ref());
    vpn.map_or(&[], |v| &v.targets)
}

/// Route targets that are more let in and out more; one less takes routes away.
fn targets(case: &Case<'_>) -> Verdict {
    let (old, new) = (targets_of(case.old, case.element), targets_of(case.new, case.element));
    let mut gone: Vec<&str> = Vec::new();
    let mut filtered = false;
    for before in old {
        let after = new.iter().find(|t| t.ipv6 == before.ipv6);
        let lost = |list: &'_ [String], kept: Option<&[String]>| {
            list.iter().filter(|rt| !kept.is_some_and(|k| k.contains(rt))).count()
        };
        let import = lost(&before.import, after.map(|t| &*t.import));
        let export = lost(&before.export, after.map(|t| &*t.export));
        gone.extend((import > 0).then_some("import"));
        gone.extend((export > 0).then_some("export"));
        filtered |= after.is_some_and(|t| {
            (&t.import_policy, &t.export_policy) != (&before.import_policy, &before.export_policy)
        });
    }
    gone.sort_unstable();
    gone.dedup();
    match (gone.as_slice(), filtered) {
        ([], false) => Verdict::new(Risk::Hitless, "", With::FAR),
        ([], true) => Verdict::new(Risk::TrafficLoss, "routes that its policy denies go", With::NOBODY),
        _ => {
            let reason = format!("routes by a route target of its {} go", gone.join(" and its "));
            Verdict::new(Risk::TrafficLoss, reason, With::FAR)
        }
    }
}

/// How many other ways a plan has to where a static route goes.
fn others(view: &View<'_>, element: &Element) -> usize {
    let Element::StaticRoute { vrf, prefix, next_hop } = element else { return 0 };
    let routes = if vrf == GLOBAL {
        &view.device.statics
    } else {
        view.vrfs.get(&**vrf).map_or(&[][..], |v| &v.statics)
    };
    // Routes are in the order of prefixes within a family.
    let start = routes.partition_point(|r| before(r, prefix));
    let same = routes.get(start..).unwrap_or_default().iter().take_while(|r| r.prefix == *prefix);
    same.filter(|r| r.next_hop != *next_hop).count()
}

fn before(route: &StaticRoute, prefix: &ipnet::IpNet) -> bool {
    (route.prefix.addr().is_ipv6(), route.prefix) < (prefix.addr().is_ipv6(), *prefix)
}

fn route_added(case: &Case<'_>) -> Verdict {
    let Element::StaticRoute { next_hop, .. } = case.element else {
        return Verdict::new(Risk::TrafficLoss, "", With::NOBODY);
    };
    let reason = match others(case.old, case.element) {
        0 => format!("traffic goes by {next_hop} from now on, whatever way it took before"),
        _ => "one more way to where others lead".to_owned(),
    };
    Verdict::new(Risk::Hitless, reason, With::NOBODY)
}

fn route_removed(case: &Case<'_>) -> Verdict {
    match others(case.new, case.element) {
        0 => Verdict::new(Risk::TrafficLoss, "no static route leads there any more", With::NOBODY),
        n => Verdict::new(Risk::Hitless, format!("traffic takes the other {n} of its ways"), With::NOBODY),
    }
}

fn route_tag(case: &Case<'_>) -> Verdict {
    let entries = [case.old, case.new].into_iter().flat_map(|v| &v.device.route_maps);
    let mut tags = entries.flat_map(|m| &m.entries).map(|e| (e.match_tag, &e.options.or_tags));
    if tags.any(|(tag, more)| tag.is_some() || !more.is_empty()) {
        let reason = "a route map goes by tags: the route may be announced no more";
        return Verdict::new(Risk::TrafficLoss, reason, With::NOBODY);
    }
    Verdict::new(Risk::Hitless, "", With::NOBODY)
}

fn route_bfd(case: &Case<'_>) -> Verdict {
    if case.turns_on() {
        let reason = "the route is gone until BFD with its next hop is up";
        return Verdict::new(Risk::TrafficLoss, reason, With::FAR);
    }
    Verdict::new(Risk::Hitless, "", With::FAR)
}
