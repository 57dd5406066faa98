//! Option B: how the routes of a VRF travel with those of other VRFs.

use std::net::IpAddr;

use super::Switch;
use crate::lower::vpn::of_domain;
use crate::lower::why;
use crate::model::Domain;
use crate::model::construct::OptionB;
use crate::plan::{Vpn, VpnTargets};

/// A domain's routes carry its route targets; the distinguisher is the CE's own, so that a
/// reflector passes on the routes of both CEs.
pub fn vpn(switch: &Switch<'_>, i: usize, domain: &Domain) -> Option<Vpn> {
    let options: Vec<&OptionB> = domain.external.iter().filter_map(|e| e.option_b.as_deref()).collect();
    let first = options.first()?;
    let IpAddr::V4(router_id) = switch.context.assigned.addresses.device(switch.id).loopback?.addr() else {
        return None;
    };
    let targets = |of: &dyn Fn(&OptionB) -> Vec<String>| {
        let mut all: Vec<String> = options.iter().flat_map(|b| of(b)).collect();
        all.sort_unstable();
        all.dedup();
        all
    };
    let import = targets(&|b| b.import.iter().map(|t| t.to_string()).collect());
    let export = targets(&|b| b.export.iter().map(|t| t.to_string()).collect());
    let both = of_domain(domain);
    let families = [false, true].into_iter().filter(|ipv6| if *ipv6 { both.ipv6 } else { both.ipv4 });
    Some(Vpn {
        rd: Some(format!("{router_id}:{}", switch.context.domain_id(i))),
        targets: families
            .map(|ipv6| VpnTargets { ipv6, import: import.clone(), export: export.clone() })
            .collect(),
        origin: why::VPN.of(first.span),
    })
}
