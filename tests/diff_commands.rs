//! Twelve changes on two vendors, `fixtures/diff/`: the commands that make them and take them back,
//! each proved by the model of the switch, and each without what other tools get wrong there; and what
//! the diff says of them to people, in `diff.txt`: the outage, the reason, and who has to change too.
//! `UPDATE_COMMANDS=1` writes the expected files anew.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use selvedge::commands::{self, Commands, Script, Way, text};
use selvedge::diff::diff;
use selvedge::model::value::Os;
use selvedge::plan::Device;
use selvedge::read;
use selvedge::report::changes::{Format, Page, Steps};
use selvedge::side::{self, Side};

fn folder(case: &str, os: Os) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/diff").join(format!("{case}-{os}"))
}

fn plan(os: Os, file: &Path) -> Device {
    let reading = read::running(os, &fs::read_to_string(file).unwrap()).unwrap();
    assert!(reading.unknown.is_empty(), "{}: {:?}", file.display(), reading.unknown);
    reading.device
}

/// The commands of a case and the way back, without what begins and ends a script; nothing where
/// nothing changes. They are what the fixture says.
fn commands(case: &str, os: Os) -> Option<[Vec<String>; 2]> {
    let folder = folder(case, os);
    let [old, new] = ["old.cfg", "new.cfg"].map(|file| plan(os, &folder.join(file)));
    let change = Commands::new().unwrap().change(&old, &new).unwrap_or_else(|f| panic!("{case} {os}: {f}"));
    let expected = [("switch.cmd", Way::There), ("switch.rollback", Way::Back)];
    for (file, way) in expected {
        let file = folder.join(file);
        let Some(change) = &change else {
            assert!(!file.exists(), "{} is there", file.display());
            continue;
        };
        let commands = if way == Way::There { &change.there } else { &change.back };
        let script = text(&Script { device: &new.name, os, way, commands });
        if std::env::var_os("UPDATE_COMMANDS").is_some() {
            fs::write(&file, &script).unwrap();
        }
        assert_eq!(fs::read_to_string(&file).unwrap(), script, "{}", file.display());
    }
    let lines = |commands: &[selvedge::commands::Command]| commands.iter().map(|c| c.line.clone()).collect();
    change.map(|change| [lines(&change.there), lines(&change.back)])
}

/// Both vendors' commands of a case.
fn both(case: &str) -> [(Os, [Vec<String>; 2]); 2] {
    [Os::Eos, Os::Nxos].map(|os| (os, commands(case, os).unwrap_or_else(|| panic!("{case} {os} has none"))))
}

/// Where a command stands.
fn at(commands: &[String], line: &str) -> usize {
    commands.iter().position(|c| c == line).unwrap_or_else(|| panic!("no `{line}` in {commands:#?}"))
}

/// Commands without those that enter and leave sections.
fn said(commands: &[String]) -> Vec<&str> {
    let section = |line: &&str| {
        *line == "exit"
            || ["interface ", "vlan ", "router ", "vrf ", "neighbor "].iter().any(|w| line.starts_with(w))
                && !line.contains(" remote-as ")
    };
    commands.iter().map(String::as_str).filter(|line| !section(line)).collect()
}

/// A trunk never loses its list, not for a moment, and the VLAN is there before.
#[test]
fn a_vlan_joins_a_trunk() {
    for (_, [there, back]) in both("vlan-joins-a-trunk") {
        assert!(at(&there, "vlan 1020") < at(&there, "switchport trunk allowed vlan add 1020"));
        assert!(at(&back, "switchport trunk allowed vlan remove 1020") < at(&back, "no vlan 1020"));
        let whole = |line: &&String| line.starts_with("no switchport") || line.ends_with("vlan 10-11,1020");
        assert_eq!(there.iter().chain(&back).find(whole), None);
    }
}

#[test]
fn what_is_said_in_other_words_or_elsewhere_is_no_change() {
    for case in ["list-of-vlans-respelled", "sections-reordered"] {
        for os in [Os::Eos, Os::Nxos] {
            assert_eq!(commands(case, os), None, "{case} {os}");
        }
    }
}

#[test]
fn a_short_name_is_no_change() {
    for os in [Os::Eos, Os::Nxos] {
        assert_eq!(commands("name-abbreviated", os), None, "{os}");
    }
}

/// The switch forgets the addresses of an interface that changes its VRF.
#[test]
fn an_svi_moves_to_another_vrf_with_all_it_has() {
    for (os, [there, back]) in both("svi-moves-to-another-vrf") {
        let (vrf, gateways) = match os {
            Os::Eos => {
                ("vrf", ["ip virtual-router address 10.1.10.1", "ipv6 virtual-router address fd00:10::1"])
            }
            Os::Nxos => ("vrf member", ["ip 10.1.10.1", "ip fd00:10::1"]),
        };
        for (way, vrf) in [(&there, format!("{vrf} BLUE")), (&back, format!("{vrf} RED"))] {
            for line in ["ip address 10.1.10.2/24", "ipv6 address fd00:10::2/64", "ip access-group WEB in"] {
                assert!(at(way, &vrf) < at(way, line));
            }
            assert!(gateways.iter().all(|line| at(way, &vrf) < at(way, line)));
        }
    }
}

/// A VRF goes after all that is in it, and no VLAN goes that is in use.
#[test]
fn a_vrf_goes_after_its_users() {
    for (os, [there, back]) in both("vrf-goes-with-its-users") {
        let (gone, comes) = match os {
            Os::Eos => ("no vrf instance BLUE", "vrf instance BLUE"),
            Os::Nxos => ("no vrf context BLUE", "vrf context BLUE"),
        };
        assert!(at(&there, "no vrf BLUE") < at(&there, "no interface Vlan20"));
        assert!(at(&there, "no interface Vlan20") < at(&there, gone));
        assert!(at(&there, "switchport trunk allowed vlan remove 20") < at(&there, "no vlan 20"));
        assert_eq!(there.iter().filter(|line| line.starts_with("no vlan")).count(), 1);
        assert!(at(&back, comes) < at(&back, "interface Vlan20"));
        assert!(at(&back, "vlan 20") < at(&back, "interface Vlan20"));
    }
}

#[test]
fn a_route_map_is_there_before_it_is_bound_and_goes_after() {
    for (os, [there, back]) in both("route-map-added-and-bound") {
        let (bound, unbound) = match os {
            Os::Eos => {
                ("neighbor 10.50.0.2 route-map FROM-PE in", "no neighbor 10.50.0.2 route-map FROM-PE in")
            }
            Os::Nxos => ("route-map FROM-PE in", "no route-map FROM-PE in"),
        };
        let list = there.iter().position(|line| line.contains("prefix-list THEIR-NETS")).unwrap();
        assert!(list < at(&there, "route-map FROM-PE permit 10"));
        assert!(at(&there, "route-map FROM-PE permit 10") < at(&there, bound));
        let list = back.iter().position(|line| line.contains("no ip prefix-list THEIR-NETS")).unwrap();
        assert!(at(&back, unbound) < at(&back, "no route-map FROM-PE permit 10"));
        assert!(at(&back, "no route-map FROM-PE permit 10") < list);
    }
}

/// A physical port can't be removed.
#[test]
fn a_port_is_cleared() {
    for (os, [there, back]) in both("port-is-cleared") {
        let name = if os == Os::Eos { "Ethernet1" } else { "Ethernet1/1" };
        assert_eq!(there, [format!("default interface {name}")]);
        assert!(at(&back, "description server 5 port 0") < at(&back, "channel-group 5 mode active"));
        let words = ["mtu ", "lacp "];
        assert!(words.iter().all(|word| back.iter().any(|line| line.starts_with(word))), "{back:?}");
        assert!(os == Os::Eos || back.contains(&"no shutdown".to_owned()));
    }
}

/// An entry comes at its number, and nothing else is said.
#[test]
fn an_entry_is_inserted_into_an_access_list() {
    for (os, [there, back]) in both("acl-entry-inserted") {
        let port = if os == Os::Eos { "www" } else { "80" };
        let entry = format!("15 permit tcp any any eq {port}");
        assert_eq!(there, ["ip access-list WEB", entry.as_str(), "exit"]);
        assert_eq!(back, ["ip access-list WEB", "no 15", "exit"]);
    }
}

#[test]
fn one_value_changes_and_nothing_else_is_said() {
    for (case, eos, nxos) in [
        ("mlag-number-changes", ["mlag 6", "mlag 5"], ["vpc 6", "vpc 5"]),
        (
            "remote-as-changes",
            ["neighbor 10.50.0.2 remote-as 65101", "neighbor 10.50.0.2 remote-as 65100"],
            ["remote-as 65101", "remote-as 65100"],
        ),
        ("vlan-renamed", ["name application", "name app"], ["name application", "name app"]),
    ] {
        for (os, ways) in both(case) {
            let expected = if os == Os::Eos { eos } else { nxos };
            assert_eq!([said(&ways[0]), said(&ways[1])], [[expected[0]], [expected[1]]], "{case} {os}");
        }
    }
}

/// A configuration of a case as a side that runs.
fn side(os: Os, file: &Path) -> Side {
    let folder = tempfile::tempdir().unwrap();
    fs::copy(file, folder.path().join("sw1.cfg")).unwrap();
    let asked = [("sw1".to_owned(), os)].into_iter().collect();
    let mut side = side::open(folder.path(), folder.path(), &Default::default(), &asked).unwrap();
    side.name = file.file_stem().unwrap().to_str().unwrap().to_owned();
    let switch = side.switches.get_mut("sw1").unwrap();
    (switch.plan, switch.unknown) = (plan(os, file), Vec::new());
    side
}

/// What the diff says of a case, with the steps of its commands. It is what the fixture says.
fn told(case: &str, os: Os) -> String {
    let folder = folder(case, os);
    let [old, new] = ["old.cfg", "new.cfg"].map(|file| side(os, &folder.join(file)));
    let diff = diff(&old, &new);
    let mut steps = Steps::new();
    let change = Commands::new().unwrap().change(&old.switches["sw1"].plan, &new.switches["sw1"].plan);
    for (switch, change) in diff.switches.iter().zip(&change.unwrap()) {
        let of = commands::Steps::new(&change.there);
        let of = switch.changes.iter().map(|c| (c.element.clone(), of.of(&c.element).to_vec()));
        steps.insert(switch.name.clone(), of.collect());
    }
    let page = Page { diff: &diff, old: &old, new: &new, drift: None, why: false, steps: &steps };
    let text = page.render(Format::Human);
    let file = folder.join("diff.txt");
    if std::env::var_os("UPDATE_COMMANDS").is_some() {
        fs::write(&file, &text).unwrap();
    }
    assert_eq!(fs::read_to_string(&file).unwrap_or_default(), text, "{}", file.display());
    text
}

/// What an engineer has to be told of a case, in this order, on EOS and on NX-OS: the outage, who has
/// to change too, what changes and why that hurts, and the step that makes it. The order of the steps
/// is asked for by the tests above.
const TOLD: &[(&str, &[&str], &[&str])] = &[
    (
        "vlan-joins-a-trunk",
        &["1 hitless", PAIR, "~ port-channel 5: allowed vlan +1020 (10-11 kept)", FAR, "Ethernet1\n"],
        &["1 hitless", PAIR, "~ port-channel 5: allowed vlan +1020 (10-11 kept)", FAR, "Ethernet1/1\n"],
    ),
    ("list-of-vlans-respelled", SAME, SAME),
    (
        "svi-moves-to-another-vrf",
        &[
            "1 outage",
            PAIR,
            "~ interface Vlan10: vrf RED -> BLUE",
            "erases the addresses; entered again",
            STEP_1,
        ],
        &["1 outage", PAIR, "~ interface Vlan10: vrf RED -> BLUE", "all of layer 3; entered again", STEP_1],
    ),
    (
        "vrf-goes-with-its-users",
        &[
            "1 outage",
            PAIR,
            "- VRF BLUE",
            "its interfaces, routes and sessions",
            "- neighbor 10.1.20.50",
            DATABASE,
        ],
        &[
            "1 outage",
            PAIR,
            "- VRF BLUE",
            "its interfaces, routes and sessions",
            "- neighbor 10.1.20.50",
            DATABASE,
        ],
    ),
    (
        "route-map-added-and-bound",
        &[
            "1 outage",
            "route map in none -> FROM-PE",
            "does not permit is taken no more",
            "at step 3 of sw1.cmd",
        ],
        &[
            "1 outage",
            "route map in none -> FROM-PE",
            "does not permit is taken no more",
            "at step 3 of sw1.cmd",
        ],
    ),
    (
        "port-is-cleared",
        &["1 outage", "- port Ethernet1\n", "put back to how it was delivered", STEP_1, FAR, "Ethernet1\n"],
        &[
            "1 outage",
            "- port Ethernet1/1\n",
            "put back to how it was delivered",
            STEP_1,
            FAR,
            "Ethernet1/1\n",
        ],
    ),
    (
        "acl-entry-inserted",
        &[
            "1 hitless",
            "more is let through",
            "10 permit",
            "+   15 permit tcp any any eq www",
            "4294967295 deny",
        ],
        &[
            "1 hitless",
            "more is let through",
            "10 permit",
            "+  15 permit tcp any any eq 80",
            "4294967295 deny",
        ],
    ),
    (
        "mlag-number-changes",
        &[
            "1 outage",
            PAIR,
            "number 5 -> 6",
            "it goes down, at its other end too",
            "until the pair has one number",
        ],
        &[
            "1 outage",
            PAIR,
            "number 5 -> 6",
            "it goes down, at its other end too",
            "until the pair has one number",
        ],
    ),
    ("sections-reordered", SAME, SAME),
    ("name-abbreviated", SAME, SAME),
    (
        "remote-as-changes",
        &["1 session reset", "remote-as 65100 -> 65101", "stays so until both agree", STEP_1, PE],
        &["1 session reset", "remote-as 65100 -> 65101", "stays so until both agree", STEP_1, PE],
    ),
    (
        "vlan-renamed",
        &["1 without effect", "name app -> application"],
        &["1 without effect", "name app -> application"],
    ),
];

const SAME: &[&str] = &["no difference\n"];
const PAIR: &str = "has to change too, and is not compared: the other switch of the pair\n";
const FAR: &str = "has to change too, and is not compared: the other end of ";
const PE: &str = "has to change too, and is not compared: the other end of session 10.50.0.2 in VRF RED\n";
const DATABASE: &str =
    "has to change too, and is not compared: the other end of session 10.1.20.50 in VRF BLUE\n";
const STEP_1: &str = "at step 1 of sw1.cmd\n";

#[test]
fn every_case_states_its_outage_and_whom_it_concerns() {
    let cases: BTreeSet<String> = fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/diff"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .map(|name| name.rsplit_once('-').unwrap().0.to_owned())
        .collect();
    let known: BTreeSet<String> = TOLD.iter().map(|(case, ..)| (*case).to_owned()).collect();
    assert_eq!(known, cases);
    assert_eq!(cases.len(), 12);
    for (case, eos, nxos) in TOLD {
        for (os, statements) in [(Os::Eos, eos), (Os::Nxos, nxos)] {
            let text = told(case, os);
            let mut rest = text.as_str();
            for statement in *statements {
                let Some((_, behind)) = rest.split_once(statement) else {
                    panic!("{case} {os}: no `{statement}` in its place in\n{text}")
                };
                rest = behind;
            }
        }
    }
}

/// NX-OS makes each command at once: a port that leaves its port-channel is off, or no trunk, before its
/// list goes.
#[test]
fn no_trunk_is_open_on_its_way_out() {
    let says = |port: &str| {
        let text = format!(
            "hostname sw1\nfeature lacp\nvlan 1,10\ninterface port-channel5\n  switchport\n  \
             switchport mode trunk\n  switchport trunk allowed vlan 10\n\ninterface Ethernet1/1\n{port}"
        );
        read::running(Os::Nxos, &text).unwrap().device
    };
    let member = says(
        "  switchport\n  switchport mode trunk\n  switchport trunk allowed vlan 10\n  channel-group 5 mode \
         active\n  no shutdown\n",
    );
    let commands = Commands::new().unwrap();
    let opens = "switchport trunk allowed vlan all";
    for (port, first) in [
        ("  shutdown\n", "shutdown"),
        (
            "  switchport\n  switchport mode access\n  switchport access vlan 10\n  no shutdown\n",
            "no switchport mode trunk",
        ),
        ("  no switchport\n  ip address 192.0.2.0/31\n  no shutdown\n", "no switchport mode trunk"),
    ] {
        let change = commands.change(&member, &says(port)).unwrap().unwrap();
        let there: Vec<String> = change.there.iter().map(|c| c.line.clone()).collect();
        assert!(at(&there, first) < at(&there, opens), "{there:#?}");
    }
}
