//! netplan's own opinion of the host files that a mutation changed.

use std::collections::BTreeMap;
use std::fs::{self, OpenOptions};
use std::io::Write;
use std::os::unix::fs::OpenOptionsExt;
use std::process::Command;

use rayon::prelude::*;

use super::judge::Compiled;

/// Why netplan can't be asked.
pub fn missing() -> Option<String> {
    Command::new("netplan").arg("--help").output().is_err().then(|| "there is no netplan".to_owned())
}

/// One host file of each way in which a mutation changed them: the like servers of a profile change
/// alike. By the lines that came, digits left out.
pub fn changed(base: &Compiled, mutated: &Compiled) -> Vec<(String, String)> {
    let mut ways = BTreeMap::new();
    for (path, text) in mutated.tree.files.iter().filter(|(path, _)| path.starts_with("hosts/")) {
        let old = base.tree.files.get(path).map(String::as_str).unwrap_or_default();
        if old == text {
            continue;
        }
        let came =
            text.lines().filter(|line| !old.lines().any(|l| l == *line)).collect::<Vec<_>>().join("\n");
        let way = came.replace(|c: char| c.is_ascii_digit(), "");
        ways.entry(way).or_insert_with(|| (path.clone(), text.clone()));
    }
    ways.into_values().collect()
}

/// What netplan says against a host file.
pub fn refused(path: &str, text: &str) -> Option<String> {
    let root = tempfile::tempdir().unwrap();
    let file = root.path().join("etc/netplan/60-fabric.yaml");
    fs::create_dir_all(file.parent().unwrap()).unwrap();
    let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(file).unwrap();
    file.write_all(text.as_bytes()).unwrap();
    let output = Command::new("netplan").args(["generate", "--root-dir"]).arg(root.path()).output().unwrap();
    let fine = output.status.success() && output.stderr.is_empty();
    (!fine).then(|| format!("{path}: {}: {}", output.status, String::from_utf8_lossy(&output.stderr)))
}

/// What netplan says against any of them; each text is asked once.
pub fn refused_any(files: BTreeMap<String, String>) -> Vec<String> {
    files.par_iter().filter_map(|(text, path)| refused(path, text)).collect()
}
