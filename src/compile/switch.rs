//! One switch alone: its plan, its text, and what printed each line.

use crate::Checked;
use crate::lower::{self, Context};
use crate::plan::Device;
use crate::readback::{TemplateLine, Traces};
use crate::render::{self, Environment, Secrets};

/// One switch of a fabric.
#[derive(Debug)]
pub struct Switch {
    /// Its plan.
    pub plan: Device,
    /// Its text, with the line of a template that printed each of its lines; none where a template fails.
    pub printed: Option<(String, Vec<Option<TemplateLine>>)>,
}

/// The switch of a name; none where the fabric has none.
///
/// # Errors
/// Where a template can't be read.
pub fn switch(checked: &Checked, name: &str) -> Result<Option<Switch>, render::Error> {
    let Some(analysis) = checked.analysis.as_ref() else { return Ok(None) };
    let context = Context::new(analysis);
    let mut switches = analysis.assignment.topology.switches();
    let found = switches.find(|(_, device)| &*device.name == name);
    let Some(plan) = found.and_then(|(id, _)| lower::device(&context, id)) else { return Ok(None) };
    let environment = Environment::with(Secrets::Referenced, &checked.sources)?;
    let printed = Traces::of(&environment).own(&plan);
    Ok(Some(Switch { plan, printed }))
}
