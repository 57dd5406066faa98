//! Where policies stand, and in what words.

use std::collections::BTreeSet;
use std::net::IpAddr;

use ipnet::IpNet;
use selvedge::plan;

use crate::packet::{Packet, switch_entry};
use crate::route::{Route, Sees, switch_says};
use crate::{OPTION_A, first_ces};

const EVERYWHERE: &str = "route-policy under-test { rule 10 { action permit; match-prefix all; add-community 65048:1; \
     add-extended-community 65048:2 } }
prefix-list all { rule 10 { action permit; prefix 0.0.0.0/0; length 0-32 }; rule 20 { action permit; prefix ::/0; length 0-128 } }
";

const ATTACHED: &str = "external-network wan {
  import-policy under-test; export-policy under-test
  option-a { vlan 2001; primary 10.50.0.0/30, fd00:50::/127; secondary 10.50.0.4/30, fd00:50::2/127 }
}
redistribute connected, static
connected-policy under-test
static-policy under-test
internal-network workloads {
  vlan 502; subnet 10.41.0.0/24, fd00:41::/64
  import-policy under-test; export-policy under-test
  static 10.43.0.0/16 { next-hop 10.41.0.20 }
  bgp { peer-asn 65501; listen 10.41.0.64/26; neighbor fd00:41::20 }
}";

#[test]
fn a_policy_stands_wherever_it_is_attached() {
    for (_, device, errors) in first_ces(ATTACHED, EVERYWHERE) {
        assert!(errors.is_empty(), "{errors:#?}");
        let nxos = device.os == selvedge::model::value::Os::Nxos;
        let named = |ipv6: bool| Some(if nxos && ipv6 { "under-test-V6" } else { "under-test" });
        let vrf = device.vrfs.iter().find(|v| v.name == "blue").unwrap().bgp.as_ref().unwrap();
        assert_eq!(vrf.redistribute.len(), if nxos { 4 } else { 2 });
        for redistribution in &vrf.redistribute {
            let ipv6 = redistribution.family == Some(plan::Family::Ipv6);
            let source = match redistribution.source {
                plan::RouteSource::Connected => "CONNECTED",
                plan::RouteSource::Static => "STATIC",
            };
            let name = format!("RM-blue-{source}{}", if nxos && ipv6 { "-V6" } else { "" });
            assert_eq!(redistribution.route_map.as_deref(), Some(&*name), "a map of its own");
        }
        let groups =
            device.bgp.as_ref().unwrap().groups.iter().map(|g| (g.name.ends_with("-v6"), &g.session));
        let sessions = vrf.neighbors.iter().filter(|n| !n.session.next_hop_self).map(|n| {
            (
                matches!(n.peer, plan::Peer::Address(IpAddr::V6(_)) | plan::Peer::Range(IpNet::V6(_))),
                &n.session,
            )
        });
        let all: Vec<_> = groups.chain(sessions).collect();
        // Two families of the PE; one range and one neighbour of workloads.
        assert_eq!(all.len(), 4, "{}", device.os);
        for (ipv6, session) in all {
            assert_eq!(session.policy_in.as_deref(), named(ipv6), "{}", device.os);
            assert_eq!(session.policy_out.as_deref(), named(ipv6), "{}", device.os);
            assert_eq!(session.send_community, Some(plan::SendCommunity::Both), "what it adds is sent");
        }
        let between = vrf.neighbors.iter().find(|n| n.session.next_hop_self).unwrap();
        assert_eq!(between.session.send_community, Some(plan::SendCommunity::Both));
        let maps: Vec<&str> = device.route_maps.iter().map(|m| m.name.as_str()).collect();
        let all = [
            "RM-blue-CONNECTED",
            "RM-blue-CONNECTED-V6",
            "RM-blue-STATIC",
            "RM-blue-STATIC-V6",
            "under-test",
            "under-test-V6",
        ];
        let own: Vec<&str> = all.into_iter().filter(|m| nxos || !m.ends_with("-V6")).collect();
        assert_eq!(maps, own);
    }
}

const DUAL_STACK: &str = "external-network wan {
  option-a { vlan 2001; primary 10.50.0.0/30, fd00:50::/127; secondary 10.50.0.4/30, fd00:50::2/127 }
}
redistribute connected, static
connected-policy all-of-it
static-policy all-of-it
internal-network workloads {
  vlan 502; subnet 10.41.0.0/24, fd00:41::/64
  static 10.43.0.0/16 { next-hop 10.41.0.20 }
}";

#[test]
fn a_policy_of_redistribution_announces_nothing_but_the_domains_own() {
    let text = "route-policy all-of-it { default-action permit }\n";
    for (_, device, errors) in first_ces(DUAL_STACK, text) {
        assert!(errors.is_empty(), "{errors:#?}");
        let vrf = device.vrfs.iter().find(|v| v.name == "blue").unwrap().bgp.as_ref().unwrap();
        let passes = |source: plan::RouteSource, prefix: &str| {
            let route = Route {
                prefix: prefix.parse().unwrap(),
                communities: BTreeSet::new(),
                targets: BTreeSet::new(),
                preference: 100,
            };
            let ipv6 = route.prefix.addr().is_ipv6();
            let family = if ipv6 { plan::Family::Ipv6 } else { plan::Family::Ipv4 };
            let here = |r: &&plan::Redistribution| r.source == source && r.family.is_none_or(|f| f == family);
            let map = vrf.redistribute.iter().find(here).unwrap().route_map.as_deref().unwrap();
            switch_says(&device, map, &route, Sees::Original).is_some()
        };
        let towards: Vec<IpNet> = device
            .svis
            .iter()
            .map(|s| &s.layer3)
            .chain(device.sub_interfaces().map(|s| &s.layer3))
            .flat_map(|l| l.addresses.iter().map(IpNet::trunc))
            .collect();
        let own = ["10.41.0.0/24", "fd00:41::/64"];
        for prefix in own {
            assert!(passes(plan::RouteSource::Connected, prefix), "{} {prefix}", device.os);
        }
        assert!(towards.iter().any(|p| p.to_string() == "10.50.0.0/30"));
        let subnets = device.svis.iter().filter(|s| s.description.starts_with("blue "));
        let subnets: Vec<IpNet> = subnets.flat_map(|s| s.layer3.addresses.iter().map(IpNet::trunc)).collect();
        for prefix in towards.iter().filter(|p| !subnets.contains(p)) {
            assert!(!passes(plan::RouteSource::Connected, &prefix.to_string()), "{} {prefix}", device.os);
        }
        assert!(passes(plan::RouteSource::Static, "10.43.0.0/16"));
        assert!(!passes(plan::RouteSource::Static, "10.44.0.0/16"));
        assert!(!passes(plan::RouteSource::Static, "fd00:43::/64"));
    }
}

const BEHIND_VPC: &str =
    "external-network wan { option-a { vlan 2001; primary 10.50.0.0/30; secondary 10.50.0.4/30 } }
internal-network workloads {
  vlan 502; subnet 10.41.0.0/24, fd00:41::/64; ingress-acl shut; egress-acl shut
  bgp { peer-asn 65501; listen 10.41.0.64/26; neighbor fd00:41::20 }
}";

#[test]
fn sessions_with_the_other_ce_pass_the_access_lists_of_this_one_behind_a_vpc() {
    let text = "access-list shut { default-action deny }\n";
    for (_, device, errors) in first_ces(BEHIND_VPC, text) {
        assert!(errors.is_empty(), "{errors:#?}");
        let nxos = device.os == selvedge::model::value::Os::Nxos;
        let svi = &device.svis.iter().find(|s| s.vlan == 502).unwrap().layer3;
        for (peer, own, other) in
            [("10.41.0.70", "10.41.0.2", "10.41.0.3"), ("fd00:41::20", "fd00:41::2", "fd00:41::3")]
        {
            let passes = |inward: bool, ce: &str| {
                let (source, destination) = if inward { (peer, ce) } else { (ce, peer) };
                let packet = Packet {
                    source: source.parse().unwrap(),
                    destination: destination.parse().unwrap(),
                    protocol: "tcp",
                    ports: Some((40_000, 179)),
                    flags: [false; 4],
                    dscp: 48,
                    ttl: 1,
                    fragment: false,
                };
                let bound = if inward { &svi.acl_in } else { &svi.acl_out };
                let name = &bound.iter().find(|b| b.ipv6 == packet.source.is_ipv6()).unwrap().name;
                let acl = device.acls.iter().find(|a| a.name == *name).unwrap();
                switch_entry(acl, &packet).unwrap().permit
            };
            for inward in [true, false] {
                assert!(passes(inward, own), "{} {own}", device.os);
                // On EOS a packet for the other CE is bridged to it, never routed here.
                assert_eq!(passes(inward, other), nxos, "{} {other}", device.os);
            }
        }
    }
}

#[test]
fn a_policy_that_nothing_names_is_on_no_switch() {
    for (_, device, _) in first_ces(OPTION_A, EVERYWHERE) {
        assert!(device.route_maps.iter().all(|m| m.name.starts_with("RM-")), "{}", device.os);
        assert!(device.prefix_lists.iter().all(|l| l.name.starts_with("PL-")), "{}", device.os);
    }
}

/// What NX-OS says of policies, line by line.
const NXOS_LINES: &[&str] = &[
    "ip prefix-list wan seq 10 permit 10.0.0.0/8 ge 16 le 24",
    "ip prefix-list wan seq 20 deny 172.16.0.0/12 eq 24",
    "ip prefix-list wan seq 30 permit 0.0.0.0/0",
    "ipv6 prefix-list wan-V6 seq 40 permit fd00::/16 le 48",
    "ip community-list standard known deny no-export",
    "ip community-list standard known permit 65048:1 local-AS",
    "ip community-list standard known permit graceful-shutdown",
    "ip extcommunity-list standard core permit rt 65048:100 rt 65048:101",
    "ip community-list standard CL-under-test-10-DEL permit 64512:666",
    "ip extcommunity-list standard ECL-under-test-10-DEL permit rt 64512:6",
    "route-map under-test permit 10",
    "  match ip address prefix-list wan",
    "  continue 20",
    "  set comm-list CL-under-test-10-DEL delete",
    "  set community graceful-shutdown additive",
    "  set extcomm-list ECL-under-test-10-DEL delete",
    "route-map under-test permit 20",
    "  match community known",
    "  match extcommunity core",
    "  set local-preference 50",
    "  set extcommunity rt 65048:7 65048:8",
    "route-map under-test deny 65535",
    "route-map under-test-V6 permit 10",
    "  match ipv6 address prefix-list wan-V6",
    "ip access-list ACL-blue-wan-IN",
    "  statistics per-entry",
    "  10 remark adjacency: bgp, icmp",
    "  20 permit tcp 10.50.0.0/30 10.50.0.0/30 eq bgp",
    "  30 permit tcp 10.50.0.0/30 eq bgp 10.50.0.0/30",
    "  1000 remark policy: guard",
    "  1010 deny tcp any 10.40.0.7/32 eq 22 syn log",
    "  1020 permit udp any range 1000 2000 any dscp 46 ttl 64",
    "  1030 deny ip any any fragments",
    "  1040 permit 47 any any",
    "  4294967295 deny ip any any",
    "ipv6 access-list ACL-blue-wan-IN-V6",
    "  40 permit icmp fd00:50::/127 fd00:50::/127",
    "class-map type qos match-any CM-blue-wan-IN-40",
    "  match access-group name ACL-blue-wan-IN-40",
    "policy-map type qos PM-blue-wan-IN",
    "  class CM-blue-wan-IN-ADJACENCY",
    "    police cir 2000000 kbps bc 2500 kbytes conform transmit violate drop",
];

const NXOS_EXTERNAL: &str = "external-network wan {
  import-policy under-test
  option-a {
    vlan 2001; primary 10.50.0.0/30, fd00:50::/127; secondary 10.50.0.4/30, fd00:50::2/127
    ingress-acl guard
  }
}";

const NXOS_POLICIES: &str = "
prefix-list wan {
  rule 10 { action permit; prefix 10.0.0.0/8; length 16-24 }
  rule 20 { action deny; prefix 172.16.0.0/12; length 24 }
  rule 30 { action permit; prefix 0.0.0.0/0 }
  rule 40 { action permit; prefix fd00::/16; length 16-48 }
}
community-list known {
  rule 10 { action deny; well-known no-export }
  rule 20 { action permit; communities 65048:1; well-known local-as }
  rule 30 { action permit; communities 65535:0 }
}
extended-community-list core { rule 10 { action permit; route-targets 65048:101, 65048:100 } }
route-policy under-test {
  rule 10 {
    action continue; match-prefix wan
    delete-community 64512:666, 65535:0; add-community 65535:0; delete-extended-community 64512:6
  }
  rule 20 {
    action permit; condition and; match-community known; match-extended-community core
    local-preference 50; set-extended-community 65048:8, 65048:7
  }
}
access-list guard {
  rule 10 { action drop, log, count; protocol tcp; destination 10.40.0.7/32; destination-port 22; flags syn }
  rule 20 { action permit; protocol udp; source 0.0.0.0/0; source-port 1000-2000; dscp 46; ttl 64 }
  rule 30 { action drop; fragments 1-8191 }
  rule 40 { action permit; protocol gre; police 2g }
}
";

#[test]
fn nxos_has_its_own_words_for_policies() {
    let [_, (_, device, errors)] = first_ces(NXOS_EXTERNAL, NXOS_POLICIES);
    // That rule 20 looks for what rule 10 gives is what this text is about.
    let errors: Vec<_> = errors.iter().filter(|e| e.rule != "policy-continue-changes-match").collect();
    assert!(errors.is_empty(), "{errors:#?}");
    let environment = selvedge::render::Environment::new(selvedge::render::Secrets::Referenced).unwrap();
    let text: String = ["cisco/policy.j2", "cisco/acl.j2"]
        .map(|template| environment.render(template, "device", &device).unwrap())
        .concat();
    for line in NXOS_LINES {
        assert!(text.lines().any(|l| l == *line), "there is no `{line}` in\n{text}");
    }
}
