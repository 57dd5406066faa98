//! Runs that were killed: their traces are laid out by hand.

use super::*;

/// What a run leaves that was to write `new` over `old` and was killed before its file `left`,
/// while it wrote that.
fn interrupt(bench: &Bench, old: &[(&str, &str)], new: &[(&str, &str)], left: usize) {
    if !old.is_empty() {
        bench.emit(old);
    }
    journal(bench, new);
    for (path, text) in &new[..left] {
        bench.put(path, text);
    }
    let (path, text) = new[left];
    bench.put(&path::temporary(path), &text[..text.len() / 2]);
}

fn journal(bench: &Bench, claims: &[(&str, &str)]) {
    let ours: Vec<String> =
        claims.iter().map(|(path, text)| format!(r#""{path}":["{}"]"#, hex(text))).collect();
    bench.put(JOURNAL, &format!(r#"{{"format":1,"ours":{{{}}}}}"#, ours.join(",")));
}

const OLD: &[(&str, &str)] =
    &[("devices/a.cfg", "a old\n"), ("devices/b.cfg", "b old\n"), (NETPLAN, "host old\n")];
const NEW: &[(&str, &str)] = &[
    ("devices/a.cfg", "a new\n"),
    ("devices/b.cfg", "b new\n"),
    ("devices/c.cfg", "c new\n"),
    (NETPLAN, "host new\n"),
];
const FOLDERS: [&str; 5] =
    ["devices/", "hosts/", "hosts/r1-s01/", "hosts/r1-s01/etc/", "hosts/r1-s01/etc/netplan/"];

/// No trace is left, and the tree is what a clean run makes of `files`.
fn assert_clean(bench: &Bench, files: &[(&str, &str)]) {
    assert_eq!(unfinished(&bench.tree), None);
    let mut expected: Vec<String> = files.iter().map(|(path, _)| (*path).to_owned()).collect();
    expected.extend(FOLDERS.map(str::to_owned));
    expected.push(MANIFEST.to_owned());
    expected.sort();
    assert_eq!(bench.listing(), expected);
    for (path, text) in files {
        assert_eq!(&bench.text(path), text);
    }
    let clean = Bench::new();
    clean.emit(files);
    assert_eq!(bench.text(MANIFEST), clean.text(MANIFEST));
    assert_eq!(bench.up_to_date(files, Part::ALL), Some(files.len()));
}

#[test]
fn the_next_run_finishes_it() {
    for left in 0..NEW.len() {
        let bench = Bench::new();
        interrupt(&bench, OLD, NEW, left);
        assert_eq!(unfinished(&bench.tree), Some(bench.at(JOURNAL)));
        assert_eq!(bench.up_to_date(OLD, Part::ALL), None);
        let outcome = bench.emit(NEW);
        assert!(outcome.resumed);
        assert_eq!(outcome.kept, []);
        assert_eq!(outcome.written, NEW.len() - left);
        assert_clean(&bench, NEW);
    }
}

#[test]
fn the_next_run_undoes_it() {
    for left in 0..NEW.len() {
        let bench = Bench::new();
        interrupt(&bench, OLD, NEW, left);
        let outcome = bench.emit(OLD);
        assert_eq!(outcome.kept, []);
        assert_clean(&bench, OLD);
    }
}

#[test]
fn a_first_run_is_finished_or_undone() {
    for left in 0..NEW.len() {
        let bench = Bench::new();
        interrupt(&bench, &[], NEW, left);
        assert_eq!(bench.emit(NEW).kept, []);
        assert_clean(&bench, NEW);
        let bench = Bench::new();
        interrupt(&bench, &[], NEW, left);
        assert_eq!(bench.emit(&[]).kept, []);
        assert_eq!(bench.listing(), [MANIFEST]);
    }
}

#[test]
fn only_the_end_of_the_journal_was_missing() {
    let bench = Bench::new();
    bench.emit(OLD);
    bench.emit(NEW);
    journal(&bench, NEW);
    let newer = bench.age();
    let outcome = bench.emit(NEW);
    assert_eq!(outcome, Outcome { unchanged: 4, resumed: true, ..Outcome::default() });
    assert_eq!(newer(), [""; 0]);
    assert_clean(&bench, NEW);
}

#[test]
fn a_run_that_came_to_no_journal_is_swept() {
    for name in [JOURNAL, MANIFEST] {
        let bench = Bench::new();
        bench.emit(OLD);
        bench.put(&path::temporary(name), "{");
        assert_eq!(bench.up_to_date(OLD, Part::ALL), None);
        assert!(bench.emit(OLD).changed_nothing());
        assert_clean(&bench, OLD);
    }
}

#[test]
fn an_edit_after_the_interruption_is_still_an_edit() {
    let bench = Bench::new();
    interrupt(&bench, OLD, NEW, 3);
    bench.put("devices/a.cfg", "edited\n");
    bench.put("devices/c.cfg", "edited\n");
    let outcome = bench.emit(NEW);
    let mut expected = kept("devices/a.cfg", KeptWhy::HandEdited);
    expected.extend(kept("devices/c.cfg", KeptWhy::NotOurs));
    assert_eq!(outcome.kept, expected);
    assert_eq!(unfinished(&bench.tree), None);
}

/// Lets a run fail in the middle, as a full disk would: nothing can be made in the place of
/// `path`'s temporary file.
fn jam(bench: &Bench, path: &str) -> PathBuf {
    let place = bench.at(&path::temporary(path));
    fs::create_dir_all(&place).unwrap();
    place
}

#[test]
fn an_error_in_the_middle_leaves_the_journal() {
    let bench = Bench::new();
    bench.emit(OLD);
    let jam = jam(&bench, "devices/b.cfg");
    let error = bench.refused(NEW);
    assert!(error.contains("devices/b.cfg: cannot write it"), "{error}");
    assert_eq!(bench.text("devices/a.cfg"), "a new\n");
    assert_eq!(bench.text("devices/b.cfg"), "b old\n");
    assert!(unfinished(&bench.tree).is_some());
    fs::remove_dir(jam).unwrap();
    assert_eq!(bench.emit(NEW).written, 3);
    assert_clean(&bench, NEW);
}

/// A run over an interrupted one that fails as well: at `clusters/k.yaml`, its very first file,
/// which the earlier journal doesn't name.
fn fail_at_once(bench: &Bench, files: &[(&str, &str)], parts: &[Part]) {
    let jam = jam(bench, "clusters/k.yaml");
    let mut files = files.to_vec();
    files.push(("clusters/k.yaml", "k\n"));
    let error = bench.run(&files, parts, false).unwrap_err().to_string();
    assert!(error.contains("clusters/k.yaml: cannot write it"), "{error}");
    fs::remove_dir(jam).unwrap();
    assert!(unfinished(&bench.tree).is_some());
}

/// What `files` come to after a failure over the interruption.
fn assert_recovers(bench: &Bench, files: &[(&str, &str)]) {
    let outcome = bench.emit(files);
    assert!(outcome.resumed);
    assert_eq!(outcome.kept, []);
    assert_clean(bench, files);
}

#[test]
fn interruptions_in_a_row_with_another_input_each() {
    let third = [("devices/a.cfg", "a 3\n"), ("devices/b.cfg", "b 3\n"), (NETPLAN, "host old\n")];
    for left in 0..NEW.len() {
        for last in [OLD, NEW, &third] {
            let bench = Bench::new();
            interrupt(&bench, OLD, NEW, left);
            fail_at_once(&bench, &third, Part::ALL);
            assert_recovers(&bench, last);
        }
    }
}

#[test]
fn an_unchanged_file_of_an_interrupted_run_is_known_after_another_one() {
    for left in 0..NEW.len() {
        let bench = Bench::new();
        interrupt(&bench, OLD, NEW, left);
        fail_at_once(&bench, NEW, Part::ALL);
        assert_recovers(&bench, OLD);
    }
}

#[test]
fn a_run_of_one_part_passes_on_the_journal_of_the_others() {
    let bench = Bench::new();
    interrupt(&bench, OLD, NEW, 3);
    bench.put(NETPLAN, "host new\n");
    let outcome = bench.run(&NEW[..3], &[Part::Devices], false).unwrap();
    assert_eq!((outcome.unchanged, outcome.written), (3, 0));
    assert!(unfinished(&bench.tree).is_some(), "the hosts are still between two inputs");
    assert_eq!(bench.run(&OLD[..2], &[Part::Devices], false).unwrap().kept, []);
    assert!(unfinished(&bench.tree).is_some());
    fail_at_once(&bench, &[], &[Part::Clusters]);
    assert_recovers(&bench, OLD);
}

#[test]
fn a_file_to_remove_is_claimed_as_long_as_it_is_there() {
    let bench = Bench::new();
    interrupt(&bench, OLD, NEW, 3);
    let manifest = manifest::Manifest::load(&bench.tree, false).unwrap();
    let journal = journal::Journal::load(&bench.tree, false).unwrap();
    let plan = survey::survey(&bench.tree, &[], Part::ALL, false, &manifest, &journal).unwrap();
    let digest = digest::Digest::of(b"c new\n");
    assert!(plan.remove.contains(&"devices/c.cfg".to_owned()));
    assert!(manifest.get("devices/c.cfg").is_none());
    assert!(plan.claims.claims("devices/c.cfg", digest));
}

#[test]
fn a_file_that_only_the_journal_names_is_not_removed_by_force() {
    let bench = Bench::new();
    bench.emit(OLD);
    journal(&bench, NEW);
    bench.put("devices/c.cfg", "mine\n");
    assert_eq!(bench.force(OLD).kept, []);
    assert_eq!(bench.text("devices/c.cfg"), "mine\n");
}

#[test]
fn a_corrupt_journal_is_refused_or_forced() {
    let bench = Bench::new();
    bench.emit(OLD);
    for (text, why) in [
        ("{", "EOF"),
        (r#"{"format":9}"#, "format 9"),
        (r#"{"format":1,"ours":{"../x":[]}}"#, "leads out of the tree"),
    ] {
        bench.put(JOURNAL, text);
        let error = bench.refused(NEW);
        assert!(error.contains("build/selvedge.journal: ") && error.contains(why), "{error}");
        assert_eq!(bench.text("devices/a.cfg"), "a old\n");
        bench.force(NEW);
        assert_clean(&bench, NEW);
        bench.emit(OLD);
    }
}

#[test]
fn a_stray_behind_a_link_is_left() {
    let bench = Bench::new();
    let outside = bench._root.path().join("outside");
    fs::create_dir_all(&outside).unwrap();
    fs::write(outside.join(".a.cfg.selvedge-tmp"), "mine").unwrap();
    journal(&bench, &NEW[..1]);
    std::os::unix::fs::symlink(&outside, bench.at("devices")).unwrap();
    assert!(bench.refused(&[]).contains("is a symbolic link"));
    assert!(outside.join(".a.cfg.selvedge-tmp").exists());
}
