//! Where a brace is missing: which statement it belongs to, as the lines are indented.
//!
//! A statement of the top level begins its line without a blank, and what stands in its block with
//! one. A text that is written otherwise is read as its braces say.

use super::tree::Statement;
use crate::finding::Finding;

/// Whether a statement begins its line without a blank.
pub fn is_outer(text: &str, statement: &Statement<'_>) -> bool {
    let start = statement.whole.start as usize;
    start == 0 || text.as_bytes().get(start - 1) == Some(&b'\n')
}

/// Whether a statement begins its line without a blank, and what stands in its block does not.
pub fn is_indented(text: &str, statement: &Statement<'_>) -> bool {
    let first = statement.block.iter().flatten().next();
    is_outer(text, statement) && first.is_some_and(|s| !is_outer(text, s))
}

/// Where the next statement of the top level begins, inside of one that is never closed.
pub fn next(text: &str, open: &Statement<'_>) -> Option<usize> {
    let start = open.whole.start as usize;
    let lines = text.get(start..open.whole.end as usize)?.match_indices('\n');
    let begins = |at: &usize| text.as_bytes().get(*at).is_some_and(u8::is_ascii_alphabetic);
    lines.map(|(at, _)| start + at + 1).find(begins)
}

/// Marks a statement, and all that stands in it, as one whose blocks nobody can tell apart.
pub fn garble(statement: &mut Statement<'_>) {
    statement.garbled = true;
    statement.damaged = true;
    statement.block.iter_mut().flatten().for_each(garble);
}

/// Moves the statements behind `first` into its block, where their lines say that they belong there:
/// they begin with a blank, or on its own line.
pub fn enclose(text: &str, statements: &mut Vec<Statement<'_>>, first: usize) -> bool {
    let inside = statements.get(first + 1..).unwrap_or_default();
    let Some(head) = statements.get(first) else { return false };
    if head.garbled || head.block.is_none() && inside.is_empty() && !head.damaged {
        return false;
    }
    if inside.iter().any(|s| is_outer(text, s)) {
        return false;
    }
    let lost = statements.split_off(first + 1);
    if let Some(head) = statements.last_mut() {
        if let Some(last) = lost.last() {
            head.whole = head.whole.to(last.whole);
        }
        head.block.get_or_insert_default().extend(lost);
        garble(head);
    }
    true
}

/// That a brace of a statement is missing at the beginning of a block.
pub fn never_opened(statement: &Statement<'_>) -> Finding {
    let title = format!("a block of `{}` is never opened", statement.keyword.text);
    Finding::error("syntax", statement.head(), title)
        .here("there is a `}` more than `{` in it")
        .help("put the missing `{` behind the name of its block")
}
