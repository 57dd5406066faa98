//! Sessions of BGP, and what they have in common in groups.
//!
//! What a session has agreed on when it was opened, its AS, password and families, ends it on either
//! vendor. Policies, communities and loops are judged anew, softly: EOS by itself, NX-OS by a route
//! refresh, which it asks for by itself outwards only.

use std::borrow::Cow;
use std::collections::BTreeSet;

use super::bgp::{TIMERS, bound, loses, remote_as, soft};
use super::table::{by, hitless, loss, reset, row, words};
use super::{Case, Kind, Risk, Row, Rule, Verdict, View, With};
use crate::model::value::Os;
use crate::plan::{Element, Family, Neighbor, SendCommunity, Session};

/// What sessions have in common.
pub const PEER_GROUP: Kind = Kind {
    keys: &["name"],
    added: hitless("", With::NOBODY),
    removed: loss("the sessions of the group end", With::FAR),
    rows: &[&[row("asn", by(remote_as)), row("families", by(families_of_group))], SESSION],
};

/// A session.
pub const NEIGHBOR: Kind = Kind {
    keys: &["peer"],
    added: hitless("", With::FAR),
    removed: by(removed),
    rows: &[
        &[
            row("asn", by(remote_as)),
            row(
                "group",
                loss("all that a group says is another: the session may end, and routes go", With::FAR),
            ),
            row("maximum_peers", Rule::By(Risk::SessionReset, maximum_peers)),
            row("families", by(families)),
        ],
        SESSION,
    ],
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
    row("session.inactive", by(inactive)),
    row("session.next_hop_unchanged", hitless("routes are sent again, softly", With::NOBODY)),
    row("session.route_reflector_client", by(route_reflector_client)),
    row("session.remove_private_as", by(remove_private_as)),
    row("session.soft_reconfiguration", hitless("routes are asked for again, softly", With::NOBODY)),
    row("session.weight", hitless("routes of another weight win", With::NOBODY)),
    row("session.by_family", by(by_family)),
    row("session.prefixes_in", by(prefixes_in)),
    row("session.prefixes_out", by(prefixes_out)),
    row("family_sessions", loss("the session does otherwise in a family: routes of it may go", With::NOBODY)),
    row("session.next_hop_self", by(next_hop_self)),
    row("session.allow_as", by(allow_as)),
    row("session.as_override", by(as_override)),
    row("session.default_originate", by(default_originate)),
    row("session.send_community", by(send_community)),
    row("session.policy_in", by(policy_in)),
    row("session.policy_out", by(policy_out)),
    row("session.limit", Rule::By(Risk::SessionReset, limit)),
    row("session.limit.maximum", Rule::By(Risk::SessionReset, limit)),
    words("session.limit.warning"),
    row("session.limit.warning_only", Rule::By(Risk::SessionReset, limit)),
];

fn ends(reason: impl Into<Cow<'static, str>>) -> Verdict {
    Verdict::new(Risk::SessionReset, reason, With::NOBODY)
}

fn removed(case: &Case<'_>) -> Verdict {
    if case.old.is_off(case.element) {
        return Verdict::new(Risk::None, "it was switched off", With::NOBODY);
    }
    Verdict::new(Risk::TrafficLoss, "the session ends, and its routes go", With::FAR)
}

/// A family that a session loses takes its routes along.
fn families(case: &Case<'_>) -> Verdict {
    match case.loses_some() {
        true => Verdict::new(Risk::TrafficLoss, FAMILY_GOES, With::FAR),
        false => Verdict::new(Risk::SessionReset, FAMILY_COMES, With::FAR),
    }
}

/// The families that sessions have by themselves, but for these.
fn inactive(case: &Case<'_>) -> Verdict {
    families(&case.turned())
}

fn families_of_group(case: &Case<'_>) -> Verdict {
    match case.loses_some() {
        true => Verdict::new(Risk::TrafficLoss, FAMILY_GOES, With::FAR),
        false => {
            let reason = "sessions of the group begin anew with other families";
            Verdict::new(Risk::SessionReset, reason, With::FAR)
        }
    }
}

const FAMILY_GOES: &str = "routes of the family go";
const FAMILY_COMES: &str = "the session ends and comes again with other families";

fn maximum_peers(case: &Case<'_>) -> Verdict {
    if case.falls() || case.comes() { ends("sessions above the number end") } else { soft("") }
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

fn next_hop_self(case: &Case<'_>) -> Verdict {
    if case.turns_on() {
        return soft("routes are sent again, softly");
    }
    loses("the neighbor can't use routes whose next hop it does not reach")
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

/// How many routes EOS takes of a neighbour of which nothing is said, before it ends the session.
/// Source: EOS manual, `neighbor maximum-routes`.
const EOS_ROUTES: u64 = 12_000;

/// How many routes end a session; none where any number may come.
fn most_routes(view: &View<'_>, element: &Element) -> Option<u64> {
    let said = session(view, element).and_then(|s| s.limit.as_ref());
    match said {
        Some(limit) => (limit.maximum > 0 && !limit.warning_only).then_some(limit.maximum),
        None => (view.device.os == Os::Eos).then_some(EOS_ROUTES),
    }
}

fn limit(case: &Case<'_>) -> Verdict {
    let (old, new) = (most_routes(case.old, case.element), most_routes(case.new, case.element));
    match new {
        Some(new) if old.is_none_or(|old| new < old) => {
            ends(format!("more than {new} routes end the session"))
        }
        _ => soft(""),
    }
}
