//! Completions and the manual, judged by the shells and by mandoc.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod common;

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use common::may_run;

const SELVEDGE: &str = env!("CARGO_BIN_EXE_selvedge");

fn page(words: &[&str]) -> String {
    let output = Command::new(SELVEDGE).args(words).output().unwrap();
    assert!(output.status.success(), "{words:?}: {}", String::from_utf8_lossy(&output.stderr));
    assert_eq!(String::from_utf8(output.stderr).unwrap(), "");
    String::from_utf8(output.stdout).unwrap()
}

/// Whether a program is there; what it says of itself does not matter.
fn missing(program: &str, words: &[&str]) -> Option<String> {
    let run = Command::new(program).args(words).stdin(Stdio::null()).output();
    run.is_err().then(|| format!("{program} is not installed"))
}

/// Gives a program a text and returns what it prints; it has to end well.
fn fed(command: &mut Command, text: &str) -> String {
    let mut child =
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(text.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    let text = String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).into_owned();
    assert!(output.status.success(), "{command:?}: {text}");
    text
}

#[test]
fn shells_take_the_scripts() {
    for (shell, words) in [("bash", &["-n"][..]), ("zsh", &["-n"]), ("fish", &["--no-execute"])] {
        let script = page(&["completions", shell]);
        assert!(script.contains("locked"), "{shell}");
        if may_run(&format!("completions of {shell}"), missing(shell, &["--version"])) {
            assert_eq!(fed(Command::new(shell).args(words), &script), "");
        }
    }
    let output = Command::new(SELVEDGE).args(["completions", "cmd"]).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8(output.stderr).unwrap().contains("[possible values: bash, "));
}

/// The words that bash offers behind a line.
fn offered(line: &str) -> Vec<String> {
    let words: Vec<&str> = line.split(' ').collect();
    let last = words.len() - 1;
    let ask = format!(
        "\nCOMP_WORDS=({}); COMP_CWORD={last}; _selvedge selvedge '{}' '{}'; printf '%s\\n' \"${{COMPREPLY[@]}}\"\n",
        words.iter().map(|w| format!("'{w}'")).collect::<Vec<_>>().join(" "),
        words[last],
        words[last - 1],
    );
    let text = fed(&mut Command::new("bash"), &(page(&["completions", "bash"]) + &ask));
    text.lines().map(str::to_owned).collect()
}

#[test]
fn bash_offers_commands_and_options() {
    assert_eq!(offered("selvedge comp"), ["compile", "completions"]);
    assert_eq!(offered("selvedge compile site --ch"), ["--check"]);
    assert_eq!(offered("selvedge compile site --only "), ["devices", "hosts", "clusters"]);
    assert_eq!(offered("selvedge completions z"), ["zsh"]);
}

#[test]
fn the_manual_is_a_page_for_each_command() {
    let folder = tempfile::tempdir().unwrap();
    let man = folder.path().join("man/man1");
    let printed = page(&["man", "--output", man.to_str().unwrap()]);
    let mut names: Vec<String> =
        fs::read_dir(&man).unwrap().map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    assert!(printed.ends_with(&format!(": {} pages written\n", names.len())), "{printed}");
    for name in ["selvedge.1", "selvedge-compile.1", "selvedge-templates-list.1"] {
        assert!(names.contains(&name.to_owned()), "{names:?}");
    }
    let text = |name: &str| fs::read_to_string(man.join(name)).unwrap();
    assert_eq!(page(&["man"]), text("selvedge.1"));
    assert_eq!(page(&["man", "compile"]), text("selvedge-compile.1"));
    // What is in the folder besides stays, and what is the same is not written again.
    fs::write(man.join("ls.1"), "mine").unwrap();
    page(&["man", "--output", man.to_str().unwrap()]);
    assert_eq!(text("ls.1"), "mine");
    let output = Command::new(SELVEDGE).args(["man", "compil"]).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(
        String::from_utf8(output.stderr).unwrap(),
        "error: there is no command `compil`\ndid you mean `compile`?\n"
    );
    judged(&man, &names);
}

/// Whether mandoc can read the pages: no error, and nothing that it doesn't know.
fn judged(man: &Path, names: &[String]) {
    if !may_run("mandoc", missing("mandoc", &["-T", "lint", "/dev/null"])) {
        return;
    }
    for name in names {
        let output = Command::new("mandoc").args(["-T", "lint", "-W", "error"]).arg(man.join(name)).output();
        let text = String::from_utf8(output.unwrap().stdout).unwrap();
        assert_eq!(text, "", "{name}");
        let output = Command::new("mandoc").args(["-T", "utf8"]).arg(man.join(name)).output().unwrap();
        // A bold letter is struck twice: itself, back, itself.
        let mut plain = String::from_utf8(output.stdout).unwrap();
        while let Some(back) = plain.find('\u{8}') {
            plain.replace_range(back - 1..=back, "");
        }
        assert!(plain.contains("SYNOPSIS"), "{name}");
    }
}
