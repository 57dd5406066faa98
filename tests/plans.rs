//! The plans of hosts and clusters: what netplan and the CNI plugins accept in silence and should
//! not, must not be in them; and what statements say, must.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod common;

use std::collections::{BTreeMap, BTreeSet};
use std::net::IpAddr;

use ipnet::IpNet;
use selvedge::Analysis;
use selvedge::assign::address::kept_back;
use selvedge::model::NetworkKind;
use selvedge::plan::{BondMode, Cluster, Host, IpamRange, Nad, NadIpam, NadPlugin};

/// Every fabric that the tests know.
fn fabrics() -> Vec<(String, Analysis)> {
    let mut all: Vec<_> =
        common::FIXTURES.iter().map(|name| ((*name).to_owned(), common::analysis(name))).collect();
    all.push(("changed".into(), common::changed()));
    all.push(("kinds".into(), common::every_kind_of_nad()));
    all
}

fn every_host(check: impl Fn(&str, &Host)) {
    for (name, analysis) in fabrics() {
        let hosts = common::hosts(&analysis);
        assert!(!hosts.is_empty());
        for host in &hosts {
            check(&format!("{name} {}", host.name), host);
        }
    }
}

fn every_nad(check: impl Fn(&str, &Nad)) {
    for (name, analysis) in fabrics() {
        for cluster in common::clusters(&analysis) {
            for nad in &cluster.nads {
                check(&format!("{name} {} {}", cluster.name, nad.name), nad);
            }
        }
    }
}

fn names(host: &Host) -> Vec<&str> {
    let ports = host.pfs.iter().map(|p| &p.name).chain(host.vfs.iter().map(|v| &v.name));
    let others = host.bonds.iter().map(|b| &b.name).chain(host.vlans.iter().map(|v| &v.name));
    ports.chain(others).map(String::as_str).collect()
}

/// The MTU of a port, VF or bond.
fn mtu(host: &Host, name: &str) -> u16 {
    let pf = host.pfs.iter().find(|p| p.name == name).map(|p| p.mtu);
    let vf = host.vfs.iter().find(|v| v.name == name).map(|v| v.mtu);
    let bond = host.bonds.iter().find(|b| b.name == name).map(|b| b.mtu);
    pf.or(vf).or(bond).unwrap_or_else(|| panic!("{} has no {name}", host.name))
}

fn unique<T: Ord>(items: impl IntoIterator<Item = T>) -> bool {
    let mut seen = BTreeSet::new();
    items.into_iter().all(|item| seen.insert(item))
}

#[test]
fn interface_names_are_what_linux_allows_and_there_once() {
    every_host(|at, host| {
        for name in names(host) {
            assert!((1..=15).contains(&name.len()), "{at}: {name} has {} characters", name.len());
            let fits = |c: char| c.is_ascii_alphanumeric() || "._-".contains(c);
            assert!(name.chars().all(fits) && name != "." && name != "..", "{at}: {name}");
        }
        assert!(unique(names(host)), "{at}: {:?}", names(host));
    });
}

#[test]
fn no_mtu_is_above_what_carries_it() {
    every_host(|at, host| {
        for name in names(host).into_iter().filter(|n| host.vlans.iter().all(|v| v.name != *n)) {
            assert!((1500..=9216).contains(&mtu(host, name)), "{at}: {name} has {}", mtu(host, name));
        }
        for vlan in &host.vlans {
            assert!((68..=mtu(host, &vlan.link)).contains(&vlan.mtu), "{at}: {}", vlan.name);
        }
        for bond in &host.bonds {
            for member in &bond.members {
                assert_eq!(mtu(host, member), bond.mtu, "{at}: {member} of {}", bond.name);
            }
        }
        for vf in &host.vfs {
            assert!(vf.mtu <= mtu(host, &vf.pf), "{at}: {}", vf.name);
        }
    });
}

#[test]
fn a_vlan_is_on_a_link_once() {
    every_host(|at, host| {
        for vlan in &host.vlans {
            assert!((1..=4094).contains(&vlan.id), "{at}: {}", vlan.id);
            assert!(host.bonds.iter().any(|b| b.name == vlan.link), "{at}: no {}", vlan.link);
        }
        assert!(unique(host.vlans.iter().map(|v| (&v.link, v.id))), "{at}");
    });
}

#[test]
fn bonds_have_ports_that_are_in_no_other_and_a_primary_of_theirs() {
    every_host(|at, host| {
        let ports: BTreeSet<&str> = host
            .pfs
            .iter()
            .map(|p| p.name.as_str())
            .chain(host.vfs.iter().map(|v| v.name.as_str()))
            .collect();
        let members: Vec<&str> = host.bonds.iter().flat_map(|b| &b.members).map(String::as_str).collect();
        assert!(unique(members.iter()), "{at}: {members:?}");
        assert_eq!(members.iter().copied().collect::<BTreeSet<_>>(), ports, "{at}: every port is in a bond");
        for bond in &host.bonds {
            assert!(!bond.members.is_empty(), "{at}: {}", bond.name);
            assert!(bond.monitor > 0, "{at}: {} would never see a lost link", bond.name);
            match &bond.mode {
                BondMode::Lacp { hash, .. } | BondMode::Static { hash } => {
                    assert!(
                        ["layer2", "layer3+4", "layer2+3", "encap2+3", "encap3+4"].contains(hash),
                        "{at}"
                    );
                }
                BondMode::ActiveBackup { primary, reselect, fail_over_mac } => {
                    assert!(bond.members.contains(primary), "{at}: {primary} is not in {}", bond.name);
                    assert!(["always", "better", "failure"].contains(reselect), "{at}");
                    assert!(["none", "active", "follow"].contains(fail_over_mac), "{at}");
                }
            }
        }
    });
}

#[test]
fn vfs_are_of_ports_that_have_them() {
    every_host(|at, host| {
        for vf in &host.vfs {
            let pf = host.pfs.iter().find(|p| p.name == vf.pf);
            let pf = pf.unwrap_or_else(|| panic!("{at}: {} is of no port", vf.name));
            let index: u16 = vf.name.rsplit_once('v').unwrap().1.parse().unwrap();
            assert!(index < pf.vfs && pf.vfs <= 256, "{at}: {} of {}", vf.name, pf.vfs);
        }
        assert!(unique(host.pfs.iter().filter_map(|p| p.mac.as_ref())), "{at}");
    });
}

#[test]
fn addresses_are_hosts_of_their_subnet_and_there_once_in_the_fabric() {
    for (name, analysis) in fabrics() {
        let mut seen: BTreeMap<(u16, IpAddr), String> = BTreeMap::new();
        let mut taken = |vlan: u16, address: IpAddr, who: String| {
            if let Some(other) = seen.insert((vlan, address), who.clone()) {
                panic!("{name}: {who} and {other} both have {address}");
            }
        };
        for internal in analysis.fabric.domains.iter().flat_map(|d| &d.internal) {
            for subnet in internal.subnets() {
                for address in kept_back(&subnet) {
                    taken(internal.vlan.0, address, format!("the subnet {}", subnet.prefix));
                }
            }
        }
        for (_, array) in &analysis.fabric.arrays {
            let vlan = analysis.fabric.infra_network(&array.network).unwrap().vlan.0;
            for address in array.addresses.iter() {
                taken(vlan, address.0, array.name.to_string());
            }
        }
        for host in common::hosts(&analysis) {
            assert!(!host.vlans.is_empty(), "{name} {}: no VLAN", host.name);
            for vlan in &host.vlans {
                assert!(!vlan.addresses.is_empty(), "{name} {}: {} has no address", host.name, vlan.name);
                for address in &vlan.addresses {
                    assert!(address.prefix_len() < address.max_prefix_len());
                    taken(vlan.id, address.addr(), format!("{} {}", host.name, vlan.name));
                }
            }
        }
    }
}

#[test]
fn default_routes_go_to_a_neighbour_and_storage_has_none() {
    every_host(|at, host| {
        let mut families = Vec::new();
        for vlan in &host.vlans {
            for gateway in &vlan.gateways {
                let near = |a: &IpNet| a.contains(gateway) && a.addr() != *gateway;
                assert!(vlan.addresses.iter().any(near), "{at}: {gateway} is no neighbour on {}", vlan.name);
                families.push(gateway.is_ipv4());
            }
            let v6 = vlan.addresses.iter().any(|a| a.addr().is_ipv6());
            assert_eq!(v6, vlan.link_local_v6, "{at}: {}", vlan.name);
            let storage = host.bonds.iter().any(|b| b.name == vlan.link && b.name == "storage");
            if storage {
                assert!(vlan.gateways.is_empty() && vlan.dns.is_empty(), "{at}: {}", vlan.name);
            }
        }
        assert!(!families.is_empty(), "{at}: no way out");
        assert!(unique(&families), "{at}: two default routes of a family");
    });
}

/// What a bond does, in a line.
fn bond(host: &Host, name: &str) -> String {
    let bond = host.bonds.iter().find(|b| b.name == name).unwrap();
    let mode = match &bond.mode {
        BondMode::Lacp { fast: true, .. } => "lacp fast".to_owned(),
        BondMode::Lacp { fast: false, .. } => "lacp slow".to_owned(),
        BondMode::Static { .. } => "static".to_owned(),
        BondMode::ActiveBackup { primary, .. } => format!("primary {primary}"),
    };
    format!("{} {} {mode}", bond.members.join("+"), bond.mtu)
}

#[test]
fn statements_replace_what_is_derived() {
    let hosts = common::hosts(&common::changed());
    let [first, second, third, fourth] = hosts.as_slice() else { panic!("{} hosts", hosts.len()) };
    let macs: Vec<Option<&str>> = first.pfs.iter().map(|p| p.mac.as_deref()).collect();
    assert_eq!(macs, [Some("10:10:10:10:10:10"), Some("b8:3f:d2:10:00:01"), None, None]);
    assert_eq!(first.vlans[0].addresses, ["fd00:31::99/64".parse::<IpNet>().unwrap()]);
    assert_eq!(bond(first, "wan"), "ens3f0np0+ens3f1np1 9214 lacp fast");
    assert_eq!(bond(first, "storage"), "ens3f0v0+ens6f1v0 4000 primary ens3f0v0");
    // A written bond takes the place, the VLAN and the MTU of the derived one.
    assert_eq!(bond(second, "up0"), "ens3f0np0+ens3f1np1 4100 lacp slow");
    assert_eq!((second.bonds.len(), second.vlans[0].link.as_str()), (3, "up0"));
    // The switch port at one end takes less, so both ports of the bond do.
    assert_eq!(bond(third, "wan"), "ens3f0np0+ens3f1np1 5000 static");
    // Its switch port takes 2000, but the storage VF on it needs 4000: `check` speaks of it.
    assert_eq!(bond(fourth, "all"), "ens6f1np1+ens6f0np0+ens3f0np0 4000 lacp fast");
    assert_eq!(bond(fourth, "wan"), "ens3f1np1 9214 lacp fast");
    assert_eq!(fourth.bonds.iter().map(|b| b.name.as_str()).collect::<Vec<_>>(), ["all", "wan", "storage"]);
}

#[test]
fn a_port_has_the_mtu_that_its_switch_can_do() {
    let mtus = |analysis: &Analysis| -> BTreeSet<u16> {
        common::hosts(analysis).iter().flat_map(|h| h.pfs.iter().map(|p| p.mtu)).collect()
    };
    let nxos = [("platform tor {\n  os eos;", "platform tor {\n  os nxos;")];
    assert_eq!(mtus(&common::analysis("smallest")), [9214].into());
    assert_eq!(mtus(&common::smallest_with(&nxos, "")), [9216].into());
    assert_eq!(mtus(&common::smallest_with(&[("asn 65100", "asn 65100; mtu 4000")], "")), [4000].into());
}

#[test]
fn a_host_network_brings_names_and_the_way_out() {
    let host = common::hosts(&common::analysis("near-edge")).remove(0);
    let vlan = &host.vlans[0];
    assert_eq!((vlan.name.as_str(), vlan.link.as_str(), vlan.mtu), ("host.310", "4b_pf_bond", 1500));
    assert_eq!(vlan.addresses, ["10.31.0.33/22".parse::<IpNet>().unwrap()]);
    assert_eq!(vlan.gateways, ["10.31.0.1".parse::<IpAddr>().unwrap()]);
    assert_eq!(vlan.dns, ["10.200.0.10", "10.200.0.11"].map(|a| a.parse::<IpAddr>().unwrap()));
    assert_eq!(vlan.search.as_deref(), Some("edge1.example.net"));
}

#[test]
fn nad_names_are_labels_and_there_once() {
    let label = |name: &str| {
        (1..=63).contains(&name.len())
            && name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
            && !name.starts_with('-')
            && !name.ends_with('-')
    };
    for (_, analysis) in fabrics() {
        for cluster in common::clusters(&analysis) {
            assert!(unique(cluster.nads.iter().map(|n| &n.name)), "{}", cluster.name);
        }
    }
    every_nad(|at, nad| {
        assert!(label(&nad.name), "{at}");
        match &nad.plugin {
            NadPlugin::HostDevice { resource, .. } => {
                let (prefix, name) = resource.split_once('/').unwrap();
                assert!(prefix.split('.').all(label), "{at}: {resource}");
                let fits = |c: char| c.is_ascii_alphanumeric() || c == '_';
                assert!(!name.is_empty() && name.chars().all(fits), "{at}: {resource}");
            }
            NadPlugin::Macvlan { master, .. } | NadPlugin::Ipvlan { master, .. } => {
                assert!((1..=15).contains(&master.len()), "{at}: {master}");
            }
        }
    });
}

#[test]
fn ipam_is_where_the_plugin_and_the_network_have_it() {
    every_nad(|at, nad| match (&nad.plugin, &nad.ipam) {
        (NadPlugin::HostDevice { dpdk: true, .. }, ipam) => assert_eq!(*ipam, NadIpam::None, "{at}"),
        (NadPlugin::Ipvlan { .. }, NadIpam::None) => panic!("{at}: ipvlan without IPAM"),
        (NadPlugin::Macvlan { .. } | NadPlugin::HostDevice { .. }, NadIpam::Static) => panic!("{at}"),
        _ => {}
    });
}

fn holds(range: &IpamRange, address: IpAddr) -> bool {
    let inside =
        address.is_ipv4() == range.first.is_ipv4() && range.first <= address && address <= range.last;
    inside && !range.exclude.iter().any(|net| net.contains(&address))
}

#[test]
fn no_allocator_gives_what_is_somebodys() {
    for (name, analysis) in fabrics() {
        let fabric = &analysis.fabric;
        for cluster in common::clusters(&analysis) {
            for nad in &cluster.nads {
                let NadIpam::Whereabouts { ranges, .. } = &nad.ipam else { continue };
                let at = format!("{name} {} {}", cluster.name, nad.name);
                for range in ranges {
                    well_formed(&at, range);
                }
                let NetworkKind::L3 { domain, vlan, .. } = &fabric.network(&nad.network).unwrap().kind else {
                    panic!("{at}: IPAM on layer 2")
                };
                let internal = fabric.domain(&domain.value).unwrap().network(vlan.value).unwrap();
                let mut owned: Vec<IpAddr> = internal.subnets().iter().flat_map(kept_back).collect();
                for (w, workload) in analysis.assignment.topology.workloads.iter().enumerate() {
                    for (a, attachment) in workload.attachments.iter().enumerate() {
                        let there = attachment.network.and_then(|n| fabric.networks.get(n));
                        if there.is_some_and(|n| n.vlans.contains(vlan.value)) {
                            owned.extend(analysis.assignment.addresses.workload(w, a));
                        }
                    }
                }
                for address in owned {
                    assert!(!ranges.iter().any(|r| holds(r, address)), "{at} may give {address}");
                }
            }
        }
    }
}

/// Inside its subnet, something left, and no prefix that two could be written as.
fn well_formed(at: &str, range: &IpamRange) {
    assert!(range.subnet.contains(&range.first) && range.subnet.contains(&range.last), "{at}: {range:?}");
    assert!(range.first <= range.last, "{at}: {range:?}");
    for net in &range.exclude {
        assert!(range.first <= net.network() && net.broadcast() <= range.last, "{at}: {net} lies outside");
        assert_eq!(*net, net.trunc(), "{at}");
    }
    assert_eq!(IpNet::aggregate(&range.exclude).len(), range.exclude.len(), "{at}: {:?}", range.exclude);
    let number = |a: IpAddr| match a {
        IpAddr::V4(a) => u128::from(u32::from(a)),
        IpAddr::V6(a) => u128::from(a),
    };
    let all = number(range.last) - number(range.first) + 1;
    let excluded: u128 = range.exclude.iter().map(|n| number(n.broadcast()) - number(n.network()) + 1).sum();
    assert!(excluded < all, "{at}: nothing is left of {range:?}");
}

fn nad<'a>(cluster: &'a Cluster, name: &str) -> &'a Nad {
    let names: Vec<&str> = cluster.nads.iter().map(|n| n.name.as_str()).collect();
    cluster.nads.iter().find(|n| n.name == name).unwrap_or_else(|| panic!("no {name} in {names:?}"))
}

#[test]
fn every_plugin_makes_its_nad() {
    let analysis = common::every_kind_of_nad();
    let clusters = common::clusters(&analysis);
    let cluster = clusters.iter().find(|c| c.name == "kinds").unwrap();
    assert_eq!(cluster.nads.len(), 15);
    let device = nad(cluster, "many-dpdk");
    let resource = "selvedge.io/many_dpdk".to_owned();
    assert_eq!(device.plugin, NadPlugin::HostDevice { resource, dpdk: true });
    let macvlan = nad(cluster, "plain-macvlan");
    assert_eq!(macvlan.plugin, NadPlugin::Macvlan { master: "p0".into(), mtu: 9000 });
    assert_eq!(macvlan.ipam, NadIpam::None);
    assert_eq!(nad(cluster, "bare-macvlan").ipam, NadIpam::None);
    assert_eq!(nad(cluster, "bare-ipvlan").ipam, NadIpam::Static);
    assert_eq!(nad(cluster, "many-ipvlan").ipam, NadIpam::Static);
    let NadIpam::Whereabouts { ranges, gateway } = &nad(cluster, "pooled-sriov").ipam else { panic!() };
    let shown: Vec<String> = ranges
        .iter()
        .map(|r| {
            let exclude: Vec<String> = r.exclude.iter().map(ToString::to_string).collect();
            format!("{} {}-{} without {}", r.subnet, r.first, r.last, exclude.join(" "))
        })
        .collect();
    // .16 is the VM's, .30 a next hop, .41 to .63 between the two ranges, .64 to .67 the load
    // balancer's, .95 the node's: nodes take the highest, pods the lowest.
    assert_eq!(
        shown,
        [
            "10.60.0.0/24 10.60.0.16-10.60.0.95 without 10.60.0.16/32 10.60.0.30/32 10.60.0.41/32 \
             10.60.0.42/31 10.60.0.44/30 10.60.0.48/28 10.60.0.64/30 10.60.0.95/32",
            "fd00:60::/64 fd00:60::100-fd00:60::1ff without fd00:60::100/128 fd00:60::1ff/128",
        ]
    );
    // The allocator's one gateway would be given to addresses of both families.
    assert_eq!(*gateway, None);
    for plugin in ["sriov", "macvlan", "ipvlan"] {
        assert_eq!(nad(cluster, &format!("pooled-{plugin}")).ipam, nad(cluster, "pooled-sriov").ipam);
    }
}

#[test]
fn pools_without_networks_have_the_clusters_and_the_node_keeps_its_own() {
    let clusters = common::clusters(&common::analysis("near-edge"));
    let shown: Vec<(&str, Vec<&str>)> = clusters
        .iter()
        .map(|c| (c.name.as_str(), c.nads.iter().map(|n| n.name.as_str()).collect()))
        .collect();
    assert_eq!(
        shown,
        [
            ("ocs", vec!["charging-net-ipvlan", "charging-net-macvlan", "n6-net", "sig-net"]),
            // n6-net is the nodes' own there.
            ("upf", vec!["n3-net", "sig-net", "up-trunk"]),
        ]
    );
    let NadIpam::Whereabouts { gateway, .. } = &nad(&clusters[0], "charging-net-macvlan").ipam else {
        panic!()
    };
    assert_eq!(*gateway, "10.62.0.126".parse().ok());
}
