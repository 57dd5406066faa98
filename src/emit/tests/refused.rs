//! What stops a run, and that nothing has changed then.

use std::os::unix::fs::symlink;

use super::*;

const DEVICE: &[(&str, &str)] = &[("devices/ce1.cfg", "hostname ce1\n")];

#[test]
fn paths_that_lead_anywhere_else() {
    let long = format!("devices/{}", "x".repeat(300));
    let deep = "d/".repeat(600) + "x";
    for (path, why) in [
        ("", "is empty"),
        ("/etc/passwd", "is absolute"),
        ("../../etc/passwd", "leads out of the tree"),
        ("devices/../../x", "leads out of the tree"),
        ("devices//x", "empty part"),
        ("devices/", "empty part"),
        ("./devices/x", "starts with a dot"),
        (".git/config", "starts with a dot"),
        ("devices/.x.selvedge-tmp", "starts with a dot"),
        ("devices\\x", "not every system takes"),
        ("C:x", "not every system takes"),
        ("devices/a\nb", "not every system takes"),
        ("selvedge.json", "the compiler's own"),
        ("selvedge.journal", "the compiler's own"),
        (long.as_str(), "too long"),
        (deep.as_str(), "too long"),
    ] {
        let bench = Bench::new();
        let error = bench.refused(&[DEVICE[0], (path, "x")]);
        assert!(error.contains(why), "{path:?}: {error}");
        assert!(!bench.tree.exists());
    }
}

#[test]
fn files_that_exclude_each_other() {
    let bench = Bench::new();
    assert!(bench.refused(&[DEVICE[0], DEVICE[0]]).contains("twice"));
    let error = bench.refused(&[("a", ""), ("a-b", ""), ("a/b", "")]);
    assert!(error.contains("build/a: is to be both a file and a folder"), "{error}");
    let error = bench.run(DEVICE, &[Part::Hosts], false).unwrap_err().to_string();
    assert!(error.contains("not in a part"), "{error}");
    assert!(!bench.at("a").exists());
}

#[test]
fn a_link_on_the_way() {
    let bench = Bench::new();
    let outside = bench._root.path().join("outside");
    fs::create_dir_all(outside.join("r1-s01")).unwrap();
    fs::create_dir(&bench.tree).unwrap();
    symlink(&outside, bench.at("hosts")).unwrap();
    let error = bench.refused(&[DEVICE[0], (NETPLAN, "x")]);
    assert!(error.contains("build/hosts: is a symbolic link"), "{error}");
    assert_eq!(fs::read_dir(outside.join("r1-s01")).unwrap().count(), 0);
    assert!(!bench.at("devices").exists(), "the other files were not written either");
    assert!(!bench.at(MANIFEST).exists());
    assert!(bench.run(&[(NETPLAN, "x")], Part::ALL, true).is_err(), "not even by force");
}

#[test]
fn a_link_or_a_folder_at_a_due_path() {
    let bench = Bench::new();
    let outside = bench._root.path().join("outside");
    fs::write(&outside, "mine\n").unwrap();
    fs::create_dir_all(bench.at("devices")).unwrap();
    symlink(&outside, bench.at("devices/ce1.cfg")).unwrap();
    assert!(bench.refused(DEVICE).contains("is a symbolic link"));
    assert_eq!(fs::read_to_string(&outside).unwrap(), "mine\n");
    fs::remove_file(bench.at("devices/ce1.cfg")).unwrap();
    fs::create_dir(bench.at("devices/ce1.cfg")).unwrap();
    assert!(bench.refused(DEVICE).contains("is not a regular file"));
    fs::remove_dir(bench.at("devices/ce1.cfg")).unwrap();
    fs::remove_dir(bench.at("devices")).unwrap();
    bench.put("devices", "a file\n");
    assert!(bench.refused(DEVICE).contains("is not a folder"));
}

#[test]
fn a_link_at_a_path_that_is_no_longer_due_is_left() {
    let bench = Bench::new();
    bench.emit(DEVICE);
    let outside = bench._root.path().join("outside");
    fs::rename(bench.at("devices/ce1.cfg"), &outside).unwrap();
    symlink(&outside, bench.at("devices/ce1.cfg")).unwrap();
    for force in [false, true] {
        let outcome = bench.run(&[], Part::ALL, force).unwrap();
        assert_eq!(outcome.kept, kept("devices/ce1.cfg", KeptWhy::HandEditedUndue));
        assert!(outside.exists() && bench.at("devices/ce1.cfg").exists());
    }
}

#[test]
fn a_tree_that_is_a_file_or_takes_none() {
    let bench = Bench::new();
    fs::write(&bench.tree, "mine\n").unwrap();
    assert!(bench.refused(DEVICE).contains("build: is not a folder"));
    assert_eq!(fs::read_to_string(&bench.tree).unwrap(), "mine\n");
    let tree = bench.tree.join("below");
    let request =
        Request { tree: &tree, files: out(DEVICE), parts: Part::ALL, force: false, input: "", compiler: "" };
    assert!(emit(request).is_err());
    // Root may write where nobody may, so a folder without write permission shows nothing here;
    // a file system without room for files does.
    if Path::new("/proc/self").exists() {
        let tree = Path::new("/proc/self/build");
        let files = out(DEVICE);
        let request = Request { tree, files, parts: Part::ALL, force: false, input: "", compiler: "" };
        let error = emit(request).unwrap_err().to_string();
        assert!(error.starts_with("/proc/self/build: cannot make the folder"), "{error}");
    }
}

#[test]
fn a_tree_that_another_run_writes() {
    let bench = Bench::new();
    bench.emit(DEVICE);
    let lock = sys::lock(&bench.tree).unwrap();
    assert!(bench.refused(&[]).contains("another run is writing here"));
    drop(lock);
    assert_eq!(bench.emit(&[]).removed, 1);
}

#[test]
fn a_corrupt_manifest() {
    let bench = Bench::new();
    let outside = bench._root.path().join("x");
    fs::write(&outside, "mine\n").unwrap();
    let listing = |part: &str, path: &str, digest: &str| {
        let files = format!(r#"{{"compiler":"","input":"","files":{{"{path}":"{digest}"}}}}"#);
        format!(r#"{{"format":1,"parts":{{"{part}":{files}}}}}"#)
    };
    let mine = hex("mine\n");
    for (text, why) in [
        (String::new(), "EOF"),
        ("{".to_owned(), "EOF"),
        ("[]".to_owned(), "cannot be read"),
        ("[".repeat(100_000), "cannot be read"),
        ("<<<<<<< HEAD\n".to_owned(), "line 1"),
        (r#"{"format":1,"parts":{"dreams":{}}}"#.to_owned(), "dreams"),
        (r#"{"format":1,"parts":{},"more":1}"#.to_owned(), "more"),
        (r#"{"format":2,"parts":{}}"#.to_owned(), "format 2"),
        (r#"{"format":7,"ours":[]}"#.to_owned(), "format 7"),
        (listing("devices", "devices/ce1.cfg", "abc"), "cannot be read"),
        (listing("rest", "../x", &mine), "leads out of the tree"),
        (listing("rest", "../../x", &mine), "leads out of the tree"),
        (listing("devices", "devices/../../x", &mine), "leads out of the tree"),
        (listing("rest", outside.to_str().unwrap(), &mine), "is absolute"),
        (listing("devices", "hosts/x", &mine), "in another part"),
    ] {
        bench.put(MANIFEST, &text);
        let error = bench.refused(DEVICE);
        assert!(error.contains("build/selvedge.json: "), "{error}");
        assert!(error.contains(why), "{why}: {error}");
        assert!(error.contains("remove"), "it says what to do: {error}");
        assert_eq!(bench.listing(), [MANIFEST]);
        assert_eq!(fs::read_to_string(&outside).unwrap(), "mine\n");

        assert_eq!(bench.force(DEVICE).written, 1);
        assert_eq!(bench.up_to_date(DEVICE, Part::ALL), Some(1));
        assert_eq!(fs::read_to_string(&outside).unwrap(), "mine\n");
        bench.emit(&[]);
    }
    fs::remove_file(bench.at(MANIFEST)).unwrap();
    fs::create_dir(bench.at(MANIFEST)).unwrap();
    assert!(bench.refused(DEVICE).contains("is not a regular file"));
}

#[test]
fn a_manifest_that_lists_a_file_behind_a_link() {
    let bench = Bench::new();
    bench.emit(DEVICE);
    let outside = bench._root.path().join("outside");
    fs::rename(bench.at("devices"), &outside).unwrap();
    symlink(&outside, bench.at("devices")).unwrap();
    assert!(bench.refused(&[]).contains("build/devices: is a symbolic link"));
    assert!(outside.join("ce1.cfg").exists());
}
