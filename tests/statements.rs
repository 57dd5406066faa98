//! `port` and `bond` statements in place of what is derived, as the emitted text shows them.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod text;

use text::{Tree, compile_to};

/// The smallest fabric with some statements more.
fn with(statements: &str) -> (tempfile::TempDir, Tree) {
    fixture_with("smallest", statements)
}

fn fixture_with(name: &str, statements: &str) -> (tempfile::TempDir, Tree) {
    let folder = tempfile::tempdir().unwrap();
    let fabric = format!("{}/fixtures/{name}/{name}.fab", env!("CARGO_MANIFEST_DIR"));
    let source = folder.path().join("fabric.fab");
    std::fs::write(&source, format!("{}\n{statements}\n", std::fs::read_to_string(fabric).unwrap())).unwrap();
    let tree = folder.path().join("tree");
    compile_to(&source, &tree);
    let tree = Tree::read(&tree);
    (folder, tree)
}

#[test]
fn a_native_vlan_alone_leaves_the_allowed_list_as_it_was() {
    let (_guard, tree) = with(
        "port r1-t1:Ethernet45, r1-t1:Ethernet46, r1-t2:Ethernet45, r1-t2:Ethernet46 { native-vlan 310 }\n\
         port ce1:Ethernet2, ce1:Ethernet3, ce2:Ethernet2, ce2:Ethernet3 { native-vlan 310 }",
    );
    let tor = &tree.devices["r1-t1"];
    assert_eq!(tor.value("Port-Channel100", "switchport trunk native vlan"), Some("310"));
    assert_eq!(tor.value("Port-Channel100", "switchport trunk allowed vlan"), Some("310,501"));
}

#[test]
fn a_bond_of_one_cable_to_a_pe_is_a_routed_port_channel_with_the_sub_interfaces_on_it() {
    let (_guard, tree) = with("bond up { members ce1:Ethernet1; number 7; lacp passive }");
    let ce = &tree.devices["ce1"];
    assert!(ce.interface("Port-Channel7").contains(&"no switchport".to_owned()));
    assert_eq!(ce.value("Port-Channel7.2001", "vrf"), Some("blue"));
    assert!(!ce.has_interface("Ethernet1.2001"));
    assert_eq!(ce.channel("Ethernet1"), Some(("7".into(), "passive".into())));
    let sheet = tree.text("handoff/pe1.md");
    // The other end speaks first, on its own port-channel.
    assert!(
        sheet.contains("channel-group 1 mode active") && sheet.contains("interface Port-Channel1.2001"),
        "{sheet}"
    );
}

#[test]
fn a_member_that_leaves_takes_nothing_with_it() {
    let (_guard, tree) = with(
        "bond b { members ce1:Ethernet3, ce2:Ethernet3; number 200 }\n\
         bond u { members r1-t2:Ethernet45, r1-t2:Ethernet46; number 200 }",
    );
    for name in ["ce1", "ce2"] {
        let ce = &tree.devices[name];
        for port in ["Ethernet2", "Ethernet3"] {
            let (number, _) = ce.channel(port).unwrap();
            assert!(ce.has_interface(&format!("Port-Channel{number}")), "{name} {port}");
        }
    }
}

#[test]
fn a_port_alone_in_fallback_has_what_its_port_channel_has() {
    let (_guard, tree) = with(
        "bond b { members r1-t1:Ethernet1, r1-t2:Ethernet1; number 44; native-vlan 501; vlans 310, 501 }",
    );
    let tor = &tree.devices["r1-t2"];
    for port in ["Port-Channel44", "Ethernet1"] {
        assert_eq!(tor.value(port, "switchport trunk native vlan"), Some("501"), "{port}");
        assert_eq!(tor.value(port, "switchport trunk allowed vlan"), Some("310,501"), "{port}");
    }
    assert_eq!(tor.value("Port-Channel44", "mlag"), Some("44"));
}

#[test]
fn a_port_that_is_switched_off_stays_off_in_a_bond() {
    let (_guard, tree) =
        with("bond b { members r1-t1:Ethernet1, r1-t2:Ethernet1 }\nport r1-t1:Ethernet1 { shutdown true }");
    assert!(tree.devices["r1-t1"].interface("Ethernet1").contains(&"shutdown".to_owned()));
    assert!(!tree.devices["r1-t2"].interface("Ethernet1").contains(&"shutdown".to_owned()));
}

#[test]
fn without_lacp_nothing_falls_back() {
    let (_guard, tree) = with(
        "bond b { members r1-t1:Ethernet1, r1-t2:Ethernet1; lacp static }\n\
         bond h { members r1-s1:ens3f0np0, r1-s1:ens3f1np1; lacp static }",
    );
    let tor = &tree.devices["r1-t1"];
    assert_eq!(tor.channel("Ethernet1"), Some(("1".into(), "on".into())));
    assert!(!tor.interface("Port-Channel1").iter().any(|l| l.contains("fallback")));
    assert_eq!(tor.value("Ethernet1", "lacp timer"), None);
}

#[test]
fn a_member_and_its_port_channel_have_one_mtu_on_nxos() {
    let (_guard, tree) =
        fixture_with("all-nxos", "port r1-t1:Ethernet1/1, r1-t2:Ethernet1/1 { mtu 9000; speed 10g }");
    for name in ["r1-t1", "r1-t2"] {
        let tor = &tree.devices[name];
        assert_eq!(tor.value("port-channel1", "mtu"), Some("9000"));
        assert_eq!(tor.value("Ethernet1/1", "mtu"), Some("9000"));
        assert_eq!(tor.value("Ethernet1/1", "speed"), Some("10000"));
        assert_eq!(tor.value("port-channel2", "mtu"), Some("9216"));
    }
}

#[test]
fn a_port_that_is_given_vlans_takes_jumbo_frames_on_nxos() {
    let (_guard, tree) =
        fixture_with("all-nxos", "port ce1:Ethernet1/9 { vlans 501; description \"probe\" }");
    let lines = tree.devices["ce1"].interface("Ethernet1/9");
    let trunk = ["switchport", "switchport mode trunk", "switchport trunk allowed vlan 501", "mtu 9216"];
    assert_eq!(lines, [&["description probe"], &trunk[..], &["no shutdown"]].concat());
}
