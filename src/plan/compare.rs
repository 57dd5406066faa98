//! What two plans of one switch say differently, element by element.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::Value;

use super::walk::Visit;
use super::{Device, Element, Origin};
use crate::model::value::Os;

/// One thing that two plans say differently.
#[derive(Debug, Clone, PartialEq)]
pub struct Difference {
    /// The element.
    pub element: Element,
    /// What differs.
    pub kind: DifferenceKind,
}

/// How an element differs.
#[derive(Debug, Clone, PartialEq)]
pub enum DifferenceKind {
    /// Only the first plan has it.
    Lost,
    /// Only the second plan has it.
    Added,
    /// A field of it differs.
    Field {
        /// Its name in the plan, `trunk.allowed`.
        name: String,
        /// What the first plan says, as JSON; `null` for nothing.
        first: String,
        /// What the second plan says.
        second: String,
    },
}

/// Everything that two plans of one switch say differently, in the order of elements. It is empty
/// where they are equal, and only there.
pub fn differences(first: &Device, second: &Device) -> Vec<Difference> {
    let (mut first, mut second) = unlike(first, second);
    leave_out(&mut first.vrfs, &mut second.vrfs, |vrf| vrf.name.clone());
    let (first, mut second) = (parts(&first), parts(&second));
    let mut all = Vec::new();
    for (element, said) in first {
        match second.remove(&element) {
            Some(other) => fields(&element, "", &said, &other, &mut all),
            None => all.push(Difference { element, kind: DifferenceKind::Lost }),
        }
    }
    all.extend(second.into_keys().map(|element| Difference { element, kind: DifferenceKind::Added }));
    all.sort_by(|a, b| a.element.cmp(&b.element));
    all
}

/// Both plans without what they say alike of the elements that a switch has many of and that are
/// sections of their own in its configuration: what is left is little, and prints as it would among the
/// rest.
pub fn unlike(first: &Device, second: &Device) -> (Device, Device) {
    let (mut a, mut b) = (first.clone(), second.clone());
    leave_out(&mut a.vlans, &mut b.vlans, |vlan| vlan.id);
    leave_out(&mut a.port_channels, &mut b.port_channels, |channel| channel.number);
    leave_out(&mut a.ports, &mut b.ports, |port| port.name.clone());
    leave_out(&mut a.svis, &mut b.svis, |svi| svi.vlan);
    leave_out(&mut a.acls, &mut b.acls, |acl| (acl.name.clone(), acl.ipv6));
    leave_out(&mut a.prefix_lists, &mut b.prefix_lists, |list| (list.name.clone(), list.ipv6));
    leave_out(&mut a.route_maps, &mut b.route_maps, |map| map.name.clone());
    (a, b)
}

fn leave_out<T: PartialEq, K: Ord>(a: &mut Vec<T>, b: &mut Vec<T>, key: impl Fn(&T) -> K) {
    let own: BTreeMap<K, usize> = b.iter().enumerate().map(|(at, of)| (key(of), at)).collect();
    let mut alike = vec![false; b.len()];
    a.retain(|of| {
        let other = own.get(&key(of)).copied();
        let other = other.and_then(|at| Some((b.get(at)?, alike.get_mut(at)?)));
        // What a text says twice is alike once.
        match other.filter(|(other, taken)| !**taken && *other == of) {
            Some((_, taken)) => {
                *taken = true;
                false
            }
            None => true,
        }
    });
    let mut at = alike.into_iter();
    b.retain(|_| !at.next().unwrap_or_default());
}

/// Compares the fields of two values. Structures are gone into, lists are taken as a whole.
fn fields(element: &Element, path: &str, first: &Value, second: &Value, all: &mut Vec<Difference>) {
    if first == second {
        return;
    }
    if let (Value::Object(a), Value::Object(b)) = (first, second) {
        for (key, value) in a {
            let path = if path.is_empty() { key.clone() } else { format!("{path}.{key}") };
            fields(element, &path, value, b.get(key).unwrap_or(&Value::Null), all);
        }
        for (key, value) in b.iter().filter(|(key, _)| !a.contains_key(*key)) {
            let path = if path.is_empty() { key.clone() } else { format!("{path}.{key}") };
            fields(element, &path, &Value::Null, value, all);
        }
        return;
    }
    let (name, first, second) = (path.to_owned(), first.to_string(), second.to_string());
    all.push(Difference { element: element.clone(), kind: DifferenceKind::Field { name, first, second } });
}

/// The elements of a plan, each with its own fields as JSON and without the elements in it.
fn parts(device: &Device) -> BTreeMap<Element, Value> {
    let mut parts = Parts { of: BTreeMap::new(), os: device.os };
    device.walk(&mut parts);
    parts.of
}

struct Parts {
    of: BTreeMap<Element, Value>,
    os: Os,
}

impl Visit for Parts {
    /// A plan has no element twice, but a text may: then how often counts.
    fn element<T: Serialize>(&mut self, element: Element, _: Origin, of: &T, inner: &[&str]) {
        let mut value = serde_json::to_value(of).unwrap_or(Value::Null);
        if let Value::Object(fields) = &mut value {
            // Which port-channel is the peer link is said once: by the pair on EOS, by the
            // port-channel on NX-OS.
            let follows = match (self.os, &element) {
                (Os::Eos, Element::PortChannel(_)) | (Os::Nxos, Element::Pair) => Some("peer_link"),
                _ => None,
            };
            inner.iter().copied().chain(follows).for_each(|field| drop(fields.remove(field)));
        }
        let value = match self.of.remove(&element) {
            Some(before) => Value::Array(vec![before, value]),
            None => value,
        };
        self.of.insert(element, value);
    }
}
