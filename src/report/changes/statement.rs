//! The statements behind changes.

use crate::Checked;
use crate::diff::{Cause, Which};
use crate::report::message;
use crate::report::secret::Secrets;
use crate::shown;
use crate::side::Side;

/// The statements of both sides.
pub struct Statements<'a> {
    old: Option<(&'a Checked, Secrets)>,
    new: Option<(&'a Checked, Secrets)>,
}

impl<'a> Statements<'a> {
    /// Those of the sides that are fabrics.
    pub fn of(old: &'a Side, new: &'a Side) -> Self {
        let of = |side: &'a Side| {
            side.fabric().map(|checked| (checked, Secrets::of(&checked.sources, &checked.findings)))
        };
        Statements { old: of(old), new: of(new) }
    }

    /// A statement with its place: `site/fabric.fab:12: network apps {`.
    pub fn text(&self, cause: &Cause) -> Option<String> {
        let (path, line, text) = self.place(cause)?;
        Some(format!("{path}:{line}: {text}"))
    }

    /// The file, the line, from 1, and the text of a statement, without what may be a secret.
    pub fn place(&self, cause: &Cause) -> Option<(String, usize, String)> {
        let side = match cause.which {
            Which::Old => &self.old,
            Which::New => &self.new,
        };
        let (checked, secrets) = side.as_ref()?;
        let file = checked.sources.get(cause.span.file)?;
        let line = file.line_of(cause.span.start);
        let text = secrets.covered(cause.span.file, file.line_range(line).start, file.line(line));
        Some((shown::path(&file.path), line + 1, message(text.trim()).into_owned()))
    }
}
