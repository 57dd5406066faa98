//! Which edits can be applied together, and what becomes of the texts.

use std::collections::BTreeMap;

use crate::Checked;
use crate::finding::{Edit, FileId, Finding};
use crate::source::{Instead, SourceFile};

/// The findings whose edits are applied together, none touching another, the first in order first.
/// Edits are made in files of the fabric alone, never in the lock and in templates, and never over a
/// line's end: a comment may stand there.
pub fn choose(checked: &Checked, wanted: impl Fn(&Finding) -> bool) -> Vec<&Finding> {
    let mut taken: BTreeMap<(FileId, u32), u32> = BTreeMap::new();
    let mut chosen = Vec::new();
    for finding in &checked.findings {
        let fits = |edit: &Edit| {
            let Some(file) = editable(checked, edit.span.file) else { return false };
            let text = file.text.get(edit.span.start as usize..edit.span.end as usize);
            text.is_some_and(|text| !text.contains('\n'))
        };
        if finding.fix.is_empty() || !finding.fix.iter().all(fits) || !wanted(finding) {
            continue;
        }
        let touches = |edit: &Edit| {
            let upto = (edit.span.file, edit.span.end);
            let before = taken.range(..=upto).next_back();
            before.is_some_and(|((file, _), end)| *file == edit.span.file && *end >= edit.span.start)
        };
        if finding.fix.iter().any(touches) {
            continue;
        }
        taken.extend(finding.fix.iter().map(|edit| ((edit.span.file, edit.span.start), edit.span.end)));
        chosen.push(finding);
    }
    chosen
}

/// A file of the fabric that was read whole from the disk.
fn editable(checked: &Checked, id: FileId) -> Option<&SourceFile> {
    let file = checked.sources.fabric.contains(&id).then(|| checked.sources.get(id)).flatten()?;
    (file.parseable && file.disk.is_some()).then_some(file)
}

/// The contents of the files that the edits of findings change. The edits don't touch each other.
pub fn apply(checked: &Checked, findings: &[&Finding]) -> Instead {
    let mut files: BTreeMap<FileId, Vec<&Edit>> = BTreeMap::new();
    for edit in findings.iter().flat_map(|finding| &finding.fix) {
        files.entry(edit.span.file).or_default().push(edit);
    }
    let mut contents = Instead::new();
    for (id, mut edits) in files {
        let Some(file) = checked.sources.get(id) else { continue };
        let Some(disk) = &file.disk else { continue };
        edits.sort_by_key(|edit| edit.span);
        let mut text = String::with_capacity(file.text.len() + 64);
        let mut at = 0;
        for edit in edits {
            text.push_str(file.text.get(at..edit.span.start as usize).unwrap_or(""));
            text.push_str(&edit.text);
            at = edit.span.end as usize;
        }
        text.push_str(file.text.get(at..).unwrap_or(""));
        contents.insert(disk.path.clone(), disk.contents(&text));
    }
    contents
}
