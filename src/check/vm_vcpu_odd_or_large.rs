//! A VM with an odd number of vCPUs, or with more than a NUMA cell has.

use super::Context;
use crate::finding::Finding;

/// The most that the documents allow.
const MOST: u64 = 48;

pub fn run(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for vm in &context.fabric.vms {
        let cpus = vm.cpus.value.0;
        let title = format!("vm {} has {cpus} vCPUs", vm.name.value);
        if cpus % 2 == 1 {
            findings.push(
                Finding::error("vm-vcpu-odd-or-large", vm.cpus.span, title)
                    .here("has to be an even number: a VM has both threads of a core")
                    .effect("the platform refuses the VM"),
            );
        } else if cpus > MOST {
            findings.push(
                Finding::warning("vm-vcpu-odd-or-large", vm.cpus.span, title)
                    .here(format!("at most {MOST} on the documented hardware: those of one NUMA cell"))
                    .effect("the platform may refuse the VM"),
            );
        }
    }
}
