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

#[test]
fn explore() {
    let files = flagship();
    let start = std::time::Instant::now();
    let base = judge::compile(&files).unwrap();
    eprintln!("compile {:?}", start.elapsed());
    let sources = &base.checked.sources;
    let places = place::places(sources);
    let mutations = mutate::mutations(sources, &places);
    eprintln!("{} places, {} mutations", places.len(), mutations.len());
    let start = std::time::Instant::now();
    let outcomes: Vec<String> = mutations
        .par_iter()
        .map(|m| match std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| judge::judge(&files, &base, m))) {
            Err(_) => format!("PANIC | {} | {}", m.kind, m.name),
            Ok(Outcome::Rejected(rules)) => format!("rejected {} | {} | {} | {rules:?}", rules.len(), m.kind, m.name),
            Ok(Outcome::Same) => format!("same | {} | {}", m.kind, m.name),
            Ok(Outcome::Differs(mutated)) => {
                let differ = judge::differing(&base.tree, &mutated.tree);
                let broken = judge::broken_links(&mutated.tree);
                format!("differs {} | {} | {} | {:?} | {}", differ.len(), m.kind, m.name, differ.iter().take(6).collect::<Vec<_>>(), broken.join(" // "))
            }
        })
        .collect();
    eprintln!("all {:?}", start.elapsed());
    fs::write("/tmp/mutations.txt", outcomes.join("\n")).unwrap();
}
