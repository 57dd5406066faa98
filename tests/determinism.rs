//! The same input gives the same bytes: whatever the order of declarations, the threads, the folder.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod text;

use std::collections::BTreeMap;
use std::path::Path;

use text::compile_to;

/// Every file below a folder with its contents; of the manifest, all but the digest of the source.
fn files(root: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut all = BTreeMap::new();
    let mut folders = vec![root.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let name = path.strip_prefix(root).unwrap().to_str().unwrap().to_owned();
                all.insert(name, std::fs::read(&path).unwrap());
            }
        }
    }
    all
}

fn tree_of(source: &Path) -> BTreeMap<String, Vec<u8>> {
    let tree = tempfile::tempdir().unwrap();
    compile_to(source, tree.path());
    let mut all = files(tree.path());
    all.remove("selvedge.json").unwrap();
    all
}

fn fixture(name: &str) -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures").join(name);
    let mut texts = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|e| e == "fab") {
            texts.push((path.clone(), std::fs::read_to_string(&path).unwrap()));
        }
    }
    texts.sort();
    texts.into_iter().map(|(_, text)| text).collect::<Vec<_>>().join("\n")
}

/// The statements of a text at its top level, each with its comments left out.
fn statements(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut current = String::new();
    let mut depth = 0i32;
    for line in text.lines() {
        let line = line.split(" #").next().unwrap();
        if line.starts_with('#') || (depth == 0 && line.trim().is_empty()) {
            continue;
        }
        current.push_str(line);
        current.push('\n');
        depth += line.matches('{').count() as i32 - line.matches('}').count() as i32;
        if depth == 0 {
            found.push(std::mem::take(&mut current));
        }
    }
    found
}

/// A fixed sequence of pseudo-random numbers.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, n: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % n as u64) as usize
    }

    fn shuffle<T>(&mut self, items: &mut [T]) {
        for i in (1..items.len()).rev() {
            items.swap(i, self.below(i + 1));
        }
    }
}

/// Shuffles what is inside a block of one line each, too.
fn shuffle_inside(statement: &str, numbers: &mut Numbers) -> String {
    let lines: Vec<&str> = statement.lines().collect();
    let whole = |l: &str| l.matches('{').count() == l.matches('}').count() && !l.trim_end().ends_with(',');
    if lines.len() < 4 || !lines[1..lines.len() - 1].iter().all(|l| whole(l)) {
        return statement.to_owned();
    }
    let mut inner: Vec<&str> = lines[1..lines.len() - 1].to_vec();
    numbers.shuffle(&mut inner);
    format!("{}\n{}\n{}\n", lines[0], inner.join("\n"), lines[lines.len() - 1])
}

#[test]
fn the_order_of_statements_does_not_matter() {
    for name in ["near-edge", "smallest", "all-nxos", "cisco-ce"] {
        let all = statements(&fixture(name));
        assert!(all.len() > 10);
        let folder = tempfile::tempdir().unwrap();
        let mut trees = Vec::new();
        for seed in 1..=4u64 {
            let mut numbers = Numbers(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15));
            let mut shuffled = all.clone();
            if seed > 1 {
                numbers.shuffle(&mut shuffled);
                for statement in &mut shuffled {
                    *statement = shuffle_inside(statement, &mut numbers);
                }
            }
            let source = folder.path().join(format!("{seed}"));
            std::fs::create_dir(&source).unwrap();
            // Spread over files as well: which file a statement stands in does not matter either.
            for (i, part) in shuffled.chunks(shuffled.len() / seed as usize + 1).enumerate() {
                std::fs::write(source.join(format!("part{i}.fab")), part.join("\n")).unwrap();
            }
            let mut tree = tree_of(&source);
            tree.insert("fabric.lock".into(), std::fs::read(source.join("fabric.lock")).unwrap());
            trees.push(tree);
        }
        for tree in &trees[1..] {
            for (path, contents) in tree {
                assert_eq!(
                    String::from_utf8_lossy(&trees[0][path]),
                    String::from_utf8_lossy(contents),
                    "{name}: {path}"
                );
            }
            assert_eq!(trees[0].len(), tree.len(), "{name}");
        }
    }
}

#[test]
fn the_number_of_threads_does_not_matter() {
    let folder = tempfile::tempdir().unwrap();
    let source = folder.path().join("fabric.fab");
    std::fs::write(&source, fixture("near-edge")).unwrap();
    let with = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| tree_of(&source))
    };
    let one = with(1);
    assert!(one.len() > 140);
    assert!(one == with(2));
    assert!(one == with(5));
}

#[test]
fn a_second_compile_writes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let source = folder.path().join("fabric.fab");
    std::fs::write(&source, fixture("near-edge")).unwrap();
    let tree = folder.path().join("build");
    let first = compile_to(&source, &tree);
    assert!(first.tree.written > 140 && first.lock_written);
    let second = compile_to(&source, &tree);
    assert!(second.tree.changed_nothing() && !second.lock_written, "{second:?}");
    assert_eq!(second.tree.unchanged, first.tree.written);
}

/// What stands stays where it is when something is added: numbers come from names, and the rest
/// from the lock.
#[test]
fn a_rack_or_cluster_that_is_added_moves_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let source = folder.path().join("fabric.fab");
    let small = fixture("near-edge")
        .replace("rack r[1-8]", "rack r[1,2,4-8]")
        .replace("racks r[1-3]", "racks r[1-2]");
    std::fs::write(&source, &small).unwrap();
    let before = tree_of(&source);
    let more = small.replace("rack r[1,2,4-8]", "rack r[1-8]")
        + "\ncluster extra { cni oam-net; cloud-services csn; control-plane { count 1; sku NC_G2_8_v1 }\n\
           agent-pool system { mode system; count 1; sku NC_G2_8_v1 } }\n\
           l3-isolation-domain added { internal-network one { vlan 800; subnet 10.70.0.0/24 } }\n";
    std::fs::write(&source, more).unwrap();
    let after = tree_of(&source);
    let lines = |text: &[u8]| String::from_utf8_lossy(text).lines().map(str::to_owned).collect::<Vec<_>>();
    for (path, old) in before.iter().filter(|(path, _)| path.starts_with("devices/")) {
        let new = lines(&after[path]);
        let gone: Vec<String> = lines(old).into_iter().filter(|l| !new.contains(l)).collect();
        // What a port carried it may carry more of; nothing else changes.
        let vlan_lists = |l: &String| l.contains("switchport trunk allowed vlan");
        assert!(gone.iter().all(vlan_lists), "{path}: {gone:#?}");
    }
    assert!(after.contains_key("devices/r3-t1.cfg"));
    for (path, old) in before.iter().filter(|(path, _)| path.starts_with("hosts/")) {
        assert!(old == &after[path], "{path}");
    }
}
