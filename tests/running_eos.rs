//! What EOS switches show is read: in any spelling it is one plan, and that plan can be printed.
//! `fixtures/running/eos` has the configurations, each with what is read of it beside it.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod common;

use common::running::EOS;
use proptest::prelude::*;
use selvedge::model::value::Os;
use selvedge::plan::differences;
use selvedge::read::{self, Error, eos};
use selvedge::render::{Environment, Secrets, switch};

#[test]
fn running_configurations_are_read() {
    EOS.are_read(&["leaf", "plain"]);
}

/// Abbreviated, in another order, with defaults shown, as older releases say it, copied off a
/// console: it is the same switch.
#[test]
fn a_configuration_is_one_plan_however_it_is_written() {
    let (one, other) = (EOS.running(&EOS.text("leaf")), EOS.running(&EOS.text("leaf-respelt")));
    assert_eq!(differences(&one.device, &other.device), []);
    assert_eq!(one.device, other.device);
    assert_eq!(other.unknown, []);
    let copied = EOS.running(&EOS.text("leaf-respelt").replace('\n', " \t\r\n"));
    assert_eq!(differences(&one.device, &copied.device), []);
    assert_eq!(copied.unknown, []);
}

#[test]
fn what_is_known_is_rendered_and_read_again() {
    EOS.are_read_again(&["leaf", "leaf-respelt", "plain"]);
}

/// Every line of what is rendered, lost: something differs.
#[test]
fn no_line_is_lost_in_silence() {
    let environment = Environment::new(Secrets::Referenced).unwrap();
    let whole = EOS.running(&EOS.text("leaf")).device;
    let rendered = switch::render(&environment, &whole).unwrap();
    let lines: Vec<&str> = rendered.lines().collect();
    // Separators, and the name that a VLAN has by itself.
    let idle = |line: &str| matches!(line.trim(), "!" | "end") || line.starts_with("   name VLAN");
    for (n, lost) in lines.iter().enumerate().filter(|(_, line)| !idle(line)) {
        let rest: String =
            lines.iter().enumerate().filter(|(m, _)| *m != n).map(|(_, l)| format!("{l}\n")).collect();
        let reading = EOS.running(&rest);
        let noticed = reading.device != whole || !reading.unknown.is_empty();
        assert!(noticed, "without line {}, `{lost}`, nothing is noticed", n + 1);
    }
}

#[test]
fn lists_of_vlans_may_be_said_in_parts() {
    EOS.same(
        "interface Po1\n   switchport mode trunk\n",
        &[
            (
                "   switchport trunk allowed vlan 5-7\n",
                "   switchport trunk allowed vlan 5\n   switchport trunk allowed vlan add 6-7\n",
            ),
            ("   switchport trunk allowed vlan none\n", "   switchport trunk allowed vlan remove 1-4094\n"),
            ("", "   switchport trunk allowed vlan all\n"),
            ("", "   switchport trunk allowed vlan 1-4094\n"),
            ("   switchport trunk allowed vlan 1-5,7-4094\n", "   switchport trunk allowed vlan except 6\n"),
            ("   switchport trunk allowed vlan 1-5,7-4094\n", "   switchport trunk allowed vlan remove 6\n"),
        ],
    );
    EOS.same(
        "",
        &[
            ("vlan 10-12\n", "vlan 10\nvlan 12,11\n"),
            ("spanning-tree mode mstp\n", "spanning-tree mode mstp\nspanning-tree mst 0 priority 32768\n"),
        ],
    );
}

#[test]
fn interfaces_may_be_said_together() {
    EOS.same(
        "",
        &[
            (
                "interface Et1/1-3,1/5\n   shutdown\n",
                "interface Et1/1\n   shutdown\ninterface Et1/2\n   shutdown\ninterface Et1/3\n   shutdown\n\
                 interface Et1/5\n   shutdown\n",
            ),
            ("interface Po1,Po2\n   mlag 7\n", "interface Po1\n   mlag 7\ninterface Po2\n   mlag 7\n"),
        ],
    );
    // A short text makes no large plan.
    let lines = "   mtu 9000\n".repeat(2000);
    assert!(EOS.running(&format!("interface Ethernet1-256\n{lines}end\n")).unknown.len() > 500);
    // Nobody has so many ports: the line is kept, and begins none.
    let reading =
        EOS.running("hostname a\ninterface Ethernet1-4000\n   shutdown\ninterface Ethernet9-3\nend\n");
    assert_eq!((reading.unknown.len(), reading.device.ports.len()), (3, 0));
}

/// A session that is said not to exchange IPv4 says something only where sessions do by themselves.
#[test]
fn a_default_of_sessions_may_be_shown() {
    let group = "router bgp 1\n   neighbor G peer group\n";
    let off = "   address-family ipv4\n      no neighbor G activate\n";
    let inactive = |text: &str| EOS.running(text).device.bgp.unwrap().groups[0].session.inactive.len();
    assert_eq!(inactive(&format!("{group}{off}end\n")), 1);
    assert_eq!(inactive(&format!("{group}   no bgp default ipv4-unicast\n{off}end\n")), 0);
    EOS.same("", &[("router bgp 1\n", "router bgp 1\n   bgp default ipv4-unicast\n")]);
    // The last word counts.
    let on = "   address-family ipv4\n      neighbor G activate\n";
    let active = |text: &str| EOS.running(text).device.bgp.unwrap().active_groups.len();
    assert_eq!(active(&format!("{group}{on}end\n")), 1);
    assert_eq!(active(&format!("{group}{on}{off}end\n")), 0);
    assert_eq!(active(&format!("{group}{off}{on}end\n")), 1);
    let networks = "router bgp 1\n   network 10.0.0.0/8\n   network 10.0.0.0/8 route-map A\nend\n";
    assert_eq!(EOS.running(networks).device.bgp.unwrap().networks[0].route_map.as_deref(), Some("A"));
}

/// An address of a VLAN that all switches share is one of IPv4; others are secondary to it.
#[test]
fn shared_addresses_have_a_first() {
    let svi = "interface Vlan7\n   ip address virtual 10.0.1.1/24 secondary\n   ip address virtual 10.0.0.1/24\n\
               \x20  ipv6 address virtual fd00::1/64\nend\n";
    let device = EOS.running(svi).device;
    let shared: Vec<String> = device.svis[0].virtual_addresses.iter().map(ToString::to_string).collect();
    assert_eq!(shared, ["10.0.0.1/24", "10.0.1.1/24", "fd00::1/64"]);
    let rendered = switch::render(&Environment::new(Secrets::Referenced).unwrap(), &device).unwrap();
    assert_eq!(EOS.running(&rendered).device, device);
}

/// What is kept as not known is told in the words of the text, with the lines that it has there.
#[test]
fn what_is_not_known_is_told_as_it_was_written() {
    let reading = EOS.running(
        "leaf1# show run\ninterface Et1\n   mtu 5 5\n   switchport trunk allowed vlan 7\n!\nend\nleaf1#",
    );
    let unknown: Vec<String> =
        reading.unknown.iter().map(|u| format!("{} | {} | {}", u.line, u.block, u.text)).collect();
    assert_eq!(
        unknown,
        ["3 | interface Ethernet1 | mtu 5 5", "4 | interface Ethernet1 | switchport trunk allowed vlan 7"]
    );
    // A prompt in the middle is none.
    assert_eq!(EOS.running("hostname a\na#show clock\nend\n").unknown.len(), 1);
}

/// What a compile prints has one spelling: another is not taken, since no template of ours prints it.
#[test]
fn what_is_compiled_is_read_in_one_spelling() {
    for (text, unknown) in [
        ("interface Et1\n   shutdown\nend\n", 2),
        ("leaf1#show running-config\nhostname leaf1\nend\n", 1),
        ("interface Vlan7\n   ip address 10.0.0.1 255.255.255.0\nend\n", 1),
        ("interface Ethernet1\n   no mlag\nend\n", 1),
    ] {
        assert_eq!(eos::read(text).unwrap().unknown.len(), unknown, "{text}");
    }
    // A default that is shown is a value all the same, which the plan has not.
    let mtu = |text: &str| eos::read(text).unwrap().device.svis[0].layer3.mtu;
    assert_eq!(mtu("interface Vlan7\n   mtu 1500\nend\n"), Some(1500));
}

#[test]
fn what_is_no_configuration_of_eos_is_refused() {
    let leaf = EOS.text("leaf");
    let cut = |at: &str| &leaf[..leaf.find(at).unwrap()];
    let refused = |text: &str| read::running(Os::Eos, text).unwrap_err().to_string();
    let nxos = "!Command: show running-config\nversion 10.3(5) Bios:version 05.45\nhostname n\nfeature vpc\n\n\
                vpc domain 1\n  peer-keepalive destination 192.0.2.1\n";
    let all = [
        ("nothing", refused("")),
        ("a prompt and nothing else", refused("leaf1#show running-config\nleaf1#\n")),
        ("NX-OS", refused(nxos)),
        ("NX-OS, a part", refused("interface Vlan7\n  vrf member x\n  hsrp version 2\n")),
        ("IOS", refused("Building configuration...\n\nhostname r1\nend\n")),
        (
            "IOS, a part",
            refused("hostname r1\ninterface GigabitEthernet0/1\n ip address 10.0.0.1 255.0.0.0\nend\n"),
        ),
        ("IOS XR", refused("!! IOS XR Configuration 7.5.2\nhostname r1\nend\n")),
        ("Junos", refused("set system host-name r1\nset interfaces xe-0/0/0 mtu 9192\n")),
        ("Junos, braces", refused("system {\n    host-name r1;\n}\n")),
        ("prose", refused("Dear colleague,\nthe switch is down.\nend\n")),
        ("cut in a banner", refused(cut("EOF"))),
        ("cut behind a block", refused(cut("router bgp"))),
        ("cut in a block", refused(cut("   maximum-paths"))),
        ("cut in a line", refused(cut("imum-paths"))),
        ("cut in its last word", refused(&leaf[..leaf.len() - 2])),
        ("a page of it", refused(&format!("{} --More-- \u{8}\u{8}\n", cut("router bgp")))),
        ("binary", refused("hostname a\n\u{0}\u{1}\u{2}\nend\n")),
        ("too large", refused(&"!\n".repeat(9_000_000))),
    ];
    let all: Vec<String> = all.iter().map(|(what, error)| format!("{what}: {error}")).collect();
    insta::assert_snapshot!(all.join("\n"));
    assert_eq!(
        read::running(Os::Eos, nxos).unwrap_err(),
        Error::OtherSystem { line: 4, text: "feature vpc".into(), os: Os::Nxos }
    );
    // Words in a banner are nobody's.
    let quoted = format!("banner motd\nBuilding configuration...\nEOF\n!\n{leaf}");
    assert_eq!(EOS.running(&quoted).device, EOS.running(&leaf).device);
    // The end of the last line may be missing, as in what was copied.
    assert_eq!(EOS.running(leaf.trim_end()).device, EOS.running(&leaf).device);
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    /// Whatever is shown: it is read or refused, each line is counted once, and what was read can be printed.
    #[test]
    fn any_text_is_taken(lines in prop::collection::vec((any::<prop::sample::Index>(), "[ -~]{0,6}"), 0..60)) {
        let (leaf, respelt) = (EOS.text("leaf"), EOS.text("leaf-respelt"));
        let known: Vec<&str> = leaf.lines().chain(respelt.lines()).collect();
        let mut text: String = lines.iter().map(|(at, more)| format!("{}{more}\n", at.get(&known))).collect();
        text.push_str("end\n");
        if let Ok(reading) = read::running(Os::Eos, &text) {
            prop_assert_eq!(reading.line_count(), text.matches('\n').count());
            prop_assert!(reading.unknown.iter().all(|u| reading.element(u.line).is_none()));
            let spoken = (1..=reading.line_count()).filter(|line| reading.element(*line).is_some()).count();
            prop_assert_eq!(spoken + reading.unknown.len(), reading.line_count());
            let rendered = switch::render(&Environment::new(Secrets::Referenced).unwrap(), &reading.device);
            prop_assert!(rendered.is_ok(), "{:?}", rendered.err());
        }
    }
}
