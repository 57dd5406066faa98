//! BGP.
//!
//! What a session has agreed on when it was opened, its AS, password and families, ends it on either
//! vendor. Policies, communities and loops are judged anew, softly: EOS by itself, NX-OS by a route
//! refresh, which it asks for by itself outwards only.

use std::collections::{BTreeMap, BTreeSet};

use ipnet::IpNet;

use super::table::{by, hitless, loss, reset, row, words};
use super::{Case, Kind, Risk, Row, Rule, Verdict, View, With};
use crate::model::value::Os;
use crate::plan::{BgpVrf, Element, Family, GLOBAL, Neighbor, RouteMap, SendCommunity, Session};

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
            row("families", reset("sessions of the family begin anew", With::FAR)),
            row("active_groups", reset("sessions of the group begin anew", With::FAR)),
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
            row("groups", reset("sessions of the group begin anew", With::FAR)),
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
const TIMERS: &str = "ends agree on timers when they open a session: it has to begin anew to take them";

/// What sessions have in common.
pub const PEER_GROUP: Kind = Kind {
    keys: &["name"],
    added: hitless("", With::NOBODY),
    removed: loss("the sessions of the group end", With::FAR),
    rows: &[
        &[
            row("asn", by(remote_as)),
            row("families", reset("sessions of the group begin anew with other families", With::FAR)),
        ],
        SESSION,
    ],
};

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

/// A session.
pub const NEIGHBOR: Kind = Kind {
    keys: &["peer"],
    added: hitless("", With::FAR),
    removed: loss("the session ends, and its routes go", With::FAR),
    rows: &[
        &[
            row("asn", by(remote_as)),
            row(
                "group",
                loss("all that a group says is another: the session may end, and routes go", With::FAR),
            ),
            row("maximum_peers", Rule::By(Risk::SessionReset, maximum_peers)),
            row("families", reset("the session ends and comes again with other families", With::FAR)),
        ],
        SESSION,
    ],
};

/// Routes that enter BGP from another source.
pub const REDISTRIBUTION: Kind = Kind {
    keys: &["family", "source"],
    added: hitless("", With::NOBODY),
    removed: loss("the routes are announced no more", With::NOBODY),
    rows: &[&[row("route_map", by(route_map))]],
};

const SESSION: &[Row] = &[
    words("session.description"),
    row(
        "session.bfd",
        reset("a session that BFD watches ends where the other end does not answer", With::FAR),
    ),
    row("session.password", reset("the session ends, and stays so until both have the password", With::FAR)),
    // The same text read in another way is another password.
    row(
        "session.password_type",
        reset("the session ends, and stays so until both have the password", With::FAR),
    ),
    row("session.update_source", reset("the session ends, and comes again from another address", With::FAR)),
    row(
        "session.ebgp_multihop",
        reset("the session ends, and comes again from as far as it may be", With::FAR),
    ),
    row("session.local_as", by(local_as)),
    row("session.shutdown", by(shutdown)),
    row("session.timers", reset(TIMERS, With::NOBODY)),
    row("session.timers.keepalive", reset(TIMERS, With::NOBODY)),
    row("session.timers.hold", reset(TIMERS, With::NOBODY)),
    row("session.inactive", reset("the session ends and comes again with other families", With::FAR)),
    row("session.next_hop_unchanged", hitless("routes are sent again, softly", With::NOBODY)),
    row("session.route_reflector_client", by(route_reflector_client)),
    row("session.remove_private_as", by(remove_private_as)),
    row("session.soft_reconfiguration", hitless("routes are asked for again, softly", With::NOBODY)),
    row("session.weight", hitless("routes of another weight win", With::NOBODY)),
    row("session.by_family", by(by_family)),
    row("session.prefixes_in", by(prefixes_in)),
    row("session.prefixes_out", by(prefixes_out)),
    row("family_sessions", loss("the session does otherwise in a family: routes of it may go", With::NOBODY)),
    row("session.next_hop_self", hitless("routes are sent again, softly", With::NOBODY)),
    row("session.allow_as", by(allow_as)),
    row("session.as_override", by(as_override)),
    row("session.default_originate", by(default_originate)),
    row("session.send_community", by(send_community)),
    row("session.policy_in", by(policy_in)),
    row("session.policy_out", by(policy_out)),
    row("session.limit", Rule::By(Risk::SessionReset, limit)),
    row("session.limit.maximum", Rule::By(Risk::SessionReset, maximum)),
    words("session.limit.warning"),
    row("session.limit.warning_only", Rule::By(Risk::SessionReset, warning_only)),
];

fn soft(reason: impl Into<std::borrow::Cow<'static, str>>) -> Verdict {
    Verdict::new(Risk::Hitless, reason, With::NOBODY)
}

fn ends(reason: &'static str) -> Verdict {
    Verdict::new(Risk::SessionReset, reason, With::NOBODY)
}

fn loses(reason: impl Into<std::borrow::Cow<'static, str>>) -> Verdict {
    Verdict::new(Risk::TrafficLoss, reason, With::NOBODY)
}

/// Neither vendor changes the AS of a process: it is removed and entered again.
fn process(case: &Case<'_>) -> Verdict {
    let reason = format!("AS {}: BGP is removed and entered again, every session ends", case.change());
    Verdict::new(Risk::TrafficLoss, reason, With::BOTH)
}

fn remote_as(case: &Case<'_>) -> Verdict {
    let reason = format!("remote-as {}: the session ends, and stays so until both agree", case.change());
    Verdict::new(Risk::SessionReset, reason, With::FAR)
}

fn maximum_peers(case: &Case<'_>) -> Verdict {
    if case.falls() || case.comes() { ends("sessions above the number end") } else { soft("") }
}

fn bgp_of<'a>(view: &View<'a>, element: &Element) -> Option<&'a BgpVrf> {
    let Element::BgpVrf(name) = element else { return None };
    view.vrfs.get(&**name)?.bgp.as_ref()
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

/// The session of an element, of a neighbour or a group.
fn session<'a>(view: &View<'a>, element: &Element) -> Option<&'a Session> {
    match element {
        Element::Neighbor { vrf, peer } => {
            let found: &Neighbor = view.neighbors.get(&(vrf.as_deref(), peer.clone())).copied()?;
            Some(&found.session)
        }
        Element::PeerGroup(name) => {
            let groups = view.device.bgp.iter().flat_map(|b| &b.groups);
            groups.into_iter().find(|g| g.name == *name).map(|g| &g.session)
        }
        _ => None,
    }
}

fn local_as(case: &Case<'_>) -> Verdict {
    let reason = format!("local-as {}: the session ends, and stays so until both agree", case.change());
    Verdict::new(Risk::SessionReset, reason, With::FAR)
}

fn shutdown(case: &Case<'_>) -> Verdict {
    if case.turns_on() {
        return Verdict::new(Risk::TrafficLoss, "the session is switched off, and its routes go", With::FAR);
    }
    Verdict::new(Risk::Hitless, "the session comes up", With::FAR)
}

fn route_reflector_client(case: &Case<'_>) -> Verdict {
    if case.turns_on() {
        return soft("routes are sent again, softly");
    }
    loses("routes of others of the own AS are passed on no more")
}

fn remove_private_as(case: &Case<'_>) -> Verdict {
    if case.turns_on() {
        return soft("routes are sent again, softly");
    }
    loses("the neighbor may drop routes with private AS in their path")
}

fn allow_as(case: &Case<'_>) -> Verdict {
    if case.falls() || case.goes() {
        return loses("routes with the own AS in their path go");
    }
    match case.new.device.os {
        Os::Eos => soft("routes come by a route refresh"),
        Os::Nxos => soft("routes come when the session is refreshed inwards, softly"),
    }
}

fn as_override(case: &Case<'_>) -> Verdict {
    if case.turns_on() {
        return soft("routes are sent again, softly");
    }
    loses("the neighbor drops routes with its own AS in their path")
}

fn default_originate(case: &Case<'_>) -> Verdict {
    if case.turns_on() { soft("") } else { loses("the neighbor loses the default route") }
}

/// Route targets are extended communities: without them no VRF takes the routes.
fn send_community(case: &Case<'_>) -> Verdict {
    let extended = |view| {
        let sent = session(view, case.element).and_then(|s| s.send_community);
        matches!(sent, Some(SendCommunity::Extended | SendCommunity::Both))
    };
    if extended(case.old) && !extended(case.new) {
        return loses("routes are sent without their route targets");
    }
    soft("routes are sent again, softly")
}

fn policy_in(case: &Case<'_>) -> Verdict {
    policy(case, |s| s.policy_in.as_deref(), "what it does not permit is taken no more")
}

fn policy_out(case: &Case<'_>) -> Verdict {
    policy(case, |s| s.policy_out.as_deref(), "what it does not permit is sent no more")
}

fn policy(case: &Case<'_>, of: fn(&Session) -> Option<&str>, loss: &'static str) -> Verdict {
    let name = |view| session(view, case.element).and_then(of);
    bound(case, name(case.old), name(case.new), loss)
}

/// A family without policies of its own has those of all.
fn by_family(case: &Case<'_>) -> Verdict {
    let sessions = [session(case.old, case.element), session(case.new, case.element)];
    let families: BTreeSet<Family> =
        sessions.iter().flatten().flat_map(|s| &s.by_family).map(|f| f.family).collect();
    let of = |found: Option<&Session>, family: Family| -> [Option<String>; 2] {
        let Some(session) = found else { return [None, None] };
        match session.by_family.iter().find(|f| f.family == family) {
            Some(own) => [own.policy_in.clone(), own.policy_out.clone()],
            None => [session.policy_in.clone(), session.policy_out.clone()],
        }
    };
    let [old, new] = sessions;
    let pairs = families.into_iter().flat_map(|f| of(old, f).into_iter().zip(of(new, f)));
    let verdicts = pairs.filter(|(before, after)| before != after).map(|(before, after)| {
        bound(case, before.as_deref(), after.as_deref(), "what it does not permit goes")
    });
    verdicts.max_by_key(|v| v.risk).unwrap_or_else(|| soft(""))
}

fn prefixes_in(case: &Case<'_>) -> Verdict {
    prefixes(case, "what it does not permit is taken no more")
}

fn prefixes_out(case: &Case<'_>) -> Verdict {
    prefixes(case, "what it does not permit is sent no more")
}

fn prefixes(case: &Case<'_>, loss: &'static str) -> Verdict {
    if case.goes() {
        return soft("every route passes");
    }
    loses(format!("prefix list {}: {loss}", case.change()))
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
fn bound(case: &Case<'_>, old: Option<&str>, new: Option<&str>, loss: &'static str) -> Verdict {
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

fn limit(case: &Case<'_>) -> Verdict {
    if case.goes() { soft("") } else { ends("more routes than that end the session") }
}

fn maximum(case: &Case<'_>) -> Verdict {
    // 0 is any number.
    let lower = case.second != "0" && (case.falls() || case.first == "0");
    if lower { ends("more routes than that end the session") } else { soft("") }
}

fn warning_only(case: &Case<'_>) -> Verdict {
    if case.turns_on() { soft("") } else { ends("too many routes end the session from now on") }
}
