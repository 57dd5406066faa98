//! Every line of every switch has an answer to the question where it comes from.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

#[path = "common/mod.rs"]
mod common;

use std::fmt::Write;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use selvedge::lower::{self, Context};
use selvedge::read;
use selvedge::render::{Environment, Secrets, switch};

/// Lines that were rendered, that the reader knows, and that have a statement and a decision.
#[test]
fn rendered_known_and_blamed_are_three_equal_numbers() {
    let mut table = String::new();
    for fixture in common::FIXTURES {
        let checked = selvedge::check(&common::fixture(fixture), &Default::default()).unwrap();
        let analysis = checked.analysis.as_ref().unwrap();
        let environment = Environment::new(Secrets::Referenced).unwrap();
        let context = Context::new(analysis);
        for (id, _) in analysis.assignment.topology.switches() {
            let plan = lower::device(&context, id).unwrap();
            let text = switch::render(&environment, &plan).unwrap();
            let rendered = text.lines().count();
            let reading = read::read(plan.os, &text).unwrap();
            let known = reading.line_count() - reading.unknown.len();
            let blamed = selvedge::blame::blame(&plan, &text, None).unwrap();
            for (line, of) in (1..).zip(&blamed) {
                let origin =
                    of.origin.unwrap_or_else(|| panic!("{}:{line}: {} {:?}", plan.name, of.text, of.element));
                assert!(origin.why.is_some(), "{}:{line}: {} has no decision", plan.name, of.text);
                assert!(!checked.sources.text(origin.span).is_empty(), "{}:{line}: {}", plan.name, of.text);
            }
            writeln!(table, "{fixture} {} {rendered} {known} {}", plan.name, blamed.len()).unwrap();
            assert_eq!((known, blamed.len()), (rendered, rendered), "{}", plan.name);
        }
    }
    insta::assert_snapshot!(table);
}

/// The command in a folder that holds the smallest fixture and its tree.
fn blame(folder: &Path, words: &[&str]) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_selvedge"))
        .arg("blame")
        .args(words)
        .current_dir(folder)
        .stdin(Stdio::null())
        .output()
        .unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    format!("exit {:?}\n{}{}", output.status.code().unwrap(), text(output.stderr), text(output.stdout))
}

#[test]
fn a_line_is_asked_where_it_comes_from() {
    let folder = tempfile::tempdir().unwrap();
    common::copied("smallest", folder.path());
    let tree = common::fixture("smallest").join("tree/devices");
    let at = |name: &str| folder.path().join(name);
    let text = fs::read_to_string(tree.join("r1-t1.cfg")).unwrap();
    fs::write(at("r1-t1.cfg"), &text).unwrap();
    let line = text.lines().position(|l| l.trim() == "mlag 1").unwrap() + 1;
    let one = blame(folder.path(), &[&format!("r1-t1.cfg:{line}"), "source"]);
    let all = blame(folder.path(), &["r1-t1.cfg", "source"]);
    assert_eq!(all.lines().count(), text.lines().count() + 1);
    insta::assert_snapshot!("one_line", one);
    insta::assert_snapshot!("every_line", all.lines().take(30).collect::<Vec<_>>().join("\n"));

    // What somebody added by hand is nobody's; the rest has its answer all the same.
    let edited = text
        .replace("   mlag 1\n", "   mlag 1\n   snmp trap link-change\n")
        .replace("vlan 310\n", "vlan 309\n");
    fs::write(at("r1-t1.cfg"), &edited).unwrap();
    let told: Vec<String> = ["snmp trap link-change", "vlan 309"]
        .iter()
        .map(|wanted| edited.lines().position(|l| l.trim() == *wanted).unwrap() + 1)
        .map(|line| blame(folder.path(), &[&format!("r1-t1.cfg:{line}"), "source"]))
        .collect();
    insta::assert_snapshot!("edited_lines", told.join("\n"));
}

#[test]
fn what_is_no_configuration_is_said() {
    let folder = tempfile::tempdir().unwrap();
    common::copied("smallest", folder.path());
    let tree = common::fixture("smallest").join("tree/devices");
    let own = fs::read_to_string(tree.join("r1-t1.cfg")).unwrap();
    let nxos = fs::read_to_string(common::fixture("all-nxos").join("tree/devices/r1-t1.cfg")).unwrap();
    let mut told = String::new();
    let mut tell = |what: &str, bytes: &[u8], words: &[&str]| {
        fs::write(folder.path().join("r1-t1.cfg"), bytes).unwrap();
        writeln!(told, "# {what}\n{}", blame(folder.path(), words)).unwrap();
    };
    let first = &["r1-t1.cfg:1", "source"];
    tell("the other vendor's", nxos.as_bytes(), first);
    tell("cut off", own.get(..own.len() / 2).unwrap().as_bytes(), first);
    tell("a picture", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", first);
    tell("no UTF-8", b"! \xff\nend\n", first);
    tell("nothing", b"", first);
    tell("a line behind the last", own.as_bytes(), &["r1-t1.cfg:100000", "source"]);
    tell("line 0", own.as_bytes(), &["r1-t1.cfg:0", "source"]);
    tell("a number beyond all", own.as_bytes(), &["r1-t1.cfg:99999999999999999999999", "source"]);
    tell("no such file", own.as_bytes(), &["r1-t9.cfg:1", "source"]);
    tell("no such fabric", own.as_bytes(), &["r1-t1.cfg:1", "sauce"]);
    fs::write(folder.path().join("r1-t3.cfg"), &own).unwrap();
    tell("no such switch", own.as_bytes(), &["r1-t3.cfg:1", "source"]);
    insta::assert_snapshot!(told);
}
