//! One direction: no step imports a later one.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use std::path::{Path, PathBuf};

/// Every module with the modules that it may import, in the order of the pipeline.
const STEPS: &[(&str, &[&str])] = &[
    ("parallel", &[]),
    ("shown", &[]),
    ("finding", &[]),
    ("source", &["shown", "finding"]),
    ("syntax", &["finding", "source"]),
    ("fmt", &["shown", "finding", "source", "syntax"]),
    ("model", &["finding", "syntax"]),
    ("graph", &["finding", "model"]),
    ("assign", &["finding", "model", "graph"]),
    ("check", &["finding", "model", "graph", "assign"]),
    ("fix", &["finding", "source"]),
    ("plan", &["finding", "model"]),
    ("lower", &["finding", "model", "graph", "assign", "plan"]),
    ("render", &["finding", "source", "model", "plan"]),
    ("read", &["model", "plan"]),
    ("readback", &["finding", "source", "model", "plan", "render", "read"]),
    ("blame", &["plan", "read", "readback"]),
    ("commands", &["model", "plan", "render", "read"]),
    ("emit", &["shown"]),
    (
        "compile",
        &[
            "finding", "source", "model", "graph", "assign", "plan", "lower", "render", "read", "readback",
            "emit",
        ],
    ),
    (
        "side",
        &[
            "parallel", "shown", "finding", "source", "model", "graph", "assign", "plan", "lower", "render",
            "read", "emit",
        ],
    ),
    ("diff", &["parallel", "finding", "model", "graph", "assign", "plan", "render", "read", "side"]),
    ("rollout", &["model", "graph", "assign", "plan", "side", "diff"]),
    (
        "report",
        &[
            "shown", "finding", "source", "syntax", "model", "plan", "check", "read", "side", "diff",
            "rollout",
        ],
    ),
    (
        "cli",
        &[
            "blame", "commands", "diff", "finding", "source", "fmt", "model", "check", "compile", "emit",
            "fix", "render", "report", "rollout", "parallel", "shown", "side",
        ],
    ),
];

fn files(module: &str) -> Vec<PathBuf> {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut found: Vec<PathBuf> =
        [src.join(format!("{module}.rs"))].into_iter().filter(|f| f.exists()).collect();
    let mut folders: Vec<PathBuf> = [src.join(module)].into_iter().filter(|f| f.exists()).collect();
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|e| e == "rs") {
                found.push(path);
            }
        }
    }
    found
}

/// The modules of this crate that a text names, comments left out.
fn imports(text: &str) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    for (n, line) in text.lines().enumerate() {
        let code = line.split("//").next().unwrap();
        for (at, _) in code.match_indices("crate::") {
            let rest = &code[at + "crate::".len()..];
            let names: Vec<&str> = match rest.strip_prefix('{') {
                Some(list) => list.split(['{', ',', '}']).collect(),
                None => vec![rest],
            };
            for name in names {
                let name: String =
                    name.trim().chars().take_while(|c| c.is_ascii_lowercase() || *c == '_').collect();
                if !name.is_empty() {
                    found.push((n + 1, name));
                }
            }
        }
    }
    found
}

#[test]
fn no_step_imports_a_later_one() {
    let known: Vec<&str> = STEPS.iter().map(|(step, _)| *step).collect();
    let mut wrong = Vec::new();
    let mut seen = 0;
    for (step, allowed) in STEPS {
        let files = files(step);
        assert!(!files.is_empty(), "there is no module `{step}`");
        for file in files {
            for (line, import) in imports(&std::fs::read_to_string(&file).unwrap()) {
                seen += 1;
                if known.contains(&import.as_str()) && import != *step && !allowed.contains(&import.as_str())
                {
                    wrong.push(format!("{}:{line}: {step} imports {import}", file.display()));
                }
            }
        }
    }
    assert!(seen > 100, "{seen} imports were looked at");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Files are read in one place and written in one.
#[test]
fn files_are_read_by_source_and_written_by_emit() {
    let mut wrong = Vec::new();
    for (step, _) in STEPS.iter().filter(|(step, _)| !matches!(*step, "source" | "emit")) {
        for file in files(step) {
            let text = std::fs::read_to_string(&file).unwrap();
            let text = text.split("#[cfg(test)]").next().unwrap();
            if text.contains("std::fs") || text.contains("File::open") {
                wrong.push(file.display().to_string());
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_module_has_its_place() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    for entry in std::fs::read_dir(src).unwrap() {
        let name = entry.unwrap().path().file_stem().unwrap().to_str().unwrap().to_owned();
        let known = STEPS.iter().any(|(step, _)| *step == name);
        assert!(known || matches!(name.as_str(), "lib" | "main"), "`{name}` is not in the order of steps");
    }
}
