//! A storage bond with both VFs on one pNIC.

use super::{Context, vf};
use crate::finding::Finding;

pub fn run(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for profile in &context.profiles {
        let Some(storage) = profile.storage.as_deref() else { continue };
        let [first, second] = storage.over.as_slice() else { continue };
        let (Some(a), Some(b)) = (vf::find(profile, first), vf::find(profile, second)) else { continue };
        if a.pnic.name.value != b.pnic.name.value {
            continue;
        }
        let title =
            format!("both VFs of {}'s storage bond are on pNIC {}", profile.name.value, a.pnic.name.value);
        findings.push(
            Finding::error("storage-bond-on-one-pnic", second.span, title)
                .here("has to be a VF of another pNIC")
                .label(first.span, "the other VF")
                .effect("when that pNIC fails, the server loses its storage"),
        );
    }
}
