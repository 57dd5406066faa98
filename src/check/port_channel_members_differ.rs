//! Ports of one port-channel, on one switch or on the two of a pair, with different settings.

use std::collections::{BTreeMap, HashSet};

use super::bond::Far;
use super::channel::{self, Channel};
use super::group::groups;
use super::native_vlan_tagged_by_host::tags;
use super::settings::{self, Said, Settings};
use super::{Context, words};
use crate::finding::{Finding, Span};
use crate::graph::PortId;
use crate::model::value::{LacpMode, Speed, VlanSet};

/// What two members differ in.
struct Difference {
    /// `speed`, `MTU`.
    what: &'static str,
    /// What each of them has, in words.
    has: [String; 2],
    /// Where that was said.
    places: [Option<Span>; 2],
    /// The later of the statements among these places: what to change.
    statement: Option<Span>,
    ports: [PortId; 2],
    number: u16,
}

pub fn run(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let rule = Members {
        context,
        settings: Settings::of(context),
        said: settings::said_speeds(context),
        platforms: context.topology.ports.iter().map(|p| p.span).collect(),
    };
    let mut all = Vec::new();
    for pair in &context.pairs {
        let mut channels: BTreeMap<u16, Vec<Channel<'_>>> = BTreeMap::new();
        for channel in [pair.left, pair.right].into_iter().flat_map(|switch| channel::of(context, switch)) {
            channels.entry(channel.number).or_default().push(channel);
        }
        all.extend(channels.into_values().filter_map(|members| rule.difference(&members)));
    }
    // What is said once for many ports differs at each of them alike.
    let key = |d: &Difference| (d.what, d.statement, d.statement.is_none().then_some(d.places));
    for group in groups(all.iter().map(|d| (key(d), d))) {
        let Some(found) = group.first() else { continue };
        findings.extend(finding(context, found, group.len()));
    }
}

struct Members<'c, 'a> {
    context: &'c Context<'a>,
    settings: Option<Settings<'c, 'a>>,
    /// The cables that say their speed.
    said: HashSet<Span>,
    /// Where platforms list their ports.
    platforms: HashSet<Span>,
}

impl Members<'_, '_> {
    fn difference(&self, members: &[Channel<'_>]) -> Option<Difference> {
        let first = members.first()?;
        let bond = |c: &Channel<'_>| c.bond.map(|b| b.span);
        // Two port-channels with one number are another rule's.
        let mates = members.iter().skip(1).filter(|other| {
            (first.far.is_some() && first.far == other.far)
                || (first.bond.is_some() && bond(first) == bond(other))
        });
        mates.into_iter().find_map(|other| self.differ(first, other))
    }

    fn differ(&self, a: &Channel<'_>, b: &Channel<'_>) -> Option<Difference> {
        let ports = [a.port, b.port];
        let made = |what, has, places: [Option<Span>; 2]| {
            let statement = places.into_iter().flatten().filter(|span| !self.platforms.contains(span)).max();
            Difference { what, has, places, statement, ports, number: a.number }
        };
        if let [Some((one, at)), Some((two, there))] = ports.map(|p| self.speed(p))
            && one != two
        {
            return Some(made("speed", [one.to_string(), two.to_string()], [at, there]));
        }
        let settings = self.settings.as_ref()?;
        if let [Some((one, at)), Some((two, there))] = ports.map(|p| self.lacp(settings, p))
            && (one == LacpMode::Static) != (two == LacpMode::Static)
        {
            return Some(made("LACP", [one.to_string(), two.to_string()], [at, there]));
        }
        // Between two pairs of switches, what differs within one differs on a cable too.
        if matches!(a.far, Some(Far::Tors(_) | Far::Ces)) {
            return None;
        }
        let small = ports.iter().any(|p| settings.too_large(*p).is_some());
        if let [Some((one, at)), Some((two, there))] = ports.map(|p| settings.mtu(p).filter(|_| !small))
            && one != two
        {
            return Some(made("MTU", [one.to_string(), two.to_string()], [at, there]));
        }
        let native = ports.map(|p| settings.own_native(p));
        let [one, two] = native.map(|n| n.map_or(1, |n| n.value));
        let wrong = |(port, native): (PortId, Option<crate::finding::At<u16>>)| {
            native.is_some_and(|n| {
                !settings.carries(port, n.value) || tags(self.context, port, n.value).is_some()
            })
        };
        if one != two && !ports.into_iter().zip(native).any(wrong) {
            let places = native.map(|n| n.map(|n| n.span));
            return Some(made("native VLAN", [one.to_string(), two.to_string()], places));
        }
        let listed = ports.map(|p| settings.own_vlans(p));
        let needed = ports.map(|p| settings::behind(self.context, p));
        let sets: Vec<VlanSet> = listed
            .iter()
            .zip(&needed)
            .map(|(listed, needed)| listed.map_or_else(|| needed.clone(), |l| l.value.clone()))
            .collect();
        let lacks = sets.iter().zip(&needed).any(|(set, needed)| needed.iter().any(|v| !set.contains(v)));
        let [one, two] = sets.as_slice() else { return None };
        let has = [one.to_string(), two.to_string()];
        (one != two && !lacks).then(|| made("VLANs", has, listed.map(|l| l.map(|l| l.span))))
    }

    /// What a member runs at; none where the two ends of its cable don't agree, or the cable is
    /// faster than one of them.
    fn speed(&self, port: PortId) -> Option<Said<Speed>> {
        let topology = self.context.topology;
        let far = topology.peer(port);
        if let Some((peer, cable)) = far.filter(|(_, c)| c.written && self.said.contains(&c.span)) {
            let speed = cable.speed?;
            let slower = |port| settings::speed(self.context, port).is_some_and(|own| own.0 < speed);
            return (!slower(port) && !slower(peer)).then_some((speed, Some(cable.span)));
        }
        let own = settings::speed(self.context, port);
        let other = far.and_then(|(peer, _)| settings::speed(self.context, peer));
        match (own, other) {
            (Some(own), Some(other)) if own.0 != other.0 => None,
            (own, other) => own.or(other).map(|(speed, span)| (speed, Some(span))),
        }
    }

    /// How a member takes part in LACP; none where the two ends of its cable don't agree.
    fn lacp(&self, settings: &Settings<'_, '_>, port: PortId) -> Option<Said<LacpMode>> {
        let own = settings.lacp(port)?;
        let far = self.context.topology.peer(port).and_then(|(peer, _)| settings.lacp(peer));
        let fits = |far: Said<LacpMode>| (far.0 == LacpMode::Static) == (own.0 == LacpMode::Static);
        far.is_none_or(fits).then_some(own)
    }
}

fn finding(context: &Context<'_>, found: &Difference, count: usize) -> Option<Finding> {
    let Difference { what, has: [one, two], places: [at, there], ports: [a, b], number, .. } = found;
    let more = match count {
        1 => String::new(),
        n => format!(", and so in {}", words::count(n - 1, "more port-channel")),
    };
    let show = |port: &PortId| context.topology.show(*port);
    let (a, b) = (show(a), show(b));
    let title = format!("{a} and {b} are port-channel {number} and differ in {what}: {one} and {two}{more}");
    let mut places = [(at, &a, one), (there, &b, two)];
    if *at == found.statement.or((*at).max(*there)) {
        places.reverse();
    }
    let [(other, first, has), (primary, second, is)] = places;
    // What is said of one only differs from what the other has by itself.
    let here = match other {
        Some(_) => format!("{second} has {is}"),
        None => format!("{second} has {is}, {first} has {has} by itself"),
    };
    let finding = Finding::error("port-channel-members-differ", (*primary)?, title)
        .here(here)
        .effect("a member that is not like the others is left out, or the pair suspends the port-channel");
    Some(match other {
        Some(span) => finding.label(*span, format!("{first} has {has}")),
        None => finding,
    })
}
