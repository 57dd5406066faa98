//! The static routes of a domain, for the rules about them.

use ipnet::IpNet;

use super::Context;
use super::context::network_name;
use super::edge::Edge;
use crate::finding::At;
use crate::model::construct::StaticRoute;

/// The static routes of one network.
pub struct Statics<'a> {
    /// `mgmt of oam`.
    pub network: String,
    /// The prefixes that its next hops are on.
    pub nets: Vec<At<IpNet>>,
    /// The links to the PEs, of an external network with option A.
    pub edge: Option<&'a Edge<'a>>,
    /// The routes, in the order written.
    pub routes: &'a [StaticRoute],
}

/// Those of the internal networks, then those of the external ones. What has option B alone has no
/// link that a next hop could be on: `external-peering-mismatch` speaks of its routes.
pub fn of<'a>(context: &'a Context<'_>, d: usize) -> Vec<Statics<'a>> {
    let Some(domain) = context.fabric.domains.get(d) else { return Vec::new() };
    let internal = domain.internal.iter().map(|network| Statics {
        network: network_name(domain, network),
        nets: network.subnets.iter().map(|p| p.map(|p| p.0)).collect(),
        edge: None,
        routes: &network.statics,
    });
    // The domain's edges are its networks with option A, in the order written.
    let mut edges = context.edges_of(Some(d)).iter();
    let external = domain.external.iter().filter_map(move |external| {
        let edge = external.option_a.as_ref().and_then(|_| edges.next());
        if edge.is_none() && external.option_b.is_some() {
            return None;
        }
        let links = edge.into_iter().flat_map(|e| &e.links);
        let nets = links.flat_map(|l| l.prefixes.iter().copied()).collect();
        let network = format!("{} of {}", external.name.value, domain.name.value);
        Some(Statics { network, nets, edge, routes: &external.statics })
    });
    internal.chain(external).collect()
}
