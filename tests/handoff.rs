//! The two ends between CE and PE agree, as the CE's configuration and the PE's snippets say it in
//! each system's words. Nothing of the plans is looked at.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod text;

use std::collections::BTreeSet;

use text::edge::{
    Targets, bundle_members, cables, eos, eos_targets, ios_xr_targets, members, sheet, snippets,
};
use text::{Config, Tree, compile_to};

/// Two CEs and three PEs: pe1 on IOS XR, pe2 on EOS, pe3 of which nobody says what it runs. Each
/// has a port-channel to one of the CEs; that of pe2 is written, with what is not usual.
const EDGE: &str = "
    pe pe1 { asn 64512; os ios-xr; ports ce { names TwentyFiveGigE0/0/0/[0-1]; speed 25g }; ports other { names TwentyFiveGigE0/0/0/2 } }
    pe pe2 { asn 4200000001; os eos; ports ce { names Ethernet[1-2] }; ports other { names Ethernet3 } }
    pe pe3 { asn 64514; ports ce { names Ethernet[1-2] }; ports other { names Ethernet3 } }
    cable ce1:Ethernet11, pe1:TwentyFiveGigE0/0/0/2 { speed 25g }
    cable ce2:Ethernet11, pe2:Ethernet3 { speed 25g }
    cable ce2:Ethernet12, pe3:Ethernet3 { speed 25g }
    bond up { members ce2:Ethernet9, ce2:Ethernet11; number 70; lacp passive; lacp-rate slow; mtu 9100 }

    l3-isolation-domain dual {
      redistribute connected, static
      internal-network apps { vlan 510; subnet 10.41.0.0/24, fd00:41::/64 }
      external-network wan {
        option-a {
          vlan 2010; mtu 1600
          primary   10.51.0.0/30, fd00:51::/127
          secondary 10.51.0.4/31, fd00:51::2/127
          adjacency ce1, pe2 { prefix 10.51.0.8/30 }
          adjacency ce2, pe3 { prefix 10.51.0.12/30, fd00:51::4/127 }
          bfd { interval 250ms; multiplier 4 }
          password env:BGP_WAN
          prefix-limit { maximum 10; threshold 50 }
        }
      }
    }
    l3-isolation-domain other-as {
      internal-network apps { vlan 511; subnet 10.42.0.0/24 }
      external-network wan {
        option-a { vlan 2011; primary 10.51.1.0/30; secondary 10.51.1.4/30; peer-asn 64999 }
        static 10.99.0.0/16 { next-hop 10.51.1.2; bfd { interval 400ms; multiplier 3 } }
      }
    }
    l3-isolation-domain vpn {
      internal-network apps { vlan 512; subnet 10.43.0.0/24 }
      external-network core { option-b { nni core; import 65100:1, 65100:2; export 65100:3 } }
    }
    nni core {
      vlan 2012; mtu 9000; primary 10.51.2.0/30; secondary 10.51.2.4/30
      adjacency ce1, pe3 { prefix 10.51.2.8/30 }
      bfd { multiplier 3 }
      password env:BGP_CORE
    }
";

/// The smallest fixture with another edge and statements more, compiled.
fn compiled(more: &str) -> (tempfile::TempDir, Tree) {
    let folder = tempfile::tempdir().unwrap();
    let smallest = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/smallest/smallest.fab");
    let text = std::fs::read_to_string(smallest).unwrap();
    let pe = "pe pe1 { asn 64512; os eos; ports ce { names Ethernet[1-2] } }";
    let ports = "ports pe        { names Ethernet1;";
    assert!(text.contains(pe) && text.contains(ports));
    let text = text.replace(pe, "").replace(
        ports,
        "ports other { names Ethernet[11-12]; speed 25g }\n  ports pe { names Ethernet[8-10];",
    );
    let source = folder.path().join("fabric.fab");
    std::fs::write(&source, format!("{text}\n{EDGE}\n{more}")).unwrap();
    let tree = folder.path().join("tree");
    compile_to(&source, &tree);
    let tree = Tree::read(&tree);
    (folder, tree)
}

/// Every session that a CE has to a PE stands on that PE's sheet in each of its snippets, and
/// nothing else does. Gives how many there are.
fn assert_ends_agree(tree: &Tree) -> usize {
    let mut met = BTreeSet::new();
    for pe in ["pe1", "pe2", "pe3"] {
        for (system, snippet, read) in snippets(tree, pe) {
            for ((vrf, own, peer), pe_end) in &read(&snippet) {
                let at = format!("{pe} on {system}: {vrf} {own} to {peer}");
                let found = ["ce1", "ce2"].iter().find_map(|ce| {
                    let end = eos(&tree.devices[*ce]).remove(&(vrf.clone(), *peer, *own))?;
                    Some((*ce, end))
                });
                let (ce, ce_end) = found.unwrap_or_else(|| panic!("{at}: no CE has the other end"));
                assert_eq!(ce_end.own.trunc(), pe_end.own.trunc(), "{at}");
                assert_eq!((ce_end.vlan, ce_end.mtu), (pe_end.vlan, pe_end.mtu), "{at}");
                assert_eq!((ce_end.own_as, ce_end.peer_as), (pe_end.peer_as, pe_end.own_as), "{at}");
                assert_eq!(ce_end.password, pe_end.password, "{at}");
                assert_eq!(ce_end.families, pe_end.families, "{at}");
                assert!(!ce_end.families.is_empty(), "{at}");
                assert!(ce_end.policies && pe_end.policies, "{at}");
                // A static route that BFD watches asks for it at both ends, whatever BGP does.
                assert_eq!(ce_end.bfd, pe_end.bfd, "{at}");
                met.insert((ce, vrf.clone(), *peer));
            }
        }
    }
    let of_ces: usize = ["ce1", "ce2"].iter().map(|ce| eos(&tree.devices[*ce]).len()).sum();
    assert_eq!(met.len(), of_ces, "every end of the CEs is on a sheet: {met:?}");
    of_ces
}

#[test]
fn every_session_of_a_ce_has_its_other_end_in_each_snippet() {
    let (_guard, tree) = compiled("");
    // Of `blue` two, of `dual` three of both families and one of IPv4, of `other-as` two, of the
    // NNI three.
    assert_eq!(assert_ends_agree(&tree), 2 + 3 * 2 + 1 + 2 + 3);
}

#[test]
fn a_pe_has_the_snippet_of_what_it_runs_or_both() {
    let (_guard, tree) = compiled("");
    let systems = |pe| snippets(&tree, pe).into_iter().map(|(system, ..)| system).collect::<Vec<_>>();
    assert_eq!(systems("pe1"), ["Cisco IOS XR"]);
    assert_eq!(systems("pe2"), ["Arista EOS"]);
    assert_eq!(systems("pe3"), ["Arista EOS", "Cisco IOS XR"]);
}

#[test]
fn ports_and_port_channels_are_those_that_are_cabled_and_both_ends_carry_the_same_packet() {
    let (_guard, tree) = compiled("");
    let mut channels = 0;
    for ((pe, (system, snippet, read)), ce) in ["pe1", "pe2", "pe3"]
        .iter()
        .flat_map(|pe| snippets(&tree, pe).into_iter().map(move |s| (*pe, s)))
        .flat_map(|s| ["ce1", "ce2"].map(|ce| (s.clone(), ce)))
    {
        let config = &tree.devices[ce];
        let cabled = cables(&tree, ce, pe);
        let ends = eos(config);
        for ((vrf, own, peer), theirs) in &read(&snippet) {
            let Some(ours) = ends.get(&(vrf.clone(), *peer, *own)) else { continue };
            let at = format!("{ce} {} to {pe} {} on {system}", ours.parent, theirs.parent);
            let xr = system == "Cisco IOS XR";
            let (near, far) = if xr {
                (members(config, &ours.parent), bundle_members(&snippet, &theirs.parent))
            } else {
                (members(config, &ours.parent), members(&snippet, &theirs.parent))
            };
            // The CE has told each of its ports where it goes.
            assert_eq!(near.len(), cabled.len(), "{at}");
            for (port, lacp) in &near {
                let there = far.get(cabled[port.as_str()]).unwrap_or_else(|| panic!("{at}: {far:?}"));
                match (lacp, there) {
                    (None, None) => {}
                    (Some((mode, fast)), Some((other, other_fast))) => {
                        assert_eq!(fast, other_fast, "{at}");
                        assert_eq!(mode == "on", other == "on", "{at}");
                        assert!(mode == "on" || mode == "active" || other == "active", "{at}: nobody speaks");
                        channels += 1;
                    }
                    _ => panic!("{at}: one end is in a port-channel: {near:?} {far:?}"),
                }
            }
            let packet = |c: &Config, parent: &str, header: u16| -> u16 {
                c.value(parent, "mtu").unwrap().parse::<u16>().unwrap() - header
            };
            let header = if xr { 14 } else { 0 };
            assert_eq!(packet(config, &ours.parent, 0), packet(&snippet, &theirs.parent, header), "{at}");
        }
    }
    assert!(channels >= 4, "both systems have a port-channel with two members");
}

/// Every VRF of an NNI at one PE imports what the CE exports and the reverse, family by family.
fn assert_targets_are_turned(ours: &Targets, tree: &Tree, pe: &str, vrf: &str) {
    for (system, snippet, _) in snippets(tree, pe) {
        let theirs =
            if system == "Arista EOS" { eos_targets(&snippet, vrf) } else { ios_xr_targets(&snippet, vrf) };
        let turned: Targets = theirs.into_iter().map(|(f, (import, export))| (f, (export, import))).collect();
        assert_eq!(*ours, turned, "{vrf} at {pe} on {system}");
    }
}

#[test]
fn what_a_ce_exports_the_customer_imports_and_the_reverse() {
    let (_guard, tree) = compiled("");
    let ours = eos_targets(&tree.devices["ce1"], "vpn");
    let set = |all: &[&str]| all.iter().map(|t| (*t).to_owned()).collect::<BTreeSet<_>>();
    let (import, export) = &ours["vpn-ipv4"];
    assert_eq!((import, export), (&set(&["65100:1", "65100:2"]), &set(&["65100:3"])));
    for pe in ["pe1", "pe2", "pe3"] {
        assert_targets_are_turned(&ours, &tree, pe, "vpn");
        let sheet = sheet(&tree, pe);
        assert!(sheet.contains("import 65100:3; export 65100:1, 65100:2."), "{sheet}");
    }
}

#[test]
fn both_ends_of_an_nni_forward_by_label() {
    let (_guard, tree) = compiled("");
    let mut seen = 0;
    for pe in ["pe1", "pe2", "pe3"] {
        for (system, snippet, read) in snippets(&tree, pe) {
            for ((_, _, peer), end) in read(&snippet).iter().filter(|((vrf, ..), _)| vrf.is_empty()) {
                let interface = format!("{}.{}", end.parent, end.vlan);
                if system == "Arista EOS" {
                    assert!(snippet.section("").contains(&"mpls ip".to_owned()), "{pe}");
                } else {
                    let activated = snippet.all("router bgp 64512 / mpls activate", "interface ");
                    let activated =
                        [activated, snippet.all("router bgp 64514 / mpls activate", "interface ")].concat();
                    assert!(activated.contains(&interface.as_str()), "{pe}: {activated:?}");
                    let hosts = snippet.section("router static / address-family ipv4 unicast");
                    assert!(hosts.contains(&format!("{peer}/32 {interface}")), "{pe}: {hosts:?}");
                }
                seen += 1;
            }
        }
    }
    assert_eq!(seen, 4, "pe1, pe2, and pe3 in two systems");
    assert!(["ce1", "ce2"].iter().all(|ce| tree.devices[*ce].section("").contains(&"mpls ip".to_owned())));
}

/// A third VRF on the NNI, which routes IPv6 inside.
const IPV6_VPN: &str = "l3-isolation-domain vpn6 {
  internal-network apps { vlan 513; subnet 10.44.0.0/24, fd00:44::/64 }
  external-network core { option-b { nni core; import 65100:6; export 65100:7 } }
}";

#[test]
fn ipv6_of_a_vrf_goes_over_the_ipv4_session_of_its_nni() {
    let (_guard, tree) = compiled(IPV6_VPN);
    let set = |all: &[&str]| all.iter().map(|t| (*t).to_owned()).collect::<BTreeSet<_>>();
    let ours = (set(&["65100:6"]), set(&["65100:7"]));
    let both = Targets::from([("vpn-ipv4".into(), ours.clone()), ("vpn-ipv6".into(), ours)]);
    for pe in ["pe1", "pe2", "pe3"] {
        assert_targets_are_turned(&both, &tree, pe, "vpn6");
        for (system, snippet, read) in snippets(&tree, pe) {
            for ((vrf, own, _), end) in read(&snippet).iter().filter(|((vrf, ..), _)| vrf.is_empty()) {
                assert!(own.is_ipv4());
                assert_eq!(end.families, set(&["vpn-ipv4", "vpn-ipv6"]), "{pe} on {system} {vrf}");
            }
        }
        let sheet = sheet(&tree, pe);
        assert!(sheet.contains("Families: VPN-IPv4 and VPN-IPv6, labelled"), "{sheet}");
        assert!(sheet.contains("| IPv4 and IPv6 | 10.44.0.0/24, fd00:44::/64 |"), "{sheet}");
        assert!(sheet.contains("| IPv4 | 10.43.0.0/24 |"), "{sheet}");
    }
}

#[test]
fn ces_exchange_ipv6_over_an_nni_as_the_sheets_say() {
    let (_guard, tree) = compiled(IPV6_VPN);
    assert_ends_agree(&tree);
    let ours = eos_targets(&tree.devices["ce1"], "vpn6");
    assert!(ours.contains_key("vpn-ipv6"), "{ours:?}");
    for pe in ["pe1", "pe2", "pe3"] {
        assert_targets_are_turned(&ours, &tree, pe, "vpn6");
    }
}

/// The words of a sheet about one link: what stands under its VRF or NNI and its CE.
fn words<'s>(sheet: &'s str, heading: &str, ce: &str) -> &'s str {
    let (_, after) =
        sheet.split_once(&format!("### {heading}\n")).unwrap_or_else(|| panic!("{heading}: {sheet}"));
    let section = after.split("\n#").next().unwrap();
    let (_, link) = section.split_once(&format!("To {ce}:\n\n")).unwrap_or_else(|| panic!("{ce}: {section}"));
    link.split("\n\n").next().unwrap()
}

#[test]
fn the_words_alone_say_all_that_the_other_end_has() {
    let (_guard, tree) = compiled("");
    for ce in ["ce1", "ce2"] {
        for ((vrf, own, peer), end) in eos(&tree.devices[ce]) {
            // The PE is the one whose sheet has the address.
            let whose = ["pe1", "pe2", "pe3"].into_iter().find(|pe| {
                let table = format!("| {peer}/{} | {ce} | {own} |", end.own.prefix_len());
                sheet(&tree, pe).contains(&table)
            });
            let pe = whose.unwrap_or_else(|| panic!("{peer} of {ce} is on no sheet"));
            let sheet = sheet(&tree, pe);
            let heading = if vrf.is_empty() { "NNI core".to_owned() } else { format!("VRF {vrf}") };
            let words = words(&sheet, &heading, ce);
            let has = |line: &str| assert!(words.contains(line), "{pe}: no `{line}` in\n{words}");
            has(&format!("VLAN {}, on ", end.vlan));
            has(&format!("The CE's end is `{}.{}`", end.parent, end.vlan));
            has(&if vrf.is_empty() { "in the global table".to_owned() } else { format!("in VRF `{vrf}`") });
            has(&format!(": {peer}/{}; {ce} has {own}.", end.own.prefix_len()));
            has(&format!("MTU: {}", end.mtu));
            has(&format!("eBGP, here AS {}, {ce} AS {}.", end.peer_as, end.own_as));
            match &end.password {
                Some(reference) => has(&format!("the value of `{}`", reference.trim_matches(['<', '>']))),
                None => has("Password: none."),
            }
            if let Some((interval, multiplier)) = end.bfd {
                has(&format!("every {interval} ms, both to send and to receive, down when {multiplier} are"));
            }
            for family in &end.families {
                has(&match family.strip_prefix("vpn-ip") {
                    Some(version) => format!("VPN-IP{version}, labelled"),
                    None => format!("IP{} unicast on the session to {own}", &family[2..]),
                });
            }
        }
    }
    // What only some links have.
    let (pe1, pe2) = (sheet(&tree, "pe1"), sheet(&tree, "pe2"));
    assert!(words(&pe2, "VRF other-as", "ce2").contains("64999 is a local AS on this session"));
    let other = words(&pe1, "VRF other-as", "ce1");
    assert!(
        other.contains("ce1 sends 10.99.0.0/16 to 10.51.1.2 without BGP, while BFD to it is up."),
        "{other}"
    );
    assert!(
        other.contains("BFD: single hop, with each address of ce1 on this link; a packet every 400 ms"),
        "{other}"
    );
    let dual = words(&pe1, "VRF dual", "ce1");
    assert!(
        dual.contains("send ce1 at most 10 routes a session") && dual.contains("a warning at 50 %"),
        "{dual}"
    );
    assert!(pe1.contains("| member of port-channel 1, LACP active, a packet a second |"), "{pe1}");
    assert!(pe2.contains("| member of port-channel 2, LACP active, a packet every 30 seconds |"), "{pe2}");
}

#[test]
fn a_sheet_is_whole() {
    let (_guard, tree) = compiled(IPV6_VPN);
    insta::assert_snapshot!(sheet(&tree, "pe1"));
}
