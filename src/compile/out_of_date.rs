//! What a comparison found, as findings: one for each file that is not what the fabric gives.

use std::path::Path;

use super::Comparison;
use crate::Checked;
use crate::emit::{How, Mend};
use crate::finding::{Finding, Span};

/// The findings of a comparison of `tree` with a checked fabric: the files of the tree, and the lock.
/// Their places are added to the sources. A tree that is not there is one finding.
pub fn out_of_date(checked: &mut Checked, comparison: &Comparison, tree: &Path) -> Vec<Finding> {
    let lock = comparison.lock.as_ref().map(|how| match crate::lock_out_of_date(checked) {
        Some(finding) => finding,
        // What stands there is read as the lock that is due, and is no file of ours: a link.
        None => finding(checked, &checked.sources.lock_path.clone(), "the lock", how),
    });
    let stale = &comparison.tree;
    let mut findings: Vec<Finding> = match stale.absent {
        true => vec![absent(checked, tree, stale.differences.len())],
        false => {
            let each = stale.differences.iter();
            each.map(|d| finding(checked, &tree.join(&d.path), &format!("`{}`", d.path), &d.how)).collect()
        }
    };
    findings.extend(lock);
    findings
}

/// A file that is not what it should be, `name` what it is called wherever the tree lies.
fn finding(checked: &mut Checked, path: &Path, name: &str, how: &How) -> Finding {
    let alike = match how {
        How::Differs { alike, .. } => alike.clone(),
        _ => None,
    };
    let here = if alike.is_some() { "the first line that differs" } else { "this file" };
    let span = checked.sources.outside(path, alike.unwrap_or_default());
    let title = format!("{name} is not what {} gives: {how}", fabric(checked));
    stale(span, title).here(here).help(match how.mend() {
        Mend::Compile => "`selvedge compile` writes it; commit it with the fabric",
        Mend::Force => "`selvedge compile --force` overwrites what was edited by hand",
        Mend::ByHand => "a compile leaves alone what it did not write: remove it, or move it away",
    })
}

fn absent(checked: &mut Checked, tree: &Path, files: usize) -> Finding {
    let span = checked.sources.outside(tree, String::new());
    let files = format!("{files} file{}", if files == 1 { "" } else { "s" });
    let title = format!("the tree of {} is not there: {files}", fabric(checked));
    stale(span, title).here("no such folder").help("`selvedge compile` writes it; commit it with the fabric")
}

fn stale(span: Span, title: String) -> Finding {
    Finding::error("tree-out-of-date", span, title)
        .effect("whoever pushes the tree pushes what the fabric does not say")
}

fn fabric(checked: &Checked) -> &str {
    checked.analysis.as_ref().map_or("the fabric", |analysis| &analysis.fabric.fabric.name.value.0)
}
