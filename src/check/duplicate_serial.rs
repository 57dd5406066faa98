//! One serial number on two devices.

use std::collections::HashMap;

use super::Context;
use crate::finding::{Finding, Span};

pub fn run(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let mut first: HashMap<&str, (Span, &str)> = HashMap::new();
    for block in &context.blocks {
        let Some(serial) = block.serial.as_ref() else { continue };
        let device = &*block.name.value.name;
        let Some((span, other)) = first.get(&*serial.value.0) else {
            first.insert(&serial.value.0, (serial.span, device));
            continue;
        };
        let title = format!("{other} and {device} both have the serial number {}", serial.value);
        findings.push(
            Finding::error("duplicate-serial", serial.span, title)
                .here("a second time")
                .label(*span, "first here")
                .effect("whoever finds devices by it gives one of the two the configuration of the other"),
        );
    }
}
