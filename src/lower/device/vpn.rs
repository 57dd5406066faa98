//! Option B: how the routes of a VRF travel with those of other VRFs.

use std::net::IpAddr;

use super::Switch;
use super::attached::of_vpn;
use crate::finding::At;
use crate::lower::policy::family_name;
use crate::lower::why;
use crate::model::Domain;
use crate::model::construct::{ExternalNetwork, OptionB};
use crate::model::value::{Os, PolicyRef, Ref};
use crate::plan::{Vpn, VpnTargets};

/// A domain's routes carry its route targets; the distinguisher is the CE's own, so that a
/// reflector passes on the routes of both CEs. A policy decides beside the route targets: a VRF has
/// one in each direction, and one network that leaves it (`external-networks-more-than-one`).
pub fn vpn(switch: &Switch<'_>, i: usize, domain: &Domain) -> Option<Vpn> {
    let networks: Vec<(&ExternalNetwork, &OptionB)> =
        domain.external.iter().filter_map(|e| Some((e, e.option_b.as_deref()?))).collect();
    let (_, first) = networks.first()?;
    let IpAddr::V4(router_id) = switch.context.assigned.addresses.device(switch.id).loopback?.addr() else {
        return None;
    };
    let targets = |of: &dyn Fn(&OptionB) -> Vec<String>| {
        let mut all: Vec<String> = networks.iter().flat_map(|(_, b)| of(b)).collect();
        all.sort_unstable();
        all.dedup();
        all
    };
    let import = targets(&|b| b.import.iter().map(|t| t.to_string()).collect());
    let export = targets(&|b| b.export.iter().map(|t| t.to_string()).collect());
    let policy = |of: &dyn Fn(&ExternalNetwork) -> Option<&At<Ref<PolicyRef>>>, ipv6: bool| {
        let policy = networks.iter().find_map(|(external, _)| of(external))?;
        Some(family_name(&policy.name, ipv6 && switch.os() == Os::Nxos))
    };
    Some(Vpn {
        rd: Some(format!("{router_id}:{}", switch.context.domain_id(i))),
        targets: of_vpn(domain)
            .into_iter()
            .map(|ipv6| VpnTargets {
                ipv6,
                import: import.clone(),
                export: export.clone(),
                import_policy: policy(&|e| e.import_policy.as_ref(), ipv6),
                export_policy: policy(&|e| e.export_policy.as_ref(), ipv6),
            })
            .collect(),
        origin: why::VPN.of(first.span),
    })
}
