//! What a switch has been told: lines in the modes that they were said in.

use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hash, Hasher};

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

/// A number for a line at a depth.
pub fn print(depth: usize, line: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    (depth, line).hash(&mut hasher);
    hasher.finish()
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

    /// Whether it says what another says: the same lines in the same modes, those of one command in the
    /// same order, where they have no numbers. At the top that of modes counts for nothing: a switch
    /// sorts its VLANs and interfaces.
    pub fn says(&self, other: &Node, commands: &[Command], top: bool) -> bool {
        let sorted = |command: usize| commands.get(command).is_some_and(|c| c.words.contains("{number}"));
        let keep = |key: &Key, inner: &Node| !(sorted(key.0) || top && !inner.inner.is_empty());
        self.line == other.line
            && self.inner.len() == other.inner.len()
            && self
                .inner
                .iter()
                .zip(&other.inner)
                .all(|((key, a), (k, b))| key == k && a.says(b, commands, false))
            && self.in_order(keep) == other.in_order(keep)
    }

    /// The lines to keep, command by command, each in the order in which they were said.
    fn in_order(&self, keep: impl Fn(&Key, &Node) -> bool) -> Vec<&Key> {
        let kept = self.inner.iter().filter(|(key, inner)| keep(key, inner));
        let mut kept: Vec<(usize, usize, &Key)> = kept.map(|(key, inner)| (key.0, inner.at, key)).collect();
        kept.sort_unstable();
        kept.into_iter().map(|(.., key)| key).collect()
    }

    /// A number for the lines in it, in whatever order they stand: of other lines it is another.
    pub fn print(&self, depth: usize) -> u64 {
        let inner =
            self.inner.values().map(|node| print(depth, &node.line).wrapping_add(node.print(depth + 1)));
        inner.fold(0, u64::wrapping_add)
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
