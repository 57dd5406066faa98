//! A compile: from a checked fabric to a tree on disk.
//!
//! Plans and texts are made device by device, in parallel, and put in one order; nothing is
//! written before the last of them is there, and every switch's text was read back.

mod context;
mod out_of_date;
mod secrets;
mod stale;
mod switch;
mod texts;

use std::path::Path;

use crate::Checked;
use crate::emit::{self, EmitError, Part};
use crate::finding::Finding;
use crate::render::{self, Secrets};
use crate::source::Sources;
pub use context::context;
pub use out_of_date::out_of_date;
pub use stale::{Comparison, compare};
pub use switch::{Switch, switch};

/// Name and version of the compiler, as the tree's manifest has it.
pub const COMPILER: &str = concat!("selvedge ", env!("CARGO_PKG_VERSION"));

/// What is to be compiled, and to where.
#[derive(Debug)]
pub struct Request<'a> {
    /// The tree.
    pub tree: &'a Path,
    /// The parts of the tree to make.
    pub parts: &'a [Part],
    /// Replace what was edited by hand.
    pub force: bool,
    /// A second tree, with the values of secrets.
    pub secrets: Option<&'a Path>,
}

/// What a compile did.
#[derive(Debug, Default)]
pub struct Outcome {
    /// Switches, servers and clusters of the fabric.
    pub devices: usize,
    /// Servers.
    pub hosts: usize,
    /// Clusters.
    pub clusters: usize,
    /// What became of the tree.
    pub tree: emit::Outcome,
    /// What became of the tree with secrets.
    pub secrets: Option<emit::SecretOutcome>,
    /// Whether the lock was written.
    pub lock_written: bool,
    /// What there is to say of the texts; no errors.
    pub findings: Vec<Finding>,
}

/// Why there is no tree.
#[derive(Debug)]
pub enum Failure {
    /// The fabric asks for what can't be made.
    Findings(Vec<Finding>),
    /// A template is wrong.
    Render(render::Error),
    /// The tree can't be written.
    Emit(EmitError),
}

impl From<EmitError> for Failure {
    fn from(error: EmitError) -> Self {
        Failure::Emit(error)
    }
}

impl From<render::Error> for Failure {
    fn from(error: render::Error) -> Self {
        Failure::Render(error)
    }
}

/// What is told while a compile goes on: texts made, and texts to make.
pub type Progress<'p> = &'p (dyn Fn(usize, usize) + Sync);

/// Compiles a fabric that has been checked without an error.
///
/// # Errors
/// Where the fabric asks for what can't be made, or the tree can't be written. Nothing is written
/// then, unless the disk fails half way: the next run goes on from there.
pub fn compile(checked: &Checked, request: &Request<'_>, progress: Progress<'_>) -> Result<Outcome, Failure> {
    let Some(analysis) = checked.analysis.as_ref().filter(|_| !checked.failed()) else {
        return Err(Failure::Findings(Vec::new()));
    };
    let topology = &analysis.assignment.topology;
    let mut outcome = Outcome {
        devices: topology.switches().count(),
        hosts: topology.servers().count(),
        clusters: analysis.fabric.clusters.len(),
        ..Outcome::default()
    };
    // Before anything is written: a secret that can't be read stops the whole compile.
    let values = match request.secrets {
        Some(tree) => Some((tree, secrets::secrets(analysis, &checked.sources)?)),
        None => None,
    };
    let lock = &analysis.assignment.next_lock;
    let input = input(&checked.sources, lock);
    let fresh =
        // What is not rendered finds nothing that might be denied.
        if request.force || checked.levels.denies() { None } else { emit::up_to_date(request.tree, request.parts, &input, COMPILER) };
    let made = match fresh {
        Some(_) => None,
        None => Some(texts::files(checked, analysis, request.parts, Secrets::Referenced, progress)?),
    };
    let filled = match values {
        Some((tree, values)) => {
            Some((tree, texts::files(checked, analysis, request.parts, values, progress)?))
        }
        None => None,
    };
    // The lock first: a tree without the lock that it was made with would be made otherwise next time.
    // One whose line ends git has changed is as good.
    outcome.lock_written = checked.sources.lock_text().as_deref() != Some(lock)
        && emit::write_one(&checked.sources.lock_path, lock.as_bytes())?;
    if let Some(made) = made {
        outcome.findings = made.findings;
        outcome.tree = emit::emit(emit::Request {
            tree: request.tree,
            files: made.files,
            parts: request.parts,
            force: request.force,
            input: &input,
            compiler: COMPILER,
        })?;
    }
    outcome.tree.unchanged += fresh.unwrap_or_default();
    if let Some((tree, made)) = filled {
        outcome.secrets = Some(emit::emit_secret_tree(tree, made.files, request.parts, Some(request.tree))?);
    }
    Ok(outcome)
}

/// Every text of a fabric that has been checked without an error, in the order of paths, with what
/// there is to say of them. Nothing is written.
///
/// # Errors
/// Where the fabric asks for what can't be made.
pub fn texts(checked: &Checked) -> Result<(Vec<emit::OutFile>, Vec<Finding>), Failure> {
    let Some(analysis) = checked.analysis.as_ref().filter(|_| !checked.failed()) else {
        return Err(Failure::Findings(Vec::new()));
    };
    let made = texts::files(checked, analysis, Part::ALL, Secrets::Referenced, &|_, _| {})?;
    Ok((made.files, made.findings))
}

/// A digest of all that the texts depend on, the compiler left out: the sources, the user's templates
/// among them, and what is kept in the lock.
fn input(sources: &Sources, lock: &str) -> String {
    let mut hasher = blake3::Hasher::new();
    hasher.update(sources.digest().as_bytes());
    hasher.update(lock.as_bytes());
    hasher.finalize().to_hex().to_string()
}
