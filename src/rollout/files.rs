//! The place of servers and clusters in the order: who comes to use something waits for it, and who
//! leaves it goes first.

use std::collections::{BTreeMap, BTreeSet};

use super::{Action, Stage};
use crate::diff::{Diff, FileDiff, Presence, Says, SwitchDiff};
use crate::graph::{Kind, Topology};

/// What of servers and clusters is done before the switches, and what afterwards.
pub fn steps(diff: &Diff) -> (Vec<Action>, Vec<Action>) {
    let (hosts_before, hosts_after) = apart(&diff.hosts);
    let (files_before, files_after) = apart(&diff.files);
    let all = |actions: [Action; 2]| {
        let some = |action: &Action| match action {
            Action::Servers(names) | Action::Manifests(names) => !names.is_empty(),
            Action::Switches { .. } | Action::Neighbors(_) => true,
        };
        actions.into_iter().filter(some).collect()
    };
    (
        all([Action::Manifests(files_before), Action::Servers(hosts_before)]),
        all([Action::Servers(hosts_after), Action::Manifests(files_after)]),
    )
}

/// Takes out of what is done behind the switches the servers of racks that come, whose TORs are all
/// there as soon as the CEs are: they are built in before any other TOR changes. Where none does, they
/// stay where they are.
pub fn built_in(
    topology: Option<&Topology>,
    waves: &[(Stage, Vec<&SwitchDiff>)],
    after: Vec<Action>,
    diff: &Diff,
) -> (Option<Action>, Vec<Action>) {
    let is_tors = |stage: &Stage| matches!(stage, Stage::Canary(_) | Stage::Tors(_));
    let Some(topology) = topology.filter(|_| waves.iter().any(|(stage, _)| is_tors(stage))) else {
        return (None, after);
    };
    let come = waves.iter().filter(|(stage, _)| matches!(stage, Stage::Come(_)));
    let come: BTreeSet<&str> = come.flat_map(|(_, switches)| switches).map(|s| &*s.name).collect();
    let mut racks: BTreeMap<usize, bool> = BTreeMap::new();
    for (_, device) in topology.switches() {
        if let Kind::Tor(rack, _) = device.kind {
            *racks.entry(rack).or_insert(true) &= come.contains(&*device.name);
        }
    }
    let news = diff.hosts.iter().filter(|f| f.presence == Presence::New).map(|f| &*f.name);
    let news: BTreeSet<&str> = news.collect();
    let is_built_in = |name: &String| {
        let kind = topology.named(name).and_then(|id| topology.device(id)).map(|d| d.kind);
        let rack = matches!(kind, Some(Kind::Server(rack, _)) if racks.get(&rack) == Some(&true));
        rack && news.contains(&**name)
    };
    let (mut first, mut rest) = (Vec::new(), Vec::new());
    for action in after {
        match action {
            Action::Servers(names) => {
                let (early, late): (Vec<String>, Vec<String>) = names.into_iter().partition(is_built_in);
                first.extend(early);
                rest.extend((!late.is_empty()).then_some(Action::Servers(late)));
            }
            action => rest.push(action),
        }
    }
    ((!first.is_empty()).then_some(Action::Servers(first)), rest)
}

/// The names of those that only leave something, and of the others.
fn apart(files: &[FileDiff]) -> (Vec<String>, Vec<String>) {
    let (leave, others): (Vec<&FileDiff>, Vec<&FileDiff>) = files.iter().partition(|f| leaves(f));
    let names = |files: Vec<&FileDiff>| files.into_iter().map(|f| f.name.clone()).collect();
    (names(leave), names(others))
}

/// Whether a file has nothing that it did not have before.
fn leaves(file: &FileDiff) -> bool {
    match file.presence {
        Presence::Old => true,
        Presence::New => false,
        Presence::Both => file.details.iter().all(|detail| match &detail.says {
            Says::Value { new, .. } => new.is_none(),
            Says::Set { added, .. } => added.is_empty(),
            Says::List { old, new } => new.iter().all(|item| old.contains(item)),
            Says::Secret => false,
        }),
    }
}

/// Servers whose netplan leaves something behind the switches: what it replaces is there no more before
/// they take what comes.
pub fn leaving(diff: &Diff) -> BTreeSet<&str> {
    let late = |f: &&FileDiff| f.presence == Presence::Both && !leaves(f) && !only_comes(f);
    diff.hosts.iter().filter(late).map(|f| &*f.name).collect()
}

/// Whether a file loses nothing that it had.
fn only_comes(file: &FileDiff) -> bool {
    file.details.iter().all(|detail| match &detail.says {
        Says::Value { old, .. } => old.is_none(),
        Says::Set { removed, .. } => removed.is_empty(),
        Says::List { old, new } => old.iter().all(|item| new.contains(item)),
        Says::Secret => true,
    })
}
