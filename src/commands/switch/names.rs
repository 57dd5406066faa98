//! What a rule of a route map matches, by names: a line adds its own to those that are there, and each
//! may be taken back. A rule without a match is for every route, so that one that has something to
//! match before and after may never be without.

use super::state::{Key, Node};
use super::syntax::{Command, Said};
use super::{Refused, Switch, Why};

/// A rule that was left without a match: the command, its words and the rule.
pub type Bare = (usize, String, Vec<Key>);

/// Whether a rule matches by anything.
fn matches(rule: &Node) -> bool {
    rule.inner.values().any(|line| line.line.starts_with("match "))
}

fn names(value: &str) -> Vec<&str> {
    value.split_ascii_whitespace().collect()
}

impl Switch {
    /// Adds names to a line.
    pub fn add_names(&mut self, key: Key, command: &Command, mut said: Said) {
        let before = self.line(&key).map(|node| (node.value.clone(), node.refs.clone()));
        let (value, mut refs) = before.unwrap_or_default();
        let mut all = names(&value);
        let more: Vec<&str> = names(&said.value).into_iter().filter(|name| !all.contains(name)).collect();
        all.extend(more);
        refs.extend(said.refs.into_iter().filter(|name| !value.split(' ').any(|n| n == name.1)));
        said = Said { refs, value: all.join(" "), ..Said::default() };
        self.keep_names(key, command, said);
    }

    /// Takes names from a line, or all that it has.
    ///
    /// # Errors
    /// Where it has not all of them.
    pub fn take_names(&mut self, key: Key, command: &Command, words: &str, said: &Said) -> Result<(), Why> {
        let node = self.line(&key).ok_or(Why::Nothing)?;
        let (value, refs) = (node.value.clone(), node.refs.clone());
        let (mut left, gone) = (names(&value), names(&said.value));
        if gone.iter().any(|name| !left.contains(name)) {
            return Err(Why::Nothing);
        }
        left.retain(|name| !(gone.is_empty() || gone.contains(name)));
        if left.is_empty() {
            self.drop_line(&key);
            self.remember_bare(words);
            return Ok(());
        }
        let refs = refs.into_iter().filter(|(_, name)| left.contains(&name.as_str())).collect();
        self.keep_names(key, command, Said { refs, value: left.join(" "), ..Said::default() });
        Ok(())
    }

    fn keep_names(&mut self, key: Key, command: &Command, said: Said) {
        let words = command.words.split('<').next().unwrap_or_default();
        let line = format!("{words}{}", said.value);
        self.keep(key, command, line, said);
    }

    fn remember_bare(&mut self, words: &str) {
        let Some(rule) = self.root.at(&self.path).filter(|rule| !matches(rule)) else { return };
        if rule.defines.as_ref().is_some_and(|name| self.refs.is_named(name)) {
            self.bare.push((self.told, format!("no {words}"), self.path.clone()));
        }
    }

    /// The first command that left a rule without a match for a moment, now that all is said.
    pub fn bare(&mut self) -> Option<Refused> {
        let all = std::mem::take(&mut self.bare);
        let mut passing = all.into_iter().filter(|(.., rule)| self.root.at(rule).is_some_and(matches));
        let (number, line, rule) = passing.next()?;
        let rule = self.root.at(&rule).map(|rule| rule.line.clone()).unwrap_or_default();
        Some(Refused { number, line, why: Why::Bare(rule) })
    }
}
