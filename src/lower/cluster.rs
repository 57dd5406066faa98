//! A cluster: a NetworkAttachmentDefinition for each network that its pods can attach to.
//!
//! A NAD is named after its network. Where the pools of a cluster use a network with several
//! plugins, each of them has a NAD, and all of them have the plugin behind the name
//! (`sig-net-macvlan`, `sig-net-sriov`): a name never changes its meaning in silence, it goes, and
//! the pods that ask for it say so.

use std::collections::{BTreeMap, BTreeSet};
use std::net::IpAddr;

use ipnet::{IpNet, Ipv4Subnets, Ipv6Subnets};

use super::Context;
use crate::assign::address::{predecessor, successor};
use crate::assign::taken::{Run, merged};
use crate::finding::{At, Span};
use crate::graph::pool_attachments;
use crate::model::construct;
use crate::model::value::Plugin;
use crate::model::{Network, NetworkKind, Subnet};
use crate::plan::{Cluster, IpamRange, Nad, NadIpam, NadPlugin};

/// What the names of device pools begin with.
pub const RESOURCE_PREFIX: &str = "selvedge.io";

/// The plan of a cluster, by its position in the model.
pub fn cluster(context: &Context<'_>, index: usize) -> Option<Cluster> {
    let cluster = context.fabric.clusters.get(index)?;
    let used = used(cluster);
    let names = names(used.keys().copied());
    let mut nads: Vec<Nad> = used
        .iter()
        .filter_map(|((network, plugin), span)| {
            let network = context.fabric.network(network)?;
            let name = names.get(&(&*network.name.value, *plugin))?;
            Some(nad(context, network, *plugin, name, *span))
        })
        .collect();
    nads.sort_by(|a, b| a.name.cmp(&b.name));
    Some(Cluster {
        name: cluster.name.to_string(),
        fabric: context.fabric.fabric.name.to_string(),
        nads,
        origin: cluster.span.into(),
    })
}

/// A network and a plugin that pods use it with.
type Use<'a> = (&'a str, Plugin);

/// What the pods of a cluster use, with the first statement that says so. A network of the node
/// itself is none of theirs.
fn used(cluster: &construct::Cluster) -> BTreeMap<Use<'_>, Span> {
    let mut used: BTreeMap<Use<'_>, Span> = BTreeMap::new();
    let attachments = cluster.pools.iter().flat_map(|pool| pool_attachments(cluster, pool));
    for attach in attachments.filter(|a| a.plugin.value != Plugin::OsDevice) {
        let span = used.entry((&attach.network.name, attach.plugin.value)).or_insert(attach.span);
        *span = attach.span.min(*span);
    }
    used
}

/// The name of each NAD. A network whose own name is another one's with a plugin behind it gets
/// its plugin behind its name as well, so that every name is there once.
fn names<'a>(used: impl Iterator<Item = Use<'a>>) -> BTreeMap<Use<'a>, String> {
    let mut plugins: BTreeMap<&str, Vec<Plugin>> = BTreeMap::new();
    for (network, plugin) in used {
        plugins.entry(network).or_default().push(plugin);
    }
    let mut long: BTreeSet<&str> = BTreeSet::new();
    let mut pending: Vec<&str> = plugins.iter().filter(|(_, p)| p.len() > 1).map(|(n, _)| *n).collect();
    while let Some(network) = pending.pop() {
        if long.insert(network) {
            let names = plugins.get(network).into_iter().flatten().map(|p| format!("{network}-{p}"));
            pending.extend(names.filter_map(|name| plugins.get_key_value(&*name).map(|(n, _)| *n)));
        }
    }
    let name = |network: &str, plugin| {
        if long.contains(network) { format!("{network}-{plugin}") } else { network.to_owned() }
    };
    let uses = plugins.iter().flat_map(|(network, plugins)| plugins.iter().map(|p| (*network, *p)));
    uses.map(|(network, plugin)| ((network, plugin), name(network, plugin))).collect()
}

fn nad(context: &Context<'_>, network: &Network, plugin: Plugin, name: &str, span: Span) -> Nad {
    let master = network.interface.to_string();
    let mtu = u16::try_from(network.mtu).unwrap_or(u16::MAX);
    // The device plugin allows no `-`; a network's name has no `_`, so that no two become one.
    let resource = || format!("{RESOURCE_PREFIX}/{}", name.replace('-', "_"));
    let made = match plugin {
        Plugin::Macvlan => NadPlugin::Macvlan { master, mtu },
        Plugin::Ipvlan => NadPlugin::Ipvlan { master, mtu },
        _ => NadPlugin::HostDevice { resource: resource(), dpdk: plugin == Plugin::Dpdk },
    };
    let ipam = match (plugin, ipam(context, network)) {
        // Nobody but the pod's own program sees the packets.
        (Plugin::Dpdk, _) => NadIpam::None,
        // ipvlan takes no configuration without addresses.
        (Plugin::Ipvlan, NadIpam::None) => NadIpam::Static,
        (_, ipam) => ipam,
    };
    Nad { name: name.to_owned(), network: network.name.to_string(), plugin: made, ipam, origin: span.into() }
}

/// What a network gives its pods: nothing unless it is an L3 network that says so.
fn ipam(context: &Context<'_>, network: &Network) -> NadIpam {
    let NetworkKind::L3 { domain, vlan, ipam } = &network.kind else { return NadIpam::None };
    let internal = context.fabric.domain(&domain.value).and_then(|d| d.network(vlan.value));
    let subnets = internal.map(|n| n.subnets()).unwrap_or_default();
    let taken = context.assigned.taken.runs(vlan.value);
    let found: Vec<(IpamRange, Option<IpAddr>)> =
        subnets.iter().filter_map(|s| Some((range(s, ipam, taken)?, s.gateway))).collect();
    let gateway = match found.as_slice() {
        [(_, gateway)] => *gateway,
        _ => None,
    };
    let ranges: Vec<IpamRange> = found.into_iter().map(|(range, _)| range).collect();
    if ranges.is_empty() { NadIpam::None } else { NadIpam::Whereabouts { ranges, gateway } }
}

/// What a subnet gives: from the first to the last of the addresses that are written for it,
/// without what is taken, and without what lies between two runs that are written.
fn range(subnet: &Subnet, written: &[At<(IpAddr, IpAddr)>], taken: &[Run]) -> Option<IpamRange> {
    let inside = |run: &Run| subnet.prefix.contains(&run.0) && subnet.prefix.contains(&run.1);
    let given = merged(written.iter().map(|r| r.value).filter(inside).collect());
    let (first, last) = (given.first()?.0, given.last()?.1);
    let gaps = given.windows(2).filter_map(|pair| match pair {
        [(_, end), (start, _)] => Some((successor(*end)?, predecessor(*start)?)),
        _ => None,
    });
    let overlaps = |run: &Run| run.0.is_ipv4() == first.is_ipv4() && run.0 <= last && run.1 >= first;
    let within = taken.iter().copied().filter(overlaps).map(|(a, b)| (a.max(first), b.min(last)));
    let exclude = merged(within.chain(gaps).collect()).into_iter().flat_map(prefixes).collect();
    Some(IpamRange { subnet: subnet.prefix, first, last, exclude })
}

/// The fewest prefixes that make a run.
fn prefixes((first, last): Run) -> Vec<IpNet> {
    match (first, last) {
        (IpAddr::V4(first), IpAddr::V4(last)) => Ipv4Subnets::new(first, last, 0).map(IpNet::V4).collect(),
        (IpAddr::V6(first), IpAddr::V6(last)) => Ipv6Subnets::new(first, last, 0).map(IpNet::V6).collect(),
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_there_once() {
        let used = [
            ("a", Plugin::Macvlan),
            ("b", Plugin::Macvlan),
            ("b", Plugin::Sriov),
            ("b-sriov", Plugin::Dpdk),
            ("c-dpdk", Plugin::Sriov),
        ];
        let names = names(used.into_iter());
        let names: Vec<&str> = names.values().map(String::as_str).collect();
        assert_eq!(names, ["a", "b-sriov", "b-macvlan", "b-sriov-dpdk", "c-dpdk"]);
    }

    #[test]
    fn a_range_leaves_out_what_is_taken_and_what_lies_between() {
        let at = |first: &str, last: &str| {
            At::new((first.parse().unwrap(), last.parse().unwrap()), Span::default())
        };
        let run = |first: &str, last: &str| at(first, last).value;
        let subnet = Subnet {
            prefix: "10.0.0.0/24".parse().unwrap(),
            gateway: "10.0.0.1".parse().ok(),
            span: Span::default(),
        };
        let written =
            [at("10.0.0.96", "10.0.0.99"), at("10.0.0.16", "10.0.0.63"), at("10.0.1.0", "10.0.1.9")];
        let taken = [run("10.0.0.0", "10.0.0.17"), run("10.0.0.63", "10.0.0.97"), run("::", "::9")];
        let range = range(&subnet, &written, &taken).unwrap();
        assert_eq!(
            (range.first.to_string(), range.last.to_string()),
            ("10.0.0.16".into(), "10.0.0.99".into())
        );
        let exclude: Vec<String> = range.exclude.iter().map(ToString::to_string).collect();
        assert_eq!(exclude, ["10.0.0.16/31", "10.0.0.63/32", "10.0.0.64/27", "10.0.0.96/31"]);
        assert!(super::range(&subnet, &written[2..], &taken).is_none());
    }
}
