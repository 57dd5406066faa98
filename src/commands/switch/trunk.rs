//! VLANs and the trunks that carry them.

use super::state::{Key, Node};
use super::syntax::{Act, Command, Said};
use super::{Refused, Switch, Why};
use crate::model::value::VlanSet;

/// What happened to trunks that has to be right in the end.
#[derive(Debug, Clone, Default)]
pub struct Trunks {
    /// Trunks that lost their list.
    opened: Vec<(usize, String, Vec<Key>)>,
    /// VLANs that a trunk was given before they were there.
    early: Vec<(usize, String, VlanSet)>,
    /// VLANs that went while a trunk had them.
    late: Vec<(usize, String, u16, Vec<Key>)>,
}

impl Trunks {
    /// The first command that should not have been given, now that all is said.
    pub fn verdict(self, switch: &Switch) -> Option<Refused> {
        let list = |path: &[Key]| switch.root.at(path).and_then(|node| switch.list_of(node));
        let name = |path: &[Key]| switch.root.at(path).map(|node| node.line.clone()).unwrap_or_default();
        let opened = self
            .opened
            .into_iter()
            .filter(|(_, _, path)| list(path).is_some() || !switch.root.at(path).is_some_and(is_live))
            .map(|(number, line, path)| Refused { number, line, why: Why::Opens(name(&path)) });
        let early = self.early.into_iter().filter_map(|(number, line, vlans)| {
            let vlan = vlans.iter().find(|vlan| switch.has_vlan(*vlan))?;
            let why = Why::NotThere { kind: "vlan", name: vlan.to_string() };
            Some(Refused { number, line, why })
        });
        let late = self.late.into_iter().filter_map(|(number, line, vlan, path)| {
            let still = list(&path).is_some_and(|list| list.contains(vlan)) && !switch.has_vlan(vlan);
            let why = Why::InUse { kind: "vlan", name: vlan.to_string() };
            (!still).then_some(Refused { number, line, why })
        });
        opened.chain(early).chain(late).min_by_key(|refused| refused.number)
    }
}

/// Whether an interface is a trunk that is up.
fn is_live(interface: &Node) -> bool {
    let says = |line: &str| interface.inner.values().any(|node| node.line == line);
    says("switchport mode trunk") && !says("shutdown")
}

/// The VLANs of a list.
pub fn list(text: &str) -> Option<VlanSet> {
    let mut all = VlanSet::default();
    if text == "none" {
        return Some(all);
    }
    for part in text.split(',') {
        let mut ends = part.splitn(2, '-').map(str::parse::<u16>);
        let first = ends.next()?.ok()?;
        let last = ends.next().unwrap_or(Ok(first)).ok()?;
        if first == 0 || last > 4094 || first > last {
            return None;
        }
        (first..=last).for_each(|id| all.insert(id));
    }
    Some(all)
}

impl Switch {
    fn has_vlan(&self, vlan: u16) -> bool {
        vlan == 1 || self.refs.is_defined("vlan", &vlan.to_string())
    }

    /// The list of VLANs of an interface.
    fn list_of(&self, interface: &Node) -> Option<VlanSet> {
        let of_trunk = |at: usize| self.vocabulary.commands.get(at).is_some_and(|c| c.act == Act::Trunk);
        let node = interface.inner.iter().find(|((at, _), _)| of_trunk(*at))?.1;
        list(node.value.trim())
    }

    /// The open interface loses its list: where it is a trunk then, it has every VLAN.
    pub fn opens(&mut self, line: String) {
        if !self.starts && self.root.at(&self.path).is_some_and(is_live) {
            self.trunks.opened.push((self.told, line, self.path.clone()));
        }
    }

    /// `switchport trunk allowed vlan`: a list, what is added to one or taken from it, or all.
    pub fn trunk(&mut self, key: Key, command: &'static Command, said: &Said) {
        let (verb, rest) = said.value.trim().split_once(' ').unwrap_or((said.value.trim(), ""));
        let before = self.line(&key).map(|node| node.line.clone());
        let changes = matches!(verb, "add" | "remove");
        let own = self.root.at(&self.path).filter(|_| changes).and_then(|node| self.list_of(node));
        let set = match (verb, own) {
            ("all", _) => None,
            // A trunk without a list has every VLAN.
            ("add", None) => None,
            ("add", Some(own)) => list(rest).map(|more| {
                self.wait_for(&more);
                own.iter().chain(more.iter()).collect::<VlanSet>()
            }),
            ("remove", own) => list(rest).map(|less| {
                let own = own.unwrap_or_else(|| (1..=4094).collect());
                own.iter().filter(|vlan| !less.contains(*vlan)).collect::<VlanSet>()
            }),
            (all, _) => list(all).inspect(|all| self.wait_for(all)),
        };
        match set {
            Some(set) => {
                let value = set.to_string();
                let line = format!("switchport trunk allowed vlan {value}");
                self.keep(key.clone(), command, line, Said { value, ..said.clone() });
            }
            None => {
                if self.drop_line(&key).is_some() {
                    self.opens(format!("switchport trunk allowed vlan {}", said.value.trim()));
                }
            }
        }
        self.pass_on(&key, command, before.as_deref());
    }

    /// VLANs that a trunk is given should be there.
    fn wait_for(&mut self, vlans: &VlanSet) {
        if self.starts {
            return;
        }
        let missing: VlanSet = vlans.iter().filter(|vlan| !self.has_vlan(*vlan)).collect();
        if !missing.is_empty() {
            let line = format!("switchport trunk allowed vlan {vlans}");
            self.trunks.early.push((self.told, line, missing));
        }
    }

    /// `vlan 10,20-22`: all of them are there; of one alone its mode is entered.
    pub fn vlans(&mut self, at: usize, command: &'static Command, said: &Said) -> Result<(), Why> {
        let all = list(&said.id).ok_or(Why::Unknown)?;
        for vlan in all.iter() {
            let id = vlan.to_string();
            let key = (at, id.clone());
            if self.line(&key).is_none() {
                let said = Said { id: id.clone(), name: id.clone(), ..Said::default() };
                self.keep(key, command, format!("vlan {id}"), said);
            }
        }
        let mut ids = all.iter();
        if let (Some(one), None) = (ids.next(), ids.next()) {
            self.path.push((at, one.to_string()));
        }
        Ok(())
    }

    /// `no vlan 10,20-22`.
    pub fn no_vlans(&mut self, at: usize, said: &Said) -> Result<(), Why> {
        let all = list(&said.id).ok_or(Why::Unknown)?;
        let carry: Vec<(Key, VlanSet)> =
            self.root.inner.iter().filter_map(|(k, n)| Some((k.clone(), self.list_of(n)?))).collect();
        for vlan in all.iter() {
            self.drop_line(&(at, vlan.to_string())).ok_or(Why::Nothing)?;
            for (key, _) in carry.iter().filter(|(_, list)| list.contains(vlan)) {
                let path = Vec::from_iter([key.clone()]);
                self.trunks.late.push((self.told, format!("no vlan {}", said.id), vlan, path));
            }
        }
        Ok(())
    }

    /// VLANs that something is off for: `no` adds to them.
    pub fn without(&mut self, key: &Key, value: &str, more: bool, said: Said) {
        let Some(change) = list(value.trim()) else { return };
        let own = self.line(key).and_then(|node| list(node.value.trim())).unwrap_or_default();
        let set: VlanSet = match more {
            true => own.iter().chain(change.iter()).collect(),
            false => own.iter().filter(|vlan| !change.contains(*vlan)).collect(),
        };
        let Some(command) = self.command_of(key) else { return };
        match set.is_empty() {
            true => drop(self.drop_line(key)),
            false => {
                let line = format!("no {}", command.words.replace("<text>", &set.to_string()));
                self.keep(key.clone(), command, line, Said { value: set.to_string(), ..said });
            }
        }
    }
}
