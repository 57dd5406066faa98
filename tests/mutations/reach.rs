//! How far a mutation may reach: which parts of the tree, and there which lines.

use std::collections::BTreeSet;

use selvedge::Checked;
use selvedge::blame::{Blamed, blame};
use selvedge::finding::Span;
use selvedge::lower::{self, Context};
use selvedge::plan::Device;
use selvedge::syntax::{Statement, Word, expand};

use super::judge::{Compiled, differing};
use super::mutate::Mutation;
use super::place::parse;

/// What a kind of statement may change: parts of the tree, and on switches, beside the lines that
/// come from a statement it is linked to by names, those that begin with one of these words.
struct Reach {
    keyword: &'static str,
    parts: &'static [&'static str],
    lines: &'static [&'static str],
}

/// The VLANs of a port follow from all that stands behind it.
const VLANS: &[&str] = &["vlan ", "name ", "trunk group ", "switchport ", "interface "];
/// Every line of the devices that a statement describes.
const ANY: &[&str] = &[""];

const fn row(keyword: &'static str, parts: &'static [&'static str], lines: &'static [&'static str]) -> Reach {
    Reach { keyword, parts, lines }
}

const REACHES: &[Reach] = &[
    row("access-list", &["ce"], &[]),
    row("prefix-list", &["ce"], &[]),
    row("community-list", &["ce"], &[]),
    row("extended-community-list", &["ce"], &[]),
    // A policy that adds communities has them sent.
    row("route-policy", &["ce"], &["neighbor ", "send-community "]),
    // A CE without a prefix on the NNI has no session on it, and no labels.
    row("nni", &["ce", "handoff", "addresses.csv"], &["mpls ip", "address-family vpn-"]),
    row("pe", &["ce", "handoff", "cabling.csv", "addresses.csv"], &["neighbor ", "remote-as "]),
    row("l2-isolation-domain", &["ce", "tor", "clusters"], VLANS),
    row("l3-isolation-domain", &["ce", "tor", "clusters", "handoff", "addresses.csv"], VLANS),
    row("infrastructure-domain", &["ce", "tor", "hosts", "handoff", "addresses.csv"], VLANS),
    row("l2-network", &["ce", "tor", "clusters"], VLANS),
    row("l3-network", &["ce", "tor", "clusters", "addresses.csv"], VLANS),
    row("trunked-network", &["ce", "tor", "clusters"], VLANS),
    row("cloud-services-network", &[], &[]),
    // What a load balancer announces, the PEs are told.
    row("cluster", &["ce", "tor", "clusters", "addresses.csv", "handoff"], VLANS),
    row("vm", &["ce", "tor", "clusters", "addresses.csv"], VLANS),
    row("cable", &["ce", "tor", "cabling.csv"], &["shutdown", "no shutdown"]),
    row(
        "storage-array",
        &["ce", "cabling.csv", "addresses.csv"],
        &["description ", "switchport ", "shutdown", "spanning-tree "],
    ),
    row("server-profile", &["ce", "tor", "hosts", "addresses.csv", "cabling.csv"], ANY),
    row("rack", &["ce", "tor", "hosts", "addresses.csv", "cabling.csv", "clusters"], ANY),
    row("platform", &["ce", "tor", "hosts", "addresses.csv", "cabling.csv"], ANY),
    row("ce", &["ce", "handoff", "addresses.csv", "cabling.csv"], ANY),
    row("fabric", &["ce", "tor", "hosts", "clusters", "handoff", "addresses.csv"], ANY),
];

/// What a path of the tree is of.
fn part(path: &str) -> &str {
    match path.split_once('/') {
        Some(("devices", name)) if name.starts_with("ce") => "ce",
        Some(("devices", _)) => "tor",
        Some((part, _)) => part,
        None => path,
    }
}

/// What changed and is none of the mutated statement's business.
pub fn strange(base: &Compiled, mutated: &Compiled, mutation: &Mutation) -> Vec<String> {
    let keyword = mutation.kind.split(['.', ':']).next().unwrap();
    let reach =
        REACHES.iter().find(|r| r.keyword == keyword).unwrap_or_else(|| panic!("`{keyword}` has no row"));
    let differ = differing(&base.tree, &mutated.tree);
    let mut found: Vec<String> =
        differ.iter().filter(|p| !reach.parts.contains(&part(p))).map(|p| (*p).to_owned()).collect();
    let devices: Vec<&str> = differ.into_iter().filter(|p| p.starts_with("devices/")).collect();
    if reach.lines == ANY || devices.is_empty() {
        return found;
    }
    let flagship = Statements::of(&base.checked);
    let other = Statements::of(&mutated.checked);
    let before: Vec<usize> = mutation.tops.iter().map(|top| flagship.index(*top).unwrap()).collect();
    let after = other.changed(&mutated.checked, &base.checked);
    for (one, far, statements, tops) in [(base, mutated, &flagship, before), (mutated, base, &other, after)] {
        let reached: BTreeSet<usize> = tops.iter().flat_map(|top| statements.reach(*top)).collect();
        for path in &devices {
            for line in own_lines(one, far, path) {
                let text = line.text.trim();
                let from = line.origin.and_then(|origin| statements.index(origin.span));
                let linked = from.is_some_and(|at| reached.contains(&at));
                if !linked && !reach.lines.iter().any(|words| text.starts_with(words)) {
                    found.push(format!("{path}: {text}"));
                }
            }
        }
    }
    found
}

/// The lines of a switch that another text of it has not, each with where it comes from.
fn own_lines(of: &Compiled, than: &Compiled, path: &str) -> Vec<Blamed> {
    let Some(text) = of.tree.files.get(path) else { return Vec::new() };
    let far = than.tree.files.get(path).map(String::as_str).unwrap_or_default();
    let theirs: BTreeSet<(String, &str)> = placed(far).collect();
    let name = path.trim_start_matches("devices/").trim_end_matches(".cfg");
    let lines = blame(&plan(&of.checked, name), text, None).unwrap();
    let own = placed(text).zip(lines).filter(|(line, _)| !theirs.contains(line));
    own.map(|(_, blamed)| blamed).collect()
}

/// Every line with the lines that it stands below.
fn placed(text: &str) -> impl Iterator<Item = (String, &str)> {
    let mut above: Vec<(usize, &str)> = Vec::new();
    text.lines().map(move |line| {
        let depth = line.len() - line.trim_start().len();
        above.retain(|(d, _)| *d < depth);
        let section = above.iter().map(|(_, l)| *l).collect::<Vec<_>>().join(" / ");
        above.push((depth, line.trim()));
        (section, line)
    })
}

fn plan(checked: &Checked, name: &str) -> Device {
    let analysis = checked.analysis.as_ref().unwrap();
    let context = Context::new(analysis);
    let mut switches = analysis.assignment.topology.switches();
    let (id, _) = switches.find(|(_, device)| &*device.name == name).unwrap();
    lower::device(&context, id).unwrap()
}

/// The statements at the top level of every file, each with the words in it and the names it has.
struct Statements(Vec<(Span, BTreeSet<String>, BTreeSet<String>)>);

impl Statements {
    fn of(checked: &Checked) -> Self {
        let mut all = Vec::new();
        for file in &checked.sources.fabric {
            for statement in parse(&checked.sources, *file) {
                let mut words = BTreeSet::new();
                collect(&statement, &mut words);
                let names = statement.values.iter().flat_map(names).collect();
                all.push((statement.whole, words, names));
            }
        }
        Statements(all)
    }

    /// Those that another state of the source has not.
    fn changed(&self, own: &Checked, other: &Checked) -> Vec<usize> {
        let far = Statements::of(other);
        let known: BTreeSet<&str> = far.0.iter().map(|(whole, ..)| other.sources.text(*whole)).collect();
        (0..self.0.len()).filter(|i| !known.contains(own.sources.text(self.0[*i].0))).collect()
    }

    fn index(&self, of: Span) -> Option<usize> {
        self.0.iter().position(|(whole, ..)| lies_in(of, *whole))
    }

    /// The statements that a statement reaches: those that name it, and in turn name those, and
    /// those that it names, and in turn are named by those.
    fn reach(&self, of: usize) -> BTreeSet<usize> {
        let names = |i: usize, j: usize| self.0[i].1.intersection(&self.0[j].2).next().is_some();
        let mut reached = BTreeSet::from([of]);
        for down in [false, true] {
            let mut edge = vec![of];
            let mut seen = BTreeSet::from([of]);
            while let Some(at) = edge.pop() {
                for next in 0..self.0.len() {
                    let linked = if down { names(at, next) } else { names(next, at) };
                    if linked && seen.insert(next) {
                        edge.push(next);
                    }
                }
            }
            reached.extend(seen);
        }
        reached
    }
}

fn collect(statement: &Statement<'_>, words: &mut BTreeSet<String>) {
    for inner in statement.block.iter().flatten() {
        words.extend(inner.values.iter().flat_map(names));
        collect(inner, words);
    }
}

/// The names that a word may be: what it stands for, and of `ce1:Ethernet1` the device.
fn names(word: &Word<'_>) -> Vec<String> {
    let all = expand(word).unwrap_or_default().into_iter().map(|w| w.value);
    all.flat_map(|w| [w.split_once(':').map(|(device, _)| device.to_owned()), Some(w)]).flatten().collect()
}

/// Whether one span lies in another.
fn lies_in(inner: Span, outer: Span) -> bool {
    inner.file == outer.file && outer.start <= inner.start && inner.end <= outer.end
}
