//! Access lists and packets by chance.

use proptest::prelude::*;
use selvedge::model::value::{AclAction, Verdict};
use selvedge::plan::{self, Device};

use crate::packet::{Packet, language_rule, switch_entry};
use crate::{attribute, first_ces, some_of, verdict};

const NETS: &[&str] =
    &["10.40.0.0/24", "10.40.0.0/25", "10.60.0.0/16", "192.0.2.7/32", "fd00:40::/64", "fd00:40::7/128"];
const HOSTS: &[&str] = &["10.40.0.1", "10.40.0.200", "10.60.3.4", "192.0.2.7", "203.0.113.9"];
const HOSTS_V6: &[&str] = &["fd00:40::7", "fd00:40::8", "fd00:41::1"];
const PORTS: &[&str] = &["22", "443", "1000-2000", "1500-3000", "0-65535"];

fn acl_rule() -> impl Strategy<Value = String> {
    let action =
        proptest::sample::select(&["permit", "drop", "count", "log", "drop, log", "permit, count"][..]);
    let protocol = proptest::sample::select(&["ip", "tcp", "udp", "icmp", "gre"][..]);
    let ends = (some_of(NETS, 2), some_of(NETS, 2), proptest::option::weighted(0.3, some_of(NETS, 2)));
    let ports = (some_of(PORTS, 1), some_of(PORTS, 2), proptest::option::weighted(0.3, some_of(PORTS, 2)));
    let more = (
        some_of(&["established", "syn", "fin"], 1),
        proptest::option::weighted(0.2, some_of(&["0", "10", "46"], 2)),
        proptest::option::weighted(0.1, Just("1-8191")),
        proptest::option::weighted(0.2, some_of(&["2001", "2000-2100", "700"], 2)),
        proptest::option::weighted(0.2, Just("50m")),
    );
    (action, protocol, ends, ports, more).prop_map(
        |(
            action,
            protocol,
            (source, destination, either),
            (from, to, any),
            (flags, dscp, fragments, vlans, police),
        )| {
            let mut text = format!("action {action}; protocol {protocol}; ");
            text += &attribute("source", &source);
            text += &attribute("destination", &destination);
            text += &attribute("either", &either.unwrap_or_default());
            if ["tcp", "udp"].contains(&protocol) && fragments.is_none() {
                text += &attribute("source-port", &from);
                text += &attribute("destination-port", &to);
                text += &attribute("either-port", &any.unwrap_or_default());
            }
            if protocol == "tcp" && fragments.is_none() {
                text += &attribute("flags", &flags);
            }
            text += &attribute("dscp", &dscp.unwrap_or_default());
            text += &attribute("vlans", &vlans.unwrap_or_default());
            if let Some(fragments) = fragments {
                text += &format!("fragments {fragments}; ");
            }
            if let Some(rate) = police.filter(|_| !action.contains("drop")) {
                text += &format!("police {rate}; ");
            }
            text
        },
    )
}

fn access_lists() -> impl Strategy<Value = String> {
    let step = prop_oneof![Just(1_u64), Just(10), Just(900_000_000)];
    (proptest::collection::vec(acl_rule(), 1..5), verdict(), step).prop_map(|(rules, default, step)| {
        let rules: String =
            rules.iter().zip(1..).map(|(rule, n)| format!("rule {} {{ {rule} }}\n", n * step)).collect();
        format!("access-list under-test {{\n{rules}default-action {default}\n}}\n")
    })
}

fn packets() -> impl Strategy<Value = Vec<Packet>> {
    let v4 = (proptest::sample::select(HOSTS), proptest::sample::select(HOSTS));
    let v6 = (proptest::sample::select(HOSTS_V6), proptest::sample::select(HOSTS_V6));
    let ends = prop_oneof![2 => v4, 1 => v6];
    let protocol = proptest::sample::select(&["tcp", "udp", "icmp", "gre"][..]);
    let port = || proptest::sample::select(&[22_u16, 443, 999, 1000, 1700, 2500, 9999][..]);
    let header = (proptest::sample::select(&[0_u8, 10, 46][..]), Just(64_u8), proptest::bool::weighted(0.2));
    let packet = (ends, protocol, (port(), port()), proptest::array::uniform4(proptest::bool::ANY), header);
    let packet =
        packet.prop_map(|((source, destination), protocol, ports, flags, (dscp, ttl, fragment))| Packet {
            source: source.parse().unwrap(),
            destination: destination.parse().unwrap(),
            protocol,
            ports: Some(ports).filter(|_| !fragment && ["tcp", "udp"].contains(&protocol)),
            flags,
            dscp,
            ttl,
            fragment,
        });
    proptest::collection::vec(packet, 60)
}

const GUARDED: &str = "external-network wan {
  option-a {
    vlan 2001; primary 10.50.0.0/30, fd00:50::/127; secondary 10.50.0.4/30, fd00:50::2/127
    bfd { interval 300ms; multiplier 3 }
    ingress-acl under-test
  }
}";

/// The access lists of the sub-interface to the PE, and its policer.
fn guarded(device: &Device) -> (Vec<&plan::Acl>, Option<&plan::Policer>) {
    let sub = device.sub_interfaces().find(|s| s.vlan == 2001).unwrap();
    assert_eq!(sub.layer3.acl_in.len(), 2, "one a family");
    let acls = sub.layer3.acl_in.iter().map(|b| device.acls.iter().find(|a| a.name == b.name).unwrap());
    let policer = sub.layer3.policer.as_ref();
    (acls.collect(), policer.map(|name| device.policers.iter().find(|p| p.name == *name).unwrap()))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn an_access_list_means_what_its_rules_say(text in access_lists(), packets in packets()) {
        for (analysis, device, errors) in first_ces(GUARDED, &text) {
            // That NX-OS logs no IPv6 takes nothing from what the entries mean.
            let rest: Vec<_> = errors.iter().filter(|e| e.rule != "acl-not-on-platform").collect();
            prop_assert!(rest.is_empty(), "{rest:#?}\n{text}");
            let list = &analysis.fabric.acls[0];
            let (acls, policer) = guarded(&device);
            for packet in &packets {
                let acl = acls.iter().find(|a| a.ipv6 == packet.source.is_ipv6()).unwrap();
                let rule = language_rule(list, packet, 2001);
                let passes = match rule {
                    Some(rule) => !rule.action.iter().any(|a| a.value == AclAction::Drop),
                    None => list.default_action.0.value == Verdict::Permit,
                };
                let entry = switch_entry(acl, packet).expect("the last entry takes all");
                prop_assert_eq!(passes, entry.permit, "{:?}\n{}\n{:#?}", packet, text, acl);
                let logs = rule.is_some_and(|r| r.action.iter().any(|a| a.value == AclAction::Log));
                prop_assert_eq!(logs, entry.log, "{:?}\n{}", packet, text);
                // The class that a switch puts the packet in has a rate where the rule has one.
                let class = policer.into_iter().flat_map(|p| &p.classes).find(|c| {
                    let of = device.acls.iter().find(|a| a.name == c.acl).unwrap();
                    of.ipv6 == packet.source.is_ipv6() && switch_entry(of, packet).is_some()
                });
                let rated = rule.is_some_and(|r| r.police.is_some());
                prop_assert_eq!(rated, class.is_some_and(|c| c.rate.is_some()), "{:?}\n{}", packet, text);
            }
        }
    }
}

#[test]
fn no_access_list_takes_down_the_sessions_of_its_interface() {
    let text = "access-list under-test { rule 1 { action drop; protocol tcp }; default-action deny }\n";
    for (_, device, _) in first_ces(GUARDED, text) {
        let (acls, _) = guarded(&device);
        let packet = |source: &str, destination: &str, protocol, ports| Packet {
            source: source.parse().unwrap(),
            destination: destination.parse().unwrap(),
            protocol,
            ports,
            flags: [true, false, false, false],
            dscp: 48,
            ttl: 255,
            fragment: false,
        };
        let passes = |packet: Packet| {
            let acl = acls.iter().find(|a| a.ipv6 == packet.source.is_ipv6()).unwrap();
            switch_entry(acl, &packet).unwrap().permit
        };
        for (pe, ce) in [("10.50.0.2", "10.50.0.1"), ("fd00:50::1", "fd00:50::")] {
            assert!(passes(packet(pe, ce, "tcp", Some((40_000, 179)))), "BGP that the PE opens");
            assert!(passes(packet(pe, ce, "tcp", Some((179, 40_000)))), "BGP that the CE opens");
            assert!(passes(packet(pe, ce, "udp", Some((49_152, 3784)))), "BFD");
            assert!(passes(packet(pe, ce, "icmp", None)), "ICMP");
            assert!(!passes(packet(pe, ce, "tcp", Some((40_000, 22)))), "and nothing else");
        }
        assert!(passes(packet("fe80::1", "ff02::1:ff00:0", "icmp", None)), "neighbour solicitation");
        assert!(passes(packet("fe80::1", "fe80::2", "icmp", None)), "neighbour advertisement");
        assert!(!passes(packet("203.0.113.9", "10.50.0.1", "tcp", Some((40_000, 179)))), "from elsewhere");
    }
}
