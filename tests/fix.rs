//! `check --fix` mends what is certain and never makes a fabric worse.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use proptest::prelude::*;
use selvedge::finding::{Finding, Level};
use selvedge::fix::Fixed;
use selvedge::source::Options;
use selvedge::syntax::{TokenKind, tokens};
use tempfile::TempDir;

fn here(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// A folder with the files that fixtures of rules stand on, and a fabric on top of them.
fn fabric(text: &str) -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir_all(folder.path().join("rule-base")).unwrap();
    for entry in fs::read_dir(here("fixtures/rule-base")).unwrap().map(Result::unwrap) {
        fs::copy(entry.path(), folder.path().join("rule-base").join(entry.file_name())).unwrap();
    }
    fs::create_dir_all(folder.path().join("rules/one")).unwrap();
    let path = folder.path().join("rules/one/bad.fab");
    fs::write(&path, text).unwrap();
    (folder, path)
}

fn options(folder: &TempDir) -> Options {
    Options { root: Some(folder.path().to_owned()), templates: None }
}

/// A fabric on top of the base of rules, mended: its text, and what is left to say.
fn mended(more: &str) -> (String, Fixed) {
    let base = "include ../../rule-base/all.fab\ninclude ../../rule-base/tenant.fab\n";
    let (folder, path) = fabric(&format!("{base}{more}"));
    let fixed = selvedge::fix(&path, &options(&folder)).unwrap();
    let text = match fixed.changes.as_slice() {
        [] => format!("{base}{more}"),
        [change] => change.new.clone(),
        more => panic!("{more:?}"),
    };
    (text.strip_prefix(base).unwrap().to_owned(), fixed)
}

fn errors(findings: &[Finding]) -> usize {
    findings.iter().filter(|finding| finding.level == Level::Error).count()
}

/// Rules whose bad fixture can be mended.
const MENDED: &[&str] = &[
    "address-not-canonical",
    "host-bits-set",
    "list-not-sorted",
    "unresolved-reference",
    "vlan-pruned-but-needed",
];

#[test]
fn bad_fixtures_are_mended_and_nothing_comes_in_their_place() {
    let mut seen = BTreeSet::new();
    for rule in selvedge::check::RULES {
        let Ok(text) = fs::read_to_string(here("fixtures/rules").join(rule.name).join("bad.fab")) else {
            continue;
        };
        let (folder, path) = fabric(&text);
        let before = selvedge::check(&path, &options(&folder)).unwrap();
        if before.findings.iter().all(|finding| finding.fix.is_empty()) {
            continue;
        }
        let after = selvedge::fix(&path, &options(&folder)).unwrap();
        let titles: BTreeSet<&String> = before.findings.iter().map(|finding| &finding.title).collect();
        for finding in &after.checked.findings {
            assert!(titles.contains(&finding.title), "{}: a fix made {finding:#?}", rule.name);
            // The edit of an error may make another one: then both stay as they are.
            let dropped = finding.level == Level::Error || finding.fix.is_empty();
            assert!(dropped, "{}: left as it is: {finding:#?}", rule.name);
        }
        assert_eq!(after.fixed > 0, !after.changes.is_empty(), "{}", rule.name);
        if after.fixed > 0 {
            seen.insert(rule.name);
        }
    }
    for rule in MENDED {
        assert!(seen.contains(rule), "{rule} has nothing to mend in its fixture; mended: {seen:?}");
    }
}

#[test]
fn a_list_is_sorted_value_by_value() {
    let (text, fixed) =
        mended("trunked-network both { domains blue, green; vlans 701, # the L2 one\n 501 }\n");
    assert_eq!(text, "trunked-network both { domains blue, green; vlans 501, # the L2 one\n 701 }\n");
    assert_eq!((fixed.fixed, fixed.checked.findings.len()), (1, 0));
}

#[test]
fn a_name_that_is_wrong_in_two_places_is_mended_in_both() {
    let bad = "vm aa { cpus 2; memory 4g; cloud-services csnn }\nvm bb { cpus 2; memory 4g; cloud-services csnn }\n";
    let (text, fixed) = mended(bad);
    assert_eq!(text, bad.replace("csnn", "csn"));
    assert_eq!((fixed.fixed, fixed.checked.findings.len()), (1, 0));
}

#[test]
fn values_with_comments_between_are_not_joined() {
    let bad = "trunked-network both { domains blue, green; vlans 501, # once\n 501, 701 }\n";
    let (text, fixed) = mended(bad);
    assert_eq!(text, bad);
    assert_eq!((fixed.fixed, fixed.checked.findings.len()), (0, 1));
}

#[test]
fn a_vlan_that_is_needed_comes_to_its_place() {
    let (text, _) = mended("bond s1-4b { members r1-t1:Ethernet1, r1-t2:Ethernet1; vlans 501, 701 }\n");
    assert_eq!(text, "bond s1-4b { members r1-t1:Ethernet1, r1-t2:Ethernet1; vlans 310, 501, 701 }\n");
}

#[test]
fn what_may_mean_another_thing_is_left_to_its_author() {
    for bad in [
        "bond s1-4b { members r1-t1:Ethernet1, r1-t2:Ethernet1; vlans [701,310] }\n",
        "rack r2 { tor t[1-2] { platform tr[1-1] } }\n",
        "vm a { cpus 2; memory 4g; cloud-services csn; attach appsnet[1-2] }\n",
        // Another name that is not there yet, and a prefix that may be one address.
        "vm a { cpus 2; memory 4g; cloud-services csm }\n",
        "access-list a { rule 10 { action permit; source 10.40.1.5/24 } }\n",
    ] {
        let (text, fixed) = mended(bad);
        assert_eq!(text, bad);
        assert!(!fixed.checked.findings.is_empty(), "{bad}");
    }
}

#[test]
fn a_fix_that_would_make_an_error_is_dropped() {
    // `vlna` can only be `vlan`, which is there already.
    let bad = "l2-isolation-domain red { vlan 702; vlna 703 }\nl2-isolation-domain pink { vlan 704; mut 1600 }\n\
         l2-network red-net { domain red }\nl2-network pink-net { domain pink }\n";
    let (text, fixed) = mended(bad);
    assert_eq!(text, bad.replace("mut", "mtu"));
    assert_eq!(fixed.fixed, 1);
    let left: Vec<&str> = fixed.checked.findings.iter().map(|finding| finding.rule).collect();
    assert_eq!(left, ["unknown-attribute"]);
}

#[test]
fn one_fix_may_make_way_for_the_next() {
    let (text, fixed) = mended("trunked-netwrk both { domains blue, green; vlans 701, 501 }\n");
    assert_eq!(text, "trunked-network both { domains blue, green; vlans 501, 701 }\n");
    assert_eq!((fixed.fixed, fixed.checked.findings.len()), (2, 0));
}

#[test]
fn line_ends_and_the_byte_order_mark_stay() {
    let text = "\u{feff}include ../../rule-base/all.fab\r\n\r\nl3-isolation-domain red {\r\n  internal-network web { vlan 601; subnet 10.60.0.9/24 }\r\n}\r\n";
    let (folder, path) = fabric(text);
    let (exit, _, err) = run(&folder, &["check", "--fix", "--root", ".", "rules/one/bad.fab"]);
    assert_eq!((exit, err.as_str()), (0, ""));
    assert_eq!(fs::read_to_string(&path).unwrap(), text.replace("10.60.0.9", "10.60.0.0"));
}

#[test]
fn files_that_are_included_are_mended_too() {
    let (folder, _) = fabric("include ../../rule-base/all.fab\ninclude more.fab\n");
    let more = folder.path().join("rules/one/more.fab");
    fs::write(&more, "l3-isolation-domain red { internal-network web { vlan 601; subnet 10.60.0.9/24 } }\n")
        .unwrap();
    let (exit, out, _) = run(&folder, &["check", "--fix", "--root", ".", "rules/one/bad.fab"]);
    assert_eq!(exit, 0);
    assert_eq!(out, "lab: 4 devices, 2 hosts, 0 clusters: no findings remaining; 1 fixed in 1 file\n");
    assert!(fs::read_to_string(more).unwrap().contains("10.60.0.0/24"));
}

#[test]
fn differences_are_shown_and_nothing_is_written() {
    let text = "include ../../rule-base/all.fab\nl3-isolation-domain red { internal-network web { vlan 601; subnet 10.60.0.9/24 } }\nl2-isolation-domain pink {\n  mut 1600\n  vlan 704\n  colour 7\n}\n";
    let (folder, path) = fabric(text);
    let (exit, out, err) = run(&folder, &["check", "--diff", "--root", ".", "rules/one/bad.fab"]);
    assert_eq!(exit, 1);
    assert_eq!(fs::read_to_string(&path).unwrap(), text);
    insta::assert_snapshot!("diff", out);
    insta::assert_snapshot!("diff_summary", err);
    let (exit, out, err) = run(&folder, &["check", "--fix", "--root", ".", "rules/one/bad.fab"]);
    assert_eq!((exit, err.as_str()), (1, ""));
    insta::assert_snapshot!("fixed", out);
    let (_, out, _) = run(&folder, &["check", "--diff", "--root", ".", "rules/one/bad.fab"]);
    assert_eq!(out, "");
}

/// Runs a command line in a folder: exit code, standard output, standard error.
fn run(folder: &TempDir, words: &[&str]) -> (i32, String, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_selvedge"));
    let output = command.args(words).current_dir(folder.path()).stdin(Stdio::null()).output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}

/// A word that somebody mistyped.
fn mistyped(word: &str, dice: u8) -> String {
    let mut letters: Vec<char> = word.chars().collect();
    let at = usize::from(dice / 4) % letters.len();
    match dice % 4 {
        0 => drop(letters.remove(at)),
        1 => letters.insert(at, letters[at]),
        2 if at > 0 => letters.swap(at - 1, at),
        _ => letters[at] = letters[at].to_ascii_uppercase(),
    }
    letters.into_iter().collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn mending_never_adds_an_error(
        slips in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>(), 0usize..5), 1..6),
    ) {
        let folder = tempfile::tempdir().unwrap();
        let names = ["domains.fab", "fabric.fab", "hardware.fab", "policies.fab", "workloads.fab"];
        let mut texts: BTreeMap<&str, String> = names
            .iter()
            .map(|name| (*name, fs::read_to_string(here("fixtures/near-edge").join(name)).unwrap()))
            .collect();
        for (index, dice, file) in slips {
            let text = texts.get_mut(names[file]).unwrap();
            let mut pieces: Vec<String> = Vec::new();
            let mut words = Vec::new();
            for token in tokens(text) {
                if token.kind == TokenKind::Word {
                    words.push(pieces.len());
                }
                pieces.push(token.text.to_owned());
            }
            let at = words[index.index(words.len())];
            pieces[at] = mistyped(&pieces[at], dice);
            *text = pieces.concat();
        }
        for (name, text) in &texts {
            fs::write(folder.path().join(name), text).unwrap();
        }
        let before = selvedge::check(folder.path(), &Options::default()).unwrap();
        let after = selvedge::fix(folder.path(), &Options::default()).unwrap();
        prop_assert!(errors(&after.checked.findings) <= errors(&before.findings), "{:#?}", after.checked.findings);
        prop_assert!(after.fixed == 0 || after.checked.findings.len() < before.findings.len() || errors(&before.findings) > 0);
        for change in &after.changes {
            fs::write(&change.path, &change.after).unwrap();
        }
        let again = selvedge::check(folder.path(), &Options::default()).unwrap();
        prop_assert_eq!(again.findings, after.checked.findings, "what is written is what was checked");
    }
}
