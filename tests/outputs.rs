//! Where reports go and where not, and how paths stand in what is printed.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod common;

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use serde_json::Value;

/// Runs a command line in a folder: exit code, standard output, standard error.
fn run(folder: &Path, words: &[&str]) -> (i32, String, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_selvedge"));
    let output = command.args(words).current_dir(folder).stdin(Stdio::null()).output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}

fn json(text: impl AsRef<[u8]>) -> Value {
    serde_json::from_slice(text.as_ref()).unwrap()
}

/// A repository with the smallest fabric and more in the folder `source`.
fn repository(more: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join(".git")).unwrap();
    let source = common::copied("smallest", folder.path());
    fs::write(source.join("more.fab"), more).unwrap();
    folder
}

/// Two mistakes: a keyword that can be mended, an attribute that can't.
const TWO: &str =
    "l2-isolation-domain pink { vlan 704; mut 1600 }\nl2-network pink-net { domain pink; colour red }\n";

/// Every file below a folder with its contents, the path first.
fn tree(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for path in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
            match path.is_dir() {
                true => folders.push(path),
                false => found.push((path.display().to_string(), fs::read(&path).unwrap())),
            }
        }
    }
    found.sort();
    found
}

#[test]
fn a_report_is_no_file_of_a_compiled_tree() {
    let folder = repository("");
    assert_eq!(run(folder.path(), &["compile", "source"]).0, 0);
    let before = tree(folder.path());
    let refused = |words: &[&str], tree_named: &str| {
        let (exit, out, err) = run(folder.path(), words);
        assert_eq!((exit, out.as_str()), (2, ""), "{words:?} {err}");
        let words =
            format!("a report is not written into the compiled tree {tree_named}; name a file outside of it");
        assert!(err.contains(&words), "{err}");
        assert_eq!(tree(folder.path()), before, "nothing is written");
    };
    refused(&["compile", "source", "--report", "json=build/devices/ce1.cfg"], "build");
    refused(&["compile", "source", "--report", "json=build/selvedge.json"], "build");
    refused(&["compile", "source", "--report", "json=./source/../build/new/a.json"], "build");
    refused(&["compile", "source", "--check", "--report", "json=build/devices/ce1.cfg"], "build");
    refused(&["compile", "source", "-o", "other", "--report", "json=build/a.json"], "build");
    refused(&["compile", "source", "-o", "other", "--report", "json=other/a.json"], "other");
    refused(&["compile", "source", "--secrets", "filled", "--report", "json=filled/a.json"], "filled");
    refused(&["check", "source", "--output", "json=build/devices/ce1.cfg"], "build");
}

#[test]
fn reports_are_written_beside_differences_and_tell_of_the_files_as_they_are() {
    let folder = repository(TWO);
    let words = ["check", "source", "--diff", "--output", "json=a.json"];
    let (exit, out, _) = run(folder.path(), &words);
    assert_eq!(exit, 1);
    assert!(out.starts_with("--- source/more.fab\n+++ source/more.fab\n"), "{out}");
    let (_, plain, _) = run(folder.path(), &["check", "source", "--format", "json"]);
    assert_eq!(fs::read_to_string(folder.path().join("a.json")).unwrap(), plain);
    assert_eq!(json(&plain)["counts"]["error"], 2);
    // Both on one stream are neither.
    let (exit, out, err) = run(folder.path(), &["check", "source", "--diff", "--format", "json"]);
    assert_eq!((exit, out.as_str()), (2, ""));
    assert!(err.contains("`--output FORMAT=FILE` writes the report to a file"), "{err}");
    fs::create_dir(folder.path().join("taken")).unwrap();
    assert_eq!(run(folder.path(), &["check", "source", "--diff", "--output", "json=taken"]).0, 2);
    // After a fix the report is of what is left.
    assert_eq!(run(folder.path(), &["check", "source", "--fix", "--output", "json=a.json"]).0, 1);
    assert_eq!(json(fs::read(folder.path().join("a.json")).unwrap())["counts"]["error"], 1);
}

#[test]
fn what_is_hidden_is_counted() {
    let folder = repository("l2-isolation-domain high { vlan 3301 }\nl2-network high-net { domain high }\n");
    let words = ["check", "source", "--ignore", "vlan-above-3000", "--deny", "warnings"];
    let with = |format: &str| run(folder.path(), &[&words[..], &["--format", format]].concat()).1;
    assert!(with("human").ends_with(": no findings, 1 not shown\n"), "{}", with("human"));
    let told = json(with("json"));
    assert_eq!((&told["hidden"], &told["counts"]["error"]), (&1.into(), &0.into()));
    assert_eq!(json(with("sarif"))["runs"][0]["properties"]["hidden"], 1);
    let junit = with("junit");
    assert!(junit.contains(r#"<property name="hidden" value="1"/>"#), "{junit}");
    assert!(!junit.contains("the fabric has no errors"), "{junit}");
    assert_eq!(json(run(folder.path(), &["check", "source", "--format", "json"]).1)["hidden"], 0);
}

#[test]
fn a_run_that_read_nothing_is_not_complete() {
    let folder = repository("");
    let (exit, out, _) = run(folder.path(), &["check", "nowhere", "--format", "json"]);
    assert_eq!((exit, json(&out)["complete"].clone()), (2, false.into()));
    let (_, out, _) = run(folder.path(), &["check", "nowhere", "--format", "junit"]);
    assert!(out.contains(r#"<property name="complete" value="false"/>"#), "{out}");
    assert_eq!(json(run(folder.path(), &["check", "source", "--format", "json"]).1)["complete"], true);
}

#[test]
fn no_report_says_where_a_repository_lies() {
    let folder = repository("include /etc/passwd\nl2-network a { domain nowhere; colour red }\n");
    let top = folder.path().canonicalize().unwrap();
    let (top_text, source) = (top.to_str().unwrap(), top.join("source"));
    for format in ["json", "sarif", "junit", "github", "gitlab"] {
        for path in [source.to_str().unwrap(), "source"] {
            let (exit, out, _) = run(&top, &["check", path, "--format", format]);
            assert_eq!(exit, 1);
            assert!(!out.contains(top_text) || path != "source", "{out}");
            if format == "json" {
                assert_eq!(json(&out)["subject"], "source");
            }
            if format == "junit" {
                assert!(out.contains(r#"<testsuite name="source""#), "{out}");
            }
        }
    }
    let gone = top.join("source/gone.fab");
    let (_, out, _) = run(&source, &["check", gone.to_str().unwrap(), "--format", "gitlab"]);
    assert_eq!(json(out)[0]["location"]["path"], "source/gone.fab");
    // The root is named in the words of whoever asks.
    for (at, path, root) in [(&top, "source", "."), (&source, ".", ".."), (&source, "more.fab", "..")] {
        let (_, out, _) = run(at, &["check", path]);
        assert!(out.contains(&format!("the root is {root}\n")), "{out}");
    }
}

#[test]
fn a_file_outside_of_the_repository_has_no_place_in_it() {
    let folder = repository("include ../../outside/o.fab\n");
    let inner = folder.path().join("inner");
    fs::create_dir(&inner).unwrap();
    for name in [".git", "source"] {
        fs::rename(folder.path().join(name), inner.join(name)).unwrap();
    }
    fs::create_dir(folder.path().join("outside")).unwrap();
    fs::write(folder.path().join("outside/o.fab"), "l2-network a { colour red }\n").unwrap();
    let with = |format: &str| run(&inner, &["check", "source", "--root", "..", "--format", format]).1;
    let sarif = json(with("sarif"));
    let results = sarif["runs"][0]["results"].as_array().unwrap();
    let artifact = |result: &Value| result["locations"][0]["physicalLocation"]["artifactLocation"].clone();
    let outside = results.iter().map(artifact).find(|a| a["uri"] == "../outside/o.fab").unwrap();
    assert_eq!(outside.get("uriBaseId"), None);
    let github = with("github");
    let line = github.lines().find(|line| line.contains("colour")).unwrap();
    assert!(line.starts_with("::error title=unknown-attribute::"), "{line}");
    assert!(line.contains("at ../outside/o.fab:1:"), "{line}");
    let gitlab = json(with("gitlab"));
    let entries = gitlab.as_array().unwrap();
    assert!(entries.iter().all(|entry| entry["location"]["path"].as_str().unwrap().starts_with("source/")));
    let said = |entry: &Value| entry["description"].as_str().unwrap().starts_with("../outside/o.fab:1:");
    assert!(entries.iter().any(said), "{gitlab}");
}

#[test]
fn a_path_is_no_command_to_a_terminal_or_a_log() {
    let folder = repository("");
    let odd = "x\u{1b}[31m\n::error::such";
    let whole = folder.path().join(odd);
    fs::create_dir(&whole).unwrap();
    fs::write(whole.join("a\u{1b}b.fab"), "l2-network a { colour red }\n").unwrap();
    let safe = |text: &str| !text.contains('\u{1b}') && !text.contains("\n::error::such");
    for format in ["human", "concise", "json", "sarif", "junit", "github", "gitlab"] {
        for path in [odd.to_owned(), format!("no{odd}"), format!("{odd}/a\u{1b}b.fab")] {
            let (_, out, err) = run(folder.path(), &["check", &path, "--format", format]);
            assert!(safe(&out) && safe(&err), "{format}: {out:?} {err:?}");
            assert!(!out.starts_with("::error::such") && !err.starts_with("::error::such"));
        }
    }
    for words in [
        &["fmt", odd][..],
        &["fmt", "no\n::error::such"],
        &["compile", odd],
        &["compile", "source", "-o", odd],
        &["compile", "source", "-o", odd, "--check"],
        &["compile", "source", "--report", "json=x\n::error::such/\u{1b}/a.fab"],
        &["check", "source", "--templates", odd],
        &["check", "source", "--output", "json=\n::error::such/.."],
        &["init", odd],
        &["check", "source", "--select", "a\n::error::such"],
        &["templates", "show", "a\n::error::such"],
        &["explain", "a\n::error::such"],
        &["\n::error::such"],
        &["blame", "source", "no\n::error::such:1"],
    ] {
        let (_, out, err) = run(folder.path(), words);
        assert!(safe(&out) && safe(&err), "{words:?}: {out:?} {err:?}");
    }
}

#[test]
fn standard_output_is_a_format_and_no_file() {
    let folder = repository("");
    let (exit, out, err) = run(folder.path(), &["check", "source", "--output", "sarif=-"]);
    assert_eq!((exit, out.as_str()), (2, ""));
    assert!(err.contains("`--format sarif` writes it to standard output"), "{err}");
    assert!(!folder.path().join("-").exists());
}

#[test]
fn the_folder_of_a_report_is_made() {
    let folder = repository("");
    assert_eq!(run(folder.path(), &["check", "source", "--output", "json=out/new/a.json"]).0, 0);
    json(fs::read(folder.path().join("out/new/a.json")).unwrap());
}

#[cfg(target_os = "linux")]
#[test]
fn a_device_is_written_to_as_it_is() {
    let folder = repository("");
    let check = |file: &str| run(folder.path(), &["check", "source", "--output", &format!("json={file}")]);
    assert_eq!(check("/dev/null").0, 0);
    assert!(!fs::metadata("/dev/null").unwrap().is_file());
    let (exit, out, _) = check("/dev/stdout");
    assert_eq!(exit, 0);
    assert!(out.contains("\"format\": \"selvedge-findings\""), "{out}");
    let (exit, _, err) = check("/dev/full");
    assert_eq!(exit, 2);
    assert!(err.starts_with("error: /dev/full: cannot write it: "), "{err}");
}
