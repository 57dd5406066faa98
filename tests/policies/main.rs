//! What a policy means on a switch is what it means in the language: an evaluator of the language
//! and one of route maps and access lists, as each vendor's switches run them, agree on any route
//! and packet.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

#[path = "../common/mod.rs"]
mod common;

mod packet;
mod packets;
mod places;
mod route;
mod routes;

use proptest::prelude::*;
use selvedge::lower::{self, Context};
use selvedge::plan::Device;

const OPTION_A: &str =
    "external-network wan  { option-a { vlan 2001; primary 10.50.0.0/30; secondary 10.50.0.4/30 } }";
const EOS: &str = "os eos; model DCS-7050SX3-48YC8; management-port Management1; internal-vlans 3401-3967";
const NXOS: &str = "os nxos; model N9K-C93180YC-FX3; management-port mgmt0";

/// The first CE of a small dual-stack instance, on each vendor, with the fabric and what is wrong.
fn first_ces(
    external: &str,
    more: &str,
) -> [(selvedge::Analysis, Device, Vec<selvedge::finding::Finding>); 2] {
    [EOS, NXOS].map(|platform| {
        let base = std::fs::read_to_string(common::fixture("smallest").join("smallest.fab")).unwrap();
        assert!(base.contains(OPTION_A) && base.contains(EOS));
        let mut text = base.replace(OPTION_A, external).replacen(EOS, platform, 1) + more;
        if platform == NXOS {
            // The three roles of a CE's ports: a Nexus counts line cards.
            text = text.replacen("names Ethernet", "names Ethernet1/", 3);
        }
        let (sources, loading) = selvedge::source::Sources::from_text("test.fab", &text);
        let checked = selvedge::check_sources(sources, loading);
        let errors: Vec<_> =
            checked.findings.into_iter().filter(|f| f.level == selvedge::finding::Level::Error).collect();
        let analysis = checked.analysis.unwrap_or_else(|| panic!("{errors:#?}\n{text}"));
        let context = Context::new(&analysis);
        let ce =
            analysis.assignment.topology.ids().map(|(id, _)| id).find_map(|id| lower::device(&context, id));
        let device = ce.expect("CEs come first");
        assert_eq!(device.name, "ce1");

        (analysis, device, errors)
    })
}

fn some_of(words: &'static [&'static str], most: usize) -> impl Strategy<Value = Vec<&'static str>> {
    proptest::sample::subsequence(words, 0..=most)
}

fn verdict() -> impl Strategy<Value = &'static str> {
    prop_oneof![3 => Just("permit"), 1 => Just("deny")]
}

/// An attribute with its values, where there are any.
fn attribute(name: &str, values: &[impl AsRef<str>]) -> String {
    let words: Vec<&str> = values.iter().map(AsRef::as_ref).collect();
    if words.is_empty() { String::new() } else { format!("{name} {}; ", words.join(", ")) }
}
