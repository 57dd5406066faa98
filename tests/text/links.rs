//! What both ends of every link have to agree in, as the emitted text says.

use std::collections::BTreeMap;
use std::net::IpAddr;

use ipnet::IpNet;

use super::{Config, Tree, Vendor, vlans};

/// What a check is called, and the check of a fabric's tree.
pub type Check = (&'static str, fn(&str, &Tree));

/// Every check, by name: each panics where two ends differ.
pub const CHECKS: &[Check] = &[
    ("both_ends_of_every_cable_between_switches_agree", both_ends_of_every_cable_between_switches_agree),
    ("a_member_repeats_its_port_channel_on_nxos", a_member_repeats_its_port_channel_on_nxos),
    ("a_server_and_its_two_tors_agree", a_server_and_its_two_tors_agree),
    ("every_session_between_ces_has_its_other_end", every_session_between_ces_has_its_other_end),
    (
        "ce_and_pe_agree_on_every_sub_interface_and_session",
        ce_and_pe_agree_on_every_sub_interface_and_session,
    ),
    ("every_vlan_of_a_trunk_exists_on_its_switch", every_vlan_of_a_trunk_exists_on_its_switch),
];

/// What a layer-2 port takes: the most of its vendor, or what it says.
#[derive(Debug, PartialEq, Eq)]
enum Mtu {
    Jumbo,
    Bytes(u64),
}

/// Settings of a port as its switch would use them: those of its port-channel, where it is in one.
#[derive(Debug, PartialEq, Eq)]
struct Side {
    mode: Option<String>,
    timer: Option<String>,
    allowed: Option<Vec<u16>>,
    native: Option<String>,
    mtu: Mtu,
    routed: bool,
}

fn side(config: &Config, port: &str) -> Side {
    let channel = config.channel(port);
    let of = config.settings_of(port);
    assert!(config.has_interface(&of), "{}: {port} is in {of}, which is not there", config.name);
    Side {
        mode: channel.map(|(_, mode)| mode),
        timer: config.value(port, config.either("lacp timer", "lacp rate")).map(str::to_owned),
        allowed: config.value(&of, "switchport trunk allowed vlan").map(vlans),
        native: config.value(&of, "switchport trunk native vlan").map(str::to_owned),
        mtu: mtu(config, &of),
        routed: config.interface(&of).contains(&"no switchport".to_owned()),
    }
}

/// EOS takes jumbo frames on layer 2 without a line that says so; NX-OS does on a peer link alone.
fn mtu(config: &Config, port: &str) -> Mtu {
    let own = config.interface(port).contains(&"vpc peer-link".to_owned());
    match (config.vendor, config.value(port, "mtu")) {
        (Vendor::Eos, None) | (Vendor::Nxos, Some("9216")) => Mtu::Jumbo,
        (Vendor::Nxos, None) if own => Mtu::Jumbo,
        (_, said) => Mtu::Bytes(said.unwrap_or("1500").parse().unwrap()),
    }
}

/// The largest packet that a switch takes on a port.
fn bytes(config: &Config, mtu: &Mtu) -> u64 {
    match mtu {
        Mtu::Jumbo => config.either("9214", "9216").parse().unwrap(),
        Mtu::Bytes(bytes) => *bytes,
    }
}

pub fn both_ends_of_every_cable_between_switches_agree(fixture: &str, tree: &Tree) {
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
}

/// NX-OS lets a member join that says what its port-channel says, and no other.
pub fn a_member_repeats_its_port_channel_on_nxos(fixture: &str, tree: &Tree) {
    for config in tree.devices.values().filter(|c| c.vendor == Vendor::Nxos) {
        let ports = config.section("").iter().filter_map(|l| l.strip_prefix("interface Ethernet"));
        let mut members = 0;
        for port in ports.map(|p| format!("Ethernet{p}")) {
            let Some((number, _)) = config.channel(&port) else { continue };
            let repeated = |of: &str| -> Vec<String> {
                let said = ["switchport", "no switchport", "mtu "];
                let lines = config.interface(of).iter();
                lines.filter(|l| said.iter().any(|s| l.starts_with(s))).cloned().collect()
            };
            let channel = config.port_channel(&number);
            assert_eq!(repeated(&port), repeated(&channel), "{fixture}: {} {port}", config.name);
            let at = |words: &str| config.interface(&port).iter().position(|l| l.starts_with(words));
            assert!(at("mtu ") < at("channel-group "), "{fixture}: {} {port}", config.name);
            members += 1;
        }
        assert!(members > 3, "{fixture}: {} has {members} members", config.name);
    }
}

pub fn a_server_and_its_two_tors_agree(fixture: &str, tree: &Tree) {
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
            assert!(mtu <= bytes(&tree.devices[&cable.a.0], &tor.mtu));
        }
        let mtu = network["ethernets"][nic]["mtu"].as_u64().unwrap();
        assert!(mtu <= bytes(&tree.devices[&cable.a.0], &tor.mtu), "{fixture}: {cable:?}");
        ports.entry((server.clone(), bond)).or_default().push((cable.a.1.clone(), number));
    }
    for (bond, ends) in ports {
        assert_eq!(ends.len(), 2, "{fixture}: {bond:?}");
        assert_eq!(ends[0], ends[1], "{fixture}: {bond:?} goes to two ports or numbers");
    }
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

pub fn every_session_between_ces_has_its_other_end(fixture: &str, tree: &Tree) {
    let ces: Vec<&Config> = tree.devices.values().filter(|c| c.name.starts_with("ce")).collect();
    let mut seen = 0;
    for (own, far) in [(ces[0], ces[1]), (ces[1], ces[0])] {
        let answers = far.sessions();
        for (vrf, address, remote) in own.sessions() {
            let Some(vrf) = vrf.filter(|_| remote == own.asn()) else { continue };
            let back = interface_of(far, &vrf, &address);
            let near = addresses(own, &back);
            let answered = answers
                .iter()
                .any(|(v, peer, asn)| v.as_ref() == Some(&vrf) && near.contains(peer) && *asn == remote);
            assert!(answered, "{fixture}: {} has {address} in {vrf}, {} has none back", own.name, far.name);
            seen += 1;
        }
    }
    assert!(seen >= 2, "{fixture}: {seen} sessions between the CEs");
}

/// The interface of a VRF that has an address.
fn interface_of(config: &Config, vrf: &str, address: &str) -> String {
    let has = |port: &str| {
        let in_vrf = config.vrf(port) == Some(vrf);
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

pub fn ce_and_pe_agree_on_every_sub_interface_and_session(fixture: &str, tree: &Tree) {
    let mut seen = 0;
    for cable in tree.cables.iter().filter(|c| c.purpose == "pe-uplink") {
        let sheet = tree.text(&format!("handoff/{}.md", cable.a.0));
        let snippet = sheet.split("```").nth(1).unwrap();
        let ce = &tree.devices[&cable.b.0];
        let parent = ce.settings_of(&cable.b.1);
        let far = pe_parent(snippet, &cable.a.1);
        let subs: Vec<&str> = ce
            .section("")
            .iter()
            .filter_map(|l| l.strip_prefix("interface "))
            .filter(|p| p.starts_with(&format!("{parent}.")))
            .collect();
        let sessions = ce.sessions();
        for sub in subs {
            let tag = ce.value(sub, ce.either("encapsulation dot1q vlan", "encapsulation dot1q")).unwrap();
            let block = block(snippet, &format!("interface {far}.{tag}"));
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
                let known = sessions.iter().any(|(_, peer, _)| *peer == far.to_string());
                assert!(known, "{fixture}: {} has no session to {far}", ce.name);
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
}

/// What the PE's sub-interfaces stand on: a port, or the bundle that it is in.
fn pe_parent(snippet: &str, port: &str) -> String {
    let block = block(snippet, &format!("interface {port}"));
    let bundle = |words: &str, name: &str| {
        let line = block.lines().find_map(|l| l.strip_prefix(words))?;
        Some(format!("{name}{}", line.split(' ').next()?))
    };
    bundle("bundle id ", "Bundle-Ether")
        .or_else(|| bundle("channel-group ", "Port-Channel"))
        .unwrap_or_else(|| port.to_owned())
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

pub fn every_vlan_of_a_trunk_exists_on_its_switch(fixture: &str, tree: &Tree) {
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
}
