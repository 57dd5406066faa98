//! Prints a valid fabric of any size, with workloads in proportion:
//!
//!     cargo run --release --example generate -- --racks 128 --servers 16 > large.fab
//!
//! One cluster with an isolation domain of its own for every eight racks, and a VM. There is no
//! SKU, so its limits don't apply.

use std::fmt::Write as _;

use clap::Parser;

/// Prints a valid fabric of any size.
#[derive(Parser)]
struct Args {
    /// Compute racks.
    #[arg(long, default_value_t = 8, value_parser = clap::value_parser!(u32).range(1..=1500))]
    racks: u32,
    /// Servers of each rack.
    #[arg(long, default_value_t = 16, value_parser = clap::value_parser!(u32).range(1..=31))]
    servers: u32,
}

/// The prefix length of an IPv4 prefix that has at least `count` addresses.
fn length(count: u32) -> u32 {
    32 - (count.max(16) - 1).ilog2() - 1
}

fn main() {
    let Args { racks, servers } = Args::parse();
    print!("{}", fabric(racks, servers));
}

/// A fabric of so many racks with so many servers each.
pub fn fabric(racks: u32, servers: u32) -> String {
    let mut text = String::new();
    let link = length(8 * (racks + 1));
    let management = length(10 * racks + 32);
    let hosts = length(32 * (racks + 1));
    let last_tor = 2 + 2 * racks;
    let (ports, first_uplink) = (2 * servers, 2 * servers + 1);
    let _ = write!(
        text,
        "\
fabric generated {{
  asn 65048
  pools {{ loopback 10.0.0.0/24; point-to-point 10.1.0.0/{link}; management 10.2.0.0/{management}; peer-vlan 3001-3200 }}
  services {{ dns 10.200.0.10; ntp 10.200.0.12; syslog 10.200.0.13 }}
  user admin {{ password env:ADMIN_HASH }}
}}

platform ce {{
  os eos; model DCS-7816R3; management-port Management1; internal-vlans 3401-3967
  ports pe        {{ names Ethernet[1-2]/1;         speed 400g }}
  ports tor       {{ names Ethernet[3-{last_tor}]/1; speed 400g }}
  ports storage   {{ names Ethernet{}/1;            speed 100g }}
  ports peer-link {{ names Ethernet[{}-{}]/1;       speed 400g }}
}}

platform tor {{
  os eos; model DCS-7060DX5-64S; management-port Management1; internal-vlans 3401-3967
  ports server    {{ names Ethernet[1-{ports}]/1; speed 100g }}
  ports ce        {{ names Ethernet[{first_uplink}-{}]/1; speed 400g }}
  ports peer-link {{ names Ethernet[{}-{}]/1; speed 400g }}
}}

server-profile r750 {{
  numa 0 {{ cpus 48; memory 224g; pnic 4b {{ pci 0000:4b:00; ports ens3f0np0, ens3f1np1; vfs 16 }} }}
  numa 1 {{ cpus 48; memory 224g; pnic 98 {{ pci 0000:98:00; ports ens6f0np0, ens6f1np1; vfs 16 }} }}
  host    {{ network hosts;   over 4b_pf_bond }}
  storage {{ network storage; over ens3f0v0, ens6f0v0 }}
}}

pe pe[1-2] {{ asn 64512; ports ce {{ names FourHundredGigE0/0/0/[0-1]; speed 400g }} }}
ce ce[1-2] {{ platform ce }}
rack r[1-{racks}] {{
  tor t[1-2]       {{ platform tor }}
  server s[1-{servers}] {{ profile r750 }}
}}
storage-array array1 {{ ports ct0.eth4, ct1.eth4; network storage; addresses 10.96.0.10, 10.96.0.11 }}

infrastructure-domain platform {{
  number {}
  internal-network hosts   {{ vlan 310; subnet 10.64.0.0/{hosts} }}
  internal-network storage {{ vlan 300; mtu 9000; subnet 10.96.0.0/{hosts}; gateway none }}
  external-network wan     {{ option-a {{ vlan 2000; primary 10.50.0.0/30; secondary 10.50.0.4/30 }} }}
}}

cloud-services-network csn {{ egress .azurecr.io:443 }}
",
        last_tor + 1,
        last_tor + 2,
        last_tor + 3,
        first_uplink + 1,
        first_uplink + 2,
        first_uplink + 3,
        racks.div_ceil(8) + 1,
    );
    for i in 0..racks.div_ceil(8) {
        cluster(&mut text, i);
    }
    text
}

/// A cluster with its domain: 15 nodes, and a VM beside it.
fn cluster(text: &mut String, i: u32) {
    let (control, data, outside) = (501 + 2 * i, 502 + 2 * i, 2001 + i);
    let (third, fourth) = (i / 32, (i % 32) * 8);
    let (high, low) = (i / 256, i % 256);
    let _ = write!(
        text,
        "
l3-isolation-domain tenant{i} {{
  redistribute connected
  internal-network control {{ vlan {control}; subnet 10.{}.{low}.0/24 }}
  internal-network data    {{ vlan {data}; mtu 9000; subnet 10.{}.{low}.0/24 }}
  external-network wan     {{ option-a {{ vlan {outside}; primary 10.51.{third}.{fourth}/30; secondary 10.51.{third}.{}/30 }} }}
}}
l3-network control{i} {{ domain tenant{i}; vlan {control}; ipam 10.{}.{low}.64/26 }}
l3-network data{i}    {{ domain tenant{i}; vlan {data}; ipam 10.{}.{low}.64/26 }}
cluster c{i} {{
  cni control{i}; cloud-services csn
  pods 10.244.0.0/16; services 172.20.0.0/16; dns 172.20.0.10
  control-plane {{ count 3; sku NC_G6_28_v1 }}
  attach data{i} {{ plugin macvlan }}
  agent-pool system {{ mode system; count 4; sku NC_G12_56_v1 }}
  agent-pool worker {{ count 8; sku NC_P46_224_v1; attach data{i} {{ plugin sriov }} }}
}}
vm edge{i} {{ cpus 8; memory 32g; cloud-services csn; attach control{i} {{ address 10.{}.{low}.20; default-gateway true }} }}
",
        160 + high,
        180 + high,
        fourth + 4,
        160 + high,
        180 + high,
        160 + high,
    );
}
