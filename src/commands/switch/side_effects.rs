//! What a command does beside what it says, and when a switch does not take it.

use ipnet::IpNet;

use super::faults::is_link_local;
use super::state::{Key, Node};
use super::syntax::{Act, Command, Said};
use super::{JOINS, Refused, Switch, Why};

impl Switch {
    /// Whether the switch takes a command as things are.
    pub fn allowed(&self, key: &Key, command: &'static Command, words: &str, said: &Said) -> Result<(), Why> {
        let taken = |node: &Node| Err(Why::Taken(node.line.clone()));
        match command.act {
            Act::Once | Act::Entry => {
                if let Some(node) = self.line(key).filter(|node| node.line != words) {
                    return taken(node);
                }
            }
            Act::Single => {
                let Some(here) = self.root.at(&self.path) else { return Ok(()) };
                let other = here.inner.iter().find(|((at, id), _)| *at == key.0 && *id != key.1);
                if let Some((_, node)) = other {
                    return taken(node);
                }
            }
            Act::Unique => {
                let others = self.others().filter_map(|(_, node)| node.inner.get(key));
                if let Some(node) = others.into_iter().find(|node| node.value == said.value) {
                    return taken(node);
                }
            }
            Act::WhileDown if !self.has("shutdown") => return Err(Why::Up),
            _ => {}
        }
        // A port joins a port-channel that it is like.
        match words.strip_prefix(JOINS) {
            Some(rest) if command.act == Act::Once => self.alike(rest.split(' ').next().unwrap_or_default()),
            _ => Ok(()),
        }
    }

    /// What is at the top beside the block that is open.
    fn others(&self) -> impl Iterator<Item = (&Key, &Node)> {
        let own = self.path.first();
        self.root.inner.iter().filter(move |(key, _)| Some(*key) != own)
    }

    /// The command that a line is of; none of one that it does not know.
    pub fn command_of(&self, key: &Key) -> Option<&'static Command> {
        self.vocabulary.commands.get(key.0)
    }

    /// The VRF of an interface; empty for the global table.
    pub fn vrf_of<'n>(&self, interface: &'n Node) -> &'n str {
        let of_vrf = |key: &Key| self.command_of(key).is_some_and(|c| c.act == Act::Vrf);
        interface.inner.iter().find(|(key, _)| of_vrf(key)).map_or("", |(_, node)| node.value.trim())
    }

    /// An address that overlaps one of another interface in its VRF is refused, unless that is how
    /// the switch is to be: then what it is to be is wrong, and not the way there. No two interfaces have
    /// one address, whatever is to be.
    pub fn remember_overlap(&mut self, words: &str) {
        if let Err(why) = self.overlaps(&self.path, words) {
            self.overlaps.push((self.told, words.to_owned(), self.path.clone(), why));
        }
    }

    /// The first address that overlapped another on the way alone, now that all is said.
    pub fn overlap(&mut self) -> Option<Refused> {
        let all = std::mem::take(&mut self.overlaps);
        let passing = all.into_iter().find(|(_, words, path, why)| {
            let stands = self.root.at(path).is_some_and(|at| at.inner.values().any(|n| n.line == *words));
            let now = self.overlaps(path, words).err();
            !stands || matches!(now, Some(Why::Has(_))) || now.as_ref() != Some(why)
        });
        passing.map(|(number, line, _, why)| Refused { number, line, why })
    }

    fn overlaps(&self, path: &[Key], words: &str) -> Result<(), Why> {
        let net = |line: &str| line.split(' ').find_map(|word| word.parse::<IpNet>().ok());
        let (Some(own), Some(here)) = (net(words), self.root.at(path)) else { return Ok(()) };
        let vrf = self.vrf_of(here);
        let is_address = |key: &Key| self.command_of(key).is_some_and(|c| c.act == Act::Address);
        let others = self.addressed.get(vrf).into_iter().flatten().filter(|key| Some(*key) != path.first());
        let others = others.filter_map(|key| self.root.inner.get(key));
        let mut overlaps = Ok(());
        for other in others.filter(|other| self.vrf_of(other) == vrf) {
            let nets = other.inner.iter().filter(|(k, _)| is_address(k)).filter_map(|(_, n)| net(&n.line));
            for net in nets.filter(|net| net.contains(&own) || own.contains(net)) {
                if net.addr() == own.addr() && !is_link_local(own.addr()) {
                    return Err(Why::Has(other.line.clone()));
                }
                overlaps = overlaps.and_then(|()| Err(Why::Overlaps(other.line.clone())));
            }
        }
        overlaps
    }

    /// Whether the open port says of layer 2 what a port-channel says.
    fn alike(&self, number: &str) -> Result<(), Why> {
        let (Some(port), Some(channel)) = (self.root.at(&self.path), self.channel(number)) else {
            return Ok(());
        };
        let layer2 = |node: &Node| {
            let lines = node.inner.iter().filter(|(key, _)| self.command_of(key).is_some_and(|c| c.layer2));
            lines.map(|(_, node)| node.line.clone()).collect::<Vec<_>>()
        };
        let (port, channel) = (layer2(port), layer2(channel));
        match channel.iter().find(|line| !port.contains(line)).or(port.iter().find(|l| !channel.contains(l)))
        {
            Some(line) => Err(Why::Unlike(line.clone())),
            None => Ok(()),
        }
    }

    /// A port-channel by its number.
    pub fn channel(&self, number: &str) -> Option<&Node> {
        let is_channel = |node: &Node| {
            node.defines.as_ref().is_some_and(|(kind, name)| *kind == "port-channel" && name == number)
        };
        self.root.inner.values().find(|node| is_channel(node))
    }

    /// Lines of the open interface that the switch forgets.
    pub fn forget(&mut self, which: impl Fn(&Command) -> bool) {
        let Some(here) = self.root.at(&self.path) else { return };
        let forgotten = |key: &&Key| self.command_of(key).is_some_and(&which);
        let keys: Vec<Key> = here.inner.keys().filter(forgotten).cloned().collect();
        for key in keys {
            self.drop_line(&key);
        }
    }

    /// `switchport` and `no switchport`: an interface has one layer at a time. EOS shows the second
    /// alone, and keeps what was said of layer 2. NX-OS takes the first only without sub-interfaces.
    pub fn switchport(
        &mut self,
        key: Key,
        command: &'static Command,
        on: bool,
        said: Said,
    ) -> Result<(), Why> {
        let line = if on { "switchport" } else { "no switchport" };
        let before = self.line(&key).map(|node| node.line.clone());
        let was_on = before.as_deref() != Some("no switchport");
        let nxos = self.os == crate::model::value::Os::Nxos;
        if on && !was_on {
            if let Some(sub) = self.sub_interface().filter(|_| nxos) {
                return Err(Why::Taken(sub));
            }
            self.forget(|c| c.layer3);
        }
        if !on && was_on && nxos {
            self.forget(|c| c.layer2 && c.act != Act::Switchport && !c.words.starts_with("mtu"));
        }
        match on && !nxos {
            true => drop(self.drop_line(&key)),
            false => self.keep(key.clone(), command, line.to_owned(), said),
        }
        self.pass_on(&key, command, before.as_deref());
        Ok(())
    }

    /// A sub-interface of the open interface.
    fn sub_interface(&self) -> Option<String> {
        let prefix = format!("{}.", self.root.at(&self.path)?.line);
        self.root.inner.values().find(|node| node.line.starts_with(&prefix)).map(|node| node.line.clone())
    }

    /// NX-OS: members of a port-channel that said the same take over what it says. On EOS each keeps
    /// lines of its own, for the time that it stands alone.
    pub fn pass_on(&mut self, key: &Key, command: &'static Command, before: Option<&str>) {
        if self.starts || !command.layer2 || self.os == crate::model::value::Os::Eos {
            return;
        }
        let Some((kind, number)) = self.root.at(&self.path).and_then(|node| node.defines.clone()) else {
            return;
        };
        if kind != "port-channel" {
            return;
        }
        let now = self.line(key).cloned();
        let joins = format!("{JOINS}{number} ");
        let member = |node: &Node| {
            node.inner.values().any(|line| line.line.starts_with(&joins))
                && node.inner.get(key).map(|line| line.line.as_str()) == before
        };
        let ports = self.joined.get(&number).into_iter().flatten();
        let members = ports.filter(|port| self.root.inner.get(port).is_some_and(member));
        let members: Vec<Key> = members.cloned().collect();
        let path = std::mem::take(&mut self.path);
        for port in members {
            self.path = Vec::from_iter([port]);
            match &now {
                Some(node) => {
                    let said = Said { value: node.value.clone(), refs: node.refs.clone(), ..Said::default() };
                    self.keep(key.clone(), command, node.line.clone(), said);
                }
                None => drop(self.drop_line(key)),
            }
        }
        self.path = path;
    }

    /// `default interface`: nothing is said of a port any more.
    pub fn default_interface(&mut self, name: &str) -> Result<(), Why> {
        if !self.path.is_empty() {
            return Err(Why::Unknown);
        }
        let (at, said) = self.find(&format!("interface {name}"), false).ok_or(Why::Unknown)?;
        let node = self.drop_line(&(at, said.id)).ok_or(Why::Nothing)?;
        drop(node);
        Ok(())
    }

    /// All that is said of a session ends with it, in the families of its table as well. Gives how
    /// many lines that were.
    pub fn end_session(&mut self, name: &str) -> usize {
        let Some(here) = self.root.at(&self.path) else { return 0 };
        let begins = format!("neighbor {name} ");
        let of = |node: &Node| node.line.strip_prefix("no ").unwrap_or(&node.line).starts_with(&begins);
        let families = here.inner.iter().filter(|(_, node)| node.line.starts_with("address-family "));
        let inner = families.flat_map(|(family, node)| {
            let lines = node.inner.iter().filter(|(_, node)| of(node));
            lines.map(|(key, _)| (Some(family.clone()), key.clone()))
        });
        let own = here.inner.iter().filter(|(_, node)| of(node)).map(|(key, _)| (None, key.clone()));
        let all: Vec<(Option<Key>, Key)> = own.chain(inner).collect();
        let lines = all.len();
        for (family, key) in all {
            let depth = self.path.len();
            self.path.extend(family);
            self.drop_line(&key);
            self.path.truncate(depth);
        }
        lines
    }
}
