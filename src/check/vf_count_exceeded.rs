//! A storage bond over a VF that its port has not got.

use super::{Context, vf, words};
use crate::finding::Finding;

pub fn run(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for profile in &context.profiles {
        let Some(storage) = profile.storage.as_deref() else { continue };
        for name in storage.over.iter() {
            let Some(vf) = vf::find(profile, name) else { continue };
            let count = vf.pnic.vfs.0.value.0;
            if vf.index < count {
                continue;
            }
            let title = format!(
                "{} is VF {} of port {}, which has {}",
                name.value,
                vf.index,
                vf.port,
                words::count(count, "VF")
            );
            let here = match count {
                0 => "the port has none".to_owned(),
                n => format!("they are numbered 0 to {}", n - 1),
            };
            findings.push(
                Finding::error("vf-count-exceeded", name.span, title)
                    .here(here)
                    .label(vf.pnic.vfs.0.span, "VFs of each port")
                    .effect("the bond would wait for an interface that never comes"),
            );
        }
    }
}
