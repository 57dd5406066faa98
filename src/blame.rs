//! Whose a line of a configuration is: the statement and the decision that it comes from.
//!
//! The line is read, and says which element of the plan it speaks of; the plan knows where that
//! came from. So it works for a text that was edited, or compiled of another state of the source, too.

use std::collections::BTreeMap;

use crate::plan::{Device, Element, Origin};
use crate::read;
use crate::readback::TemplateLine;

/// A line, and whose it is.
#[derive(Debug, Clone)]
pub struct Blamed {
    /// What the line says.
    pub text: String,
    /// What it speaks of; none where the reader does not know the line.
    pub element: Option<Element>,
    /// Where that came from; none where the plan has no such element.
    pub origin: Option<Origin>,
    /// The line of a template that printed it, where the text is what the fabric gives now.
    pub template: Option<TemplateLine>,
}

/// Every line of a switch's configuration. `printed` is what the plan gives now, with the template
/// line of each of its lines.
///
/// # Errors
/// Where the text is no configuration of the switch's operating system.
pub fn blame(
    plan: &Device,
    text: &str,
    printed: Option<&(String, Vec<Option<TemplateLine>>)>,
) -> Result<Vec<Blamed>, read::Error> {
    let reading = read::read(plan.os, text)?;
    let origins: BTreeMap<Element, Origin> = plan.elements().into_iter().collect();
    let templates =
        printed.filter(|(now, _)| now == text).map(|(_, lines)| lines.as_slice()).unwrap_or_default();
    Ok(text
        .lines()
        .enumerate()
        .map(|(i, line)| {
            let element = reading.element(i + 1).cloned();
            Blamed {
                text: line.to_owned(),
                origin: element.as_ref().and_then(|e| origins.get(e)).copied(),
                element,
                template: templates.get(i).cloned().flatten(),
            }
        })
        .collect())
}
