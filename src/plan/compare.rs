//! What two plans of one switch say differently, element by element.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::Value;

use super::{Device, Element, Neighbor};
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
    let (first, mut second) = (parts(first), parts(second));
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
    let mut parts = Parts(BTreeMap::new());
    parts.add(
        Element::Device,
        device,
        &[
            "users",
            "services",
            "management",
            "spanning_tree",
            "vlans",
            "vrfs",
            "port_channels",
            "ports",
            "loopback",
            "svis",
            "mlag",
            "acls",
            "policers",
            "prefix_lists",
            "community_lists",
            "ext_community_lists",
            "route_maps",
            "bgp",
        ],
    );
    parts.add(Element::Services, &device.services, &[]);
    parts.add(Element::Management, &device.management, &[]);
    parts.add(Element::SpanningTree, &device.spanning_tree, &[]);
    device.users.iter().for_each(|u| parts.add(Element::User(u.name.clone()), u, &[]));
    device.vlans.iter().for_each(|v| parts.add(Element::Vlan(v.id), v, &[]));
    // Which port-channel is the peer link is said once: by the pair on EOS, by the port-channel on NX-OS.
    let (channel, pair): (&[_], &[_]) = match device.os {
        Os::Eos => (&["sub_interfaces", "peer_link"], &[]),
        Os::Nxos => (&["sub_interfaces"], &["peer_link"]),
    };
    device.port_channels.iter().for_each(|c| parts.add(Element::PortChannel(c.number), c, channel));
    device.ports.iter().for_each(|p| parts.add(Element::Port(p.name.clone()), p, &["sub_interfaces"]));
    device.sub_interfaces().for_each(|s| parts.add(Element::SubInterface(s.name.clone()), s, &[]));
    device.loopback.iter().for_each(|l| parts.add(Element::Loopback(l.number), l, &[]));
    device.svis.iter().for_each(|s| parts.add(Element::Svi(s.vlan), s, &[]));
    device.mlag.iter().for_each(|m| parts.add(Element::Pair, m, pair));
    parts.routing(device);
    parts.policy(device);
    parts.0
}

struct Parts(BTreeMap<Element, Value>);

impl Parts {
    /// Adds an element without the fields that are elements of their own. A plan has no element
    /// twice, but a text may: then the number of times counts.
    fn add<T: Serialize>(&mut self, element: Element, of: &T, without: &[&str]) {
        let mut value = serde_json::to_value(of).unwrap_or(Value::Null);
        if let Value::Object(fields) = &mut value {
            without.iter().for_each(|field| drop(fields.remove(*field)));
        }
        match self.0.remove(&element) {
            Some(before) => drop(self.0.insert(element, Value::Array(vec![before, value]))),
            None => drop(self.0.insert(element, value)),
        }
    }

    fn neighbors(&mut self, vrf: Option<&str>, neighbors: &[Neighbor]) {
        for n in neighbors {
            self.add(Element::Neighbor { vrf: vrf.map(str::to_owned), peer: n.peer }, n, &[]);
        }
    }

    fn routing(&mut self, device: &Device) {
        if let Some(bgp) = &device.bgp {
            self.add(Element::Bgp, bgp, &["groups", "neighbors"]);
            bgp.groups.iter().for_each(|g| self.add(Element::PeerGroup(g.name.clone()), g, &[]));
            self.neighbors(None, &bgp.neighbors);
        }
        for vrf in &device.vrfs {
            let name = || vrf.name.clone();
            self.add(Element::Vrf(name()), vrf, &["vpn", "statics", "bgp"]);
            vrf.vpn.iter().for_each(|v| self.add(Element::Vpn(name()), v, &[]));
            for r in &vrf.statics {
                let element = Element::StaticRoute { vrf: name(), prefix: r.prefix, next_hop: r.next_hop };
                self.add(element, r, &[]);
            }
            let Some(bgp) = &vrf.bgp else { continue };
            self.add(Element::BgpVrf(name()), bgp, &["redistribute", "listen", "neighbors"]);
            for r in &bgp.redistribute {
                let element = Element::Redistribution { vrf: name(), family: r.family, source: r.source };
                self.add(element, r, &[]);
            }
            for l in &bgp.listen {
                self.add(Element::Listen { vrf: name(), range: l.range }, l, &[]);
            }
            self.neighbors(Some(&vrf.name), &bgp.neighbors);
        }
    }

    fn policy(&mut self, device: &Device) {
        for acl in &device.acls {
            let name = || acl.name.clone();
            self.add(Element::Acl { name: name(), ipv6: acl.ipv6 }, acl, &["rules"]);
            for rule in &acl.rules {
                let element = Element::AclRule { name: name(), ipv6: acl.ipv6, sequence: rule.sequence };
                self.add(element, rule, &[]);
            }
        }
        device.policers.iter().for_each(|p| self.add(Element::Policer(p.name.clone()), p, &[]));
        for list in &device.prefix_lists {
            self.add(Element::PrefixList { name: list.name.clone(), ipv6: list.ipv6 }, list, &[]);
        }
        for list in &device.community_lists {
            self.add(Element::CommunityList(list.name.clone()), list, &[]);
        }
        for list in &device.ext_community_lists {
            self.add(Element::ExtCommunityList(list.name.clone()), list, &[]);
        }
        for map in &device.route_maps {
            self.add(Element::RouteMap(map.name.clone()), map, &["entries"]);
            for entry in &map.entries {
                let element = Element::RouteMapEntry { map: map.name.clone(), sequence: entry.sequence };
                self.add(element, entry, &[]);
            }
        }
    }
}
