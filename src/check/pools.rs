//! The pools of addresses, for the rules about them.

use ipnet::IpNet;

use super::Context;
use crate::finding::At;

/// A pool.
pub struct Pool {
    /// Its keyword.
    pub name: &'static str,
    /// Its prefix.
    pub prefix: At<IpNet>,
    /// Whether it was written.
    pub written: bool,
}

/// Whether a pool has the family that what takes from it asks for: `pool-wrong-family`.
pub fn of_right_family(pool: &Pool) -> bool {
    match pool.name {
        "bmc" => true,
        "point-to-point-v6" => pool.prefix.value.addr().is_ipv6(),
        _ => pool.prefix.value.addr().is_ipv4(),
    }
}

/// Every pool that there is.
pub fn all(context: &Context<'_>) -> Vec<Pool> {
    let pools = &context.fabric.fabric.pools;
    // A default stands where the block does.
    let v6 = pools.point_to_point_v6.0;
    let rows = [
        ("loopback", Some(pools.loopback), true),
        ("point-to-point", Some(pools.point_to_point), true),
        ("point-to-point-v6", Some(v6), v6.span != pools.span),
        ("management", Some(pools.management), true),
        ("bmc", *pools.bmc, true),
    ];
    rows.into_iter()
        .filter_map(|(name, prefix, written)| Some(Pool { name, prefix: prefix?.map(|p| p.0), written }))
        .collect()
}
