//! `selvedge diff --commands`: what is written where, and when nothing is.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod common;

use std::fs;
use std::path::Path;

/// Two fabrics in a folder, `old.fab` and `new.fab`, the second with its texts changed.
fn fabrics(changes: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let old = fs::read_to_string(common::fixture("smallest").join("smallest.fab")).unwrap();
    let mut new = old.clone();
    for (a, b) in changes {
        assert!(new.contains(a), "the fixture has no `{a}`");
        new = new.replace(a, b);
    }
    fs::write(folder.path().join("old.fab"), old).unwrap();
    fs::write(folder.path().join("new.fab"), new).unwrap();
    folder
}

/// Exit code, the last line of what is printed, standard error.
fn run(folder: &Path, words: &[&str]) -> (i32, String, String) {
    let (exit, out, err) = common::selvedge(folder, words);
    (exit, out.lines().last().unwrap_or_default().to_owned(), err)
}

const WORDS: &[&str] = &["diff", "--commands", "old.fab", "new.fab", "-o", "change"];

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(folder)
        .unwrap()
        .map(|e| e.unwrap().file_name().into_string().unwrap())
        .filter(|name| !name.starts_with('.'))
        .collect();
    names.sort();
    names
}

#[test]
fn each_switch_that_changes_has_two_files() {
    let folder = fabrics(&[("vlan 310;", "vlan 311;"), ("env:ADMIN_HASH", "env:OTHER_HASH")]);
    let (exit, out, err) = run(folder.path(), WORDS);
    assert_eq!((exit, out.as_str(), err.as_str()), (1, "commands for 4 switches written to change/", ""));
    let change = folder.path().join("change");
    assert_eq!(
        names(&change),
        ["ce1", "ce2", "r1-t1", "r1-t2"]
            .map(|name| [format!("{name}.cmd"), format!("{name}.rollback")])
            .concat()
    );
    let script = fs::read_to_string(change.join("r1-t1.cmd")).unwrap();
    // It says which line a secret is in.
    let (_, rest) = script.split_once("! line ").unwrap();
    let (number, _) = rest.split_once(':').unwrap();
    let line = script.lines().nth(number.parse::<usize>().unwrap() - 1).unwrap();
    assert!(line.ends_with("<env:OTHER_HASH>"), "{line}");
    insta::assert_snapshot!(script);
}

/// What another run wrote may be of switches that do not change any more.
#[test]
fn a_folder_that_holds_something_is_left_alone() {
    let folder = fabrics(&[("vlan 310;", "vlan 311;"), ("env:ADMIN_HASH", "env:OTHER_HASH")]);
    fs::create_dir(folder.path().join("change")).unwrap();
    fs::write(folder.path().join("change/notes"), "mine").unwrap();
    let (exit, _, err) = run(folder.path(), WORDS);
    assert_eq!(exit, 2);
    assert_eq!(names(&folder.path().join("change")), ["notes"]);
    insta::assert_snapshot!(err);
}

#[test]
fn nothing_that_changes_is_no_folder() {
    let folder = fabrics(&[]);
    let (exit, out, err) = run(folder.path(), WORDS);
    assert_eq!((exit, out.as_str(), err.as_str()), (0, "no commands to write", ""));
    assert!(!folder.path().join("change").exists());
}

#[test]
fn commands_and_their_folder_are_asked_for_together() {
    let folder = fabrics(&[]);
    for words in
        [&["diff", "--commands", "old.fab", "new.fab"][..], &["diff", "old.fab", "new.fab", "-o", "x"]]
    {
        let (exit, _, err) = run(folder.path(), words);
        assert!(exit == 2 && err.contains("required"), "{err}");
    }
}

/// A folder of running configurations that lacks switches, and has one too many: by that none comes or
/// goes, from whichever side it is seen.
#[test]
fn a_switch_that_does_not_run_is_not_called_new() {
    let folder = fabrics(&[]);
    let (exit, ..) = run(folder.path(), &["compile", "old.fab", "-o", "tree"]);
    assert_eq!(exit, 0);
    let running = folder.path().join("running");
    fs::create_dir(&running).unwrap();
    let text = fs::read_to_string(folder.path().join("tree/devices/ce1.cfg")).unwrap();
    fs::write(running.join("ce1.cfg"), &text).unwrap();
    fs::write(running.join("ghost.cfg"), text.replace("hostname ce1", "hostname ghost")).unwrap();
    for sides in [["running", "new.fab"], ["new.fab", "running"]] {
        let words = [&["diff", "--commands"][..], &sides, &["-o", "change"]].concat();
        let (exit, out, err) = common::selvedge(folder.path(), &words);
        assert_eq!((exit, err.as_str()), (1, ""));
        let told: Vec<&str> = out.lines().filter(|line| line.contains("no commands")).collect();
        assert_eq!(
            told,
            [
                "ce2: no commands, it has no running configuration",
                "ghost: no commands, the other side does not know it",
                "r1-t1: no commands, it has no running configuration",
                "r1-t2: no commands, it has no running configuration",
                "no commands to write",
            ]
        );
    }
}
