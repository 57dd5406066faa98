//! What becomes of findings: what the fabric allows, what the command line asks for.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use std::fs;

use selvedge::check::{Levels, RULES};
use selvedge::finding::{Finding, Level};
use selvedge::{Checked, check};

/// The smallest fabric with more statements.
fn with(more: &str) -> Checked {
    let folder = tempfile::tempdir().unwrap();
    let base = fs::read_to_string("fixtures/smallest/smallest.fab").unwrap();
    fs::write(folder.path().join("site.fab"), base + more).unwrap();
    check(&folder.path().join("site.fab"), &Default::default()).unwrap()
}

/// Level and rule of each finding.
fn said(findings: &[Finding]) -> Vec<String> {
    findings.iter().map(|f| format!("{} {}", f.level, f.rule)).collect()
}

fn words(words: &[&str]) -> Vec<String> {
    words.iter().map(|w| (*w).to_owned()).collect()
}

/// A warning, and an error that is negotiable.
const TWO: &str = "
l2-isolation-domain high { vlan 3301 }
l2-isolation-domain low { vlan 400 }
l2-network high-net { domain high }
l2-network low-net { domain low }
";

#[test]
fn what_is_allowed_is_not_shown_and_stops_nothing() {
    assert_eq!(said(&with(TWO).findings), ["warning vlan-above-3000", "error vlan-reserved-by-fabric"]);
    let all =
        with(&format!("{TWO} allow vlan-above-3000, vlan-reserved-by-fabric {{ reason \"old core\" }}"));
    assert_eq!((said(&all.findings), all.allowed, all.failed()), (vec![], 2, false));
}

#[test]
fn what_is_to_warn_is_a_warning() {
    let warned = with(&format!("{TWO} warn vlan-reserved-by-fabric {{ reason \"old core\" }}"));
    assert_eq!(said(&warned.findings), ["warning vlan-above-3000", "warning vlan-reserved-by-fabric"]);
    assert!(!warned.failed());
}

#[test]
fn in_a_block_it_holds_for_the_block_alone() {
    let found = with(
        "l2-isolation-domain high { vlan 3301; allow vlan-above-3000 { reason \"here\" } }
         l2-isolation-domain higher { vlan 3302 }
         l2-network high-net { domain high } l2-network higher-net { domain higher }",
    );
    assert_eq!(said(&found.findings), ["warning vlan-above-3000"]);
    assert!(found.findings[0].title.contains("higher"), "{}", found.findings[0].title);
}

#[test]
fn an_error_that_a_switch_would_refuse_stays_one() {
    let found = with(
        "l2-isolation-domain one { vlan 701 }
         l2-isolation-domain two { vlan 701 }
         l2-network one-net { domain one } l2-network two-net { domain two }
         allow vlan-duplicate { reason \"never mind\" }",
    );
    assert_eq!(said(&found.findings), ["error vlan-duplicate"]);
    let label = found.findings[0].labels.last().unwrap();
    assert_eq!(
        (label.text.as_str(), found.sources.text(label.span)),
        ("an error of this rule can't be allowed", "vlan-duplicate")
    );
}

#[test]
fn in_a_block_too_an_allowance_of_what_can_not_be_allowed_says_so() {
    let found = with(
        "l2-isolation-domain one { vlan 701; allow vlan-duplicate { reason \"never mind\" } }
         l2-isolation-domain two { vlan 701 }
         l2-network one-net { domain one } l2-network two-net { domain two }",
    );
    assert_eq!(said(&found.findings), ["warning allowance-unused", "error vlan-duplicate"]);
    assert_eq!(found.findings[0].primary.text, "what this rule finds can't be allowed");
    let vain = with("allow vlan-above-3000, allowance-unused { reason \"once\" }");
    assert_eq!(said(&vain.findings), ["warning allowance-unused", "warning allowance-unused"]);
    assert_eq!(vain.findings[0].primary.text, "allows nothing");
    assert_eq!(vain.findings[1].primary.text, "what this rule finds can't be allowed");
    assert!(RULES.iter().all(|rule| rule.may_be_allowed()
        != (rule.name == "allowance-unused" || rule.level == Level::Error && !rule.negotiable)));
}

#[test]
fn what_allows_nothing_is_said_unless_it_can_not_be_known() {
    let unused = "allow vlan-above-3000 { reason \"once\" }";
    assert_eq!(said(&with(unused).findings), ["warning allowance-unused"]);
    let holes = with(&format!("{unused} l2-isolation-domain one {{ vlan x }}"));
    assert_eq!(said(&holes.findings), ["error malformed-value"]);
}

#[test]
fn an_allowance_has_a_rule_and_a_reason() {
    let found = with("allow vlan-above-300 { reason \"once\" } allow vlan-above-3000 {}");
    assert_eq!(said(&found.findings), ["error unresolved-reference", "error missing-attribute"]);
    assert_eq!(found.findings[0].help.as_deref(), Some("did you mean `vlan-above-3000`?"));
    let empty = with("allow vlan-above-3000 { reason \"\" }");
    assert_eq!(empty.findings[0].title, "reason is empty");
}

#[test]
fn denied_warnings_are_errors() {
    let levels = Levels::parse(&words(&["warnings"]), &[], &[]).unwrap();
    let found =
        with("l2-isolation-domain high { vlan 3301 } l2-network high-net { domain high }").under(levels);
    assert_eq!(said(&found.findings), ["error vlan-above-3000"]);
    assert!(found.failed());
    let levels = Levels::parse(&words(&["vlan-duplicate", "mlag"]), &[], &[]).unwrap();
    let found =
        with("l2-isolation-domain high { vlan 3301 } l2-network high-net { domain high }").under(levels);
    assert_eq!(said(&found.findings), ["warning vlan-above-3000"]);
}

#[test]
fn one_chooses_by_rule_and_by_group() {
    let shown = |select: &[&str], ignore: &[&str]| {
        said(&with(TWO).under(Levels::parse(&[], &words(select), &words(ignore)).unwrap()).findings)
    };
    assert_eq!(shown(&["vlan-above-3000"], &[]), ["warning vlan-above-3000"]);
    assert_eq!(shown(&["mlag", "addresses"], &[]), [""; 0]);
    assert_eq!(shown(&["vlans"], &["vlan-above-3000"]), ["error vlan-reserved-by-fabric"]);
    assert_eq!(shown(&[], &["vlans"]), [""; 0]);
}

#[test]
fn what_kept_rules_from_looking_can_not_be_left_out() {
    let broken = with("l2-isolation-domain one { vlan x }");
    let levels = Levels::parse(&[], &words(&["vlans"]), &words(&["language", "malformed-value"])).unwrap();
    assert_eq!(said(&broken.under(levels).findings), ["error malformed-value"]);
}

#[test]
fn names_that_are_none_are_told() {
    let wrong = |word: &str| Levels::parse(&[], &words(&[word]), &[]).unwrap_err();
    assert_eq!(
        wrong("vlan-duplicates"),
        "there is no rule or group `vlan-duplicates`; did you mean `vlan-duplicate`?"
    );
    assert_eq!(wrong("warnings"), "there is no rule or group `warnings`; `selvedge rules` lists them");
}

#[test]
fn levels_are_in_their_order() {
    assert!(Level::Error < Level::Warning && Level::Warning < Level::Note);
}
