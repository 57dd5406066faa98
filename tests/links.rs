//! Both ends of every link agree, as the emitted text says: VLANs, MTU, LACP, numbers, addresses.
//!
//! What is compared here are configurations, netplans and hand-off sheets as they were emitted, by
//! the rows of `cabling.csv`; the model has no say. The checks themselves are in `text/links.rs`.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod text;

use text::{Tree, compile, links};

const FIXTURES: &[&str] = &["near-edge", "smallest", "all-nxos", "cisco-ce"];

fn each(test: impl Fn(&str, &Tree)) {
    for fixture in FIXTURES {
        let (_guard, tree) = compile(fixture);
        test(fixture, &tree);
    }
}

#[test]
fn both_ends_of_every_cable_between_switches_agree() {
    each(links::both_ends_of_every_cable_between_switches_agree);
}

/// NX-OS lets a member join that says what its port-channel says, and no other.
#[test]
fn a_member_repeats_its_port_channel_on_nxos() {
    each(links::a_member_repeats_its_port_channel_on_nxos);
}

#[test]
fn a_server_and_its_two_tors_agree() {
    each(links::a_server_and_its_two_tors_agree);
}

#[test]
fn every_session_between_ces_has_its_other_end() {
    each(links::every_session_between_ces_has_its_other_end);
}

#[test]
fn ce_and_pe_agree_on_every_sub_interface_and_session() {
    each(links::ce_and_pe_agree_on_every_sub_interface_and_session);
}

#[test]
fn every_vlan_of_a_trunk_exists_on_its_switch() {
    each(links::every_vlan_of_a_trunk_exists_on_its_switch);
}
