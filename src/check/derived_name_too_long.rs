//! Names of policies and access lists that NX-OS has no room for.

use super::{Context, attached};
use crate::finding::{Finding, Span};
use crate::model::value::Os;

/// How long a name may be on NX-OS.
const MOST: usize = 63;
/// What stands around the name of a network's policies at the most: `RM-…-OUT-V6`.
const AROUND_POLICY: usize = "RM--OUT-V6".len();
/// What stands around the name of a place's access lists.
const AROUND_ACL: usize = "ACL--OUT-V6".len();
/// What stands behind the name of a policy or list of the file.
const BEHIND: usize = "-V6".len();

pub fn run(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let fabric = context.fabric;
    let Some(ce) = fabric.ces.first().filter(|ce| ce.platform.os.value == Os::Nxos) else { return };
    let mut check = |span: Span, name: &str, around: usize| {
        let length = name.len() + around;
        if length > MOST {
            findings.push(
                Finding::error(
                    "derived-name-too-long",
                    span,
                    format!("the lists of {name} have names of {length} characters"),
                )
                .here(format!("with what stands around it; NX-OS takes {MOST}"))
                .label(ce.platform.os.span, "what the CEs run"),
            );
        }
    };
    for domain in &fabric.domains {
        let of = |name: &str| format!("{}-{name}", domain.name.value);
        for network in &domain.internal {
            let guarded = network.ingress_acl.is_some() || network.egress_acl.is_some();
            if network.bgp.is_some() || guarded {
                let around = if guarded { AROUND_ACL } else { AROUND_POLICY };
                check(network.name.span, &of(&network.name), around);
            }
        }
        for external in domain.external.iter().filter(|e| e.option_a.is_some()) {
            check(external.name.span, &of(&external.name), AROUND_ACL);
        }
    }
    for nni in &fabric.nnis {
        check(nni.name.span, &nni.name, AROUND_ACL);
    }
    let mut seen = std::collections::HashSet::new();
    for policy in attached::policies(fabric) {
        let name = &policy.name.value.name;
        let written = fabric.policy(name).filter(|_| seen.insert(name.clone()));
        if let Some(written) = written {
            check(written.name.span, name, BEHIND);
        }
    }
    for list in &fabric.prefix_lists {
        check(list.name.span, &list.name, BEHIND);
    }
}
