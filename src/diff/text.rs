//! Texts of both sides that are compared as texts: the canonical form of a plan, printed by the
//! built-in templates, and the blocks of it in which order means something.

use std::collections::BTreeMap;

use super::{Block, Change};
use crate::plan::{Device, Element};
use crate::read;
use crate::read::Unknown;
use crate::render::{self, Environment};
use crate::side::{HostFile, Side, Switch};

/// A text of both sides.
#[derive(Debug)]
pub struct TextPair {
    /// The path in a tree.
    pub path: String,
    /// What the old side has; none where it has no such file.
    pub old: Option<String>,
    /// What the new side has.
    pub new: Option<String>,
}

/// The canonical texts of everything that both sides speak of and that differs, by path.
///
/// # Errors
/// Where a text can't be printed.
pub fn texts(old: &Side, new: &Side, diff: &super::Diff) -> Result<Vec<TextPair>, render::Error> {
    let environment = Environment::built_in()?;
    let mut pairs = Vec::new();
    for switch in &diff.switches {
        let (a, b) = (old.switches.get(&switch.name), new.switches.get(&switch.name));
        let mut covers = Covers::default();
        let path = format!("devices/{}.cfg", switch.name);
        let mut text = |of: Option<&Switch>| of.map(|of| whole(environment, of, &mut covers)).transpose();
        let (old, new) = (text(a)?, text(b)?);
        pairs.push(TextPair { path, old, new });
    }
    for host in &diff.hosts {
        let text = |side: &Side| match side.hosts.get(&host.name) {
            Some(HostFile::Plan(plan)) => Ok(Some(render::netplan::text(plan)?)),
            Some(HostFile::Text(text)) => Ok(Some(text.clone())),
            None => Ok::<_, render::Error>(None),
        };
        let path = format!("hosts/{}/etc/netplan/60-fabric.yaml", host.name);
        pairs.push(TextPair { path, old: text(old)?, new: text(new)? });
    }
    for file in &diff.files {
        let text = |side: &Side| side.files.get(&file.name).cloned();
        pairs.push(TextPair { path: file.name.clone(), old: text(old), new: text(new) });
    }
    Ok(pairs)
}

fn whole(environment: &Environment, of: &Switch, covers: &mut Covers) -> Result<String, render::Error> {
    let mut text = render::switch::render(environment, &covers.cover(&of.plan))?;
    for Unknown { block, text: line, .. } in &of.unknown {
        let block = if block.is_empty() { String::new() } else { format!("{block}: ") };
        text += &format!("! not understood: {block}{line}\n");
    }
    Ok(text)
}

/// What stands in place of secrets: one word for each value, so that values that differ do so still.
#[derive(Debug, Default)]
struct Covers(BTreeMap<String, usize>);

impl Covers {
    fn cover(&mut self, plan: &Device) -> Device {
        let mut plan = plan.clone();
        for secret in plan.secrets_mut().filter(|secret| !secret.is_reference()) {
            let next = self.0.len() + 1;
            let number = *self.0.entry(secret.0.clone()).or_insert(next);
            secret.0 = format!("value-{number}-not-shown");
        }
        plan
    }
}

/// The list, access list or map that an element is of, where its lines stand in an order.
pub fn block_of(element: &Element) -> Option<Element> {
    match element {
        Element::Acl { name, ipv6 } | Element::AclRule { name, ipv6, .. } => {
            Some(Element::Acl { name: name.clone(), ipv6: *ipv6 })
        }
        Element::RouteMap(map) | Element::RouteMapEntry { map, .. } => Some(Element::RouteMap(map.clone())),
        Element::PrefixList { .. } | Element::CommunityList(_) | Element::ExtCommunityList(_) => {
            Some(element.clone())
        }
        _ => None,
    }
}

/// A plan that says nothing but some blocks.
fn of_blocks<T>(plan: &Device, blocks: &BTreeMap<Element, T>) -> Device {
    fn some<L: Clone>(all: &[L], due: impl Fn(&L) -> bool) -> Vec<L> {
        all.iter().filter(|list| due(list)).cloned().collect()
    }
    let due = |block: Element| blocks.contains_key(&block);
    let mut only = Device { name: plan.name.clone(), model: plan.model.clone(), ..Device::empty(plan.os) };
    only.acls = some(&plan.acls, |acl| due(Element::Acl { name: acl.name.clone(), ipv6: acl.ipv6 }));
    only.prefix_lists = some(&plan.prefix_lists, |list| {
        due(Element::PrefixList { name: list.name.clone(), ipv6: list.ipv6 })
    });
    only.community_lists = some(&plan.community_lists, |list| due(Element::CommunityList(list.name.clone())));
    only.ext_community_lists =
        some(&plan.ext_community_lists, |list| due(Element::ExtCommunityList(list.name.clone())));
    only.route_maps = some(&plan.route_maps, |map| due(Element::RouteMap(map.name.clone())));
    only
}

/// The ordered blocks that both plans have and in which something changes, as both would print them.
/// Where a plan can't be printed there are none: the changes stand for themselves.
pub fn blocks(environment: &Environment, old: &Device, new: &Device, changes: &[Change]) -> Vec<Block> {
    let mut due: BTreeMap<Element, [Vec<String>; 2]> = BTreeMap::new();
    let whole = |change: &Change| {
        change.details.is_empty() && block_of(&change.element) == Some(change.element.clone())
    };
    for change in changes.iter().filter(|change| !whole(change)) {
        due.extend(block_of(&change.element).map(|block| (block, Default::default())));
    }
    for change in changes.iter().filter(|change| whole(change)) {
        due.remove(&change.element);
    }
    if due.is_empty() {
        return Vec::new();
    }
    for (at, plan) in [old, new].into_iter().enumerate() {
        let Ok(text) = render::switch::render(environment, &of_blocks(plan, &due)) else {
            return Vec::new();
        };
        let Ok(reading) = read::read(plan.os, &text) else { return Vec::new() };
        for (line, number) in text.lines().zip(1..) {
            let block = reading.element(number).and_then(block_of);
            let lines = block.and_then(|block| due.get_mut(&block)).and_then(|sides| sides.get_mut(at));
            lines.into_iter().filter(|_| line != "!").for_each(|lines| lines.push(line.to_owned()));
        }
    }
    due.into_iter().map(|(element, [old, new])| Block { element, old, new }).collect()
}
