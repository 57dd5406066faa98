//! Two interfaces of a host with one name.

use std::collections::HashMap;

use super::Context;
use crate::assign::bond_name;
use crate::finding::{Finding, Span};

pub fn run(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for profile in &context.profiles {
        let pnics = || profile.numa.iter().flat_map(|n| n.pnics.iter());
        let mut first: HashMap<String, (Span, &str)> = HashMap::new();
        for port in pnics().flat_map(|p| p.ports.iter()) {
            first.insert(port.value.0.to_string(), (port.span, "a port"));
        }
        for pnic in pnics() {
            let name = bond_name(pnic);
            let span = pnic.bond.as_ref().map_or(pnic.name.span, |b| b.span);
            let Some((other, what)) = first.get(&name) else {
                first.insert(name, (span, "another bond"));
                continue;
            };
            let title = format!("two interfaces of {} are called {name}", profile.name.value);
            findings.push(
                Finding::error("bond-name-twice", span, title)
                    .here(format!("the bond of pNIC {} needs a name of its own", pnic.name.value))
                    .label(*other, format!("{what} has it"))
                    .effect("the host would take the two for one interface"),
            );
        }
    }
}
