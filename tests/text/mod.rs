//! A look at emitted configurations as text: sections and their lines, nothing of the plans.
#![allow(dead_code, clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

pub mod edge;
pub mod links;

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Arc, Mutex};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Vendor {
    Eos,
    Nxos,
}

/// A configuration: lines by the section they stand in. A line of no section stands in "".
#[derive(Clone)]
pub struct Config {
    pub name: String,
    pub vendor: Vendor,
    pub sections: BTreeMap<String, Vec<String>>,
}

impl Config {
    pub fn parse(name: &str, text: &str) -> Self {
        let mut sections: BTreeMap<String, Vec<String>> = BTreeMap::new();
        let mut path: Vec<(usize, String)> = Vec::new();
        for line in text.lines() {
            let indent = line.len() - line.trim_start().len();
            let words = line.trim();
            if words == "!" || words.starts_with("! ") || words.is_empty() {
                continue;
            }
            path.retain(|(depth, _)| *depth < indent);
            let section = path.iter().map(|(_, l)| l.as_str()).collect::<Vec<_>>().join(" / ");
            sections.entry(section).or_default().push(words.to_owned());
            path.push((indent, words.to_owned()));
        }
        // Every Nexus has a feature on, and EOS knows no such line.
        let nxos = sections.get("").is_some_and(|top| top.iter().any(|l| l.starts_with("feature ")));
        let vendor = if nxos { Vendor::Nxos } else { Vendor::Eos };
        Config { name: name.to_owned(), vendor, sections }
    }

    /// The word of this vendor, of two.
    pub fn either<'w>(&self, eos: &'w str, nxos: &'w str) -> &'w str {
        match self.vendor {
            Vendor::Eos => eos,
            Vendor::Nxos => nxos,
        }
    }

    pub fn section(&self, name: &str) -> &[String] {
        self.sections.get(name).map(Vec::as_slice).unwrap_or_default()
    }

    /// Whether a line stands in a section; `*` stands for any text in either.
    pub fn holds(&self, section: &str, line: &str) -> bool {
        let mut found = self.sections.iter().filter(|(name, _)| matches(section, name));
        found.any(|(_, lines)| lines.iter().any(|l| matches(line, l)))
    }

    pub fn interface(&self, port: &str) -> &[String] {
        self.section(&format!("interface {port}"))
    }

    /// Whether the configuration has an interface at all.
    pub fn has_interface(&self, port: &str) -> bool {
        self.section("").contains(&format!("interface {port}"))
    }

    /// What follows `words` in a section, for each line that begins with them.
    pub fn all<'c>(&'c self, section: &str, words: &str) -> Vec<&'c str> {
        let rest = |l: &'c String| l.strip_prefix(words).map(str::trim);
        self.section(section).iter().filter_map(rest).collect()
    }

    /// What follows `words` on an interface; at most one line begins with them.
    pub fn value(&self, port: &str, words: &str) -> Option<&str> {
        let found = self.all(&format!("interface {port}"), &format!("{words} "));
        assert!(found.len() <= 1, "{}: {port} says `{words}` {} times", self.name, found.len());
        found.first().copied()
    }

    /// What a port-channel is called.
    pub fn port_channel(&self, number: &str) -> String {
        format!("{}{number}", self.either("Port-Channel", "port-channel"))
    }

    /// Where a port's settings are: on its port-channel, where it is in one.
    pub fn settings_of(&self, port: &str) -> String {
        self.channel(port).map_or(port.to_owned(), |(number, _)| self.port_channel(&number))
    }

    /// The name of its pair.
    pub fn pair(&self) -> String {
        let (section, words) = match self.vendor {
            Vendor::Eos => ("mlag configuration", "domain-id "),
            Vendor::Nxos => ("", "vpc domain "),
        };
        let found = self.all(section, words);
        assert_eq!(found.len(), 1, "{} is of one pair", self.name);
        found[0].to_owned()
    }

    /// The port-channels, by name.
    pub fn port_channels(&self) -> Vec<&str> {
        let word = self.either("interface Port-Channel", "interface port-channel");
        let all = self.section("").iter().filter(|l| l.starts_with(word) && !l.contains('.'));
        all.map(|l| &l["interface ".len()..]).collect()
    }

    /// The number of a port-channel in its pair.
    pub fn mlag(&self, port: &str) -> Option<&str> {
        self.value(port, self.either("mlag", "vpc")).filter(|v| *v != "peer-link")
    }

    /// The VRF of an interface.
    pub fn vrf(&self, port: &str) -> Option<&str> {
        self.value(port, self.either("vrf", "vrf member"))
    }

    /// The address of the management port, without its length.
    pub fn management(&self) -> &str {
        let address = self.value(self.either("Management1", "mgmt0"), "ip address").unwrap();
        address.split('/').next().unwrap()
    }

    /// The fabric's AS, on a CE.
    pub fn asn(&self) -> &str {
        self.all("", "router bgp ")[0]
    }

    /// BGP sessions: VRF, neighbour, AS. What is a range is one as well.
    pub fn sessions(&self) -> Vec<(Option<String>, String, String)> {
        let bgp = format!("router bgp {}", self.asn());
        let mut all = Vec::new();
        for (section, lines) in &self.sections {
            let Some(rest) = section.strip_prefix(&bgp) else { continue };
            let parts: Vec<&str> = rest.split(" / ").collect();
            let vrf = parts.iter().find_map(|p| p.strip_prefix("vrf ")).map(str::to_owned);
            let of = parts.iter().find_map(|p| p.strip_prefix("neighbor "));
            for line in lines {
                let found = match of {
                    Some(peer) => line.strip_prefix("remote-as ").map(|asn| (peer, asn)),
                    None => line.strip_prefix("neighbor ").and_then(|l| l.split_once(" remote-as ")),
                };
                if let Some((peer, asn)) = found {
                    all.push((vrf.clone(), peer.to_owned(), asn.to_owned()));
                }
            }
        }
        all
    }

    /// The port-channel of a port, with the mode.
    pub fn channel(&self, port: &str) -> Option<(String, String)> {
        let words: Vec<&str> = self.value(port, "channel-group")?.split(' ').collect();
        Some((words[0].to_owned(), words[2].to_owned()))
    }
}

/// The emitted tree of a fixture: its texts by their paths, and what is read of them.
pub struct Tree {
    pub files: BTreeMap<String, String>,
    pub devices: BTreeMap<String, Config>,
    pub cables: Vec<Cable>,
}

#[derive(Debug, Clone)]
pub struct Cable {
    pub a: (String, String),
    pub b: (String, String),
    pub purpose: String,
}

impl Tree {
    pub fn read(root: &Path) -> Self {
        fn walk(folder: &Path, root: &Path, files: &mut BTreeMap<String, String>) {
            for entry in std::fs::read_dir(folder).unwrap().map(Result::unwrap) {
                let path = entry.path();
                if entry.file_type().unwrap().is_dir() {
                    walk(&path, root, files);
                } else {
                    let name = path.strip_prefix(root).unwrap().to_str().unwrap().to_owned();
                    files.insert(name, std::fs::read_to_string(&path).unwrap());
                }
            }
        }
        let mut files = BTreeMap::new();
        walk(root, root, &mut files);
        Tree::of(files)
    }

    /// A tree that may lie nowhere.
    pub fn of(files: BTreeMap<String, String>) -> Self {
        let mut devices = BTreeMap::new();
        for (path, text) in &files {
            if let Some(name) = path.strip_prefix("devices/").and_then(|p| p.strip_suffix(".cfg")) {
                devices.insert(name.to_owned(), Config::parse(name, text));
            }
        }
        let mut cables = Vec::new();
        let mut reader = csv::Reader::from_reader(files["cabling.csv"].as_bytes());
        for row in reader.records() {
            let row = row.unwrap();
            cables.push(Cable {
                a: (row[0].to_owned(), row[1].to_owned()),
                b: (row[2].to_owned(), row[3].to_owned()),
                purpose: row[5].to_owned(),
            });
        }
        Tree { files, devices, cables }
    }

    /// A text by its path.
    pub fn text(&self, path: &str) -> &str {
        self.files.get(path).unwrap_or_else(|| panic!("the tree has no {path}"))
    }

    pub fn netplan(&self, server: &str) -> Arc<serde_json::Value> {
        yaml(self.text(&format!("hosts/{server}/etc/netplan/60-fabric.yaml")))
    }
}

/// A YAML text. The same one is asked for once a cable, so each is read once.
fn yaml(text: &str) -> Arc<serde_json::Value> {
    static READ: Mutex<BTreeMap<String, Arc<serde_json::Value>>> = Mutex::new(BTreeMap::new());
    let read = READ.lock().unwrap().get(text).cloned();
    read.unwrap_or_else(|| {
        let value: Arc<serde_json::Value> = Arc::new(serde_saphyr::from_str(text).unwrap());
        READ.lock().unwrap().insert(text.to_owned(), value.clone());
        value
    })
}

/// Whether a text is of a pattern, in which `*` stands for any text.
fn matches(pattern: &str, text: &str) -> bool {
    let Some((head, tail)) = pattern.split_once('*') else { return pattern == text };
    text.strip_prefix(head).is_some_and(|rest| {
        (0..=rest.len()).filter(|i| rest.is_char_boundary(*i)).any(|i| matches(tail, &rest[i..]))
    })
}

/// `300,310,601-602` as numbers.
pub fn vlans(list: &str) -> Vec<u16> {
    if list == "none" {
        return Vec::new();
    }
    list.split(',')
        .flat_map(|part| {
            let (first, last) = part.split_once('-').unwrap_or((part, part));
            first.parse::<u16>().unwrap()..=last.parse().unwrap()
        })
        .collect()
}

/// Compiles a fixture into a folder of its own, in memory of the test run.
pub fn compile(fixture: &str) -> (tempfile::TempDir, Tree) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures").join(fixture);
    let copy = tempfile::tempdir().unwrap();
    // The lock is written beside the source: compile a copy, so that no test touches a fixture.
    let source = copy.path().join("source");
    std::fs::create_dir(&source).unwrap();
    for entry in std::fs::read_dir(path).unwrap() {
        let entry = entry.unwrap();
        if entry.file_type().unwrap().is_file() {
            std::fs::copy(entry.path(), source.join(entry.file_name())).unwrap();
        }
    }
    let tree = copy.path().join("tree");
    compile_to(&source, &tree);
    let tree = Tree::read(&tree);
    (copy, tree)
}

pub fn compile_to(source: &Path, tree: &Path) -> selvedge::compile::Outcome {
    let checked = selvedge::check(source, &Default::default()).unwrap();
    assert!(!checked.failed(), "{:#?}", checked.findings);
    let request =
        selvedge::compile::Request { tree, parts: selvedge::emit::Part::ALL, force: false, secrets: None };
    match selvedge::compile::compile(&checked, &request, &|_, _| {}) {
        Ok(outcome) => outcome,
        Err(failure) => panic!("{failure:?}"),
    }
}
