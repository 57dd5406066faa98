//! No false alarm: fabrics that are right, whatever their size and parts, give no error.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod site;
mod write;

use std::fs;
use std::path::Path;

use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use selvedge::Checked;
use selvedge::finding::Level;
use selvedge::report::human::{self, Style};
use site::{Site, site};

/// What may be said of a fabric that is right, and why it is.
const WARNINGS: &[(&str, &str)] = &[
    ("ce-without-uplink-to-each-pe", "an instance may have one PE"),
];

fn check(site: &Site, folder: &Path) -> Checked {
    for (name, text) in write::files(site) {
        let path = folder.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    selvedge::check(folder, &Default::default()).unwrap()
}

/// What is said of a fabric and should not be.
fn alarms(checked: &Checked) -> String {
    let known = |rule: &str| WARNINGS.iter().any(|(name, _)| *name == rule);
    let wrong: Vec<_> = checked
        .findings
        .iter()
        .filter(|f| f.level == Level::Error || f.level == Level::Warning && !known(f.rule))
        .cloned()
        .collect();
    human::render(&checked.sources, &wrong, Style::PLAIN, &|_| true)
}

/// The same fabrics in every run; a failure is made as small as it can be.
fn runner(cases: u32) -> TestRunner {
    let config = Config { cases, failure_persistence: None, max_shrink_iters: 300, ..Config::default() };
    TestRunner::new_with_rng(config, TestRng::deterministic_rng(RngAlgorithm::ChaCha))
}

#[test]
fn five_hundred_fabrics_give_no_error() {
    let told = |site: Site| {
        let folder = tempfile::tempdir().unwrap();
        let said = alarms(&check(&site, folder.path()));
        prop_assert!(said.is_empty(), "{said}");
        Ok(())
    };
    runner(500).run(&site(), told).unwrap();
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
