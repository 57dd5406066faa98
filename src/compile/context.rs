//! What a template is given: a plan, for people who write templates.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::Analysis;
use crate::finding::did_you_mean;
use crate::lower::{self, Context};

/// The plan of a switch, or of the hand-off to a PE, as JSON, under the name that templates know it by.
///
/// # Errors
/// Where nothing has the name, with what may have been meant.
pub fn context(analysis: &Analysis, name: &str) -> Result<String, String> {
    let context = Context::new(analysis);
    let topology = &analysis.assignment.topology;
    let switch = topology.switches().find(|(_, device)| &*device.name == name);
    if let Some(plan) = switch.and_then(|(id, _)| lower::device(&context, id)) {
        return json("device", &plan);
    }
    let pes = &analysis.fabric.pes;
    let pe = pes.iter().position(|pe| &*pe.name.value == name);
    if let Some(plan) = pe.and_then(|pe| lower::handoff(&context, pe)) {
        return json("handoff", &plan);
    }
    let switches = topology.switches().map(|(_, device)| &*device.name);
    let known: Vec<&str> = switches.chain(pes.iter().map(|pe| &*pe.name.value)).collect();
    let help = did_you_mean(name, known.iter().copied());
    let help = help.unwrap_or_else(|| "a template is given a CE, a TOR or the hand-off to a PE".to_owned());
    Err(format!("there is no switch or PE `{name}`\n{help}"))
}

fn json(name: &str, plan: &impl Serialize) -> Result<String, String> {
    let text = serde_json::to_string_pretty(&BTreeMap::from([(name, plan)]));
    text.map(|text| text + "\n").map_err(|error| error.to_string())
}
