//! The trees of the fixtures, whole: what is committed beside each is what the compiler makes.
//!
//! `UPDATE_TREES=1 cargo test --test trees` makes them anew; read the difference before it is
//! committed.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod text;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use text::compile_to;

fn below(root: &Path) -> BTreeSet<PathBuf> {
    let mut all = BTreeSet::new();
    let mut folders = vec![root.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).into_iter().flatten() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                all.insert(path.strip_prefix(root).unwrap().to_owned());
            }
        }
    }
    all
}

fn expect_tree(name: &str) {
    let fixture = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures").join(name);
    let folder = tempfile::tempdir().unwrap();
    let source = folder.path().join(name);
    std::fs::create_dir(&source).unwrap();
    for entry in std::fs::read_dir(&fixture).unwrap() {
        let entry = entry.unwrap();
        if entry.file_type().unwrap().is_file() {
            std::fs::copy(entry.path(), source.join(entry.file_name())).unwrap();
        }
    }
    let expected = fixture.join("tree");
    let made = folder.path().join("tree");
    compile_to(&source, &made);
    let lock = ["fabric.lock", &format!("{name}.lock")]
        .map(|l| source.join(l))
        .into_iter()
        .find(|l| l.exists())
        .unwrap();
    if std::env::var_os("UPDATE_TREES").is_some() {
        std::fs::remove_dir_all(&expected).ok();
        for path in below(&made) {
            std::fs::create_dir_all(expected.join(&path).parent().unwrap()).unwrap();
            std::fs::copy(made.join(&path), expected.join(&path)).unwrap();
        }
        std::fs::copy(&lock, fixture.join(lock.file_name().unwrap())).unwrap();
    }
    assert_eq!(below(&expected), below(&made), "the files of {name}");
    for path in below(&made) {
        let read = |root: &Path| std::fs::read_to_string(root.join(&path)).unwrap();
        let (old, new) = (read(&expected), read(&made));
        if old != new {
            let line = old
                .lines()
                .zip(new.lines())
                .position(|(a, b)| a != b)
                .unwrap_or(old.lines().count().min(new.lines().count()));
            let show = |text: &str| text.lines().nth(line).unwrap_or("(end)").to_owned();
            panic!(
                "{name}/tree/{}:{}\n  expected {}\n  made     {}",
                path.display(),
                line + 1,
                show(&old),
                show(&new)
            );
        }
    }
    let committed = std::fs::read_to_string(fixture.join(lock.file_name().unwrap())).unwrap();
    assert_eq!(committed, std::fs::read_to_string(&lock).unwrap(), "the lock of {name}");
}

#[test]
fn near_edge() {
    expect_tree("near-edge");
}

#[test]
fn all_nxos() {
    expect_tree("all-nxos");
}

#[test]
fn cisco_ce() {
    expect_tree("cisco-ce");
}

#[test]
fn smallest() {
    expect_tree("smallest");
}
