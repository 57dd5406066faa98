//! `compile --check` and `--locked` as they are typed, in a clone that git made.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod common;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use common::{copied, fixture};
use insta::assert_snapshot;

const SELVEDGE: &str = env!("CARGO_BIN_EXE_selvedge");

/// Exit code, standard output, standard error.
fn run(folder: &Path, words: &[&str]) -> (i32, String, String) {
    let output =
        Command::new(SELVEDGE).args(words).current_dir(folder).stdin(Stdio::null()).output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}

/// What is printed where something is stale, with nothing on standard error.
fn stale(folder: &Path, words: &[&str]) -> String {
    let before = listing(folder);
    let (exit, out, err) = run(folder, words);
    assert_eq!((exit, err.as_str()), (1, ""), "{out}");
    assert_eq!(listing(folder), before, "nothing is written");
    out
}

/// What is printed where nothing is.
fn fresh(folder: &Path, words: &[&str]) -> String {
    let before = listing(folder);
    let (exit, out, err) = run(folder, words);
    assert_eq!((exit, err.as_str()), (0, ""), "{out}");
    assert_eq!(listing(folder), before, "nothing is written");
    out
}

/// Every file with its contents and the time it was last changed.
fn listing(folder: &Path) -> BTreeMap<String, (Vec<u8>, std::time::SystemTime)> {
    let mut found = BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
            let path = entry.path();
            let metadata = fs::symlink_metadata(&path).unwrap();
            let text = if metadata.is_file() { fs::read(&path).unwrap() } else { Vec::new() };
            if metadata.is_dir() {
                folders.push(path.clone());
            }
            found.insert(path.display().to_string(), (text, metadata.modified().unwrap()));
        }
    }
    found
}

fn git(folder: &Path, words: &[&str]) {
    let output = Command::new("git")
        .args(["-c", "user.name=a", "-c", "user.email=a@example.com"])
        .args(words)
        .current_dir(folder)
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .env("GIT_CONFIG_SYSTEM", "/dev/null")
        .output()
        .unwrap();
    assert!(output.status.success(), "git {words:?}: {}", String::from_utf8_lossy(&output.stderr));
}

/// A fixture in `site`, compiled into `build`, with its lock.
fn site(name: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::rename(copied(name, folder.path()), folder.path().join("site")).unwrap();
    assert_eq!(run(folder.path(), &["compile", "site"]).0, 0);
    folder
}

/// Changes a text of a file.
fn change(folder: &Path, file: &str, old: &str, new: &str) {
    let path = folder.join(file);
    let text = fs::read_to_string(&path).unwrap();
    assert!(text.contains(old), "{file} has no `{old}`");
    fs::write(path, text.replace(old, new)).unwrap();
}

const FAB: &str = "site/smallest.fab";
const CHECK: &[&str] = &["compile", "site", "--check"];

#[test]
fn a_clone_that_git_made_is_not_stale() {
    let (folder, clone) = (site("near-edge"), tempfile::tempdir().unwrap());
    git(folder.path(), &["init", "-q"]);
    git(folder.path(), &["add", "-A"]);
    git(folder.path(), &["commit", "-qm", "a site and its tree"]);
    let (from, to) = (folder.path().to_str().unwrap(), clone.path().join("c"));
    git(clone.path(), &["clone", "-q", from, "c"]);
    // Where umask lets others read, git gives netplans a mode that a compile would mend.
    let out = fresh(&to, CHECK);
    assert_snapshot!(out, @"contoso-edge1: 18 devices, 128 hosts, 2 clusters: build/ is what site gives, 157 files");
    for part in ["devices", "hosts", "clusters"] {
        assert!(fresh(&to, &["compile", "site", "--check", "--only", part]).contains("is what site gives, "));
    }
    assert!(fresh(&to, &["compile", "site", "--check", "--locked"]).contains("is what site gives, "));
    assert!(fresh(&to, &["check", "site", "--locked"]).ends_with(": no findings\n"));
    // The compile that it stands for writes nothing either.
    let (exit, out, _) = run(&to, &["compile", "site"]);
    assert_eq!(exit, 0);
    assert!(out.contains(": 0 files written, ") || out.contains(": nothing to write, "), "{out}");
}

#[test]
fn line_ends_that_git_changed_are_told_as_such() {
    let folder = site("smallest");
    let file = folder.path().join("build/devices/r1-t1.cfg");
    fs::write(&file, fs::read_to_string(&file).unwrap().replace('\n', "\r\n")).unwrap();
    assert_snapshot!(stale(folder.path(), CHECK));
}

#[test]
fn a_change_of_the_source_is_shown_as_what_it_changes() {
    let folder = site("smallest");
    change(folder.path(), FAB, "vlan 501", "vlan 502");
    let out = stale(folder.path(), &["compile", "site", "--check", "--only", "devices"]);
    assert_snapshot!(out);
    // What is named mends it.
    assert!(out.ends_with("; `selvedge compile site -o build --only devices` mends it\n"));
    assert_eq!(run(folder.path(), &["compile", "site", "-o", "build", "--only", "devices"]).0, 0);
    fresh(folder.path(), &["compile", "site", "--check", "--only", "devices"]);
    let rest = stale(folder.path(), CHECK);
    assert!(!rest.contains("devices/"), "{rest}");
}

#[test]
fn everything_that_can_differ_is_named() {
    let folder = site("smallest");
    let at = |path: &str| folder.path().join(path);
    fs::write(at("build/devices/r1-t1.cfg"), "mine\n").unwrap();
    fs::remove_file(at("build/devices/r1-t2.cfg")).unwrap();
    fs::write(at("build/devices/r9-t1.cfg"), "somebody's\n").unwrap();
    fs::remove_file(at("build/cabling.csv")).unwrap();
    fs::create_dir(at("build/cabling.csv")).unwrap();
    fs::write(at("site/fabric.lock"), "# empty\n").unwrap();
    let out = stale(folder.path(), CHECK);
    let (names, rest) = out.split_once("\n\n").unwrap();
    assert_snapshot!(names);
    assert_snapshot!(rest.lines().rev().take(2).collect::<Vec<_>>().join("\n"));
}

#[test]
fn what_no_compile_wrote_is_not_mended_by_one() {
    let folder = site("smallest");
    fs::write(folder.path().join("build/devices/r9-t1.cfg"), "somebody's\n").unwrap();
    assert_snapshot!(stale(folder.path(), CHECK));
}

#[test]
fn the_command_that_mends_has_every_option_that_counts() {
    let folder = site("smallest");
    fs::rename(folder.path().join("site"), folder.path().join("my site")).unwrap();
    fs::write(folder.path().join("build/devices/r1-t1.cfg"), "mine\n").unwrap();
    let out = stale(folder.path(), &["compile", "my site", "--check", "--root", ".", "-o", "build/"]);
    let last = out.lines().last().unwrap();
    assert!(last.ends_with("; `selvedge compile 'my site' -o build --root . --force` mends it"), "{last}");
    assert_eq!(run(folder.path(), &["compile", "my site", "-o", "build", "--root", ".", "--force"]).0, 0);
    fresh(folder.path(), &["compile", "my site", "--check"]);
}

#[test]
fn a_tree_that_is_not_there_is_one_line() {
    let folder = site("smallest");
    assert_snapshot!(stale(folder.path(), &["compile", "site", "--check", "-o", "nowhere"]));
}

#[test]
fn many_differences_are_counted_and_not_all_shown() {
    let folder = site("near-edge");
    for entry in fs::read_dir(folder.path().join("build/devices")).unwrap() {
        fs::write(entry.unwrap().path(), "mine\n").unwrap();
    }
    let out = stale(folder.path(), CHECK);
    assert_eq!(out.matches("\n+++ what site gives\n").count(), 10);
    assert!(out.contains("\n... and 8 more files differ, not shown\n"), "{out}");
    assert!(out.lines().count() < 10 * 70, "{}", out.lines().count());
}

#[test]
fn an_interrupted_compile_is_told() {
    let folder = site("smallest");
    fs::write(folder.path().join("build/selvedge.journal"), "{\"format\":1,\"ours\":{}}\n").unwrap();
    let (exit, out, err) = run(folder.path(), CHECK);
    assert_eq!(exit, 1);
    assert_eq!(err, "warning: build/selvedge.journal is left of an interrupted compile\n");
    assert_snapshot!(out);
    assert!(folder.path().join("build/selvedge.journal").exists());
}

#[test]
fn what_can_not_be_meant_is_refused() {
    let folder = site("smallest");
    for more in [&["--force"][..], &["--secrets", "s"]] {
        let (exit, out, err) = run(folder.path(), &[CHECK, more].concat());
        assert_eq!((exit, out.as_str()), (2, ""));
        assert!(err.contains("cannot be used with"), "{err}");
    }
    // A fabric that is wrong is told as ever.
    change(folder.path(), FAB, "vlan 501", "vlan 5010");
    let (exit, out, err) = run(folder.path(), CHECK);
    assert_eq!((exit, out.as_str()), (1, ""));
    assert!(err.starts_with("error[vlan-out-of-range]"), "{err}");
}

#[test]
fn nothing_that_looks_like_a_secret_is_shown() {
    let folder = site("smallest");
    let file = "build/devices/r1-t1.cfg";
    change(folder.path(), file, "<env:ADMIN_HASH>", "$6$hunter2");
    let out = stale(folder.path(), CHECK);
    assert!(!out.contains("hunter2"), "{out}");
    assert!(out.contains("+username admin ") && out.contains("<env:ADMIN_HASH>"), "{out}");
    let mut text = fs::read_to_string(folder.path().join(file)).unwrap();
    for line in [
        "ntp authentication-key 1 md5 hunter2",
        "ip ospf message-digest-key 1 md5 hunter2",
        "snmp-server community hunter2",
        "community hunter2",
        "passwd hunter2",
        "{\"password\":\"hunter2\"}",
    ] {
        text += &format!("{line}\n");
    }
    fs::write(folder.path().join(file), text).unwrap();
    let out = stale(folder.path(), CHECK);
    assert!(!out.contains("hunter2") && out.contains("-ntp authentication-key ********\n"), "{out}");
}

#[test]
fn a_lock_that_would_change_is_a_finding_with_its_entries() {
    let folder = site("smallest");
    let lock = |text: &str| fs::write(folder.path().join("site/fabric.lock"), text).unwrap();
    let ours = fs::read_to_string(folder.path().join("site/fabric.lock")).unwrap();
    let locked = ["check", "site", "--locked"];
    lock(&ours.replace("domain blue", "domain red").replace("ens3f0v2", "ens3f1v2"));
    assert_snapshot!("lock_changed", stale(folder.path(), &locked));
    // A compile would not write it either.
    let (exit, out, err) = run(folder.path(), &["compile", "site", "--locked"]);
    assert_eq!((exit, out.as_str()), (1, ""));
    assert!(
        err.starts_with("error[lock-out-of-date]") && err.ends_with("1 error; nothing written\n"),
        "{err}"
    );
    // Without the option it may change.
    assert_eq!(run(folder.path(), &["check", "site"]).0, 0);
    lock(&format!("# A comment.\n{ours}"));
    assert_snapshot!("lock_written_otherwise", stale(folder.path(), &locked));
    fs::remove_file(folder.path().join("site/fabric.lock")).unwrap();
    assert_snapshot!("lock_missing", stale(folder.path(), &locked));
    assert!(!folder.path().join("site/fabric.lock").exists());
}

#[test]
fn a_lock_that_is_kept_is_no_finding() {
    for name in ["near-edge", "all-nxos"] {
        let (exit, out, _) = run(&fixture(name), &["check", ".", "--locked"]);
        assert_eq!(exit, 0, "{out}");
    }
}

/// What the report in a format says of a file: a text that it has for an error there.
const REPORTED: [(&str, &str); 7] = [
    ("human", "error[tree-out-of-date]: `devices/r1-t1.cfg` is not what lab gives: differs"),
    ("concise", "build/devices/r1-t1.cfg:3:1: error[tree-out-of-date] "),
    ("json", "\"error\": 3"),
    ("sarif", "\"uri\": \"build/devices/r1-t1.cfg\""),
    (
        "junit",
        "classname=\"build/devices/r1-t1.cfg\" file=\"build/devices/r1-t1.cfg\" line=\"3\">\n            <failure",
    ),
    (
        "github",
        "::error file=build/devices/r1-t1.cfg,line=3,endLine=3,col=1,endColumn=1,title=tree-out-of-date::",
    ),
    ("gitlab", "\"path\": \"build/devices/r1-t1.cfg\",\n      \"lines\": {\n        \"begin\": 3,"),
];

#[test]
fn a_tree_that_is_stale_is_no_success_in_any_format() {
    let folder = site("smallest");
    git(folder.path(), &["init", "-q"]);
    let at = |path: &str| folder.path().join(path);
    let text = fs::read_to_string(at("build/devices/r1-t1.cfg")).unwrap();
    let mut lines: Vec<&str> = text.lines().collect();
    lines.insert(2, "password plugh");
    fs::write(at("build/devices/r1-t1.cfg"), lines.join("\n")).unwrap();
    fs::remove_file(at("build/devices/r1-t2.cfg")).unwrap();
    fs::write(at("build/devices/r9-t1.cfg"), "somebody's\n").unwrap();
    let mut human = String::new();
    for (format, told) in REPORTED {
        let report = format!("{format}=report");
        let words = ["compile", "site", "--check", "--report", &report, "--format", format];
        let (exit, out, err) = run(folder.path(), &words);
        assert_eq!(exit, 1);
        let written = fs::read_to_string(at("report")).unwrap();
        fs::remove_file(at("report")).unwrap();
        assert!(written.contains(told), "{format}: {written}");
        for file in ["r1-t1.cfg", "r1-t2.cfg", "r9-t1.cfg"] {
            assert!(written.contains(file), "{format} lacks {file}: {written}");
        }
        assert!(!written.contains("plugh") && !out.contains("plugh") && !err.contains("plugh"), "{format}");
        match format {
            // A person is shown the differences in place of the findings.
            "human" => human = out,
            "concise" => assert!(out == human && err.lines().count() == 3, "{err}"),
            // A program is alone on standard output, the differences stand beside it.
            _ => assert_eq!((out, err), (written, human.clone()), "{format}"),
        }
    }
}

#[test]
fn a_tree_that_is_not_there_and_a_lock_are_findings_too() {
    let folder = site("smallest");
    fs::remove_dir_all(folder.path().join("build")).unwrap();
    fs::remove_file(folder.path().join("site/fabric.lock")).unwrap();
    let (exit, out, _) = run(folder.path(), &["compile", "site", "--check", "--format", "junit"]);
    assert_eq!(exit, 1);
    assert!(out.contains("<testsuites name=\"selvedge\" tests=\"2\" skipped=\"0\" failures=\"2\""), "{out}");
    assert!(out.contains("tree-out-of-date: the tree of lab is not there: "), "{out}");
    assert!(out.contains("lock-out-of-date: lab has no lock"), "{out}");
}

/// The sources as a checkout with `core.autocrlf` writes them, one with a byte-order mark.
#[test]
fn line_ends_of_the_sources_and_of_the_lock_do_not_count() {
    let folder = site("smallest");
    for file in [FAB, "site/fabric.lock"] {
        let text = fs::read_to_string(folder.path().join(file)).unwrap().replace('\n', "\r\n");
        let mark = if file == FAB { "\u{feff}" } else { "" };
        fs::write(folder.path().join(file), format!("{mark}{text}")).unwrap();
    }
    let manifest = fs::read(folder.path().join("build/selvedge.json")).unwrap();
    fresh(folder.path(), &["check", "site", "--locked"]);
    fresh(folder.path(), CHECK);
    // A compile leaves the lock, and writes the same digest where it writes.
    let lock = fs::read(folder.path().join("site/fabric.lock")).unwrap();
    fs::remove_dir_all(folder.path().join("build")).unwrap();
    let (exit, out, _) = run(folder.path(), &["compile", "site"]);
    assert!(exit == 0 && !out.contains("lock written"), "{out}");
    assert_eq!(fs::read(folder.path().join("build/selvedge.json")).unwrap(), manifest);
    assert_eq!(fs::read(folder.path().join("site/fabric.lock")).unwrap(), lock);
}
