//! Findings mend themselves where the edit is certain.
//!
//! All happens in memory: edits are applied, the fabric is loaded and checked again, and what makes an
//! error that was not there, or leaves its finding standing, is dropped. So whatever a rule believes to
//! be certain, a fix never makes a fabric worse. Where edits touch, the first in the order of findings
//! is applied, and the other one waits for the next round.

mod edit;

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use crate::Checked;
use crate::finding::{Finding, Level};
use crate::source::{Instead, LoadError};

/// How many rounds there are at most: a fix may allow the next, but two must not undo each other for
/// ever.
const ROUNDS: usize = 16;
/// How often the fabric is checked at most. Fixes that there is no time to try are not applied.
const CHECKS: usize = 128;

/// A fabric after its fixes.
#[derive(Debug)]
pub struct Fixed {
    /// What is left to say of it, with its texts as they are to be.
    pub checked: Checked,
    /// The fabric as it was found, where anything was mended.
    pub found: Option<Checked>,
    /// The files that change, by path.
    pub changes: Vec<Change>,
    /// How many findings were mended.
    pub fixed: usize,
}

/// A file that fixes change.
#[derive(Debug)]
pub struct Change {
    /// The path as shown.
    pub shown: PathBuf,
    /// Where it lies.
    pub path: PathBuf,
    /// Its text.
    pub old: String,
    /// Its text as it is to be.
    pub new: String,
    /// Its contents as they were read, byte-order mark and all.
    pub before: Vec<u8>,
    /// Its contents as they are to be.
    pub after: Vec<u8>,
}

/// What a finding is told by when places have moved.
type Mistake = (Level, &'static str, String);

fn mistake(finding: &Finding) -> Mistake {
    (finding.level, finding.rule, finding.title.clone())
}

/// How often each mistake was found.
fn count(checked: &Checked) -> BTreeMap<Mistake, usize> {
    let mut counts = BTreeMap::new();
    for finding in &checked.findings {
        *counts.entry(mistake(finding)).or_default() += 1;
    }
    counts
}

/// Mends a fabric; `check` loads and checks it with some contents in place of those on the disk.
///
/// # Errors
/// Where `check` can't read the fabric.
pub fn fix(check: &dyn Fn(&Instead) -> Result<Checked, LoadError>) -> Result<Fixed, LoadError> {
    let first = check(&Instead::new())?;
    let mut old: BTreeMap<PathBuf, (PathBuf, String)> = BTreeMap::new();
    let mut instead = Instead::new();
    let mut refused = BTreeSet::new();
    let (mut fixed, mut checks) = (0, 0);
    let (mut now, mut found) = (first, None);
    for _ in 0..ROUNDS {
        let chosen = edit::choose(&now, |finding| !refused.contains(&mistake(finding)));
        if chosen.is_empty() {
            break;
        }
        let before = count(&now);
        let mut kept: Vec<&Finding> = Vec::new();
        let mut next = None;
        // Halves of what went wrong, the earlier ones on top.
        let mut left = vec![chosen.as_slice()];
        while let Some(part) = left.pop() {
            let tried: Vec<&Finding> = kept.iter().chain(part).copied().collect();
            let mut with = instead.clone();
            with.extend(edit::apply(&now, &tried));
            checks += 1;
            let spent = checks > CHECKS;
            match if spent { None } else { Some(check(&with)?) } {
                Some(after) if holds(&before, &count(&after), &tried) => {
                    kept = tried;
                    next = Some((with, after));
                }
                None => refused.extend(part.iter().map(|finding| mistake(finding))),
                Some(_) if part.len() == 1 => refused.extend(part.iter().map(|finding| mistake(finding))),
                Some(_) => {
                    let (earlier, later) = part.split_at(part.len() / 2);
                    left.extend([later, earlier]);
                }
            }
        }
        fixed += kept.len();
        let Some((with, after)) = next else { continue };
        for file in now.sources.files() {
            if let Some(disk) = file.disk.as_ref().filter(|disk| with.contains_key(&disk.path)) {
                old.entry(disk.path.clone()).or_insert_with(|| (file.path.clone(), file.text.clone()));
            }
        }
        instead = with;
        let earlier = std::mem::replace(&mut now, after);
        found.get_or_insert(earlier);
    }
    let changes = changes(&now, old, instead);
    Ok(Fixed { checked: now, found, changes, fixed })
}

/// Whether the mistakes that were mended are gone, and no error came.
fn holds(before: &BTreeMap<Mistake, usize>, after: &BTreeMap<Mistake, usize>, mended: &[&Finding]) -> bool {
    let mut expected = before.clone();
    for finding in mended {
        if let Some(number) = expected.get_mut(&mistake(finding)) {
            *number = number.saturating_sub(1);
        }
    }
    let gone = |mended: &&Finding| {
        let key = mistake(mended);
        after.get(&key).copied().unwrap_or(0) <= expected.get(&key).copied().unwrap_or(0)
    };
    let known = |(key, number): (&Mistake, &usize)| {
        key.0 != Level::Error || *number <= before.get(key).copied().unwrap_or(0)
    };
    mended.iter().all(gone) && after.iter().all(known)
}

/// The files whose texts have changed, with what they were.
fn changes(now: &Checked, old: BTreeMap<PathBuf, (PathBuf, String)>, mut instead: Instead) -> Vec<Change> {
    let mut changes = Vec::new();
    for (path, (shown, old)) in old {
        let file = now.sources.files().find(|file| file.disk.as_ref().is_some_and(|disk| disk.path == path));
        if let Some(file) = file
            && let (Some(disk), Some(after)) = (&file.disk, instead.remove(&path))
            && file.text != old
        {
            let before = disk.contents(&old);
            changes.push(Change { shown, path, old, new: file.text.clone(), before, after });
        }
    }
    changes
}
