//! What a change does: its risk with the reason, who has to change with it, who is hit.
//!
//! Configurations of the fixtures are changed as text, by both vendors, and compared with what they
//! were: as running configurations, so that nothing but plans tells, or with the fabric on one side.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod common;

use std::collections::BTreeMap;
use std::fmt::Write as _;

use selvedge::diff::{self, Change, Diff, Relation, Risk};
use selvedge::model::value::Os;
use selvedge::side::{self, Origin, Parts, Side, Switch};

const BOTH: [Os; 2] = [Os::Eos, Os::Nxos];

/// The fixture whose switches are all of a vendor.
fn fixture(os: Os) -> &'static str {
    if os == Os::Eos { "near-edge" } else { "all-nxos" }
}

/// The text of a switch of a fixture.
fn text(fixture: &str, switch: &str) -> String {
    let path = common::fixture(fixture).join("tree/devices").join(format!("{switch}.cfg"));
    std::fs::read_to_string(path).unwrap()
}

/// All switches of a fixture as they would say what they run, some of them changed.
fn running(os: Os, changed: &[(&str, String)]) -> Side {
    let folder = common::fixture(fixture(os)).join("tree/devices");
    let mut switches = BTreeMap::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let file = entry.unwrap().file_name().into_string().unwrap();
        let name = file.strip_suffix(".cfg").unwrap().to_owned();
        let text = changed
            .iter()
            .find(|(n, _)| *n == name)
            .map_or_else(|| text(fixture(os), &name), |(_, t)| t.clone());
        // The flagship has racks of either vendor.
        let own = if text.contains("\nfeature ") { Os::Nxos } else { Os::Eos };
        let reading = selvedge::read::running(own, &text).unwrap();
        assert!(reading.unknown.is_empty(), "{name}: {:?}", reading.unknown);
        switches.insert(
            name,
            Switch { plan: reading.device, unknown: Vec::new(), file: None, text: None, may_be_cut: false },
        );
    }
    let (hosts, files) = (BTreeMap::new(), BTreeMap::new());
    let parts = Parts { switches: true, hosts: false, clusters: false };
    let (name, origin, notes) = ("running".into(), Origin::Running, Vec::new());
    Side { name, origin, parts, switches, hosts, files, notes }
}

/// The fixture itself.
fn fabric(os: Os) -> Side {
    let checked = selvedge::check(&common::fixture(fixture(os)), &Default::default()).unwrap();
    side::fabric("fabric", checked).unwrap().unwrap()
}

/// A switch's text with replacements, each of which must be there.
fn edit(os: Os, switch: &str, edits: &[(&str, &str)]) -> String {
    let mut all = text(fixture(os), switch);
    for (old, new) in edits {
        assert!(all.contains(old), "{switch} does not say `{old}`");
        all = all.replacen(old, new, 1);
    }
    all
}

/// A text without the block that a line begins, and that block.
fn cut(text: &str, first: &str) -> (String, String) {
    let (mut rest, mut block, mut inside) = (String::new(), String::new(), false);
    for line in text.lines() {
        inside = line == first || (inside && line.starts_with(' '));
        let to = if inside { &mut block } else { &mut rest };
        writeln!(to, "{line}").unwrap();
    }
    assert!(!block.is_empty(), "there is no `{first}`");
    (rest, block)
}

/// What a vendor calls things.
fn by<'a>(os: Os, eos: &'a str, nxos: &'a str) -> &'a str {
    if os == Os::Eos { eos } else { nxos }
}

/// What is said of the changes, as text for people to look at.
fn said(diff: &Diff) -> String {
    let mut text = String::new();
    for switch in &diff.switches {
        for change in &switch.changes {
            writeln!(text, "{}: {:?} {}: {:?}", switch.name, change.action, change.element, change.risk)
                .unwrap();
            for reason in &change.reasons {
                writeln!(text, "  because {reason}").unwrap();
            }
            for peer in &change.peers {
                let name = peer.name.as_deref().unwrap_or("?");
                let by = match &peer.relation {
                    Relation::Pair => "Pair".to_owned(),
                    Relation::Link(port) => format!("Link {port}"),
                    Relation::Session(ends) => format!("Session {ends}"),
                };
                writeln!(text, "  with {by} {name}").unwrap();
            }
            match &change.hit {
                None => writeln!(text, "  hits ?").unwrap(),
                Some(hit) if hit.is_empty() => {}
                Some(hit) => writeln!(
                    text,
                    "  hits racks {}; {} servers; domains {}; clusters {}; vms {}",
                    hit.racks.join(" "),
                    hit.servers.len(),
                    hit.domains.join(" "),
                    hit.clusters.join(" "),
                    hit.vms.join(" ")
                )
                .unwrap(),
            }
            if !change.cuts.is_empty() {
                writeln!(text, "  cuts the management of {}", change.cuts.join(" ")).unwrap();
            }
        }
    }
    text
}

/// The changes of one switch between its text and another, all else as it was.
fn change(os: Os, switch: &str, to: String) -> Diff {
    diff::diff(&running(os, &[]), &running(os, &[(switch, to)]))
}

/// The worst of a diff, and the one change that has it.
fn worst(diff: &Diff) -> &Change {
    diff.switches.iter().flat_map(|s| &s.changes).max_by_key(|c| c.risk).expect("there is a change")
}

/// A case by vendor, with what it comes to at the worst.
fn case(name: &str, make: impl Fn(Os) -> Diff, risk: Risk) {
    let mut text = String::new();
    for os in BOTH {
        let diff = make(os);
        assert_eq!(worst(&diff).risk, risk, "{name} on {os}:\n{}", said(&diff));
        writeln!(text, "-- {os}\n{}", said(&diff)).unwrap();
    }
    insta::assert_snapshot!(name, text);
}

/// What says the same is no change.
fn same(make: impl Fn(Os) -> String) {
    for os in BOTH {
        let diff = change(os, "r1-t1", make(os));
        assert!(diff.is_empty(), "{os}: {}", said(&diff));
    }
}

#[test]
fn a_vlan_joins_a_trunk() {
    let make = |os| {
        let vlan = by(os, "vlan 701\n", "vlan 701\n");
        let (list, more) = by(
            os,
            "300,310,501,601-602,701|300,310,501,601-602,701,1020",
            "300,310,501,601\n|300,310,501,601,1020\n",
        )
        .split_once('|')
        .unwrap();
        // On a Nexus the port-channel's member says it too.
        let mut edits = vec![(vlan, "vlan 1020\n  name new\nvlan 701\n"), (list, more)];
        if os == Os::Nxos {
            edits.push((list, more));
        }
        change(os, "r1-t1", edit(os, "r1-t1", &edits))
    };
    case("a_vlan_joins_a_trunk", make, Risk::Hitless);
}

#[test]
fn b_a_list_of_vlans_respelled() {
    same(|os| {
        let (old, new) =
            by(os, "601-602,701|701,601,602", "300,310,501,601\n|601,501,310,300\n").split_once('|').unwrap();
        edit(os, "r1-t1", &[(old, new)])
    });
}

#[test]
fn c_an_svi_moves_to_another_vrf() {
    let make = |os| {
        let text = text(fixture(os), "ce1");
        let (_, block) = cut(&text, "interface Vlan501");
        let moved = block
            .replace(by(os, "vrf oam", "vrf member oam"), by(os, "vrf user-plane", "vrf member user-plane"));
        change(os, "ce1", text.replacen(&block, &moved, 1))
    };
    case("c_an_svi_moves_to_another_vrf", make, Risk::TrafficLoss);
    for os in BOTH {
        let diff = make(os);
        assert!(
            worst(&diff).reasons[0].starts_with("vrf oam -> user-plane: the switch erases"),
            "{}",
            said(&diff)
        );
    }
}

#[test]
fn d_a_vrf_goes_with_its_users() {
    let make = |os| {
        let (vrf, vlan) = (by(os, "charging", "user-plane"), by(os, "620", "601"));
        let (text, _) = cut(&text(fixture(os), "ce1"), &format!("interface Vlan{vlan}"));
        let (text, _) = cut(&text, &format!("{} {vrf}", by(os, "vrf instance", "vrf context")));
        let text = text.replace(&format!("ip routing vrf {vrf}\n"), "");
        change(os, "ce1", text)
    };
    case("d_a_vrf_goes_with_its_users", make, Risk::TrafficLoss);
}

#[test]
fn e_a_route_map_is_added_and_bound() {
    let make = |os| {
        let text = text(fixture(os), "ce1");
        let bound = by(os, "neighbor 10.0.5.3 next-hop-self\n", "send-community\n        next-hop-self\n");
        assert!(text.contains(bound));
        let to = by(
            os,
            "neighbor 10.0.5.3 next-hop-self\n      neighbor 10.0.5.3 route-map NEW in\n",
            "send-community\n        next-hop-self\n        route-map NEW in\n",
        );
        let map = "route-map NEW permit 10\n   set local-preference 200\n";
        let map = if os == Os::Eos { format!("{map}!\n") } else { map.replace("   ", "  ") };
        change(os, "ce1", map + &text.replacen(bound, to, 1))
    };
    case("e_a_route_map_is_added_and_bound", make, Risk::TrafficLoss);
}

#[test]
fn f_a_physical_port_is_cleared() {
    let make = |os| {
        let (rest, _) =
            cut(&text(fixture(os), "r1-t1"), by(os, "interface Ethernet1/1", "interface Ethernet1/1"));
        change(os, "r1-t1", rest)
    };
    case("f_a_physical_port_is_cleared", make, Risk::TrafficLoss);
}

/// The access list of the network that workloads manage themselves over gets a rule.
fn with_rule(os: Os, rule: &str) -> Diff {
    let first = "10 remark adjacency: bgp, ";
    let text = text(fixture(os), "ce1");
    let list = text.find("ip access-list ACL-oam-mgmt-IN\n").unwrap();
    let at = list + text[list..].find(first).unwrap();
    let mut text = text;
    text.insert_str(at, &format!("{rule}\n{}", by(os, "   ", "  ")));
    change(os, "ce1", text)
}

#[test]
fn g_a_rule_of_an_access_list_is_inserted() {
    case("g_a_rule_that_permits", |os| with_rule(os, "5 permit udp any any"), Risk::Hitless);
    case("g_a_rule_that_denies", |os| with_rule(os, "5 deny udp any any"), Risk::TrafficLoss);
}

#[test]
fn h_the_number_of_an_mlag_changes() {
    let make = |os| {
        change(
            os,
            "r1-t1",
            edit(
                os,
                "r1-t1",
                &[by(os, "   mlag 1\n|   mlag 61\n", "  vpc 1\n|  vpc 61\n").split_once('|').unwrap()],
            ),
        )
    };
    case("h_the_number_of_an_mlag_changes", make, Risk::TrafficLoss);
    for os in BOTH {
        let diff = make(os);
        assert_eq!(worst(&diff).peers[0].name.as_deref(), Some("r1-t2"), "the pair is told from the plans");
    }
}

#[test]
fn i_sections_are_reordered() {
    same(|os| {
        let (rest, block) =
            cut(&text(fixture(os), "r1-t1"), by(os, "interface Port-Channel1", "interface port-channel1"));
        // The last line of EOS is `end`.
        format!("{}{block}{}", rest.trim_end_matches("end\n"), by(os, "!\nend\n", ""))
    });
}

#[test]
fn k_the_as_of_a_neighbor_changes() {
    let make = |os| {
        let (old, new) = by(
            os,
            "neighbor 10.50.0.10 remote-as 64512|neighbor 10.50.0.10 remote-as 64513",
            "bfd\n      remote-as 64512|bfd\n      remote-as 64513",
        )
        .split_once('|')
        .unwrap();
        change(os, "ce1", edit(os, "ce1", &[(old, new)]))
    };
    case("k_the_as_of_a_neighbor_changes", make, Risk::SessionReset);
}

#[test]
fn l_a_vlan_is_renamed() {
    let make = |os| change(os, "r1-t1", edit(os, "r1-t1", &[("name oam-mgmt", "name oam")]));
    case("l_a_vlan_is_renamed", make, Risk::None);
}

/// With a fabric on one side the graph tells who is at the other end and who is hit.
#[test]
fn a_fabric_tells_who_is_hit() {
    let mut text = String::new();
    for os in BOTH {
        let list = by(os, "300,310,501,601-602,701|300,310,601-602,701", "300,310,501,601\n|300,310,601\n");
        let (old, new) = list.split_once('|').unwrap();
        let mut edits = vec![(old, new)];
        if os == Os::Nxos {
            edits.push((old, new));
        }
        let (tor, ce) = (edit(os, "r1-t1", &edits), edit(os, "ce1", &[("\nvlan 501\n", "\nvlan 511\n")]));
        let remote = by(
            os,
            "neighbor 10.50.0.10 remote-as 64512|neighbor 10.50.0.10 remote-as 1",
            "bfd\n      remote-as 64512|bfd\n      remote-as 1",
        );
        let (old, new) = remote.split_once('|').unwrap();
        let ce = ce.replacen(old, new, 1);
        let diff = diff::diff(&fabric(os), &running(os, &[("r1-t1", tor), ("ce1", ce)]));
        writeln!(text, "-- {os}\n{}", said(&diff)).unwrap();
    }
    insta::assert_snapshot!(text);
}

/// Management that goes over the fabric itself is named where a change cuts it: here the switches of
/// rack 1 have their way out through a VLAN interface of the CEs.
#[test]
fn in_band_management_that_is_cut_is_named() {
    let os = Os::Nxos;
    let in_band = |text: String| text.replace("ip route 0.0.0.0/0 10.8.2.1", "ip route 0.0.0.0/0 10.40.0.1");
    let tor = in_band(text(fixture(os), "r1-t1"));
    let old = running(os, &[("r1-t1", tor.clone())]);
    let (before, block) = cut(&text(fixture(os), "ce1"), "interface Vlan501");
    let off = before + &block.replace("no shutdown", "shutdown");
    let diff = diff::diff(&old, &running(os, &[("r1-t1", tor.clone()), ("ce1", off)]));
    assert_eq!(worst(&diff).cuts, ["r1-t1"], "{}", said(&diff));
    // The others are out of band: nothing that is done to the fabric cuts them.
    let vlan = edit(os, "r2-t1", &[("vlan 601\n", "vlan 602\n")]);
    let diff = diff::diff(&old, &running(os, &[("r1-t1", tor), ("r2-t1", vlan)]));
    assert!(diff.switches.iter().flat_map(|s| &s.changes).all(|c| c.cuts.is_empty()), "{}", said(&diff));
}

/// A VLAN that nothing carries goes without a loss, one in use does not.
#[test]
fn what_is_in_use_decides() {
    for os in BOTH {
        let unused = edit(os, "r1-t1", &[("vlan 701\n", "vlan 1020\n  name new\nvlan 701\n")]);
        let old = running(os, &[("r1-t1", unused)]);
        let diff = diff::diff(&old, &running(os, &[]));
        assert_eq!(worst(&diff).risk, Risk::Hitless, "{os}: {}", said(&diff));
        let (gone, _) = cut(&text(fixture(os), "r1-t1"), "vlan 701");
        let gone = gone.replace("vlan 1,300,310,501,601,701\n", "vlan 1,300,310,501,601\n");
        let diff = change(os, "r1-t1", gone);
        assert_eq!(worst(&diff).risk, Risk::TrafficLoss, "{os}: {}", said(&diff));
    }
}

/// A VLAN of a trunk group is on the trunks of its group alone, whatever their lists say: a peer link
/// that leaves the group takes the pair apart.
#[test]
fn a_trunk_that_leaves_its_group_loses_the_vlans_of_it() {
    let without = edit(Os::Eos, "r1-t1", &[("   switchport trunk group mlag\n", "")]);
    let diff = change(Os::Eos, "r1-t1", without);
    let change = worst(&diff);
    assert_eq!((change.risk, change.element.kind()), (Risk::TrafficLoss, "port-channel"), "{}", said(&diff));
    assert!(change.reasons.iter().any(|r| r.contains("leaves a trunk in use")), "{}", said(&diff));
    let open = edit(Os::Eos, "r1-t1", &[("   trunk group mlag\n", "")]);
    let diff = self::change(Os::Eos, "r1-t1", open);
    let reason = "trunks outside the group carry it too: a loop where no spanning tree is";
    assert_eq!((worst(&diff).risk, &*worst(&diff).reasons), (Risk::TrafficLoss, &[reason.to_owned()][..]));
}

/// Of an address that changes within its network the other switch of the pair need know nothing: those
/// who speak to it have to.
#[test]
fn an_address_that_changes_within_its_network_is_no_matter_of_the_pair() {
    let (old, to) = ("   ip address 10.40.0.2/24\n", "   ip address 10.40.0.9/24\n");
    let new = running(Os::Eos, &[("ce1", edit(Os::Eos, "ce1", &[(old, to)]))]);
    let diff = diff::diff(&fabric(Os::Eos), &new);
    let peers: Vec<_> =
        worst(&diff).peers.iter().map(|p| (p.session().is_some(), p.name.as_deref())).collect();
    assert_eq!(peers, [(true, Some("vm/firewall"))], "{}", said(&diff));
    let new = running(Os::Eos, &[("ce1", edit(Os::Eos, "ce1", &[(old, "   ip address 10.39.0.2/24\n")]))]);
    let diff = diff::diff(&fabric(Os::Eos), &new);
    assert_eq!(worst(&diff).peers[0].relation, Relation::Pair, "{}", said(&diff));
}

/// What names a list that goes passes nothing or all: by the list itself nothing says so.
#[test]
fn a_list_that_goes_while_it_is_named_is_not_harmless() {
    for os in BOTH {
        let (gone, _) = lists(&text(fixture(os), "ce1"), "PL-oam-STATIC");
        let diff = change(os, "ce1", gone.clone());
        assert_eq!(worst(&diff).risk, Risk::TrafficLoss, "{os}: {}", said(&diff));
        let back = diff::diff(&running(os, &[("ce1", gone)]), &running(os, &[]));
        assert_eq!(worst(&back).risk, Risk::TrafficLoss, "{os}: {}", said(&back));
    }
}

/// A text without the lines of a prefix list, whichever way a vendor writes it.
fn lists(text: &str, name: &str) -> (String, usize) {
    let first = format!("ip prefix-list {name}");
    let (mut rest, mut inside, mut gone) = (String::new(), false, 0);
    for line in text.lines() {
        let begins = line.strip_prefix(&first).is_some_and(|rest| rest.is_empty() || rest.starts_with(' '));
        inside = begins || (inside && line.starts_with(' '));
        gone += usize::from(inside);
        if !inside {
            writeln!(rest, "{line}").unwrap();
        }
    }
    assert!(gone > 0, "there is no `{first}`");
    (rest, gone)
}

/// A port that is off before and after disturbs nobody, whatever else it says.
#[test]
fn what_is_switched_off_disturbs_nobody() {
    for os in BOTH {
        let first = by(os, "interface Port-Channel1", "interface port-channel1");
        let text = text(fixture(os), "r1-t1");
        let (_, was) = cut(&text, first);
        let off = by(os, "   shutdown\n", "  shutdown\n");
        let off = was.replace("  no shutdown\n", "") + if os == Os::Eos { off } else { "" };
        let other = off.replace(by(os, "mlag 1", "vpc 1"), by(os, "mlag 61", "vpc 61"));
        let side = |block: &str| running(os, &[("r1-t1", text.replacen(&*was, block, 1))]);
        let diff = diff::diff(&side(&off), &side(&other));
        assert_eq!(worst(&diff).risk, Risk::None, "{os}: {}", said(&diff));
    }
}

/// The same of a session, a VLAN interface and the tagged interfaces of a port; taking away what is off
/// disturbs nobody either.
#[test]
fn sessions_and_interfaces_that_are_off_disturb_nobody() {
    type Edit = fn(&mut selvedge::plan::Device);
    fn wan(plan: &mut selvedge::plan::Device) -> &mut Vec<selvedge::plan::Neighbor> {
        &mut plan.vrfs.iter_mut().find(|v| v.name == "oam").unwrap().bgp.as_mut().unwrap().neighbors
    }
    fn tagged(plan: &mut selvedge::plan::Device) -> (&mut bool, &mut selvedge::plan::SubInterface) {
        let ports = plan.ports.iter_mut().map(|p| (&mut p.shutdown, &mut p.sub_interfaces));
        let channels = plan.port_channels.iter_mut().map(|c| (&mut c.shutdown, &mut c.sub_interfaces));
        let (off, subs) = ports.chain(channels).find(|(_, subs)| !subs.is_empty()).unwrap();
        (off, &mut subs[0])
    }
    let cases: &[(Edit, Edit)] = &[
        (|d| wan(d)[0].session.shutdown = true, |d| wan(d)[0].asn = Some(1)),
        (|d| wan(d)[0].session.shutdown = true, |d| drop(wan(d).remove(0))),
        (|d| d.svis[0].shutdown = true, |d| d.svis[0].layer3.vrf = Some("elsewhere".into())),
        (|d| *tagged(d).0 = true, |d| tagged(d).1.vlan = 77),
    ];
    for os in BOTH {
        for (place, (off, other)) in cases.iter().enumerate() {
            let side = |edits: &[Edit]| {
                let mut side = running(os, &[]);
                let plan = &mut side.switches.get_mut("ce1").unwrap().plan;
                edits.iter().for_each(|edit| edit(plan));
                side
            };
            let (old, on) = (side(&[*off]), side(&[]));
            let diff = diff::diff(&old, &side(&[*off, *other]));
            assert_eq!(worst(&diff).risk, Risk::None, "{os} {place}: {}", said(&diff));
            assert!(worst(&diff).peers.is_empty(), "{os} {place}: {}", said(&diff));
            // It is no row of the table that says so: where it is on, the same is worse.
            let diff = diff::diff(&on, &side(&[*other]));
            assert!(worst(&diff).risk > Risk::Hitless, "{os} {place}: {}", said(&diff));
        }
    }
}

/// What goes one way comes the other, with the same that have to change with it.
#[test]
fn a_diff_has_its_mirror() {
    for os in BOTH {
        let (gone, _) = cut(&text(fixture(os), "ce1"), "interface Vlan501");
        let (a, b) = (running(os, &[]), running(os, &[("ce1", gone)]));
        let elements = |diff: Diff| {
            let all = diff.switches.into_iter().flat_map(|s| s.changes);
            all.map(|c| (c.element.to_string(), c.peers)).collect::<Vec<_>>()
        };
        let (there, back) = (elements(diff::diff(&a, &b)), elements(diff::diff(&b, &a)));
        assert!(!there.is_empty());
        assert_eq!(there, back);
    }
}

/// A fabric and what its switches run are the same.
#[test]
fn a_fabric_against_itself_is_empty() {
    for os in BOTH {
        let diff = diff::diff(&fabric(os), &running(os, &[]));
        assert!(diff.switches.is_empty(), "{}", said(&diff));
    }
}

/// One field at a time, by vendor: what a Nexus and an EOS switch make of the same change.
#[test]
fn fields_by_vendor() {
    use selvedge::plan::{ChannelMode, Device, Feature};
    type Edit = fn(&mut Device);
    fn wan(plan: &mut Device) -> &mut selvedge::plan::Neighbor {
        let vrf = plan.vrfs.iter_mut().find(|v| v.name == "oam").unwrap();
        let all = &mut vrf.bgp.as_mut().unwrap().neighbors;
        all.iter_mut().find(|n| n.session.password.is_some()).unwrap()
    }
    let cases: &[(&str, &str, Edit, Risk, Risk)] = &[
        ("ce1", "password", |d| wan(d).session.password = None, Risk::SessionReset, Risk::SessionReset),
        ("ce1", "bfd", |d| wan(d).session.bfd = false, Risk::SessionReset, Risk::SessionReset),
        ("ce1", "no family", |d| wan(d).families.clear(), Risk::TrafficLoss, Risk::TrafficLoss),
        (
            "ce1",
            "one more family",
            |d| wan(d).families.push(selvedge::plan::Family::VpnIpv6),
            Risk::SessionReset,
            Risk::SessionReset,
        ),
        (
            "ce1",
            "family of the VRF",
            |d| wan(d).session.inactive.push(selvedge::plan::Family::Ipv4),
            Risk::TrafficLoss,
            Risk::TrafficLoss,
        ),
        ("ce1", "words", |d| wan(d).session.description = None, Risk::None, Risk::None),
        ("ce1", "more of the own AS", |d| wan(d).session.allow_as = Some(1), Risk::Hitless, Risk::Hitless),
        ("ce1", "no policy", |d| wan(d).session.policy_in = None, Risk::Hitless, Risk::Hitless),
        ("ce1", "switched off", |d| wan(d).session.shutdown = true, Risk::TrafficLoss, Risk::TrafficLoss),
        (
            "ce1",
            "source",
            |d| wan(d).session.update_source = Some("Loopback9".into()),
            Risk::SessionReset,
            Risk::SessionReset,
        ),
        (
            "ce1",
            "prefixes",
            |d| wan(d).session.prefixes_in = Some("P".into()),
            Risk::TrafficLoss,
            Risk::TrafficLoss,
        ),
        (
            "ce1",
            "ways",
            |d| d.bgp.as_mut().unwrap().options.multipath_relax = true,
            Risk::Hitless,
            Risk::Hitless,
        ),
        (
            "ce1",
            "log",
            |d| d.bgp.as_mut().unwrap().options.log_neighbor_changes ^= true,
            Risk::None,
            Risk::None,
        ),
        (
            "ce1",
            "relay",
            |d| d.svis[0].layer3.dhcp_relays.push([10, 0, 0, 1].into()),
            Risk::Hitless,
            Risk::Hitless,
        ),
        ("r1-t1", "VLAN suspended", |d| d.vlans[1].suspended = true, Risk::TrafficLoss, Risk::TrafficLoss),
        (
            "r1-t1",
            "other VLAN",
            |d| d.port_channels[0].access = Some(300),
            Risk::TrafficLoss,
            Risk::TrafficLoss,
        ),
        ("ce1", "own AS", |d| d.bgp.as_mut().unwrap().asn = 65000, Risk::TrafficLoss, Risk::TrafficLoss),
        ("ce1", "LLDP", |d| d.features.retain(|f| *f != Feature::Lldp), Risk::None, Risk::None),
        (
            "r1-t1",
            "LACP rate",
            |d| d.ports[0].member.as_mut().unwrap().rate = None,
            Risk::Hitless,
            Risk::TrafficLoss,
        ),
        (
            "r1-t1",
            "LACP mode",
            |d| d.ports[0].member.as_mut().unwrap().mode = ChannelMode::On,
            Risk::TrafficLoss,
            Risk::TrafficLoss,
        ),
        ("r1-t1", "fallback", |d| d.port_channels[0].fallback = None, Risk::Hitless, Risk::TrafficLoss),
        (
            "r1-t1",
            "native VLAN",
            |d| d.port_channels[0].trunk.as_mut().unwrap().native = Some(310),
            Risk::TrafficLoss,
            Risk::TrafficLoss,
        ),
        ("r1-t1", "MTU", |d| d.port_channels[0].mtu = Some(1600), Risk::TrafficLoss, Risk::TrafficLoss),
        // What a member says of itself counts on a Nexus only, and keeps the port out.
        ("r1-t1", "member's MTU", |d| d.ports[0].mtu = Some(1600), Risk::None, Risk::TrafficLoss),
        (
            "r1-t1",
            "reload delay",
            |d| d.mlag.as_mut().unwrap().reload_delay = None,
            Risk::Hitless,
            Risk::Hitless,
        ),
        ("r1-t1", "model", |d| d.model = "another".into(), Risk::Reboot, Risk::Reboot),
    ];
    for (switch, what, edit, eos, nxos) in cases {
        for (os, risk) in [(Os::Eos, eos), (Os::Nxos, nxos)] {
            let (old, mut new) = (running(os, &[]), running(os, &[]));
            edit(&mut new.switches.get_mut(*switch).unwrap().plan);
            let diff = diff::diff(&old, &new);
            assert!(!diff.is_empty(), "{what} on {os} is no change");
            assert_eq!(worst(&diff).risk, *risk, "{what} on {os}: {}", said(&diff));
        }
    }
    // The routing model of EOS changes when it starts.
    let (old, mut new) = (running(Os::Eos, &[]), running(Os::Eos, &[]));
    new.switches.get_mut("ce1").unwrap().plan.features.retain(|f| *f != Feature::MultiAgentRouting);
    assert_eq!(worst(&diff::diff(&old, &new)).risk, Risk::Reboot);
}

/// How many routes end a session: EOS has a number of its own where nothing is said, NX-OS has none.
#[test]
fn a_lower_limit_of_routes_ends_sessions() {
    use selvedge::plan::RouteLimit;
    const SAFE: (Risk, &str) = (Risk::Hitless, "");
    let at = |maximum: u64| Some(RouteLimit { maximum, warning: None, warning_only: false });
    let log = |maximum: u64| Some(RouteLimit { maximum, warning: None, warning_only: true });
    let ends = |reason| (Risk::SessionReset, reason);
    let (few, own) =
        (ends("more than 100 routes end the session"), ends("more than 12000 routes end the session"));
    for (old, new, eos, nxos) in [
        (at(20_000), at(100), few, few),
        (at(100), at(20_000), SAFE, SAFE),
        (at(0), at(100), few, few),
        (at(100), at(0), SAFE, SAFE),
        (log(100), at(100), few, few),
        (at(100), log(100), SAFE, SAFE),
        (None, at(100), few, few),
        (None, log(100), SAFE, SAFE),
        (at(100), None, SAFE, SAFE),
        (at(20_000), None, own, SAFE),
        (at(0), None, own, SAFE),
        (log(100), None, own, SAFE),
    ] {
        for (os, (risk, reason)) in [(Os::Eos, eos), (Os::Nxos, nxos)] {
            let side = |limit: &Option<RouteLimit>| {
                let mut side = running(os, &[]);
                let plan = &mut side.switches.get_mut("ce1").unwrap().plan;
                plan.vrfs.iter_mut().flat_map(|v| &mut v.bgp).flat_map(|b| &mut b.neighbors).for_each(|n| {
                    n.session.limit.clone_from(limit);
                });
                side
            };
            let diff = diff::diff(&side(&old), &side(&new));
            let worst = worst(&diff);
            assert_eq!(worst.risk, risk, "{old:?} -> {new:?} on {os}: {}", said(&diff));
            assert_eq!(worst.reasons.first().map_or("", |r| &**r), reason, "{old:?} -> {new:?} on {os}");
        }
    }
}

/// Timers alone start and end no BFD; what they are where nothing is said is the platform's.
#[test]
fn timers_of_bfd_start_and_end_nothing() {
    use selvedge::plan::BfdTimers;
    for (os, echo, risk) in [
        (Os::Eos, false, Risk::Hitless),
        (Os::Nxos, true, Risk::Hitless),
        (Os::Nxos, false, Risk::SessionReset),
    ] {
        let side = |bfd| {
            let mut side = running(os, &[]);
            side.switches.get_mut("ce1").unwrap().plan.svis[0].layer3.bfd = bfd;
            side
        };
        let diff = diff::diff(&side(Some(BfdTimers { interval: 300, multiplier: 3, echo })), &side(None));
        assert_eq!(worst(&diff).risk, risk, "{os}: {}", said(&diff));
    }
}

/// A remark that goes is no matter of numbers.
#[test]
fn a_remark_is_for_people() {
    for os in BOTH {
        let text = text(fixture(os), "ce1");
        let remark = text.lines().find(|line| line.contains(" remark ")).unwrap();
        let diff = change(os, "ce1", text.replacen(&format!("{remark}\n"), "", 1));
        assert_eq!(
            (worst(&diff).risk, &*worst(&diff).reasons),
            (Risk::None, &["a remark is for people".into()][..])
        );
    }
}

/// A remark that says something else beside a rule that goes is no more than a remark.
#[test]
fn a_remark_beside_a_rule_is_for_people() {
    for os in BOTH {
        let text = text(fixture(os), "ce1");
        let lines: Vec<&str> = text.lines().collect();
        let at = lines.iter().position(|line| line.contains(" remark ")).unwrap();
        let gone = text.replacen(&format!("{}\n", lines[at + 1]), "", 1);
        let diff = change(os, "ce1", gone.replacen(lines[at], &format!("{} and more", lines[at]), 1));
        let reasons: Vec<&str> =
            diff.switches[0].changes.iter().flat_map(|c| &c.reasons).map(|reason| &**reason).collect();
        assert!(reasons.contains(&"a remark is for people"), "{os}: {reasons:?}");
        assert!(!reasons.contains(&"what it let through before may be dropped"), "{os}: {reasons:?}");
    }
}

/// The table has a row for each field of the plan: a field that it does not know would be taken for
/// the worst, and nobody would see that it was forgotten.
mod table {
    use std::collections::{BTreeMap, BTreeSet};

    use serde_json::Value;

    use selvedge::diff::risk::{Kind, kinds};
    use selvedge::lower::{self, Context};
    use selvedge::plan::{
        BfdTimers, BgpDistance, BgpTimers, Device, Layer3, MaximumPaths, PriorityFlowControl,
    };

    /// What fixtures say in a field.
    #[derive(Default)]
    struct Seen {
        /// Something.
        said: bool,
        /// Nothing, somewhere.
        left_out: bool,
        /// A structure, whose fields stand for it where it is always there.
        structure: bool,
    }

    /// Fields by the list of the plan that their element stands in.
    type Fields = BTreeMap<(String, String), Seen>;

    /// Collects the fields of an element; lists of elements are gone into, other lists are values.
    fn element(place: &str, value: &Value, path: &str, fields: &mut Fields) {
        let Value::Object(object) = value else { panic!("{place}.{path} is no structure") };
        for (key, value) in object {
            let inner = if place.is_empty() { key.clone() } else { format!("{place}.{key}") };
            let elements = path.is_empty() && kinds().any(|(name, _)| name == inner);
            match value {
                Value::Array(all) if elements => all.iter().for_each(|e| element(&inner, e, "", fields)),
                Value::Object(_) if elements => element(&inner, value, "", fields),
                Value::Null if elements => {}
                _ => {
                    let path = if path.is_empty() { key.clone() } else { format!("{path}.{key}") };
                    let seen = fields.entry((place.to_owned(), path.clone())).or_default();
                    seen.said |= !value.is_null();
                    seen.left_out |= value.is_null();
                    seen.structure |= value.is_object();
                    if value.is_object() {
                        element(place, value, &path, fields);
                    }
                }
            }
        }
    }

    /// Structures that switches say and no fixture does, so that what is in them is seen.
    fn say_more(plan: &mut Device) {
        let bfd = BfdTimers { interval: 300, multiplier: 3, echo: false };
        let timers = Some(BgpTimers { keepalive: 10, hold: 30 });
        let paths = Some(MaximumPaths { paths: 2, ecmp: Some(2) });
        plan.bfd_multihop = Some(bfd);
        if let Some(bgp) = &mut plan.bgp {
            bgp.timers = timers;
            bgp.maximum_paths = paths;
            bgp.distance = Some(BgpDistance { external: 20, internal: 200, local: 200 });
            bgp.groups.iter_mut().for_each(|g| g.session.timers = timers);
            bgp.neighbors.iter_mut().for_each(|n| n.session.timers = timers);
        }
        for bgp in plan.vrfs.iter_mut().filter_map(|v| v.bgp.as_mut()) {
            bgp.maximum_paths = paths;
            bgp.neighbors.iter_mut().for_each(|n| n.session.timers = timers);
        }
        let routed = Some(Layer3 { bfd: Some(bfd), ..Layer3::default() });
        let flow_control = Some(PriorityFlowControl { on: true, send_tlv: true });
        for port in &mut plan.ports {
            (port.layer3, port.options.flow_control) = (routed.clone(), flow_control);
        }
        for channel in &mut plan.port_channels {
            (channel.layer3, channel.options.flow_control) = (routed.clone(), flow_control);
        }
    }

    fn all_fields() -> Fields {
        let mut fields = Fields::new();
        for fixture in super::common::FIXTURES {
            let analysis = super::common::analysis(fixture);
            let context = Context::new(&analysis);
            for (id, _) in context.assigned.topology.switches() {
                let mut plan = lower::device(&context, id).unwrap();
                element("", &serde_json::to_value(&plan).unwrap(), "", &mut fields);
                say_more(&mut plan);
                element("", &serde_json::to_value(&plan).unwrap(), "", &mut fields);
            }
        }
        fields
    }

    /// Fields of one value that no fixture says, so that what is in them is not seen here: a value
    /// without a structure each.
    const PLAIN: &[(&str, &str)] = &[
        ("bgp.groups", "asn"),
        ("bgp.groups", "session.password"),
        ("bgp.groups", "session.send_community"),
        ("bgp.neighbors", "maximum_peers"),
        ("bgp.neighbors", "session.allow_as"),
        ("loopbacks", "vrf"),
        ("port_channels", "trunk.native"),
        ("ports", "speed"),
        ("ports", "trunk.group"),
        ("prefix_lists", "description"),
        ("route_maps.entries", "delete_ext_community"),
        ("route_maps.entries", "description"),
        ("vrfs", "description"),
        ("vrfs.statics", "name"),
    ];

    /// The same for fields that switches say and no fabric asks for, wherever they stand.
    const SAID_BY_SWITCHES: &[&str] = &[
        "access",
        "destination_port_not",
        "destination_wildcard",
        "distance",
        "eos.dual_primary_recovery",
        "eos.primary_priority",
        "group",
        "icmp",
        "layer3.mtu",
        "layer3.policer",
        "layer3.redirects_off",
        "layer3.vrf",
        "match_acl",
        "match_as_path",
        "match_interface",
        "match_metric",
        "match_next_hop",
        "match_tag",
        "metric",
        "mode",
        "next_hop",
        "options.log_link",
        "options.policer",
        "policer",
        "prepend_last",
        "redirects_off",
        "route_source",
        "session.ebgp_multihop",
        "session.local_as",
        "session.password_type",
        "session.prefixes_in",
        "session.prefixes_out",
        "session.soft_reconfiguration",
        "session.update_source",
        "session.weight",
        "source_port_not",
        "source_wildcard",
        "tag",
        "virtual_source",
        "vpc.auto_recovery_delay",
        "vpc.orphan_delay",
        "vpc.svi_delay",
        "vpc.system_mac",
        "vpc.system_priority",
        "weight",
    ];

    #[test]
    fn every_field_has_a_row() {
        let kinds: BTreeMap<&str, &Kind> = kinds().collect();
        let mut missing = Vec::new();
        let mut unseen = Vec::new();
        for ((place, field), seen) in all_fields() {
            let kind = kinds[&*place];
            let known = kind.keys.contains(&&*field) || kind.row(&field).is_some();
            if !known && (seen.left_out || !seen.structure) {
                missing.push(format!("{place}: {field}"));
            }
            let plain = PLAIN.contains(&(&*place, &*field)) || SAID_BY_SWITCHES.contains(&&*field);
            if !seen.said && !plain {
                unseen.push(format!("{place}: {field}"));
            }
        }
        assert!(missing.is_empty(), "no row for {missing:#?}");
        assert!(unseen.is_empty(), "no fixture says {unseen:#?}");
    }

    #[test]
    fn every_row_has_a_field() {
        let fields: BTreeSet<(String, String)> = all_fields().into_keys().collect();
        let known = |field: &str| fields.iter().any(|(_, f)| f == field);
        for (place, kind) in kinds() {
            for row in kind.rows.iter().copied().flatten() {
                assert!(known(row.field), "{place} has no field {}", row.field);
            }
        }
    }

    /// What has no row is taken for the worst of its kind, never for harmless.
    #[test]
    fn what_is_not_known_is_not_harmless() {
        for (place, kind) in kinds().filter(|(place, _)| !matches!(*place, "users" | "services")) {
            let rows = kind.rows.iter().copied().flatten();
            let worst = rows.flat_map(|r| [r.eos, r.nxos]).map(|rule| rule.worst()).max();
            assert!(worst.is_none_or(|w| kind.worst() >= w), "{place}");
        }
    }
}
