//! The canonical text of a plan as a tree: its lines without what stands around them.

use std::collections::{HashMap, HashSet, VecDeque};

use super::vlans;
use crate::model::value::Os;

/// A line and what is in the section that it begins.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Section {
    /// What it says, without the blanks around it.
    pub line: String,
    /// The lines in it.
    pub lines: Vec<Section>,
}

impl Section {
    fn new(line: &str) -> Self {
        Section { line: line.to_owned(), lines: Vec::new() }
    }

    /// Whether it says a line.
    pub fn says(&self, line: &str) -> bool {
        self.lines.iter().any(|l| l.line == line)
    }
}

/// Lines whose value a plan does not have: a switch without a management port, a VLAN without a name.
const NOTHING: &[&str] =
    &["description", "name", "interface", "vrf", "vrf member", "vrf context", "vrf instance", "hostname"];

/// The sections of a text, in its order.
pub fn sections(os: Os, text: &str) -> Vec<Section> {
    let mut all = Vec::new();
    // The sections that are open, each with its indentation.
    let mut open: Vec<(usize, Section)> = Vec::new();
    for line in text.lines() {
        let said = line.trim();
        let indent = line.len() - line.trim_start().len();
        if said.is_empty() || said.starts_with('!') || said == "end" || NOTHING.contains(&said) {
            continue;
        }
        close(&mut open, &mut all, indent);
        open.push((indent, Section::new(said)));
    }
    close(&mut open, &mut all, 0);
    match os {
        Os::Eos => all,
        Os::Nxos => settled(all),
    }
}

/// What sections become where those of one tree become those of another; what neither speaks of stays.
/// What both trees have keeps its place, or takes that of another where their order changes; what comes
/// stands behind what it follows in the new tree.
pub fn becomes(all: Vec<Section>, old: &[Section], new: &[Section]) -> Vec<Section> {
    let before: HashMap<&str, &Section> = old.iter().map(|s| (s.line.as_str(), s)).collect();
    let after: HashSet<&str> = new.iter().map(|s| s.line.as_str()).collect();
    // None is the place of one that both trees have.
    let mut places: Vec<Option<Section>> = Vec::with_capacity(all.len());
    let mut stay: HashMap<String, Section> = HashMap::new();
    for section in all {
        match (before.contains_key(section.line.as_str()), after.contains(section.line.as_str())) {
            (true, true) => {
                places.push(None);
                stay.insert(section.line.clone(), section);
            }
            (true, false) => {}
            (false, _) => places.push(Some(section)),
        }
    }
    let (mut first, mut groups) = (Vec::new(), VecDeque::<Vec<Section>>::new());
    for section in new {
        match (stay.remove(&section.line), before.get(section.line.as_str())) {
            (Some(was), Some(old)) => {
                let lines = becomes(was.lines, &old.lines, &section.lines);
                groups.push_back(Vec::from_iter([Section { line: was.line, lines }]));
            }
            _ => groups.back_mut().unwrap_or(&mut first).push(section.clone()),
        }
    }
    let mut result = Vec::with_capacity(places.len() + new.len());
    for place in places {
        match place {
            Some(section) => result.push(section),
            None => {
                result.append(&mut first);
                result.extend(groups.pop_front().into_iter().flatten());
            }
        }
    }
    result.append(&mut first);
    result
}

/// Whether two trees have the same lines in the same sections, in whatever order.
pub fn alike(one: &[Section], other: &[Section]) -> bool {
    fn sorted(sections: &[Section]) -> Vec<&Section> {
        let mut all: Vec<&Section> = sections.iter().collect();
        all.sort_by_key(|section| section.line.as_str());
        all
    }
    let mut pairs = sorted(one).into_iter().zip(sorted(other));
    one.len() == other.len() && pairs.all(|(a, b)| a.line == b.line && alike(&a.lines, &b.lines))
}

/// Puts open sections that a line of an indentation ends into those around them.
fn close(open: &mut Vec<(usize, Section)>, all: &mut Vec<Section>, indent: usize) {
    while let Some((_, section)) = open.pop_if(|(depth, _)| *depth >= indent) {
        match open.last_mut() {
            Some((_, around)) => around.lines.push(section),
            None => all.push(section),
        }
    }
}

/// What NX-OS says in two places brought to one: each VLAN of the list of VLANs is a section, and of
/// a port-channel that was brought down for a command only what it is in the end is left.
fn settled(sections: Vec<Section>) -> Vec<Section> {
    let mut all: Vec<Section> = Vec::with_capacity(sections.len());
    let mut found: HashMap<u16, usize> = HashMap::new();
    for mut section in sections {
        let ids = section.line.strip_prefix("vlan ").and_then(vlans::parse);
        if let Some(ids) = ids {
            for id in ids.iter() {
                let at = *found.entry(id).or_insert_with(|| {
                    all.push(Section::new(&format!("vlan {id}")));
                    all.len() - 1
                });
                all.get_mut(at).into_iter().for_each(|vlan| vlan.lines.append(&mut section.lines));
            }
            continue;
        }
        let channel = section.line.starts_with("interface port-channel") && !section.line.contains('.');
        if channel && section.says("no shutdown") {
            section.lines.retain(|l| l.line != "shutdown" && l.line != "no shutdown");
        }
        all.push(section);
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn indentation_makes_sections_and_comments_none() {
        let text =
            "! device: a (b)\nrouter bgp 1\n   !\n   vrf A\n      neighbor 1.1.1.1 bfd\n   vrf B\nend\n";
        let tree = sections(Os::Eos, text);
        let [bgp] = tree.as_slice() else { panic!("{tree:?}") };
        assert_eq!(bgp.line, "router bgp 1");
        let heads: Vec<_> = bgp.lines.iter().map(|l| (l.line.as_str(), l.lines.len())).collect();
        assert_eq!(heads, [("vrf A", 1), ("vrf B", 0)]);
    }

    #[test]
    fn a_list_of_vlans_is_a_section_each() {
        let tree = sections(Os::Nxos, "vlan 1,10-11\nvlan 10\n  name ten\n");
        let heads: Vec<_> = tree.iter().map(|l| (l.line.as_str(), l.lines.len())).collect();
        assert_eq!(heads, [("vlan 1", 0), ("vlan 10", 1), ("vlan 11", 0)]);
    }

    #[test]
    fn what_neither_tree_speaks_of_stays_where_it_is() {
        let tree = |text: &str| sections(Os::Eos, text);
        let lines = |tree: &[Section]| tree.iter().map(|s| s.line.clone()).collect::<Vec<_>>().join(" ");
        let all = tree("a\nvlan 1\n   name one\n   state active\nb\nvlan 2\nc\n");
        let (old, new) = (tree("a\nvlan 1\n   name one\nb\n"), tree("d\nvlan 1\n   name new\ne\na\n"));
        let there = becomes(all.clone(), &old, &new);
        assert_eq!(lines(&there), "d vlan 1 e a vlan 2 c");
        let [_, vlan, ..] = there.as_slice() else { panic!("{there:?}") };
        assert_eq!(lines(&vlan.lines), "state active name new");
        assert!(alike(&becomes(there, &new, &old), &all));
    }
}
