//! What is looked at on switches before they are changed and afterwards.

use std::collections::{BTreeSet, HashMap};

use super::established::{session, sessions};
use super::sessions::Sessions;
use super::turn::Turn;
use super::users::Users;
use super::{Check, plan};
use crate::diff::{Action, Presence, Relation, SessionEnds, SwitchDiff};
use crate::graph::{Kind, Topology};
use crate::model::value::Os;
use crate::plan::{Device, Element};
use crate::side::Side;

/// What has to hold before a wave, by what is there. Nobody has a VLAN any more that goes.
pub fn before(
    sides: (&Side, &Side),
    topologies: &[&Topology],
    switches: &[&SwitchDiff],
    turns: &Turns<'_>,
    up: &Sessions<'_>,
    users: &Users<'_>,
) -> Vec<Check> {
    let mut all = Vec::new();
    for switch in switches {
        let Some(old) = plan(sides.0, &switch.name) else { continue };
        // Of a pair that is taken out the second is alone.
        let left = |other: &String| plan(sides.1, other).is_none() && turns.before(other, &switch.name);
        if !topologies.iter().any(|t| other(t, old).as_ref().is_some_and(left)) {
            let alive = alive(sides, topologies, turns, old);
            pair(old, !apart(switch, |far| turns.before(far, &switch.name)), alive, &mut all);
        }
        sessions(old, up, &mut all);
        if let Some(new) = plan(sides.1, &switch.name) {
            topologies.iter().for_each(|t| users.ports(t, (old, new), &mut all));
        }
        for change in switch.changes.iter().filter(|c| c.action == Action::Remove && users.last) {
            if let Element::Vlan(id) = change.element
                && !users.replaced.contains(id)
            {
                let command = format!("show mac address-table dynamic vlan {id}");
                all.push(check(old, command, "no server's address"));
            }
        }
    }
    all
}

/// What has to hold after a wave, by what is to be.
pub fn after(
    sides: (&Side, &Side),
    topologies: &[&Topology],
    switches: &[&SwitchDiff],
    turns: &Turns<'_>,
    up: &Sessions<'_>,
) -> Vec<Check> {
    let mut all = Vec::new();
    for switch in switches {
        let Some(new) = plan(sides.1, &switch.name) else { continue };
        let old = plan(sides.0, &switch.name);
        hardware(old, new, &mut all);
        cables(topologies, sides, new, turns, &mut all);
        // Of a pair that comes the first is alone, and nothing is joined to the second before the CEs.
        let both = switch.presence == Presence::Both;
        if both
            || topologies.first().is_some_and(|t| other(t, new).is_some_and(|o| turns.before(&o, &new.name)))
        {
            let agree = both && !apart(switch, |far| turns.before(&switch.name, far));
            pair(new, agree, alive(sides, topologies, turns, new), &mut all);
        }
        sessions(new, up, &mut all);
        for (vrf, peer) in up.of(&switch.name).filter(|(vrf, peer)| up.is_up(&switch.name, *vrf, peer)) {
            session(new, vrf, peer, &mut all);
        }
        for change in &switch.changes {
            match change.action {
                Action::Remove => gone(new, &change.element, &mut all),
                Action::Change | Action::Add => element(new, &change.element, &mut all),
            }
        }
    }
    all
}

/// What has to hold on a switch when a neighbor has followed it.
pub fn followed(sides: (&Side, &Side), turn: &Turn, up: &Sessions<'_>) -> Vec<Check> {
    let mut all = Vec::new();
    let Some(new) = plan(sides.1, &turn.switch) else { return all };
    for SessionEnds { vrf, peer, .. } in &turn.sessions {
        if up.is_up(&turn.switch, vrf.as_deref(), peer) {
            session(new, vrf.as_deref(), peer, &mut all);
        }
    }
    all
}

/// The turn of each switch that is changed.
pub struct Turns<'a>(pub HashMap<&'a str, usize>);

impl Turns<'_> {
    /// Whether one is changed in a wave before the other's.
    fn before(&self, one: &str, other: &str) -> bool {
        self.0.get(one).zip(self.0.get(other)).is_some_and(|(a, b)| a < b)
    }
}

/// Whether something of the pair is said differently from its other switch, where that one is `so`.
fn apart(switch: &SwitchDiff, so: impl Fn(&str) -> bool) -> bool {
    let pairs = switch.changes.iter().flat_map(|c| &c.peers).filter(|p| p.relation == Relation::Pair);
    pairs.filter_map(|p| p.name.as_deref()).any(so)
}

/// A check of a switch.
pub fn check(plan: &Device, command: impl Into<String>, says: impl Into<String>) -> Check {
    Check { switch: plan.name.clone(), command: command.into(), says: says.into() }
}

/// Whether each of a pair sends its keepalive to where the other one is, as that one is then.
fn alive(sides: (&Side, &Side), topologies: &[&Topology], turns: &Turns<'_>, own: &Device) -> bool {
    let Some(name) = topologies.iter().find_map(|t| other(t, own)) else { return true };
    let then = if turns.before(&name, &own.name) { sides.1 } else { sides.0 };
    let Some(far) = plan(then, &name) else { return true };
    let at = |plan: &Device| {
        let source = plan.mlag.as_ref().and_then(|m| m.keepalive.as_ref()).and_then(|k| k.source);
        source.or(plan.management.address.map(|net| net.addr()))
    };
    let to = |plan: &Device| plan.mlag.as_ref().and_then(|m| m.keepalive.as_ref()).map(|k| k.peer);
    let meets = |from: &Device, far: &Device| to(from).zip(at(far)).is_none_or(|(to, at)| to == at);
    meets(own, far) && meets(far, own)
}

/// That the pair of a switch is together, and agrees where both say the same.
fn pair(plan: &Device, agree: bool, alive: bool, all: &mut Vec<Check>) {
    if plan.mlag.is_none() {
        return;
    }
    if plan.os == Os::Nxos {
        let says = if alive { "peer adjacency formed ok; peer is alive" } else { "peer adjacency formed ok" };
        all.push(check(plan, "show vpc", says));
        if agree {
            all.push(check(plan, "show vpc consistency-parameters global", "no type 1 parameter differs"));
        }
        return;
    }
    all.push(check(plan, "show mlag", "state Active; negotiation status Connected"));
    if agree {
        let number = plan.port_channels.iter().filter(|c| c.mlag.is_some() && !c.shutdown).count();
        all.push(check(plan, "show mlag interfaces", format!("active-full: {number} of {number}")));
    }
}

/// That a switch is what it is to be, where its chassis or its system is another.
fn hardware(old: Option<&Device>, new: &Device, all: &mut Vec<Check>) {
    let eos = new.os == Os::Eos;
    let model = !new.model.is_empty() && old.is_none_or(|old| old.model != new.model || old.os != new.os);
    if model {
        let command = if eos { "show version" } else { "show inventory" };
        all.push(check(new, command, new.model.clone()));
    }
    let version = new.version.as_ref().filter(|v| old.is_none_or(|old| old.version.as_ref() != Some(v)));
    if let Some(version) = version {
        // EOS says the number alone.
        all.push(check(new, "show version", version.trim_start_matches("EOS-")));
    }
}

/// That a switch and those that are built in anew see each other. Those that come are seen only by who
/// has changed by then: the ports of others may be off until that.
fn cables(
    topologies: &[&Topology],
    sides: (&Side, &Side),
    new: &Device,
    turns: &Turns<'_>,
    all: &mut Vec<Check>,
) {
    let old = plan(sides.0, &new.name);
    let replaced = old.is_some_and(|old| old.model != new.model || old.os != new.os);
    let Some(topology) = topologies.first() else { return };
    let Some(id) = topology.named(&new.name) else { return };
    let ends = topology.ports_of(id).filter_map(|(port, _)| topology.peer(port));
    let far = ends.filter_map(|(far, _)| topology.device(topology.port(far)?.device));
    let far = far.filter(|d| matches!(d.kind, Kind::Ce(_) | Kind::Tor(..))).map(|d| &*d.name);
    let sees = |far: &&str| {
        let (comes, later) = (plan(sides.0, far).is_none(), turns.before(&new.name, far));
        (old.is_none() || comes) && !later || replaced && !comes
    };
    let seen: BTreeSet<&str> = far.filter(sees).collect();
    if !seen.is_empty() {
        let seen: Vec<&str> = seen.into_iter().collect();
        all.push(check(new, "show lldp neighbors", seen.join(", ")));
    }
}

/// The other switch of the pair.
fn other(topology: &Topology, plan: &Device) -> Option<String> {
    let kind = topology.device(topology.named(&plan.name)?)?.kind;
    let like = |other: Kind| match (kind, other) {
        (Kind::Ce(a), Kind::Ce(b)) => a != b,
        (Kind::Tor(rack, a), Kind::Tor(other, b)) => rack == other && a != b,
        _ => false,
    };
    topology.switches().find(|(_, d)| like(d.kind)).map(|(_, d)| d.name.to_string())
}

/// That what goes is not there any more.
fn gone(plan: &Device, element: &Element, all: &mut Vec<Check>) {
    if let Element::Vlan(id) = element {
        all.push(check(plan, vlan(plan, *id), "not found"));
    }
}

/// The command that shows a VLAN.
fn vlan(plan: &Device, id: u16) -> String {
    match plan.os {
        Os::Eos => format!("show vlan {id}"),
        Os::Nxos => format!("show vlan id {id}"),
    }
}

/// That what has changed is there.
fn element(plan: &Device, element: &Element, all: &mut Vec<Check>) {
    let eos = plan.os == Os::Eos;
    match element {
        Element::Vlan(id) => {
            let vlan_there = plan.vlans.iter().any(|v| v.id == *id && !v.suspended);
            all.extend(vlan_there.then(|| check(plan, vlan(plan, *id), "active")));
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
