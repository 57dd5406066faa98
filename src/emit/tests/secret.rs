//! The tree with secrets.

use std::os::unix::fs::symlink;

use super::*;

const FILES: &[(&str, &str)] = &[("devices/ce1.cfg", "password hunter2\n"), (NETPLAN, "key: x\n")];

fn fill(bench: &Bench, files: &[(&str, &str)]) -> Result<SecretOutcome, EmitError> {
    emit_secret_tree(&bench.tree, out(files), Part::ALL, None)
}

fn overlap(ours: &Path, theirs: &Path) -> Option<String> {
    let error = emit_secret_tree(ours, out(FILES), Part::ALL, Some(theirs)).err()?;
    Some(error.to_string())
}

#[test]
fn every_file_and_folder_is_for_its_owner_alone() {
    let bench = Bench::new();
    fs::create_dir(&bench.tree).unwrap();
    set_mode(&bench.tree, 0o755);
    let outcome = fill(&bench, FILES).unwrap();
    assert_eq!(outcome, SecretOutcome { written: 2, ..SecretOutcome::default() });
    assert_eq!(mode(&bench.tree), 0o700);
    assert_eq!(bench.listing().len(), 8);
    for name in bench.listing() {
        let expected = if name.ends_with('/') { 0o700 } else { 0o600 };
        assert_eq!(mode(&bench.at(&name)), expected, "{name}");
    }
    let marker = bench.text(MARKER);
    assert!(marker.contains(NETPLAN));
    assert!(!marker.contains("hunter2") && !marker.contains(&hex("password hunter2\n")));

    for (name, mode) in [("devices/ce1.cfg", 0o644), ("hosts/r1-s01", 0o755), ("hosts", 0o750)] {
        set_mode(&bench.at(name), mode);
    }
    let newer = bench.age();
    let outcome = fill(&bench, FILES).unwrap();
    assert_eq!(outcome, SecretOutcome { unchanged: 2, ..SecretOutcome::default() });
    assert_eq!(newer(), [""; 0]);
    for name in bench.listing() {
        let expected = if name.ends_with('/') { 0o700 } else { 0o600 };
        assert_eq!(mode(&bench.at(&name)), expected, "{name}");
    }
}

#[test]
fn a_new_tree_is_closed_from_the_start() {
    let bench = Bench::new();
    fill(&bench, FILES).unwrap();
    assert_eq!(mode(&bench.tree), 0o700);
}

#[test]
fn what_is_no_longer_due_is_removed_and_nothing_else() {
    let bench = Bench::new();
    fill(&bench, FILES).unwrap();
    bench.put("devices/notes.md", "mine\n");
    let outcome = fill(&bench, &[("devices/ce2.cfg", "x")]).unwrap();
    assert_eq!(outcome, SecretOutcome { written: 1, unchanged: 0, removed: 2 });
    assert_eq!(bench.listing(), [MARKER, "devices/", "devices/ce2.cfg", "devices/notes.md"]);
    let none = emit_secret_tree(&bench.tree, Vec::new(), &[Part::Hosts], None).unwrap();
    assert_eq!(none, SecretOutcome::default(), "the devices are another part");
    assert!(bench.text(MARKER).contains("ce2"));
}

#[test]
fn a_folder_that_isnt_ours_is_refused() {
    let bench = Bench::new();
    bench.put("notes.md", "mine\n");
    assert!(fill(&bench, FILES).unwrap_err().to_string().contains("was not made for secrets"));
    assert_eq!(bench.listing(), ["notes.md"]);

    let compiled = Bench::new();
    compiled.emit(FILES);
    assert!(fill(&compiled, FILES).is_err());
    let filled = Bench::new();
    fill(&filled, FILES).unwrap();
    assert!(filled.refused(FILES).contains("holds the secrets of an earlier compile"));
    assert!(!filled.at(MANIFEST).exists());
}

#[test]
fn a_foreign_file_at_a_due_path_is_refused() {
    let bench = Bench::new();
    fill(&bench, &FILES[1..]).unwrap();
    bench.put("devices/ce1.cfg", "mine\n");
    assert!(fill(&bench, FILES).unwrap_err().to_string().contains("was not written by this"));
    assert_eq!(bench.text("devices/ce1.cfg"), "mine\n");
    fs::remove_file(bench.at("devices/ce1.cfg")).unwrap();
    symlink(bench.at(NETPLAN), bench.at("devices/ce1.cfg")).unwrap();
    assert!(fill(&bench, FILES).unwrap_err().to_string().contains("is a symbolic link"));
}

#[test]
fn a_corrupt_list_is_refused() {
    for text in ["", r#"{"format":1,"unfinished":false,"paths":["../x"]}"#] {
        let bench = Bench::new();
        fs::create_dir(&bench.tree).unwrap();
        bench.put(MARKER, text);
        let outside = bench._root.path().join("x");
        fs::write(&outside, "mine\n").unwrap();
        let error = fill(&bench, FILES).unwrap_err().to_string();
        assert!(error.contains(MARKER), "{error}");
        assert!(outside.exists());
    }
}

#[test]
fn trees_that_overlap_are_refused() {
    let root = tempfile::tempdir().unwrap();
    let at = |path: &str| root.path().join(path);
    for (ours, theirs) in [
        ("build", "build"),
        ("build/secrets", "build"),
        ("all", "all/build"),
        ("none/../build", "build"),
        ("a/b/c", "a"),
    ] {
        // First while neither exists, then while both do.
        assert!(overlap(&at(ours), &at(theirs)).is_some(), "{ours} {theirs}");
        assert_eq!(fs::read_dir(root.path()).unwrap().count(), 0, "nothing was made");
    }
    fs::create_dir_all(at("build/sub")).unwrap();
    symlink(at("build"), at("alias")).unwrap();
    for ours in ["build", "alias", "alias/sub/secrets", "build/sub/../new", "build/."] {
        let error = overlap(&at(ours), &at("build")).unwrap();
        assert!(error.contains("secrets are never written into"), "{ours}: {error}");
    }
    assert!(overlap(root.path(), &at("alias")).is_some(), "the compiled tree lies in it");
    assert_eq!(overlap(&at("build-secrets"), &at("build")), None, "a name is not a folder");
}

#[test]
fn an_interrupted_run_is_finished_and_swept() {
    let bench = Bench::new();
    fs::create_dir(&bench.tree).unwrap();
    // Killed while it wrote its list, then again while it wrote a file.
    bench.put(&path::temporary(MARKER), "{");
    let list = format!(r#"{{"format":1,"unfinished":true,"paths":["devices/ce1.cfg","{NETPLAN}"]}}"#);
    fill(&bench, &[]).unwrap();
    bench.put(MARKER, &list);
    bench.put("devices/ce1.cfg", "password old\n");
    bench.put(&path::temporary(NETPLAN), "key");
    let outcome = fill(&bench, &FILES[..1]).unwrap();
    assert_eq!(outcome, SecretOutcome { written: 1, ..SecretOutcome::default() });
    assert_eq!(bench.listing(), [MARKER, "devices/", "devices/ce1.cfg"]);
    assert!(bench.text(MARKER).contains(r#""unfinished": false"#));
    bench.put(&path::temporary(MARKER), "{");
    assert_eq!(fill(&bench, &FILES[..1]).unwrap().unchanged, 1);
    assert_eq!(bench.listing(), [MARKER, "devices/", "devices/ce1.cfg"]);
}

#[test]
fn an_error_in_the_middle_forgets_no_file() {
    let bench = Bench::new();
    fill(&bench, &FILES[1..]).unwrap();
    let jam = bench.at(&path::temporary(FILES[0].0));
    fs::create_dir_all(&jam).unwrap();
    let error = fill(&bench, &FILES[..1]).unwrap_err().to_string();
    assert!(error.contains("cannot write it") && !error.contains("hunter2"), "{error}");
    fs::remove_dir(jam).unwrap();
    assert_eq!(fill(&bench, &[]).unwrap().removed, 1);
    assert_eq!(bench.listing(), [MARKER]);
}

#[test]
fn no_text_shows_in_a_debug_print() {
    let shown = format!("{:?}", OutFile::private("a", "hunter2"));
    assert_eq!(shown, r#"OutFile("a", 7 bytes, private: true)"#);
}
