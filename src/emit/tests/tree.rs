//! Writing, leaving and removing.

use super::*;

#[test]
fn a_new_tree_is_written_with_its_modes() {
    let bench = Bench::new();
    let outcome = bench.emit(SMALL);
    assert_eq!(outcome, Outcome { written: 3, ..Outcome::default() });
    let expected = [
        "cabling.csv",
        "devices/",
        "devices/ce1.cfg",
        "hosts/",
        "hosts/r1-s01/",
        "hosts/r1-s01/etc/",
        "hosts/r1-s01/etc/netplan/",
        NETPLAN,
        MANIFEST,
    ];
    assert_eq!(bench.listing(), expected);
    assert_eq!(bench.text(NETPLAN), "network: {}\n");
    assert_eq!(mode(&bench.at(NETPLAN)), 0o600);
    assert_eq!(mode(&bench.at("devices/ce1.cfg")) & 0o600, 0o600);
}

#[test]
fn the_manifest_lists_every_file_with_its_digest() {
    let bench = Bench::new();
    let mut shuffled = SMALL.to_vec();
    bench.emit(&shuffled);
    let manifest = bench.text(MANIFEST);
    assert!(manifest.ends_with("}\n"));
    let value: serde_json::Value = serde_json::from_str(&manifest).unwrap();
    assert_eq!(value["format"], 1);
    let devices = &value["parts"]["devices"];
    assert_eq!(devices["compiler"], "selvedge 1");
    assert_eq!(devices["input"], input(SMALL));
    assert_eq!(devices["files"]["devices/ce1.cfg"], hex("hostname ce1\n"));
    assert_eq!(value["parts"]["hosts"]["private"][NETPLAN], hex("network: {}\n"));
    assert_eq!(value["parts"]["rest"]["files"]["cabling.csv"], hex("a,b\n"));
    assert!(value["parts"]["clusters"].is_object(), "a part without files is recorded too");

    let other = Bench::new();
    shuffled.reverse();
    let files = out(&shuffled);
    let input = input(SMALL);
    let (parts, compiler) = (Part::ALL, "selvedge 1");
    let tree = &other.tree;
    emit(Request { tree, files, parts, force: false, input: &input, compiler }).unwrap();
    assert_eq!(other.text(MANIFEST), manifest, "the order of the files is not meaning");
}

#[test]
fn a_second_run_writes_nothing() {
    let bench = Bench::new();
    bench.emit(SMALL);
    let newer = bench.age();
    let outcome = bench.emit(SMALL);
    assert_eq!(outcome, Outcome { unchanged: 3, ..Outcome::default() });
    assert!(outcome.changed_nothing());
    assert_eq!(newer(), [""; 0]);
    assert_eq!(bench.up_to_date(SMALL, Part::ALL), Some(3));
}

#[test]
fn only_what_changed_is_written() {
    let bench = Bench::new();
    bench.emit(SMALL);
    let newer = bench.age();
    let changed = [SMALL[0], (NETPLAN, "network: {version: 2}\n"), SMALL[2]];
    assert_eq!(bench.up_to_date(&changed, Part::ALL), None, "the input is another");
    let outcome = bench.emit(&changed);
    assert_eq!(outcome, Outcome { written: 1, unchanged: 2, ..Outcome::default() });
    assert_eq!(newer(), [NETPLAN, MANIFEST]);
    assert_eq!(mode(&bench.at(NETPLAN)), 0o600);
}

#[test]
fn what_is_no_longer_due_is_removed_with_its_folders_and_nothing_else() {
    let bench = Bench::new();
    let two = [SMALL[0], ("hosts/r1-s02/etc/netplan/60-fabric.yaml", "b"), (NETPLAN, "a")];
    bench.emit(&two);
    bench.put("hosts/r1-s02/etc/hostname", "mine\n");
    bench.put("devices/notes.md", "mine\n");
    let outcome = bench.emit(&[]);
    assert_eq!(outcome, Outcome { removed: 3, ..Outcome::default() });
    let expected = [
        "devices/",
        "devices/notes.md",
        "hosts/",
        "hosts/r1-s02/",
        "hosts/r1-s02/etc/",
        "hosts/r1-s02/etc/hostname",
        MANIFEST,
    ];
    assert_eq!(bench.listing(), expected);
}

#[test]
fn a_folder_that_somebody_emptied_goes_when_its_file_is_no_longer_due() {
    let bench = Bench::new();
    bench.emit(&[(NETPLAN, "a")]);
    fs::remove_file(bench.at(NETPLAN)).unwrap();
    assert_eq!(bench.emit(&[]), Outcome::default());
    assert_eq!(bench.listing(), [MANIFEST]);
}

#[test]
fn a_large_file_is_told_apart_without_being_held() {
    let bench = Bench::new();
    let large = "x".repeat(3 << 20);
    bench.emit(&[("devices/ce1.cfg", &large)]);
    assert_eq!(bench.up_to_date(&[("devices/ce1.cfg", &large)], Part::ALL), Some(1));
    assert_eq!(bench.emit(&[("devices/ce1.cfg", "small\n")]).written, 1);
    // Holes cost nothing on disk.
    bench.put("devices/ce2.cfg", "");
    let file = fs::File::options().write(true).open(bench.at("devices/ce2.cfg")).unwrap();
    file.set_len(1 << 26).unwrap();
    let outcome = bench.emit(&[("devices/ce2.cfg", "small\n")]);
    assert_eq!(outcome.kept, kept("devices/ce2.cfg", KeptWhy::NotOurs));
    bench.put(MANIFEST, "");
    let file = fs::File::options().write(true).open(bench.at(MANIFEST)).unwrap();
    file.set_len(1 << 40).unwrap();
    assert!(bench.refused(SMALL).contains("it is too large"));
}

#[test]
fn a_wrong_mode_is_mended_without_a_write() {
    let bench = Bench::new();
    bench.emit(SMALL);
    for wrong in [0o644, 0o400, 0o660] {
        set_mode(&bench.at(NETPLAN), wrong);
        let newer = bench.age();
        assert_eq!(bench.up_to_date(SMALL, Part::ALL), None);
        let outcome = bench.emit(SMALL);
        assert_eq!(outcome, Outcome { unchanged: 3, mended: 1, ..Outcome::default() });
        assert_eq!(mode(&bench.at(NETPLAN)), 0o600);
        assert_eq!(newer(), [""; 0]);
    }
    // The mode of a public file is the umask's business.
    set_mode(&bench.at("cabling.csv"), 0o664);
    assert_eq!(bench.up_to_date(SMALL, Part::ALL), Some(3));
}

#[test]
fn a_file_that_is_no_longer_private_is_opened() {
    let bench = Bench::new();
    let file = |private| OutFile { private, ..OutFile::new("devices/ce1.cfg", "a") };
    let run = |private| {
        let (tree, files, parts) = (&bench.tree, vec![file(private)], Part::ALL);
        emit(Request { tree, files, parts, force: false, input: "", compiler: "" }).unwrap()
    };
    run(true);
    assert_eq!(mode(&bench.at("devices/ce1.cfg")), 0o600);
    assert_eq!(run(false).written, 1);
    bench.put("plain", "");
    assert_eq!(mode(&bench.at("devices/ce1.cfg")), mode(&bench.at("plain")) & 0o644);
    assert_eq!(run(true).mended, 1);
    assert_eq!(mode(&bench.at("devices/ce1.cfg")), 0o600);
}

#[test]
fn a_part_is_written_alone_and_the_others_keep_their_records() {
    let bench = Bench::new();
    bench.emit(SMALL);
    let later = [("devices/ce2.cfg", "hostname ce2\n")];
    let outcome = bench.run(&later, &[Part::Devices], false).unwrap();
    assert_eq!(outcome, Outcome { written: 1, removed: 1, ..Outcome::default() });
    assert_eq!(bench.text(NETPLAN), "network: {}\n");
    assert_eq!(bench.up_to_date(&later, &[Part::Devices]), Some(1));
    assert_eq!(bench.up_to_date(&later, Part::ALL), None, "the hosts are of an earlier input");
    assert_eq!(bench.up_to_date(SMALL, &[Part::Hosts, Part::Rest]), Some(2));
    // The other parts' files are still known as ours.
    assert_eq!(bench.emit(&[]).removed, 3);
    assert_eq!(bench.listing(), [MANIFEST]);
}

#[test]
fn a_part_that_was_never_written_is_not_up_to_date() {
    let bench = Bench::new();
    bench.run(&SMALL[..1], &[Part::Devices], false).unwrap();
    assert_eq!(bench.up_to_date(&SMALL[..1], &[Part::Devices]), Some(1));
    assert_eq!(bench.up_to_date(&SMALL[..1], Part::ALL), None);
}

#[test]
fn up_to_date_sees_every_difference() {
    let bench = Bench::new();
    assert_eq!(bench.up_to_date(SMALL, Part::ALL), None, "no tree");
    bench.emit(SMALL);
    let input = input(SMALL);
    assert_eq!(up_to_date(&bench.tree, Part::ALL, &input, "selvedge 1"), Some(3));
    assert_eq!(up_to_date(&bench.tree, Part::ALL, &input, "selvedge 2"), None);
    assert_eq!(up_to_date(&bench.tree, Part::ALL, "other", "selvedge 1"), None);
    bench.put("cabling.csv", "a,c\n");
    assert_eq!(bench.up_to_date(SMALL, Part::ALL), None, "edited");
    fs::remove_file(bench.at("cabling.csv")).unwrap();
    assert_eq!(bench.up_to_date(SMALL, Part::ALL), None, "gone");
    assert_eq!(bench.emit(SMALL).written, 1);
    assert_eq!(bench.up_to_date(SMALL, Part::ALL), Some(3));
    bench.put(MANIFEST, "{");
    assert_eq!(bench.up_to_date(SMALL, Part::ALL), None, "corrupt");
}

#[test]
fn one_file_is_written_only_if_it_changes() {
    let bench = Bench::new();
    fs::create_dir(&bench.tree).unwrap();
    let lock = bench.at("fabric.lock");
    assert!(write_one(&lock, b"one\n").unwrap());
    let newer = bench.age();
    assert!(!write_one(&lock, b"one\n").unwrap());
    assert_eq!(newer(), [""; 0]);
    bench.put(".fabric.lock.selvedge-tmp", "left by an interrupted run");
    assert!(write_one(&lock, b"two\n").unwrap());
    assert_eq!(bench.text("fabric.lock"), "two\n");
    assert_eq!(bench.listing(), ["fabric.lock"]);
    assert!(write_one(&bench.at("none/fabric.lock"), b"").is_err());
    assert!(write_one(Path::new("/"), b"").is_err());
    std::os::unix::fs::symlink(&lock, bench.at("link")).unwrap();
    assert!(write_one(&bench.at("link"), b"").is_err());
}
