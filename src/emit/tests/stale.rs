//! Comparing: everything that a compile would change, and nothing changed.

use super::*;

impl Bench {
    fn compare(&self, files: &[(&str, &str)]) -> Vec<(String, How)> {
        self.compare_parts(files, Part::ALL)
    }

    fn compare_parts(&self, files: &[(&str, &str)], parts: &[Part]) -> Vec<(String, How)> {
        let stale = self.stale(files, parts).unwrap();
        stale.differences.into_iter().map(|Difference { path, how }| (path, how)).collect()
    }

    fn stale(&self, files: &[(&str, &str)], parts: &[Part]) -> Result<Stale, EmitError> {
        let input = input(files);
        let request = Request {
            tree: &self.tree,
            files: out(files),
            parts,
            force: false,
            input: &input,
            compiler: "selvedge 1",
        };
        compare(request, 100)
    }
}

fn differs(by_hand: bool, found: &str, due: &str) -> How {
    let alike = if due.starts_with(found) { found } else { "" };
    How::Differs {
        by_hand,
        alike: Some(alike.to_owned()),
        texts: Some(Texts { found: found.into(), due: due.into() }),
    }
}

fn named(path: &str, how: How) -> (String, How) {
    (path.to_owned(), how)
}

fn record() -> (String, How) {
    named(MANIFEST, How::Recorded(Recorded::Input))
}

const CHANGED: &[(&str, &str)] =
    &[("devices/ce1.cfg", "hostname ce1\nntp\n"), ("devices/ce2.cfg", "hostname ce2\n"), SMALL[2]];

#[test]
fn a_fresh_tree_is_not_stale_and_lost_modes_do_not_count() {
    let bench = Bench::new();
    bench.emit(SMALL);
    set_mode(&bench.at(NETPLAN), 0o644);
    let stale = bench.stale(SMALL, Part::ALL).unwrap();
    assert_eq!((stale.differences, stale.unchanged, stale.absent), (vec![], 3, false));
}

#[test]
fn what_a_compile_would_do_is_told_and_not_done() {
    let bench = Bench::new();
    bench.emit(SMALL);
    let (before, written) = (bench.listing(), bench.age());
    assert_eq!(
        bench.compare(CHANGED),
        [
            named("devices/ce1.cfg", differs(false, "hostname ce1\n", "hostname ce1\nntp\n")),
            named("devices/ce2.cfg", How::Missing),
            named(NETPLAN, How::Undue { by_hand: false }),
            record(),
        ]
    );
    assert_eq!((bench.listing(), written()), (before, vec![]));
    // The compile that is asked for leaves nothing to say.
    bench.emit(CHANGED);
    assert_eq!(bench.compare(CHANGED), []);
}

#[test]
fn a_part_is_compared_alone() {
    let bench = Bench::new();
    bench.emit(SMALL);
    assert_eq!(
        bench.compare_parts(&CHANGED[..2], &[Part::Devices]),
        [
            named("devices/ce1.cfg", differs(false, "hostname ce1\n", "hostname ce1\nntp\n")),
            named("devices/ce2.cfg", How::Missing),
            record(),
        ]
    );
    bench.run(&CHANGED[..2], &[Part::Devices], false).unwrap();
    assert_eq!(bench.compare_parts(&CHANGED[..2], &[Part::Devices]), []);
}

#[test]
fn edits_by_hand_are_told_from_an_older_compile() {
    let bench = Bench::new();
    bench.emit(SMALL);
    bench.put("devices/ce1.cfg", "edited\n");
    bench.put("cabling.csv", "a,c\n");
    let due = &[SMALL[0], SMALL[1]];
    let found = bench.compare(due);
    assert_eq!(
        found,
        [
            named("cabling.csv", How::Undue { by_hand: true }),
            named("devices/ce1.cfg", differs(true, "edited\n", "hostname ce1\n")),
            record(),
        ]
    );
    assert_eq!(found[1].1.mend(), Mend::Force);
}

#[test]
fn a_manifest_that_vouches_for_an_edit_is_not_believed() {
    let bench = Bench::new();
    bench.emit(SMALL);
    bench.put("devices/ce1.cfg", "edited\n");
    bench.put(MANIFEST, &bench.text(MANIFEST).replace(&hex("hostname ce1\n"), &hex("edited\n")));
    assert_eq!(
        bench.compare(SMALL),
        [
            named("devices/ce1.cfg", differs(false, "edited\n", "hostname ce1\n")),
            named(MANIFEST, How::Recorded(Recorded::Files)),
        ]
    );
}

#[test]
fn what_no_compile_wrote_is_too_many_among_our_files_only() {
    let bench = Bench::new();
    bench.emit(SMALL);
    for path in ["devices/old/ce9.cfg", "clusters/x.yaml", "devices/.gitkeep", "README.md", "docs/a.md"] {
        bench.put(path, "mine\n");
    }
    std::os::unix::fs::symlink("ce1.cfg", bench.at("devices/ce3.cfg")).unwrap();
    let foreign = ["clusters/x.yaml", "devices/ce3.cfg", "devices/old/ce9.cfg"];
    assert_eq!(bench.compare(SMALL), foreign.map(|path| named(path, How::Foreign)));
    let found = bench.compare_parts(&SMALL[1..2], &[Part::Hosts]);
    assert!(found.iter().all(|(_, how)| *how != How::Foreign), "{found:?}");
}

#[test]
fn links_and_folders_in_the_place_of_files_are_differences() {
    let bench = Bench::new();
    bench.emit(SMALL);
    std::fs::remove_file(bench.at("cabling.csv")).unwrap();
    std::os::unix::fs::symlink("devices/ce1.cfg", bench.at("cabling.csv")).unwrap();
    std::fs::remove_file(bench.at("devices/ce1.cfg")).unwrap();
    bench.put("devices/ce1.cfg/x", "");
    std::fs::rename(bench.at("hosts"), bench.at("elsewhere")).unwrap();
    std::os::unix::fs::symlink("elsewhere", bench.at("hosts")).unwrap();
    assert_eq!(
        bench.compare(SMALL),
        [
            named("cabling.csv", How::Obstacle("a symbolic link")),
            named("devices/ce1.cfg", How::Obstacle("a folder")),
            named("hosts", How::Obstacle("a symbolic link")),
        ]
    );
}

#[test]
fn the_traces_of_an_interrupted_run_are_told() {
    let bench = Bench::new();
    bench.emit(SMALL);
    bench.put(JOURNAL, &format!(r#"{{"format":1,"ours":{{"devices/ce1.cfg":["{}"]}}}}"#, hex("half\n")));
    bench.put("devices/ce1.cfg", "half\n");
    assert_eq!(
        bench.compare(SMALL),
        [
            named("devices/ce1.cfg", differs(false, "half\n", "hostname ce1\n")),
            named(JOURNAL, How::Interrupted),
        ]
    );
    bench.emit(SMALL);
    assert_eq!(bench.compare(SMALL), []);
}

#[test]
fn a_manifest_that_is_wrong_is_a_difference_of_its_own() {
    let bench = Bench::new();
    bench.emit(SMALL);
    let ours = bench.text(MANIFEST);
    let recorded = |text: &str| {
        bench.put(MANIFEST, text);
        bench.compare(SMALL)
    };
    let one = |recorded| [named(MANIFEST, How::Recorded(recorded))];
    assert_eq!(recorded("<<<<<<< HEAD\n"), one(Recorded::Unreadable));
    assert_eq!(
        recorded(&ours.replace("selvedge 1", "selvedge 0")),
        one(Recorded::Compiler("selvedge 0".to_owned()))
    );
    assert_eq!(recorded(&ours.replace("hostname ce1", "hostname ce0")), one(Recorded::Input));
    std::fs::remove_file(bench.at(MANIFEST)).unwrap();
    assert_eq!(bench.compare(SMALL), [named(MANIFEST, How::Missing)]);
}

#[test]
fn a_tree_that_is_not_there_lacks_everything_and_stays_away() {
    let bench = Bench::new();
    let stale = bench.stale(SMALL, Part::ALL).unwrap();
    assert!(stale.absent && stale.differences.iter().all(|d| d.how == How::Missing));
    assert_eq!(stale.differences.len(), 3);
    assert!(!bench.tree.exists());
}

#[test]
fn what_is_no_tree_of_ours_is_refused() {
    let bench = Bench::new();
    bench.put(MARKER, "");
    let refused = |bench: &Bench| bench.stale(SMALL, Part::ALL).unwrap_err().to_string();
    assert!(refused(&bench).ends_with("name another folder"), "{}", refused(&bench));
    std::fs::remove_file(bench.at(MARKER)).unwrap();
    let _lock = sys::lock(&bench.tree).unwrap();
    assert!(refused(&bench).contains("another run is writing here"));
}

#[test]
fn two_may_look_at_once() {
    let bench = Bench::new();
    bench.emit(SMALL);
    let _lock = sys::lock_shared(&bench.tree).unwrap();
    assert_eq!(bench.compare(SMALL), []);
}

#[test]
fn line_ends_alone_are_told_as_such() {
    let only = |found: &str, due: &str| Texts { found: found.into(), due: due.into() }.only_line_ends();
    assert!(only("a\r\nb\r\n", "a\nb\n"));
    assert!(!only("a\r\nc\r\n", "a\nb\n"));
}

#[test]
fn a_single_file_is_compared_as_it_would_be_written() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("fabric.lock");
    assert_eq!(compare_one(&path, b"a\n").unwrap(), Some(How::Missing));
    write_one(&path, b"a\n").unwrap();
    assert_eq!(compare_one(&path, b"a\n").unwrap(), None);
    assert_eq!(compare_one(&path, b"b\n").unwrap(), Some(differs(false, "a\n", "b\n")));
    assert_eq!(compare_one(folder.path(), b"a\n").unwrap(), Some(How::Obstacle("a folder")));
}
