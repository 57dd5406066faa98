//! Files that are not ours, or no longer what we wrote.

use super::*;

#[test]
fn a_hand_edited_file_is_kept_until_it_is_forced_or_taken_back() {
    let bench = Bench::new();
    bench.emit(SMALL);
    bench.put("devices/ce1.cfg", "edited\n");
    let due = [("devices/ce1.cfg", "hostname ce1\nntp\n"), SMALL[1], SMALL[2]];
    for _ in 0..2 {
        let outcome = bench.emit(&due);
        assert_eq!(outcome.kept, kept("devices/ce1.cfg", KeptWhy::HandEdited));
        assert_eq!((outcome.written, outcome.unchanged), (0, 2));
        assert_eq!(bench.text("devices/ce1.cfg"), "edited\n");
        assert_eq!(bench.up_to_date(&due, Part::ALL), None, "it is reported again");
    }
    // Taken back to what the last compile wrote: ours again, and so are the new contents.
    bench.put("devices/ce1.cfg", "hostname ce1\n");
    assert_eq!(bench.up_to_date(&due, Part::ALL), None);
    assert_eq!(bench.emit(&due).written, 1);
    assert_eq!(bench.up_to_date(&due, Part::ALL), Some(3));

    bench.put("devices/ce1.cfg", "edited\n");
    assert_eq!(bench.up_to_date(&due, Part::ALL), None);
    let outcome = bench.force(&due);
    assert_eq!(outcome, Outcome { written: 1, unchanged: 2, ..Outcome::default() });
    assert_eq!(bench.text("devices/ce1.cfg"), "hostname ce1\nntp\n");
}

#[test]
fn an_edit_that_says_what_is_due_is_no_edit() {
    let bench = Bench::new();
    bench.emit(&[("devices/ce1.cfg", "old\n")]);
    bench.put("devices/ce1.cfg", "new\n");
    let outcome = bench.emit(&[("devices/ce1.cfg", "new\n")]);
    assert_eq!(outcome, Outcome { unchanged: 1, ..Outcome::default() });
    assert_eq!(bench.emit(&[]).removed, 1, "and it is ours");
}

#[test]
fn a_hand_edited_file_that_is_no_longer_due_is_kept_until_it_is_forced() {
    let bench = Bench::new();
    bench.emit(SMALL);
    bench.put("devices/ce1.cfg", "edited\n");
    for _ in 0..2 {
        let outcome = bench.emit(&SMALL[1..]);
        assert_eq!(outcome.kept, kept("devices/ce1.cfg", KeptWhy::HandEditedUndue));
        assert_eq!(outcome.removed, 0);
    }
    // Taken back, it is still in the way: not up to date, and removed.
    bench.put("devices/ce1.cfg", "hostname ce1\n");
    assert_eq!(bench.up_to_date(&SMALL[1..], Part::ALL), None);
    bench.put("devices/ce1.cfg", "edited\n");
    let outcome = bench.force(&SMALL[1..]);
    assert_eq!(outcome, Outcome { unchanged: 2, removed: 1, ..Outcome::default() });
    assert!(!bench.at("devices").exists());
    assert!(unfinished(&bench.tree).is_none());
}

#[test]
fn a_foreign_file_is_kept_until_it_is_forced() {
    let bench = Bench::new();
    bench.put("devices/ce1.cfg", "mine\n");
    bench.put("README.md", "mine\n");
    for _ in 0..2 {
        let outcome = bench.emit(SMALL);
        assert_eq!(outcome.kept, kept("devices/ce1.cfg", KeptWhy::NotOurs));
        assert_eq!(bench.text("devices/ce1.cfg"), "mine\n");
        assert_eq!(bench.up_to_date(SMALL, Part::ALL), None, "one due file is missing");
    }
    // No longer due, it is nothing to us.
    assert_eq!(bench.emit(&SMALL[1..]).kept, []);
    assert_eq!(bench.text("devices/ce1.cfg"), "mine\n");
    assert_eq!(bench.force(SMALL).written, 1);
    assert_eq!(bench.text("devices/ce1.cfg"), "hostname ce1\n");
    assert_eq!(bench.text("README.md"), "mine\n");
}

#[test]
fn a_foreign_file_with_the_right_contents_is_adopted() {
    let bench = Bench::new();
    bench.put("devices/ce1.cfg", "hostname ce1\n");
    let newer = bench.age();
    let outcome = bench.emit(SMALL);
    assert_eq!(outcome, Outcome { written: 2, unchanged: 1, ..Outcome::default() });
    assert!(!newer().contains(&"devices/ce1.cfg".to_owned()));
    assert_eq!(bench.emit(&SMALL[1..]).removed, 1);
}

#[test]
fn a_lost_manifest_is_made_again() {
    let bench = Bench::new();
    bench.emit(SMALL);
    let manifest = bench.text(MANIFEST);
    fs::remove_file(bench.at(MANIFEST)).unwrap();
    assert_eq!(bench.up_to_date(SMALL, Part::ALL), None);
    assert_eq!(bench.emit(SMALL), Outcome { unchanged: 3, ..Outcome::default() });
    assert_eq!(bench.text(MANIFEST), manifest);
}
