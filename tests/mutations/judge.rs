//! What becomes of a mutation: rejected, the same tree, or another tree that still holds.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};

use selvedge::Checked;
use selvedge::blame::{Blamed, blame};
use selvedge::compile::{self, Failure};
use selvedge::finding::{Level, Span};
use selvedge::lower::{self, Context};
use selvedge::plan::Device;

use selvedge::syntax::{Statement, Word, expand};

use super::mutate::Mutation;
use super::text::{Tree, links};

/// The flagship or a mutation of it, compiled.
pub struct Compiled {
    pub checked: Checked,
    pub tree: Tree,
}

/// What became of a mutation.
pub enum Outcome {
    /// The rules of its errors.
    Rejected(Vec<&'static str>),
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
        Err(rules) => Outcome::Rejected(rules),
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

/// The lines of a switch that another text of it has not, each with where it comes from.
pub fn own_lines(of: &Compiled, than: &Compiled, path: &str) -> Vec<Blamed> {
    let Some(text) = of.tree.files.get(path) else { return Vec::new() };
    let far = than.tree.files.get(path).map(String::as_str).unwrap_or_default();
    let theirs: BTreeSet<(String, &str)> = placed(far).collect();
    let name = path.trim_start_matches("devices/").trim_end_matches(".cfg");
    let lines = blame(&plan(&of.checked, name), text, None).unwrap();
    let own = placed(text).zip(lines).filter(|(line, _)| !theirs.contains(line));
    own.map(|(_, blamed)| blamed).collect()
}

/// Every line with the lines that it stands below.
fn placed(text: &str) -> impl Iterator<Item = (String, &str)> {
    let mut above: Vec<(usize, &str)> = Vec::new();
    text.lines().map(move |line| {
        let depth = line.len() - line.trim_start().len();
        above.retain(|(d, _)| *d < depth);
        let section = above.iter().map(|(_, l)| *l).collect::<Vec<_>>().join(" / ");
        above.push((depth, line.trim()));
        (section, line)
    })
}

fn plan(checked: &Checked, name: &str) -> Device {
    let analysis = checked.analysis.as_ref().unwrap();
    let context = Context::new(analysis);
    let mut switches = analysis.assignment.topology.switches();
    let (id, _) = switches.find(|(_, device)| &*device.name == name).unwrap();
    lower::device(&context, id).unwrap()
}

/// Whether one span lies in another.
pub fn lies_in(inner: Span, outer: Span) -> bool {
    inner.file == outer.file && outer.start <= inner.start && inner.end <= outer.end
}

/// The statements at the top level of every file, each with the words in it and the names it has.
pub struct Statements(Vec<(Span, BTreeSet<String>, BTreeSet<String>)>);

impl Statements {
    pub fn of(checked: &Checked) -> Self {
        let mut all = Vec::new();
        for file in &checked.sources.fabric {
            for statement in super::place::parse(&checked.sources, *file) {
                let mut words = BTreeSet::new();
                collect(&statement, &mut words);
                let names = statement.values.iter().flat_map(names).collect();
                all.push((statement.whole, words, names));
            }
        }
        Statements(all)
    }

    fn index(&self, of: Span) -> Option<usize> {
        self.0.iter().position(|(whole, ..)| lies_in(of, *whole))
    }

    /// The statements that a statement reaches: those that name it, and in turn name those, and
    /// those that it names, and in turn are named by those.
    fn reach(&self, of: usize) -> BTreeSet<usize> {
        let names = |i: usize, j: usize| self.0[i].1.intersection(&self.0[j].2).next().is_some();
        let mut reached = BTreeSet::from([of]);
        for down in [false, true] {
            let mut edge = vec![of];
            let mut seen = BTreeSet::from([of]);
            while let Some(at) = edge.pop() {
                for next in 0..self.0.len() {
                    let linked = if down { names(at, next) } else { names(next, at) };
                    if linked && seen.insert(next) {
                        edge.push(next);
                    }
                }
            }
            reached.extend(seen);
        }
        reached
    }
}

fn collect(statement: &Statement<'_>, words: &mut BTreeSet<String>) {
    for inner in statement.block.iter().flatten() {
        words.extend(inner.values.iter().flat_map(names));
        collect(inner, words);
    }
}

/// The names that a word may be: what it stands for, and of `ce1:Ethernet1` the device.
fn names(word: &Word<'_>) -> Vec<String> {
    let all = expand(word).unwrap_or_default().into_iter().map(|w| w.value);
    all.flat_map(|w| [w.split_once(':').map(|(device, _)| device.to_owned()), Some(w)]).flatten().collect()
}

/// The lines of switches that changed and come from a statement that the mutated ones don't reach.
pub fn strange(base: &Compiled, mutated: &Compiled, mutation: &Mutation) -> Vec<String> {
    let mut found = Vec::new();
    for (one, other) in [(base, mutated), (mutated, base)] {
        let statements = Statements::of(&one.checked);
        let tops: Vec<usize> = if std::ptr::eq(one, base) {
            mutation.tops.iter().map(|top| statements.index(*top).unwrap()).collect()
        } else {
            // The statements that are not those of the flagship.
            let known: BTreeSet<&str> = Statements::of(&base.checked).0.iter().map(|(w, ..)| base.checked.sources.text(*w)).collect();
            (0..statements.0.len()).filter(|i| !known.contains(one.checked.sources.text(statements.0[*i].0))).collect()
        };
        let reached: BTreeSet<usize> = tops.iter().flat_map(|top| statements.reach(*top)).collect();
        for path in differing(&one.tree, &other.tree).into_iter().filter(|p| p.starts_with("devices/")) {
            for line in own_lines(one, other, path) {
                let Some(origin) = line.origin else { found.push(format!("{path}: {} of nobody", line.text)); continue };
                let at = statements.index(origin.span);
                if at.is_none_or(|at| !reached.contains(&at)) {
                    found.push(format!("{path}: {} from {}", line.text.trim(), one.checked.sources.text(origin.span).lines().next().unwrap()));
                }
            }
        }
    }
    found
}
