//! What two sides say differently: by meaning, in the words of engineers, in every format.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod common;

use std::fmt::Write;
use std::fs;
use std::path::Path;
use std::process::Command;

use insta::assert_snapshot;
use selvedge::diff::field::{FIELDS, Kind};
use selvedge::diff::{Says, diff};
use selvedge::side::{Side, open};
use serde_json::Value;

/// Runs `selvedge diff` in a folder: exit code, standard output, standard error.
fn run(folder: &Path, words: &[&str]) -> (i32, String, String) {
    common::selvedge(folder, &[&["diff"], words].concat())
}

fn smallest() -> String {
    fs::read_to_string(common::fixture("smallest").join("smallest.fab")).unwrap()
}

/// The smallest fixture with some of its words changed.
fn with(changes: &[(&str, &str)], more: &str) -> String {
    let mut text = smallest();
    for (old, new) in changes {
        assert!(text.contains(old), "the fixture has no `{old}`");
        text = text.replace(old, new);
    }
    text + more
}

/// Two fabrics as sides.
fn sides(old: &str, new: &str) -> (Side, Side) {
    let folder = tempfile::tempdir().unwrap();
    let side = |name: &str, text: &str| {
        let path = folder.path().join(name);
        fs::write(&path, text).unwrap();
        open(&path, &path, &Default::default(), &Default::default()).unwrap_or_else(|e| panic!("{e}"))
    };
    (side("old.fab", old), side("new.fab", new))
}

/// Changes of many kinds: an NTP server, a VLAN's MTU, a VLAN that goes and one that comes, an AS, a
/// server, a pod network.
fn changed() -> String {
    with(
        &[
            ("ntp 192.0.2.123", "ntp 192.0.2.124, 192.0.2.123"),
            ("internal-network apps { vlan 501;", "internal-network apps { vlan 502;"),
            (
                "l3-network apps-net { domain blue; vlan 501; ipam 10.40.0.64/26 }",
                "l3-network apps-net { domain blue; vlan 502; ipam 10.40.0.64/27 }",
            ),
            ("asn 64512; os eos", "asn 64513; os eos"),
            ("vlan 310; subnet 10.31.0.0/24", "vlan 310; mtu 1400; subnet 10.31.0.0/24"),
        ],
        "",
    )
}

fn folder_of_both() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("old.fab"), smallest()).unwrap();
    fs::write(folder.path().join("new.fab"), changed()).unwrap();
    folder
}

#[test]
fn every_format_is_as_it_was() {
    let folder = folder_of_both();
    for format in ["human", "markdown", "unified"] {
        let (exit, out, err) = run(folder.path(), &["old.fab", "new.fab", "--format", format]);
        assert_eq!((exit, err.as_str()), (1, ""), "{out}");
        assert_snapshot!(format!("diff_{format}"), out);
    }
    let (_, why, _) = run(folder.path(), &["old.fab", "new.fab", "--why"]);
    assert_snapshot!("diff_why", why);
    for format in ["human", "markdown", "unified", "json"] {
        let (exit, ..) = run(folder.path(), &["old.fab", "old.fab", "--format", format]);
        assert_eq!(exit, 0, "{format}");
    }
}

#[test]
fn json_is_what_its_page_and_its_schema_say() {
    let folder = folder_of_both();
    let (_, text, _) = run(folder.path(), &["old.fab", "new.fab", "--format", "json"]);
    let document: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(document["format"], "selvedge-diff");
    assert_eq!(document["version"], selvedge::report::changes::VERSION);
    let page = fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/diff.md")).unwrap();
    for field in document.as_object().unwrap().keys() {
        assert!(page.contains(&format!("`{field}`")), "docs/diff.md has no `{field}`");
    }
    let python = Path::new(env!("CARGO_TARGET_TMPDIR")).parent().unwrap().join("oracles/bin/python");
    let missing = (!python.exists()).then(|| format!("there is no {}", python.display()));
    if !common::may_run("json_is_what_its_page_and_its_schema_say", missing) {
        return;
    }
    let program = "import json, jsonschema, sys
schema = json.load(open('docs/diff.schema.json'))
jsonschema.validators.validator_for(schema).check_schema(schema)
jsonschema.validate(json.load(open(sys.argv[1])), schema)";
    let path = folder.path().join("diff.json");
    let judge = |text: &str| {
        fs::write(&path, text).unwrap();
        let mut command = Command::new(&python);
        common::run(command.args(["-c", program]).arg(&path).current_dir(env!("CARGO_MANIFEST_DIR")))
    };
    judge(&text).unwrap();
    // The schema is no mere formality.
    judge(&text.replace("\"element\"", "\"elements\"")).unwrap_err();
    judge(&text.replace("\"hitless\"", "\"harmless\"")).unwrap_err();
}

#[test]
fn the_page_lists_every_field() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/diff.md");
    let page = fs::read_to_string(path).unwrap();
    let mut table = String::from("| field | words | kind |\n|---|---|---|\n");
    for (name, words, kind) in FIELDS {
        let kind = match kind {
            Kind::Value | Kind::Number => "value",
            Kind::Range => "range",
            Kind::Set => "set",
            Kind::Vlans => "set of VLANs",
            Kind::List => "list",
            Kind::Secret => "secret",
        };
        writeln!(table, "| `{name}` | {words} | {kind} |").unwrap();
    }
    let (head, _) = page.split_once("| field | words |").unwrap_or((&page, ""));
    let due = format!("{head}{table}");
    if std::env::var_os("UPDATE_DOCS").is_some() {
        fs::write(path, due).unwrap();
        return;
    }
    assert!(page == due, "docs/diff.md is stale: UPDATE_DOCS=1 cargo test --test diff");
}

/// A VLAN that one attachment needs is on the ports of that cluster's servers, on the ports between the
/// switches, and nowhere else.
#[test]
fn one_vlan_of_one_attachment_touches_the_ports_that_carry_it() {
    let both = "l2-isolation-domain side { vlan 777 }\nl2-network side-net { domain side }\n";
    let attached = "{ plugin macvlan }\n  attach side-net   { plugin macvlan }";
    let attach = [("{ plugin macvlan }", attached)];
    let (old, new) = sides(&with(&[], both), &with(&attach, both));
    let found = diff(&old, &new);
    let mut touched = String::new();
    let mut expected = String::new();
    for switch in &found.switches {
        for change in &switch.changes {
            writeln!(touched, "{} {}", switch.name, change.element).unwrap();
            for detail in &change.details {
                let Says::Set { added, removed, .. } = &detail.says else { panic!("{detail:?}") };
                assert_eq!(
                    (&*detail.path, added.join(","), removed.len()),
                    ("trunk.allowed", "777".into(), 0)
                );
            }
        }
    }
    // The trunks that carry it now and did not before, by the plans themselves.
    for name in new.switches.keys() {
        let trunks = |side: &Side| -> Vec<String> {
            let plan = &side.switches[name].plan;
            let carries = |trunk: &Option<selvedge::plan::Trunk>| {
                trunk.as_ref().is_some_and(|t| t.allowed.as_ref().is_some_and(|a| a.contains(777)))
            };
            let channels = plan.port_channels.iter().filter(|c| carries(&c.trunk));
            let ports = plan.ports.iter().filter(|p| carries(&p.trunk));
            let channels = channels.map(|c| format!("{name} port-channel {}", c.number));
            channels.chain(ports.map(|p| format!("{name} port {}", p.name))).collect()
        };
        let before = trunks(&old);
        trunks(&new).into_iter().filter(|t| !before.contains(t)).for_each(|t| expected += &(t + "\n"));
    }
    let trunks: String = touched.lines().filter(|l| l.contains(" port")).map(|l| format!("{l}\n")).collect();
    let sorted = |text: &str| {
        let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
        lines.sort();
        lines
    };
    assert!(!expected.is_empty());
    assert_eq!(sorted(&trunks), sorted(&expected));
    assert_snapshot!("diff_one_attachment", touched);
}

#[test]
fn what_was_changed_by_hand_stands_apart() {
    let (_, folder) = common::compiled("smallest");
    let running = folder.path().join("running");
    fs::create_dir(&running).unwrap();
    for entry in fs::read_dir(folder.path().join("devices")).unwrap().map(Result::unwrap) {
        let text = fs::read_to_string(entry.path()).unwrap();
        let text = match entry.file_name() == "r1-t1.cfg" {
            true => text.replace("ntp server vrf MGMT 192.0.2.123", "ntp server vrf MGMT 192.0.2.99"),
            false => text,
        };
        fs::write(running.join(entry.file_name()), text).unwrap();
    }
    let tree = tempfile::tempdir().unwrap();
    let work = tree.path();
    for name in ["selvedge.json", "devices", "hosts", "clusters"] {
        fs::rename(folder.path().join(name), work.join(name)).unwrap();
    }
    fs::rename(&running, work.join("running")).unwrap();
    fs::write(work.join("new.fab.txt"), "").unwrap();
    fs::create_dir(work.join("site")).unwrap();
    fs::write(work.join("site/a.fab"), smallest()).unwrap();
    fs::create_dir(work.join("build")).unwrap();
    for name in ["selvedge.json", "devices", "hosts", "clusters"] {
        fs::rename(work.join(name), work.join("build").join(name)).unwrap();
    }
    let (exit, out, err) = run(work, &["running", "site", "--tree", "build"]);
    assert_eq!((exit, err.as_str()), (1, ""));
    assert_snapshot!("diff_drift", out);
    let (exit, _, err) = run(work, &["site", "running", "--tree", "build"]);
    assert_eq!(exit, 2);
    assert_snapshot!("diff_drift_of_a_fabric", err);
}
