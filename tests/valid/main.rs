//! No false alarm: fabrics that are right, whatever their size and parts, give no error and no warning.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod site;
mod write;

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use selvedge::Checked;
use selvedge::finding::Level;
use selvedge::report::human::{self, Style};
use site::{Site, site};

/// What the fabrics are made of: each is in many of them, so that none is left out by chance.
const PARTS: &[&str] = &[
    "os eos",
    "os nxos",
    "option-a",
    "option-b",
    "adjacency",
    "storage-array",
    "bgp {",
    "static ",
    "gateway 10.",
    "aggregate ",
    "mtu 9000",
    "route-policy",
    "access-list",
    "cluster ",
    "load-balancer",
    "trunked-network",
    "l2-network",
    "vm ",
    "bond ",
    "port ",
    "cable ",
    "device ",
    "management-switch",
    "number ",
    "place ",
    "fd00:",
    "include ",
    "\r\n",
];

fn check(site: &Site, folder: &Path) -> Checked {
    for (name, text) in write::files(site) {
        let path = folder.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    selvedge::check(folder, &Default::default()).unwrap()
}

/// What is said of a fabric and should not be: an error, or a warning.
fn alarms(checked: &Checked) -> String {
    let wrong: Vec<_> = checked.findings.iter().filter(|f| f.level != Level::Note).cloned().collect();
    human::render(&checked.sources, &wrong, Style::PLAIN, &|_| true)
}

/// The same fabrics in every run; a failure is made as small as it can be.
fn runner(cases: u32) -> TestRunner {
    let config = Config { cases, failure_persistence: None, max_shrink_iters: 300, ..Config::default() };
    TestRunner::new_with_rng(config, TestRng::deterministic_rng(RngAlgorithm::ChaCha))
}

#[test]
fn five_hundred_fabrics_give_no_error() {
    let seen = RefCell::new(BTreeMap::<&str, usize>::new());
    let told = |site: Site| {
        let folder = tempfile::tempdir().unwrap();
        let checked = check(&site, folder.path());
        let said = alarms(&checked);
        prop_assert!(said.is_empty(), "{said}");
        let has = |part: &str| checked.sources.files().any(|f| f.text.contains(part));
        for part in PARTS.iter().filter(|part| has(part)) {
            *seen.borrow_mut().entry(part).or_default() += 1;
        }
        Ok(())
    };
    runner(500).run(&site(), told).unwrap();
    for part in PARTS {
        let count = seen.borrow().get(part).copied().unwrap_or_default();
        assert!(count >= 25, "{count} fabrics of 500 have `{part}`");
    }
}

/// The compile reads every configuration back.
#[test]
fn some_of_them_compile() {
    let told = |site: Site| {
        let folder = tempfile::tempdir().unwrap();
        let checked = check(&site, folder.path());
        if let Err(failure) = selvedge::compile::texts(&checked) {
            return Err(TestCaseError::fail(format!("{failure:#?}")));
        }
        Ok(())
    };
    runner(24).run(&site(), told).unwrap();
}
