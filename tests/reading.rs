//! What the readers know of configurations that nobody here wrote, and `docs/reading.md`, which says it.
//!
//! `SELVEDGE_CORPUS` names a folder with `eos/` and `nxos/` in it; without one, what needs it is skipped.
//! `UPDATE_DOCS=1` rewrites the page.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod common;

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::{Path, PathBuf};

use selvedge::model::value::Os;
use selvedge::plan::differences;
use selvedge::read::{self, Reading};
use selvedge::render::{Environment, Secrets, switch};

/// A vendor's part of the corpus: its operating system, its folder, and the blocks that lines are
/// counted by: a name, and the words that the first line of such a block begins with.
struct Vendor {
    os: Os,
    folder: &'static str,
    blocks: &'static [(&'static str, &'static [&'static str])],
}

const VENDORS: &[Vendor] = &[EOS, NXOS];

const EOS: Vendor = Vendor {
    os: Os::Eos,
    folder: "eos",
    blocks: &[
        ("MLAG", &["mlag configuration"]),
        ("port-channel", &["interface Port-Channel"]),
        ("port", &["interface Ethernet"]),
        ("VLAN", &["vlan internal", "vlan ", "no spanning-tree vlan-id"]),
        ("VRF", &["vrf instance", "ip routing", "no ip routing", "ipv6 unicast-routing"]),
        ("VLAN interface", &["interface Vlan", "ip virtual-router", "ip address virtual"]),
        ("loopback", &["interface Loopback"]),
        ("management port", &["interface Management"]),
        ("VXLAN", &["interface Vxlan"]),
        ("BGP", &["router bgp", "router bfd"]),
        ("prefix list", &["ip prefix-list", "ipv6 prefix-list"]),
        ("route map", &["route-map"]),
        ("access list", &["ip access-list", "ipv6 access-list"]),
        ("static route", &["ip route", "ipv6 route"]),
    ],
};

const NXOS: Vendor = Vendor {
    os: Os::Nxos,
    folder: "nxos",
    blocks: &[
        ("vPC", &["vpc domain"]),
        ("port-channel", &["interface port-channel"]),
        ("port", &["interface Ethernet", "interface TenGigEthernet"]),
        ("VLAN", &["vlan "]),
        ("VRF", &["vrf context"]),
        ("VLAN interface", &["interface Vlan", "interface vlan"]),
        ("loopback", &["interface loopback"]),
        ("management port", &["interface mgmt"]),
        ("BGP", &["router bgp"]),
        ("prefix list", &["ip prefix-list", "ipv6 prefix-list"]),
        ("route map", &["route-map"]),
        ("access list", &["ip access-list", "ipv6 access-list"]),
        ("static route", &["ip route", "ipv6 route"]),
        ("VXLAN", &["interface nve", "evpn", "nv overlay"]),
    ],
};

/// Blocks that are named nowhere.
const REST: &str = "the rest";

/// Blocks of which nearly every line has to be known.
const WANTED: &[&str] = &[
    "MLAG",
    "vPC",
    "port-channel",
    "port",
    "VLAN",
    "VRF",
    "VLAN interface",
    "loopback",
    "management port",
    "BGP",
    "prefix list",
    "route map",
    "access list",
];

/// Lines of a block.
#[derive(Default)]
struct Count {
    lines: usize,
    known: usize,
    overlay: usize,
    /// How often a line begins so that is not known.
    unknown: BTreeMap<String, usize>,
}

impl Count {
    /// The share of lines known, those of EVPN and VXLAN left out, in tenths of a percent.
    fn share(&self) -> usize {
        self.known * 1000 / (self.lines - self.overlay).max(1)
    }
}

/// The corpus, or none: then it is said that a test is skipped.
fn corpus(test: &str) -> Option<PathBuf> {
    let corpus = std::env::var_os("SELVEDGE_CORPUS").map(PathBuf::from);
    if corpus.is_none() {
        common::say(&format!("SKIPPED {test}: SELVEDGE_CORPUS names no folder"));
    }
    corpus
}

/// Every configuration of a vendor with its name, in the order of names.
fn texts(corpus: &Path, vendor: &Vendor) -> Vec<(String, String)> {
    let mut files = Vec::new();
    let mut folders = vec![corpus.join(vendor.folder)];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap().map(Result::unwrap) {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|e| e == "cfg") {
                files.push(path);
            }
        }
    }
    files.sort();
    assert!(!files.is_empty(), "{}", vendor.folder);
    let read = |file: PathBuf| (file.display().to_string(), std::fs::read_to_string(&file).unwrap());
    files.into_iter().map(read).collect()
}

fn reading(os: Os, name: &str, text: &str) -> Reading {
    read::running(os, text).unwrap_or_else(|e| panic!("{name}: {e}"))
}

/// The lines of a vendor's configurations, by block in the order of its table. Blank lines and
/// separators are not counted.
fn counted(corpus: &Path, vendor: &Vendor) -> (usize, Vec<(&'static str, Count)>) {
    let mut blocks: Vec<(&str, Count)> =
        vendor.blocks.iter().map(|(name, _)| (*name, Count::default())).collect();
    blocks.push((REST, Count::default()));
    let texts = texts(corpus, vendor);
    for (name, text) in &texts {
        let reading = reading(vendor.os, name, text);
        assert_eq!(reading.line_count(), text.lines().count(), "{name}");
        let unknown: BTreeMap<usize, &read::Unknown> = reading.unknown.iter().map(|u| (u.line, u)).collect();
        let mut at = blocks.len() - 1;
        for (n, line) in
            text.lines().enumerate().filter(|(_, l)| !l.trim().is_empty() && !l.trim().starts_with('!'))
        {
            if !line.starts_with(' ') {
                let of =
                    vendor.blocks.iter().position(|(_, heads)| heads.iter().any(|h| line.starts_with(h)));
                at = of.unwrap_or(blocks.len() - 1);
            }
            let count = &mut blocks[at].1;
            count.lines += 1;
            match unknown.get(&(n + 1)) {
                None => count.known += 1,
                Some(unknown) if unknown.overlay => count.overlay += 1,
                Some(unknown) => *count.unknown.entry(shape(&unknown.text)).or_default() += 1,
            }
        }
    }
    (texts.len(), blocks)
}

/// The words that a line begins with, up to the first that is a name or a number.
fn shape(text: &str) -> String {
    let word = |w: &&str| w.bytes().all(|b| b.is_ascii_lowercase() || b == b'-');
    let words = text.split(' ').take_while(word).take(4).collect::<Vec<_>>().join(" ");
    if words.is_empty() { "other".to_owned() } else { words }
}

/// The page, from the corpus.
fn page(corpus: &Path) -> String {
    let mut page = String::from(
        "# What is read of running configurations\n\n\
         Selvedge reads what a switch shows by `show running-config`. Every line is known, of EVPN or VXLAN \
         (which plans have no place for), or not known; the last two are kept and change nothing. The figures \
         are of configurations that nobody here wrote: published examples of fabrics and of lab switches. \
         Separators and comments are not counted, and the share leaves lines of EVPN and VXLAN out.\n\n\
         It does not matter how a thing is written: in which order sections stand, whether names are short \
         (`Et1`, `Po10`, `Lo0`) or lists in parts (`allowed vlan add`, `vlan 10,11`), whether defaults are \
         shown or hidden, whether an older release says it (`vrf definition`, `lacp rate`, an address with its \
         mask), and whether a prompt stands around it or messages of the log between its lines. A text of \
         another system, one that is cut off, one of two switches, and one that is not text are refused, with \
         the line.\n\n\
         `SELVEDGE_CORPUS=DIR UPDATE_DOCS=1 cargo test --test reading` makes this page.\n",
    );
    for vendor in VENDORS {
        let (files, blocks) = counted(corpus, vendor);
        let all = |f: fn(&Count) -> usize| blocks.iter().map(|(_, c)| f(c)).sum::<usize>();
        let (lines, known) = (all(|c| c.lines), all(|c| c.known));
        write!(page, "\n## {}\n\n{files} configurations, {lines} lines, {known} known.\n\n", vendor.os)
            .unwrap();
        page.push_str("| block | lines | known | EVPN, VXLAN | not known | share | what is not known |\n");
        page.push_str("|---|---:|---:|---:|---:|---:|---|\n");
        for (name, count) in blocks.iter().filter(|(_, c)| c.lines > 0) {
            let mut words: Vec<(&String, &usize)> = count.unknown.iter().collect();
            words.sort_by_key(|(words, n)| (std::cmp::Reverse(**n), words.to_string()));
            let words: Vec<String> =
                words.iter().take(5).map(|(words, n)| format!("`{words}` {n}")).collect();
            let unknown = count.lines - count.known - count.overlay;
            let share = format!("{}.{} %", count.share() / 10, count.share() % 10);
            let Count { lines, known, overlay, .. } = count;
            let words = words.join(", ");
            writeln!(page, "| {name} | {lines} | {known} | {overlay} | {unknown} | {share} | {words} |")
                .unwrap();
        }
    }
    page
}

#[test]
fn the_page_on_reading_is_up_to_date() {
    let Some(corpus) = corpus("the_page_on_reading_is_up_to_date") else { return };
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/reading.md");
    let fresh = page(&corpus);
    if std::env::var_os("UPDATE_DOCS").is_some() {
        std::fs::write(&path, &fresh).unwrap();
    }
    let committed = std::fs::read_to_string(&path).unwrap_or_default();
    let stale = committed.lines().zip(fresh.lines()).find(|(old, new)| old != new);
    assert!(committed == fresh, "docs/reading.md is stale (UPDATE_DOCS=1 rewrites it), from {stale:?}");
}

/// Of what a fabric is about, 97 lines of 100 are known.
#[test]
fn nearly_every_line_of_real_configurations_is_known() {
    let Some(corpus) = corpus("nearly_every_line_of_real_configurations_is_known") else { return };
    for vendor in VENDORS {
        for (name, count) in counted(&corpus, vendor).1.iter().filter(|(name, _)| WANTED.contains(name)) {
            // Of few lines, one or two that a generator left unfinished are many.
            let few = count.lines - count.known - count.overlay <= 2;
            assert!(few || count.share() >= 970, "{} {name}: {:?}", vendor.os, count.unknown);
        }
    }
}

/// What is known is a plan that the built-in templates can print: read again it is the same.
#[test]
fn what_is_known_of_real_configurations_is_rendered_and_read_again() {
    let Some(corpus) = corpus("what_is_known_of_real_configurations_is_rendered_and_read_again") else {
        return;
    };
    let environment = Environment::new(Secrets::Referenced).unwrap();
    for vendor in VENDORS {
        for (name, text) in texts(&corpus, vendor) {
            let device = reading(vendor.os, &name, &text).device;
            let rendered = switch::render(&environment, &device).unwrap_or_else(|e| panic!("{name}: {e:?}"));
            let again = reading(vendor.os, &name, &rendered);
            assert_eq!(differences(&device, &again.device), [], "{name}");
            assert_eq!(again.device, device, "{name}");
            assert_eq!(again.unknown, [], "{name}");
            assert_eq!(again.repeated, [], "{name}");
        }
    }
}
