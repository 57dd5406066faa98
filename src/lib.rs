//! Selvedge compiles the network of a near-edge instance: one fabric file becomes every switch's
//! configuration, every server's netplan and every cluster's NetworkAttachmentDefinitions.
//!
//! The pipeline goes one way; each step is a function of the ones before, and none imports a
//! later one. Files are read by [`source`] and written by [`emit`] only.
//!
//! ```text
//! source -> syntax -> model -> graph -> assign -> check -> lower -> render -> emit
//!              |                                    |        |        |
//!             fmt                                  fix       +- plan -+- read
//! ```

mod parallel;
pub mod shown;

pub mod finding;

pub mod source;
pub mod syntax;

pub mod fmt;

pub mod model;

pub mod graph;

pub mod assign;

pub mod check;

pub mod fix;

pub mod plan;

pub mod lower;

pub mod render;

pub mod read;

pub mod readback;

pub mod blame;

pub mod commands;

pub mod emit;

pub mod compile;

pub mod side;

pub mod diff;

pub mod rollout;

pub mod report;

pub mod cli;

use std::path::Path;

pub use assign::Analysis;
use check::Levels;
use finding::{FileId, Finding, Span};
use model::Lock;
use source::{LoadError, Sources};

/// What is known of a fabric after `check`.
#[derive(Debug)]
pub struct Checked {
    /// The texts.
    pub sources: Sources,
    /// Everything there is to say, in its order.
    pub findings: Vec<Finding>,
    /// How many findings the fabric allows.
    pub allowed: usize,
    /// How many more there are that this run was not asked to show.
    pub hidden: usize,
    /// What is asked of this run, for the findings of a compile as well.
    pub levels: Levels,
    /// The fabric, where it could be read at all.
    pub analysis: Option<Analysis>,
}

impl Checked {
    /// With what the command line asks of findings.
    pub fn under(mut self, levels: Levels) -> Checked {
        let hidden = self.hidden + levels.apply(&mut self.findings);
        Checked { levels, hidden, ..self }
    }

    /// Applies to what a compile found what the fabric and the command line say of findings.
    pub fn settle(&self, findings: &mut Vec<Finding>) {
        if let Some(analysis) = &self.analysis {
            check::allow::apply_late(&analysis.fabric, findings);
        }
        self.levels.apply(findings);
    }

    /// Whether nothing may be written.
    pub fn failed(&self) -> bool {
        self.analysis.is_none() || finding::any_error(&self.findings)
    }
}

/// Loads and checks the fabric at a path.
///
/// # Errors
/// Where there is nothing to read: see [`source::load`].
pub fn check(path: &Path, options: &source::Options) -> Result<Checked, LoadError> {
    let (sources, findings) = source::load(path, options)?;
    Ok(check_sources(sources, findings))
}

/// Loads and checks the fabric at a path and mends what is certain, in memory.
///
/// # Errors
/// As [`check`].
pub fn fix(path: &Path, options: &source::Options) -> Result<fix::Fixed, LoadError> {
    fix::fix(&|instead| {
        let (sources, findings) = source::load_with(path, options, instead)?;
        Ok(check_sources(sources, findings))
    })
}

/// Checks a fabric that has been loaded, with what loading had to say.
pub fn check_sources(sources: Sources, mut findings: Vec<Finding>) -> Checked {
    let analysis = analyze(&sources, &mut findings);
    if let Some(analysis) = &analysis {
        check::run(analysis, &mut findings);
    }
    render::findings::check(&sources, &mut findings);
    let allowed = analysis.as_ref().map_or(0, |a| check::allow::apply(&a.fabric, &mut findings));
    finding::sort(&mut findings);
    finding::cap(&mut findings);
    Checked { sources, findings, allowed, hidden: 0, levels: Levels::default(), analysis }
}

/// From texts to a fabric with everything assigned.
fn analyze(sources: &Sources, findings: &mut Vec<Finding>) -> Option<Analysis> {
    let lock = lock(sources, findings);
    let mut statements = Vec::new();
    let mut partial = sources.partial;
    for file in &sources.fabric {
        let parsed = syntax::parse_file(sources, *file, findings);
        statements.extend(parsed.statements);
        partial |= parsed.partial;
    }
    // What is wrong with a template hides nothing of the fabric.
    let own = |f: &Finding| {
        let file = f.primary.span.file;
        sources.fabric.contains(&file) || sources.lock == Some(file)
    };
    let (mut told, elsewhere) = std::mem::take(findings).into_iter().partition::<Vec<_>, _>(own);
    let fabric = model::build(statements, top(sources), partial, &mut told);
    *findings = told;
    findings.extend(elsewhere);
    let fabric = fabric?;
    let topology = graph::build(&fabric);
    let assignment = assign::assign(&fabric, topology, &lock);
    Some(Analysis { fabric, assignment })
}

/// What stands against a lock that may not change; nothing where it would stay as it is. A fabric with
/// errors has no lock to compare with.
pub fn lock_out_of_date(checked: &Checked) -> Option<Finding> {
    let analysis = checked.analysis.as_ref().filter(|_| !checked.failed())?;
    // What is wrong with the lock itself is among the findings already.
    let kept = lock(&checked.sources, &mut Vec::new());
    let text = checked.sources.lock_text();
    check::lock_out_of_date::find(analysis, &kept, checked.sources.lock.zip(text.as_deref()))
}

fn lock(sources: &Sources, findings: &mut Vec<Finding>) -> Lock {
    let Some(file) = sources.lock else { return Lock::default() };
    let parsed = syntax::parse_file(sources, file, findings);
    model::read_lock(parsed.statements, Span { file, start: 0, end: 0 }, findings)
}

/// The place that stands for the fabric as a whole: where its first file begins.
fn top(sources: &Sources) -> Span {
    let file = sources.fabric.first().copied().unwrap_or(FileId(0));
    Span { file, start: 0, end: 0 }
}
