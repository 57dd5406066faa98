//! What a finding is known by from one run to the next.
//!
//! Made of the rule, the file, the words of the line at fault, and which one it is among those that
//! share all three: lines that move, blanks and other findings change nothing. A secret is covered
//! before, since a short one could be guessed from its digest.

use std::collections::HashMap;

use blake3::{Hash, Hasher};

use super::format::Report;
use super::secret::Secrets;
use crate::finding::FileId;

/// The fingerprint of each finding, in their order: 32 hexadecimal digits, each once in a run.
pub fn fingerprints(report: &Report<'_>, secrets: &Secrets) -> Vec<String> {
    let mut order: Vec<usize> = (0..report.findings.len()).collect();
    order.sort_by_key(|i| report.findings.get(*i).map(|f| (f.primary.span, f.rule, &f.title)));
    let mut fingerprints = vec![String::new(); order.len()];
    let mut seen: HashMap<Hash, u64> = HashMap::new();
    // Findings of one line follow each other.
    let mut last: Option<((FileId, usize), Hash)> = None;
    for (i, finding) in order.into_iter().filter_map(|i| Some((i, report.findings.get(i)?))) {
        let id = finding.primary.span.file;
        let file = report.sources.get(id);
        let number = file.map_or(0, |file| file.line_of(finding.primary.span.start));
        let line = match last {
            Some((place, line)) if place == (id, number) => line,
            _ => file.map_or(digest(&[]), |file| {
                let text = secrets.covered(id, file.line_range(number).start, file.line(number));
                let words: Vec<&str> = text.split_whitespace().collect();
                digest(&[file.reported.as_bytes(), words.join(" ").as_bytes()])
            }),
        };
        last = Some(((id, number), line));
        let alike = digest(&[finding.rule.as_bytes(), line.as_bytes()]);
        let count = seen.entry(alike).or_default();
        *count += 1;
        let mut hex = digest(&[alike.as_bytes(), &count.to_le_bytes()]).to_hex().to_string();
        hex.truncate(32);
        if let Some(place) = fingerprints.get_mut(i) {
            *place = hex;
        }
    }
    fingerprints
}

fn digest(parts: &[&[u8]]) -> Hash {
    let mut hasher = Hasher::new();
    for part in parts {
        hasher.update(&(part.len() as u64).to_le_bytes());
        hasher.update(part);
    }
    hasher.finalize()
}
