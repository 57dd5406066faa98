//! Commands there and back: what is written for a switch takes it from one plan to the other, by a
//! model of the switch that knows nothing of how they were made.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod common;

use selvedge::commands::Commands;
use selvedge::lower::{self, Context};
use selvedge::model::value::Os;
use selvedge::plan::Device;

/// The plans of a fixture's switches.
fn devices(name: &str) -> Vec<Device> {
    let analysis = common::analysis(name);
    let context = Context::new(&analysis);
    context.assigned.topology.switches().filter_map(|(id, _)| lower::device(&context, id)).collect()
}

/// From any switch of the fixtures to any other of its vendor: all that a plan can say goes and comes.
#[test]
fn any_switch_becomes_any_other() {
    let commands = Commands::new().unwrap();
    let mut all: Vec<Device> = common::FIXTURES.iter().flat_map(|name| devices(name)).collect();
    // Switches of racks that are alike say nothing new.
    all.retain(|d| !d.name.starts_with('r') || d.name.starts_with("r1-t1") || d.name.starts_with("r8-t1"));
    let mut wrong = Vec::new();
    for os in [Os::Eos, Os::Nxos] {
        let of: Vec<&Device> = all.iter().filter(|d| d.os == os).collect();
        for (old, new) in of.iter().flat_map(|old| of.iter().map(move |new| (*old, *new))) {
            match commands.change(old, new) {
                Ok(change) => assert_eq!(change.is_none(), old == new),
                Err(failure) => wrong.push(format!("{os} {} -> {}: {failure}", old.name, new.name)),
            }
        }
    }
    assert!(wrong.is_empty(), "{}\n{}", wrong.len(), wrong[..wrong.len().min(25)].join("\n"));
}
