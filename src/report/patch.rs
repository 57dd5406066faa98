//! What would change in a file, as a unified diff that other programs can apply. What must not be
//! shown is covered, as in findings; of what moves a cursor, tabs and line ends alone are left.

use std::fmt::Write;

use similar::{ChangeTag, TextDiff};

use super::printable;
use super::secret::Secrets;
use crate::finding::FileId;

/// Lines around a change.
const CONTEXT: usize = 3;
/// How many pairs of lines are compared at most; between larger texts everything from the first to
/// the last difference is one change.
const PAIRS: usize = 25_000_000;

/// The differences between two texts of one path; none gives nothing. Line ends are kept as they are.
pub fn unified(path: &str, old: &str, new: &str) -> String {
    if old == new {
        return String::new();
    }
    let mut text = format!("--- {path}\n+++ {path}\n");
    let (before, after) = (Side::of(old), Side::of(new));
    let (old, new) = (&before.lines, &after.lines);
    let same = old.iter().zip(new).take_while(|(a, b)| a == b).count();
    let rest = old.len().min(new.len()) - same;
    let end = old.iter().rev().zip(new.iter().rev()).take(rest).take_while(|(a, b)| a == b).count();
    let (gone, come) = (old.len() - same - end, new.len() - same - end);
    if gone.saturating_mul(come) > PAIRS {
        // Writing to a string can't fail.
        let _ = writeln!(text, "@@ -{},{gone} +{},{come} @@", same + 1, same + 1);
        (same..same + gone).for_each(|i| before.line(&mut text, '-', i));
        (same..same + come).for_each(|i| after.line(&mut text, '+', i));
        return text;
    }
    let diff = TextDiff::from_slices(old, new);
    for hunk in diff.unified_diff().context_radius(CONTEXT).iter_hunks() {
        let _ = writeln!(text, "{}", hunk.header());
        for change in hunk.iter_changes() {
            let (side, sign, index) = match change.tag() {
                ChangeTag::Delete => (&before, '-', change.old_index()),
                ChangeTag::Insert => (&after, '+', change.new_index()),
                ChangeTag::Equal => (&before, ' ', change.old_index()),
            };
            index.into_iter().for_each(|i| side.line(&mut text, sign, i));
        }
    }
    text
}

/// One of the two texts.
struct Side<'t> {
    /// Its lines, with their ends.
    lines: Vec<&'t str>,
    /// Where each begins.
    starts: Vec<usize>,
    secrets: Secrets,
}

impl<'t> Side<'t> {
    fn of(text: &'t str) -> Self {
        let lines: Vec<&str> = text.split_inclusive('\n').collect();
        let starts = lines.iter().scan(0, |at, line| Some(std::mem::replace(at, *at + line.len()))).collect();
        Side { lines, starts, secrets: Secrets::of_text(text) }
    }

    /// Writes a line behind its sign.
    fn line(&self, text: &mut String, sign: char, index: usize) {
        let (Some(line), Some(start)) = (self.lines.get(index), self.starts.get(index)) else { return };
        let bare = line.strip_suffix('\n');
        let (shown, end) = match bare.unwrap_or(line) {
            line if line.ends_with('\r') => (line.trim_end_matches('\r'), "\r"),
            line => (line, ""),
        };
        let covered = self.secrets.covered_by("***", FileId::default(), *start, shown);
        let shown: Vec<_> = covered.split('\t').map(|p| printable(p).into_owned()).collect();
        // Writing to a string can't fail.
        let _ = writeln!(text, "{sign}{}{end}", shown.join("\t"));
        if bare.is_none() {
            text.push_str("\\ No newline at end of file\n");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_has_its_lines_around_it() {
        let old: String = (1..=9).map(|n| format!("line {n}\n")).collect();
        let new = old.replace("line 5\n", "line five\n").replace("line 9\n", "line 9");
        let expected = "--- a.fab\n+++ a.fab\n@@ -2,8 +2,8 @@\n line 2\n line 3\n line 4\n-line 5\n+line five\n \
                        line 6\n line 7\n line 8\n-line 9\n+line 9\n\\ No newline at end of file\n";
        assert_eq!(unified("a.fab", &old, &new), expected);
        assert_eq!(unified("a.fab", &old, &old), "");
    }

    #[test]
    fn a_password_in_plain_is_covered() {
        let text = unified("a.fab", "user a { password hunter2 }\n", "user a  { password hunter2 }\n");
        assert!(!text.contains("hunter2"), "{text}");
        assert!(text.contains("-user a { password *** }"), "{text}");
        let text = unified("a.fab", "mtu 1\npassword\nhunter2\n", "mtu 2\npassword\nhunter2\n");
        assert!(text.ends_with(" password\n ***\n"), "{text}");
    }

    #[test]
    fn texts_too_large_to_compare_are_one_change() {
        let lines = |sign: &str| (0..6000).map(|n| format!("{sign} {n}\n")).collect::<String>();
        let text = unified("a.fab", &format!("same\n{}", lines("a")), &format!("same\n{}", lines("b")));
        assert!(text.starts_with("--- a.fab\n+++ a.fab\n@@ -2,6000 +2,6000 @@\n-a 0\n"));
        assert_eq!(text.lines().count(), 3 + 12_000);
    }
}
