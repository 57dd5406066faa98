//! The proof of a compile: each text is read back, and must be the plan that it was made from.
//!
//! What a template lost or garbled comes out as the elements that differ; the line and the template
//! that are to blame are looked for only then.

mod findings;
mod symptom;
mod trace;

use crate::plan::{Device, Difference, differences};
use crate::read::{self, Reading};

pub use findings::findings;
pub use symptom::TemplateLine;
pub use trace::{Printed, Traces};

/// What became of the text of one switch.
#[derive(Debug)]
pub struct Verdict {
    /// The plan that the text was made from.
    pub plan: Device,
    /// The text.
    pub text: String,
    /// What the text was read as.
    pub reading: Result<Reading, read::Error>,
    /// What plan and text say differently.
    pub differences: Vec<Difference>,
}

impl Verdict {
    /// Whether the text says something else than its plan. One that says more is none the worse.
    pub fn is_wrong(&self) -> bool {
        !self.differences.is_empty() || self.reading.as_ref().map_or(true, |r| !r.repeated.is_empty())
    }
}

/// Reads a text back: nothing where it is its plan, whole, and every line is known.
pub fn verdict(plan: Device, text: &str) -> Option<Verdict> {
    let reading = read::read(plan.os, text);
    let differences = match &reading {
        Ok(read) if read.device == plan && read.unknown.is_empty() && read.repeated.is_empty() => {
            return None;
        }
        Ok(read) => differences(&plan, &read.device),
        Err(_) => Vec::new(),
    };
    Some(Verdict { plan, text: text.to_owned(), reading, differences })
}
