//! Fabrics that are near each other: one by chance, and the same after one edit of its author's.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
#![allow(dead_code)]

use std::collections::BTreeMap;
use std::fs;

use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use selvedge::side::{self, Side};

use super::site::{Cluster, Families, Site, WayOut, site};
use super::write;

/// The files of a fabric by name.
pub type Files = BTreeMap<String, String>;

/// What an edit changes.
pub enum Edit {
    /// A choice that the fabric is made by.
    Choice(fn(&mut Site)),
    /// Words, wherever they stand.
    Words(&'static [(&'static str, &'static str)]),
    /// A statement more; `~` stands for `1/` where the first rack's TORs are of NX-OS, `^` where the
    /// CEs are.
    More(&'static str),
    /// The second network of the first domain is the second domain's.
    MovedNetwork,
}

use Edit::{Choice, More, MovedNetwork, Words};

/// Edits of many kinds.
pub const EDITS: &[(&str, Edit)] = &[
    ("a rack of EOS comes", Choice(|s| s.racks.push(false))),
    ("a rack of NX-OS comes", Choice(|s| s.racks.push(true))),
    ("the last rack goes", Choice(|s| s.racks.truncate(1.max(s.racks.len() - 1)))),
    ("a server in each rack", Choice(|s| s.servers += 1)),
    ("a PE comes or goes", Choice(|s| s.second_pe = !s.second_pe)),
    ("the CEs are of another platform", Choice(|s| s.ce_nxos = !s.ce_nxos)),
    ("the first TORs are of another platform", Choice(|s| s.racks[0] = !s.racks[0])),
    ("a storage array comes or goes", Choice(|s| s.storage = !s.storage)),
    ("a domain comes", Choice(|s| s.domains.push(s.domains[0].clone()))),
    ("a domain goes", Choice(|s| s.domains.truncate(1.max(s.domains.len() - 1)))),
    ("a network of a domain comes", Choice(|s| s.domains[0].networks += 1)),
    ("a network of a domain goes", Choice(|s| s.domains[0].networks = 1)),
    (
        "IPv6 comes or goes",
        Choice(|s| {
            let both = s.domains[0].families == Families::Both;
            s.domains[0].families = if both { Families::V4 } else { Families::Both };
        }),
    ),
    ("the MTU of a domain", Choice(|s| s.domains[0].jumbo = !s.domains[0].jumbo)),
    ("another gateway", Choice(|s| s.domains[0].last_gateway = !s.domains[0].last_gateway)),
    (
        "an external network comes or goes",
        Choice(|s| {
            let out = s.domains[0].way_out != WayOut::None;
            s.domains[0].way_out = if out { WayOut::None } else { WayOut::A };
        }),
    ),
    (
        "option A for B",
        Choice(|s| {
            let a = s.domains[0].way_out == WayOut::A;
            s.domains[0].way_out = if a { WayOut::B } else { WayOut::A };
        }),
    ),
    ("BFD and a password", Choice(|s| s.domains[0].bfd = !s.domains[0].bfd)),
    ("links across", Choice(|s| s.domains[0].crossed = !s.domains[0].crossed)),
    ("sessions of workloads", Choice(|s| s.domains[0].sessions = !s.domains[0].sessions)),
    ("static routes", Choice(|s| s.domains[0].routes = !s.domains[0].routes)),
    ("policies", Choice(|s| s.domains[0].policies = !s.domains[0].policies)),
    ("access lists", Choice(|s| s.domains[0].lists = !s.domains[0].lists)),
    ("aggregates", Choice(|s| s.domains[0].aggregate = !s.domains[0].aggregate)),
    ("an L2 domain comes", Choice(|s| s.flat.push(9000))),
    ("an L2 domain goes", Choice(|s| s.flat.truncate(s.flat.len().saturating_sub(1)))),
    (
        "a cluster comes",
        Choice(|s| {
            s.clusters.push(Cluster {
                domain: 0,
                nodes: 1,
                plugin: 0,
                balancer: true,
                trunk: false,
                placed: false,
            });
        }),
    ),
    ("a cluster goes", Choice(|s| s.clusters.truncate(s.clusters.len().saturating_sub(1)))),
    ("a node more", Choice(|s| s.clusters.iter_mut().for_each(|c| c.nodes += 1))),
    ("a VM comes", Choice(|s| s.vms.push(0))),
    ("a VM goes", Choice(|s| s.vms.truncate(s.vms.len().saturating_sub(1)))),
    ("a port-channel to a PE", Choice(|s| s.explicit.bond = !s.explicit.bond)),
    ("a description of ports", Choice(|s| s.explicit.port = !s.explicit.port)),
    ("a cable", Choice(|s| s.explicit.cable = !s.explicit.cable)),
    ("addresses of devices", Choice(|s| s.explicit.device = !s.explicit.device)),
    ("a VLAN is renumbered", Words(&[("vlan 521", "vlan 1521"), ("vlans 521", "vlans 1521")])),
    ("the VLAN of the hosts is renumbered", Words(&[("vlan 310", "vlan 311")])),
    ("the VLAN to the PEs is renumbered", Words(&[("vlan 2001", "vlan 2101")])),
    ("a subnet is another", Words(&[("10.61.1.", "10.61.9."), ("fd00:61:1:", "fd00:61:9:")])),
    ("a VRF is called otherwise", Words(&[("tenant1", "renamed1")])),
    ("the fabric's AS", Words(&[("asn 65100", "asn 65110")])),
    ("the PEs' AS", Words(&[("asn 64512", "asn 64513")])),
    ("the AS of workloads", Words(&[("peer-asn 65501", "peer-asn 65502")])),
    ("the fabric's MTU", Words(&[("mtu 9216", "mtu 9150")])),
    ("the NNI's MTU", Words(&[("mtu 9100", "mtu 9000")])),
    (
        "the NNI's timers and limit",
        Words(&[("interval 300ms", "interval 400ms"), ("maximum 20000", "maximum 30000")]),
    ),
    ("another password", Words(&[("env:BGP_WAN", "env:BGP_OTHER")])),
    ("a rule of a policy", Words(&[("local-preference 120", "local-preference 130")])),
    ("a rule of a policy goes", Words(&[("  rule 30 { action permit; match-community marked }", "")])),
    ("what a policy adds", Words(&[("add-community 65100:7", "add-community 65100:8, 65100:9")])),
    ("a rule of an access list", Words(&[("destination-port 23", "destination-port 24")])),
    (
        "a rule into an access list",
        Words(&[(
            "default-action permit",
            "rule 5 { action drop; protocol udp; destination-port 69 }; default-action permit",
        )]),
    ),
    ("LACP of a port-channel", Words(&[("lacp-rate fast", "lacp-rate slow")])),
    ("the number of a port-channel", Words(&[("number 500; lacp", "number 501; lacp")])),
    (
        "time and log servers",
        Words(&[("192.0.2.124", "192.0.2.125"), ("syslog 192.0.2.5", "syslog 192.0.2.6")]),
    ),
    ("internal VLANs and a model", Words(&[("3401-3967", "3501-3967"), ("X-ce", "Y-ce")])),
    (
        "a port with another MTU and name",
        More("port r1-t1:Ethernet~2, r1-t2:Ethernet~2 { description \"another\"; mtu 9000 }"),
    ),
    (
        "a bond of a server with slow LACP",
        More("bond slow { members r1-s1:ens3f0np0, r1-s1:ens3f1np1; lacp-rate slow }"),
    ),
    ("a port to a PE is shut down", More("port ce1:Ethernet^1 { shutdown true }")),
    ("a network is in another VRF", MovedNetwork),
];

/// Fabrics by chance, the same in every run for one seed.
pub fn runner(seed: usize) -> TestRunner {
    let config = Config { failure_persistence: None, ..Config::default() };
    let seed: [u8; 32] = std::array::from_fn(|at| (seed >> (8 * (at % 2))) as u8);
    TestRunner::new_with_rng(config, TestRng::from_seed(RngAlgorithm::ChaCha, &seed))
}

/// The next fabric.
pub fn next(runner: &mut TestRunner) -> Site {
    site().new_tree(runner).unwrap().current()
}

/// A fabric as a side; none where it has errors.
pub fn side_of(name: &str, files: &Files) -> Option<Side> {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    let checked = selvedge::check(folder.path(), &Default::default()).unwrap();
    side::fabric(name, checked).unwrap()
}

/// A fabric by chance before and after the edit; the first one that has what the edit is about.
pub fn pair(edit: &Edit, runner: &mut TestRunner) -> (Side, Side) {
    for _ in 0..100 {
        let site = next(runner);
        let Some(after) = edited(edit, &site) else { continue };
        let Some(after) = side_of("after", &after) else { continue };
        return (side_of("before", &write::files(&site)).unwrap(), after);
    }
    panic!("no fabric takes the edit");
}

/// The fabric after the edit, where that changes anything.
fn edited(edit: &Edit, site: &Site) -> Option<Files> {
    let before = write::files(site);
    let mut after = before.clone();
    match edit {
        Choice(choose) => {
            let mut other = site.clone();
            choose(&mut other);
            after = write::files(&other);
        }
        Words(words) => {
            for (old, new) in *words {
                after.values_mut().for_each(|text| *text = text.replace(old, new));
            }
        }
        More(statement) => {
            let slash = |nxos: bool| if nxos { "1/" } else { "" };
            let statement = statement.replace('~', slash(site.racks[0])).replace('^', slash(site.ce_nxos));
            after.insert("more.fab".into(), statement + "\n");
        }
        MovedNetwork => move_network(&mut after)?,
    }
    (after != before).then_some(after)
}

fn move_network(files: &mut Files) -> Option<()> {
    let (mut network, mut inside) = (String::new(), false);
    for text in files.values_mut() {
        let mut rest = String::new();
        let mut domain = "";
        for line in text.split_inclusive('\n') {
            if !line.starts_with(' ') {
                domain = line;
            }
            let begins = line.starts_with("  internal-network net2 ");
            inside = inside || begins && domain.starts_with("l3-isolation-domain tenant1 ");
            let part = if inside { &mut network } else { &mut rest };
            part.push_str(line);
            inside = inside && line.trim_end() != "  }";
        }
        *text = rest;
    }
    let head = "l3-isolation-domain tenant2 {";
    let into = files.values_mut().find(|text| text.contains(head) && !network.is_empty())?;
    let (before, behind) = into.split_once(head)?;
    *into = format!("{before}{head}\n{}{behind}", network.replace("net2", "moved"));
    Some(())
}
