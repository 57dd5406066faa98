//! An order of changes: what is changed together, what is looked at, and who has a path meanwhile.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod common;

use std::collections::BTreeSet;
use std::fmt::Write as _;

use selvedge::diff;
use selvedge::rollout::{Member, Rollout, Stage, rollout};
use selvedge::side::{self, Origin, Side};

/// A fixture with some of its text changed.
fn site(fixture: &str, edits: &[(&str, &str)]) -> Side {
    let folder = tempfile::tempdir().unwrap();
    let source = common::copied(fixture, folder.path());
    let mut left: Vec<_> = edits.to_vec();
    for entry in std::fs::read_dir(&source).unwrap() {
        let path = entry.unwrap().path();
        let mut text = std::fs::read_to_string(&path).unwrap();
        left.retain(|(old, new)| {
            let here = text.contains(old);
            text = text.replace(old, new);
            !here
        });
        std::fs::write(&path, text).unwrap();
    }
    assert!(left.is_empty(), "the fixture does not say {left:?}");
    let checked = selvedge::check(&source, &Default::default()).unwrap();
    assert!(!checked.failed(), "{:#?}", checked.findings);
    side::fabric(fixture, checked).unwrap().unwrap()
}

fn plan(old: &Side, new: &Side) -> Rollout {
    rollout(old, new, &diff::diff(old, new)).unwrap()
}

/// A rollout as text for people to look at.
fn said(plan: &Rollout) -> String {
    let mut text = String::new();
    for (n, wave) in plan.waves.iter().enumerate() {
        writeln!(text, "{}. {:?}, {:?}: {}", n + 1, wave.stage, wave.risk, wave.switches.join(" ")).unwrap();
        // Of each kind of switch one is enough to see.
        for (word, checks) in [("before", &wave.before), ("after", &wave.after)] {
            for check in checks.iter().filter(|c| c.switch == wave.switches[0]) {
                writeln!(text, "  {word} {}: {}: {}", check.switch, check.command, check.says).unwrap();
            }
        }
        for cut in &wave.cut {
            let word = if cut.meant { "ends" } else { "cut" };
            writeln!(text, "  {word} {} ({}): VLANs {:?}", cut.server, cut.ports.join(", "), cut.vlans)
                .unwrap();
        }
    }
    for apart in &plan.apart {
        let second = apart.second.as_deref().unwrap_or("nobody");
        writeln!(text, "apart {} and {second} in {}", apart.first, apart.element).unwrap();
    }
    text
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

const CASES: &[Case] = &[
    ("a_rack_comes", "smallest", ROOM, &[("rack r1 {", "rack r[1-2] {")]),
    ("a_vlan_is_replaced", "smallest", &[], &[("vlan 501", "vlan 502")]),
    (
        "a_platform_is_replaced",
        "smallest",
        &[],
        &[(
            "model DCS-7050SX3-48YC8; management-port Management1; internal",
            "model DCS-7280SR3-48YC8; management-port Management1; internal",
        )],
    ),
    ("an_as_changes", "smallest", &[], &[("asn 65100", "asn 65101")]),
];

fn sides((_, fixture, both, new): &Case) -> (Side, Side) {
    let edits: Vec<_> = both.iter().chain(*new).copied().collect();
    (site(fixture, both), site(fixture, &edits))
}

#[test]
fn changes_have_their_order() {
    for case in CASES {
        let (old, new) = sides(case);
        insta::assert_snapshot!(case.0, said(&plan(&old, &new)));
    }
}

/// Whatever is changed, there and back, the two of a pair are never in one wave, and nobody who stays
/// is without a path.
#[test]
fn no_pair_is_changed_together() {
    for case in CASES {
        let name = case.0;
        let (old, new) = sides(case);
        for (old, new) in [(&old, &new), (&new, &old)] {
            let diff = diff::diff(old, new);
            let plan = rollout(old, new, &diff).unwrap();
            let mut seen = BTreeSet::new();
            for wave in &plan.waves {
                let pairs: BTreeSet<&str> =
                    wave.switches.iter().map(|s| s.trim_end_matches(|c: char| c.is_ascii_digit())).collect();
                assert_eq!(pairs.len(), wave.switches.len(), "{name}: {:?}", wave.switches);
                // Only what is to end is cut.
                assert!(wave.cut.iter().all(|c| c.meant), "{name}: {:?}", wave.cut);
                seen.extend(&wave.switches);
            }
            let all: BTreeSet<&String> = diff.switches.iter().map(|s| &s.name).collect();
            assert_eq!(seen, all, "{name}: every switch is changed once");
        }
    }
}

/// A rack that goes: its servers lose their path with the second CE that forgets it, and only they.
#[test]
fn who_loses_the_last_path_is_named() {
    let (new, old) = sides(&CASES[0]);
    let plan = plan(&old, &new);
    let wave = plan.waves.iter().find(|w| !w.cut.is_empty()).unwrap();
    assert_eq!((wave.stage, &*wave.switches), (Stage::Ces(Member::Second), &["ce2".to_owned()][..]));
    let servers: BTreeSet<&str> = wave.cut.iter().map(|c| &*c.server).collect();
    assert_eq!(servers, BTreeSet::from(["r2-s1", "r2-s2"]));
    assert!(wave.cut.iter().all(|c| c.meant));
    let last = plan.waves.last().unwrap();
    assert_eq!((last.stage, &*last.switches), (Stage::Go(Member::Second), &["r2-t2".to_owned()][..]));
}

/// Who has one cable has one path: while its switch is changed it is cut, and named.
#[test]
fn who_has_one_path_is_named() {
    let (mut old, mut new) = sides(&CASES[3]);
    for side in [&mut old, &mut new] {
        let tor = &mut side.switches.get_mut("r1-t2").unwrap().plan;
        tor.ports.iter_mut().find(|p| p.name == "Ethernet1").unwrap().shutdown = true;
    }
    new.switches.get_mut("r1-t1").unwrap().plan.spanning_tree.mst = false;
    let plan = plan(&old, &new);
    let wave = plan.waves.iter().find(|w| w.switches == ["r1-t1"]).unwrap();
    let cut: Vec<_> = wave.cut.iter().map(|c| (&*c.server, c.meant, c.out.join(" "))).collect();
    assert_eq!(cut, [("r1-s1", false, "r1-t1".to_owned())]);
    assert_eq!(plan.waves.iter().filter(|w| !w.cut.is_empty()).count(), 1);
}

/// Without a fabric nothing tells pairs and paths.
#[test]
fn without_a_fabric_there_is_no_order() {
    let (mut old, mut new) = sides(&CASES[3]);
    old.origin = Origin::Running;
    new.origin = Origin::Running;
    assert_eq!(rollout(&old, &new, &diff::diff(&old, &new)), None);
}
