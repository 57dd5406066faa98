//! What `emit` promises, each promise tried on a real folder.

mod interrupted;
mod keeping;
mod refused;
mod rewriting;
mod secret;
mod stale;
mod tree;

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use super::*;

const NETPLAN: &str = "hosts/r1-s01/etc/netplan/60-fabric.yaml";

/// One file in each of three parts.
const SMALL: &[(&str, &str)] =
    &[("devices/ce1.cfg", "hostname ce1\n"), (NETPLAN, "network: {}\n"), ("cabling.csv", "a,b\n")];

/// A tree in a folder of its own, which goes with it.
struct Bench {
    _root: tempfile::TempDir,
    tree: PathBuf,
}

impl Bench {
    fn new() -> Self {
        let root = tempfile::tempdir().unwrap();
        let tree = root.path().join("build");
        Bench { _root: root, tree }
    }

    /// Compiles the whole tree; the input is as good as the texts.
    fn emit(&self, files: &[(&str, &str)]) -> Outcome {
        self.run(files, Part::ALL, false).unwrap()
    }

    fn force(&self, files: &[(&str, &str)]) -> Outcome {
        self.run(files, Part::ALL, true).unwrap()
    }

    /// The words of the error that a compile ends with.
    fn refused(&self, files: &[(&str, &str)]) -> String {
        self.run(files, Part::ALL, false).unwrap_err().to_string()
    }

    fn run(&self, files: &[(&str, &str)], parts: &[Part], force: bool) -> Result<Outcome, EmitError> {
        let input = input(files);
        let files = out(files);
        let tree = &self.tree;
        emit(Request { tree, files, parts, force, input: &input, compiler: "selvedge 1" })
    }

    fn up_to_date(&self, files: &[(&str, &str)], parts: &[Part]) -> Option<usize> {
        up_to_date(&self.tree, parts, &input(files), "selvedge 1")
    }

    fn at(&self, path: &str) -> PathBuf {
        self.tree.join(path)
    }

    fn put(&self, path: &str, text: &str) {
        fs::create_dir_all(self.at(path).parent().unwrap()).unwrap();
        fs::write(self.at(path), text).unwrap();
    }

    fn text(&self, path: &str) -> String {
        fs::read_to_string(self.at(path)).unwrap()
    }

    /// Every file and every folder below the tree, sorted; folders end in `/`.
    fn listing(&self) -> Vec<String> {
        let mut found = Vec::new();
        let mut folders = vec![self.tree.clone()];
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(&folder).unwrap() {
                let path = entry.unwrap().path();
                let name = path.strip_prefix(&self.tree).unwrap().to_str().unwrap().to_owned();
                if path.is_dir() {
                    found.push(format!("{name}/"));
                    folders.push(path);
                } else {
                    found.push(name);
                }
            }
        }
        found.sort();
        found
    }

    /// Dates every file back, and gives a way to ask which were written since.
    fn age(&self) -> impl Fn() -> Vec<String> {
        let then = SystemTime::now() - Duration::from_secs(3600);
        for name in self.listing() {
            fs::File::open(self.at(&name)).unwrap().set_modified(then).unwrap();
        }
        move || {
            let newer = |name: &String| modified(&self.at(name)) > then + Duration::from_secs(60);
            self.listing().into_iter().filter(|name| !name.ends_with('/') && newer(name)).collect()
        }
    }
}

fn modified(path: &Path) -> SystemTime {
    fs::metadata(path).unwrap().modified().unwrap()
}

fn mode(path: &Path) -> u32 {
    use std::os::unix::fs::PermissionsExt;
    fs::metadata(path).unwrap().permissions().mode() & 0o7777
}

fn set_mode(path: &Path, mode: u32) {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(path, PermissionsExt::from_mode(mode)).unwrap();
}

/// Netplans are private, as in a real tree.
fn out(files: &[(&str, &str)]) -> Vec<OutFile> {
    let file = |&(path, text): &(&str, &str)| match path.starts_with("hosts/") {
        true => OutFile::private(path, text),
        false => OutFile::new(path, text),
    };
    files.iter().map(file).collect()
}

fn input(files: &[(&str, &str)]) -> String {
    files.iter().flat_map(|(path, text)| [*path, "=", *text, ";"]).collect()
}

fn hex(text: &str) -> String {
    blake3::hash(text.as_bytes()).to_hex().to_string()
}

fn kept(path: &str, why: KeptWhy) -> Vec<Kept> {
    vec![Kept { path: path.to_owned(), why }]
}
