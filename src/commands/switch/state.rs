//! What a switch has been told: lines in the modes that they were said in.

use std::collections::BTreeMap;

use super::syntax::Command;
use crate::commands::section::Section;

/// What tells a line from others in its mode: its command, and what the command tells them by.
pub type Key = (usize, String);

/// A line that was said, and what was said in the mode that it leads into.
#[derive(Debug, Clone, Default)]
pub struct Node {
    /// As it is shown.
    pub line: String,
    /// Its values, without what tells it from others.
    pub value: String,
    /// What it defines: kind and name.
    pub defines: Option<(&'static str, String)>,
    /// What it names.
    pub refs: Vec<(&'static str, String)>,
    /// When it was said.
    pub at: usize,
    pub inner: BTreeMap<Key, Node>,
}

impl Node {
    /// The node at the end of a path.
    pub fn at(&self, path: &[Key]) -> Option<&Node> {
        path.iter().try_fold(self, |node, key| node.inner.get(key))
    }

    /// The node at the end of a path.
    pub fn at_mut(&mut self, path: &[Key]) -> Option<&mut Node> {
        path.iter().try_fold(self, |node, key| node.inner.get_mut(key))
    }

    /// Whether it says what a text says: the same lines in the same modes, those of one command in the
    /// same order, where they have no numbers. At the top that of modes counts for nothing: a switch
    /// sorts its VLANs and interfaces.
    pub fn says(&self, text: &[Section], commands: &[Command], top: bool) -> bool {
        if self.inner.len() != text.len() {
            return false;
        }
        let mut said: Vec<(&str, &Key, &Node)> =
            self.inner.iter().map(|(key, node)| (node.line.as_str(), key, node)).collect();
        let mut given: Vec<(&str, usize, &Section)> =
            text.iter().enumerate().map(|(at, section)| (section.line.as_str(), at, section)).collect();
        said.sort_unstable_by_key(|(line, ..)| *line);
        given.sort_unstable_by_key(|(line, ..)| *line);
        let mut ordered: Vec<(usize, usize, usize)> = Vec::new();
        for ((line, key, node), (wanted, at, section)) in said.into_iter().zip(given) {
            if line != wanted || !node.says(&section.lines, commands, false) {
                return false;
            }
            let numbered = commands.get(key.0).is_some_and(|command| command.words.contains("{number}"));
            if !(numbered || top && !node.inner.is_empty()) {
                ordered.push((key.0, node.at, at));
            }
        }
        ordered.sort_unstable();
        ordered.is_sorted_by(|(command, _, first), (other, _, second)| command != other || first < second)
    }

    /// Writes it as the switch shows it: commands in their order, numbered entries by number, the
    /// others as they were said.
    pub fn show(&self, commands: &[Command], depth: usize, indent: usize, text: &mut String) {
        let mut nodes: Vec<(&Key, &Node)> = self.inner.iter().collect();
        nodes.sort_by_cached_key(|((command, id), node)| {
            let numbers = id.split([' ', '/', '.']).filter_map(|n| n.parse::<u64>().ok()).collect::<Vec<_>>();
            let by_number = commands.get(*command).is_some_and(|c| c.words.contains("{number}"));
            (*command, by_number.then_some(numbers), node.at)
        });
        for (_, node) in nodes {
            for _ in 0..depth * indent {
                text.push(' ');
            }
            text.push_str(&node.line);
            text.push('\n');
            node.show(commands, depth + 1, indent, text);
        }
    }
}
