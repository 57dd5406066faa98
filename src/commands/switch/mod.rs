//! A small model of a switch, to prove commands by: it takes what it is told as the switch would,
//! with all that the switch does beside, and refuses what it would refuse.
//!
//! It is written from the vendors' manuals and knows nothing of how commands are made; nothing but
//! the text goes from one to the other. Where a vendor takes a command in silence and forwards
//! otherwise for a moment (a route map that is bound before it is there, a trunk without its list),
//! this one refuses: a script that needs that is wrong.

mod eos;
mod faults;
mod moments;
mod names;
mod nxos;
mod refs;
mod refused;
mod routes;
mod side_effects;
mod start;
mod state;
mod syntax;
mod trunk;
mod vocabulary;

use std::collections::{BTreeSet, HashMap};

use self::moments::Moments;
use self::refs::Refs;
use self::state::{Key, Node};
use self::syntax::{Act, Command, Said};
use self::trunk::Trunks;
use self::vocabulary::Vocabulary;
use super::section::Section;
use crate::model::value::Os;

pub use faults::{Fault, Place};
pub use refused::{Refused, Why};

/// No command: the lines of what it starts with that it does not know.
const UNKNOWN: usize = usize::MAX;

/// What a port says that joins a port-channel.
const JOINS: &str = "channel-group ";

/// A switch.
#[derive(Debug, Clone)]
pub struct Switch {
    os: Os,
    vocabulary: &'static Vocabulary,
    root: Node,
    /// The mode that it is in.
    path: Vec<Key>,
    refs: Refs,
    trunks: Trunks,
    /// Addresses that overlapped another when they came: the command, and its section.
    overlaps: Vec<(usize, String, Vec<Key>, Why)>,
    /// What lists by number were meanwhile.
    moments: Moments,
    /// Rules that were left without a match.
    bare: Vec<names::Bare>,
    /// How many commands it was told.
    told: usize,
    /// How many lines it was ever told: entries of lists stand in that order.
    lines: usize,
    /// Whether it starts: then it takes its configuration as it is.
    starts: bool,
    /// Ports that joined a port-channel, by its number; some may have left.
    joined: HashMap<String, BTreeSet<Key>>,
    /// What has had addresses in a VRF, by its name: interfaces, some of which may have moved since.
    addressed: HashMap<String, BTreeSet<Key>>,
}

impl Switch {
    /// Tells it commands, one after the other.
    ///
    /// # Errors
    /// The first that it refuses, or that should not have been given when it was.
    pub fn run<'c>(&mut self, commands: impl IntoIterator<Item = &'c str>) -> Result<(), Refused> {
        self.told = 0;
        for line in commands {
            self.tell(line)?;
            self.refs.after(self.told, line);
            self.moments.after(line);
        }
        let trunks = std::mem::take(&mut self.trunks);
        let moments = std::mem::take(&mut self.moments);
        let wrong =
            [self.refs.verdict(), trunks.verdict(self), self.overlap(), moments.verdict(), self.bare()];
        match wrong.into_iter().flatten().min_by_key(|refused| refused.number) {
            Some(refused) => Err(refused),
            None => Ok(()),
        }
    }

    /// Whether it shows what a text says.
    pub fn says(&self, text: &[Section]) -> bool {
        self.root.says(text, self.vocabulary.commands, true)
    }

    /// What it shows of its configuration.
    pub fn show(&self) -> String {
        let mut text = String::new();
        self.root.show(self.vocabulary.commands, 0, if self.os == Os::Eos { 3 } else { 2 }, &mut text);
        if self.os == Os::Eos {
            text += "end\n";
        }
        text
    }

    fn mode(&self) -> &'static str {
        if self.path.last().is_some_and(|(command, _)| *command == UNKNOWN) {
            return "unknown";
        }
        let command = self.path.last().and_then(|(command, _)| self.vocabulary.commands.get(*command));
        command.and_then(|command| command.enters).unwrap_or_default()
    }

    /// One command.
    fn tell(&mut self, line: &str) -> Result<(), Refused> {
        self.told += 1;
        self.lines += 1;
        let number = self.told;
        self.told_words(line).map_err(|why| Refused { number, line: line.to_owned(), why })
    }

    fn told_words(&mut self, line: &str) -> Result<(), Why> {
        if line == "exit" {
            return self.path.pop().map(drop).ok_or(Why::Unknown);
        }
        if let Some(name) = line.strip_prefix("default interface ") {
            return self.default_interface(name);
        }
        if let Some(words) = line.strip_prefix("default ") {
            let (at, said) = self.find(words, false).ok_or(Why::Unknown)?;
            return self.drop_line(&(at, said.id)).map(drop).ok_or(Why::Nothing);
        }
        let (words, no) = line.strip_prefix("no ").map_or((line, false), |words| (words, true));
        let (at, said) = self.find(words, no).ok_or(Why::Unknown)?;
        let Some(command) = self.vocabulary.commands.get(at) else { return Err(Why::Unknown) };
        if let Some(feature) = command.feature
            && !self.starts
            && !no
            && !self.refs.is_defined("feature", feature)
        {
            return Err(Why::Feature(feature));
        }
        if no { self.take_back(at, command, words, said) } else { self.take(at, command, words, said) }
    }

    /// The command of this mode that words are of.
    fn find(&self, words: &str, no: bool) -> Option<(usize, Said)> {
        self.vocabulary.find(self.mode(), words, no)
    }

    /// The line of a command in this mode.
    fn line(&self, key: &Key) -> Option<&Node> {
        self.root.at(&self.path)?.inner.get(key)
    }

    /// Keeps a line in this mode, in place of what it overwrites.
    fn keep(&mut self, key: Key, command: &Command, line: String, said: Said) {
        let at = self.lines;
        let mut refs = said.refs;
        refs.extend(command.feature.map(|feature| ("feature", feature.to_owned())));
        let name = if said.name.is_empty() { line.clone() } else { said.name };
        let defines = command.defines.map(|kind| (kind, name));
        let mut node = Node { line, value: said.value, defines, refs, at, inner: Default::default() };
        self.note(&key, Some(&node.value));
        if let Some(open) = self.path.first() {
            if command.act == Act::Address {
                let vrf = self.root.inner.get(open).map_or("", |interface| self.vrf_of(interface));
                self.addressed.entry(vrf.to_owned()).or_default().insert(open.clone());
            }
            if command.words.starts_with(JOINS) {
                let channel = node.value.split(' ').next().unwrap_or_default();
                self.joined.entry(channel.to_owned()).or_default().insert(open.clone());
            }
        }
        let Some(here) = self.root.at_mut(&self.path) else { return };
        if let Some(mut before) = here.inner.remove(&key) {
            node.inner = std::mem::take(&mut before.inner);
            node.at = before.at;
            // What is in it stays: only the line itself is another.
            self.refs.take(&before);
            let inner = std::mem::take(&mut node.inner);
            self.refs.add(&node);
            node.inner = inner;
        } else {
            self.refs.add(&node);
        }
        here.inner.insert(key, node);
    }

    /// Takes a line out of this mode, with all that is in it.
    fn drop_line(&mut self, key: &Key) -> Option<Node> {
        self.note(key, None);
        let node = self.root.at_mut(&self.path)?.inner.remove(key)?;
        self.refs.take(&node);
        Some(node)
    }

    /// Whether this mode has a line in these words.
    fn has(&self, line: &str) -> bool {
        self.root.at(&self.path).is_some_and(|here| here.inner.values().any(|node| node.line == line))
    }

    fn take(&mut self, at: usize, command: &'static Command, words: &str, said: Said) -> Result<(), Why> {
        let key = (at, said.id.clone());
        // What it starts with is said once.
        let before = self.line(&key).filter(|_| !self.starts).map(|node| node.line.clone());
        if !self.starts {
            self.allowed(&key, command, words, &said)?;
            if command.act == Act::Address {
                self.remember_overlap(words);
            }
        }
        match command.act {
            Act::Default | Act::WhileDown => drop(self.drop_line(&key)),
            Act::Without => self.without(&key, &said.value, false, said.clone()),
            Act::Names => self.add_names(key, command, said),
            Act::Trunk => self.trunk(key, command, &said),
            Act::Vlans => return self.vlans(at, command, &said),
            Act::Vrf => {
                if before.as_deref() != Some(words) {
                    self.forget(|c| c.layer3);
                }
                self.keep(key, command, words.to_owned(), said);
            }
            Act::Switchport => self.switchport(key, command, true, said)?,
            Act::EndsSession => return Err(Why::Unknown),
            _ => {
                if command.enters.is_some() {
                    self.keep(key.clone(), command, words.to_owned(), said);
                    self.path.push(key);
                    return Ok(());
                }
                self.keep(key.clone(), command, words.to_owned(), said);
                self.pass_on(&key, command, before.as_deref());
            }
        }
        Ok(())
    }

    fn take_back(
        &mut self,
        at: usize,
        command: &'static Command,
        words: &str,
        said: Said,
    ) -> Result<(), Why> {
        let key = (at, said.id.clone());
        match command.act {
            Act::Default | Act::Either | Act::WhileDown => {
                if command.act == Act::WhileDown && !self.starts && !self.has("shutdown") {
                    return Err(Why::Up);
                }
                self.keep(key, command, format!("no {words}"), said);
            }
            Act::Port => return Err(Why::Port),
            Act::Switchport => self.switchport(key, command, false, said)?,
            Act::Without => self.without(&key, &said.value, true, said.clone()),
            Act::Names => return self.take_names(key, command, words, &said),
            Act::Vlans => return self.no_vlans(at, &said),
            Act::Neighbor => {
                self.drop_line(&key).ok_or(Why::Nothing)?;
                self.end_session(&said.name);
            }
            Act::EndsSession if self.end_session(&said.name) == 0 => return Err(Why::Nothing),
            Act::EndsSession => {}
            _ => {
                // A part may be left out of what is taken back, but what is said has to be so.
                let before = self.line(&key).ok_or(Why::Nothing)?;
                if !before.value.starts_with(&said.value) {
                    return Err(Why::Nothing);
                }
                let before = before.line.clone();
                if command.act == Act::Vrf {
                    self.forget(|c| c.layer3);
                }
                if command.act == Act::Trunk {
                    self.opens(format!("no {words}"));
                }
                self.drop_line(&key);
                self.pass_on(&key, command, Some(&before));
            }
        }
        Ok(())
    }
}
