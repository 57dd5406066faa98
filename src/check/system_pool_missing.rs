//! A cluster without a system pool.

use super::Context;
use crate::finding::Finding;
use crate::model::value::PoolMode;

pub fn run(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for cluster in &context.fabric.clusters {
        if cluster.pools.iter().any(|p| p.mode.0.value == PoolMode::System) {
            continue;
        }
        let title = format!("cluster {} has no system pool", cluster.name.value);
        findings.push(
            Finding::error("system-pool-missing", cluster.name.span, title)
                .here("one `agent-pool` has to have `mode system`")
                .effect("the cluster's own services would have no node to run on"),
        );
    }
}
