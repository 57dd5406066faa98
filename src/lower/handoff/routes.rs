//! What the CEs announce to a PE, and what they take.

use ipnet::IpNet;

use crate::finding::At;
use crate::lower::Context;
use crate::lower::device::routes::{announced, balanced, connected, statics};
use crate::model::Domain;
use crate::model::construct::ExternalNetwork;
use crate::model::value::{Redistribute, RouteTarget};
use crate::plan::{Families, HandoffRoutes};

/// Of a VRF with option A: its own prefixes, aggregates in place of what lies in them.
pub fn option_a(
    context: &Context<'_>,
    domain: &Domain,
    external: &ExternalNetwork,
    families: Families,
) -> HandoffRoutes {
    written(context, domain, external, families, announced(domain))
}

/// Of a VRF with option B: all that its BGP holds. Route targets filter there, prefixes don't.
pub fn option_b(
    context: &Context<'_>,
    domain: &Domain,
    external: &ExternalNetwork,
    families: Families,
) -> HandoffRoutes {
    let mut own: Vec<IpNet> = domain.aggregates.iter().map(|p| p.0).collect();
    if domain.redistributes(Redistribute::Connected) {
        own.extend(connected(domain));
    }
    if domain.redistributes(Redistribute::Static) {
        own.extend(statics(domain));
    }
    own.sort_unstable();
    own.dedup();
    written(context, domain, external, families, own)
}

fn written(
    context: &Context<'_>,
    domain: &Domain,
    external: &ExternalNetwork,
    families: Families,
    own: Vec<IpNet>,
) -> HandoffRoutes {
    let exchanged = |net: &IpNet| if net.addr().is_ipv6() { families.ipv6 } else { families.ipv4 };
    let balanced = balanced(context.fabric, domain).into_iter().filter(exchanged);
    HandoffRoutes {
        announced: (own.into_iter().filter(exchanged).map(|net| net.to_string()))
            .chain(balanced.map(|net| format!("{net} and longer")))
            .collect(),
        export_policy: external.export_policy.as_ref().map(|p| p.name.to_string()),
        import_policy: external.import_policy.as_ref().map(|p| p.name.to_string()),
    }
}

/// Route targets, each once.
pub fn targets(written: &[At<RouteTarget>]) -> Vec<String> {
    let mut all: Vec<String> = written.iter().map(|t| t.to_string()).collect();
    all.sort_unstable();
    all.dedup();
    all
}
