//! A plugin that its network can't work with.

use super::Context;
use crate::finding::Finding;
use crate::model::NetworkKind;
use crate::model::value::Plugin;

pub fn run(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for cluster in &context.fabric.clusters {
        let pools = cluster.pools.iter().flat_map(|p| p.attach.iter());
        for attach in cluster.attach.iter().chain(pools) {
            let Some(network) = context.fabric.network(&attach.network) else { continue };
            if attach.plugin.0.value != Plugin::Ipvlan || !matches!(network.kind, NetworkKind::L2) {
                continue;
            }
            let title =
                format!("{} attaches the L2 network {} with ipvlan", cluster.name.value, network.name.value);
            findings.push(
                Finding::error("plugin-not-for-network", attach.plugin.0.span, title)
                    .here("ipvlan is for L3 and trunked networks")
                    .label(network.span, "an L2 network")
                    .effect("ipvlan tells pods apart by their addresses, and an L2 network has none"),
            );
        }
    }
}
