//! The edge between CE and PE as text: ends of sessions, port-channels and route targets, in the
//! words of EOS and of IOS XR, read into the same terms.

use std::collections::{BTreeMap, BTreeSet};
use std::net::{IpAddr, Ipv4Addr};

use ipnet::{IpNet, Ipv4Net};

use super::{Config, Tree};

/// One end of a session, free of its system's words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct End {
    /// The interface that the VLAN is on.
    pub parent: String,
    pub vlan: u16,
    /// In bytes of IP packet.
    pub mtu: u16,
    pub own: IpNet,
    pub own_as: u32,
    pub peer_as: u32,
    /// Milliseconds and packets; none where BFD does not watch the session.
    pub bfd: Option<(u32, u32)>,
    pub password: Option<String>,
    pub families: BTreeSet<String>,
    /// Whether something says which routes pass, in and out.
    pub policies: bool,
}

/// VRF (empty: the global table), own address, the neighbour's.
pub type Ends = BTreeMap<(String, IpAddr, IpAddr), End>;

/// Sub-interfaces: name, VRF, VLAN, addresses.
pub fn sub_interfaces(config: &Config) -> Vec<(String, String, u16, Vec<IpNet>)> {
    let names = config.section("").iter().filter_map(|l| l.strip_prefix("interface "));
    let mut all = Vec::new();
    for name in names.filter(|n| n.contains('.')) {
        let tag = config.value(name, "encapsulation dot1q").unwrap();
        let vlan = tag.strip_prefix("vlan ").unwrap_or(tag).parse().unwrap();
        let vrf = config.value(name, "vrf").unwrap_or_default().to_owned();
        let addresses = ["ip address ", "ipv4 address ", "ipv6 address "]
            .iter()
            .flat_map(|words| config.all(&format!("interface {name}"), words))
            .map(|a| match a.split_once(' ') {
                Some((host, mask)) => {
                    let (host, mask): (Ipv4Addr, Ipv4Addr) = (host.parse().unwrap(), mask.parse().unwrap());
                    Ipv4Net::with_netmask(host, mask).unwrap().into()
                }
                None => a.parse().unwrap(),
            })
            .collect();
        all.push((name.to_owned(), vrf, vlan, addresses));
    }
    all
}

pub fn own_as(config: &Config) -> u32 {
    config.section("").iter().find_map(|l| l.strip_prefix("router bgp ")).unwrap().parse().unwrap()
}

/// The ends of sessions on sub-interfaces in the words of EOS.
pub fn eos(config: &Config) -> Ends {
    let asn = own_as(config);
    let bgp = format!("router bgp {asn}");
    let mut ends = Ends::new();
    for (interface, vrf, vlan, addresses) in sub_interfaces(config) {
        let section = if vrf.is_empty() { bgp.clone() } else { format!("{bgp} / vrf {vrf}") };
        for own in addresses {
            let neighbors = config.all(&section, "neighbor ").into_iter();
            let mut peers = neighbors.filter_map(|l| l.split_once(" remote-as "));
            let Some((peer, remote)) = peers.find(|(p, _)| p.parse().is_ok_and(|p: IpAddr| own.contains(&p)))
            else {
                panic!("{}: no session from {own} in `{section}`", config.name)
            };
            let says = |section: &str, words: &str| -> Option<String> {
                let found = config.all(section, &format!("neighbor {peer} {words}"));
                assert!(found.len() < 2, "{}: {peer} `{words}` in `{section}`: {found:?}", config.name);
                found.first().map(|w| (*w).to_owned())
            };
            let bfd = config.value(&interface, "bfd interval").map(|l| {
                let words: Vec<&str> = l.split(' ').collect();
                assert_eq!((words[0], words[1], words[3]), (words[2], "min-rx", "multiplier"), "{l}");
                (words[0].parse().unwrap(), words[4].parse().unwrap())
            });
            let tracked = config.section("").iter().any(|l| {
                let route = l.starts_with("ip route ") || l.starts_with("ipv6 route ");
                route && l.contains(&format!(" {peer} ")) && l.ends_with("track bfd")
            });
            let watched = tracked || config.section(&section).contains(&format!("neighbor {peer} bfd"));
            let families: BTreeSet<String> = config
                .sections
                .iter()
                .filter_map(|(s, lines)| {
                    let family = s.strip_prefix(&format!("{section} / address-family "))?;
                    lines.contains(&format!("neighbor {peer} activate")).then(|| family.to_owned())
                })
                .collect();
            // Over an NNI a family has its own policies.
            let filtered = |at: &str| {
                ["in", "out"].iter().all(|way| {
                    config.all(at, &format!("neighbor {peer} route-map ")).iter().any(|l| l.ends_with(way))
                })
            };
            let policies = filtered(&section)
                || families.iter().all(|f| filtered(&format!("{section} / address-family {f}")));
            let communities = if vrf.is_empty() {
                "neighbor {} send-community extended"
            } else {
                "neighbor {} send-community"
            };
            assert!(config.section(&section).contains(&communities.replace("{}", peer)), "{peer}");
            let local = says(&section, "local-as ").map(|w| {
                let (asn, how) = w.split_once(' ').unwrap();
                assert_eq!(how, "no-prepend replace-as");
                asn.parse().unwrap()
            });
            let end = End {
                parent: interface.split('.').next().unwrap().to_owned(),
                vlan,
                mtu: config.value(&interface, "mtu").unwrap().parse().unwrap(),
                own,
                own_as: local.unwrap_or(asn),
                peer_as: remote.parse().unwrap(),
                bfd: bfd.filter(|_| watched),
                password: says(&section, "password 0 "),
                families,
                policies,
            };
            ends.insert((vrf.clone(), own.addr(), peer.parse().unwrap()), end);
        }
    }
    ends
}

/// The ends of sessions on sub-interfaces in the words of IOS XR.
pub fn ios_xr(config: &Config) -> Ends {
    let asn = own_as(config);
    let bgp = format!("router bgp {asn}");
    let mut ends = Ends::new();
    for (interface, vrf, vlan, addresses) in sub_interfaces(config) {
        let process = if vrf.is_empty() { bgp.clone() } else { format!("{bgp} / vrf {vrf}") };
        for own in addresses {
            let mut peers = config.all(&process, "neighbor ").into_iter();
            let Some(peer) = peers.find(|p| own.contains(&p.parse::<IpAddr>().unwrap())) else {
                panic!("{}: no session from {own} in `{process}`", config.name)
            };
            let section = format!("{process} / neighbor {peer}");
            let says = |words: &str| -> Option<&str> {
                let found = config.all(&section, words);
                assert!(found.len() < 2, "{section}: {found:?}");
                found.first().copied()
            };
            let number = |words: &str| says(words).map(|n| n.parse::<u32>().unwrap());
            let watched = config.section(&section).contains(&"bfd fast-detect".to_owned());
            let timers = number("bfd minimum-interval ").zip(number("bfd multiplier "));
            assert_eq!(watched, timers.is_some(), "{section}");
            let mut families = BTreeSet::new();
            let mut policies = true;
            for family in config.all(&section, "address-family ") {
                let lines = config.section(&format!("{section} / address-family {family}"));
                let has = |l: &str| lines.iter().any(|x| x == l);
                policies &= has("route-policy FROM-EDGE in") && has("route-policy TO-EDGE out");
                assert_eq!(has("send-community-ebgp"), !vrf.is_empty(), "{section} {family}");
                // What a neighbour has, the VRF has, and the process has the VPN family of it.
                let parent = family.replace("ipv", "vpnv").replace("vpnvpn", "vpn");
                assert!(config.all(&process, "address-family ").contains(&family), "{section} {family}");
                assert!(config.all(&bgp, "address-family ").contains(&parent.as_str()), "{parent}");
                let ours = ["ipv4", "ipv6", "vpn-ipv4", "vpn-ipv6"];
                let theirs = ["ipv4 unicast", "ipv6 unicast", "vpnv4 unicast", "vpnv6 unicast"];
                families.insert(ours[theirs.iter().position(|t| *t == family).unwrap()].to_owned());
            }
            let local = says("local-as ").map(|w| w.strip_suffix(" no-prepend replace-as").unwrap());
            let words = if own.addr().is_ipv6() { "ipv6 mtu" } else { "ipv4 mtu" };
            let end = End {
                parent: interface.split('.').next().unwrap().to_owned(),
                vlan,
                mtu: config.value(&interface, words).unwrap().parse().unwrap(),
                own,
                own_as: local.map_or(asn, |l| l.parse().unwrap()),
                peer_as: number("remote-as ").unwrap(),
                bfd: timers,
                password: says("password clear ").map(str::to_owned),
                families,
                policies,
            };
            ends.insert((vrf.clone(), own.addr(), peer.parse().unwrap()), end);
        }
    }
    ends
}

/// Reads the ends of a configuration.
pub type Read = fn(&Config) -> Ends;

/// The snippets of a PE's sheet, with what reads them.
pub fn snippets(tree: &Tree, pe: &str) -> Vec<(&'static str, Config, Read)> {
    let sheet = sheet(tree, pe);
    let systems: [(_, Read); 2] = [("Arista EOS", eos), ("Cisco IOS XR", ios_xr)];
    let read = |(system, read): &(&'static str, Read)| {
        let (_, after) = sheet.split_once(&format!("## Snippet for {system}\n"))?;
        Some((*system, Config::parse(pe, after.split("```").nth(1).unwrap()), *read))
    };
    systems.iter().filter_map(read).collect()
}

pub fn sheet(tree: &Tree, pe: &str) -> String {
    tree.text(&format!("handoff/{pe}.md")).to_owned()
}

/// Cables of a CE to a PE, as ports of both.
pub fn cables<'t>(tree: &'t Tree, ce: &str, pe: &str) -> BTreeMap<&'t str, &'t str> {
    let mut all = BTreeMap::new();
    for cable in &tree.cables {
        for (a, b) in [(&cable.a, &cable.b), (&cable.b, &cable.a)] {
            if a.0 == ce && b.0 == pe {
                all.insert(a.1.as_str(), b.1.as_str());
            }
        }
    }
    all
}

/// The ports of a CE's interface: itself, or those of its port-channel with their mode and timer.
pub fn members(config: &Config, parent: &str) -> BTreeMap<String, Option<(String, bool)>> {
    let Some(number) = parent.strip_prefix("Port-Channel") else {
        return BTreeMap::from([(parent.to_owned(), None)]);
    };
    let ports = config.section("").iter().filter_map(|l| l.strip_prefix("interface "));
    ports
        .filter_map(|p| {
            let (_, mode) = config.channel(p).filter(|(n, _)| n == number)?;
            Some((p.to_owned(), Some((mode, config.value(p, "lacp timer") == Some("fast")))))
        })
        .collect()
}

/// The same in the words of IOS XR.
pub fn bundle_members(config: &Config, parent: &str) -> BTreeMap<String, Option<(String, bool)>> {
    let Some(number) = parent.strip_prefix("Bundle-Ether") else {
        return BTreeMap::from([(parent.to_owned(), None)]);
    };
    let ports = config.section("").iter().filter_map(|l| l.strip_prefix("interface "));
    ports
        .filter_map(|p| {
            let mode = config.value(p, "bundle id")?.strip_prefix(&format!("{number} mode "))?;
            Some((p.to_owned(), Some((mode.to_owned(), config.value(p, "lacp period") == Some("short")))))
        })
        .collect()
}

/// The route targets of a CE's or an EOS PE's VRF, by family: what is imported, what exported.
pub type Targets = BTreeMap<String, (BTreeSet<String>, BTreeSet<String>)>;

pub fn eos_targets(config: &Config, vrf: &str) -> Targets {
    let mut targets = Targets::new();
    let section = format!("router bgp {} / vrf {vrf}", own_as(config));
    for line in config.all(&section, "route-target ").into_iter().filter(|l| !l.contains(" route-map ")) {
        let [way, family, target] = line.split(' ').collect::<Vec<_>>()[..] else { panic!("{line}") };
        let (import, export) = targets.entry(family.to_owned()).or_default();
        if way == "import" { import } else { export }.insert(target.to_owned());
    }
    targets
}

pub fn ios_xr_targets(config: &Config, vrf: &str) -> Targets {
    let mut targets = Targets::new();
    for (family, ours) in [("ipv4 unicast", "vpn-ipv4"), ("ipv6 unicast", "vpn-ipv6")] {
        let of = |way: &str| -> BTreeSet<String> {
            let section = format!("vrf {vrf} / address-family {family} / {way} route-target");
            config.section(&section).iter().cloned().collect()
        };
        if config.all(&format!("vrf {vrf}"), "address-family ").contains(&family) {
            targets.insert(ours.to_owned(), (of("import"), of("export")));
        }
    }
    targets
}
