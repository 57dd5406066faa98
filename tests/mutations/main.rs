//! Single mutations of the flagship.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

#[path = "../text/mod.rs"]
mod text;

mod judge;
mod mutate;
mod place;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use judge::Outcome;
use rayon::prelude::*;

fn flagship() -> BTreeMap<String, String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/near-edge");
    let files = fs::read_dir(folder).unwrap().map(Result::unwrap);
    files
        .filter(|f| f.file_type().unwrap().is_file())
        .map(|f| (f.file_name().into_string().unwrap(), fs::read_to_string(f.path()).unwrap()))
        .collect()
}


/// What a path of the tree is of.
fn class(path: &str) -> &str {
    match path.split_once('/') {
        Some(("devices", name)) if name.starts_with("ce") => "ce",
        Some(("devices", _)) => "tor",
        Some((part, _)) => part,
        None => path,
    }
}

#[test]
fn explore() {
    let files = flagship();
    let base = judge::compile(&files).unwrap();
    let sources = &base.checked.sources;
    let places = place::places(sources);
    let mutations = mutate::mutations(sources, &places);
    let outcomes: Vec<String> = mutations
        .par_iter()
        .map(|m| match judge::judge(&files, &base, m) {
            Outcome::Differs(mutated) => {
                let differ = judge::differing(&base.tree, &mutated.tree);
                let classes: std::collections::BTreeSet<&str> = differ.iter().map(|p| class(p)).collect();
                let strange = judge::strange(&base, &mutated, m);
                format!("{} | {} | {} | {:?} | {}", m.kind.split(['.', ':']).next().unwrap(), m.kind, m.name, classes, strange.join(" // "))
            }
            _ => String::new(),
        })
        .collect();
    fs::write("/tmp/mutations2.txt", outcomes.join("\n")).unwrap();
}
