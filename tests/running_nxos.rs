//! What NX-OS switches show is read: however it is written it is one plan, and that plan can be
//! printed. `fixtures/running/nxos` has the configurations, each with what is read of it beside it.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod common;
mod spelling;

use common::running::NXOS;
use proptest::prelude::*;
use selvedge::model::value::Os;
use selvedge::plan::differences;
use selvedge::read::{self, Error, nxos};
use selvedge::render::{Environment, Secrets, switch};

#[test]
fn running_configurations_are_read() {
    NXOS.are_read(&["leaf", "plain"]);
}

/// Abbreviated, in another order, with defaults shown, addresses with masks, lists in parts and
/// without numbers, copied off a console: it is the same switch.
#[test]
fn a_configuration_is_one_plan_however_it_is_written() {
    let (one, other) = (NXOS.running(&NXOS.text("leaf")), NXOS.running(&NXOS.text("leaf-respelt")));
    assert_eq!((one.unknown, other.unknown), (Vec::new(), Vec::new()));
    assert_eq!(differences(&one.device, &other.device), []);
    assert_eq!(one.device, other.device);
}

/// Modes of BGP go by how far lines stand in, so that each may be said from its end to its beginning.
#[test]
fn lines_of_bgp_may_stand_in_any_order() {
    let (_, way) = spelling::WAYS.iter().find(|(name, _)| *name == "sessions in another order").unwrap();
    let text = NXOS.text("leaf");
    let turned = way(Os::Nxos, &text);
    assert!(turned.find("  vrf blue").unwrap() < turned.find("  template peer SPINES").unwrap());
    assert_eq!(differences(&NXOS.plan(&text), &NXOS.plan(&turned)), []);
}

#[test]
fn what_is_known_is_rendered_and_read_again() {
    NXOS.are_read_again(&["leaf", "leaf-respelt", "plain"]);
}

/// Every line of what is rendered, lost: something differs, unless the line says what is so without it.
#[test]
fn no_line_is_lost_in_silence() {
    let whole = NXOS.running(&NXOS.text("leaf")).device;
    let rendered = NXOS.rendered(&whole);
    let lines: Vec<&str> = rendered.lines().collect();
    let idle = |n: usize, line: &str| match line.trim() {
        // A switch port is one, and up, without a word; a VLAN has its name by itself.
        "" | "switchport" | "no shutdown" => true,
        // It is down only while LACP is told something; a VLAN interface is by itself.
        "shutdown" => {
            lines[n + 1] == "  no lacp suspend-individual" || lines[n - 1].starts_with("interface Vlan")
        }
        // Each VLAN has a block of its own, and every switch has this one.
        line => {
            line.starts_with("vlan 1,") || line.starts_with("name VLAN") || line == "vrf member management"
        }
    };
    let mut lost = Vec::new();
    for (n, line) in lines.iter().enumerate().filter(|(n, line)| !idle(*n, line)) {
        let rest: String =
            lines.iter().enumerate().filter(|(m, _)| *m != n).map(|(_, l)| format!("{l}\n")).collect();
        let reading = NXOS.running(&rest);
        if reading.device == whole && reading.unknown.is_empty() {
            lost.push(format!("{}: {line}", n + 1));
        }
    }
    assert!(lost.is_empty(), "{lost:#?}");
}

#[test]
fn one_thing_may_be_written_in_several_ways() {
    NXOS.same(
        "interface Po1\n  switchport mode trunk\n",
        &[
            (
                "  switchport trunk allowed vlan 5-7\n",
                "  switchport trunk allowed vlan 5\n  switchport trunk allowed vlan add 6-7\n",
            ),
            ("", "  switchport trunk allowed vlan 1-4094\n"),
            ("", "  switchport trunk native vlan 1\n  mtu 1500\n  no description\n"),
        ],
    );
    NXOS.same(
        "",
        &[
            ("vlan 10-12\n", "vlan 10\nvlan 12,11\n"),
            (
                "interface Ethernet1/1-2,1/5\n  shutdown\n",
                "interface Eth1/1\n  shutdown\ninterface e1/2\n  shutdown\ninterface Ethernet 1/5\n  shutdown\n",
            ),
            (
                "interface Vlan7\n  no ip redirects\n  no ipv6 redirects\n",
                "interface Vlan7\n  no ip redirects\ninterface Vlan7\n  no ipv6 redirects\n",
            ),
            (
                "interface Eth1/1, Eth1/3\n  mtu 9000\n",
                "interface Ethernet1/3\n  mtu 9000\ninterface Ethernet1/1\n  mtu 9000\n",
            ),
            (
                "interface Po1\n  no lacp suspend-individual\n",
                "interface Po1\n  no lacp suspend-individual\n  no shutdown\n",
            ),
            ("interface port-channel1-2\n  vpc 7\n", "interface Po1\n  vpc 7\ninterface Po2\n  vpc 7\n"),
            (
                "interface Vlan5\n  ip address 10.0.0.1/24\n",
                "interface vlan 5\n  ip address 10.0.0.1 255.255.255.0\n",
            ),
            (
                "ip access-list A\n  10 permit ip host 10.0.0.1 any\n",
                "ip access-list A\n  permit ip 10.0.0.1/32 any\n",
            ),
            (
                "ip access-list A\n  10 permit ip 10.0.0.0/24 any\n",
                "ip access-list A\n  permit ip 10.0.0.9 0.0.0.255 0.0.0.0 255.255.255.255\n",
            ),
            ("ip prefix-list P seq 5 permit 10.0.0.0/8\n", "ip prefix-list P permit 10.0.0.0/8\n"),
            (
                "ip prefix-list P seq 20 permit 10.0.0.0/8\nip prefix-list P seq 10 deny 11.0.0.0/8\n\
                 ip prefix-list P seq 25 deny 12.0.0.0/8\n",
                "ip prefix-list P seq 20 permit 10.0.0.0/8\nip prefix-list P seq 10 deny 11.0.0.0/8\n\
                 ip prefix-list P deny 12.0.0.0/8\n",
            ),
            (
                "router bgp 1\n  neighbor 10.0.0.1\n    remote-as 2\n",
                "router bgp 1\n  neighbor 10.0.0.1 remote-as 2\n",
            ),
            (
                "vrf context a\n  address-family ipv4 unicast\n    route-target import 1:1\n    route-target export 1:1\n",
                "vrf context a\n  address-family ipv4 unicast\n    route-target both 1:1\n",
            ),
        ],
    );
}

/// A range that is longer than any switch begins no port.
#[test]
fn a_range_is_as_long_as_a_switch() {
    let reading =
        NXOS.running("hostname a\ninterface Ethernet1/1-500\n  shutdown\ninterface Ethernet1/9-3\n");
    assert_eq!((reading.unknown.len(), reading.device.ports.len()), (3, 0));
}

/// A switch shows by indentation which mode a line is of, whatever came before.
#[test]
fn modes_of_bgp_are_told_by_indentation() {
    let device = NXOS.plan(
        "vrf context a\nrouter bgp 1\n  vrf a\n    neighbor 10.0.0.1\n      remote-as 2\n    address-family ipv4 unicast\n      \
         network 10.1.0.0/16\n  neighbor 10.0.0.2\n    remote-as 3\n  address-family ipv4 unicast\n    network 10.2.0.0/16\n",
    );
    let (bgp, of_vrf) = (device.bgp.unwrap(), device.vrfs[0].bgp.clone().unwrap());
    assert_eq!((bgp.networks.len(), bgp.neighbors.len()), (1, 1));
    assert_eq!((of_vrf.networks.len(), of_vrf.neighbors.len()), (1, 1));
    assert!(bgp.neighbors[0].families.is_empty());
}

/// What does nothing on the switch is kept as not known: addresses of a switch port, VLANs of no trunk,
/// an edge that is no trunk's on a trunk, a group of HSRP that no address starts.
#[test]
fn lines_without_effect_are_not_known() {
    let unknown = |text: &str| NXOS.running(text).unknown.into_iter().map(|u| u.text).collect::<Vec<_>>();
    assert_eq!(unknown("interface Eth1/1\n  ip address 10.0.0.1/24\n"), ["ip address 10.0.0.1/24"]);
    assert_eq!(unknown("interface Eth1/1\n  ip address 10.0.0.1/24\n  no switchport\n"), [""; 0]);
    assert_eq!(
        unknown("interface Eth1/1\n  switchport trunk allowed vlan 7\n"),
        ["switchport trunk allowed vlan 7"]
    );
    assert_eq!(
        unknown("interface Eth1/1\n  spanning-tree port type edge\n  switchport mode trunk\n"),
        ["spanning-tree port type edge"]
    );
    assert_eq!(unknown("interface Vlan7\n  hsrp 7\n    preempt\n"), ["hsrp 7", "preempt"]);
}

/// What only a switch says is not known in the text of a compile: no template of ours prints it.
#[test]
fn what_is_compiled_is_read_in_one_spelling() {
    for (text, unknown) in [
        ("interface Eth1/1\n  shutdown\n", 2),
        ("interface Ethernet1/1\n  no cdp enable\n", 1),
        ("interface Ethernet1/1\n  switchport access vlan 7\n", 1),
        ("interface Ethernet1/1\n  ip address 10.0.0.1/24\n  no switchport\n", 1),
        ("interface Vlan7\n  ip address 10.0.0.1 255.255.255.0\n", 1),
        ("interface loopback0\n  ip address 10.0.0.1/32\ninterface loopback1\n", 1),
        ("interface TenGigEthernet 1/1\n", 1),
        ("leaf1# show running-config\nhostname leaf1\n", 1),
        ("ip route 10.0.0.0/8 10.0.0.1\n", 1),
        ("route-map A\n", 1),
        ("router bgp 1\n  template peer A\n    remote-as 2\n", 2),
        ("router bgp 1\n  address-family ipv4 unicast\n    network 10.0.0.0/8\n", 1),
        ("vlan 7\n  state active\n", 1),
    ] {
        assert_eq!(nxos::read(text).unwrap().unknown.len(), unknown, "{text}");
    }
    // A default that is shown is a value all the same, which the plan has not.
    let mtu = |text: &str| nxos::read(text).unwrap().device.ports[0].mtu;
    assert_eq!(mtu("interface Ethernet1/1\n  mtu 1500\n"), Some(1500));
}

#[test]
fn what_is_no_configuration_of_nxos_is_refused() {
    let refused = |text: &str| read::running(Os::Nxos, text).unwrap_err().to_string();
    let eos = "! Command: show running-config\n! device: leaf1 (x, EOS-4.30.3M)\n!\nvlan 10\n   name x\n!\n\
               vrf instance blue\n!\nend\n";
    let leaf = NXOS.text("leaf");
    let all = [
        ("nothing", refused("")),
        ("comments", refused("!Command: show running-config\n\n")),
        ("a prompt and nothing else", refused("leaf1# show running-config\nleaf1#\n")),
        ("EOS", refused(eos)),
        ("EOS, its end", refused("hostname a\nend\n")),
        ("IOS", refused("Building configuration...\n\nCurrent configuration : 1234 bytes\nhostname r1\n")),
        (
            "IOS, a part",
            refused("hostname r1\ninterface GigabitEthernet0/1\n ip address 10.0.0.1 255.0.0.0\n"),
        ),
        ("IOS XR", refused("!! IOS XR Configuration 7.5.2\nhostname r1\n")),
        ("Junos", refused("set system host-name r1\nset interfaces xe-0/0/0 mtu 9192\n")),
        ("Junos, braces", refused("system {\n    host-name r1;\n}\n")),
        ("prose", refused("Dear colleague,\nthe switch is down.\n")),
        ("cut in a line", refused(&leaf[..leaf.len() - 4])),
        ("cut in a banner", refused("hostname a\nbanner motd #\nwho goes there\nvlan 7\n")),
        ("binary", refused("hostname a\n\u{0}\u{1}\u{2}\n")),
        ("too large", refused(&"!\n".repeat(9_000_000))),
    ];
    let all: Vec<String> = all.iter().map(|(what, error)| format!("{what}: {error}")).collect();
    insta::assert_snapshot!(all.join("\n"));
    let expected = Error::OtherSystem { line: 7, text: "vrf instance blue".into(), os: Os::Eos };
    assert_eq!(read::running(Os::Nxos, eos).unwrap_err(), expected);
    // Blanks behind the last line were not cut.
    assert_eq!(NXOS.running(&format!("{leaf}   ")).device, NXOS.running(&leaf).device);
    // A banner says what it likes.
    assert!(read::running(Os::Nxos, "hostname a\nbanner motd #\nvrf instance oam\n#\n").is_ok());
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    /// Whatever is shown: it is read or refused, each line is counted once, and what was read can be
    /// printed and is read again.
    #[test]
    fn any_text_is_taken(lines in prop::collection::vec((any::<prop::sample::Index>(), "[ -~]{0,4}"), 0..60)) {
        let (leaf, respelt, plain) = (NXOS.text("leaf"), NXOS.text("leaf-respelt"), NXOS.text("plain"));
        let known: Vec<&str> = leaf.lines().chain(respelt.lines()).chain(plain.lines()).collect();
        let of = |(at, more): &(prop::sample::Index, String)| format!("{}{more}\n", at.get(&known));
        let text: String = lines.iter().map(of).collect();
        if let Ok(reading) = read::running(Os::Nxos, &text) {
            prop_assert_eq!(reading.line_count(), text.lines().count());
            let spoken = (1..=reading.line_count()).filter(|line| reading.element(*line).is_some()).count();
            prop_assert_eq!(spoken + reading.unknown.len(), reading.line_count());
            prop_assert!(reading.unknown.iter().all(|u| reading.element(u.line).is_none()));
            let environment = Environment::new(Secrets::Referenced).unwrap();
            let rendered = switch::render(&environment, &reading.device);
            prop_assert!(rendered.is_ok(), "{:?}", rendered.err());
        }
    }

    /// Lines of a switch in any number and order, each block whole: it is printed and read again.
    #[test]
    fn any_blocks_are_printed_and_read_again(blocks in prop::sample::subsequence(blocks(), 1..40).prop_shuffle()) {
        let reading = read::running(Os::Nxos, &format!("hostname a\n{}", blocks.concat())).unwrap();
        let again = NXOS.running(&NXOS.rendered(&reading.device));
        prop_assert_eq!(differences(&reading.device, &again.device), []);
        prop_assert_eq!(again.unknown, []);
    }
}

/// The blocks of the fixture, but for its name.
fn blocks() -> Vec<String> {
    let mut blocks: Vec<String> = Vec::new();
    let says =
        |line: &&str| !line.trim().is_empty() && !line.starts_with('!') && !line.starts_with("hostname ");
    for line in NXOS.text("leaf").lines().filter(says) {
        match blocks.last_mut().filter(|_| line.starts_with(' ')) {
            Some(block) => *block += &format!("{line}\n"),
            None => blocks.push(format!("{line}\n")),
        }
    }
    blocks
}
