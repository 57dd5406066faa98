//! A user's template that loses, doubles or garbles what the fabric asks for is caught by the
//! read-back, each mistake by name: one finding, at the line of the template.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

#[path = "common/mod.rs"]
mod common;

use std::fmt::Write;
use std::fs;
use std::path::Path;

use selvedge::compile::{Failure, Request, compile};
use selvedge::emit::Part;
use selvedge::finding::Finding;
use selvedge::source::{Options, Sources};

/// One mistake: its name, the template, what is replaced in it and by what, and how the finding's
/// title must begin.
type Mistake = (&'static str, &'static str, &'static str, &'static str, &'static str);

const MISTAKES: &[Mistake] = &[
    (
        "the MLAG number dropped",
        "arista/interfaces.j2",
        "   mlag {{ channel.mlag }}\n",
        "",
        "ce1 loses `mlag` of port-channel 101",
    ),
    (
        "a VLAN doubled",
        "arista/vlans.j2",
        "vlan {{ vlan.id }}\n",
        "vlan {{ vlan.id }}\nvlan {{ vlan.id }}\n",
        "ce1 is told twice: vlan 300",
    ),
    (
        "a list doubled",
        "arista/interfaces.j2",
        "vlan {{ trunk.allowed }}",
        "vlan {{ trunk.allowed }},{{ trunk.allowed }}",
        "ce1 is told twice: switchport trunk allowed vlan",
    ),
    (
        "a keyword misspelt",
        "arista/interfaces.j2",
        "   channel-group {{",
        "   channel-groop {{",
        "ce1 loses `member` of port",
    ),
    (
        "a block's head misspelt",
        "arista/interfaces.j2",
        "interface Loopback{{",
        "interfaces Loopback{{",
        "ce1 loses loopback 0",
    ),
    ("the mode of a trunk dropped", "arista/interfaces.j2", "   switchport mode trunk\n", "", ""),
    (
        "the MTU fixed",
        "arista/interfaces.j2",
        "   mtu {{ port.mtu }}\n",
        "   mtu 1500\n",
        "ce1 has another `mtu` of port",
    ),
    (
        "a port left on",
        "arista/interfaces.j2",
        "{% if port.shutdown %}\n   shutdown\n{% endif %}\n",
        "",
        "ce1 has another `shutdown` of port",
    ),
    (
        "a port left switched",
        "arista/interfaces.j2",
        "{% if port.routed %}\n   no switchport\n{% endif %}\n",
        "",
        "ce1 has another `routed` of port",
    ),
    ("spanning tree's guard dropped", "arista/interfaces.j2", "   spanning-tree bpduguard enable\n", "", ""),
    ("LACP fixed", "arista/interfaces.j2", "mode {{ port.member.mode }}", "mode on", ""),
    (
        "the VRF behind the address",
        "arista/sub_interface.j2",
        "{% if not sub.router_advertisements %}",
        "{% if sub.vrf %}\n   vrf {{ sub.vrf }}\n{% endif %}\n{% if not sub.router_advertisements %}",
        "",
    ),
    (
        "the shared gateway dropped",
        "arista/interfaces.j2",
        "   ip virtual-router address {{ gateway.address }}\n",
        "",
        "ce1 has another `gateways` of interface Vlan",
    ),
    (
        "BFD dropped",
        "arista/sub_interface.j2",
        "{% if sub.bfd %}",
        "{% if sub.bfd and false %}",
        "ce1 loses `bfd` of sub-interface",
    ),
    (
        "a VRF that does not route",
        "arista/routing.j2",
        "ip routing vrf {{ vrf.name }}\n",
        "",
        "ce1 has another `ipv4` of VRF",
    ),
    (
        "a static route dropped",
        "arista/routing.j2",
        "ip route vrf {{ vrf.name }} {{",
        "! ip route vrf {{ vrf.name }} {{",
        "ce1 loses the route to",
    ),
    (
        "the peer link's name wrong",
        "arista/routing.j2",
        "peer-link Port-Channel{{ device.mlag.peer_link }}",
        "peer-link Port-Channel1",
        "",
    ),
    (
        "a route map not bound",
        "arista/bgp.j2",
        "{{ indent }}neighbor {{ name }} route-map {{ session.policy_in }} in\n",
        "",
        "ce1 loses `session.policy_in` of",
    ),
    (
        "a session not activated",
        "arista/bgp.j2",
        "         neighbor {{ neighbor.peer }} activate\n",
        "",
        "ce1 has another `families` of neighbor",
    ),
    ("a limit dropped", "arista/bgp.j2", "{% if session.limit %}", "{% if session.limit and false %}", ""),
    (
        "a password dropped",
        "arista/bgp.j2",
        "{% if session.password %}",
        "{% if session.password and false %}",
        "ce1 loses `session.password` of neighbor",
    ),
    (
        "a rule of a list lost",
        "arista/routing.j2",
        "{% for rule in list.rules %}\n   seq",
        "{% for rule in list.rules if not loop.last %}\n   seq",
        "",
    ),
    (
        "a name server of another site",
        "arista/base.j2",
        "name-server vrf {{ device.management.vrf }} {{ server }}",
        "name-server vrf {{ device.management.vrf }} 192.0.2.53",
        "",
    ),
    (
        "the name garbled",
        "arista/base.j2",
        "hostname {{ device.name }}",
        "hostname {{ device.name }}x",
        "ce1 has another `name` of the switch",
    ),
    ("the end cut off", "arista/device.j2", "\nend\n", "\n", "the text of ce1 is no configuration of eos"),
    (
        "a line of the other vendor",
        "arista/base.j2",
        "spanning-tree mode mstp\n",
        "spanning-tree mode mstp\nfeature bgp\n",
        "the text of ce1 is no configuration of eos",
    ),
    (
        "a line that nobody knows",
        "arista/base.j2",
        "hostname {{ device.name }}\n",
        "hostname {{ device.name }}\nsnmp-server location {{ device.name }}\n",
        "ce1 has a line that is not known: snmp-server location ce1",
    ),
    (
        "NX-OS: a feature dropped",
        "cisco/base.j2",
        "\"lldp\", ",
        "",
        "r7-t1 has another `features` of the switch",
    ),
    (
        "a number taken back",
        "arista/interfaces.j2",
        "   mlag {{ channel.mlag }}\n",
        "   mlag {{ channel.mlag }}\n   no mlag\n",
        "ce1 has a line that takes something back: no mlag",
    ),
    (
        "NX-OS: an edge half said",
        "cisco/interfaces.j2",
        "  spanning-tree port type edge trunk\n",
        "",
        "r7-t1 has another `stp` of port-channel 1",
    ),
    (
        "NX-OS: a peer link guarded like an edge",
        "cisco/interfaces.j2",
        "  spanning-tree port type network\n",
        "  spanning-tree port type network\n  spanning-tree bpduguard enable\n",
        "r7-t1 has a line that is not known: spanning-tree bpduguard enable",
    ),
    ("NX-OS: a vPC dropped", "cisco/interfaces.j2", "  vpc {{ channel.mlag }}\n", "", ""),
    ("NX-OS: the peer link not said", "cisco/interfaces.j2", "  vpc peer-link\n", "", ""),
    (
        "NX-OS: a member without its VLANs",
        "cisco/interfaces.j2",
        "  switchport trunk allowed vlan {{ port.trunk.allowed }}\n",
        "",
        "",
    ),
];

/// Compiles the flagship with one template changed, and gives all that there is to say.
fn findings(template: &str, from: &str, to: &str) -> (Sources, Vec<Finding>) {
    let folder = tempfile::tempdir().unwrap();
    let text =
        fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("templates").join(template)).unwrap();
    assert!(text.contains(from), "{template} has no `{from}`");
    let own = folder.path().join("templates").join(template);
    fs::create_dir_all(own.parent().unwrap()).unwrap();
    fs::write(&own, text.replace(from, to)).unwrap();
    let source = common::copied("near-edge", folder.path());
    let options = Options { templates: Some(folder.path().join("templates")), ..Options::default() };
    let checked = selvedge::check(&source, &options).unwrap();
    assert!(!checked.failed(), "{:#?}", checked.findings);
    let request =
        Request { tree: &folder.path().join("tree"), parts: &[Part::Devices], force: false, secrets: None };
    let found = match compile(&checked, &request, &|_, _| {}) {
        Ok(outcome) => outcome.findings,
        Err(Failure::Findings(found)) => found,
        Err(other) => panic!("{other:?}"),
    };
    (checked.sources, found)
}

#[test]
fn every_kind_of_loss_is_caught_by_name() {
    let mut told = String::new();
    let mut wrong = String::new();
    for (name, template, from, to, title) in MISTAKES {
        let (sources, found) = findings(template, from, to);
        if !found.iter().any(|f| f.title.starts_with(title)) {
            writeln!(wrong, "{name}: nothing begins with `{title}`").unwrap();
        }
        writeln!(told, "# {name}").unwrap();
        for finding in &found {
            let key = &sources.get(finding.primary.span.file).unwrap().key;
            if key != template {
                writeln!(wrong, "{name}: points at {key}").unwrap();
            }
            tell(&mut told, &sources, finding);
        }
    }
    insta::assert_snapshot!(told);
    assert!(wrong.is_empty(), "{wrong}");
}

fn tell(told: &mut String, sources: &Sources, finding: &Finding) {
    let place = |span| sources.place(span).rsplit('/').next().unwrap().to_owned();
    let primary = &finding.primary;
    writeln!(told, "{}[{}]: {}", finding.level, finding.rule, finding.title).unwrap();
    writeln!(told, "  {} `{}`: {}", place(primary.span), sources.text(primary.span), primary.text).unwrap();
    finding.labels.iter().for_each(|l| writeln!(told, "  {}: {}", place(l.span), l.text).unwrap());
    finding.effect.iter().for_each(|e| writeln!(told, "  = {e}").unwrap());
    finding.help.iter().for_each(|h| writeln!(told, "  help: {h}").unwrap());
}
