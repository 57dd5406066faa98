//! A pool that does not lie in the fabric's prefix.

use super::{Context, pools, words};
use crate::finding::Finding;

pub fn run(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let prefixes = &context.fabric.fabric.prefix;
    for pool in pools::all(context).iter().filter(|p| p.written) {
        let net = pool.prefix.value;
        let own: Vec<_> =
            prefixes.iter().filter(|p| p.value.0.addr().is_ipv4() == net.addr().is_ipv4()).collect();
        let Some(first) = own.first() else { continue };
        if own.iter().any(|p| p.value.0.contains(&net)) {
            continue;
        }
        let title = format!(
            "the pool `{}`, {net}, is not in {}",
            pool.name,
            words::some(own.iter().map(|p| p.value))
        );
        findings.push(
            Finding::error("pool-outside-fabric-prefix", pool.prefix.span, title)
                .here("has to lie inside the fabric's `prefix`")
                .label(first.span, "the fabric's prefix")
                .effect("other fabrics of the same controller may use these addresses"),
        );
    }
}
