//! The sides of a comparison: what is read from where, and what is refused.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod common;

use std::fmt::Write;
use std::fs;
use std::path::Path;
use std::process::Command;

use insta::assert_snapshot;
use selvedge::diff::diff;
use selvedge::side::{Side, open};

fn run(folder: &Path, words: &[&str]) -> (i32, String, String) {
    common::selvedge(folder, &[&["diff"], words].concat())
}

fn side(path: &Path) -> Side {
    open(path, path, &Default::default(), &Default::default()).unwrap_or_else(|e| panic!("{e}"))
}

fn smallest() -> String {
    fs::read_to_string(common::fixture("smallest").join("smallest.fab")).unwrap()
}

/// The configurations of the smallest fixture in `running`, its source in `site`.
fn running() -> tempfile::TempDir {
    let (_, compiled) = common::compiled("smallest");
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("site")).unwrap();
    fs::write(folder.path().join("site/a.fab"), smallest()).unwrap();
    fs::rename(compiled.path().join("devices"), folder.path().join("running")).unwrap();
    folder
}

#[test]
fn a_fabric_is_itself_its_tree_and_the_texts_in_it() {
    for name in common::FIXTURES {
        let (_, compiled) = common::compiled(name);
        let source = side(&compiled.path().join("source"));
        let (tree, texts) = (side(compiled.path()), side(&compiled.path().join("devices")));
        for (old, new) in
            [(&source, &source), (&source, &tree), (&tree, &source), (&texts, &source), (&tree, &texts)]
        {
            let found = diff(old, new);
            assert!(found.is_empty(), "{name}: {found:#?}");
        }
        assert_eq!(texts.switches.len(), source.switches.len());
        assert_eq!((tree.hosts.len(), tree.files.len()), (source.hosts.len(), source.files.len()));
    }
}

#[test]
fn the_order_of_blocks_means_nothing() {
    let folder = running();
    let path = folder.path().join("running/r1-t1.cfg");
    let text = fs::read_to_string(&path).unwrap();
    // Blocks of VLANs and interfaces, from the last to the first, behind the rest.
    let (mut blocks, mut rest, mut inside) = (Vec::<String>::new(), String::new(), false);
    for line in text.lines().filter(|line| !matches!(*line, "!" | "end")) {
        let begins = line.starts_with("interface ") || line.starts_with("vlan ");
        inside = begins || inside && line.starts_with(' ');
        match blocks.last_mut().filter(|_| inside && !begins) {
            Some(block) => *block += &format!("{line}\n"),
            None if begins => blocks.push(format!("{line}\n")),
            None => rest += &format!("{line}\n"),
        }
    }
    assert!(blocks.len() > 8, "{blocks:?}");
    blocks.reverse();
    let turned = format!("{rest}{}end\n", blocks.concat());
    assert_ne!(turned, text);
    fs::write(&path, turned).unwrap();
    let (exit, out, err) = run(folder.path(), &["running", "site"]);
    assert_eq!((exit, out.as_str(), err.as_str()), (0, "no difference\n", ""));
}

#[test]
fn files_that_give_no_switch_are_refused_all_at_once() {
    let folder = running();
    let at = |name: &str| folder.path().join("running").join(name);
    let of_t1 = fs::read_to_string(at("r1-t1.cfg")).unwrap();
    fs::write(at("a-binary.cfg"), b"hostname x\n\xff\xfe\x00\x01").unwrap();
    fs::write(at("b-empty.txt"), "").unwrap();
    fs::write(at("c-junos.conf"), "set version 23.4R1\nset system host-name x\n").unwrap();
    fs::write(at("d-nobody.cfg"), "hostname x\ninterface Ethernet1\n   mtu 9000\nend\n").unwrap();
    fs::write(at("e-both.cfg"), "hostname x\nvrf instance A\nfeature bgp\n").unwrap();
    fs::write(at("f-no-switch.cfg"), "vrf instance\n").unwrap();
    fs::write(at("g-cut.cfg"), "hostname y\nvrf instance A\ninterface Ethernet1\n   mtu 9000\n").unwrap();
    fs::write(at("h-other.cfg"), "hostname z\nfeature bgp\n").unwrap();
    fs::write(at("z-again.log"), of_t1).unwrap();
    fs::write(at("notes.md"), "no configuration").unwrap();
    let (exit, out, err) = run(folder.path(), &["running", "site", "--os", "z=eos"]);
    assert_eq!((exit, out.as_str()), (2, ""));
    assert_snapshot!("sides_bad_files", err);
    // What is asked for is taken.
    for name in [
        "a-binary.cfg",
        "b-empty.txt",
        "c-junos.conf",
        "e-both.cfg",
        "f-no-switch.cfg",
        "g-cut.cfg",
        "h-other.cfg",
        "z-again.log",
    ] {
        fs::remove_file(at(name)).unwrap();
    }
    let (exit, out, err) = run(folder.path(), &["running", "site", "--os", "x=eos"]);
    assert_eq!((exit, err.as_str()), (1, ""));
    assert_snapshot!("sides_asked_for", out);
    let (exit, _, err) = run(folder.path(), &["running", "site", "--os", "x=junos"]);
    assert_eq!(exit, 2);
    assert!(err.contains("the systems are eos and nxos"), "{err}");
}

#[test]
fn a_switch_that_one_side_lacks_is_told_and_nothing_follows_of_it() {
    let folder = running();
    let at = |name: &str| folder.path().join("running").join(name);
    let of_t1 = fs::read_to_string(at("r1-t1.cfg")).unwrap();
    fs::remove_file(at("ce2.cfg")).unwrap();
    fs::write(at("spare.cfg"), of_t1.replace("r1-t1", "r9-t1")).unwrap();
    for (n, words) in [["running", "site"], ["site", "running"]].iter().enumerate() {
        let (exit, out, err) = run(folder.path(), words);
        assert_eq!((exit, err.as_str()), (1, ""));
        assert_snapshot!(format!("sides_lacking_{n}"), out);
    }
}

#[test]
fn lines_that_no_reader_knows_are_compared_and_secrets_are_not_shown() {
    let folder = running();
    let path = folder.path().join("running/r1-t1.cfg");
    let text = fs::read_to_string(&path).unwrap();
    let with = |hash: &str| {
        text.replace("<env:ADMIN_HASH>", hash)
            + "snmp-server community hunter2 ro\nsnmp-server host 10.0.0.1 version 2c hunter2\nload-interval default 30\n"
    };
    fs::write(&path, with("$6$hunter2$a")).unwrap();
    let (exit, out, _) = run(folder.path(), &["running", "site"]);
    assert_eq!(exit, 1);
    assert_snapshot!("sides_unknown_lines", out);
    // Two values are compared, and neither is shown.
    fs::create_dir(folder.path().join("later")).unwrap();
    for name in ["ce1.cfg", "ce2.cfg", "r1-t2.cfg"] {
        fs::copy(folder.path().join("running").join(name), folder.path().join("later").join(name)).unwrap();
    }
    fs::write(folder.path().join("later/r1-t1.cfg"), with("$6$hunter2$b")).unwrap();
    let (_, out, _) = run(folder.path(), &["running", "later"]);
    assert_snapshot!("sides_secrets", out);
    for format in ["human", "json", "markdown", "unified"] {
        for words in [["running", "site"], ["running", "later"]] {
            let (exit, out, err) = run(folder.path(), &[words[0], words[1], "--format", format]);
            assert_eq!((exit, err.as_str()), (1, ""));
            assert!(!out.contains("hunter2") && !out.is_empty(), "{format}: {out}");
        }
    }
}

#[test]
fn what_is_no_side_is_refused() {
    let folder = running();
    let at = |name: &str| folder.path().join(name);
    for name in ["empty", "both", "cut", "broken", "bare"] {
        fs::create_dir(at(name)).unwrap();
    }
    fs::write(at("both/a.fab"), smallest()).unwrap();
    fs::write(at("both/selvedge.json"), "{}").unwrap();
    fs::write(at("cut/selvedge.json"), "{}").unwrap();
    fs::write(at("cut/selvedge.journal"), "").unwrap();
    fs::write(at("broken/a.fab"), smallest().replace("{ platform tor }", "{ platform tro }")).unwrap();
    fs::write(at("bare/readme"), "").unwrap();
    let mut told = String::new();
    for words in [
        ["nowhere", "site"],
        ["empty", "site"],
        ["bare", "site"],
        ["bare/readme", "site"],
        ["both", "site"],
        ["cut", "site"],
        ["broken", "site"],
        ["git:HEAD", "site"],
        ["git:", "site"],
        ["git:HEAD", "git:main"],
        ["nowhere", "empty"],
    ] {
        let (exit, out, err) = run(folder.path(), &words);
        assert_eq!((exit, out.as_str()), (2, ""), "{words:?}");
        writeln!(told, "# {}\n{err}", words.join(" ")).unwrap();
    }
    assert_snapshot!("sides_refused", told);
}

fn git(folder: &Path, words: &[&str]) {
    let mut command = Command::new("git");
    command.current_dir(folder).args(["-c", "user.name=a", "-c", "user.email=a@example.net"]).args(words);
    common::run(&mut command).unwrap();
}

/// Whether git is there to be asked.
fn may_ask_git(test: &str) -> bool {
    let missing = Command::new("git").arg("--version").output().err().map(|e| format!("git: {e}"));
    common::may_run(test, missing)
}

#[test]
fn a_revision_is_read_with_its_own_lock_and_includes() {
    if !may_ask_git("a_revision_is_read_with_its_own_lock_and_includes") {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    fs::create_dir_all(at("sites/edge1")).unwrap();
    fs::create_dir(at("common")).unwrap();
    // Platforms are shared: one by an include, one by a link.
    let text = smallest();
    let (head, rest) = text.split_once("platform ce {").unwrap();
    let (platforms, rest) = rest.split_once("server-profile small").unwrap();
    let site = format!("include \"../../common/platforms.fab\"\n{head}server-profile small{rest}");
    fs::write(at("sites/edge1/a.fab"), &site).unwrap();
    fs::write(at("common/real.fab"), format!("platform ce {{{platforms}")).unwrap();
    #[cfg(unix)]
    std::os::unix::fs::symlink("real.fab", at("common/platforms.fab")).unwrap();
    #[cfg(not(unix))]
    fs::rename(at("common/real.fab"), at("common/platforms.fab")).unwrap();
    git(folder.path(), &["init", "-q", "-b", "main"]);
    git(folder.path(), &["add", "-A"]);
    git(folder.path(), &["commit", "-q", "-m", "one"]);
    let same = |words: &[&str]| {
        let (exit, out, err) = run(folder.path(), words);
        assert_eq!((exit, out.as_str(), err.as_str()), (0, "no difference\n", ""), "{words:?}");
    };
    for words in [
        ["git:HEAD", "sites/edge1"],
        ["sites/edge1", "git:main"],
        ["git:HEAD", "sites/edge1/a.fab"],
        ["git:HEAD:sites/edge1", "sites/edge1"],
        ["git:HEAD:./sites/edge1", "git:main"],
    ] {
        same(&words);
    }
    // What is not committed differs, and so does what is committed behind it.
    fs::write(at("common/real.fab"), format!("platform ce {{{platforms}").replace("3401", "3402")).unwrap();
    let (exit, out, err) = run(folder.path(), &["git:HEAD", "sites/edge1", "--why"]);
    assert_eq!((exit, err.as_str()), (1, ""));
    assert!(out.contains("internal vlans 3401-3967 -> 3402-3967"), "{out}");
    git(folder.path(), &["commit", "-q", "-a", "-m", "two"]);
    same(&["git:HEAD", "sites/edge1"]);
    let (exit, ..) = run(folder.path(), &["git:HEAD~1", "sites/edge1"]);
    assert_eq!(exit, 1);
    // The lock of a revision is its own: the one on the disk places the workloads otherwise.
    let (_, compiled) = common::compiled("smallest");
    let lock = fs::read_to_string(compiled.path().join("source/fabric.lock")).unwrap();
    fs::write(at("sites/edge1/fabric.lock"), &lock).unwrap();
    git(folder.path(), &["add", "-A"]);
    git(folder.path(), &["commit", "-q", "-m", "three"]);
    let turned = lock.replace("r1-s1", "r1-sX").replace("r1-s2", "r1-s1").replace("r1-sX", "r1-s2");
    assert_ne!(turned, lock);
    fs::write(at("sites/edge1/fabric.lock"), turned).unwrap();
    same(&["git:HEAD", "git:HEAD:sites/edge1"]);
    // What is wrong is told of the revision.
    fs::write(at("sites/edge1/fabric.lock"), lock).unwrap();
    fs::write(at("sites/edge1/a.fab"), site.replace("../../common", "../../../outside")).unwrap();
    git(folder.path(), &["commit", "-q", "-a", "-m", "four"]);
    fs::write(at("sites/edge1/a.fab"), site).unwrap();
    let mut told = String::new();
    for words in [
        ["git:HEAD", "sites/edge1"],
        ["git:nope", "sites/edge1"],
        ["git:HEAD:nowhere", "sites/edge1"],
        ["git:HEAD:../outside", "sites/edge1"],
        ["git:HEAD:common/real.fab/x", "sites/edge1"],
    ] {
        let (exit, out, err) = run(folder.path(), &words);
        assert_eq!((exit, out.as_str()), (2, ""), "{words:?}");
        writeln!(told, "# {}\n{err}", words.join(" ")).unwrap();
    }
    assert_snapshot!("sides_revisions", told);
}

#[test]
fn a_tree_in_a_revision_is_read_too() {
    if !may_ask_git("a_tree_in_a_revision_is_read_too") {
        return;
    }
    let (_, compiled) = common::compiled("smallest");
    git(compiled.path(), &["init", "-q", "-b", "main"]);
    git(compiled.path(), &["add", "-A"]);
    git(compiled.path(), &["commit", "-q", "-m", "tree"]);
    let (exit, out, err) = run(compiled.path(), &["git:main:.", "source"]);
    assert_eq!((exit, out.as_str(), err.as_str()), (0, "no difference\n", ""));
    let (exit, ..) = run(compiled.path(), &["git:main:devices", "source"]);
    assert_eq!(exit, 0);
}

/// One line in two places of a block means two things: route targets that change places do differ.
#[test]
fn lines_that_no_reader_knows_are_told_by_what_they_stand_under() {
    let folder = tempfile::tempdir().unwrap();
    let texts = [("old", ["10011", "10012"]), ("new", ["10012", "10011"])];
    for (name, [first, second]) in texts {
        let vlan = |id: u16, rt: &str| format!("   vlan {id}\n      route-target both 65000:{rt}\n   !\n");
        let text = format!(
            "! device: leaf (EOS)\nhostname leaf\n!\nvrf instance A\n!\nrouter bgp 65000\n{}{}!\nend\n",
            vlan(11, first),
            vlan(12, second)
        );
        fs::create_dir(folder.path().join(name)).unwrap();
        // A mark that an editor left at the beginning is no part of the text.
        fs::write(folder.path().join(name).join("leaf.cfg"), format!("\u{feff}{text}")).unwrap();
    }
    let (exit, out, err) = run(folder.path(), &["old", "new"]);
    assert_eq!((exit, err.as_str()), (1, ""));
    assert_snapshot!("sides_unknown_places", out);
}
