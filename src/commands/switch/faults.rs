//! What a switch that has started can't have: it would have refused it as commands.

use std::collections::{BTreeSet, HashMap};
use std::net::IpAddr;

use ipnet::IpNet;

use super::Switch;
use super::state::{Key, Node};
use super::syntax::Act;
use crate::model::value::Os;

/// A line of a configuration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The line at the top that it stands below; itself, where it stands at the top.
    pub block: String,
    /// What it says.
    pub line: String,
}

/// Why no switch can have a configuration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// Two blocks say what one alone may say.
    Twice {
        /// The first.
        first: Place,
        /// The second.
        second: Place,
    },
    /// A feature is off, and a line is of it.
    Feature {
        /// The first such line.
        at: Place,
        /// The feature.
        feature: &'static str,
    },
    /// Two interfaces of a VRF have one address.
    Address {
        /// The first.
        first: Place,
        /// The second.
        second: Place,
        /// The address.
        address: IpAddr,
        /// The VRF; empty for the global table.
        vrf: String,
    },
    /// NX-OS: a port says otherwise than its port-channel. One of the two may say nothing.
    Unlike {
        /// The port, with its line: the one by which it is in the port-channel, where it says nothing.
        port: Place,
        /// Whether it says something.
        port_says: bool,
        /// The port-channel, with its line; its first one, where it says nothing.
        channel: Place,
        /// Whether that says something.
        channel_says: bool,
    },
}

impl Fault {
    /// Where it is, first what is to be looked at first.
    pub fn places(&self) -> Vec<&Place> {
        match self {
            Fault::Twice { first, second } | Fault::Address { first, second, .. } => vec![first, second],
            Fault::Feature { at, .. } => vec![at],
            Fault::Unlike { port, channel, .. } => vec![port, channel],
        }
    }

    /// What is wrong; `at` says where the second place is, if there is one and it is known.
    pub fn told(&self, at: Option<usize>) -> String {
        let at = at.map(|line| format!(" (line {line})")).unwrap_or_default();
        match self {
            Fault::Twice { first, second } => {
                format!("`{}` stands in {} and {}{at}", first.line, first.block, second.block)
            }
            Fault::Feature { at: Place { block, line }, feature } => {
                let of = if block == line { String::new() } else { format!(" of {block}") };
                format!("`{line}`{of} needs `feature {feature}`, which is not there")
            }
            Fault::Address { first, second, address, vrf } => {
                let vrf = if vrf.is_empty() { String::new() } else { format!(" in VRF {vrf}") };
                format!("{} and {}{at} both have {address}{vrf}", first.block, second.block)
            }
            Fault::Unlike { port, port_says, channel, channel_says } => {
                let (own, theirs) = (&port.block, &channel.block);
                match (port_says, channel_says) {
                    (true, true) => {
                        format!(
                            "{own} has `{}`, and {theirs}, which it is in, `{}`{at}",
                            port.line, channel.line
                        )
                    }
                    (true, false) => {
                        format!("{own} has `{}`, and {theirs}{at}, which it is in, does not", port.line)
                    }
                    (false, _) => {
                        format!("{own} lacks `{}` of {theirs}{at}, which it is in", channel.line)
                    }
                }
            }
        }
    }
}

impl Switch {
    /// What is wrong with what it has, in the order of its lines.
    pub fn faults(&self) -> Vec<Fault> {
        let mut found =
            Found { switch: self, seen: HashMap::new(), off: BTreeSet::new(), faults: Vec::new() };
        let mut blocks: Vec<(&Key, &Node)> = self.root.inner.iter().collect();
        blocks.sort_by_key(|(_, node)| node.at);
        for (key, block) in &blocks {
            found.line(&block.line, key, block, true);
            found.inside(block, block);
        }
        if self.os == Os::Nxos {
            let ports = blocks.iter().filter_map(|(_, block)| self.unlike(block));
            found.faults.extend(ports.collect::<Vec<_>>());
        }
        found.faults
    }

    /// How a port differs from the port-channel that it is in.
    fn unlike(&self, port: &Node) -> Option<Fault> {
        let member = port.inner.values().find(|line| line.line.starts_with(super::JOINS))?;
        let channel = self.channel(member.value.split(' ').next()?)?;
        let layer2 = |key: &&Key| self.command_of(key).is_some_and(|command| command.layer2);
        let keys = port.inner.keys().chain(channel.inner.keys()).filter(layer2);
        let said = |node: &Node, key: &Key| node.inner.get(key).map(|line| line.line.clone());
        let differs = |key: &&Key| said(port, key) != said(channel, key);
        let key = keys.filter(differs).min_by_key(|key| key.0)?;
        let place = |of: &Node, says: Option<String>, other: &str| Place {
            block: of.line.clone(),
            line: says.unwrap_or_else(|| other.to_owned()),
        };
        let (own, theirs) = (said(port, key), said(channel, key));
        Some(Fault::Unlike {
            port_says: own.is_some(),
            channel_says: theirs.is_some(),
            port: place(port, own, &member.line),
            channel: place(channel, theirs, &channel.line),
        })
    }
}

/// What is found on the way through the lines of a switch.
struct Found<'s> {
    switch: &'s Switch,
    /// What one place alone may say, by what tells it from others: a command with its value, or an
    /// address in its VRF.
    seen: HashMap<Only<'s>, Place>,
    /// The features that were missed.
    off: BTreeSet<&'static str>,
    faults: Vec<Fault>,
}

/// What one place alone may say.
#[derive(PartialEq, Eq, Hash)]
enum Only<'s> {
    Value(&'s Key, &'s str),
    Address(&'s str, IpAddr),
}

impl<'s> Found<'s> {
    /// The lines in a block or in one of its lines.
    fn inside(&mut self, block: &'s Node, of: &'s Node) {
        let mut lines: Vec<(&Key, &Node)> = of.inner.iter().collect();
        lines.sort_by_key(|(_, node)| node.at);
        for (key, line) in lines {
            self.line(&block.line, key, line, false);
            self.only(block, key, line);
            self.inside(block, line);
        }
    }

    /// A line of a feature.
    fn line(&mut self, block: &str, key: &Key, line: &Node, top: bool) {
        let Some(feature) = self.switch.command_of(key).and_then(|command| command.feature) else {
            return;
        };
        // What is said of a port that a feature would do is not shown without it; a VLAN interface is.
        if !self.switch.refs.is_defined("feature", feature) && self.off.insert(feature) {
            let block = if top { line.line.clone() } else { block.to_owned() };
            self.faults.push(Fault::Feature { at: Place { block, line: line.line.clone() }, feature });
        }
    }

    /// A line that no second block may have.
    fn only(&mut self, block: &'s Node, key: &'s Key, line: &'s Node) {
        let place = || Place { block: block.line.clone(), line: line.line.clone() };
        match self.switch.command_of(key).map(|command| command.act) {
            Some(Act::Unique) => {
                if let Some(first) = self.seen.insert(Only::Value(key, &line.value), place()) {
                    self.faults.push(Fault::Twice { first, second: place() });
                }
            }
            Some(Act::Address) => {
                let net = line.line.split(' ').find_map(|word| word.parse::<IpNet>().ok());
                let Some(address) = net.map(|net| net.addr()).filter(|address| !is_link_local(*address))
                else {
                    return;
                };
                let vrf = self.switch.vrf_of(block);
                let first = self.seen.insert(Only::Address(vrf, address), place());
                if let Some(first) = first.filter(|first| first.block != block.line) {
                    let (second, vrf) = (place(), vrf.to_owned());
                    self.faults.push(Fault::Address { first, second, address, vrf });
                }
            }
            _ => {}
        }
    }
}

/// Whether an address is one of its link alone, so that another interface may have it too.
pub fn is_link_local(address: IpAddr) -> bool {
    matches!(address, IpAddr::V6(address) if address.is_unicast_link_local())
}
