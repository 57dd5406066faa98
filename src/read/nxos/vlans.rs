//! VLANs: a list says that they are there, a block of its own says a VLAN's name.

use super::known::Known;
use super::words::{number, word};
use super::{Block, Rule};
use crate::plan::{Element, Vlan};
use crate::read::value;

/// The VLAN that every switch has, and that has no other name.
const DEFAULT: u16 = 1;

/// Begins a VLAN, or lists some.
pub fn open<'t>(known: &mut Known<'t>, value: &'t str) -> Option<(Block, u32)> {
    let value = value.trim_ascii();
    if let Some(id) = number(value) {
        let (set, _) = value::vlans(value)?;
        if id == DEFAULT || set.is_empty() {
            return Some((Block::Other, known.switch));
        }
        let position = vlan(known, id);
        // One that is a list of its own, and one that has a block, are no repetition.
        if !known.listed.contains(id) {
            known.listed.insert(id);
        } else if !known.stanzas.contains(id) {
            known.stanzas.insert(id);
        } else {
            known.again = true;
        }
        return Some((Block::Vlan(position.0), position.1));
    }
    let (set, twice) = value::vlans(value)?;
    known.again |= twice;
    for id in set.iter().filter(|id| *id != DEFAULT) {
        known.again |= known.listed.contains(id);
        known.listed.insert(id);
        vlan(known, id);
    }
    Some((Block::Other, known.switch))
}

/// A VLAN, by default called by its number: its position and element.
fn vlan(known: &mut Known<'_>, id: u16) -> (usize, u32) {
    if let Some(found) = known.vlans.get(&id) {
        return *found;
    }
    let found = (known.device.vlans.len(), known.begin(Element::Vlan(id)));
    let name = format!("VLAN{id:04}");
    known.device.vlans.push(Vlan { id, name, ..Vlan::default() });
    known.vlans.insert(id, found);
    found
}

/// A line of a VLAN.
pub fn line(known: &mut Known<'_>, position: usize, rule: Rule, value: &str) -> Option<u32> {
    let running = known.running();
    let vlan = known.device.vlans.get_mut(position)?;
    let id = vlan.id;
    match rule {
        Rule::vlan_name => word(value)?.clone_into(&mut vlan.name),
        Rule::vlan_state if running => {
            vlan.suspended = match word(value)? {
                "suspend" => true,
                "active" => false,
                _ => return None,
            };
            return known.vlans.get(&id).map(|found| found.1);
        }
        _ => return None,
    }
    known.again |= known.named.contains(id);
    known.named.insert(id);
    known.vlans.get(&id).map(|found| found.1)
}
