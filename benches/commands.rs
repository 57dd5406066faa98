//! What commands cost for two large configurations: `cargo bench --bench commands`. CPU seconds of one
//! run, reading both texts included, are printed first.
#![allow(missing_docs, clippy::unwrap_used)]

use criterion::{Criterion, criterion_group, criterion_main};
use selvedge::commands::Commands;
use selvedge::model::value::Os;
use selvedge::read;
use std::fmt::Write;

/// An EOS configuration of 17,000 lines: 860 port-channels with a member each, 600 VLANs with an
/// interface each, and a prefix list of 340 entries. Every `step`-th of them differs by `change`.
fn configuration(change: bool, step: usize) -> String {
    let mut text = String::from("! device: core1 (DCS-7808)\n!\nhostname core1\n!\nvrf instance MGMT\n!\n");
    let other = |n: usize| change && n.is_multiple_of(step);
    for vrf in 0..20 {
        write!(text, "vrf instance T{vrf}\n!\n").unwrap();
    }
    for vlan in 0..600 {
        let name = if other(vlan) { "renamed" } else { "tenant" };
        write!(text, "vlan {}\n   name {name}-{vlan}\n!\n", 100 + vlan).unwrap();
    }
    for n in 0..860 {
        let (first, more) = (100 + n % 550, if other(n) { ",699" } else { "" });
        writeln!(text, "interface Port-Channel{}\n   description server {n}\n   switchport trunk allowed vlan {first}-{}{more}", n + 1, first + 20).unwrap();
        writeln!(text, "   switchport mode trunk\n   mlag {}\n   spanning-tree portfast\n   spanning-tree bpduguard enable\n!", n + 1).unwrap();
    }
    for n in 0..860 {
        writeln!(text, "interface Ethernet{}/1\n   description server {n} port 0\n   channel-group {} mode active\n   lacp timer fast\n!", n + 1, n + 1).unwrap();
    }
    for vlan in 0..600 {
        let vrf = if other(vlan) { (vlan + 1) % 20 } else { vlan % 20 };
        let (a, b) = (vlan / 250, vlan % 250);
        writeln!(text, "interface Vlan{}\n   description tenant {vlan}\n   vrf T{vrf}\n   ip address 10.{a}.{b}.2/24\n   ip virtual-router address 10.{a}.{b}.1\n!", 100 + vlan).unwrap();
    }
    writeln!(text, "interface Management1\n   vrf MGMT\n   ip address 10.255.0.1/24\n!\nip routing").unwrap();
    for vrf in 0..20 {
        writeln!(text, "ip routing vrf T{vrf}").unwrap();
    }
    writeln!(text, "!\nip prefix-list NETS").unwrap();
    for n in 0..340 {
        let le = if other(n) { 30 } else { 28 };
        writeln!(text, "   seq {} permit 10.{}.{}.0/24 le {le}", 10 + 10 * n, n / 250, n % 250).unwrap();
    }
    text + "!\nend\n"
}

/// User and system time of this process so far, in seconds.
fn cpu() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields = stat.rsplit(')').next().unwrap_or_default().split_whitespace();
    // Ticks of a hundredth of a second.
    fields.skip(11).take(2).filter_map(|ticks| ticks.parse::<f64>().ok()).sum::<f64>() / 100.0
}

fn commands(c: &mut Criterion) {
    let (old, new) = (configuration(false, 10), configuration(true, 10));
    let all = Commands::new().unwrap();
    let run = || {
        let [old, new] = [&old, &new].map(|text| read::read(Os::Eos, text).unwrap().device);
        all.change(&old, &new).unwrap().unwrap()
    };
    let change = run();
    let (before, times) = (cpu(), 20);
    (0..times).for_each(|_| drop(run()));
    let each = (cpu() - before) / f64::from(times);
    let lines = old.lines().count();
    println!("{lines} lines, {} commands, {} back: {each:.3} CPU s", change.there.len(), change.back.len());
    let mut group = c.benchmark_group("commands");
    group.sample_size(10);
    group.bench_function("eos/17000", |b| b.iter(run));
    group.finish();
}

criterion_group!(benches, commands);
criterion_main!(benches);
