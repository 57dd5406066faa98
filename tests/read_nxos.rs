//! NX-OS configurations are read back: to the plan that they were made of, line by line; and what is
//! wrong with one, or not known, is said.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod common;

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use selvedge::lower::{self, Context};
use selvedge::model::value::Os;
use selvedge::plan::{Device, Element};
use selvedge::read::{Error, Reading, nxos};
use selvedge::render::{Environment, Secrets, switch};

/// Every NX-OS switch of the fixtures, with its text.
fn switches() -> Vec<(String, Device, String)> {
    let environment = Environment::new(Secrets::Referenced).unwrap();
    let mut all = Vec::new();
    for fixture in common::FIXTURES {
        let analysis = common::analysis(fixture);
        let context = Context::new(&analysis);
        for (id, _) in analysis.assignment.topology.switches() {
            if let Some(device) = lower::device(&context, id).filter(|d| d.os == Os::Nxos) {
                let text = switch::render(&environment, &device).unwrap();
                all.push((format!("{fixture} {}", device.name), device, text));
            }
        }
    }
    assert!(all.len() >= 8, "{} switches", all.len());
    all
}

fn read(text: &str) -> Reading {
    nxos::read(text).unwrap_or_else(|error| panic!("{error}\n{text}"))
}

/// The plan of a text, which knows all of it.
fn plan(text: &str) -> Device {
    let reading = read(text);
    assert_eq!(reading.unknown, []);
    reading.device
}

/// The first line in which two plans differ, for people.
fn difference(read: &Device, made: &Device) -> String {
    let (read, made) = (format!("{read:#?}"), format!("{made:#?}"));
    let mut lines = read.lines().zip(made.lines()).filter(|(r, m)| r != m && !m.contains("span:"));
    lines.next().map_or("nowhere".into(), |(r, m)| format!("read {r}, made {m}"))
}

#[test]
fn what_was_rendered_is_read_back() {
    for (name, device, text) in switches() {
        let reading = read(&text);
        assert!(reading.unknown.is_empty(), "{name}: {:#?}", reading.unknown);
        assert!(reading.repeated.is_empty(), "{name}: {:#?}", reading.repeated);
        assert!(reading.device == device, "{name}: {}", difference(&reading.device, &device));
        assert_eq!(reading.line_count(), text.lines().count(), "{name}");
        let elements: BTreeSet<Element> = device.elements().into_iter().map(|(e, _)| e).collect();
        for (number, line) in (1..).zip(text.lines()) {
            let element = reading.element(number).unwrap_or_else(|| panic!("{name}:{number} {line}"));
            assert!(elements.contains(element), "{name}:{number} {line}: {element} is not in the plan");
        }
    }
}

/// Lines that say what is so without them. Each has its reason; every other line is missed.
const SAYS_NOTHING: &[(&str, &str)] = &[
    ("vlan list", "every VLAN has a block of its own, which makes it"),
    ("switchport", "a port is a switch port unless it is told otherwise"),
    ("no shutdown of a switch port", "it is up unless it is told otherwise"),
    ("vrf context management", "every switch has it: nothing stands in it here"),
];

/// The name in [`SAYS_NOTHING`] of a line, where it has one.
fn says_nothing(lines: &[&str], at: usize) -> Option<&'static str> {
    let line = lines[at];
    let head = lines[..=at].iter().rev().find(|l| !l.starts_with(' ')).unwrap();
    let block: Vec<&str> = {
        let start = lines[..=at].iter().rposition(|l| l == head).unwrap();
        lines[start..].iter().skip(1).take_while(|l| l.starts_with(' ')).copied().collect()
    };
    let routed = block.contains(&"  no switchport") || head.contains('.');
    let port = head.starts_with("interface Ethernet") && !routed;
    match line {
        _ if line.starts_with("vlan ") && line.contains([',', '-']) => Some("vlan list"),
        "  switchport" => Some("switchport"),
        "  no shutdown" if port => Some("no shutdown of a switch port"),
        "vrf context management" if block.is_empty() => Some("vrf context management"),
        _ => None,
    }
}

#[test]
fn no_line_is_lost_unnoticed() {
    let mut excused = BTreeSet::new();
    let mut unnoticed = Vec::new();
    // The other TORs say what those of the first racks do.
    let of_kind = |name: &str| {
        name.ends_with("ce1") || name.ends_with("ce2") || name.ends_with("1-t1") || name.ends_with("7-t1")
    };
    for (name, device, text) in switches().into_iter().filter(|(name, ..)| of_kind(name)) {
        let lines: Vec<&str> = text.lines().collect();
        for (at, line) in lines.iter().enumerate() {
            if line.trim().is_empty() || line.trim_start().starts_with('!') {
                continue;
            }
            let rest: String =
                lines.iter().enumerate().filter(|(i, _)| *i != at).map(|(_, l)| format!("{l}\n")).collect();
            let noticed = nxos::read(&rest)
                .is_ok_and(|r| r.device != device || !r.unknown.is_empty() || !r.repeated.is_empty());
            match says_nothing(&lines, at) {
                Some(reason) if !noticed => drop(excused.insert(reason)),
                _ if !noticed => unnoticed.push(format!("{name}:{} {line}", at + 1)),
                _ => {}
            }
        }
    }
    assert!(
        unnoticed.is_empty(),
        "{} lines\n{}",
        unnoticed.len(),
        unnoticed[..unnoticed.len().min(20)].join("\n")
    );
    let named: BTreeSet<&str> = SAYS_NOTHING.iter().map(|(name, _)| *name).collect();
    assert!(excused.is_subset(&named), "{excused:?}");
}

#[test]
fn a_line_said_twice_is_noted() {
    let (_, device, text) = switches().remove(0);
    let lines: Vec<&str> = text.lines().collect();
    for (at, line) in lines.iter().enumerate() {
        let said = line.trim();
        if said.is_empty() || said.starts_with('!') || matches!(said, "shutdown" | "no shutdown") {
            continue;
        }
        // A VLAN's list and its block are two, and so are a list and its only VLAN.
        let twice: String = lines[..=at].iter().chain(&lines[at..]).map(|l| format!("{l}\n")).collect();
        let reading = read(&twice);
        assert!(!reading.repeated.is_empty(), "line {}: {line}", at + 1);
        assert!(
            reading.device == device,
            "line {}: {line}: {}",
            at + 1,
            difference(&reading.device, &device)
        );
    }
}

/// Any order of sections, comments, empty lines, blanks at the end, line ends of another system.
#[test]
fn form_is_not_meaning() {
    for (name, device, text) in switches() {
        let mut sections: Vec<String> = Vec::new();
        for line in text.lines().filter(|l| !l.trim().is_empty()) {
            match sections.last_mut().filter(|_| line.starts_with(' ')) {
                Some(section) => *section += &format!("{line}  \r\n  ! a comment\r\n \t\r\n"),
                None => sections.push(format!("{line} \r\n")),
            }
        }
        // Which of two servers is the first is meaning, and so is a rule's place in a list, and that
        // a class map comes before what names it, and a feature before its commands.
        let meaning = [
            "ip name-server",
            "ntp server",
            "logging server",
            "ip community",
            "ip ext",
            "class-map",
            "feature",
            "install",
        ];
        let (fixed, mut free): (Vec<_>, Vec<_>) =
            sections.into_iter().partition(|s| meaning.iter().any(|m| s.starts_with(m)));
        free.reverse();
        let reading = read(&(fixed.concat() + &free.concat()));
        assert!(reading.unknown.is_empty(), "{name}: {:#?}", reading.unknown);
        assert!(reading.device == device, "{name}: {}", difference(&reading.device, &device));
    }
}

#[test]
fn unknown_lines_are_kept_by_block() {
    let text = "\
hostname ce1
clock timezone UTC 0 0
router ospf 1
  log-adjacency-changes
interface Vlan10
  ip ospf cost 5
  no shutdown
  ip address 10.0.0.1/24
  ip address 10.0.1.1/24 secondary
router bgp 65000
  template peer X
    remote-as 65001
    address-family ipv4 unicast
  neighbor 10.0.0.2
    remote-as 65001
    update-source Vlan10
banner motd #
interface Vlan10
  shutdown
#
interface Vlan10
  description said in two places
";
    let reading = read(text);
    let unknown: Vec<String> =
        reading.unknown.iter().map(|u| format!("{} [{}] {}", u.line, u.block, u.text)).collect();
    insta::assert_snapshot!(unknown.join("\n"));
    assert_eq!(reading.repeated.iter().map(|r| r.line).collect::<Vec<_>>(), [21]);
    assert!(!reading.device.svis[0].shutdown);
    assert_eq!(reading.device.svis[0].description, "said in two places");
    assert_eq!(reading.device.bgp.as_ref().unwrap().neighbors.len(), 1);
}

/// What the switch does where nothing is said.
#[test]
fn what_is_not_said_is_the_default_of_the_platform() {
    let device = plan(
        "vlan 10\ninterface Vlan10\n  no ip redirects\n  hsrp 10\n    ip 10.0.0.1\n\
         interface Ethernet1/1\n  no switchport\ninterface Ethernet1/1.5\n  no bfd echo\n\
         interface Ethernet1/2\n  switchport mode trunk\ninterface Ethernet1/3\n  channel-group 3\n\
         vrf context a\n",
    );
    assert_eq!(device.vlans[0].name, "VLAN0010");
    let svi = &device.svis[0];
    assert!(svi.shutdown && svi.autostate && svi.layer3.router_advertisements);
    assert!(svi.layer3.redirects, "IPv6 ones are still sent");
    assert_eq!(svi.hsrp_version, Some(1));
    assert!(device.ports[0].shutdown, "a routed port");
    let sub = &device.ports[0].sub_interfaces[0];
    assert!(sub.shutdown);
    let bfd = sub.layer3.bfd.unwrap();
    assert_eq!((bfd.interval, bfd.multiplier, bfd.echo), (50, 3, false));
    assert!(!device.ports[1].shutdown, "a switch port");
    assert_eq!(device.ports[1].trunk.as_ref().unwrap().allowed, None);
    assert_eq!(device.ports[2].member.unwrap().mode, selvedge::plan::ChannelMode::On);
    assert!(device.vrfs[0].ipv4 && device.vrfs[0].ipv6);
}

/// The VRF of an interface clears its addresses.
#[test]
fn a_vrf_clears_what_came_before_it() {
    let text = "interface Vlan10\n  ip address 10.0.0.1/24\n  vrf member a\n  ipv6 address fd00::1/64\n";
    let device = plan(text);
    assert_eq!(
        device.svis[0].layer3.addresses.iter().map(ToString::to_string).collect::<Vec<_>>(),
        ["fd00::1/64"]
    );
}

/// Single ports that work without LACP are set only while the port-channel is shut down; a
/// configuration that a switch shows does not say how it came there.
#[test]
fn fallback_is_set_while_the_port_channel_is_down() {
    let fallback = |lines: &[&str]| {
        let lines: String = lines.iter().map(|l| format!("  {l}\n")).collect();
        let reading = read(&format!("interface port-channel1\n{lines}"));
        assert_eq!(reading.repeated, []);
        let channel = &reading.device.port_channels[0];
        (channel.fallback.is_some(), channel.shutdown)
    };
    assert_eq!(fallback(&["shutdown", "no lacp suspend-individual", "no shutdown"]), (true, false));
    assert_eq!(fallback(&["no lacp suspend-individual"]), (true, false));
    assert_eq!(fallback(&["no lacp suspend-individual", "no shutdown"]), (false, false));
    assert_eq!(fallback(&["shutdown", "no lacp suspend-individual"]), (true, true));
}

/// The switch takes a line in the innermost mode that has it, whatever its indentation.
/// A map of a VRF is of its family and direction.
#[test]
fn a_vrf_has_a_map_in_each_direction() {
    let device = plan(
        "vrf context a\n  address-family ipv4 unicast\n    route-target import 1:1\n    import map IN\n  \
         address-family ipv6 unicast\n    export map OUT\n",
    );
    let targets = &device.vrfs[0].vpn.as_ref().unwrap().targets;
    let maps = |i: usize| (targets[i].import_policy.as_deref(), targets[i].export_policy.as_deref());
    assert_eq!((maps(0), maps(1)), ((Some("IN"), None), (None, Some("OUT"))));
    assert_eq!(targets[0].import, ["1:1"]);
}

#[test]
fn lines_of_bgp_are_of_the_innermost_mode() {
    let device = plan(
        "vrf context a\nrouter bgp 65000\n  vrf a\n    address-family ipv4 unicast\n    neighbor 10.0.0.1\n      \
         remote-as 65001\n    address-family ipv4 unicast\n      next-hop-self\n  neighbor 10.0.0.2\n    \
         remote-as 65002\n",
    );
    let bgp = device.vrfs[0].bgp.as_ref().unwrap();
    assert_eq!(bgp.neighbors.len(), 2, "the second is of the VRF as well");
    assert!(bgp.neighbors[0].session.next_hop_self);
    assert!(device.bgp.unwrap().neighbors.is_empty());
}

/// The plan has one session for all families of a neighbour: one that says less takes from it, one
/// that says otherwise is kept as unknown.
#[test]
fn families_of_a_neighbour_agree() {
    let bgp = |second: &str| {
        format!(
            "router bgp 65000\n  neighbor 10.0.0.1\n    remote-as 65001\n    address-family vpnv4 unicast\n      \
             route-map IN in\n    address-family vpnv6 unicast\n{second}"
        )
    };
    let policy = |text: &str| plan(text).bgp.unwrap().neighbors[0].session.policy_in.clone();
    assert_eq!(policy(&bgp("      route-map IN in\n")).as_deref(), Some("IN"));
    assert_eq!(policy(&bgp("")), None);
    let reading = read(&bgp("      route-map OTHER in\n"));
    assert_eq!(reading.unknown.iter().map(|u| u.text.as_str()).collect::<Vec<_>>(), ["route-map OTHER in"]);
}

/// Policy in the vendor's own words.
#[test]
fn policy_is_read() {
    let device = plan(
        "ip access-list A\n  statistics per-entry\n  10 remark for people\n  \
         20 permit tcp 10.0.0.0/8 range 1 9 host 10.1.1.1 eq bgp established\n  \
         30 deny udp any gt 1000 10.0.0.0 0.0.0.255 lt 10 dscp af11 ttl 3 log\n  permit ip any any fragments\n\
         ipv6 access-list B\n  10 permit icmp any any dscp 8\n\
         class-map type qos match-any C\n  match access-group name B\n\
         policy-map type qos P\n  class C\n    police cir 1000 kbps bc 200 kbytes conform transmit violate drop\n\
         ip community-list standard L permit 65048:100 no-export\n\
         ip extcommunity-list standard E seq 10 permit rt 65048:1 rt 65048:2\n\
         ip prefix-list X seq 10 permit 10.0.0.0/8 ge 16 le 24\nip prefix-list X deny 11.0.0.0/8 eq 24\n\
         route-map M deny 20\n  match community L\n  match extcommunity E\n  continue 40\n  \
         set local-preference 200\n  set community 65048:1 graceful-shutdown additive\n  set comm-list L delete\n  \
         set extcommunity rt 65048:9 additive\n  set extcomm-list E delete\n\
         interface Ethernet1/1.5\n  encapsulation dot1q 5\n  ip access-group A in\n  ipv6 traffic-filter B in\n  \
         ip access-group A out\n  service-policy type qos input P\n",
    );
    let policy = serde_json::json!({
        "acls": device.acls, "policers": device.policers, "community": device.community_lists,
        "ext_community": device.ext_community_lists, "prefix": device.prefix_lists, "maps": device.route_maps,
        "sub": device.ports[0].sub_interfaces,
    });
    insta::assert_snapshot!(serde_json::to_string_pretty(&policy).unwrap());
}

#[test]
fn what_is_no_configuration_is_refused() {
    let of_eos = "hostname a\n!\nvlan 10\n   name x\n!\nvrf instance oam\n!\nend\n";
    let cases = [
        ("eos", of_eos.to_owned()),
        ("eos, at its end", "hostname a\nend\n".into()),
        ("empty", String::new()),
        ("cut", "hostname a\ninterface Vlan1".into()),
        ("nul", "hostname a\nvlan 10\n  name \0\n".into()),
        ("escape", "\u{1b}[0m\n".into()),
        ("large", "!\n".repeat(9 * 1024 * 1024)),
    ];
    let told: Vec<String> = cases
        .iter()
        .map(|(name, text)| format!("{name}: {}", nxos::read(text).map(|_| ()).unwrap_err()))
        .collect();
    insta::assert_snapshot!(told.join("\n"));
    let banner = "banner motd #\nvrf instance oam\n#\n";
    assert!(nxos::read(banner).is_ok(), "a banner says what it likes");
}

/// Pieces of the language, and of none.
const PIECES: &[&str] = &[
    "interface ",
    "Ethernet1/1",
    "Vlan10",
    "port-channel5",
    ".7",
    "router bgp 1",
    "  neighbor ",
    "10.0.0.1",
    "/24",
    "  vrf ",
    "vrf context ",
    "a",
    "\n",
    "\n  ",
    "\n    ",
    "\r\n",
    "\r",
    " ",
    "\t",
    "!",
    "vlan ",
    "1-4094",
    "10,10",
    "no ",
    "shutdown",
    "switchport trunk allowed vlan ",
    "add ",
    "route-map ",
    "permit ",
    "10",
    "match ",
    "set community ",
    "ip address ",
    "ip access-list ",
    "10 permit tcp any any eq ",
    "banner motd #",
    "#",
    "hsrp ",
    "ipv6",
    "fd00::1/64",
    "99999999999999",
    "address-family ipv4 unicast",
    "remote-as ",
    "é",
    "\u{2028}",
    "\u{0}",
    "class-map type qos match-any ",
    "police cir ",
    "ip prefix-list ",
    "description ",
    "vpc ",
    "vpc domain 1",
    "channel-group ",
    "spanning-tree ",
    "end",
    "",
    "feature ",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_read(pieces in proptest::collection::vec(prop_oneof![
        9 => proptest::sample::select(PIECES).prop_map(str::to_owned),
        1 => any::<String>(),
    ], 0..60)) {
        let text = pieces.concat() + "\n";
        match nxos::read(&text) {
            Ok(reading) => {
                prop_assert_eq!(reading.line_count(), text.lines().count());
                // What is known has an element; what is not is kept.
                for number in 1..=reading.line_count() {
                    let unknown = reading.unknown.iter().any(|u| u.line == number);
                    prop_assert_eq!(reading.element(number).is_none(), unknown);
                }
            }
            Err(Error::Binary { .. } | Error::OtherSystem { .. } | Error::Truncated { .. }) => {}
            Err(error) => prop_assert!(false, "{}", error),
        }
    }
}

/// Real configurations, in the folder that `SELVEDGE_CORPUS` names.
#[test]
fn real_configurations_are_read() {
    let Ok(corpus) = std::env::var("SELVEDGE_CORPUS") else {
        return common::say("SKIPPED real_configurations_are_read: SELVEDGE_CORPUS names no folder");
    };
    let mut blocks: BTreeMap<String, (usize, usize)> = BTreeMap::new();
    for entry in std::fs::read_dir(std::path::Path::new(&corpus).join("nxos")).unwrap().map(Result::unwrap) {
        let mut text = String::from_utf8_lossy(&std::fs::read(entry.path()).unwrap()).into_owned();
        // Somebody's editor: without a line end it would be taken for one that was cut.
        if !text.ends_with('\n') {
            text.push('\n');
        }
        let reading = selvedge::read::running(Os::Nxos, &text)
            .unwrap_or_else(|e| panic!("{}: {e}", entry.path().display()));
        assert_eq!(reading.line_count(), text.lines().count());
        let mut block = "";
        for (number, line) in (1..).zip(text.lines()) {
            if line.trim().is_empty() || line.starts_with('!') {
                continue;
            }
            if !line.starts_with([' ', '\t']) {
                block = line;
            }
            let name =
                block.split(|c: char| c == ' ' || c.is_ascii_digit()).take(2).collect::<Vec<_>>().join(" ");
            let (known, all) = blocks.entry(name).or_default();
            *all += 1;
            *known += usize::from(reading.element(number).is_some());
        }
    }
    for (name, (known, all)) in &blocks {
        common::say(&format!("{known:5} of {all:5} lines known of `{name}`"));
    }
    assert!(!blocks.is_empty());
}

/// A switch refuses a command before its feature, and does not come back to it.
#[test]
fn a_feature_behind_what_needs_it_is_too_late() {
    let text = "hostname a\nfeature lacp\ninterface port-channel1\n  switchport\nfeature vpc\n";
    let reading = read(text);
    assert_eq!(reading.device.features, [selvedge::plan::Feature::Lacp]);
    assert_eq!(reading.unknown[0].line, 5);
}

/// What does nothing on the switch is not known: half an edge, VLANs of no trunk, a group that no
/// address starts.
#[test]
fn lines_without_effect_are_not_known() {
    let unknown = |text: &str| read(text).unknown.into_iter().map(|u| u.text).collect::<Vec<_>>();
    assert_eq!(
        unknown("interface Ethernet1/1\n  spanning-tree bpduguard enable\n"),
        ["spanning-tree bpduguard enable"]
    );
    assert_eq!(
        unknown(
            "interface port-channel1\n  spanning-tree port type network\n  spanning-tree bpduguard enable\n"
        ),
        ["spanning-tree bpduguard enable"]
    );
    assert_eq!(
        unknown(
            "interface Ethernet1/1\n  no switchport\n  switchport trunk allowed vlan 7\n  lacp rate fast\n"
        ),
        ["switchport trunk allowed vlan 7", "lacp rate fast"]
    );
    let group =
        "interface Vlan7\n  hsrp version 2\n  hsrp 7\n    preempt\n    ip 10.0.0.1\n  hsrp 8\n    preempt\n";
    assert_eq!(unknown(group), ["hsrp 8", "preempt"]);
}

/// A keyword that stands twice in a line: the switch takes the last.
#[test]
fn a_keyword_twice_in_a_line_is_noted() {
    let reading = read("ip prefix-list A seq 5 permit 10.0.0.0/8 le 9 le 20\n");
    assert_eq!(reading.repeated[0].line, 1);
    let reading = read("ip access-list A\n  10 permit ip any any log log\n");
    assert_eq!(reading.unknown[0].line, 2);
}
