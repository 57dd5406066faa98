//! What lines name and what is there: a line that names what is not there yet, and what goes while
//! a line names it, are remembered until all is said. A switch may take either; it then forwards by
//! a policy that is not there, or loses lines in silence. So both are refused, unless the name is one
//! that what is wanted does not define at all.

use std::collections::HashMap;

use super::state::Node;
use super::{Refused, Why};

type Name = (&'static str, String);

/// What is named and what is there.
#[derive(Debug, Clone, Default)]
pub struct Refs {
    defined: HashMap<Name, usize>,
    named: HashMap<Name, usize>,
    /// Whether it is told commands: what it starts with is as it is.
    told: bool,
    /// What the command at hand named and took away.
    touched: Vec<(Name, bool)>,
    early: Vec<(usize, String, Name)>,
    late: Vec<(usize, String, Name)>,
}

impl Refs {
    /// Something is there by itself.
    pub fn is_built_in(&mut self, kind: &'static str, name: &str) {
        *self.defined.entry((kind, name.to_owned())).or_default() += 1;
    }

    /// A line is there, with all that is in it.
    pub fn add(&mut self, node: &Node) {
        for name in &node.refs {
            *self.named.entry(name.clone()).or_default() += 1;
            if self.told {
                self.touched.push((name.clone(), true));
            }
        }
        if let Some(name) = &node.defines {
            *self.defined.entry(name.clone()).or_default() += 1;
        }
        node.inner.values().for_each(|inner| self.add(inner));
    }

    /// A line is not there any more, nor what is in it.
    pub fn take(&mut self, node: &Node) {
        let less = |count: &mut usize| *count = count.saturating_sub(1);
        for name in &node.refs {
            self.named.get_mut(name).into_iter().for_each(less);
        }
        if let Some(name) = &node.defines {
            self.defined.get_mut(name).into_iter().for_each(less);
            if self.told {
                self.touched.push((name.clone(), false));
            }
        }
        node.inner.values().for_each(|inner| self.take(inner));
    }

    /// Whether something is there.
    pub fn is_defined(&self, kind: &'static str, name: &str) -> bool {
        self.defined.get(&(kind, name.to_owned())).is_some_and(|count| *count > 0)
    }

    /// Whether a line names something.
    pub fn is_named(&self, name: &Name) -> bool {
        self.named.get(name).is_some_and(|count| *count > 0)
    }

    /// From here on it is told commands.
    pub fn settle(&mut self) {
        self.told = true;
    }

    /// Remembers what a command left without what it needs.
    pub fn after(&mut self, number: usize, line: &str) {
        for (name, names) in std::mem::take(&mut self.touched) {
            if self.is_named(&name) && !self.is_defined(name.0, &name.1) {
                let list = if names { &mut self.early } else { &mut self.late };
                list.push((number, line.to_owned(), name));
            }
        }
    }

    /// The first command that left something without what it needs, now that all is said.
    pub fn verdict(&mut self) -> Option<Refused> {
        let (early, late) = (std::mem::take(&mut self.early), std::mem::take(&mut self.late));
        let early = early.into_iter().map(|(number, line, name)| {
            let there = self.is_defined(name.0, &name.1);
            (there, Refused { number, line, why: Why::NotThere { kind: name.0, name: name.1 } })
        });
        let late = late.into_iter().map(|(number, line, name)| {
            // All that is of a feature goes with it, so that it is never without what names it.
            let feature = name.0 == "feature";
            let wrong = feature || self.is_defined(name.0, &name.1) || !self.is_named(&name);
            (wrong, Refused { number, line, why: Why::InUse { kind: name.0, name: name.1 } })
        });
        let wrong = early.chain(late).filter(|(wrong, _)| *wrong).map(|(_, refused)| refused);
        wrong.min_by_key(|refused| refused.number)
    }
}
