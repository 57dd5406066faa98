//! What becomes of a mutation: rejected, the same tree, or another tree that still holds.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};

use selvedge::Checked;
use selvedge::compile::{self, Failure};
use selvedge::finding::{Finding, Level, Span};

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
    Rejected(Rejection),
    /// Accepted, with the tree that the flagship has.
    Same,
    /// Accepted, with another tree.
    Differs(Box<Compiled>),
}

/// How a mutation was rejected.
pub struct Rejection {
    /// The rules that speak of it.
    pub rules: BTreeSet<&'static str>,
    /// Whether `check` let it pass and the texts were not what was planned: then it looks as if a
    /// template were wrong.
    pub late: bool,
    /// Whether a finding points at the statement that was mutated.
    pub there: bool,
}

/// Errors that stand against a fabric.
pub struct Refused {
    late: bool,
    errors: Vec<(&'static str, Vec<(String, Span)>)>,
}

impl Refused {
    fn of(checked: &Checked, findings: &[Finding], late: bool) -> Refused {
        let file = |span: &Span| {
            let path = &checked.sources.get(span.file).unwrap().path;
            path.file_name().unwrap().to_str().unwrap().to_owned()
        };
        let errors = findings.iter().filter(|f| f.level == Level::Error);
        let errors = errors.map(|f| (f.rule, f.spans().map(|span| (file(&span), span)).collect()));
        Refused { late, errors: errors.collect() }
    }
}

/// Compiles in memory; the sources lie in a folder that is gone when this returns.
pub fn compile(files: &BTreeMap<String, String>) -> Result<Compiled, Refused> {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        fs::write(folder.path().join(name), text).unwrap();
    }
    let checked = selvedge::check(folder.path(), &Default::default()).unwrap();
    if checked.failed() {
        return Err(Refused::of(&checked, &checked.findings, false));
    }
    match compile::texts(&checked) {
        Ok((made, _)) => {
            let texts = made.into_iter().map(|f| (f.path, String::from_utf8(f.text).unwrap()));
            let tree = Tree::of(texts.collect());
            Ok(Compiled { checked, tree })
        }
        Err(Failure::Findings(findings)) => Err(Refused::of(&checked, &findings, true)),
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
        Err(refused) => Outcome::Rejected(rejection(&refused, name, mutation)),
        Ok(mutated) if mutated.tree.files == base.tree.files => Outcome::Same,
        Ok(mutated) => Outcome::Differs(Box::new(mutated)),
    }
}

fn rejection(refused: &Refused, file: &str, mutation: &Mutation) -> Rejection {
    let old: usize = mutation.edits.iter().map(|e| (e.span.end - e.span.start) as usize).sum();
    let new: usize = mutation.edits.iter().map(|e| e.text.len()).sum();
    let start = mutation.tops.iter().map(|top| top.start).min().unwrap();
    let end = mutation.tops.iter().map(|top| top.end).max().unwrap() as usize + new - old.min(new);
    let there =
        |(name, span): &(String, Span)| name == file && span.start >= start && span.start as usize <= end;
    Rejection {
        rules: refused.errors.iter().map(|(rule, _)| *rule).collect(),
        late: refused.late,
        there: refused.errors.iter().any(|(_, places)| places.iter().any(there)),
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
