//! Hand-off sheets.

use super::trace::{Place, Tracer};
use super::{Environment, Error};
use crate::plan::Handoff;

/// The template of every sheet.
const TEMPLATE: &str = "handoff/pe.j2";

/// The sheet of one PE, in Markdown.
///
/// # Errors
/// Where the template fails.
pub fn render(environment: &Environment, handoff: &Handoff) -> Result<String, Error> {
    environment.render(TEMPLATE, "handoff", handoff)
}

/// For each line of a sheet the line of a template that printed it: see [`Tracer::lines`].
pub fn trace<'t>(tracer: &'t Tracer, handoff: &Handoff, text: &str) -> Option<Vec<Place<'t>>> {
    tracer.lines(TEMPLATE, "handoff", handoff, text)
}
