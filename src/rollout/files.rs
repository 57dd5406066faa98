//! The place of servers and clusters in the order: who comes to use something waits for it, and who
//! leaves it goes first.

use std::collections::BTreeSet;

use super::Action;
use crate::diff::{Diff, FileDiff, Presence, Says};

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
