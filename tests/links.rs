//! Both ends of every link agree, as the emitted text says: VLANs, MTU, LACP, numbers, addresses.
//!
//! What is compared here are configurations, netplans and hand-off sheets as they lie on disk, by
//! the rows of `cabling.csv`; the model has no say.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod text;

use std::collections::BTreeMap;
use std::net::IpAddr;

use ipnet::IpNet;
use text::{Config, Tree, compile, vlans};

const FIXTURES: &[&str] = &["near-edge", "smallest"];

/// What EOS takes on a layer-2 port without a line that says so.
const EOS_MTU: u64 = 9214;

fn each(test: impl Fn(&str, &Tree)) {
    for fixture in FIXTURES {
        let (_guard, tree) = compile(fixture);
        test(fixture, &tree);
    }
}

/// Settings of a port as its switch would use them: those of its port-channel, where it is in one.
#[derive(Debug, PartialEq, Eq)]
struct Side {
    mode: Option<String>,
    timer: Option<String>,
    allowed: Option<Vec<u16>>,
    native: Option<String>,
    mtu: Option<String>,
    routed: bool,
}

fn side(config: &Config, port: &str) -> Side {
    let channel = config.channel(port);
    let of = channel.as_ref().map_or(port.to_owned(), |(number, _)| format!("Port-Channel{number}"));
    assert!(config.has_interface(&of), "{}: {port} is in {of}, which is not there", config.name);
    Side {
        mode: channel.map(|(_, mode)| mode),
        timer: config.value(port, "lacp timer").map(str::to_owned),
        allowed: config.value(&of, "switchport trunk allowed vlan").map(vlans),
        native: config.value(&of, "switchport trunk native vlan").map(str::to_owned),
        mtu: config.value(&of, "mtu").map(str::to_owned),
        routed: config.interface(&of).contains(&"no switchport".to_owned()),
    }
}

#[test]
fn both_ends_of_every_cable_between_switches_agree() {
    each(|fixture, tree| {
        let mut seen = 0;
        for cable in &tree.cables {
            let (Some(a), Some(b)) = (tree.devices.get(&cable.a.0), tree.devices.get(&cable.b.0)) else {
                continue;
            };
            if cable.purpose == "management" {
                continue;
            }
            let (left, right) = (side(a, &cable.a.1), side(b, &cable.b.1));
            assert_eq!(left, right, "{fixture}: {cable:?}");
            assert_eq!(left.mode.as_deref(), Some("active"), "{fixture}: {cable:?} has LACP");
            assert!(!left.routed);
            seen += 1;
        }
        assert!(seen > 5, "{fixture}: {seen} cables between switches");
    });
}

#[test]
fn a_port_channel_and_its_mlag_have_one_number_on_both_switches_of_a_pair() {
    each(|fixture, tree| {
        let mut groups: BTreeMap<(String, String), Vec<(String, String)>> = BTreeMap::new();
        for (name, config) in &tree.devices {
            let pair = config.section("mlag configuration");
            let domain = pair.iter().find_map(|l| l.strip_prefix("domain-id ")).unwrap();
            for line in config.section("").iter().filter_map(|l| l.strip_prefix("interface Port-Channel")) {
                let of = format!("Port-Channel{line}");
                let mlag = config.value(&of, "mlag");
                let peer_link = pair.contains(&format!("peer-link {of}"));
                assert_eq!(mlag.is_none(), peer_link, "{fixture}: {name} {of}");
                assert!(mlag.is_none_or(|m| m == line), "{fixture}: {name} {of} is mlag {mlag:?}");
                let settings = config.interface(&of).join("\n");
                let settings = settings.lines().filter(|l| !l.starts_with("description")).collect::<Vec<_>>();
                groups.entry((domain.to_owned(), of)).or_default().push((name.clone(), settings.join("\n")));
            }
        }
        for ((domain, channel), members) in groups {
            assert_eq!(members.len(), 2, "{fixture}: {domain} {channel} on {members:?}");
            assert_eq!(members[0].1, members[1].1, "{fixture}: {domain} {channel}");
        }
    });
}

#[test]
fn the_two_switches_of_a_pair_point_at_each_other() {
    each(|fixture, tree| {
        for (name, config) in &tree.devices {
            let own = config.value("Vlan4094", "ip address").unwrap();
            let domain = config.all("mlag configuration", "domain-id ")[0];
            let peers: Vec<&Config> = tree
                .devices
                .values()
                .filter(|c| c.name != *name && c.all("mlag configuration", "domain-id ")[0] == domain)
                .collect();
            let [peer] = peers.as_slice() else { panic!("{fixture}: {name} has {} peers", peers.len()) };
            let address = |ip: &str| ip.split('/').next().unwrap().to_owned();
            let far = peer.value("Vlan4094", "ip address").unwrap();
            let said = config.all("mlag configuration", "peer-address ");
            assert!(
                said.contains(&address(far).as_str()),
                "{fixture}: {name} says {said:?}, its peer has {far}"
            );
            assert!(own.parse::<IpNet>().unwrap().contains(&address(far).parse::<IpAddr>().unwrap()));
            let management = address(peer.value(management(peer), "ip address").unwrap());
            assert!(
                said.contains(&format!("heartbeat {management} vrf MGMT").as_str()),
                "{fixture}: {name} {said:?}"
            );
        }
    });
}

fn management(config: &Config) -> &str {
    let port = config.section("").iter().find_map(|l| l.strip_prefix("interface Management")).unwrap();
    assert_eq!(port, "1");
    "Management1"
}

#[test]
fn a_server_and_its_two_tors_agree() {
    each(|fixture, tree| {
        let mut ports: BTreeMap<(String, String), Vec<(String, String)>> = BTreeMap::new();
        for cable in tree.cables.iter().filter(|c| c.purpose == "server") {
            let (server, nic) = &cable.b;
            let host = tree.netplan(server);
            let network = &host["network"];
            let (bond, spec) = bond_of(network, nic);
            let (number, mode) = tree.devices[&cable.a.0].channel(&cable.a.1).unwrap();
            assert_eq!(mode, "active", "{fixture}: {cable:?}");
            assert_eq!(spec["parameters"]["mode"], "802.3ad", "{fixture}: {cable:?}");
            let tor = side(&tree.devices[&cable.a.0], &cable.a.1);
            let rate = spec["parameters"]["lacp-rate"].as_str().unwrap();
            assert_eq!(tor.timer.as_deref().unwrap_or("normal"), rate, "{fixture}: {cable:?}");
            let allowed = tor.allowed.unwrap();
            for (name, vlan) in network["vlans"].as_object().unwrap() {
                let id = u16::try_from(vlan["id"].as_u64().unwrap()).unwrap();
                if carries(network, vlan["link"].as_str().unwrap(), nic, &bond) {
                    assert!(allowed.contains(&id), "{fixture}: {name} of {server} is not on {:?}", cable.a);
                }
                let mtu = vlan["mtu"].as_u64().unwrap();
                assert!(mtu <= tor.mtu.as_deref().map_or(EOS_MTU, |m| m.parse().unwrap()));
            }
            let mtu = network["ethernets"][nic]["mtu"].as_u64().unwrap();
            assert_eq!(
                mtu,
                tor.mtu.as_deref().map_or(EOS_MTU, |m| m.parse().unwrap()),
                "{fixture}: {cable:?}"
            );
            ports.entry((server.clone(), bond)).or_default().push((cable.a.1.clone(), number));
        }
        for (bond, ends) in ports {
            assert_eq!(ends.len(), 2, "{fixture}: {bond:?}");
            assert_eq!(ends[0], ends[1], "{fixture}: {bond:?} goes to two ports or numbers");
        }
    });
}

fn bond_of(network: &serde_json::Value, nic: &str) -> (String, serde_json::Value) {
    let bonds = network["bonds"].as_object().unwrap();
    let of = |b: &serde_json::Value| b["interfaces"].as_array().unwrap().iter().any(|i| i == nic);
    let (name, spec) = bonds.iter().find(|(_, b)| of(b)).unwrap_or_else(|| panic!("{nic} is in no bond"));
    (name.clone(), spec.clone())
}

/// Whether a VLAN's link is the bond of a pNIC, or has a VF of it.
fn carries(network: &serde_json::Value, link: &str, nic: &str, bond: &str) -> bool {
    if link == bond {
        return true;
    }
    let members = network["bonds"][link]["interfaces"].as_array().unwrap();
    members.iter().any(|vf| network["ethernets"][vf.as_str().unwrap()]["link"] == nic)
}

#[test]
fn every_session_between_ces_has_its_other_end() {
    each(|fixture, tree| {
        let ces: Vec<&Config> = tree.devices.values().filter(|c| c.name.starts_with("ce")).collect();
        let asn = |c: &Config| {
            c.section("").iter().find_map(|l| l.strip_prefix("router bgp ").map(str::to_owned)).unwrap()
        };
        let mut seen = 0;
        for (own, far) in [(ces[0], ces[1]), (ces[1], ces[0])] {
            let bgp = format!("router bgp {}", asn(own));
            for section in own
                .sections
                .keys()
                .filter(|s| s.starts_with(&format!("{bgp} / vrf ")) && s.matches(" / ").count() == 1)
            {
                for line in own.all(section, "neighbor ") {
                    let Some((address, remote)) = line.split_once(" remote-as ") else { continue };
                    if remote != asn(own) {
                        continue;
                    }
                    let vrf = section.rsplit_once(" / vrf ").unwrap().1;
                    let back = interface_of(far, vrf, address);
                    let near: Vec<String> = addresses(own, &back);
                    let sessions = far.all(section, "neighbor ");
                    let answered =
                        near.iter().any(|a| sessions.contains(&format!("{a} remote-as {remote}").as_str()));
                    assert!(
                        answered,
                        "{fixture}: {} has {address} in {vrf}, {} has none back",
                        own.name, far.name
                    );
                    seen += 1;
                }
            }
        }
        assert!(seen >= 2, "{fixture}: {seen} sessions between the CEs");
    });
}

/// The interface of a VRF that has an address.
fn interface_of(config: &Config, vrf: &str, address: &str) -> String {
    let has = |port: &str| {
        let in_vrf = config.value(port, "vrf") == Some(vrf);
        in_vrf && addresses(config, port).iter().any(|a| a == address)
    };
    let ports = config.section("").iter().filter_map(|l| l.strip_prefix("interface "));
    let found: Vec<&str> = ports.filter(|p| has(p)).collect();
    assert_eq!(found.len(), 1, "{}: {address} in {vrf}", config.name);
    found[0].to_owned()
}

fn addresses(config: &Config, port: &str) -> Vec<String> {
    let section = format!("interface {port}");
    let all = config.all(&section, "ip address ").into_iter().chain(config.all(&section, "ipv6 address "));
    all.map(|a| a.split('/').next().unwrap().to_owned()).collect()
}

#[test]
fn ce_and_pe_agree_on_every_sub_interface_and_session() {
    each(|fixture, tree| {
        let mut seen = 0;
        for cable in tree.cables.iter().filter(|c| c.purpose == "pe-uplink") {
            let sheet = std::fs::read_to_string(tree.root.join(format!("handoff/{}.md", cable.a.0))).unwrap();
            let snippet = sheet.split("```").nth(1).unwrap();
            let ce = &tree.devices[&cable.b.0];
            let subs: Vec<&str> = ce
                .section("")
                .iter()
                .filter_map(|l| l.strip_prefix("interface "))
                .filter(|p| p.starts_with(&format!("{}.", cable.b.1)))
                .collect();
            for sub in subs {
                let tag = ce.value(sub, "encapsulation dot1q vlan").unwrap();
                let block = block(snippet, &format!("interface {}.{tag}", cable.a.1));
                let vlan = if block.contains("encapsulation dot1q vlan") { "vlan " } else { "" };
                assert!(block.contains(&format!("encapsulation dot1q {vlan}{tag}\n")), "{fixture}: {block}");
                let mtu = ce.value(sub, "mtu").unwrap();
                assert!(block.contains(&format!("mtu {mtu}\n")), "{fixture}: {sub} has {mtu}: {block}");
                for line in ce
                    .interface(sub)
                    .iter()
                    .filter_map(|l| l.strip_prefix("ip address ").or(l.strip_prefix("ipv6 address ")))
                {
                    let own: IpNet = line.parse().unwrap();
                    let far = pe_address(&block, own);
                    assert_ne!(far, own.addr(), "{fixture}: {sub}");
                    let session = format!("neighbor {far} remote-as");
                    let bgp = ce.sections.iter().any(|(s, lines)| {
                        s.starts_with("router bgp") && lines.iter().any(|l| l.starts_with(&session))
                    });
                    assert!(bgp, "{fixture}: {} has no session to {far}", ce.name);
                    let back = snippet.lines().any(|l| {
                        let l = l.trim();
                        l == format!("neighbor {}", own.addr())
                            || l.starts_with(&format!("neighbor {} remote-as", own.addr()))
                    });
                    assert!(back, "{fixture}: {} has no session to {}", cable.a.0, own.addr());
                    seen += 1;
                }
            }
        }
        assert!(seen >= 2, "{fixture}: {seen} addresses");
    });
}

fn block(snippet: &str, head: &str) -> String {
    let lines: Vec<&str> = snippet.lines().collect();
    let start = lines.iter().position(|l| *l == head).unwrap_or_else(|| panic!("no `{head}` in {snippet}"));
    let body = lines[start + 1..].iter().take_while(|l| l.starts_with(' '));
    body.map(|l| format!("{}\n", l.trim())).collect()
}

/// The PE's address in the prefix of a CE's.
fn pe_address(block: &str, own: IpNet) -> IpAddr {
    let found: Vec<IpAddr> = block
        .lines()
        .filter_map(|l| {
            ["ip address ", "ipv4 address ", "ipv6 address "].iter().find_map(|p| l.strip_prefix(p))
        })
        .filter_map(|a| a.split(['/', ' ']).next()?.parse().ok())
        .filter(|a| own.contains(a))
        .collect();
    assert_eq!(found.len(), 1, "{own}: {block}");
    found[0]
}

#[test]
fn every_vlan_of_a_trunk_exists_on_its_switch() {
    each(|fixture, tree| {
        for (name, config) in &tree.devices {
            let defined: Vec<u16> = config
                .section("")
                .iter()
                .filter_map(|l| l.strip_prefix("vlan "))
                .filter_map(|v| v.parse().ok())
                .collect();
            for (section, lines) in &config.sections {
                for list in lines.iter().filter_map(|l| l.strip_prefix("switchport trunk allowed vlan ")) {
                    for vlan in vlans(list) {
                        assert!(
                            defined.contains(&vlan),
                            "{fixture}: {name} {section} carries {vlan}, which is not there"
                        );
                    }
                }
            }
        }
    });
}
