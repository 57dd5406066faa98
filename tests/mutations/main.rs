//! Single mutations of the flagship, one of each kind that each attribute of the construct table
//! allows: a statement dropped or doubled, a value dropped, doubled, swapped or shifted.
//!
//! Each is rejected; or gives the same tree; or a tree in which both ends of every link agree, which
//! netplan takes, whose configurations are read back as their plans (on every compile), and which
//! differs only where the statement reaches. A rejection comes from `check`, not from texts that turn
//! out to be other ones than were planned, and points at the statement; where it points elsewhere is
//! in the snapshot. `accepted.txt` names those that are not rejected, with
//! the reason; one that it does not name fails the test until somebody writes it.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

#[path = "../text/mod.rs"]
mod text;

#[path = "../common/mod.rs"]
mod common;

mod accepted;
mod judge;
mod mutate;
mod netplan;
mod place;
mod reach;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};

use judge::Outcome;
use rayon::prelude::*;

fn flagship() -> BTreeMap<String, String> {
    let files = fs::read_dir(common::fixture("near-edge")).unwrap().map(Result::unwrap);
    files
        .filter(|f| f.file_type().unwrap().is_file())
        .map(|f| (f.file_name().into_string().unwrap(), fs::read_to_string(f.path()).unwrap()))
        .collect()
}

#[test]
fn a_mutation_is_rejected_or_does_no_more_than_it_says() {
    let files = flagship();
    let base = judge::compile(&files).ok().unwrap();
    let mutations = mutate::mutations(&base.checked.sources, &place::places(&base.checked.sources));
    assert!(mutations.len() >= 400, "{} mutations", mutations.len());
    let judged: Vec<_> = mutations
        .par_iter()
        .map(|m| {
            let judged = catch_unwind(AssertUnwindSafe(|| match judge::judge(&files, &base, m) {
                Outcome::Rejected(rejection) => (Some(rejection), Vec::new(), Vec::new()),
                Outcome::Same => (None, Vec::new(), Vec::new()),
                Outcome::Differs(mutated) => {
                    let mut wrong = judge::broken_links(&mutated.tree);
                    wrong.extend(reach::strange(&base, &mutated, m));
                    (None, wrong, netplan::changed(&base, &mutated))
                }
            }));
            (m, judged.unwrap_or_else(|_| (None, vec!["a panic".into()], Vec::new())))
        })
        .collect();
    let mut wrong: Vec<String> = Vec::new();
    let mut hosts = BTreeMap::new();
    let mut kinds = BTreeMap::new();
    let mut elsewhere: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for (m, (rejection, faults, changed)) in judged {
        wrong.extend(faults.into_iter().map(|fault| format!("{}: {fault}", m.name)));
        hosts.extend(changed.into_iter().map(|(path, text)| (text, format!("{} {path}", m.name))));
        match rejection {
            None => drop(kinds.insert(m.kind.clone(), m.name.clone())),
            Some(r) if r.late => wrong.push(format!("{}: no rule, and {:?}", m.name, r.rules)),
            Some(r) if !r.there => elsewhere.entry(&m.kind).or_default().extend(r.rules),
            Some(_) => {}
        }
    }
    if common::may_run("a_mutation_is_rejected_or_does_no_more_than_it_says", netplan::missing()) {
        assert!(hosts.len() > 10, "{} host files changed", hosts.len());
        wrong.extend(netplan::refused_any(hosts));
    }
    let lines = elsewhere
        .iter()
        .map(|(kind, rules)| format!("{kind}: {}", rules.iter().copied().collect::<Vec<_>>().join(", ")));
    insta::assert_snapshot!("elsewhere", lines.collect::<Vec<_>>().join("\n"));
    let all: BTreeSet<&str> = mutations.iter().map(|m| m.kind.as_str()).collect();
    wrong.extend(accepted::differences(&kinds, &all));
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// What of the table the flagship does not have, and so is not mutated here: a new attribute goes into
/// the flagship, or into this list.
#[test]
fn every_attribute_of_the_flagship_is_mutated() {
    let checked = selvedge::check(&common::fixture("near-edge"), &Default::default()).unwrap();
    let places = place::places(&checked.sources);
    let there: BTreeSet<String> = places.iter().map(|p| p.attribute.clone()).collect();
    let mutated: BTreeSet<String> = mutate::mutations(&checked.sources, &places)
        .iter()
        .map(|m| m.kind.split(':').next().unwrap().to_owned())
        .collect();
    assert_eq!(there, mutated);
    let absent: Vec<String> = place::attributes().into_iter().filter(|a| !there.contains(a)).collect();
    insta::assert_snapshot!(absent.join("\n"));
}
