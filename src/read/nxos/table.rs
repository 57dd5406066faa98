//! What a running configuration says of a table of routes in BGP: what is announced, and how many
//! ways to one prefix are used.

use ipnet::IpNet;

use super::Rule;
use super::known::Known;
use super::layer3::with_mask;
use super::words::{number, words};
use crate::plan::{BgpOptions, Family, FamilyPaths, Network};

/// The parts of BGP that a table has: of a VRF by its position, or of the process.
fn parts<'k>(
    known: &'k mut Known<'_>,
    vrf: Option<usize>,
) -> Option<(&'k mut Vec<Network>, &'k mut Vec<IpNet>, &'k mut BgpOptions)> {
    match vrf {
        Some(vrf) => {
            let bgp = &mut known.bgp_vrfs.get_mut(vrf)?.1;
            Some((&mut bgp.networks, &mut bgp.aggregates, &mut bgp.options))
        }
        None => {
            let bgp = known.device.bgp.as_mut()?;
            Some((&mut bgp.networks, &mut bgp.aggregates, &mut bgp.options))
        }
    }
}

/// A line of a table.
pub fn line(
    known: &mut Known<'_>,
    vrf: Option<usize>,
    family: Option<Family>,
    rule: Rule,
    value: &str,
) -> Option<()> {
    let (networks, _, options) = parts(known, vrf)?;
    match rule {
        Rule::network => {
            let made = network(value).filter(|n| family == Some(family_of(n.prefix)))?;
            match networks.last() {
                Some(last) if last.prefix == made.prefix => return None,
                _ => networks.push(made),
            }
        }
        Rule::maximum_paths => {
            let family = family?;
            let (internal, paths) = match words(value) {
                Some(["ibgp", paths]) => (true, number(paths)?),
                _ => (false, number(value)?),
            };
            options.family_paths.retain(|p| (p.family, p.internal) != (family, internal));
            options.family_paths.push(FamilyPaths { family, internal, paths });
        }
        Rule::multipath_relax => options.multipath_relax = true,
        Rule::log_neighbor_changes => options.log_neighbor_changes = true,
        _ => return None,
    }
    Some(())
}

/// `10.0.0.0/8`, perhaps with `summary-only`.
pub fn aggregate(known: &mut Known<'_>, vrf: Option<usize>, value: &str) -> Option<()> {
    let (prefix, only) = match words(value) {
        Some([prefix, "summary-only"]) => (prefix, true),
        _ => (value.trim_ascii(), false),
    };
    let prefix: IpNet = prefix.parse().ok()?;
    let new = known.aggregates.insert((vrf.unwrap_or(usize::MAX), prefix));
    let (_, aggregates, options) = parts(known, vrf)?;
    if new {
        aggregates.push(prefix);
        options.summary_only.extend(only.then_some(prefix));
    }
    Some(())
}

/// `10.0.0.0/8`, or with a mask `10.0.0.0 mask 255.0.0.0`, perhaps with a route map.
fn network(value: &str) -> Option<Network> {
    let (prefix, route_map) = match value.trim_ascii().split_once(" route-map ") {
        Some((prefix, map)) => (prefix, Some(map.trim_ascii().to_owned())),
        None => (value, None),
    };
    let prefix = match words(prefix) {
        Some([address, "mask", mask]) => with_mask(&format!("{address} {mask}"))?,
        _ => prefix.trim_ascii().parse().ok()?,
    };
    Some(Network { prefix, route_map })
}

const fn family_of(prefix: IpNet) -> Family {
    match prefix {
        IpNet::V4(_) => Family::Ipv4,
        IpNet::V6(_) => Family::Ipv6,
    }
}
