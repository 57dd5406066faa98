//! What a switch has been told: lines in the modes that they were said in.

use std::collections::BTreeMap;

use super::syntax::Command;

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
