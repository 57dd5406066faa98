//! Two VRFs with one peer address, as customers have them: a session is told by its switch, its VRF and
//! its other end. Of the one that changes all is said, of the other nothing.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod common;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use insta::assert_snapshot;
use selvedge::diff::{Diff, Turn, diff};
use selvedge::plan::{Device, Element, Neighbor, Peer};
use selvedge::side::{self, Side};
use serde_json::Value;

/// The smallest fixture with a second VRF whose links to the PE have the addresses of the first one's.
fn fabric(wan: &str) -> String {
    let text = fs::read_to_string(common::fixture("smallest").join("smallest.fab")).unwrap();
    format!(
        "{text}
l3-isolation-domain green {{
  internal-network apps {{ vlan 502; subnet 10.41.0.0/24 }}
  external-network wan  {{ option-a {{ {wan} }} }}
}}
"
    )
}

const GREEN: &str = "vlan 2002; primary 10.50.0.0/30; secondary 10.50.0.4/30";

/// What a comparison and a plan say, by their format, when the second VRF's links change.
fn said(wan: &str, words: &[&str]) -> String {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("old.fab"), fabric(GREEN)).unwrap();
    fs::write(folder.path().join("new.fab"), fabric(wan)).unwrap();
    let words = [&words[..1], &["old.fab", "new.fab"], &words[1..]].concat();
    let (exit, out, err) = common::selvedge(folder.path(), &words);
    assert_eq!((exit, err.as_str()), (1, ""));
    out
}

/// Every value of a key, wherever it stands.
fn values<'a>(of: &'a Value, key: &str, all: &mut Vec<&'a Value>) {
    match of {
        Value::Object(object) => {
            all.extend(object.get(key));
            object.values().for_each(|value| values(value, key, all));
        }
        Value::Array(list) => list.iter().for_each(|value| values(value, key, all)),
        _ => {}
    }
}

/// A password, and the tag of a link under the session: the PE has to follow in the VRF that changes,
/// whose sessions alone are down until it has.
#[test]
fn the_session_that_changes_is_named_and_the_other_nowhere() {
    let secret = format!("{GREEN}; password env:GREEN");
    let tag = GREEN.replace("2002", "2003");
    for (name, wan) in [("password", secret.as_str()), ("tag", tag.as_str())] {
        let (human, plan) = (said(wan, &["diff"]), said(wan, &["plan"]));
        assert!(plan.contains("green"), "{name}: {plan}");
        assert!(!(human.contains("blue") || plan.contains("blue")), "{name}: {human}{plan}");
        let waits = "=> 3 of 4 sessions established: 1 in VRF green waits for its other end";
        assert!(plan.contains(waits), "{plan}");
        assert!(plan.contains("show ip bgp summary vrf green | include 10.50.0.2[^0-9] => Estab"), "{plan}");
        assert_snapshot!(format!("alike_{name}_plan"), plan);
        assert_snapshot!(format!("alike_{name}_diff"), human);
    }
    for command in ["diff", "plan"] {
        let document: Value = serde_json::from_str(&said(&secret, &[command, "--format", "json"])).unwrap();
        let mut vrfs = Vec::new();
        values(&document, "vrf", &mut vrfs);
        let vrfs: BTreeSet<&str> = vrfs.into_iter().filter_map(Value::as_str).collect();
        assert_eq!(vrfs, BTreeSet::from(["green"]), "{command}");
    }
}

fn loaded() -> Side {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("test.fab");
    fs::write(&file, fabric(GREEN)).unwrap();
    let checked = selvedge::check(Path::new(&file), &Default::default()).unwrap();
    assert!(!checked.failed(), "{:#?}", checked.findings);
    side::fabric("test", checked).unwrap().unwrap()
}

fn device<'s>(side: &'s mut Side, name: &str) -> &'s mut Device {
    &mut side.switches.get_mut(name).unwrap().plan
}

/// The session of a CE with the other one in a VRF.
fn between<'s>(side: &'s mut Side, ce: &str, vrf: &str) -> &'s mut Neighbor {
    let vrf = device(side, ce).vrfs.iter_mut().find(|v| v.name == vrf).unwrap();
    let outside = "10.50.0.0/29".parse::<ipnet::IpNet>().unwrap();
    let within = |n: &&mut Neighbor| matches!(&n.peer, Peer::Address(a) if !outside.contains(a));
    vrf.bgp.as_mut().unwrap().neighbors.iter_mut().find(within).unwrap()
}

fn turns(diff: &Diff) -> Vec<(&str, Option<&str>, Turn)> {
    let changes = diff.switches.iter().flat_map(|s| s.changes.iter().map(move |c| (&*s.name, c)));
    changes.flat_map(|(s, c)| c.peers.iter().map(move |p| (s, p.name.as_deref(), p.turn))).collect()
}

/// That the other switch changes a session with this one in another VRF is no answer to what this one
/// asks for.
#[test]
fn the_other_end_follows_in_its_vrf() {
    for (vrf, turn) in [("blue", Turn::Stays), ("green", Turn::Here)] {
        let (old, mut new) = (loaded(), loaded());
        common::as_running(&mut new);
        between(&mut new, "ce1", "green").asn = Some(65000);
        between(&mut new, "ce2", vrf).asn = Some(65000);
        let diff = diff(&old, &new);
        assert_eq!(turns(&diff), [("ce1", Some("ce2"), turn), ("ce2", Some("ce1"), turn)]);
    }
}

/// An address that two switches have is nobody's: whom it is, only a link tells.
#[test]
fn an_address_of_several_switches_names_none() {
    let (mut old, mut new) = (loaded(), loaded());
    let shared = "169.254.0.1/30".parse().unwrap();
    for side in [&mut old, &mut new] {
        // Without a graph plans alone tell.
        common::as_running(side);
        for (name, own) in [("ce1", "169.254.0.2/30".parse().unwrap()), ("r1-t1", shared), ("r1-t2", shared)]
        {
            device(side, name).svis[0].layer3.addresses = vec![own];
            device(side, name).svis[0].layer3.vrf = Some("green".to_owned());
        }
        between(side, "ce1", "green").peer = Peer::Address("169.254.0.1".parse().unwrap());
    }
    between(&mut new, "ce1", "green").asn = Some(65000);
    assert_eq!(turns(&diff(&old, &new)), [("ce1", None, Turn::Beyond)]);
    device(&mut old, "r1-t2").svis[0].layer3.addresses.clear();
    device(&mut new, "r1-t2").svis[0].layer3.addresses.clear();
    between(&mut new, "ce1", "green").asn = Some(65000);
    assert_eq!(turns(&diff(&old, &new)), [("ce1", Some("r1-t1"), Turn::Stays)]);
}

/// A family that the global table gains or loses is a matter of the sessions that exchange it, and of
/// no VRF's.
#[test]
fn a_family_of_the_table_concerns_those_who_exchange_it() {
    let folder = tempfile::tempdir().unwrap();
    let source = common::fixture("cisco-ce");
    let (old, new) = (folder.path().join("old"), folder.path().join("new"));
    let mut edited = 0;
    for side in [&old, &new] {
        fs::create_dir(side).unwrap();
        for entry in fs::read_dir(&source).unwrap().map(Result::unwrap) {
            if !entry.file_type().unwrap().is_file() {
                continue;
            }
            let mut text = fs::read_to_string(entry.path()).unwrap();
            if side == &new {
                let (from, to) = ("subnet 10.40.0.0/24, fd00:40::/64 }", "subnet 10.40.0.0/24 }");
                edited += text.matches(from).count();
                text = text.replace(from, to);
            }
            fs::write(side.join(entry.file_name()), text).unwrap();
        }
    }
    assert_eq!(edited, 1);
    let side = |path: &Path| {
        side::fabric("test", selvedge::check(path, &Default::default()).unwrap()).unwrap().unwrap()
    };
    let (old, new) = (side(&old), side(&new));
    let diff = diff(&old, &new);
    let of = |name: &str| {
        let switch = diff.switches.iter().find(|s| s.name == name).unwrap();
        let change = switch.changes.iter().find(|c| c.element == Element::Bgp).unwrap();
        assert_eq!(change.details[0].path, "families");
        let ends = change.peers.iter().map(|p| (p.name.clone().unwrap(), p.session().unwrap().to_string()));
        ends.collect::<Vec<_>>()
    };
    assert_eq!(of("ce1"), [("pe1".to_owned(), "10.50.0.2".to_owned())]);
}
