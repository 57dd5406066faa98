//! One VLAN on one attachment: the difference, and the commands, touch the ports that carry it to the
//! workload and no other. Which these are is told by the graph and by where workloads were placed.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod near;
#[path = "valid/site.rs"]
mod site;
#[path = "valid/write.rs"]
mod write;

use std::collections::BTreeSet;

use near::Files;
use rayon::prelude::*;
use selvedge::commands::Commands;
use selvedge::diff::{Action, Detail, Presence, Says, diff};
use selvedge::graph::{Kind, Purpose};
use selvedge::model::value::Os;
use selvedge::plan::{Device, Element};
use selvedge::side::Side;

/// The VLAN, of a network that the fabric has and nobody uses.
const VLAN: u16 = 777;
const NETWORK: &str = "l2-isolation-domain side { vlan 777 }\nl2-network side-net { domain side }\n";

/// Whose attachment it is to be: the words that it is written behind.
const OWNERS: &[(&str, &str, &str)] = &[
    ("a VM", "vm vm1 {", "attach side-net"),
    ("every node of a cluster", "cluster c1 {", "attach side-net { plugin macvlan }"),
    // One that has networks of its own: another one has the cluster's.
    ("a pool", "racks r1;", "attach side-net { plugin sriov }"),
];

/// A fabric as a side, with the lock of the one before it.
fn side_of(files: &Files, lock: Option<&str>) -> Option<Side> {
    let mut files = files.clone();
    files.insert("network.fab".into(), NETWORK.into());
    files.extend(lock.map(|lock| ("fabric.lock".to_owned(), lock.to_owned())));
    near::side_of("site", &files)
}

/// Port-channels of a switch, by the cables that the VLAN goes over.
type Carried = BTreeSet<(String, u16)>;

/// What carries the VLAN to the workloads that attach to its network.
fn carried(side: &Side) -> Carried {
    let analysis = side.fabric().unwrap().analysis.as_ref().unwrap();
    let (fabric, assignment) = (&analysis.fabric, &analysis.assignment);
    let topology = &assignment.topology;
    let network = fabric.networks.iter().position(|network| **network.name == *"side-net").unwrap();
    let mut cables = Vec::new();
    let mut racks = BTreeSet::new();
    for (workload, placed) in topology.workloads.iter().zip(&assignment.placed) {
        let placed = placed.as_ref().unwrap();
        for (_, vf) in
            workload.attachments.iter().zip(&placed.vfs).filter(|(a, _)| a.network == Some(network))
        {
            let Kind::Server(rack, _) = topology.device(placed.server).unwrap().kind else { panic!() };
            racks.insert(rack);
            let mut nics = topology.nics_of(placed.server).map(|(_, nic)| nic);
            let nic = nics.find(|nic| (nic.cell, nic.position) == (placed.cell, vf.pnic)).unwrap();
            cables.extend(nic.ports.iter().flat_map(|port| topology.cables_of(*port)));
        }
    }
    // From there to both CEs, and between the two of each pair.
    for (at, cable) in topology.cables.iter().enumerate() {
        let kinds =
            [cable.a, cable.b].map(|port| topology.device(topology.port(port).unwrap().device).unwrap().kind);
        let of_rack = |kind: &Kind| matches!(kind, Kind::Tor(rack, _) if racks.contains(rack));
        let of_ces = kinds.iter().all(|kind| matches!(kind, Kind::Ce(_)));
        let inner = match cable.purpose {
            Purpose::CeUplink => kinds.iter().any(of_rack),
            Purpose::PeerLink => kinds.iter().all(of_rack) || of_ces && !racks.is_empty(),
            _ => false,
        };
        cables.extend(inner.then_some(at as u32));
    }
    let ends = cables.iter().flat_map(|cable| {
        let cable = &topology.cables[*cable as usize];
        [cable.a, cable.b]
    });
    let mut carried = Carried::new();
    for port in ends {
        let port = topology.port(port).unwrap();
        let device = topology.device(port.device).unwrap();
        let Some(switch) = side.switches.get(&*device.name) else { continue };
        let number = channel(&switch.plan, &port.name).unwrap();
        carried.insert((device.name.to_string(), number));
    }
    carried
}

/// The port-channel that a port is a member of.
fn channel(plan: &Device, port: &str) -> Option<u16> {
    plan.ports.iter().find(|p| p.name == port)?.member.map(|member| member.number)
}

/// Peer links of EOS carry every VLAN without saying so.
fn says_vlans(side: &Side, (name, number): &(String, u16)) -> bool {
    let plan = &side.switches[name].plan;
    let is_peer_link = plan.mlag.as_ref().is_some_and(|pair| pair.peer_link == *number);
    plan.os == Os::Nxos || !is_peer_link
}

/// What the difference touches: elements by switch.
fn touched(old: &Side, new: &Side, wrong: &mut String) -> (Carried, BTreeSet<String>) {
    let (mut channels, mut vlans) = (Carried::new(), BTreeSet::new());
    for switch in diff(old, new).switches {
        assert_eq!(switch.presence, Presence::Both);
        for change in &switch.changes {
            let plan = &new.switches[&switch.name].plan;
            let number = match &change.element {
                Element::Vlan(VLAN) if change.action == Action::Add => {
                    vlans.insert(switch.name.clone());
                    continue;
                }
                Element::PortChannel(number) => Some(*number),
                Element::Port(name) => channel(plan, name),
                _ => None,
            };
            let comes = |detail: &Detail| {
                matches!(&detail.says, Says::Set { added, removed, .. }
                    if detail.path == "trunk.allowed" && *added == [VLAN.to_string()] && removed.is_empty())
            };
            match number.filter(|_| change.action == Action::Change && change.details.iter().all(comes)) {
                Some(number) => drop(channels.insert((switch.name.clone(), number))),
                None => *wrong += &format!("{}: {} {:?}\n", switch.name, change.element, change.details),
            }
        }
    }
    (channels, vlans)
}

/// What the commands of all switches touch, in the same way.
fn commanded(old: &Side, new: &Side, commands: &Commands, wrong: &mut String) -> (Carried, BTreeSet<String>) {
    let (mut channels, mut vlans) = (Carried::new(), BTreeSet::new());
    for (name, new) in &new.switches {
        let Some(change) = commands.change(&old.switches[name].plan, &new.plan).unwrap() else { continue };
        let mut section = String::new();
        for command in &change.there {
            let line = command.line.as_str();
            if command.depth == 0 {
                line.clone_into(&mut section);
            }
            let interface = section.strip_prefix("interface ").and_then(|interface| {
                let interface = interface.to_ascii_lowercase();
                match interface.strip_prefix("port-channel") {
                    Some(number) => number.parse().ok(),
                    None => new
                        .plan
                        .ports
                        .iter()
                        .find(|p| p.name.eq_ignore_ascii_case(&interface))
                        .and_then(|port| channel(&new.plan, &port.name)),
                }
            });
            let known = match (interface, line) {
                (_, "vlan 777") => vlans.insert(name.clone()),
                (Some(number), "switchport trunk allowed vlan add 777") => {
                    channels.insert((name.clone(), number));
                    true
                }
                // A list that was empty has nothing to add to.
                (Some(number), "switchport trunk allowed vlan 777") => {
                    channels.insert((name.clone(), number));
                    true
                }
                (Some(_), line) => line.starts_with("interface ") || line == "exit",
                (None, line) => section == "vlan 777" && (line.starts_with("name ") || line == "exit"),
            };
            if !known {
                *wrong += &format!("{name}: {section}: {line}\n");
            }
        }
    }
    (channels, vlans)
}

/// What is wrong with an attachment that comes; none where the fabric has nobody of the kind.
fn judged(seed: usize, (what, head, attach): (&str, &str, &str), commands: &Commands) -> Option<String> {
    let files = write::files(&near::next(&mut near::runner(seed)));
    let first = side_of(&files, None)?;
    let lock = first.fabric()?.analysis.as_ref()?.assignment.next_lock.clone();
    let old = side_of(&files, Some(&lock))?;
    let (name, text) = files.iter().find(|(_, text)| text.contains(head))?;
    let attached = text.replacen(head, &format!("{head} {attach};"), 1);
    let new =
        side_of(&Files::from_iter(files.clone().into_iter().chain([(name.clone(), attached)])), Some(&lock))?;
    let expected: Carried = carried(&new).into_iter().filter(|at| says_vlans(&new, at)).collect();
    let switches: BTreeSet<String> = carried(&new).into_iter().map(|(name, _)| name).collect();
    let mut wrong = String::new();
    for (how, found) in [
        ("the difference", touched(&old, &new, &mut wrong)),
        ("the commands", commanded(&old, &new, commands, &mut wrong)),
    ] {
        if found != (expected.clone(), switches.clone()) {
            wrong += &format!("{how}: {found:?}\nexpected: {expected:?} {switches:?}\n");
        }
    }
    assert!(!expected.is_empty());
    Some(if wrong.is_empty() { wrong } else { format!("{what}, fabric {seed}:\n{wrong}") })
}

#[test]
fn one_vlan_of_one_attachment_touches_what_carries_it() {
    let commands = Commands::new().unwrap();
    let all: Vec<(usize, usize)> =
        (5000..5010).flat_map(|seed| (0..OWNERS.len()).map(move |of| (seed, of))).collect();
    let told: Vec<(usize, String)> = all
        .into_par_iter()
        .filter_map(|(seed, of)| Some((of, judged(seed, OWNERS[of], &commands)?)))
        .collect();
    for (of, (what, ..)) in OWNERS.iter().enumerate() {
        let tried = told.iter().filter(|(owner, _)| *owner == of).count();
        assert!(tried >= 2, "{what}: {tried} fabrics");
    }
    let wrong: String = told.into_iter().map(|(_, wrong)| wrong).collect();
    assert!(wrong.is_empty(), "{wrong}");
}
