//! A valid fabric as its author would write it: each statement by itself, then dealt out to files.

use std::collections::BTreeMap;
use std::fmt::Write;

use super::site::{Cluster, Families, L3, Layout, Site, WayOut};

/// The files of a fabric, by name: those in the folder itself make it.
pub fn files(site: &Site) -> BTreeMap<String, String> {
    let mut statements = statements(site);
    let turned = site.layout.turned % statements.len();
    statements.rotate_left(turned);
    lay_out(&site.layout, &statements)
}

fn lay_out(layout: &Layout, statements: &[String]) -> BTreeMap<String, String> {
    let end = if layout.crlf { "\r\n" } else { "\n" };
    let mut files = BTreeMap::new();
    let mut includes = String::new();
    for (i, chunk) in statements.chunks(statements.len().div_ceil(layout.files)).enumerate() {
        let text = chunk.join("\n").replace('\n', end) + end;
        if layout.included && i > 0 {
            writeln!(includes, "include parts/part{i}.fab").unwrap();
            files.insert(format!("parts/part{i}.fab"), text);
        } else {
            files.insert(format!("site{i}.fab"), text);
        }
    }
    files.entry("site0.fab".into()).and_modify(|text| text.push_str(&includes));
    files
}

fn statements(site: &Site) -> Vec<String> {
    let mut all = hardware(site);
    all.push(infrastructure(site));
    let option_b = site.domains.iter().any(|d| d.way_out == WayOut::B);
    for (i, domain) in site.domains.iter().enumerate() {
        all.push(l3_domain(site, domain, i + 1));
        all.push(format!(
            "l3-network net{0} {{ domain tenant{0}; vlan {1}{2} }}",
            i + 1,
            vlan(i + 1, 1),
            ipam(domain, i + 1)
        ));
    }
    for (i, mtu) in site.flat.iter().enumerate() {
        let n = i + 1;
        all.push(format!("l2-isolation-domain flat{n} {{ vlan {}; mtu {mtu}; vni {n} }}", 900 + n));
        all.push(format!("l2-network flat{n}-net {{ domain flat{n}; interface f{n} }}"));
    }
    if option_b {
        let crossed = match site.second_pe {
            true => "; adjacency ce1, pe2 { prefix 10.50.250.8/30 }",
            false => "",
        };
        all.push(format!(
            "nni core {{ vlan 2000; mtu 9100; primary 10.50.250.0/30; secondary 10.50.250.4/30{crossed}
              bfd {{ interval 300ms; multiplier 3 }}; password env:BGP_CORE; prefix-limit {{ maximum 20000 }} }}"
        ));
    }
    all.extend(policies(site));
    all.push("cloud-services-network csn { egress .example.com:443 }".into());
    if trunked(site) {
        all.push(format!("trunked-network trunk {{ domains tenant1, flat1; vlans {}, 901 }}", vlan(1, 1)));
    }
    for (i, c) in site.clusters.iter().enumerate() {
        all.push(cluster(site, c, i + 1));
    }
    for (i, domain) in site.vms.iter().enumerate() {
        all.push(vm(site, domain % site.domains.len(), i + 1));
    }
    all.extend(explicit(site));
    all
}

/// The VLAN of a domain's network.
fn vlan(domain: usize, network: usize) -> usize {
    500 + 20 * domain + network
}

/// The subnets of a domain's network.
fn subnets(families: Families, domain: usize, network: usize) -> String {
    let v4 = families.v4().then(|| format!("10.{}.{network}.0/24", 60 + domain));
    let v6 = families.v6().then(|| format!("fd00:{}:{network}::/64", 60 + domain));
    v4.into_iter().chain(v6).collect::<Vec<_>>().join(", ")
}

/// What of two texts is of the families, as a list.
fn of(families: Families, v4: &str, v6: &str) -> String {
    let texts = [(families.v4(), v4), (families.v6(), v6)];
    texts.iter().filter(|(has, _)| *has).map(|(_, text)| *text).collect::<Vec<_>>().join(", ")
}

fn ipam(domain: &L3, n: usize) -> String {
    let (v4, v6) = (format!("10.{}.1.64/26", 60 + n), format!("fd00:{}:1::100/120", 60 + n));
    format!("; ipam {}", of(domain.families, &v4, &v6))
}

fn hardware(site: &Site) -> Vec<String> {
    let last = site.racks.len();
    let port = |nxos: bool, names: &str| format!("Ethernet{}{names}", if nxos { "1/" } else { "" });
    let platform = |name: &str, nxos: bool, groups: &[(&str, String, &str)]| {
        let (os, management) = if nxos { ("nxos", "mgmt0") } else { ("eos", "Management1") };
        let internal = if nxos || name != "ce" { "" } else { "; internal-vlans 3401-3967" };
        let mut text = format!(
            "platform {name} {{\n  os {os}; model X-{name}; management-port {management}{internal}\n"
        );
        for (role, names, speed) in groups {
            writeln!(text, "  ports {role} {{ names {}; speed {speed} }}", port(nxos, names)).unwrap();
        }
        text + "}"
    };
    let mut ports =
        vec![("pe", "[1-2]".to_owned(), "100g"), ("tor", format!("[3-{}]", 2 + 2 * last), "100g")];
    ports.extend([("other", "[40-41]".to_owned(), "100g"), ("peer-link", "[47-48]".to_owned(), "100g")]);
    if site.storage {
        ports.push(("storage", "30".to_owned(), "100g"));
    }
    let mut all = vec![platform("ce", site.ce_nxos, &ports)];
    for nxos in [false, true] {
        let ports = [
            ("server", format!("[1-{}]", 2 * site.servers), "25g"),
            ("ce", "[49-50]".to_owned(), "100g"),
            ("peer-link", "[53-54]".to_owned(), "100g"),
        ];
        if site.racks.contains(&nxos) {
            all.push(platform(if nxos { "tor-nxos" } else { "tor-eos" }, nxos, &ports));
        }
    }
    let storage = if site.storage { "\n  storage { network storage; over ens3f0v0, ens6f0v0 }" } else { "" };
    all.push(format!(
        "server-profile r650 {{
  numa 0 {{ cpus 48; memory 224g; pnic 4b {{ ports ens3f0np0, ens3f1np1; vfs 16 }} }}
  numa 1 {{ cpus 48; memory 224g; pnic 98 {{ ports ens6f0np0, ens6f1np1; vfs 16 }} }}
  host {{ network hosts; over 4b_pf_bond }}{storage}
}}"
    ));
    let bmc = if site.management { "; bmc 10.0.8.0/21" } else { "" };
    all.push(format!(
        "fabric site1 {{
  asn 65100; mtu 9216; prefix 10.0.0.0/16
  pools {{ loopback 10.0.0.0/28; point-to-point 10.0.1.0/24; management 10.0.2.0/24{bmc} }}
  services {{ dns 192.0.2.53; ntp 192.0.2.123, 192.0.2.124; syslog 192.0.2.5; domain site1.example.net }}
  user admin {{ password env:ADMIN_HASH; password-nxos env:ADMIN_HASH_NXOS }}
}}"
    ));
    let pes = if site.second_pe { "[1-2]" } else { "1" };
    all.push(format!("pe pe{pes} {{ asn 64512; ports ce {{ names Hu0/0/0/[0-1]; speed 100g }} }}"));
    all.push("ce ce[1-2] { platform ce }".into());
    for (i, nxos) in site.racks.iter().enumerate() {
        let tor = if *nxos { "tor-nxos" } else { "tor-eos" };
        let management = if site.management { "\n  management-switch m1 {}" } else { "" };
        let number = if site.explicit.numbers { format!("\n  number {}", i + 1) } else { String::new() };
        all.push(format!(
            "rack r{} {{{number}\n  tor t[1-2] {{ platform {tor} }}\n  server s[1-{}] {{ profile r650 }}{management}\n}}",
            i + 1,
            site.servers
        ));
    }
    if site.storage {
        all.push("storage-array array1 { ports ct0.eth4, ct1.eth4; network storage; addresses 10.30.0.10, 10.30.0.11 }".into());
    }
    all
}

fn infrastructure(site: &Site) -> String {
    let storage = match site.storage {
        true => "\n  internal-network storage { vlan 300; mtu 9000; subnet 10.30.0.0/22; gateway none }",
        false => "",
    };
    format!(
        "infrastructure-domain platform {{\n  internal-network hosts {{ vlan 310; subnet 10.31.0.0/22 }}{storage}\n}}"
    )
}

fn l3_domain(site: &Site, domain: &L3, n: usize) -> String {
    let both = domain.families;
    let mut text = format!("l3-isolation-domain tenant{n} {{\n");
    if domain.routes {
        text += "  redistribute connected, static\n";
    }
    if domain.aggregate {
        let (v4, v6) = (format!("10.{}.0.0/16", 60 + n), format!("fd00:{}::/48", 60 + n));
        writeln!(text, "  aggregate {}", of(both, &v4, &v6)).unwrap();
    }
    if site.explicit.numbers {
        writeln!(text, "  number {n}").unwrap();
    }
    for network in 1..=domain.networks {
        let mtu = if domain.jumbo { "; mtu 9000" } else { "" };
        let subnets = subnets(both, n, network);
        writeln!(text, "  internal-network net{network} {{ vlan {}{mtu}; subnet {subnets}", vlan(n, network))
            .unwrap();
        if domain.last_gateway && both == Families::V4 {
            writeln!(text, "    gateway 10.{}.{network}.254", 60 + n).unwrap();
        }
        if network == 1 {
            text += &first_network(domain, n);
        }
        text += "  }\n";
    }
    text += &way_out(site, domain, n);
    text + "}"
}

/// What only one network of a domain has: routes, sessions, policies, lists.
fn first_network(domain: &L3, n: usize) -> String {
    let both = domain.families;
    let mut text = String::new();
    if domain.routes && both.v4() {
        writeln!(text, "    static 10.{}.0.0/16 {{ next-hop 10.{}.1.20 }}", 160 + n, 60 + n).unwrap();
    }
    if domain.routes && both.v6() {
        writeln!(text, "    static fd00:{}::/48 {{ next-hop fd00:{}:1::20 }}", 160 + n, 60 + n).unwrap();
    }
    if domain.sessions {
        let listen = of(both, &format!("10.{}.1.128/26", 60 + n), &format!("fd00:{}:1::8000/121", 60 + n));
        let neighbor = of(both, &format!("10.{}.1.20", 60 + n), &format!("fd00:{}:1::20", 60 + n));
        writeln!(text, "    bgp {{ peer-asn 65501; listen {listen}; neighbor {neighbor} }}").unwrap();
        if domain.policies {
            text += "    import-policy anything\n";
        }
    }
    if domain.lists {
        text += "    ingress-acl no-telnet\n";
    }
    text
}

fn way_out(site: &Site, domain: &L3, n: usize) -> String {
    let policies = if domain.policies { "import-policy anything; export-policy anything\n    " } else { "" };
    match domain.way_out {
        WayOut::None => String::new(),
        WayOut::B => format!(
            "  external-network core {{\n    {policies}option-b {{ nni core; import 65100:{n}; export 65100:{n} }}\n  }}\n"
        ),
        WayOut::A => {
            let pair = |i: usize| {
                let v4 = format!("10.50.{n}.{}/30", 4 * i);
                of(domain.families, &v4, &format!("fd00:50:{n}::{:x}/127", 2 * i))
            };
            let mut text = format!(
                "  external-network wan {{\n    {policies}option-a {{\n      vlan {}; mtu 1500\n",
                2000 + n
            );
            writeln!(text, "      primary {}\n      secondary {}", pair(0), pair(1)).unwrap();
            if domain.crossed && site.second_pe {
                writeln!(text, "      adjacency ce1, pe2 {{ prefix {} }}", pair(2)).unwrap();
                writeln!(text, "      adjacency ce2, pe1 {{ prefix {} }}", pair(3)).unwrap();
            }
            if domain.bfd {
                text += "      bfd { interval 500ms; multiplier 3 }\n      password env:BGP_WAN\n";
            }
            if domain.lists {
                text += "      ingress-acl from-wan; egress-acl no-telnet\n";
            }
            text + "    }\n  }\n"
        }
    }
}

fn policies(site: &Site) -> Vec<String> {
    let mut all = Vec::new();
    let uses = |d: &&L3| d.policies && (d.sessions || d.way_out != WayOut::None);
    if site.domains.iter().any(|d| uses(&d)) {
        all.push("prefix-list all { rule 10 { action permit; prefix 0.0.0.0/0; length 0-32 }; rule 20 { action permit; prefix ::/0; length 0-128 } }".to_owned());
        all.push(
            "community-list marked { rule 10 { action permit; communities 64512:1, 64512:2 } }".to_owned(),
        );
        all.push("route-policy anything {\n  rule 10 { action continue; match-prefix all; add-community 65100:7 }\n  rule 20 { action permit; match-prefix all; local-preference 120 }\n  rule 30 { action permit; match-community marked }\n}".to_owned());
    }
    if site.domains.iter().any(|d| d.lists) {
        all.push("access-list no-telnet { rule 10 { action drop; protocol tcp; destination-port 23 }; default-action permit }".to_owned());
    }
    if site.domains.iter().any(|d| d.lists && d.way_out == WayOut::A) {
        all.push("access-list from-wan { rule 10 { action permit; protocol udp; destination-port 161; dscp 16 }; rule 20 { action permit; protocol tcp; flags established } }".to_owned());
    }
    all
}

fn trunked(site: &Site) -> bool {
    !site.flat.is_empty() && site.clusters.iter().any(|c| c.trunk)
}

fn cluster(site: &Site, cluster: &Cluster, n: usize) -> String {
    let domain = cluster.domain % site.domains.len();
    let families = site.domains[domain].families;
    let pods = of(families, &format!("10.{}.0.0/16", 200 + n), &format!("fd00:{}::/56", 200 + n));
    let services = of(families, &format!("10.{}.0.0/16", 210 + n), &format!("fd00:{}::/112", 210 + n));
    let dns = of(families, &format!("; dns 10.{}.0.10", 210 + n), "").replace(", ", "");
    let mut text = format!("cluster c{n} {{\n  cni net{}; cloud-services csn\n", domain + 1);
    writeln!(text, "  pods {pods}; services {services}{dns}").unwrap();
    text += "  control-plane { count 1; sku NC_G6_28_v1 }\n";
    if cluster.balancer {
        let pool = of(families, &format!("10.{}.0.0/24", 220 + n), &format!("fd00:{}::/120", 220 + n));
        writeln!(text, "  load-balancer {{ bgp net{}; pool vip {{ addresses {pool} }} }}", domain + 1)
            .unwrap();
    }
    let other = (domain + 1) % site.domains.len();
    let plugin = ["sriov", "dpdk", "macvlan", "ipvlan"][cluster.plugin];
    if other != domain {
        writeln!(text, "  attach net{} {{ plugin {plugin} }}", other + 1).unwrap();
    }
    let place = if cluster.placed { "; place r1-s1:0".to_owned() } else { String::new() };
    writeln!(text, "  agent-pool system {{ mode system; count 1; sku NC_G6_28_v1{place} }}").unwrap();
    let mut attach = String::new();
    if cluster.trunk && trunked(site) {
        attach += "; attach trunk { plugin sriov }";
    }
    if !site.flat.is_empty() {
        attach += "; attach flat1-net { plugin macvlan }";
    }
    writeln!(text, "  agent-pool work {{ count {}; sku NC_G6_28_v1; racks r1{attach} }}", cluster.nodes)
        .unwrap();
    text + "}"
}

fn vm(site: &Site, domain: usize, n: usize) -> String {
    let families = site.domains[domain].families;
    let (v4, v6) =
        (format!("10.{}.1.{}", 61 + domain, 30 + n), format!("fd00:{}:1::{:x}", 61 + domain, 0x30 + n));
    let flat = if site.flat.is_empty() { "" } else { "\n  attach flat1-net" };
    format!(
        "vm vm{n} {{\n  cpus 4; memory 16g; cloud-services csn\n  attach net{} {{ address {}; default-gateway true }}{flat}\n}}",
        domain + 1,
        of(families, &v4, &v6)
    )
}

fn explicit(site: &Site) -> Vec<String> {
    let mut all = Vec::new();
    let slash = if site.ce_nxos { "1/" } else { "" };
    let tor = if site.racks[0] { "1/" } else { "" };
    if site.explicit.bond {
        all.push(format!(
            "bond up1 {{ members ce1:Ethernet{slash}1; number 500; lacp active; lacp-rate fast }}"
        ));
    }
    if site.explicit.port {
        all.push(format!(
            "port r1-t1:Ethernet{tor}1, r1-t2:Ethernet{tor}1 {{ description \"the first server\" }}"
        ));
    }
    if site.explicit.cable {
        all.push("rack aggregate { kind aggregate; packet-broker npb1 { ports Ethernet[1-2] } }".into());
        all.push(format!(
            "cable ce1:Ethernet{slash}40, aggregate-npb1:Ethernet1 {{ purpose monitoring; speed 100g }}"
        ));
    }
    if site.explicit.device {
        all.push("device r1-t1 { management 10.0.2.200; serial ABC123 }".into());
        all.push(
            "device r1-s1 { host 10.31.3.200; pnic 4b { macs b8:3f:d2:10:00:00, b8:3f:d2:10:00:01 } }".into(),
        );
    }
    all
}
