//! A storage bond over a VF that its port has not got, or VFs that nothing can use.

use super::{Context, vf, words};
use crate::assign::TENANT_VFS;
use crate::finding::Finding;
use crate::model::construct::ServerProfile;

/// VFs of a pNIC that the platform makes use of: those of the host, and 30 for workloads.
const USED: u64 = 32;

pub fn run(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for profile in &context.profiles {
        unusable(profile, findings);
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

fn unusable(profile: &ServerProfile, findings: &mut Vec<Finding>) {
    let pnics = profile.numa.iter().flat_map(|n| n.pnics.iter());
    for pnic in pnics.filter(|p| p.ports.len() == 2) {
        let vfs = pnic.vfs.0;
        let all = 2 * vfs.value.0;
        if all <= USED {
            continue;
        }
        let title = format!("pNIC {} of {} has {all} VFs", pnic.name.value, profile.name.value);
        findings.push(
            Finding::warning("vf-count-exceeded", vfs.span, title)
                .here(format!("{} on each of its ports", vfs.value))
                .effect(format!("workloads get {TENANT_VFS} of a NUMA cell: the rest only takes resources")),
        );
    }
}
