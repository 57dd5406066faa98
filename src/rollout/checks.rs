//! What is looked at on switches before they are changed and afterwards.

use std::collections::{BTreeSet, HashMap};

use super::Check;
use crate::diff::{Action, Presence, Relation, Risk, SwitchDiff};
use crate::model::value::Os;
use crate::plan::{Device, Element, Peer};
use crate::side::Side;

/// The checks of a wave: before it by what is there, afterwards by what is to be.
pub fn checks(
    sides: (&Side, &Side),
    switches: &[&SwitchDiff],
    turns: &Turns<'_>,
) -> (Vec<Check>, Vec<Check>) {
    let (mut before, mut after) = (Vec::new(), Vec::new());
    for switch in switches {
        let ends = ends(switch);
        if let Some(plan) = sides.0.switches.get(&switch.name).map(|s| &s.plan) {
            // A session whose other end has changed is down until this one has too.
            let down = ends.iter().filter(|(_, far)| far.is_some_and(|far| turns.before(far, &switch.name)));
            pair(plan, !apart(switch, |far| turns.before(far, &switch.name)), &mut before);
            sessions(plan, &down.map(|(address, _)| *address).collect(), &mut before);
        }
        let Some(plan) = sides.1.switches.get(&switch.name).map(|s| &s.plan) else { continue };
        // Of a pair that comes the first is alone, and nothing is joined to the second before the CEs.
        if switch.presence == Presence::Both {
            pair(plan, !apart(switch, |far| turns.before(&switch.name, far)), &mut after);
        }
        sessions(plan, &ends.iter().map(|(address, _)| *address).collect(), &mut after);
        for (address, far) in &ends {
            session(plan, address, *far, turns, &mut after);
        }
        let changed = switch.changes.iter().filter(|c| c.action != Action::Remove);
        changed.for_each(|c| element(plan, &c.element, &mut after));
    }
    (before, after)
}

/// The turn of each switch that is changed.
pub struct Turns<'a>(pub HashMap<&'a str, usize>);

impl Turns<'_> {
    /// Whether one is changed in a wave before the other's.
    fn before(&self, one: &str, other: &str) -> bool {
        self.0.get(one).zip(self.0.get(other)).is_some_and(|(a, b)| a < b)
    }

    fn changes(&self, switch: &str) -> bool {
        self.0.contains_key(switch)
    }
}

/// The sessions whose other end has to change too, with who that is.
fn ends(switch: &SwitchDiff) -> BTreeSet<(&str, Option<&str>)> {
    let changes =
        switch.changes.iter().filter(|c| c.action != Action::Remove && c.risk >= Risk::SessionReset);
    let peers = changes.flat_map(|c| &c.peers).filter(|p| p.relation == Relation::Session);
    peers.map(|p| (&*p.by, p.name.as_deref())).collect()
}

/// Whether something of the pair is said differently from its other switch, where that one is `so`.
fn apart(switch: &SwitchDiff, so: impl Fn(&str) -> bool) -> bool {
    let pairs = switch.changes.iter().flat_map(|c| &c.peers).filter(|p| p.relation == Relation::Pair);
    pairs.filter_map(|p| p.name.as_deref()).any(so)
}

fn check(plan: &Device, command: impl Into<String>, says: impl Into<String>) -> Check {
    Check { switch: plan.name.clone(), command: command.into(), says: says.into() }
}

/// That the pair of a switch is together, and agrees where both say the same.
fn pair(plan: &Device, agree: bool, all: &mut Vec<Check>) {
    if plan.mlag.is_none() {
        return;
    }
    if plan.os == Os::Nxos {
        let says = "peer adjacency formed ok; peer is alive";
        all.push(check(plan, "show vpc", says));
        if agree {
            all.push(check(plan, "show vpc consistency-parameters global", "no type 1 parameter differs"));
        }
        return;
    }
    all.push(check(plan, "show mlag", "state Active; negotiation status Connected"));
    if agree {
        let number = plan.port_channels.iter().filter(|c| c.mlag.is_some() && !c.shutdown).count();
        all.push(check(plan, "show mlag interfaces", format!("{number} interfaces active-full")));
    }
}

/// That the sessions of a switch are up, but for some.
fn sessions(plan: &Device, but: &BTreeSet<&str>, all: &mut Vec<Check>) {
    let vrfs = plan.vrfs.iter().filter_map(|v| v.bgp.as_ref()).flat_map(|b| &b.neighbors);
    let mut counts = [("ip", 0), ("ipv6", 0)];
    for neighbor in vrfs.chain(plan.bgp.iter().flat_map(|b| &b.neighbors)) {
        let Peer::Address(address) = neighbor.peer else { continue };
        let [(_, v4), (_, v6)] = &mut counts;
        let count = if address.is_ipv6() { v6 } else { v4 };
        *count += usize::from(!but.contains(&*address.to_string()));
    }
    for (word, count) in counts.into_iter().filter(|(_, count)| *count > 0) {
        let says = if but.is_empty() { "all" } else { "of the others" };
        let says = format!("{count} sessions established, {says}");
        all.push(check(plan, format!("show {word} bgp summary vrf all"), says));
    }
}

/// That a session is up whose other end has to change too; where that is later, it is looked at then.
fn session(plan: &Device, address: &str, far: Option<&str>, turns: &Turns<'_>, all: &mut Vec<Check>) {
    if far.is_some_and(|far| turns.before(&plan.name, far)) {
        return;
    }
    let word = if address.contains(':') { "ipv6" } else { "ip" };
    let says = match far {
        Some(far) if turns.changes(far) => "established".to_owned(),
        _ => format!("established, once {} has changed too", far.unwrap_or("the neighbor")),
    };
    all.push(check(plan, format!("show {word} bgp summary vrf all | include {address}"), says));
}

/// That what has changed is there.
fn element(plan: &Device, element: &Element, all: &mut Vec<Check>) {
    let eos = plan.os == Os::Eos;
    match element {
        Element::Vlan(id) => {
            let command = if eos { format!("show vlan {id}") } else { format!("show vlan id {id}") };
            all.push(check(plan, command, "active"));
        }
        Element::PortChannel(number) => {
            let channel = plan.port_channels.iter().find(|c| c.number == *number);
            let Some(trunk) = channel.filter(|c| !c.shutdown).and_then(|c| c.trunk.as_ref()) else { return };
            let Some(allowed) = &trunk.allowed else { return };
            let command = if eos {
                format!("show interfaces Port-Channel{number} trunk")
            } else {
                format!("show interface port-channel{number} trunk")
            };
            all.push(check(plan, command, format!("vlans allowed {allowed}")));
        }
        Element::Svi(vlan) => {
            let svi = plan.svis.iter().find(|s| s.vlan == *vlan && !s.shutdown);
            for address in svi.iter().flat_map(|s| &s.layer3.addresses) {
                let word = if address.addr().is_ipv6() { "ipv6" } else { "ip" };
                all.push(check(plan, format!("show {word} interface vlan {vlan}"), address.to_string()));
            }
        }
        Element::StaticRoute { vrf, prefix, next_hop } => {
            let word = if next_hop.is_ipv6() { "ipv6" } else { "ip" };
            all.push(check(plan, format!("show {word} route vrf {vrf} {prefix}"), next_hop.to_string()));
        }
        _ => {}
    }
}
