//! A compile that only looks: whether what is there is what the fabric gives.

use super::{COMPILER, Failure, Progress, Request, input, texts};
use crate::Checked;
use crate::emit::{self, How, Stale};
use crate::finding::Finding;
use crate::render::Secrets;

/// What a compile would change.
#[derive(Debug)]
pub struct Comparison {
    /// In the tree.
    pub tree: Stale,
    /// In the lock.
    pub lock: Option<How>,
    /// What there is to say of the texts; no errors.
    pub findings: Vec<Finding>,
}

impl Comparison {
    /// Whether a compile would change anything.
    pub fn is_stale(&self) -> bool {
        self.lock.is_some() || !self.tree.differences.is_empty()
    }
}

/// Renders a fabric that has been checked without an error, and compares; writes nothing. The texts of
/// the first `shown` files of the tree that differ are kept. Of the request, the tree and its parts
/// count.
///
/// # Errors
/// As [`super::compile`].
pub fn compare(
    checked: &Checked,
    request: &Request<'_>,
    shown: usize,
    progress: Progress<'_>,
) -> Result<Comparison, Failure> {
    let Some(analysis) = checked.analysis.as_ref().filter(|_| !checked.failed()) else {
        return Err(Failure::Findings(Vec::new()));
    };
    let lock = &analysis.assignment.next_lock;
    let made = texts::files(checked, analysis, request.parts, Secrets::Referenced, progress)?;
    let due = emit::Request {
        tree: request.tree,
        files: made.files,
        parts: request.parts,
        force: false,
        input: &input(&checked.sources, lock),
        compiler: COMPILER,
    };
    // Line ends of a lock don't count.
    let same = |how: &How| {
        matches!(how, How::Differs { .. }) && checked.sources.lock_text().as_deref() == Some(lock)
    };
    Ok(Comparison {
        tree: emit::compare(due, shown)?,
        lock: emit::compare_one(&checked.sources.lock_path, lock.as_bytes())?.filter(|how| !same(how)),
        findings: made.findings,
    })
}
