//! Two pNICs of a server in one PCI slot.

use std::collections::HashMap;

use super::Context;
use crate::finding::{At, Finding};
use crate::model::construct::Pnic;
use crate::model::value::Pci;

pub fn run(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for profile in &context.profiles {
        let mut first: HashMap<&str, (&Pnic, &At<Pci>)> = HashMap::new();
        for pnic in profile.numa.iter().flat_map(|n| n.pnics.iter()) {
            let Some(pci) = pnic.pci.as_ref() else { continue };
            let Some((other, before)) = first.get(&*pci.value.0) else {
                first.insert(&pci.value.0, (pnic, pci));
                continue;
            };
            let title = format!(
                "pNICs {} and {} of {} both have PCI address {}",
                other.name.value, pnic.name.value, profile.name.value, pci.value
            );
            findings.push(
                Finding::error("duplicate-pci", pci.span, title)
                    .here("a second time")
                    .label(before.span, "first here")
                    .effect("whoever looks for one of the two in the server finds the other"),
            );
        }
    }
}
