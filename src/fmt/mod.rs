//! The one form of a `.fab` file.
//!
//! The author says where a line ends and where a line stays empty; everything between is decided
//! here: how far a line is indented, which blanks stand in it, what is aligned with what. Nothing but
//! blanks, line ends and semicolons ever comes or goes, so the statements stay what they are and every
//! comment stays where it is. The form depends on nothing else than that, so it is its own form.
//!
//! `layout` makes lines of tokens, `align` columns of neighbouring lines, `print` a text.

mod align;
mod layout;
mod print;

use crate::finding::{FileId, Finding, Span};
use crate::shown;
use crate::source::Sources;
use crate::syntax;

/// How long a line may become by aligning, in characters. A line that the author made longer stays.
const WIDTH: usize = 110;

/// A loaded file in its form, or none where it can't be parsed: the findings say why.
pub fn format_file(sources: &Sources, id: FileId, findings: &mut Vec<Finding>) -> Option<String> {
    let file = sources.get(id)?;
    let mut wrong = Vec::new();
    syntax::parse_file(sources, id, &mut wrong);
    if !file.parseable || !wrong.is_empty() {
        findings.append(&mut wrong);
        return None;
    }
    let text = format(&file.text);
    // Blanks count as well: a file at the limits may go beyond them.
    let (_, refused) = Sources::from_text(&file.key, &text);
    match refused.first() {
        None => Some(text),
        Some(refusal) => {
            let title = format!("{} is too large once formatted", shown::path(&file.path));
            let top = Span { file: id, start: 0, end: 0 };
            let rule = refusal.rule;
            findings.push(Finding::error(rule, top, title).here(refusal.title.clone()));
            None
        }
    }
}

/// A text in its form, which means the same where it could be parsed.
pub fn format(text: &str) -> String {
    let mut lines = layout::lines(&syntax::tokens(text));
    align::columns(&mut lines);
    align::place(&mut lines);
    align::comments(&mut lines);
    print::print(&lines)
}

#[cfg(test)]
mod tests;
