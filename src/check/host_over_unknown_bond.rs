//! A host network over a bond that the server does not have.

use super::{Context, words};
use crate::assign::bond_name;
use crate::finding::{Finding, did_you_mean};

pub fn run(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for profile in &context.profiles {
        let Some(host) = profile.host.as_deref() else { continue };
        let bonds: Vec<String> = profile.numa.iter().flat_map(|n| n.pnics.iter()).map(bond_name).collect();
        if bonds.iter().any(|b| **b == *host.over.value.0) {
            continue;
        }
        let title = format!("{} has no bond {}", profile.name.value, host.over.value);
        let here = match bonds.is_empty() {
            true => "it has no pNIC, so no bond".to_owned(),
            false => format!("its pNICs make {}", words::some(&bonds)),
        };
        findings.push(
            Finding::error("host-over-unknown-bond", host.over.span, title)
                .here(here)
                .maybe_help(did_you_mean(&host.over.value, bonds.iter().map(String::as_str)))
                .effect("its servers would have no address of their own"),
        );
    }
}
