//! An order of a change: what is done together, what is looked at, and who has a path meanwhile.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod common;
#[path = "valid/site.rs"]
mod site;
#[path = "valid/write.rs"]
mod write;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Command;

use insta::assert_snapshot;
use proptest::test_runner::{Config, RngAlgorithm, TestCaseError, TestRng, TestRunner};
use selvedge::diff;
use selvedge::report::rollout::{Format, Page};
use selvedge::rollout::{Action, Member, Rollout, Stage, Step, Work, rollout};
use selvedge::side::{self, Side};
use serde_json::Value;

/// A copy of a fixture with some of its text changed.
fn copy(fixture: &str, folder: &Path, edits: &[(&str, &str)]) {
    let mut left: Vec<_> = edits.to_vec();
    for entry in fs::read_dir(common::fixture(fixture)).unwrap().map(Result::unwrap) {
        if !entry.file_type().unwrap().is_file() {
            continue;
        }
        let mut text = fs::read_to_string(entry.path()).unwrap();
        left.retain(|(old, new)| {
            let here = text.contains(old);
            text = text.replace(old, new);
            !here
        });
        fs::write(folder.join(entry.file_name()), text).unwrap();
    }
    assert!(left.is_empty(), "the fixture does not say {left:?}");
}

/// A fixture with some of its text changed, as a side.
fn loaded(fixture: &str, edits: &[(&str, &str)]) -> Side {
    let folder = tempfile::tempdir().unwrap();
    copy(fixture, folder.path(), edits);
    let checked = selvedge::check(folder.path(), &Default::default()).unwrap();
    assert!(!checked.failed(), "{:#?}", checked.findings);
    side::fabric(fixture, checked).unwrap().unwrap()
}

fn plan(old: &Side, new: &Side) -> Rollout {
    rollout(old, new, &diff::diff(old, new)).unwrap()
}

/// A change of the tests: its name, the fixture, what is changed of it on both sides first, and then
/// on the new one.
type Case = (&'static str, &'static str, Edits, Edits);
type Edits = &'static [(&'static str, &'static str)];

/// Room for a second rack.
const ROOM: Edits = &[
    ("management 10.0.2.0/27", "management 10.0.2.0/26"),
    ("ports tor       { names Ethernet[2-3]; ", "ports tor       { names Ethernet[2-5]; "),
];

/// A second network, with a workload network and who attaches to it.
const TWO_NETWORKS: Edits = &[
    (
        "  internal-network apps { vlan 501; subnet 10.40.0.0/24 }",
        "  internal-network apps { vlan 501; subnet 10.40.0.0/24 }\n  internal-network data { vlan 502; subnet 10.41.0.0/24 }",
    ),
    (
        "cloud-services-network csn {}",
        "l3-network data-net { domain blue; vlan 502; ipam 10.41.0.64/26 }\ncloud-services-network csn {}",
    ),
    (
        "  attach apps-net   { plugin macvlan }",
        "  attach apps-net   { plugin macvlan }\n  attach data-net   { plugin macvlan }",
    ),
];

/// The same without it again.
const ONE_NETWORK: Edits = &[
    ("\n  internal-network data { vlan 502; subnet 10.41.0.0/24 }", ""),
    ("l3-network data-net { domain blue; vlan 502; ipam 10.41.0.64/26 }\n", ""),
    ("\n  attach data-net   { plugin macvlan }", ""),
];

const RACK: &Case = &("a_rack_comes", "smallest", ROOM, &[("rack r1 {", "rack r[1-2] {")]);
const VLAN: &Case = &("a_vlan_is_removed", "smallest", TWO_NETWORKS, ONE_NETWORK);
const PLATFORM: &Case = &(
    "a_platform_is_replaced",
    "smallest",
    &[],
    &[(
        "model DCS-7050SX3-48YC8; management-port Management1; internal",
        "model DCS-7280SR3-48YC8; management-port Management1; internal",
    )],
);
const AS: &Case = &("the_as_changes", "smallest", &[], &[("asn 65100", "asn 65101")]);
const PE_AS: &Case = &("the_as_of_a_pe_changes", "smallest", &[], &[("asn 64512", "asn 64513")]);
/// Two PEs, four sessions in one VRF, an NNI, and racks of either vendor.
const WIDE_AS: &Case = &("the_as_changes_at_two_pes", "near-edge", &[], &[("asn 65048", "asn 65049")]);
const RENUMBERED: &Case = &("a_vlan_is_replaced", "smallest", &[], &[("vlan 501", "vlan 502")]);
const NEXUS: &Case = &("a_nexus_vlan_is_replaced", "all-nxos", &[], &[("vlan 310", "vlan 311")]);

/// Nexus routers with an NNI.
const NEXUS_AS: &Case = &("a_nexus_as_changes", "cisco-ce", &[], &[("asn 65130", "asn 65131")]);

const CASES: &[&Case] = &[NEXUS_AS, RACK, VLAN, PLATFORM, AS, PE_AS, WIDE_AS, RENUMBERED, NEXUS];

fn sides((_, fixture, both, new): &Case) -> (Side, Side) {
    // What both say is changed first, so that the new side may take it back.
    let first: Vec<_> = both.to_vec();
    let old = loaded(fixture, &first);
    let folder = tempfile::tempdir().unwrap();
    copies(fixture, folder.path(), both, new);
    let checked = selvedge::check(&folder.path().join("new"), &Default::default()).unwrap();
    assert!(!checked.failed(), "{:#?}", checked.findings);
    (old, side::fabric(fixture, checked).unwrap().unwrap())
}

/// `old` and `new` in a folder.
fn copies(fixture: &str, folder: &Path, both: Edits, new: Edits) {
    let (old, is) = (folder.join("old"), folder.join("new"));
    fs::create_dir(&old).unwrap();
    fs::create_dir(&is).unwrap();
    copy(fixture, &old, both);
    for entry in fs::read_dir(&old).unwrap().map(Result::unwrap) {
        let mut text = fs::read_to_string(entry.path()).unwrap();
        for (from, to) in new {
            text = text.replace(from, to);
        }
        fs::write(is.join(entry.file_name()), text).unwrap();
    }
    let text = |of: &Path| -> Vec<String> {
        let mut all: Vec<_> = fs::read_dir(of).unwrap().map(|e| e.unwrap().path()).collect();
        all.sort();
        all.iter().map(|path| fs::read_to_string(path).unwrap()).collect()
    };
    assert_ne!(text(&old), text(&is), "nothing was changed");
}

/// Exit code, standard output, standard error.
fn run(folder: &Path, words: &[&str]) -> (i32, String, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_selvedge"));
    let output = command.arg("plan").args(words).current_dir(folder).output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}

fn folder((_, fixture, both, new): &Case) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    copies(fixture, folder.path(), both, new);
    folder
}

/// What an engineer has before them at night.
#[test]
fn changes_have_their_order() {
    for case in [RACK, VLAN, PLATFORM, AS, PE_AS, NEXUS, NEXUS_AS] {
        let folder = folder(case);
        let (exit, out, err) = run(folder.path(), &["old", "new"]);
        assert_eq!((exit, err.as_str()), (1, ""), "{}", case.0);
        assert_snapshot!(case.0, out);
    }
}

/// Two PEs: whoever changes, in each VRF that has a way out a CE has one, but for what is said.
#[test]
fn the_way_out_is_followed_by_vrf() {
    let (old, new) = sides(WIDE_AS);
    let plan = plan(&old, &new);
    let lost = plan.steps.iter().flat_map(|s| &s.lost);
    assert!(lost.clone().all(|l| !l.whole && !l.meant), "{:#?}", lost.collect::<Vec<_>>());
    // A CE with the new AS alone has no session at all until the PEs have followed.
    let first = &plan.steps[0];
    let vrfs: Vec<(&str, &[String])> = first.lost.iter().map(|l| (&*l.vrf, &*l.stuck)).collect();
    let ce1 = ["ce1".to_owned()];
    assert_eq!(vrfs, [("oam", &ce1[..]), ("platform", &ce1), ("user-plane", &ce1)]);
    assert_snapshot!("steps_of_an_as_at_two_pes", titles(&plan));
}

/// What each step is, who is without a path in it, and until when.
fn titles(plan: &Rollout) -> String {
    let line = |(at, step): (usize, &Step)| {
        let what = match &step.action {
            Action::Switches { tasks, .. } => tasks.iter().map(|t| &*t.switch).collect::<Vec<_>>().join(" "),
            Action::Neighbors(turns) => turns
                .iter()
                .map(|t| format!("{} after {}", t.neighbor, t.switch))
                .collect::<Vec<_>>()
                .join(", "),
            Action::Servers(names) => format!("servers {}", names.join(" ")),
            Action::Manifests(paths) => format!("manifests {}", paths.join(" ")),
        };
        let lost: Vec<String> = step
            .lost
            .iter()
            .map(|l| format!("; {} lost by {} until {:?}", l.vrf, l.stuck.join(" "), l.until))
            .collect();
        format!("{}. {what}{}\n", at + 1, lost.concat())
    };
    plan.steps.iter().enumerate().map(line).collect()
}

/// Whatever is changed, there and back, the two of a pair are never in one wave, every switch is changed
/// once, and nobody who stays is without a path.
#[test]
fn no_pair_is_changed_together() {
    for case in CASES {
        let name = case.0;
        let (old, new) = sides(case);
        for (old, new) in [(&old, &new), (&new, &old)] {
            let diff = diff::diff(old, new);
            let plan = rollout(old, new, &diff).unwrap();
            let mut seen = BTreeSet::new();
            for step in &plan.steps {
                let names: Vec<&String> = step.tasks().iter().map(|t| &t.switch).collect();
                let pairs: BTreeSet<&str> =
                    names.iter().map(|s| s.trim_end_matches(|c: char| c.is_ascii_digit())).collect();
                assert_eq!(pairs.len(), names.len(), "{name}: {names:?}");
                // Only what is to end is cut.
                assert!(step.cut.iter().all(|c| c.meant), "{name}: {:?}", step.cut);
                for switch in names {
                    assert!(seen.insert(switch.clone()), "{name}: {switch} is changed twice");
                }
            }
            let all: BTreeSet<String> = diff.switches.iter().map(|s| s.name.clone()).collect();
            assert_eq!(seen, all, "{name}: every switch is changed");
            assert_eq!(plan, rollout(old, new, &diff).unwrap(), "{name}: the same again");
        }
    }
}

/// A fabric by chance, as a side.
fn drawn(site: &site::Site) -> Side {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in write::files(site) {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    let checked = selvedge::check(folder.path(), &Default::default()).unwrap();
    side::fabric("drawn", checked).unwrap().unwrap()
}

/// From any fabric to any other: every switch that differs is in one step, the two of a pair never in
/// the same, whoever is cut is told in a line, and the same sides give the same text.
#[test]
fn any_fabric_becomes_any_other_pair_by_pair() {
    let told = |(old, new): (site::Site, site::Site)| {
        let (old, new) = (drawn(&old), drawn(&new));
        let diff = diff::diff(&old, &new);
        let plan = rollout(&old, &new, &diff).unwrap();
        let pair = |name: &str| {
            let found = diff.switches.iter().find(|s| s.name == name).unwrap();
            found.pair.clone().unwrap_or_else(|| name.to_owned())
        };
        let mut seen = BTreeSet::new();
        for step in &plan.steps {
            let pairs: BTreeSet<String> = step.tasks().iter().map(|t| pair(&t.switch)).collect();
            if pairs.len() != step.tasks().len() {
                return Err(TestCaseError::fail(format!("{:?}", step.tasks())));
            }
            seen.extend(step.tasks().iter().map(|t| t.switch.as_str()));
        }
        assert_eq!(seen, diff.switches.iter().map(|s| s.name.as_str()).collect::<BTreeSet<_>>());
        let page = Page { rollout: &plan, diff: &diff, old: &old, new: &new, scripts: None };
        let again = rollout(&old, &new, &diff::diff(&old, &new)).unwrap();
        let page_again = Page { rollout: &again, ..page };
        for format in [Format::Human, Format::Json, Format::Markdown] {
            assert_eq!(page.render(format), page_again.render(format));
        }
        let cut =
            plan.steps.iter().any(|s| s.cut.iter().any(|c| !c.meant) || s.lost.iter().any(|l| !l.meant));
        assert!(!cut || page.render(Format::Human).contains("WITHOUT A PATH in step"));
        Ok(())
    };
    let config = Config { cases: 12, failure_persistence: None, max_shrink_iters: 50, ..Config::default() };
    let mut runner = TestRunner::new_with_rng(config, TestRng::deterministic_rng(RngAlgorithm::ChaCha));
    runner.run(&(site::site(), site::site()), told).unwrap();
}

/// A VLAN that is replaced ends at the switches before its users take the new one: until then they are
/// without a path, which is said. Of one that its users have left nothing is lost.
#[test]
fn what_ends_before_its_users_leave_is_told() {
    // Servers have it in their netplan; who uses it by a VF is in no file of ours.
    for (case, vlan, netplan) in [(NEXUS, 311, true), (RENUMBERED, 502, false)] {
        let (old, new) = sides(case);
        let plan = plan(&old, &new);
        let cuts: Vec<_> = plan.steps.iter().flat_map(|s| &s.cut).collect();
        assert!(!cuts.is_empty() && cuts.iter().all(|c| c.meant && c.instead == [vlan]), "{cuts:?}");
        let until: BTreeSet<Option<usize>> = cuts.iter().map(|c| c.until).collect();
        let servers = plan.steps.iter().position(|s| matches!(s.action, Action::Servers(_)));
        assert_eq!(until, BTreeSet::from([servers.map(|at| at + 1)]), "{}", case.0);
        assert_eq!(servers.is_some(), netplan, "{}", case.0);
    }
    let (old, new) = sides(VLAN);
    let plan = plan(&old, &new);
    let mut cuts = plan.steps.iter().flat_map(|s| &s.cut).peekable();
    assert!(cuts.peek().is_some() && cuts.all(|c| c.meant && c.until.is_none() && c.instead.is_empty()));
}

/// A switch of another vendor calls its ports otherwise, and its cables go to those: nobody is without a
/// path who has the other switch of the pair meanwhile.
#[test]
fn cables_follow_the_ports_of_another_platform() {
    const OTHER_NAMES: &Case = &(
        "a_vendor_is_replaced",
        "near-edge",
        &[],
        &[("  tor t[1-2]           { platform tor-eos }", "  tor t[1-2]           { platform tor-nxos }")],
    );
    let (old, new) = sides(OTHER_NAMES);
    let there = plan(&old, &new);
    let work = there.steps.iter().flat_map(|s| s.tasks()).map(|t| &t.work);
    assert_eq!(work.filter(|w| matches!(w, Work::Replace { .. })).count(), 12);
    for plan in [there, plan(&new, &old)] {
        let cut: BTreeSet<&str> = plan.steps.iter().flat_map(|s| &s.cut).map(|c| &*c.server).collect();
        assert_eq!(cut, BTreeSet::new());
    }
}

fn wave<'a>(plan: &'a Rollout, switch: &str) -> &'a Step {
    plan.steps.iter().find(|s| s.tasks().iter().any(|t| t.switch == switch)).unwrap()
}

/// A rack that goes: its servers lose their path with the second CE that forgets it, and only they.
#[test]
fn who_loses_the_last_path_is_named() {
    let (new, old) = sides(RACK);
    let plan = plan(&old, &new);
    let step = plan.steps.iter().find(|s| !s.cut.is_empty()).unwrap();
    assert_eq!(step, wave(&plan, "ce2"));
    let servers: BTreeSet<&str> = step.cut.iter().map(|c| &*c.server).collect();
    assert_eq!(servers, BTreeSet::from(["r2-s1", "r2-s2"]));
    assert!(step.cut.iter().all(|c| c.meant && c.rack == "r2"), "{:?}", step.cut);
    let last = plan.steps.last().unwrap();
    assert!(matches!(last.action, Action::Switches { stage: Stage::Go(Member::Second), .. }));
    assert_eq!(last.tasks()[0].work, Work::Retire);
}

/// Servers leave before their switches do, and come after them; so do manifests.
#[test]
fn servers_and_clusters_have_their_place() {
    let (old, new) = sides(RACK);
    let is_servers =
        |s: &Step| matches!(&s.action, Action::Servers(names) if names.iter().any(|n| n == "r2-s1"));
    let there = plan(&old, &new).steps.iter().position(is_servers).unwrap();
    assert_eq!(there + 1, plan(&old, &new).steps.len());
    assert_eq!(plan(&new, &old).steps.iter().position(is_servers), Some(0));
    let (old, new) = sides(VLAN);
    let manifests = Action::Manifests(vec!["clusters/edge/nads/data-net.yaml".to_owned()]);
    assert_eq!(plan(&old, &new).steps[0].action, manifests);
    assert_eq!(plan(&new, &old).steps.last().unwrap().action, manifests);
}

/// Switches a port off on both sides, where it is there.
fn off(sides: &mut (Side, Side), switch: &str, port: &str) {
    for side in [&mut sides.0, &mut sides.1] {
        let plan = &mut side.switches.get_mut(switch).unwrap().plan;
        plan.ports.iter_mut().find(|p| p.name == port).unwrap().shutdown = true;
    }
}

/// Who has one cable has one path: while its switch is changed it is cut, and named.
#[test]
fn who_has_one_path_is_named() {
    let mut both = sides(AS);
    off(&mut both, "r1-t2", "Ethernet1");
    both.1.switches.get_mut("r1-t1").unwrap().plan.spanning_tree.mst = false;
    let plan = plan(&both.0, &both.1);
    let step = wave(&plan, "r1-t1");
    let cut: Vec<_> = step.cut.iter().map(|c| (&*c.server, c.meant, c.out.join(" "))).collect();
    assert_eq!(cut, [("r1-s1", false, "r1-t1".to_owned())]);
    // The others have one port left.
    let single: Vec<&str> = step.single.iter().map(|s| &*s.name).collect();
    assert_eq!(single, ["r1-s1", "r1-s2"]);
    assert_eq!(plan.steps.iter().filter(|s| !s.cut.is_empty()).count(), 1);
}

/// A TOR without uplinks has a way by its pair; while that is changed it has none.
#[test]
fn the_peer_link_is_a_way() {
    let mut both = sides(AS);
    for port in ["Ethernet45", "Ethernet46"] {
        off(&mut both, "r1-t1", port);
    }
    // One server by this TOR alone.
    off(&mut both, "r1-t2", "Ethernet1");
    both.1.switches.get_mut("r1-t2").unwrap().plan.spanning_tree.mst = false;
    let plan = plan(&both.0, &both.1);
    let cut: BTreeSet<&str> = wave(&plan, "r1-t2").cut.iter().map(|c| &*c.server).collect();
    // Who has a port at the other TOR too is cut as well: that one leads nowhere.
    assert_eq!(cut, BTreeSet::from(["r1-s1", "r1-s2"]));
    assert!(wave(&plan, "ce1").cut.is_empty(), "by the peer link everybody has a path");
}

/// A CE whose only link to a PE is off has its way by the other CE, and the VRF none while that is out.
#[test]
fn a_ce_without_uplink_has_its_way_by_the_other() {
    let mut both = sides(AS);
    off(&mut both, "ce2", "Ethernet1");
    for (side, mst) in [(&mut both.0, true), (&mut both.1, false)] {
        // Nothing but spanning tree changes, so that every session is up.
        let fresh = loaded("smallest", &[]);
        for name in ["ce1", "ce2"] {
            let uplink = side.switches[name].plan.ports[0].shutdown;
            let plan = &mut side.switches.get_mut(name).unwrap().plan;
            *plan = fresh.switches[name].plan.clone();
            plan.ports[0].shutdown = uplink;
            plan.spanning_tree.mst = mst;
        }
    }
    let plan = plan(&both.0, &both.1);
    let lost = &wave(&plan, "ce1").lost;
    assert_eq!(lost.len(), 1, "{lost:#?}");
    assert_eq!((&*lost[0].vrf, lost[0].whole, lost[0].until), ("blue", true, None));
    assert!(wave(&plan, "ce2").lost.is_empty(), "ce1 has its own way");
}

/// A gateway that is gone is no path, even where the VLAN is there.
#[test]
fn a_vlan_ends_at_its_gateway() {
    let mut both = sides(AS);
    for side in [&mut both.0, &mut both.1] {
        side.switches
            .get_mut("ce2")
            .unwrap()
            .plan
            .svis
            .iter_mut()
            .find(|s| s.vlan == 501)
            .unwrap()
            .shutdown = true;
    }
    let plan = plan(&both.0, &both.1);
    let vlans: BTreeSet<u16> = wave(&plan, "ce1").cut.iter().flat_map(|c| c.vlans.clone()).collect();
    assert_eq!(vlans, BTreeSet::from([501]));
}

/// A session waits for its other end where the two don't hear each other until both have changed, the tag
/// of their link as well; not where they only say less to each other.
#[test]
fn a_session_waits_where_both_ends_have_to_change() {
    let says = |step: &Step, command: &str| -> String {
        step.after.iter().find(|c| c.command.contains(command)).unwrap().says.clone()
    };
    let old = loaded("cisco-ce", &[]);
    let tagged = plan(&old, &loaded("cisco-ce", &[("vlan 2002; mtu 9200", "vlan 2003; mtu 9200")]));
    let first = wave(&tagged, "ce1");
    assert_eq!(
        says(first, "vpnv4 unicast summary"),
        "0 of 1 sessions established: 1 of the global table waits for its other end"
    );
    assert_eq!(says(first, "ipv4 unicast summary"), "2 of 2 sessions established");
    let follows = tagged.steps.iter().find(|s| matches!(s.action, Action::Neighbors(_))).unwrap();
    assert_eq!(says(follows, "vpnv4 unicast neighbors 10.50.0.2"), "BGP state = Established");
    // Without IPv6 in a VRF, and so in the VPN, the session has one family less.
    let less = [("subnet 10.40.0.0/24, fd00:40::/64 }", "subnet 10.40.0.0/24 }")];
    let lesser = plan(&old, &loaded("cisco-ce", &less));
    assert!(lesser.steps.iter().all(|s| s.lost.is_empty()), "every VRF keeps its way");
    assert_eq!(says(wave(&lesser, "ce1"), "vpnv4 unicast summary"), "1 of 1 sessions established");
    assert_eq!(says(wave(&lesser, "ce1"), "ipv4 unicast summary"), "2 of 2 sessions established");
}

/// What can't hold is not asked for: a switch whose other one is out is no pair, and a VLAN has its users
/// as long as they have nothing else.
#[test]
fn nothing_is_looked_for_that_can_not_be() {
    let (new, old) = sides(RACK);
    let plan_of = plan(&old, &new);
    let of_pair = |step: &Step| step.before.iter().any(|c| c.command.starts_with("show mlag"));
    let (first, second) = (wave(&plan_of, "r2-t1"), wave(&plan_of, "r2-t2"));
    assert!(of_pair(first) && !of_pair(second), "{:?}", second.before);
    let looked_for = |case: &Case| {
        let (old, new) = sides(case);
        let says = |c: &selvedge::rollout::Check| c.says == "no server's address";
        plan(&old, &new).steps.iter().any(|s| s.before.iter().any(says))
    };
    assert!(looked_for(VLAN) && !looked_for(RENUMBERED) && !looked_for(NEXUS));
    // A keepalive that moves reaches nobody until both have moved.
    let moved = loaded("all-nxos", &[("management 10.8.2.0/26", "management 10.8.3.0/26")]);
    let plan = plan(&loaded("all-nxos", &[]), &moved);
    let alive = |checks: &[selvedge::rollout::Check]| checks.iter().any(|c| c.says.contains("peer is alive"));
    let seen = ["ce1", "ce2"].map(|ce| (alive(&wave(&plan, ce).before), alive(&wave(&plan, ce).after)));
    assert_eq!(seen, [(true, false), (false, true)]);
}

/// Workloads that are to be elsewhere are in no file of ours: that they have left is looked for before their
/// VLANs leave the port of their server.
#[test]
fn workloads_leave_before_their_vlans() {
    let eight = "rack r[7-8] {";
    let pinned = ("place r8-s1:0, r8-s2:1", "place r7-s1:0, r7-s2:1");
    let old = loaded("near-edge", &[(eight, "rack r[7-7] {"), pinned]);
    let plan = plan(&old, &loaded("near-edge", &[]));
    // Where they go to is there by then.
    let at = |is: &dyn Fn(&Step) -> bool| plan.steps.iter().position(is).unwrap();
    let servers = at(&|s| matches!(&s.action, Action::Servers(names) if names.contains(&"r8-s1".to_owned())));
    let tors = at(&|s| matches!(stage(s), Some(Stage::Canary(_) | Stage::Tors(_))));
    assert!(at(&|s| s.tasks().iter().any(|t| t.switch == "ce2")) < servers && servers < tors);
    let left: Vec<String> = wave(&plan, "r7-t1")
        .before
        .iter()
        .filter(|c| c.command.starts_with("show mac"))
        .map(|c| format!("{}: {} => {}", c.switch, c.command, c.says))
        .collect();
    assert_snapshot!(left.join("\n"), @"
    r6-t1: show mac address-table dynamic interface Port-Channel7 => no address in VLAN 501,601-602,701
    r7-t1: show mac address-table dynamic interface port-channel4 => no address in VLAN 501,701
    r7-t1: show mac address-table dynamic interface port-channel7 => no address in VLAN 501,601-602,701
    ");
}

/// Without a fabric nothing tells pairs and paths.
#[test]
fn without_a_fabric_there_is_no_order() {
    let (mut old, mut new) = sides(AS);
    common::as_running(&mut old);
    common::as_running(&mut new);
    assert_eq!(rollout(&old, &new, &diff::diff(&old, &new)), None);
}

/// A switch of which there is no running configuration may be new, or its file may be missing.
#[test]
fn what_does_not_run_is_left_out() {
    let (mut old, new) = sides(RACK);
    common::as_running(&mut old);
    let plan = plan(&old, &new);
    let left: Vec<&str> = plan.left_out.iter().map(|l| &*l.switch).collect();
    assert_eq!(left, ["r2-t1", "r2-t2"]);
    assert!(plan.steps.iter().flat_map(Step::tasks).all(|t| t.work == Work::Apply));
}

#[test]
fn a_ticket_has_boxes() {
    let folder = folder(AS);
    let (exit, out, err) = run(folder.path(), &["old", "new", "--format", "markdown"]);
    assert_eq!((exit, err.as_str()), (1, ""));
    assert_snapshot!(out);
}

#[test]
fn json_is_what_its_page_and_its_schema_say() {
    let folder = folder(PE_AS);
    let (_, text, _) = run(folder.path(), &["old", "new", "--format", "json"]);
    assert_snapshot!("plan_json", text.replace(env!("CARGO_PKG_VERSION"), "VERSION"));
    let document: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(document["format"], "selvedge-plan");
    assert_eq!(document["version"], selvedge::report::rollout::VERSION);
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let page = fs::read_to_string(root.join("docs/plan.md")).unwrap();
    let step = document["steps"][0].as_object().unwrap();
    for field in document.as_object().unwrap().keys().chain(step.keys()) {
        assert!(page.contains(&format!("`{field}`")), "docs/plan.md has no `{field}`");
    }
    let python = Path::new(env!("CARGO_TARGET_TMPDIR")).parent().unwrap().join("oracles/bin/python");
    let missing = (!python.exists()).then(|| format!("there is no {}", python.display()));
    if !common::may_run("json_is_what_its_page_and_its_schema_say", missing) {
        return;
    }
    let program = "import json, jsonschema, sys
schema = json.load(open('docs/plan.schema.json'))
jsonschema.validators.validator_for(schema).check_schema(schema)
jsonschema.validate(json.load(open(sys.argv[1])), schema)";
    let path = folder.path().join("plan.json");
    let judge = |text: &str| {
        fs::write(&path, text).unwrap();
        common::run(Command::new(&python).args(["-c", program]).arg(&path).current_dir(root))
    };
    judge(&text).unwrap();
    for case in [RACK, VLAN, PLATFORM, AS, WIDE_AS, NEXUS] {
        let folder = self::folder(case);
        for words in [["old", "new"], ["new", "old"], ["old", "old"]] {
            judge(&run(folder.path(), &[&words[..], &["--format", "json"]].concat()).1).unwrap();
        }
    }
    // The schema is no mere formality.
    judge(&text.replace("\"command\"", "\"commands\"")).unwrap_err();
    judge(&text.replace("\"ces\"", "\"routers\"")).unwrap_err();
}

/// With a folder each step names its files, and they are those of `diff --commands`.
#[test]
fn commands_are_written_with_the_plan() {
    let folder = folder(VLAN);
    let (exit, out, err) = run(folder.path(), &["old", "new", "-o", "change"]);
    assert_eq!((exit, err.as_str()), (1, ""));
    assert!(out.ends_with("commands for 4 switches written to change/\n"), "{out}");
    let mut diff = Command::new(env!("CARGO_BIN_EXE_selvedge"));
    diff.args(["diff", "--commands", "old", "new", "-o", "due"]).current_dir(folder.path()).output().unwrap();
    let mut files = 0;
    for entry in fs::read_dir(folder.path().join("due")).unwrap().map(Result::unwrap) {
        let name = entry.file_name().into_string().unwrap();
        let due = fs::read_to_string(entry.path()).unwrap();
        assert_eq!(fs::read_to_string(folder.path().join("change").join(&name)).unwrap(), due, "{name}");
        assert!(out.contains(&format!("apply {name}")), "{name} is in no step");
        files += 1;
    }
    assert_eq!(files, 8);
}

#[test]
fn nothing_to_do_is_no_plan() {
    let folder = folder(AS);
    for (format, begins) in [("human", "nothing to do\n"), ("markdown", "**nothing to do**\n"), ("json", "{")]
    {
        let (exit, out, err) = run(folder.path(), &["old", "old", "--format", format]);
        assert_eq!((exit, err.as_str()), (0, ""));
        assert!(out.starts_with(begins), "{out}");
    }
}

#[test]
fn what_can_not_be_planned_is_said() {
    let folder = folder(AS);
    for side in ["a", "b"] {
        let path = folder.path().join(side);
        fs::create_dir(&path).unwrap();
        fs::copy(common::fixture("smallest/tree/devices/r1-t1.cfg"), path.join("r1-t1.cfg")).unwrap();
    }
    fs::create_dir(folder.path().join("bad")).unwrap();
    let text = fs::read_to_string(folder.path().join("new/smallest.fab")).unwrap();
    fs::write(folder.path().join("bad/smallest.fab"), text.replace("vlan 310", "vlan 5000")).unwrap();
    let mut said = String::new();
    for words in [["a", "b"], ["old", "nowhere"], ["old", "bad"]] {
        let (exit, out, err) = run(folder.path(), &words);
        assert_eq!((exit, out.as_str()), (2, ""), "{words:?}");
        said += &format!("{}\n{err}\n", words.join(" "));
    }
    assert_snapshot!(said);
}

/// Three racks, and all of the change on the first before any of it on the others.
#[test]
fn one_rack_is_changed_before_the_others() {
    let three = [ROOM, &[("rack r1 {", "rack r[1-3] {")]].concat();
    let ports = ("ports tor       { names Ethernet[2-5]; ", "ports tor       { names Ethernet[2-9]; ");
    let old = loaded("smallest", &[&three[..], &[ports]].concat());
    let mut new = loaded("smallest", &[&three[..], &[ports, ("vlan 310", "vlan 311")]].concat());
    let there = plan(&old, &new);
    assert_snapshot!(titles(&there), @"
    1. ce1
    2. ce2
    3. r1-t1
    4. r1-t2
    5. r2-t1 r3-t1
    6. r2-t2 r3-t2
    7. servers r1-s1 r1-s2 r2-s1 r2-s2 r3-s1 r3-s2
    ");
    let tors: Vec<Stage> =
        there.steps.iter().filter_map(stage).filter(|s| !matches!(s, Stage::Ces(_))).collect();
    let member = |of: fn(Member) -> Stage| [of(Member::First), of(Member::Second)];
    assert_eq!(tors, [member(Stage::Canary), member(Stage::Tors)].concat());
    // One rack alone, or one that nothing is done to beside it, needs no trial.
    for switch in ["r2-t1", "r2-t2", "r3-t1", "r3-t2"] {
        new.switches.insert(switch.to_owned(), same(&old, switch));
    }
    assert!(!plan(&old, &new).steps.iter().filter_map(stage).any(|s| matches!(s, Stage::Canary(_))));
}

/// A switch of a side as it is.
fn same(side: &Side, name: &str) -> side::Switch {
    let switch = &side.switches[name];
    side::Switch { plan: switch.plan.clone(), unknown: Vec::new(), file: None, text: None, may_be_cut: false }
}

fn stage(step: &Step) -> Option<Stage> {
    match step.action {
        Action::Switches { stage, .. } => Some(stage),
        _ => None,
    }
}

/// Commands of another vendor are others: the change is tried on one rack of each.
#[test]
fn each_vendor_has_its_rack_of_trial() {
    let storage = ("storage { vlan 300; mtu 9000", "storage { vlan 301; mtu 9000");
    let plan = plan(&loaded("near-edge", &[]), &loaded("near-edge", &[storage]));
    let of = |is: fn(&Stage) -> bool| -> Vec<String> {
        let waves = plan.steps.iter().filter(|s| stage(s).as_ref().is_some_and(is));
        waves.map(|s| s.tasks().iter().map(|t| &*t.switch).collect::<Vec<_>>().join(" ")).collect()
    };
    assert_eq!(of(|s| matches!(s, Stage::Canary(_))), ["r1-t1 r7-t1", "r1-t2 r7-t2"]);
    assert_eq!(of(|s| matches!(s, Stage::Tors(Member::First))), ["r2-t1 r3-t1 r4-t1 r5-t1 r6-t1 r8-t1"]);
}

/// Who opens sessions from a range no plan knows: that they end is said with the range, and no count has
/// them.
#[test]
fn sessions_from_a_range_are_told_by_it() {
    let lines = |old: &Side, new: &Side| -> Vec<String> {
        let (diff, plan) = (diff::diff(old, new), plan(old, new));
        let page = Page { rollout: &plan, diff: &diff, old, new, scripts: None };
        let text = page.render(Format::Human);
        let told = text.lines().filter(|l| l.contains("from ranges") || l.contains("sessions from"));
        told.map(|l| l.trim().to_owned()).collect()
    };
    let old = loaded("near-edge", &[]);
    let asn = loaded("near-edge", &[("peer-asn 65501; listen", "peer-asn 65502; listen")]);
    assert_snapshot!(lines(&old, &asn).join("\n"), @"
    session reset: ~ the sessions from 10.40.0.128/26 in VRF oam: remote-as 65501 -> 65502 (the session ends, and stays so until both agree)
    sessions from 10.40.0.128/26 in VRF oam of ce1 end and come again; no check counts them
    ce1: show ip bgp summary vrf all => 7 of 7 sessions established, beside those from ranges
    ce1: show ip bgp summary vrf all => 6 of 7 sessions established, beside those from ranges: 1 in VRF oam waits for its other end
    10.40.0.128/26 in VRF oam: as ce1 has it: ~ the sessions from 10.40.0.128/26 in VRF oam: remote-as 65501 -> 65502
    session reset: ~ the sessions from 10.40.0.128/26 in VRF oam: remote-as 65501 -> 65502 (the session ends, and stays so until both agree)
    sessions from 10.40.0.128/26 in VRF oam of ce2 end and come again; no check counts them
    ce2: show ip bgp summary vrf all => 6 of 7 sessions established, beside those from ranges: 1 in VRF oam waits for its other end
    ce2: show ip bgp summary vrf all => 7 of 7 sessions established, beside those from ranges
    10.40.0.128/26 in VRF oam: as ce2 has it: ~ the sessions from 10.40.0.128/26 in VRF oam: remote-as 65501 -> 65502
    ");
    let gone = loaded("near-edge", &[("listen 10.40.0.128/26; ", "")]);
    assert_snapshot!(lines(&old, &gone).join("\n"), @"
    outage: - the sessions from 10.40.0.128/26 in VRF oam (the sessions from the range end, and their routes go)
    sessions from 10.40.0.128/26 in VRF oam of ce1 end; no check counts them
    ce1: show ip bgp summary vrf all => 7 of 7 sessions established, beside those from ranges
    outage: - the sessions from 10.40.0.128/26 in VRF oam (the sessions from the range end, and their routes go)
    sessions from 10.40.0.128/26 in VRF oam of ce2 end; no check counts them
    ce2: show ip bgp summary vrf all => 7 of 7 sessions established, beside those from ranges
    ");
}

/// A policy of one VRF puts that VRF on one CE, and nothing else: its own gateways are out, those of
/// others are not.
#[test]
fn what_is_of_one_vrf_leaves_the_others_where_they_are() {
    let listed =
        ("rule 20 { action deny;   prefix 172.16.99.0/24", "rule 20 { action deny;   prefix 172.16.97.0/24");
    let mut both = (loaded("near-edge", &[]), loaded("near-edge", &[listed]));
    let there = plan(&both.0, &both.1);
    let of = |plan: &Rollout, ce: &str| {
        let step = wave(plan, ce).clone();
        let vlans: BTreeSet<u16> = step.cut.iter().flat_map(|c| c.vlans.clone()).collect();
        (step.risk(), step.alone, step.vrfs_alone, vlans)
    };
    let oam = |ce: &str| vec![("oam".to_owned(), vec![ce.to_owned()])];
    assert_eq!(of(&there, "ce1"), (diff::Risk::TrafficLoss, vec![], oam("ce2"), BTreeSet::new()));
    assert_eq!(of(&there, "ce2"), (diff::Risk::TrafficLoss, vec![], oam("ce1"), BTreeSet::new()));
    // Without gateways on the other CE the VLANs of the VRF end, and no others.
    for side in [&mut both.0, &mut both.1] {
        let svis = &mut side.switches.get_mut("ce2").unwrap().plan.svis;
        svis.iter_mut().for_each(|svi| svi.shutdown = true);
    }
    let (.., vlans) = of(&plan(&both.0, &both.1), "ce1");
    let vrf =
        |svi: &&selvedge::plan::Svi| svi.layer3.vrf.as_deref() == Some("oam") && vlans.contains(&svi.vlan);
    let of_oam = both.0.switches["ce1"].plan.svis.iter().filter(vrf).count();
    assert!(of_oam > 0 && of_oam == vlans.len(), "{vlans:?}");
}
