//! The commands as they are typed: what they print where, what they end with, what they leave behind.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use insta::assert_snapshot;

const SELVEDGE: &str = env!("CARGO_BIN_EXE_selvedge");

/// Runs a command line in a folder: exit code, standard output, standard error.
fn run_in(folder: &Path, words: &[&str]) -> (i32, String, String) {
    let output = Command::new(SELVEDGE)
        .args(words)
        .current_dir(folder)
        .stdin(Stdio::null())
        .env_remove("COLUMNS")
        .output()
        .unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}

fn run(words: &[&str]) -> (i32, String, String) {
    run_in(Path::new(env!("CARGO_MANIFEST_DIR")), words)
}

/// What a command prints that ends well and says nothing on standard error.
fn page(words: &[&str]) -> String {
    let (exit, out, err) = run(words);
    assert_eq!((exit, err.as_str()), (0, ""), "{words:?}");
    out
}

#[test]
fn help_teaches() {
    assert_snapshot!("help", page(&["--help"]));
    for command in ["compile", "check", "fmt", "init", "explain", "rules", "templates", "blame"] {
        let text = page(&[command, "--help"]);
        assert!(text.contains("Example"), "{text}");
    }
}

#[test]
fn wrong_words_end_with_two() {
    for words in [&["chekc", "x"][..], &["check"], &["check", "a", "b"], &["check", "--nothing", "x"], &[]] {
        let (exit, out, err) = run(words);
        assert_eq!((exit, out.as_str()), (2, ""), "{words:?}");
        assert!(err.contains("Usage:"), "{err}");
    }
}

#[test]
fn the_fixtures_are_clean() {
    let (smallest, flagship) =
        (page(&["check", "fixtures/smallest"]), page(&["check", "fixtures/near-edge"]));
    assert_eq!(smallest, "lab: 4 devices, 2 hosts, 1 cluster: no findings\n");
    assert_eq!(flagship, "contoso-edge1: 18 devices, 128 hosts, 2 clusters: no findings\n");
}

#[test]
fn findings_are_what_check_prints() {
    let folder = tempfile::tempdir().unwrap();
    let text = fs::read_to_string("fixtures/smallest/smallest.fab").unwrap();
    fs::write(folder.path().join("a.fab"), text.replace("{ platform tor }", "{ platform tro }")).unwrap();
    let (exit, out, err) = run_in(folder.path(), &["check", "a.fab"]);
    assert_eq!((exit, err.as_str()), (1, ""));
    assert!(out.starts_with("error[unresolved-reference]: there is no platform `tro`\n"), "{out}");
    assert!(out.ends_with("\na.fab: 1 error; 26 rules could not look yet\n"), "{out}");
}

#[test]
fn warnings_alone_are_clean() {
    let folder = tempfile::tempdir().unwrap();
    let text = fs::read_to_string("fixtures/smallest/smallest.fab").unwrap();
    fs::write(folder.path().join("a.fab"), text.replace("loopback 10.0.0.0/28", "loopback 10.0.0.1/28"))
        .unwrap();
    let (exit, out, _) = run_in(folder.path(), &["check", "a.fab"]);
    assert_eq!(exit, 0);
    assert!(out.starts_with("warning[host-bits-set]") && out.ends_with("1 cluster: 1 warning\n"), "{out}");
}

#[test]
fn root_widens_what_may_be_included() {
    let folder = tempfile::tempdir().unwrap();
    let text = fs::read_to_string("fixtures/smallest/smallest.fab").unwrap();
    let (platforms, rest) = text.split_once("server-profile").unwrap();
    fs::create_dir(folder.path().join("site")).unwrap();
    fs::write(folder.path().join("shared.fab"), platforms).unwrap();
    fs::write(folder.path().join("site/a.fab"), format!("include ../shared.fab\nserver-profile{rest}"))
        .unwrap();
    let (exit, out, _) = run_in(folder.path(), &["check", "site"]);
    assert_eq!(exit, 1);
    assert_eq!(out.matches("error[").count(), 1, "what follows from a missing file is not reported: {out}");
    assert_eq!(run_in(folder.path(), &["check", "site", "--root", "."]).0, 0);
}

#[test]
fn init_writes_a_fabric_that_checks() {
    let folder = tempfile::tempdir().unwrap();
    let (exit, out, err) = run_in(folder.path(), &["init", "new/site"]);
    assert_eq!((exit, err.as_str()), (0, ""));
    assert_snapshot!("init", out);
    let (exit, out, _) = run_in(folder.path(), &["check", "new/site"]);
    assert_eq!((exit, out.as_str()), (0, "lab: 4 devices, 2 hosts, 1 cluster: no findings\n"));
    // A second time there is something to lose.
    fs::write(folder.path().join("new/site/fabric.fab"), "mine").unwrap();
    let (exit, out, err) = run_in(folder.path(), &["init", "new/site"]);
    assert_eq!((exit, out.as_str()), (2, ""));
    assert_eq!(err, "error: new/site: the folder is not empty; name a new one\n");
    assert_eq!(fs::read_to_string(folder.path().join("new/site/fabric.fab")).unwrap(), "mine");
    let (exit, _, err) = run_in(folder.path(), &["init", "new/site/fabric.fab"]);
    assert_eq!(exit, 2, "{err}");
}

#[test]
fn explain_shows_pages() {
    assert_snapshot!("explain_construct", page(&["explain", "internal-network"]));
    assert_snapshot!("explain_inner", page(&["explain", "prefix-list.rule"]));
    assert_snapshot!("explain_statement", page(&["explain", "agent-pool.mode"]));
    assert_snapshot!("explain_index", page(&["explain"]));
    // The long way leads to the same page.
    assert_eq!(
        page(&["explain", "l3-isolation-domain.internal-network"]),
        page(&["explain", "internal-network"])
    );
    assert_eq!(
        page(&["explain", "infrastructure-domain.internal-network.bgp.bfd"]),
        page(&["explain", "bfd"])
    );
}

#[test]
fn rules_are_listed_in_three_forms() {
    assert_snapshot!("rules_human", page(&["rules", "mlag", "templates"]));
    assert_snapshot!("rules_markdown", page(&["rules", "mlag", "--format", "markdown"]));
    let json = page(&["rules", "--format", "json"]);
    let rules: Vec<serde_json::Value> = serde_json::from_str(&json).unwrap();
    assert_eq!(rules.len(), selvedge::check::RULES.len());
    for (key, value) in [("name", "\"syntax\""), ("level", "\"error\""), ("group", "\"language\"")] {
        assert_eq!(rules[0][key].to_string(), value);
    }
    assert!(rules.iter().all(|r| r["negotiable"].is_boolean() && r["summary"].as_str().is_some()));
    let (exit, _, err) = run(&["rules", "vlan"]);
    assert!(exit == 2 && err.contains("vlans"), "{err}");
}

#[test]
fn explain_helps_with_names_that_are_not_there() {
    for (name, answer) in [
        ("rule", "`rule` stands for more than one; ask for one of\n  prefix-list.rule,"),
        (
            "lacp-rate",
            "`lacp-rate` stands for more than one; ask for one of\n  bond.lacp-rate, port.lacp-rate\n",
        ),
        ("internal-netwrok", "did you mean `internal-network` or `external-network`?"),
        ("platform.modle", "did you mean `mode` or `model`?"),
        ("xyzzy", "`selvedge explain` lists all there is"),
        ("rack.vlan", "there is no construct, statement or rule `rack.vlan`"),
        ("", "there is no construct, statement or rule ``"),
    ] {
        let (exit, out, err) = run(&["explain", name]);
        assert_eq!((exit, out.as_str()), (2, ""), "{name}");
        assert!(err.starts_with("error: ") && err.contains(answer), "{name}: {err}");
    }
}

#[test]
fn every_name_that_explain_gives_leads_to_a_page() {
    let index = page(&["explain"]);
    let names = index.lines().skip(1).take_while(|line| line.starts_with("  ")).collect::<String>();
    let names: Vec<&str> = names.split([',', ' ']).filter(|name| !name.is_empty()).collect();
    assert!(names.len() > 50, "{names:?}");
    for name in names {
        assert!(page(&["explain", name]).contains(" { … }\n"), "{name}");
    }
}

#[test]
fn templates_are_listed_and_shown() {
    assert_snapshot!("templates_help", page(&["templates", "--help"]));
    let list = page(&["templates", "list"]);
    assert_snapshot!("templates_list", list);
    for name in list.lines().map(|line| line.split(' ').next().unwrap()) {
        let text = fs::read_to_string(Path::new("templates").join(name)).unwrap();
        assert_eq!(page(&["templates", "show", name]), text);
    }
    let (exit, out, err) = run(&["templates", "show", "arista/interface.j2"]);
    assert_eq!((exit, out.as_str()), (2, ""));
    assert_eq!(
        err,
        "error: there is no template `arista/interface.j2`\n\
         did you mean `arista/interfaces.j2` or `arista/sub_interface.j2`?\n"
    );
    assert_eq!(run(&["templates"]).0, 2);
}

#[test]
fn templates_of_ones_own_are_listed_and_shown() {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir_all(folder.path().join("mine/arista")).unwrap();
    let write = |name: &str, text: &str| fs::write(folder.path().join("mine").join(name), text).unwrap();
    write("arista/policy.j2", "{% include \"ours.j2\" %}\n");
    write("ours.j2", "! ours\n");
    let run =
        |words: &[&str]| run_in(folder.path(), &[&["templates"], words, &["--templates", "mine"]].concat());
    let (exit, out, err) = run(&["list"]);
    assert_eq!((exit, err.as_str()), (0, ""));
    assert_snapshot!("templates_list_own", out);
    assert_eq!(run(&["show", "ours.j2"]), (0, "! ours\n".into(), "".into()));
    assert_eq!(run(&["show", "arista/policy.j2"]).1, "{% include \"ours.j2\" %}\n");
    // What is wrong with them is said as well.
    write("ours.j2", "{% if %}\n");
    let (exit, out, err) = run(&["list"]);
    assert_eq!((exit, out.lines().count()), (1, selvedge::render::TEMPLATES.len() + 1));
    assert!(err.starts_with("error[template-syntax]: template ours.j2 can't be read\n"), "{err}");
}

#[test]
fn the_context_of_a_template_is_the_plan() {
    let tor = page(&["templates", "context", "r1-t1", "fixtures/smallest"]);
    assert!(tor.starts_with("{\n  \"device\": {\n    \"name\": \"r1-t1\",\n    \"os\": \"eos\",\n"), "{tor}");
    assert!(tor.ends_with("}\n"));
    let pe = page(&["templates", "context", "pe1", "fixtures/smallest"]);
    assert!(pe.starts_with("{\n  \"handoff\": {\n    \"pe\": \"pe1\",\n"), "{pe}");
    for (name, help) in [
        ("r1-t3", "did you mean `r1-t1` or `r1-t2`?"),
        ("r1-s1", "did you mean `r1-t1`?"),
        ("everything", "a template is given a CE, a TOR or the hand-off to a PE"),
    ] {
        let (exit, out, err) = run(&["templates", "context", name, "fixtures/smallest"]);
        assert_eq!((exit, out.as_str()), (2, ""));
        assert_eq!(err, format!("error: there is no switch or PE `{name}`\n{help}\n"));
    }
    // Of a fabric that is wrong there is no plan.
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("a.fab"), "rack 1 { }\n").unwrap();
    let (exit, out, err) = run_in(folder.path(), &["templates", "context", "r1-t1", "a.fab"]);
    assert_eq!((exit, out.as_str()), (1, ""));
    assert!(err.starts_with("error[") && err.contains("\na.fab: "), "{err}");
    assert_eq!(run(&["templates", "context", "ce1", "nowhere"]).0, 2);
}

#[test]
fn a_reader_that_leaves_is_no_failure() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("a.fab"), "rack 1 { }\n".repeat(20_000)).unwrap();
    let mut child = Command::new(SELVEDGE)
        .args(["check", "a.fab"])
        .current_dir(folder.path())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(String::from_utf8(output.stderr).unwrap(), "");
}

#[test]
#[cfg(target_os = "linux")]
fn a_disk_that_is_full_is_a_failure() {
    let full = fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    let output = Command::new(SELVEDGE).arg("explain").stdout(full).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8(output.stderr).unwrap().starts_with("error: No space left"));
}

/// A folder with a copy of a fixture, to compile in.
fn site(name: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("site")).unwrap();
    for entry in fs::read_dir(Path::new("fixtures").join(name)).unwrap().map(Result::unwrap) {
        if entry.file_type().unwrap().is_file() {
            fs::copy(entry.path(), folder.path().join("site").join(entry.file_name())).unwrap();
        }
    }
    folder
}

/// How many files there are below a folder.
fn count(folder: &Path) -> usize {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries.map(|path| if path.is_dir() { count(&path) } else { 1 }).sum()
}

#[test]
fn compile_says_what_it_did() {
    let folder = site("near-edge");
    let tree = Path::new("fixtures/near-edge/tree");
    // The manifest is not counted.
    let (all, clusters) = (count(tree) - 1, count(&tree.join("clusters")));
    let said = |words: &[&str], exit: i32, out: &str, err: &str| {
        let out = format!("contoso-edge1: 18 devices, 128 hosts, 2 clusters: {out}\n");
        assert_eq!(run_in(folder.path(), words), (exit, out, err.to_owned()), "{words:?}");
    };
    said(&["compile", "site"], 0, &format!("{all} files written, 0 unchanged in build/"), "");
    said(&["compile", "site"], 0, &format!("nothing to write, {all} files unchanged in build/"), "");
    let path = folder.path().join("build/devices/r1-t1.cfg");
    let ours = fs::read_to_string(&path).unwrap();
    fs::write(&path, "mine\n").unwrap();
    let kept = "warning: build/devices/r1-t1.cfg: edited by hand since the last compile; kept\n  \
                = help: `--force` overwrites what was edited by hand\n\n";
    said(&["compile", "site"], 1, &format!("0 files written, {} unchanged in build/, 1 kept", all - 1), kept);
    assert_eq!(fs::read_to_string(&path).unwrap(), "mine\n");
    said(&["compile", "site", "--force"], 0, &format!("1 file written, {} unchanged in build/", all - 1), "");
    assert_eq!(fs::read_to_string(&path).unwrap(), ours);
    let words = ["compile", "site", "-o", "part", "--only", "clusters"];
    said(&words, 0, &format!("{clusters} files written, 0 unchanged in part/"), "");
    let part = fs::read_dir(folder.path().join("part")).unwrap().map(|e| e.unwrap().file_name());
    assert_eq!(
        part.collect::<std::collections::BTreeSet<_>>(),
        ["clusters", "selvedge.json"].map(Into::into).into()
    );
}

#[test]
fn one_thread_or_two_write_the_same() {
    let folder = site("smallest");
    for threads in ["1", "2"] {
        let (exit, _, err) = run_in(folder.path(), &["compile", "site", "-o", threads, "--threads", threads]);
        assert_eq!((exit, err.as_str()), (0, ""));
    }
    let manifest = |name: &str| fs::read(folder.path().join(name).join("selvedge.json")).unwrap();
    assert_eq!(manifest("1"), manifest("2"));
    assert_eq!(run_in(folder.path(), &["compile", "site", "--threads", "0"]).0, 2);
}

#[test]
fn nothing_is_written_where_anything_is_wrong() {
    let folder = site("smallest");
    // A secret that is not there.
    let words = ["compile", "site", "--secrets", "secret"];
    let (exit, out, err) = run_in(folder.path(), &words);
    assert_eq!((exit, out.as_str()), (1, ""));
    assert!(err.starts_with("error[secret-unreadable]: "), "{err}");
    assert!(err.ends_with("lab: 4 devices, 2 hosts, 1 cluster: 1 error; nothing written\n"), "{err}");
    // A mistake in the fabric.
    let path = folder.path().join("site/smallest.fab");
    fs::write(&path, fs::read_to_string(&path).unwrap().replace("vlan 501", "vlan 5010")).unwrap();
    let (exit, out, err) = run_in(folder.path(), &["compile", "site"]);
    assert_eq!((exit, out.as_str()), (1, ""));
    assert!(err.starts_with("error[vlan-out-of-range]: "), "{err}");
    assert!(err.ends_with("site: 2 errors; 9 rules could not look yet; nothing written\n"), "{err}");
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "there is only the site");
}

#[test]
fn secrets_go_to_their_own_tree_alone() {
    let folder = site("smallest");
    let output = Command::new(SELVEDGE)
        .args(["compile", "site", "--secrets", "secret"])
        .env("ADMIN_HASH", "$6$hunter2$hunter2")
        .current_dir(folder.path())
        .output()
        .unwrap();
    assert!(output.status.success(), "{output:?}");
    assert!(String::from_utf8(output.stdout).unwrap().contains(" with secrets written to secret/"));
    let text = |tree: &str| fs::read_to_string(folder.path().join(tree).join("devices/r1-t1.cfg")).unwrap();
    assert!(text("secret").contains("hunter2") && !text("build").contains("hunter2"));
}

#[test]
fn what_can_not_be_written_is_a_failure() {
    let folder = site("smallest");
    fs::write(folder.path().join("build"), "a file").unwrap();
    let (exit, out, err) = run_in(folder.path(), &["compile", "site"]);
    assert_eq!((exit, out.as_str()), (2, ""));
    assert!(err.starts_with("error: build: is not a folder"), "{err}");
}
