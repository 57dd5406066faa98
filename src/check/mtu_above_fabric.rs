//! A network whose packets are larger than the links between switches carry.

use super::Context;
use super::context::network_name;
use crate::finding::{At, Finding};
use crate::model::value::Mtu;

pub fn run(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let fabric = context.fabric;
    let most = fabric.fabric.mtu.0;
    let mut check = |name: String, mtu: At<Mtu>| {
        if mtu.value.0 > most.value.0 {
            let title = format!("{name} has MTU {}, the fabric {}", mtu.value, most.value);
            findings.push(
                Finding::error("mtu-above-fabric", mtu.span, title)
                    .here(format!("at most {}", most.value))
                    .label(most.span, "the MTU of the links between switches")
                    .effect("packets of full size would be dropped on the way, and small ones pass"),
            );
        }
    };
    for domain in &fabric.domains {
        for network in &domain.internal {
            check(network_name(domain, network), network.mtu.0);
        }
        for external in &domain.external {
            if let Some(a) = external.option_a.as_deref() {
                check(format!("{} of {}", external.name.value, domain.name.value), a.mtu.0);
            }
        }
    }
    for domain in &fabric.l2_domains {
        check(format!("L2 isolation domain {}", domain.name.value), domain.mtu.0);
    }
    for nni in &fabric.nnis {
        check(format!("NNI {}", nni.name.value), nni.mtu.0);
    }
}
