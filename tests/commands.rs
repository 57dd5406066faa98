//! Commands there and back: what is written for a switch takes it from one plan to the other, by a
//! model of the switch that knows nothing of how they were made.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod common;
mod edits;
#[path = "valid/site.rs"]
mod site;
#[path = "valid/write.rs"]
mod write;

use std::collections::BTreeMap;

use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use selvedge::Analysis;
use selvedge::commands::Commands;
use selvedge::lower::{self, Context};
use selvedge::model::value::Os;
use selvedge::plan::Device;
use selvedge::render::{self, Environment, Secrets};
use site::Site;

/// The plans of a fabric's switches.
fn devices(analysis: &Analysis) -> Vec<Device> {
    let context = Context::new(analysis);
    context.assigned.topology.switches().filter_map(|(id, _)| lower::device(&context, id)).collect()
}

/// The same cases in every run; a failure is made as small as it can be.
fn runner(cases: u32) -> TestRunner {
    let config = Config { cases, failure_persistence: None, max_shrink_iters: 200, ..Config::default() };
    TestRunner::new_with_rng(config, TestRng::deterministic_rng(RngAlgorithm::ChaCha))
}

/// Switches of the fixtures, of each kind one or two.
fn some() -> Vec<Device> {
    let mut all: Vec<Device> =
        common::FIXTURES.iter().flat_map(|name| devices(&common::analysis(name))).collect();
    all.retain(|d| !d.name.starts_with('r') || ["r1-t1", "r8-t1"].contains(&d.name.as_str()));
    all
}

/// From any switch of the fixtures to any other of its vendor: all that a plan can say goes and comes.
#[test]
fn any_switch_becomes_any_other() {
    let commands = Commands::new().unwrap();
    let all = some();
    let mut wrong = Vec::new();
    for os in [Os::Eos, Os::Nxos] {
        let of: Vec<&Device> = all.iter().filter(|d| d.os == os).collect();
        for (old, new) in of.iter().flat_map(|old| of.iter().map(move |new| (*old, *new))) {
            match commands.change(old, new) {
                Ok(change) => assert_eq!(change.is_none(), old == new),
                Err(failure) => wrong.push(format!("{os} {} -> {}: {failure}", old.name, new.name)),
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// What no compile prints and a switch shows has its commands as well: access ports, routed ports,
/// lines of the management port.
#[test]
fn what_only_switches_say_is_reached_and_left() {
    let commands = Commands::new().unwrap();
    let mut wrong = Vec::new();
    let plan = |os: Os, text: &str| selvedge::read::running(os, text).unwrap().device;
    for (os, name, end) in
        [(Os::Eos, "eos/leaf", "end\n"), (Os::Eos, "eos/plain", "end\n"), (Os::Nxos, "nxos/leaf", "")]
    {
        let path = common::fixture("running").join(format!("{name}.cfg"));
        let shown = plan(os, &std::fs::read_to_string(path).unwrap());
        let bare = plan(os, &format!("hostname {}\n{end}", shown.name));
        for (old, new) in [(&bare, &shown), (&shown, &bare)] {
            match commands.change(old, new) {
                Ok(change) => assert!(change.is_some()),
                Err(failure) => wrong.push(format!("{name}: {failure}")),
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Each command of a Nexus counts at once: a prefix has its new route before the old one goes, so that
/// it is never without. By one next hop there is one route, and the old one goes first.
#[test]
fn a_prefix_is_never_without_a_route() {
    let text = |routes: &str| format!("hostname sw1\nvrf context A\n{routes}ip route 0.0.0.0/0 192.0.2.1\n");
    let old = text("  ip route 0.0.0.0/0 192.0.2.1\n  ip route 10.0.0.0/8 192.0.2.1 5\n");
    let new = text("  ip route 0.0.0.0/0 192.0.2.2\n  ip route 10.0.0.0/8 192.0.2.1 6\n");
    let new = new.replace("\nip route 0.0.0.0/0 192.0.2.1", "\nip route 0.0.0.0/0 192.0.2.2");
    let [old, new] = [old, new].map(|text| selvedge::read::running(Os::Nxos, &text).unwrap().device);
    let change = Commands::new().unwrap().change(&old, &new).unwrap().unwrap();
    for (way, [gone, come], [was, is]) in [
        (&change.there, ["192.0.2.1", "192.0.2.2"], [5, 6]),
        (&change.back, ["192.0.2.2", "192.0.2.1"], [6, 5]),
    ] {
        let said: Vec<&str> = way.iter().map(|command| command.line.as_str()).collect();
        let expected = [
            &format!("ip route 0.0.0.0/0 {come}"),
            &format!("no ip route 0.0.0.0/0 {gone}"),
            "vrf context A",
            &format!("no ip route 10.0.0.0/8 192.0.2.1 {was}"),
            &format!("ip route 0.0.0.0/0 {come}"),
            &format!("ip route 10.0.0.0/8 192.0.2.1 {is}"),
            &format!("no ip route 0.0.0.0/0 {gone}"),
            "exit",
        ];
        assert_eq!(said, expected);
    }
}

/// A port with sub-interfaces can't be one of layer 2: they go before it is, and come when it is none.
#[test]
fn sub_interfaces_are_never_those_of_a_port_of_layer_2() {
    let trunk = "hostname sw1\nvlan 10\ninterface Ethernet1/1\n  switchport mode trunk\n  switchport trunk allowed vlan 10\n";
    let routed = "hostname sw1\nvlan 10\ninterface Ethernet1/1\n  no switchport\ninterface Ethernet1/1.10\n  encapsulation dot1q 10\n  ip address 192.0.2.1/31\n";
    let [old, new] = [trunk, routed].map(|text| selvedge::read::running(Os::Nxos, text).unwrap().device);
    let change = Commands::new().unwrap().change(&old, &new).unwrap().unwrap();
    let at = |way: &[selvedge::commands::Command], line: &str| {
        way.iter().position(|command| command.line == line).unwrap_or_else(|| panic!("{line}: {way:?}"))
    };
    assert!(at(&change.there, "no switchport") < at(&change.there, "interface Ethernet1/1.10"));
    assert!(at(&change.back, "no interface Ethernet1/1.10") < at(&change.back, "switchport"));
}

/// The next hop of a Nexus's way in is beside its address: the address moves first, there and back.
#[test]
fn the_management_address_moves_before_its_route() {
    let text = |net: &str| {
        format!(
            "hostname sw1\nvrf context management\n  ip route 0.0.0.0/0 {net}.1\ninterface mgmt0\n  vrf member management\n  ip address {net}.10/24\n"
        )
    };
    let [old, new] =
        ["192.0.2", "198.51.100"].map(|net| selvedge::read::running(Os::Nxos, &text(net)).unwrap().device);
    let change = Commands::new().unwrap().change(&old, &new).unwrap().unwrap();
    for (way, net, before) in
        [(&change.there, "198.51.100", "192.0.2"), (&change.back, "192.0.2", "198.51.100")]
    {
        let said: Vec<&str> = way.iter().map(|command| command.line.as_str()).collect();
        let expected = [
            "interface mgmt0",
            &format!("ip address {net}.10/24"),
            "exit",
            "vrf context management",
            &format!("ip route 0.0.0.0/0 {net}.1"),
            &format!("no ip route 0.0.0.0/0 {before}.1"),
            "exit",
        ];
        assert_eq!(said, expected);
    }
}

fn compiled(site: &Site) -> BTreeMap<String, Device> {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in write::files(site) {
        let path = folder.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
    let checked = selvedge::check(folder.path(), &Default::default()).unwrap();
    devices(&checked.analysis.unwrap()).into_iter().map(|d| (d.name.clone(), d)).collect()
}

/// Two fabrics by chance: each switch that both have becomes the other's, and what is declared in
/// another order is the same.
#[test]
fn switches_of_one_fabric_become_those_of_another() {
    let commands = Commands::new().unwrap();
    let told = |(old, new): (Site, Site)| {
        let (before, after) = (compiled(&old), compiled(&new));
        for (name, old) in &before {
            let Some(new) = after.get(name).filter(|new| new.os == old.os) else { continue };
            if let Err(failure) = commands.change(old, new) {
                return Err(TestCaseError::fail(format!("{name}: {failure}")));
            }
        }
        let mut turned = new;
        turned.layout.turned += 7;
        for (name, new) in compiled(&turned) {
            let change = commands.change(&after[&name], &new).unwrap();
            prop_assert!(change.is_none(), "{name}: {change:?}");
        }
        Ok(())
    };
    runner(24).run(&(site::site(), site::site()), told).unwrap();
}

/// Edits by chance of what the fixtures plan: one thing at a time, and several at once.
#[test]
fn edited_plans_are_reached_and_left() {
    let commands = Commands::new().unwrap();
    let environment = Environment::new(Secrets::Referenced).unwrap();
    let all = some();
    let seen = std::cell::RefCell::new(BTreeMap::<&str, usize>::new());
    let told = |(which, edits): (usize, Vec<(usize, usize)>)| {
        let old = &all[which % all.len()];
        let mut new = old.clone();
        let mut names = Vec::new();
        for (kind, pick) in edits {
            let (name, edit) = edits::EDITS[kind % edits::EDITS.len()];
            edit(&mut new, pick);
            names.push(name);
        }
        new.sort();
        // A plan that its own text does not say is none that a switch can have.
        let text = render::switch::render(&environment, &new).unwrap();
        let read = selvedge::read::read(new.os, &text).unwrap();
        if read.device != new || !read.repeated.is_empty() || &new == old {
            return Ok(());
        }
        names.iter().for_each(|name| *seen.borrow_mut().entry(name).or_default() += 1);
        match commands.change(old, &new) {
            Ok(Some(_)) => Ok(()),
            Ok(None) => Err(TestCaseError::fail(format!("{} {names:?}: nothing to do", old.name))),
            Err(failure) => Err(TestCaseError::fail(format!("{} {names:?}: {failure}", old.name))),
        }
    };
    let edits = prop::collection::vec((any::<usize>(), any::<usize>()), 1..5);
    runner(350).run(&(any::<usize>(), edits), told).unwrap();
    for (name, _) in edits::EDITS {
        let count = seen.borrow().get(name).copied().unwrap_or_default();
        assert!(count >= 2, "`{name}` was tried {count} times");
    }
}
