//! PyYAML, a reader of YAML 1.1, reads every file that is written to the same values as were meant.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod common;

use std::collections::BTreeMap;
use std::io::Write;
use std::process::{Command, Stdio};

use selvedge::render::{nad, netplan, yaml};
use serde_json::Value;

/// Reads YAML texts from a JSON array and answers with a JSON array of what they say. What JSON has
/// no word for, such as a date, comes back as something that equals nothing.
const READER: &str = "
import json, sys, yaml
loader = getattr(yaml, 'CSafeLoader', yaml.SafeLoader)
said = [yaml.load(text, Loader=loader) for text in json.load(sys.stdin)]
json.dump(said, sys.stdout, default=lambda o: {'no JSON': repr(o)})
";

/// A Python that has PyYAML: the first of the path, or Debian's own.
fn python() -> Option<&'static str> {
    let has =
        |p: &&str| Command::new(p).args(["-c", "import yaml"]).output().is_ok_and(|o| o.status.success());
    ["python3", "/usr/bin/python3"].into_iter().find(has)
}

/// What PyYAML reads in some texts; none where it is not there and need not be.
fn read(test: &str, texts: &[&str]) -> Option<Vec<Value>> {
    let python = python();
    let missing = python.is_none().then(|| "there is no PyYAML".to_owned());
    if !common::may_run(test, missing) {
        return None;
    }
    let mut child = Command::new(python?)
        .args(["-c", READER])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let input = serde_json::to_vec(texts).unwrap();
    child.stdin.take().unwrap().write_all(&input).unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success(), "{test}: PyYAML refuses a text");
    Some(serde_json::from_slice(&output.stdout).unwrap())
}

fn compare(test: &str, files: &[(String, String, Value)]) {
    let texts: Vec<&str> = files.iter().map(|(_, text, _)| text.as_str()).collect();
    let Some(said) = read(test, &texts) else { return };
    assert_eq!(said.len(), files.len());
    for ((path, text, meant), said) in files.iter().zip(&said) {
        assert_eq!(said, meant, "{path} says something else than was meant:\n{text}");
    }
}

#[test]
fn pyyaml_reads_what_every_file_means() {
    let mut files = Vec::new();
    let fixtures = common::FIXTURES.iter().map(|name| common::analysis(name)).chain([common::changed()]);
    for analysis in fixtures {
        for host in common::hosts(&analysis) {
            let meant = serde_json::to_value(netplan::document(&host)).unwrap();
            files.push((netplan::path(&host), netplan::text(&host).unwrap(), meant));
        }
        for cluster in common::clusters(&analysis) {
            for one in &cluster.nads {
                let meant = serde_json::to_value(nad::document(one)).unwrap();
                files.push((nad::path(&cluster, one), nad::text(&cluster, one).unwrap(), meant));
            }
        }
    }
    assert!(files.len() > 130, "{} files", files.len());
    compare("pyyaml_reads_what_every_file_means", &files);
}

/// Strings that a writer of YAML 1.2 may leave bare and a reader of YAML 1.1 takes for something
/// else, and strings that block styles may garble.
const AWKWARD: &[&str] = &[
    "",
    " ",
    "  two",
    "two  ",
    "y",
    "Y",
    "n",
    "N",
    "yes",
    "Yes",
    "NO",
    "no",
    "on",
    "On",
    "off",
    "OFF",
    "true",
    "True",
    "false",
    "null",
    "Null",
    "~",
    "0",
    "-0",
    "00",
    "007",
    "08",
    "0o7",
    "0x1f",
    "0b11",
    "1_000",
    "1e3",
    "1.5",
    ".5",
    "5.",
    ".inf",
    "-.INF",
    ".nan",
    "1:30",
    "10:20",
    "1:20:30",
    "190:20:30",
    "12:30:45.5",
    "2001-12-14",
    "2001-12-14t21:59:43.10-05:00",
    "10:10:10:10:10:10",
    "00:11:22:33:44:55",
    "b8:3f:d2:10:00:00",
    "::",
    "::1",
    "fd00::",
    "10.0.0.1",
    "10.31.0.33/22",
    "<<",
    "=",
    "!",
    "&a",
    "*a",
    "!tag",
    "- a",
    "-",
    "--- a",
    "---",
    "...",
    "? a",
    ": a",
    "a: b",
    "a:",
    "a #b",
    "#a",
    "[a]",
    "{a}",
    "a, b",
    "@a",
    "`a`",
    "%a",
    "|",
    ">",
    "'",
    "\"",
    "it's",
    "\"q\"",
    "back\\slash",
    "tab\there",
    "\ttab",
    "a\nb",
    "a\n",
    "\na",
    "a\n\n",
    " a\n b\n",
    "a \nb\n",
    "{\n  \"k\": \"v\"\n}\n",
    "\u{7f}",
    "\u{85}",
    "\u{feff}a",
    "é",
    "日本",
    "\u{2028}",
    "a\r\nb",
    "\u{1}",
    "4b_pf_bond",
    "802.3ad",
    "layer3+4",
    "3+4",
    "+1",
    "1,000",
    "0.0.0.0/0",
    "default",
    "env:X",
    "selvedge.io/sig_net",
    "a line of words that is longer than eighty characters, because writers fold such lines, and folding is a risk",
    "word: a line with a colon that is longer than eighty characters, because writers fold such lines as well # no",
];

#[test]
fn pyyaml_reads_every_string_as_it_was() {
    let as_value: BTreeMap<String, &str> =
        AWKWARD.iter().enumerate().map(|(i, s)| (format!("k{i}"), *s)).collect();
    let as_key: BTreeMap<&str, usize> = AWKWARD.iter().enumerate().map(|(i, s)| (*s, i)).collect();
    let meant = serde_json::to_value((&as_value, &as_key, AWKWARD)).unwrap();
    let text = yaml::text("strings", &(&as_value, &as_key, AWKWARD)).unwrap();
    compare("pyyaml_reads_every_string_as_it_was", &[("strings".into(), text, meant)]);
}

#[test]
fn one_line_stays_one_line_and_several_are_a_block() {
    let long = "word ".repeat(40).trim_end().to_owned();
    let text =
        yaml::text("what", &BTreeMap::from([("a", long.as_str()), ("b", "{\n  \"k\": 1\n}\n")])).unwrap();
    let expected = format!(
        "# what\n# Compiled by selvedge: change the fabric, not this file.\na: {long}\nb: |\n  {{\n    \"k\": 1\n  }}\n"
    );
    assert_eq!(text, expected);
}

#[test]
fn a_comment_is_one_line_whatever_it_is_given() {
    let text = yaml::text("a\nnetwork: {}\r", &BTreeMap::from([("k", "v")])).unwrap();
    assert_eq!(
        text.lines().map(|l| l.split(' ').next().unwrap()).collect::<Vec<_>>(),
        ["#", "#", "k:"],
        "{text}"
    );
}

/// 2,048 hosts are those of 128 racks. Linux counts what a thread has had of the processor.
#[test]
#[ignore = "a measurement: cargo test --release --test yaml -- --ignored"]
fn two_thousand_host_files_cost_a_tenth_of_a_second() {
    let hosts = common::hosts(&common::analysis("near-edge"));
    let spent = || {
        let text = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap();
        text.split(' ').next().unwrap().parse::<u64>().unwrap()
    };
    let before = spent();
    let bytes: usize = hosts.iter().cycle().take(2048).map(|host| netplan::text(host).unwrap().len()).sum();
    let ms = (spent() - before) / 1_000_000;
    common::say(&format!("2048 host files, {bytes} bytes: {ms} ms of CPU"));
    assert!(ms <= 120, "{ms} ms");
}
