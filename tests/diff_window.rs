//! What somebody with a change window has to see of a difference: whom it hits, who has to change
//! too, what it cuts, and all of it in the JSON that the schema defines.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod common;
#[path = "../examples/generate.rs"]
#[allow(dead_code)]
mod generate;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Command;

use insta::assert_snapshot;
use serde_json::Value;

/// Runs `selvedge diff` in a folder: exit code, standard output, standard error.
fn run(folder: &Path, words: &[&str]) -> (i32, String, String) {
    common::selvedge(folder, &[&["diff"], words].concat())
}

/// Changes words of a file, each where it stands first.
fn edit(path: &Path, changes: &[(&str, &str)]) {
    let mut text = fs::read_to_string(path).unwrap();
    for (old, new) in changes {
        assert!(text.contains(old), "{} has no `{old}`", path.display());
        text = text.replacen(old, new, 1);
    }
    fs::write(path, text).unwrap();
}

/// Copies a folder, but for a tree in it.
fn copy(from: &Path, to: &Path) {
    fs::create_dir(to).unwrap();
    for entry in fs::read_dir(from).unwrap().map(Result::unwrap).filter(|entry| entry.file_name() != "tree") {
        match entry.file_type().unwrap().is_dir() {
            true => copy(&entry.path(), &to.join(entry.file_name())),
            false => drop(fs::copy(entry.path(), to.join(entry.file_name())).unwrap()),
        }
    }
}

/// The largest fixture: its source in `old` and `new`, the compiled tree in `build`, its
/// configurations in `running`.
fn site() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    copy(&common::fixture("near-edge"), &at("old"));
    copy(&common::fixture("near-edge"), &at("new"));
    copy(&common::fixture("near-edge").join("tree"), &at("build"));
    copy(&common::fixture("near-edge").join("tree/devices"), &at("running"));
    folder
}

/// The part of a text that begins at a line, down to the next that is indented as little.
fn part(text: &str, begins: &str) -> String {
    let from = text.split_inclusive('\n').skip_while(|line| !line.starts_with(begins));
    let depth = begins.len() - begins.trim_start().len();
    let deeper = |line: &&str| line.len() - line.trim_start().len() > depth;
    let part: String = from.clone().take(1).chain(from.skip(1).take_while(deeper)).collect();
    assert!(!part.is_empty(), "no `{begins}` in\n{text}");
    part
}

/// A rule in the middle of an access list, of a route policy and of a prefix list: the block is shown
/// in its order with the lines around, and what stands there says what becomes of traffic.
#[test]
fn policies_are_shown_with_what_stands_around() {
    let site = site();
    edit(
        &site.path().join("new/policies.fab"),
        &[
            (
                "rule 20 { action deny;   prefix 172.16.99.0/24; length 24-32 }",
                "rule 20 { action deny;   prefix 172.16.98.0/23; length 23-32 }",
            ),
            (
                "match-community draining; match-extended-community core-targets; local-preference 10 }",
                "match-community draining; match-extended-community core-targets; local-preference 20 }",
            ),
            ("destination-port 22, 443", "destination-port 443"),
        ],
    );
    let (exit, out, err) = run(site.path(), &["old", "new"]);
    assert_eq!((exit, err.as_str()), (1, ""));
    assert_snapshot!("window_policies", out);
}

/// Management of rack 1 goes over a VLAN interface of the CEs here, which is switched off: that
/// stands behind the verdict, whatever else there is, and in every format.
#[test]
fn management_that_is_cut_is_named_first() {
    let site = site();
    for name in ["r1-t1", "r1-t2"] {
        let path = site.path().join(format!("running/{name}.cfg"));
        edit(&path, &[("ip route vrf MGMT 0.0.0.0/0 10.0.16.1", "ip route vrf MGMT 0.0.0.0/0 10.40.0.1")]);
    }
    copy(&site.path().join("running"), &site.path().join("then"));
    edit(&site.path().join("then/ce1.cfg"), &[("interface Vlan501\n", "interface Vlan501\n   shutdown\n")]);
    let (exit, human, _) = run(site.path(), &["running", "then"]);
    assert_eq!(exit, 1);
    assert_snapshot!("window_management", human);
    let (_, markdown, _) = run(site.path(), &["running", "then", "--format", "markdown"]);
    assert_snapshot!("window_management_markdown", markdown);
}

/// One switch of a pair alone takes another number for an MLAG, and one end of a link another list of
/// VLANs: who is left behind is told by name.
#[test]
fn who_does_not_follow_is_told() {
    let site = site();
    edit(&site.path().join("running/r1-t1.cfg"), &[("   mlag 1\n", "   mlag 77\n")]);
    let trunk =
        part(&fs::read_to_string(site.path().join("running/ce1.cfg")).unwrap(), "interface Port-Channel101");
    let fewer = trunk.replace("allowed vlan 3", "allowed vlan 4,3");
    assert_ne!(trunk, fewer);
    edit(&site.path().join("running/ce1.cfg"), &[(trunk.as_str(), fewer.as_str())]);
    let (exit, out, err) = run(site.path(), &["old", "running"]);
    assert_eq!((exit, err.as_str()), (1, ""));
    assert_snapshot!("window_left_behind", out);
    // Where the other one follows nothing is left.
    edit(&site.path().join("running/r1-t2.cfg"), &[("   mlag 1\n", "   mlag 77\n")]);
    edit(&site.path().join("running/ce1.cfg"), &[(fewer.as_str(), trunk.as_str())]);
    let (_, out, _) = run(site.path(), &["old", "running"]);
    assert!(!out.contains("does not"), "{out}");
}

/// Another AS everywhere: all 2,048 servers are behind it, and the text has them in a line.
#[test]
fn a_change_everywhere_is_told_in_a_few_lines() {
    let folder = tempfile::tempdir().unwrap();
    let fabric = generate::fabric(128, 16);
    fs::write(folder.path().join("old.fab"), &fabric).unwrap();
    fs::write(folder.path().join("new.fab"), fabric.replace("asn 65048", "asn 64999")).unwrap();
    let (exit, out, err) = run(folder.path(), &["old.fab", "new.fab"]);
    assert_eq!((exit, err.as_str()), (1, ""));
    assert_snapshot!("window_everywhere", out);
}

/// A value in place of another one takes nothing away, in a list of one too: it is told once. And BGP
/// that is entered again reaches no domain that no session speaks of.
#[test]
fn a_value_replaced_on_every_switch_is_told_once() {
    let site = site();
    edit(&site.path().join("new/fabric.fab"), &[("ntp 10.200.0.12", "ntp 10.200.0.99")]);
    let (exit, out, err) = run(site.path(), &["old", "new"]);
    assert_eq!((exit, err.as_str()), (1, ""));
    assert_eq!(out.matches("ntp servers 10.200.0.12 -> 10.200.0.99").count(), 1, "{out}");
    edit(&site.path().join("new/fabric.fab"), &[("asn 65048", "asn 65049")]);
    let (_, out, _) = run(site.path(), &["old", "new"]);
    assert!(out.contains("BGP: as 65048 -> 65049") && !out.contains("heartbeat"), "{out}");
}

/// Every name that a schema gives to a property, and every word that a property may have.
fn of_schema(schema: &Value, names: &mut BTreeSet<String>) {
    match schema {
        Value::Object(object) => {
            for (key, value) in object {
                match (key.as_str(), value) {
                    ("properties", Value::Object(properties)) => names.extend(properties.keys().cloned()),
                    ("enum", Value::Array(words)) => {
                        names.extend(words.iter().map(|word| format!("= {}", word.as_str().unwrap())));
                    }
                    _ => {}
                }
                of_schema(value, names);
            }
        }
        Value::Array(all) => all.iter().for_each(|value| of_schema(value, names)),
        _ => {}
    }
}

/// Every property of a document that holds something, and every word that it has.
fn of_document(document: &Value, names: &mut BTreeSet<String>) {
    match document {
        Value::Object(object) => {
            for (key, value) in object {
                let empty = match value {
                    Value::Null => true,
                    Value::Array(all) => all.is_empty(),
                    Value::String(text) => text.is_empty(),
                    _ => false,
                };
                if !empty {
                    names.insert(key.clone());
                }
                of_document(value, names);
            }
        }
        Value::Array(all) => all.iter().for_each(|value| of_document(value, names)),
        Value::String(text) => drop(names.insert(format!("= {text}"))),
        _ => {}
    }
}

/// Differences in which everything stands that the schema has a word for, each as the schema says.
#[test]
fn the_schema_holds_for_all_that_there_is() {
    let site = site();
    let at = |path: &str| site.path().join(path);
    let hash = |text| ("secret sha512 <env:ADMIN_HASH>", text);
    edit(
        &at("running/r1-t1.cfg"),
        &[
            ("ip route vrf MGMT 0.0.0.0/0 10.0.16.1", "ip route vrf MGMT 0.0.0.0/0 10.40.0.1"),
            hash("secret sha512 $6$salt$aaaa"),
            ("interface Port-Channel1\n", "interface Port-Channel1\n   storm-control all level 5\n"),
            ("   mlag 1\n", "   mlag 77\n"),
        ],
    );
    edit(
        &at("running/ce1.cfg"),
        &[("interface Vlan501\n   description oam mgmt\n   vrf oam", "interface Vlan501\n   vrf platform")],
    );
    fs::rename(at("running/r2-t1.cfg"), at("running/r2-left.cfg")).unwrap();
    edit(&at("new/fabric.fab"), &[("ntp ", "ntp 192.0.2.77, ")]);
    edit(&at("new/policies.fab"), &[("destination-port 22, 443", "destination-port 443")]);
    copy(&at("running"), &at("then"));
    edit(&at("then/r1-t1.cfg"), &[("secret sha512 $6$salt$aaaa", "secret sha512 $6$salt$bbbb")]);
    fs::remove_file(at("then/r8-t2.cfg")).unwrap();
    // Two fabrics of which the second lacks a rack, and moves a network.
    let smallest = fs::read_to_string(common::fixture("smallest").join("smallest.fab")).unwrap();
    let more = smallest
        .replace("rack r1 {", "rack r[1-2] {")
        .replace(
            "names Ethernet[2-3];   speed 25g }\n  ports peer-link",
            "names Ethernet[2-5];   speed 25g }\n  ports peer-link",
        )
        .replace("10.0.2.0/27", "10.0.2.0/26");
    fs::write(at("more.fab"), more).unwrap();
    let less = smallest
        .replace("vlan 310; subnet", "vlan 310; mtu 1400; subnet")
        .replace("vlan 501;", "vlan 502;")
        .replace("asn 64512; os eos", "asn 64513; os eos");
    fs::write(at("less.fab"), less).unwrap();

    let runs: &[&[&str]] = &[
        &["running", "new", "--tree", "build", "--commands", "-o", "change"],
        &["running", "then"],
        &["more.fab", "less.fab"],
        &["less.fab", "more.fab"],
        &["old", "new"],
        &["build", "old"],
    ];
    let documents: Vec<String> = runs
        .iter()
        .map(|words| {
            let (exit, out, err) = run(site.path(), &[*words, &["--format", "json"]].concat());
            assert!(exit < 2, "{words:?}: {err}");
            out
        })
        .collect();

    let schema =
        fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/diff.schema.json")).unwrap();
    let (mut due, mut found) = (BTreeSet::new(), BTreeSet::new());
    of_schema(&serde_json::from_str(&schema).unwrap(), &mut due);
    documents.iter().for_each(|text| of_document(&serde_json::from_str(text).unwrap(), &mut found));
    let never: Vec<&String> = due.difference(&found).collect();
    // No field of a plan asks for a new start today.
    assert_eq!(never, ["= reboot"], "what no document here has");
    // The step of a change is in the commands what makes it.
    let first: Value = serde_json::from_str(&documents[0]).unwrap();
    let of = |all: &Value, key: &str, name: &str| {
        all.as_array().unwrap().iter().find(|of| of[key] == name).unwrap().clone()
    };
    let change = of(&of(&first["switches"], "name", "ce1")["changes"], "element", "interface Vlan501");
    let script = fs::read_to_string(at("change/ce1.cmd")).unwrap();
    let step = format!("! step {}\n", change["steps"][0]);
    let (_, step) = script.split_once(&step).unwrap_or_else(|| panic!("no {step} in {script}"));
    assert!(step.starts_with("interface Vlan501\n"), "{step}");
    assert!(part(step, "interface Vlan501").contains("   vrf oam\n   ip address 10.40.0.2/24\n"), "{step}");
    // A place in the list of those who are hit is one of it.
    for document in documents.iter().map(|text| serde_json::from_str::<Value>(text).unwrap()) {
        let hits = document["hits"].as_array().unwrap().len() as u64;
        let switches = document["switches"].as_array().unwrap();
        let changes = switches.iter().flat_map(|switch| switch["changes"].as_array().unwrap());
        assert!(changes.chain(switches).filter_map(|of| of["hit"].as_u64()).all(|hit| hit < hits));
    }

    let python = Path::new(env!("CARGO_TARGET_TMPDIR")).parent().unwrap().join("oracles/bin/python");
    let missing = (!python.exists()).then(|| format!("there is no {}", python.display()));
    if !common::may_run("the_schema_holds_for_all_that_there_is", missing) {
        return;
    }
    let program = "import json, jsonschema, sys
schema = json.load(open('docs/diff.schema.json'))
for path in sys.argv[1:]:
    jsonschema.validate(json.load(open(path)), schema)";
    let judge = |texts: &[String]| {
        let mut command = Command::new(&python);
        command.args(["-c", program]).current_dir(env!("CARGO_MANIFEST_DIR"));
        for (number, text) in texts.iter().enumerate() {
            fs::write(at(&format!("{number}.json")), text).unwrap();
            command.arg(at(&format!("{number}.json")));
        }
        common::run(&mut command)
    };
    judge(&documents).unwrap();
    for (word, other) in
        [("\"pair\"", "\"pear\""), ("\"cuts\"", "\"cut\""), ("\"steps\": [", "\"steps\": [0, ")]
    {
        judge(&[documents[0].replace(word, other)]).unwrap_err();
    }
}
