//! A storage bond over something that is no VF of the server.

use super::{Context, vf};
use crate::finding::{Finding, did_you_mean};

pub fn run(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for profile in &context.profiles {
        let Some(storage) = profile.storage.as_deref() else { continue };
        for name in storage.over.iter().filter(|name| vf::find(profile, name).is_none()) {
            let all = vf::names(profile);
            findings.push(
                Finding::error(
                    "storage-over-unknown-vf",
                    name.span,
                    format!("{} has no VF {}", profile.name.value, name.value),
                )
                .here(match all.first() {
                    Some(first) => format!("VFs are called after their port, such as {first}"),
                    None => "its ports have no VFs".to_owned(),
                })
                .maybe_help(did_you_mean(name, all.iter().map(String::as_str)))
                .effect("the bond would wait for an interface that never comes"),
            );
        }
    }
}
