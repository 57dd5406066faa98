//! netplan itself reads every host file of every fixture, and what it makes of it for
//! systemd-networkd is what the plan says.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod common;

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, OpenOptions};
use std::io::Write;
use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
use std::path::Path;
use std::process::Command;

use rayon::prelude::*;
use selvedge::plan::{Bond, BondMode, Host, HostVlan, Pf};
use selvedge::render::netplan;

/// A unit of systemd: section, key and value of each line.
type Unit = Vec<(String, String, String)>;

/// What netplan made of one host: units by file name.
struct Generated {
    units: BTreeMap<String, Unit>,
    rebind: String,
}

impl Generated {
    fn read(root: &Path) -> Self {
        let mut units = BTreeMap::new();
        for entry in fs::read_dir(root.join("run/systemd/network")).unwrap() {
            let entry = entry.unwrap();
            let name = entry.file_name().to_string_lossy().trim_start_matches("10-netplan-").to_owned();
            units.insert(name, unit(&fs::read_to_string(entry.path()).unwrap()));
        }
        let rebind = fs::read_to_string(root.join("run/systemd/system/netplan-sriov-rebind.service"));
        Generated { units, rebind: rebind.unwrap_or_default() }
    }

    /// The values of a key, in order.
    fn all(&self, file: &str, section: &str, key: &str) -> Vec<&str> {
        let unit = self.units.get(file).into_iter().flatten();
        unit.filter(|(s, k, _)| s == section && k == key).map(|(.., v)| v.as_str()).collect()
    }

    /// The interfaces whose unit has a value, such as the members of a bond.
    fn with(&self, section: &str, key: &str, value: &str) -> BTreeSet<String> {
        let has = |unit: &Unit| unit.iter().any(|(s, k, v)| s == section && k == key && v == value);
        let files = self.units.iter().filter(|(_, unit)| has(unit));
        files.filter_map(|(file, _)| file.strip_suffix(".network").map(str::to_owned)).collect()
    }
}

fn unit(text: &str) -> Unit {
    let mut section = String::new();
    let mut unit = Unit::new();
    for line in text.lines().map(str::trim).filter(|l| !l.is_empty() && !l.starts_with('#')) {
        if let Some(name) = line.strip_prefix('[') {
            section = name.trim_end_matches(']').to_owned();
        } else {
            let (key, value) = line.split_once('=').unwrap();
            unit.push((section.clone(), key.to_owned(), value.to_owned()));
        }
    }
    unit
}

/// Differences between what was planned and what was generated.
#[derive(Default)]
struct Differences(Vec<String>);

impl Differences {
    fn same<T: PartialEq + std::fmt::Debug>(&mut self, what: &str, planned: T, generated: T) {
        if planned != generated {
            self.0.push(format!("{what}: planned {planned:?}, netplan made {generated:?}"));
        }
    }
}

fn compare(host: &Host, made: &Generated) -> Vec<String> {
    let mut found = Differences::default();
    for pf in &host.pfs {
        compare_pf(pf, made, &mut found);
    }
    for vf in &host.vfs {
        found.same(
            &vf.name,
            vec![vf.mtu.to_string().as_str()],
            made.all(&network(&vf.name), "Link", "MTUBytes"),
        );
        carrier(&vf.name, made, &mut found);
    }
    for bond in &host.bonds {
        compare_bond(bond, made, &mut found);
    }
    for vlan in &host.vlans {
        compare_vlan(vlan, made, &mut found);
    }
    // Nothing else, and everything once.
    let ports = host.pfs.iter().map(|p| &p.name).chain(host.vfs.iter().map(|v| &v.name));
    let virtual_ones = host.bonds.iter().map(|b| &b.name).chain(host.vlans.iter().map(|v| &v.name));
    let files: BTreeSet<String> = ports
        .flat_map(|n| [format!("{n}.link"), network(n)])
        .chain(virtual_ones.flat_map(|n| [format!("{n}.netdev"), network(n)]))
        .collect();
    found.same("units", files, made.units.keys().cloned().collect());
    let late: Vec<&str> = host.pfs.iter().filter(|p| p.vfs > 0).map(|p| p.name.as_str()).collect();
    let command = made.rebind.lines().find_map(|l| l.strip_prefix("ExecStart=")).unwrap_or_default();
    let mut rebound: Vec<&str> = command.split_whitespace().skip(2).collect();
    rebound.sort_unstable();
    rebound.dedup();
    found.same("ports whose VFs get their driver late", sorted(late), rebound);
    found.0
}

fn network(name: &str) -> String {
    format!("{name}.network")
}

fn sorted(mut names: Vec<&str>) -> Vec<&str> {
    names.sort_unstable();
    names
}

/// No address of its own, no DHCP, no router.
fn carrier(name: &str, made: &Generated, found: &mut Differences) {
    let network = network(name);
    let none: Vec<&str> = Vec::new();
    found.same(&format!("{name} addresses"), none.clone(), made.all(&network, "Network", "Address"));
    found.same(&format!("{name} DHCP"), none, made.all(&network, "Network", "DHCP"));
    found.same(
        &format!("{name} link-local"),
        vec!["no"],
        made.all(&network, "Network", "LinkLocalAddressing"),
    );
    found.same(&format!("{name} RA"), vec!["no"], made.all(&network, "Network", "IPv6AcceptRA"));
}

fn compare_pf(pf: &Pf, made: &Generated, found: &mut Differences) {
    let (link, network) = (format!("{}.link", pf.name), network(&pf.name));
    let mac: Vec<&str> = pf.mac.as_deref().into_iter().collect();
    found.same(&format!("{} MAC", pf.name), mac, made.all(&link, "Match", "PermanentMACAddress"));
    let named: Vec<&str> = if pf.mac.is_some() { vec![pf.name.as_str()] } else { Vec::new() };
    found.same(&format!("{} set name", pf.name), named, made.all(&link, "Link", "Name"));
    found.same(&format!("{} match", pf.name), vec![pf.name.as_str()], made.all(&network, "Match", "Name"));
    let mtu = pf.mtu.to_string();
    found.same(&format!("{} MTU", pf.name), vec![mtu.as_str()], made.all(&network, "Link", "MTUBytes"));
    found.same(&format!("{} LLDP", pf.name), vec!["true"], made.all(&network, "Network", "EmitLLDP"));
    carrier(&pf.name, made, found);
}

fn compare_bond(bond: &Bond, made: &Generated, found: &mut Differences) {
    let netdev = format!("{}.netdev", bond.name);
    let mut expect = vec![
        ("NetDev", "Kind", "bond".to_owned()),
        ("NetDev", "MTUBytes", bond.mtu.to_string()),
        ("Bond", "MIIMonitorSec", format!("{}ms", bond.monitor)),
    ];
    match &bond.mode {
        BondMode::Lacp { fast, hash } => expect.extend([
            ("Bond", "Mode", "802.3ad".to_owned()),
            ("Bond", "LACPTransmitRate", if *fast { "fast" } else { "slow" }.to_owned()),
            ("Bond", "TransmitHashPolicy", (*hash).to_owned()),
        ]),
        BondMode::Static { hash } => expect.extend([
            ("Bond", "Mode", "balance-xor".to_owned()),
            ("Bond", "TransmitHashPolicy", (*hash).to_owned()),
        ]),
        BondMode::ActiveBackup { primary, reselect, fail_over_mac } => {
            expect.extend([
                ("Bond", "Mode", "active-backup".to_owned()),
                ("Bond", "PrimaryReselectPolicy", (*reselect).to_owned()),
                ("Bond", "FailOverMACPolicy", (*fail_over_mac).to_owned()),
            ]);
            let primaries: BTreeSet<String> = made
                .with("Network", "Bond", &bond.name)
                .into_iter()
                .filter(|m| made.all(&network(m), "Network", "PrimarySlave") == ["true"])
                .collect();
            found.same(&format!("{} primary", bond.name), [primary.clone()].into(), primaries);
        }
    }
    for (section, key, value) in &expect {
        found.same(&format!("{} {key}", bond.name), vec![value.as_str()], made.all(&netdev, section, key));
    }
    let settings = expect.iter().filter(|(s, ..)| *s == "Bond").count();
    let lines = made.units.get(&netdev).into_iter().flatten().filter(|(s, ..)| s == "Bond").count();
    found.same(&format!("{} settings", bond.name), settings, lines);
    let members: BTreeSet<String> = bond.members.iter().cloned().collect();
    found.same(&format!("{} members", bond.name), members, made.with("Network", "Bond", &bond.name));
    carrier(&bond.name, made, found);
}

fn compare_vlan(vlan: &HostVlan, made: &Generated, found: &mut Differences) {
    let (netdev, network) = (format!("{}.netdev", vlan.name), network(&vlan.name));
    let text = |values: Vec<String>| values;
    let mut check = |what: &str, planned: Vec<String>, file: &str, section: &str, key: &str| {
        let made: Vec<String> = made.all(file, section, key).into_iter().map(str::to_owned).collect();
        found.same(&format!("{} {what}", vlan.name), text(planned), made);
    };
    check("kind", vec!["vlan".into()], &netdev, "NetDev", "Kind");
    check("id", vec![vlan.id.to_string()], &netdev, "VLAN", "Id");
    check("MTU", vec![vlan.mtu.to_string()], &netdev, "NetDev", "MTUBytes");
    let strings = |values: &[std::net::IpAddr]| values.iter().map(ToString::to_string).collect::<Vec<_>>();
    check(
        "addresses",
        vlan.addresses.iter().map(ToString::to_string).collect(),
        &network,
        "Network",
        "Address",
    );
    check("gateways", strings(&vlan.gateways), &network, "Route", "Gateway");
    let everywhere = vlan.gateways.iter().map(|g| if g.is_ipv4() { "0.0.0.0/0" } else { "::/0" }.to_owned());
    check("destinations", everywhere.collect(), &network, "Route", "Destination");
    check("DNS", strings(&vlan.dns), &network, "Network", "DNS");
    check("search", vlan.search.iter().cloned().collect(), &network, "Network", "Domains");
    let local = if vlan.link_local_v6 { "ipv6" } else { "no" };
    check("link-local", vec![local.into()], &network, "Network", "LinkLocalAddressing");
    check("RA", vec!["no".into()], &network, "Network", "IPv6AcceptRA");
    check("DHCP", Vec::new(), &network, "Network", "DHCP");
    let links = made.with("Network", "VLAN", &vlan.name);
    found.same(&format!("{} link", vlan.name), [vlan.link.clone()].into(), links);
}

/// VF counts and the eswitch's mode, which netplan keeps to itself until a port appears: a port, a
/// key and a value each.
fn virtual_functions(root: &Path) -> Result<BTreeSet<(String, String, String)>, String> {
    let text = common::run(Command::new("netplan").args(["get", "--root-dir"]).arg(root).arg("ethernets"))?;
    let mut port = "";
    let mut found = BTreeSet::new();
    for line in text.lines() {
        match line.strip_prefix("  ") {
            None => port = line.trim_end_matches(':').trim_matches('"'),
            Some(line) => {
                let (key, value) = line.split_once(": ").unwrap_or((line, ""));
                if ["virtual-function-count", "embedded-switch-mode", "link"].contains(&key) {
                    found.insert((port.to_owned(), key.to_owned(), value.trim_matches('"').to_owned()));
                }
            }
        }
    }
    Ok(found)
}

fn planned_functions(host: &Host) -> BTreeSet<(String, String, String)> {
    let mut planned = BTreeSet::new();
    for pf in host.pfs.iter().filter(|p| p.vfs > 0) {
        planned.insert((pf.name.clone(), "virtual-function-count".into(), pf.vfs.to_string()));
        planned.insert((pf.name.clone(), "embedded-switch-mode".into(), "switchdev".into()));
    }
    for vf in &host.vfs {
        planned.insert((vf.name.clone(), "link".into(), vf.pf.clone()));
    }
    planned
}

/// Writes one host's file, as `compile` does.
fn write(tree: &Path, host: &Host) {
    let path = tree.join(netplan::path(host));
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    let mut file = OpenOptions::new().write(true).create_new(true).mode(netplan::MODE).open(path).unwrap();
    file.write_all(netplan::text(host).unwrap().as_bytes()).unwrap();
}

/// Has netplan read one host's file where it lies in a tree, and says what is wrong.
fn judge(tree: &Path, host: &Host, functions: bool) -> Vec<String> {
    let root = tree.join("hosts").join(&host.name);
    let mode = fs::metadata(tree.join(netplan::path(host))).unwrap().permissions().mode() & 0o777;
    if mode != 0o600 {
        return vec![format!("mode {mode:o}")];
    }
    let output = Command::new("netplan").args(["generate", "--root-dir"]).arg(&root).output().unwrap();
    if !output.status.success() || !output.stderr.is_empty() {
        return vec![format!("{}: {}", output.status, String::from_utf8_lossy(&output.stderr))];
    }
    let mut found = compare(host, &Generated::read(&root));
    if functions {
        match virtual_functions(&root) {
            Ok(made) if made == planned_functions(host) => {}
            Ok(made) => {
                found.push(format!("VFs: planned {:?}, netplan has {made:?}", planned_functions(host)))
            }
            Err(error) => found.push(error),
        }
    }
    found
}

fn judge_all(name: &str, tree: &Path, hosts: &[Host]) {
    assert!(!hosts.is_empty());
    let planned: BTreeSet<String> = hosts.iter().map(|h| h.name.clone()).collect();
    let there = fs::read_dir(tree.join("hosts")).unwrap().map(|e| e.unwrap().file_name());
    assert_eq!(
        planned,
        there.map(|n| n.to_string_lossy().into_owned()).collect(),
        "{name}: hosts of the tree"
    );
    // `netplan get` costs as much as `generate`: of like servers one in eight is asked.
    let found: Vec<String> = hosts
        .par_iter()
        .enumerate()
        .flat_map_iter(|(i, host)| {
            let found = judge(tree, host, i % 8 == 0 || hosts.len() < 8);
            found.into_iter().map(|f| format!("{name} {}: {f}", host.name))
        })
        .collect();
    assert!(found.is_empty(), "{}", found.join("\n"));
}

fn missing() -> Option<String> {
    Command::new("netplan").arg("--help").output().is_err().then(|| "there is no netplan".to_owned())
}

#[test]
fn netplan_makes_of_every_fixture_what_was_planned() {
    if !common::may_run("netplan_makes_of_every_fixture_what_was_planned", missing()) {
        return;
    }
    for name in common::FIXTURES {
        let (analysis, tree) = common::compiled(name);
        judge_all(name, tree.path(), &common::hosts(&analysis));
    }
}

#[test]
fn netplan_makes_of_written_macs_bonds_and_mtus_what_was_planned() {
    if !common::may_run("netplan_makes_of_written_macs_bonds_and_mtus_what_was_planned", missing()) {
        return;
    }
    let hosts = common::hosts(&common::changed());
    let tree = tempfile::tempdir().unwrap();
    hosts.iter().for_each(|host| write(tree.path(), host));
    judge_all("changed", tree.path(), &hosts);
}

/// The comparison sees each thing that it is there to see.
#[test]
fn a_difference_is_seen() {
    if !common::may_run("a_difference_is_seen", missing()) {
        return;
    }
    let tree = tempfile::tempdir().unwrap();
    let host = common::hosts(&common::analysis("near-edge")).remove(0);
    write(tree.path(), &host);
    assert_eq!(judge(tree.path(), &host, true), Vec::<String>::new());
    let root = tree.path().join("hosts").join(&host.name);
    let made = Generated::read(&root);
    let mut other = host.clone();
    other.pfs[0].mtu -= 1;
    other.pfs[1].mac = Some("b8:3f:d2:10:00:01".into());
    other.bonds[0].members.pop();
    other.bonds[1].mode = BondMode::Lacp { fast: false, hash: "layer3+4" };
    other.vlans[0].id += 1;
    other.vlans[0].gateways.clear();
    other.vlans[1].link = "4b_pf_bond".into();
    let found = compare(&other, &made).join("\n");
    for what in ["ens3f0np0 MTU", "ens3f1np1 MAC", "4b_pf_bond members", "98_pf_bond LACPTransmitRate"] {
        assert!(found.contains(what), "{what} not in\n{found}");
    }
    for what in ["host.310 id", "host.310 gateways", "storage.300 link"] {
        assert!(found.contains(what), "{what} not in\n{found}");
    }
    other.pfs[2].vfs = 3;
    assert_ne!(virtual_functions(&root).unwrap(), planned_functions(&other));
}
