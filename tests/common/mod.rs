//! What several tests need: fixtures as plans, and the real programs that judge our output.

// Each test is a crate of its own and uses a part of this.
#![allow(dead_code)]

pub mod running;

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use selvedge::Analysis;
use selvedge::lower::{self, Context};
use selvedge::plan::{Cluster, Host};
use selvedge::read::Reading;
use selvedge::side::{Origin, Side};

/// Every fabric of `fixtures/`.
pub const FIXTURES: &[&str] = &["near-edge", "smallest", "all-nxos", "cisco-ce"];

/// Where a fixture lies.
pub fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures").join(name)
}

/// A side as its switches would show it.
pub fn as_running(side: &mut Side) {
    side.origin = Origin::Running;
    side.switches.values_mut().for_each(|switch| switch.plan.hide_defaults());
}

/// A fixture, read and assigned, without an error.
pub fn analysis(name: &str) -> Analysis {
    let checked = selvedge::check(&fixture(name), &Default::default()).unwrap();
    assert!(!checked.failed(), "{name}: {:#?}", checked.findings);
    checked.analysis.unwrap()
}

/// A copy of a fixture's source: a compile writes the lock beside it, which is to stay as it is.
pub fn copied(name: &str, folder: &Path) -> PathBuf {
    let source = folder.join("source");
    fs::create_dir(&source).unwrap();
    for entry in fs::read_dir(fixture(name)).unwrap().map(Result::unwrap) {
        if entry.file_type().unwrap().is_file() {
            fs::copy(entry.path(), source.join(entry.file_name())).unwrap();
        }
    }
    source
}

/// A fixture compiled: what was read of it, and its tree.
pub fn compiled(name: &str) -> (Analysis, tempfile::TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let source = copied(name, folder.path());
    let checked = selvedge::check(&source, &Default::default()).unwrap();
    let request = selvedge::compile::Request {
        tree: folder.path(),
        parts: selvedge::emit::Part::ALL,
        force: false,
        secrets: None,
    };
    if let Err(failure) = selvedge::compile::compile(&checked, &request, &|_, _| {}) {
        panic!("{name}: {failure:?} {:#?}", checked.findings);
    }
    (checked.analysis.unwrap(), folder)
}

/// A fabric that is written in a test. `check` may have something to say about it.
pub fn analysis_of(text: &str) -> Analysis {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("test.fab");
    fs::write(&file, text).unwrap();
    let checked = selvedge::check(&file, &Default::default()).unwrap();
    checked.analysis.unwrap_or_else(|| panic!("{:#?}", checked.findings))
}

/// The smallest fixture with its texts changed and statements added.
pub fn smallest_with(changes: &[(&str, &str)], more: &str) -> Analysis {
    let mut text = fs::read_to_string(fixture("smallest").join("smallest.fab")).unwrap();
    for (old, new) in changes {
        assert!(text.contains(old), "the fixture has no `{old}`");
        text = text.replace(old, new);
    }
    analysis_of(&(text + more))
}

/// Servers with everything that statements can change: MAC addresses, bonds, rates, MTUs, IPv6.
pub fn changed() -> Analysis {
    smallest_with(
        &[
            (
                "host { network hosts; over 4b_pf_bond }",
                "host { network hosts; over 4b_pf_bond }\n storage { network storage; over ens3f0v0, ens6f1v0 }",
            ),
            (
                "internal-network hosts { vlan 310; subnet 10.31.0.0/24 }",
                "internal-network hosts { vlan 310; subnet fd00:31::/64 }\n internal-network storage { vlan 300; mtu 4000; subnet 10.30.0.0/24 }",
            ),
            ("server s[1-2]", "server s[1-4]"),
            ("Ethernet[1-4];", "Ethernet[1-8];"),
            ("vfs 8 } }\n  numa 1", "vfs 8; bond wan } }\n  numa 1"),
            ("over 4b_pf_bond", "over wan"),
        ],
        "
        device r1-s1 { pnic 4b { macs 10:10:10:10:10:10, b8:3f:d2:10:00:01 }; host fd00:31::99 }
        bond up0 { members r1-s2:ens3f0np0, r1-s2:ens3f1np1; lacp-rate slow; mtu 4100 }
        port r1-s3:ens3f0np0, r1-s3:ens3f1np1 { lacp static }
        port r1-t1:Ethernet7 { mtu 2000 }
        port r1-t2:Ethernet5 { mtu 5000 }
        bond all { members r1-s4:ens6f1np1, r1-s4:ens6f0np0, r1-s4:ens3f0np0 }
        ",
    )
}

/// The plans of all servers.
pub fn hosts(analysis: &Analysis) -> Vec<Host> {
    let context = Context::new(analysis);
    context.assigned.topology.servers().filter_map(|(id, _)| lower::host(&context, id)).collect()
}

/// The plans of all clusters.
pub fn clusters(analysis: &Analysis) -> Vec<Cluster> {
    let context = Context::new(analysis);
    (0..analysis.fabric.clusters.len()).filter_map(|i| lower::cluster(&context, i)).collect()
}

/// Whether a test may go on that needs real programs: `missing` is what is not there. What is
/// skipped is said; where `SELVEDGE_ORACLES=required`, as in CI, nothing may be.
pub fn may_run(test: &str, missing: Option<String>) -> bool {
    let Some(missing) = missing else { return true };
    let required = std::env::var("SELVEDGE_ORACLES").is_ok_and(|v| v == "required");
    assert!(!required, "{test}: {missing}, and SELVEDGE_ORACLES=required");
    say(&format!("SKIPPED {test}: {missing}; tests/install-oracles.sh installs what the tests need"));
    false
}

/// Runs the tool in a folder: exit code, standard output, standard error.
pub fn selvedge(folder: &Path, words: &[&str]) -> (i32, String, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_selvedge"))
        .args(words)
        .current_dir(folder)
        .stdin(Stdio::null())
        .env_remove("COLUMNS")
        // A repository above the folder of temporary files is none of ours.
        .env("GIT_CEILING_DIRECTORIES", "/")
        .output()
        .unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}

/// A line that is seen even where the test passes: the harness keeps what `eprintln!` writes.
pub fn say(line: &str) {
    let _ = writeln!(std::io::stderr(), "{line}");
}

/// The output of a program that has to succeed.
pub fn run(command: &mut Command) -> Result<String, String> {
    let Output { status, stdout, stderr } = command.output().map_err(|e| format!("{command:?}: {e}"))?;
    let (out, err) = (String::from_utf8_lossy(&stdout), String::from_utf8_lossy(&stderr));
    if status.success() { Ok(out.into_owned()) } else { Err(format!("{command:?}: {status}\n{out}{err}")) }
}

/// A cluster that uses each kind of network with each plugin that it allows.
pub fn every_kind_of_nad() -> Analysis {
    let mut text = String::from(
        "
        l2-isolation-domain flat { vlan 700; mtu 9000 }
        l3-isolation-domain dual {
          internal-network both {
            vlan 600; mtu 9000; subnet 10.60.0.0/24, fd00:60::/64
            static 10.61.0.0/16 { next-hop 10.60.0.30 }
          }
        }
        l2-network     plain  { domain flat; interface p0 }
        l3-network     bare   { domain dual; vlan 600; interface b0 }
        l3-network     pooled { domain dual; vlan 600; ipam 10.60.0.16-10.60.0.40, 10.60.0.64/27, fd00:60::100/120 }
        trunked-network many  { domains flat, dual; vlans 600, 700; interface t0 }
        vm fixed { cpus 2; memory 4g; cloud-services csn; attach pooled { address 10.60.0.16, fd00:60::100 } }
        cluster kinds {
          cni apps-net; cloud-services csn
          pods 10.245.0.0/16; services 10.97.0.0/16
          control-plane { count 1; sku NC_G2_8_v1 }
          load-balancer { l2 pooled; pool vip { addresses 10.60.0.64/30 } }
          agent-pool system { mode system; count 1; sku NC_G2_8_v1; attach pooled { plugin os-device } }
        ",
    );
    for (plugin, networks) in [
        ("sriov", "plain bare pooled many"),
        ("dpdk", "plain bare pooled many"),
        ("macvlan", "plain bare pooled many"),
        ("ipvlan", "bare pooled many"),
    ] {
        let attach: String =
            networks.split(' ').map(|n| format!("attach {n} {{ plugin {plugin} }}; ")).collect();
        text += &format!("agent-pool {plugin} {{ count 1; sku NC_G2_8_v1; {attach} }}\n");
    }
    smallest_with(&[], &(text + "}\n"))
}

/// What was read of a text: the plan without what is empty, and the lines that are not in it.
pub fn shown(reading: &Reading) -> String {
    let mut shown =
        serde_json::to_string_pretty(&full(serde_json::to_value(&reading.device).unwrap())).unwrap();
    shown.push('\n');
    for line in &reading.unknown {
        let of = if line.overlay { "EVPN, VXLAN" } else { "not known" };
        shown += &format!("{of}: {} | {}\n", line.block, line.text);
    }
    for line in &reading.repeated {
        shown += &format!("again: {}\n", line.text);
    }
    shown
}

fn full(value: serde_json::Value) -> serde_json::Value {
    use serde_json::Value;
    let empty = |v: &Value| match v {
        Value::Null | Value::Bool(false) => true,
        Value::String(text) => text.is_empty(),
        Value::Array(list) => list.is_empty(),
        Value::Object(fields) => fields.is_empty(),
        _ => false,
    };
    match value {
        Value::Object(fields) => {
            let fields = fields.into_iter().map(|(name, value)| (name, full(value)));
            Value::Object(fields.filter(|(_, value)| !empty(value)).collect())
        }
        Value::Array(list) => Value::Array(list.into_iter().map(full).collect()),
        other => other,
    }
}
