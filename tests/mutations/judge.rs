//! What becomes of a mutation: rejected, the same tree, or another tree that still holds.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};

use selvedge::Checked;
use selvedge::compile::{self, Failure};
use selvedge::finding::Level;

use super::mutate::Mutation;
use super::text::{Tree, links};

/// The flagship or a mutation of it, compiled.
pub struct Compiled {
    pub checked: Checked,
    pub tree: Tree,
}

/// What became of a mutation.
pub enum Outcome {
    /// Something is wrong with it.
    Rejected,
    /// Accepted, with the tree that the flagship has.
    Same,
    /// Accepted, with another tree.
    Differs(Box<Compiled>),
}

/// Compiles in memory; the sources lie in a folder that is gone when this returns.
pub fn compile(files: &BTreeMap<String, String>) -> Result<Compiled, Vec<&'static str>> {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        fs::write(folder.path().join(name), text).unwrap();
    }
    let checked = selvedge::check(folder.path(), &Default::default()).unwrap();
    let rules = |findings: &[selvedge::finding::Finding]| {
        findings.iter().filter(|f| f.level == Level::Error).map(|f| f.rule).collect::<Vec<_>>()
    };
    if checked.failed() {
        return Err(rules(&checked.findings));
    }
    match compile::texts(&checked) {
        Ok((made, _)) => {
            let texts = made.into_iter().map(|f| (f.path, String::from_utf8(f.text).unwrap()));
            let tree = Tree::of(texts.collect());
            Ok(Compiled { checked, tree })
        }
        Err(Failure::Findings(findings)) => Err(rules(&findings)),
        Err(failure) => panic!("{failure:?}"),
    }
}

/// Compiles a mutation of `files`.
pub fn judge(files: &BTreeMap<String, String>, base: &Compiled, mutation: &Mutation) -> Outcome {
    let mut files = files.clone();
    let file = base.checked.sources.get(mutation.file()).unwrap();
    let name = file.path.file_name().unwrap().to_str().unwrap();
    let text = mutation.apply(&file.text);
    files.insert(name.to_owned(), text);
    match compile(&files) {
        Err(_) => Outcome::Rejected,
        Ok(mutated) if mutated.tree.files == base.tree.files => Outcome::Same,
        Ok(mutated) => Outcome::Differs(Box::new(mutated)),
    }
}

/// The checks of links that a tree fails, with what they say.
pub fn broken_links(tree: &Tree) -> Vec<String> {
    let failed = links::CHECKS.iter().filter_map(|(name, check)| {
        let said = catch_unwind(AssertUnwindSafe(|| check("mutated", tree))).err()?;
        let text = said.downcast_ref::<String>().cloned();
        let text = text.or_else(|| said.downcast_ref::<&str>().map(|s| (*s).to_owned()));
        Some(format!("{name}: {}", text.unwrap_or_default()))
    });
    failed.collect()
}

/// The paths at which two trees differ.
pub fn differing<'t>(old: &'t Tree, new: &'t Tree) -> BTreeSet<&'t str> {
    let paths = old.files.keys().chain(new.files.keys()).map(String::as_str);
    paths.filter(|path| old.files.get(*path) != new.files.get(*path)).collect()
}
