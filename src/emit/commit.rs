//! The second pass: do what the first one decided.
//!
//! The order is what makes an interruption harmless: journal, files, manifest, end of the journal.
//! Between any two steps the manifest and the journal together know every file of ours.

use std::path::Path;

use super::journal::Journal;
use super::manifest::{Entry, MANIFEST, Manifest, Record, Stamp};
use super::path::{split, temporary};
use super::survey::{Act, Plan};
use super::{EmitError, JOURNAL, OutFile, Outcome, Part, sys, write};

/// Carries out the plan; `plan.due` runs along `files`.
pub(super) fn commit(
    tree: &Path,
    files: &[OutFile],
    mut plan: Plan<'_>,
    mut manifest: Manifest,
    journal: Journal,
    stamp: Stamp<'_>,
) -> Result<Outcome, EmitError> {
    let mut outcome = Outcome { kept: plan.kept(files), resumed: journal.found, ..Outcome::default() };
    sweep(tree, &plan.strays)?;
    let changes = plan.changes();
    if changes {
        plan.claims.save(tree)?;
    }
    for path in &plan.remove {
        outcome.removed += usize::from(write::remove(&plan.folders.place(path))?);
    }
    for (file, due) in files.iter().zip(&plan.due) {
        match due.act {
            Act::Write => {
                plan.folders.make(split(&file.path).0)?;
                let place = plan.folders.place(&file.path);
                let aside = plan.folders.place(&temporary(&file.path));
                write::replace(&place, &aside, &file.text, write::Mode::of(file.private))?;
                outcome.written += 1;
            }
            Act::Mend => {
                let place = plan.folders.place(&file.path);
                if let Some(metadata) = sys::regular(&place)? {
                    sys::make_private(&place, &metadata)?;
                }
                outcome.mended += 1;
                outcome.unchanged += 1;
            }
            Act::Leave => outcome.unchanged += 1,
            Act::Keep(_) => {}
        }
    }
    plan.folders.prune(plan.emptied.iter().map(String::as_str).collect());
    record(files, &plan, &mut manifest, &stamp, &outcome);
    manifest.save(tree)?;
    if changes || journal.found {
        journal.outside(stamp.parts).end(tree)?;
    }
    Ok(outcome)
}

/// Removes the temporary files that an interrupted run may have left: its own two even where it
/// came to no journal.
fn sweep(tree: &Path, strays: &[String]) -> Result<(), EmitError> {
    let own = [MANIFEST, JOURNAL].into_iter();
    for path in own.chain(strays.iter().map(String::as_str)) {
        write::remove(&tree.join(temporary(path)))?;
    }
    Ok(())
}

/// Puts new records of the run's parts into the manifest.
///
/// A kept file keeps the entry that it had: the digest of what we last wrote there. So the edit is
/// seen again next time, and taking it back is seen as well.
fn record(files: &[OutFile], plan: &Plan<'_>, manifest: &mut Manifest, stamp: &Stamp<'_>, outcome: &Outcome) {
    for &part in stamp.parts {
        let mut record = Record::new(stamp.compiler, stamp.input);
        let due = files.iter().zip(&plan.due).filter(|(_, due)| !matches!(due.act, Act::Keep(_)));
        for (file, due) in due.filter(|(file, _)| Part::of(&file.path) == part) {
            record.put(&file.path, Entry { digest: due.digest, private: file.private });
        }
        for kept in outcome.kept.iter().filter(|kept| Part::of(&kept.path) == part) {
            record.kept.push(kept.path.clone());
            if let Some(entry) = manifest.get(&kept.path) {
                record.put(&kept.path, entry);
            }
        }
        manifest.parts.insert(part, record);
    }
}
