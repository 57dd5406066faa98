//! The reader of EOS: what is rendered is read back to the plan that it was made of, no line is
//! lost in silence, and no text makes it stumble.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod common;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use proptest::prelude::*;
use selvedge::Analysis;
use selvedge::lower::{self, Context};
use selvedge::model::value::{LacpRate, Os, TcpFlag};
use selvedge::plan::{Device, Element, Peer, SendCommunity, differences};
use selvedge::read::{Error, Reading, eos};
use selvedge::render::{Environment, Secrets, switch};

fn environment() -> Environment {
    Environment::new(Secrets::Referenced).unwrap()
}

/// Plans of the EOS switches of a fabric, in the order of a reader, with their texts.
fn rendered(analysis: &Analysis) -> Vec<(Device, String)> {
    let context = Context::new(analysis);
    let switches = context.assigned.topology.switches().filter_map(|(id, _)| lower::device(&context, id));
    let environment = environment();
    switches
        .filter(|device| device.os == Os::Eos)
        .map(|mut device| {
            let text = switch::render(&environment, &device).unwrap();
            device.sort();
            (device, text)
        })
        .collect()
}

fn read(text: &str) -> Reading {
    eos::read(text).unwrap_or_else(|e| panic!("{e}"))
}

/// The plan of a text of which every line is known.
fn known(text: &str) -> Device {
    let reading = read(text);
    assert_eq!(reading.unknown, [], "{text}");
    assert_eq!(reading.repeated, [], "{text}");
    reading.device
}

#[test]
fn what_is_rendered_is_read_back_to_the_same_plan() {
    let mut devices = 0;
    for fixture in common::FIXTURES {
        for (device, text) in rendered(&common::analysis(fixture)) {
            let reading = read(&text);
            assert_eq!(reading.unknown, [], "{}", device.name);
            assert_eq!(reading.repeated, [], "{}", device.name);
            assert_eq!(differences(&device, &reading.device), [], "{}", device.name);
            assert_eq!(reading.device, device, "{}", device.name);
            devices += 1;
        }
    }
    assert!(devices > 10, "{devices} devices were read");
}

#[test]
fn every_line_speaks_of_an_element_of_the_plan() {
    for fixture in common::FIXTURES {
        for (device, text) in rendered(&common::analysis(fixture)) {
            let reading = read(&text);
            let elements: BTreeSet<Element> = device.elements().into_iter().map(|(e, _)| e).collect();
            assert_eq!(reading.line_count(), text.lines().count());
            for (n, line) in text.lines().enumerate() {
                let element = reading.element(n + 1);
                let element = element.unwrap_or_else(|| panic!("{}: {line}", device.name));
                assert!(elements.contains(element), "{}: `{line}` is of {element:?}", device.name);
            }
            assert!(reading.element(0).is_none() && reading.element(text.lines().count() + 1).is_none());
        }
    }
}

/// Lines whose loss neither changes the plan nor is reported: none but separators. The other TORs
/// say what these do.
#[test]
fn no_line_is_lost_in_silence() {
    let devices = rendered(&common::analysis("near-edge")).into_iter();
    let each = |name: &str| matches!(name, "ce1" | "ce2" | "r1-t1" | "r5-t2");
    for (device, text) in devices.filter(|(device, _)| each(&device.name)) {
        let lines: Vec<&str> = text.lines().collect();
        for (n, lost) in lines.iter().enumerate() {
            if matches!(lost.trim(), "!" | "end") {
                continue;
            }
            let rest: String =
                lines.iter().enumerate().filter(|(m, _)| *m != n).map(|(_, l)| format!("{l}\n")).collect();
            let reading = read(&rest);
            let noticed =
                reading.device != device || !reading.unknown.is_empty() || !reading.repeated.is_empty();
            assert!(noticed, "{}: without line {}, `{lost}`, nothing is noticed", device.name, n + 1);
        }
    }
}

/// A line that stands twice is reported: each line of a CE and of a TOR, doubled.
#[test]
fn no_line_stands_twice_in_silence() {
    let devices = rendered(&common::analysis("near-edge"));
    for (device, text) in devices.into_iter().filter(|(d, _)| matches!(d.name.as_str(), "ce1" | "r1-t1")) {
        let lines: Vec<&str> = text.lines().collect();
        for (n, doubled) in lines.iter().enumerate() {
            if matches!(doubled.trim(), "!" | "end") {
                continue;
            }
            let more: String = lines
                .iter()
                .enumerate()
                .map(|(m, l)| if m == n { format!("{l}\n{l}\n") } else { format!("{l}\n") })
                .collect();
            let reading = read(&more);
            let reported = reading.repeated.iter().any(|r| r.line == n + 2 && r.text == doubled.trim());
            assert!(reported, "{}: line {}, `{doubled}`, stands twice", device.name, n + 1);
            assert_eq!(reading.device, device, "{}: `{doubled}`", device.name);
        }
    }
}

#[test]
fn the_order_of_sections_and_the_blanks_around_lines_mean_nothing() {
    for (device, text) in rendered(&common::analysis("near-edge")) {
        let body = text.strip_suffix("end\n").unwrap();
        let mut sections: Vec<String> = vec![String::new()];
        for line in body.lines() {
            sections.last_mut().unwrap().push_str(&format!("{line} \t\r\n"));
            if line == "!" {
                sections.push(String::new());
            }
        }
        sections.reverse();
        let text = format!("\r\n! a comment\n{}\n   \n! end of it\nend  \r\n", sections.join("\n"));
        let reading = read(&text);
        assert_eq!(reading.unknown, []);
        assert_eq!(reading.repeated, []);
        assert_eq!(differences(&device, &reading.device), [], "{}", device.name);
        assert_eq!(reading.line_count(), text.lines().count());
    }
}

const POLICY: &str = "\
vlan 7
   name seven
!
vrf instance x
!
interface Ethernet1/1
   no switchport
!
interface Ethernet1/1.7
   encapsulation dot1q vlan 7
   vrf x
   ip address 10.0.0.1/30
   ip access-group A in
   ipv6 access-group A6 in
   ip access-group B out
   service-policy type qos input P
!
class-map type qos match-any P-10
   match ip access-group P-10
!
class-map type qos match-any P-20
   match ipv6 access-group P-20
!
policy-map type quality-of-service P
   class P-10
      police rate 1000 kbps burst-size 100 kbytes
   !
   class P-20
   !
!
ip access-list A
   counters per-entry
   10 remark adjacency: bgp
   20 permit tcp 10.0.0.0/30 eq bgp host 10.0.0.1 range 1024 65535 established log
   30 deny 47 any any fragments ttl eq 3 dscp ef
   40 permit udp any lt 1024 any gt 1023
!
ipv6 access-list A6
   10 permit tcp fd00::/64 any eq https syn ack hop-limit eq 255 dscp 34
!
ip access-list B
   10 deny ip any any
!
ip routing
ip routing vrf x
ipv6 unicast-routing vrf x
!
ip community-list C permit 65048:1 no-export
ip community-list C deny GSHUT
ip extcommunity-list E permit rt 65048:1 rt 65048:2
!
ip prefix-list L
   seq 10 permit 10.0.0.0/8 ge 16 le 24
   seq 20 deny 10.0.0.0/8 eq 30
!
ip route vrf x 10.1.0.0/16 Vlan7 10.0.0.2
!
route-map R permit 10
   match ip address prefix-list L
   match community C
   match extcommunity E
   set local-preference 200
   set community 65048:1 65048:2 additive
   set community community-list C delete
   set extcommunity rt 65048:9 additive
   set extcommunity extcommunity-list E delete
   continue 30
!
route-map R deny 30
   match ipv6 address prefix-list L6
!
router bgp 65048
   no bgp default ipv4-unicast
   neighbor G peer group
   neighbor G send-community standard extended
   neighbor G password 0 <env:WORKLOADS>
   neighbor 10.9.0.1 remote-as 1
   neighbor 10.9.0.1 maximum-routes 5000 warning-limit 80 percent warning-only
   !
   address-family vpn-ipv4
      neighbor 10.9.0.1 activate
      neighbor 10.9.0.1 route-map R in
   !
   address-family vpn-ipv6
      neighbor 10.9.0.1 activate
      neighbor 10.9.0.1 route-map R in
   !
   vrf x
      rd 10.0.0.1:7
      route-target import vpn-ipv4 65048:7
      route-target import vpn-ipv4 route-map R
      route-target export vpn-ipv6 65048:7
      route-target export vpn-ipv6 route-map R
      bgp listen range 10.0.0.0/24 peer-group G remote-as 65501
      neighbor fd00::2 remote-as 65502
      neighbor fd00::2 as-path remote-as replace out
      neighbor fd00::2 default-originate always
      aggregate-address 10.40.0.0/16
      redistribute connected route-map R
      redistribute static
      !
      address-family ipv4
         neighbor G activate
      !
      address-family ipv6
         neighbor fd00::2 activate
!
end
";

/// What the templates print for policies, of which no fixture has all.
#[test]
fn policies_are_read() {
    let device = known(POLICY);

    let sub = &device.ports[0].sub_interfaces[0];
    let bound: Vec<(&str, bool)> = sub.layer3.acl_in.iter().map(|b| (b.name.as_str(), b.ipv6)).collect();
    assert_eq!(bound, [("A", false), ("A6", true)]);
    assert_eq!(sub.layer3.acl_out[0].name, "B");
    assert_eq!(sub.layer3.policer.as_deref(), Some("P"));

    let [a, b, a6] = &device.acls[..] else { panic!("{:?}", device.acls) };
    assert!(a.counted && !b.counted && a6.ipv6);
    assert_eq!(a.rules[0].remark.as_deref(), Some("adjacency: bgp"));
    assert_eq!(a.rules[1].source_ports, Some((179, 179)));
    assert_eq!(a.rules[1].destination, Some("10.0.0.1/32".parse().unwrap()));
    assert_eq!(a.rules[1].destination_ports, Some((1024, 65535)));
    assert_eq!((&a.rules[1].flags[..], a.rules[1].log), (&[TcpFlag::Established][..], true));
    let rule = &a.rules[2];
    assert_eq!((rule.permit, rule.protocol.as_str(), rule.fragments), (false, "47", true));
    assert_eq!((rule.ttl, rule.dscp), (Some(3), Some(46)));
    assert_eq!(
        (a.rules[3].source_ports, a.rules[3].destination_ports),
        (Some((0, 1023)), Some((1024, 65535)))
    );
    assert_eq!(a6.rules[0].flags, [TcpFlag::Syn, TcpFlag::Ack]);
    assert_eq!((a6.rules[0].ttl, a6.rules[0].dscp), (Some(255), Some(34)));

    let [policer] = &device.policers[..] else { panic!("{:?}", device.policers) };
    let rate = policer.classes[0].rate.unwrap();
    assert_eq!((policer.classes[0].acl.as_str(), rate.rate, rate.burst), ("P-10", 1000, 100));
    assert_eq!((policer.classes[1].ipv6, policer.classes[1].rate), (true, None));

    assert_eq!(device.community_lists[0].rules[0].communities, ["65048:1", "no-export"]);
    let rule = &device.community_lists[0].rules[1];
    assert_eq!((rule.permit, rule.communities.join(" ").as_str()), (false, "gshut"));
    assert_eq!(device.ext_community_lists[0].rules[0].route_targets, ["65048:1", "65048:2"]);
    let rules = &device.prefix_lists[0].rules;
    assert_eq!(
        (rules[0].ge, rules[0].le, rules[1].ge, rules[1].le),
        (Some(16), Some(24), Some(30), Some(30))
    );

    let [first, second] = &device.route_maps[0].entries[..] else { panic!("{:?}", device.route_maps) };
    assert_eq!(first.local_preference, Some(200));
    let set = first.set_community.as_ref().unwrap();
    assert_eq!((set.values.join(" ").as_str(), set.additive), ("65048:1 65048:2", true));
    assert_eq!(first.delete_community.as_deref(), Some("C"));
    assert_eq!(first.set_ext_community.as_ref().unwrap().values, ["65048:9"]);
    assert_eq!(first.delete_ext_community.as_deref(), Some("E"));
    assert_eq!((first.continues, second.permit), (Some(30), false));
    assert_eq!(second.match_ipv6.as_deref(), Some("L6"));

    let bgp = device.bgp.as_ref().unwrap();
    assert_eq!(bgp.groups[0].session.send_community, Some(SendCommunity::Both));
    assert_eq!(bgp.groups[0].session.password.as_ref().unwrap().0, "env:WORKLOADS");
    assert_eq!(bgp.neighbors[0].session.policy_in.as_deref(), Some("R"));
    assert!(bgp.neighbors[0].session.limit.unwrap().warning_only);
    let vrf = &device.vrfs[0];
    assert_eq!(vrf.statics[0].interface.as_deref(), Some("Vlan7"));
    let vpn = vrf.vpn.as_ref().unwrap();
    assert_eq!((vpn.targets[0].import.len(), vpn.targets[1].export.len()), (1, 1));
    assert_eq!(vpn.targets[0].import_policy.as_deref(), Some("R"));
    assert_eq!(vpn.targets[0].export_policy, None);
    assert_eq!(vpn.targets[1].export_policy.as_deref(), Some("R"));
    let neighbor = &vrf.bgp.as_ref().unwrap().neighbors[0];
    assert_eq!(neighbor.peer, Peer::Address("fd00::2".parse().unwrap()));
    assert!(neighbor.session.as_override && neighbor.session.default_originate);
}

/// Each line of the policies, lost.
#[test]
fn no_line_of_a_policy_is_lost_in_silence() {
    let whole = known(POLICY);
    let lines: Vec<&str> = POLICY.lines().collect();
    for (n, lost) in lines.iter().enumerate().filter(|(_, l)| !matches!(l.trim(), "!" | "end")) {
        let rest: String =
            lines.iter().enumerate().filter(|(m, _)| *m != n).map(|(_, l)| format!("{l}\n")).collect();
        let reading = read(&rest);
        let noticed = reading.device != whole || !reading.unknown.is_empty();
        assert!(noticed, "without `{lost}` nothing is noticed");
    }
}

/// A port-channel may be off; the template prints it so.
#[test]
fn a_port_channel_may_be_off() {
    let device = known("interface Port-Channel7\n   shutdown\nend\n");
    assert!(device.port_channels[0].shutdown);
}

/// What is not said has the default of EOS.
#[test]
fn what_is_not_said_has_the_default() {
    let device = known(
        "vlan 10-11,20\nvrf instance x\ninterface Ethernet1\n   no shutdown\ninterface Ethernet2\n   shutdown\n\
         interface Port-Channel1\n   port-channel lacp fallback individual\ninterface Vlan10\n   vrf x\nend\n",
    );
    let names: Vec<&str> = device.vlans.iter().map(|v| v.name.as_str()).collect();
    assert_eq!(names, ["VLAN0010", "VLAN0011", "VLAN0020"]);
    assert_eq!((device.ports[0].shutdown, device.ports[1].shutdown), (false, true));
    assert_eq!(device.port_channels[0].fallback.unwrap().timeout, Some(90));
    let svi = &device.svis[0];
    assert!(!svi.shutdown && svi.autostate && svi.layer3.router_advertisements && svi.layer3.redirects);
    assert!(!device.vrfs[0].ipv4 && !device.vrfs[0].ipv6);
    assert!(known("router bgp 1\nend\n").bgp.unwrap().default_ipv4);
}

/// What a switch would not do, or would do otherwise than it looks, is not read as done.
#[test]
fn what_has_no_effect_is_not_in_the_plan() {
    let unknown = |text: &str| -> Vec<String> {
        read(text).unknown.into_iter().map(|u| format!("{} | {}", u.block, u.text)).collect()
    };
    assert_eq!(
        unknown("interface Ethernet1\n   switchport trunk allowed vlan 7\nend\n"),
        ["interface Ethernet1 | switchport trunk allowed vlan 7"]
    );
    assert_eq!(
        unknown("interface Ethernet1\n   no switchport\n   spanning-tree portfast\nend\n"),
        ["interface Ethernet1 | spanning-tree portfast"]
    );
    assert_eq!(
        unknown(
            "interface Ethernet1\n   ip address 10.0.0.1/31\n   switchport mode trunk\n   switchport access vlan 7\nend\n"
        ),
        ["interface Ethernet1 | ip address 10.0.0.1/31", "interface Ethernet1 | switchport access vlan 7"]
    );
    assert_eq!(
        unknown("interface Vlan7\n   vrf x\nip routing vrf x\nend\n"),
        ["interface Vlan7 | vrf x", " | ip routing vrf x"]
    );
    assert_eq!(
        unknown("router bgp 1\n   neighbor 10.0.0.1 bfd\nend\n"),
        ["router bgp 1 | neighbor 10.0.0.1 bfd"]
    );
    assert_eq!(
        unknown(
            "router bgp 1\n   neighbor 10.0.0.1 remote-as 2\n   neighbor 10.0.0.1 route-map R in\n   \
             address-family vpn-ipv4\n      neighbor 10.0.0.1 activate\nend\n"
        ),
        ["router bgp 1 | neighbor 10.0.0.1 route-map R in"]
    );
    assert_eq!(unknown("ip name-server vrf x 10.0.0.1\nend\n"), [" | ip name-server vrf x 10.0.0.1"]);
    // The VRF takes the address away that stands before it.
    let device = known("vrf instance x\ninterface Vlan7\n   ip address 10.0.0.1/24\n   vrf x\nend\n");
    assert_eq!(device.svis[0].layer3.addresses, []);
}

#[test]
fn what_is_said_again_is_reported_and_the_last_counts() {
    let reading = read(
        "vlan 7\n   name a\nvlan 7\n   name b\ninterface Port-Channel7\n   mlag 7\n   mlag 8\n   \
         switchport mode trunk\n   switchport trunk allowed vlan 7,7\nhostname a\nhostname b\nend\n",
    );
    let repeated: Vec<(usize, &str)> = reading.repeated.iter().map(|r| (r.line, r.text.as_str())).collect();
    let expected = [
        (3, "vlan 7"),
        (4, "name b"),
        (7, "mlag 8"),
        (9, "switchport trunk allowed vlan 7,7"),
        (11, "hostname b"),
    ];
    assert_eq!(repeated, expected);
    assert_eq!((reading.device.vlans.len(), reading.device.vlans[0].name.as_str()), (1, "b"));
    assert_eq!(reading.device.port_channels[0].mlag, Some(8));
    assert_eq!(reading.device.name, "b");
}

#[test]
fn what_is_not_known_is_kept_by_block() {
    let reading = read(
        "hostname a\nrouter ospf 1\n   area 0\n      deep\n!\ninterface Ethernet1\n   mlug 7\n   mtu 99999999999\n\
         router bgp 1\n   address-family evpn\n      neighbor G activate\n   vrf nobody\n      rd 1:1\n   router-id 10.0.0.1\n\
         qos rewrite\nend\nswitch#\n",
    );
    let unknown: Vec<String> =
        reading.unknown.iter().map(|u| format!("{} | {} | {}", u.line, u.block, u.text)).collect();
    insta::assert_snapshot!(unknown.join("\n"));
    assert!(reading.unknown.iter().all(|u| reading.element(u.line).is_none()));
    assert_eq!(reading.device.bgp.unwrap().router_id, Some("10.0.0.1".parse().unwrap()));
}

#[test]
fn texts_that_are_no_configuration_are_refused() {
    let refused = |text: &str| eos::read(text).unwrap_err().to_string();
    let smallest = rendered(&common::analysis("smallest")).remove(0).1;
    let half = &smallest[..smallest.len() / 2];
    let all = [
        refused(""),
        refused(half),
        refused("hostname a\nend"),
        refused("hostname a\nbanner motd \u{0}\nend\n"),
        refused("hostname a\u{7}\nend\n"),
        refused("hostname a\n!\nfeature vpc\nend\n"),
        refused("hostname a\nvpc domain 1\n  peer-switch\n"),
        refused("interface Ethernet1/1\n  vrf member x\n"),
        refused(&"!\n".repeat(9_000_000)),
    ];
    insta::assert_snapshot!(all.join("\n"));
    assert_eq!(
        eos::read("vrf context x\n").unwrap_err(),
        Error::OtherSystem { line: 1, text: "vrf context x".into(), os: Os::Nxos }
    );
}

#[test]
fn a_deep_or_long_text_is_read() {
    let deep: String = (0..5000).map(|n| format!("{}x\n", " ".repeat(n % 3000))).collect();
    assert_eq!(read(&format!("{deep}end\n")).unknown.len(), 5000);
    let long = format!("{}\n{}end\n", "x".repeat(1_000_000), "   y\n".repeat(10_000));
    assert!(read(&long).unknown.iter().all(|u| u.block.len() <= 120));
}

/// Both ways of saying how often LACP speaks, which no fixture has.
#[test]
fn slow_lacp_is_normal() {
    let (mut device, _) = rendered(&common::analysis("smallest")).remove(0);
    let member = device.ports.iter_mut().find_map(|p| p.member.as_mut()).unwrap();
    member.rate = Some(LacpRate::Slow);
    let text = switch::render(&environment(), &device).unwrap();
    assert!(text.contains("lacp timer normal"));
    assert_eq!(known(&text), device);
}

/// Lines and near misses of them, so that texts get past the first word.
const PIECES: &[&str] = &[
    "interface Ethernet1",
    "interface Ethernet1.7",
    "interface Port-Channel1",
    "interface Port-Channel1.7",
    "interface Vlan7",
    "interface Loopback0",
    "interface Management1",
    "   vrf x",
    "   ip address 10.0.0.1/24",
    "   ip address 10.0.0.1",
    "   description",
    "   description  a b ",
    "   mtu",
    "   mtu 9214",
    "   mlag 7",
    "   switchport mode trunk",
    "   switchport trunk allowed vlan 1-4094,7",
    "   switchport trunk allowed vlan -",
    "vlan 7",
    "vlan 5-3",
    "vlan",
    "vrf instance x",
    "vrf instance",
    "router bgp 65048",
    "   vrf x",
    "   neighbor G peer group",
    "   neighbor G bfd",
    "      neighbor 10.0.0.1 remote-as 5",
    "   address-family ipv4",
    "         neighbor 10.0.0.1 activate",
    "      route-target import vpn-ipv4 1:1",
    "      route-target import vpn-ipv4 route-map",
    "      route-target import vpn-ipv4 route-map R",
    "ip prefix-list L",
    "   seq 5 permit 10.0.0.0/8 le",
    "   seq 5 permit 10.0.0.0/8 le 9",
    "route-map R permit 5",
    "   set community",
    "   set extcommunity rt",
    "ip access-list A",
    "   5 permit tcp any any eq",
    "   5 remark x",
    "mlag configuration",
    "   peer-link Port-Channel1",
    "   local-interface Vlan7",
    "policy-map type quality-of-service P",
    "   class C",
    "      police rate 1 kbps burst-size 1 kbytes",
    "class-map type qos match-any C",
    "   match ip access-group A",
    "management ssh",
    "      no shutdown",
    "! device: a (b, c)",
    "! device: a (",
    "!",
    "",
    "   !",
    "\t",
    "\r",
    "end",
    "é",
    "   é x",
    "username a",
    "ip route vrf x 10.0.0.0/8 10.0.0.1",
    "ip route vrf x 10.0.0.0/8 fd00::1",
    "hostname",
    "no ip routing vrf x",
];

/// A text is read, or refused for a reason; whichever, every line of it is counted once.
fn holds(text: &str) {
    if let Ok(reading) = eos::read(text) {
        assert_eq!(reading.line_count(), text.matches('\n').count());
        for unknown in &reading.unknown {
            assert!(reading.element(unknown.line).is_none());
        }
        let elements = (1..=reading.line_count()).filter(|line| reading.element(*line).is_some()).count();
        assert_eq!(elements + reading.unknown.len(), reading.line_count(), "{text}");
        assert!(reading.unknown.is_sorted_by_key(|u| u.line));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_taken(text in any::<String>()) {
        holds(&text);
        holds(&format!("{text}\nend\n"));
    }

    #[test]
    fn any_sequence_of_lines_is_taken(picks in prop::collection::vec(0..PIECES.len(), 0..60)) {
        let mut text: String = picks.iter().map(|i| format!("{}\n", PIECES[*i])).collect();
        holds(&text);
        text.push_str("end\n");
        holds(&text);
    }

    #[test]
    fn a_configuration_may_be_cut_and_patched_anywhere(
        cuts in prop::collection::vec((any::<prop::sample::Index>(), 0usize..80, 0..PIECES.len()), 1..6),
    ) {
        let mut text = POLICY.to_owned();
        for (at, length, piece) in cuts {
            let start = text.floor_char_boundary(at.index(text.len()));
            let end = text.floor_char_boundary((start + length).min(text.len())).max(start);
            text.replace_range(start..end, PIECES[piece]);
        }
        holds(&text);
    }
}

fn configurations(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            configurations(&path, found);
        } else if path.extension().is_some_and(|e| e == "cfg") {
            found.push(path);
        }
    }
}

/// Configurations that nobody here wrote, where there are any: `SELVEDGE_CORPUS` names a folder
/// with `eos/` in it. What share of the lines is known is printed by block.
#[test]
fn real_configurations_are_read() {
    let Some(corpus) = std::env::var_os("SELVEDGE_CORPUS") else {
        common::say("SKIPPED real_configurations_are_read (EOS): SELVEDGE_CORPUS names no folder");
        return;
    };
    let mut files = Vec::new();
    configurations(&Path::new(&corpus).join("eos"), &mut files);
    files.sort();
    assert!(!files.is_empty());
    let mut blocks: BTreeMap<String, (usize, usize)> = BTreeMap::new();
    for file in &files {
        let text = std::fs::read_to_string(file).unwrap();
        let reading = eos::read(&text).unwrap_or_else(|e| panic!("{}: {e}", file.display()));
        assert_eq!(reading.line_count(), text.lines().count());
        let mut block = String::new();
        for (n, line) in text.lines().enumerate().filter(|(_, l)| !l.trim().is_empty() && l.trim() != "!") {
            if !line.starts_with(' ') {
                let letters = line.split(' ').take(2).collect::<Vec<_>>().join(" ");
                block = letters.trim_end_matches(|c: char| c.is_ascii_digit() || c == '/' || c == '.').into();
            }
            let (known, all) = blocks.entry(block.clone()).or_default();
            *known += usize::from(reading.element(n + 1).is_some());
            *all += 1;
        }
    }
    let (known, all) = blocks.values().fold((0, 0), |(k, a), (known, all)| (k + known, a + all));
    common::say(&format!("EOS: {} files, {known} of {all} lines known", files.len()));
    for (block, (known, all)) in blocks {
        common::say(&format!("{known:6} of {all:6}  {block}"));
    }
}
