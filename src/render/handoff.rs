//! Hand-off sheets.

use super::{Environment, Error};
use crate::plan::Handoff;

/// The sheet of one PE, in Markdown.
///
/// # Errors
/// Where the template fails.
pub fn render(environment: &Environment, handoff: &Handoff) -> Result<String, Error> {
    environment.render("handoff/pe.j2", "handoff", handoff)
}
