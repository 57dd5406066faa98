//! A walk over the elements of a switch's plan.

use serde::Serialize;

use super::{Device, Element, GLOBAL, Listen, Neighbor, Origin, Redistribution, StaticRoute};

/// What is done at each element.
pub(super) trait Visit {
    /// `of` is the element, `inner` its fields that are elements of their own.
    fn element<T: Serialize>(&mut self, element: Element, origin: Origin, of: &T, inner: &[&str]);
}

/// Fields of a switch that hold elements.
const OF_SWITCH: &[&str] = &[
    "users",
    "services",
    "management",
    "spanning_tree",
    "vlans",
    "vrfs",
    "statics",
    "port_channels",
    "ports",
    "loopbacks",
    "svis",
    "mlag",
    "acls",
    "policers",
    "prefix_lists",
    "community_lists",
    "ext_community_lists",
    "route_maps",
    "bgp",
];

impl Device {
    /// Every element with where it came from, in the order of the plan.
    pub fn elements(&self) -> Vec<(Element, Origin)> {
        struct Collect(Vec<(Element, Origin)>);
        impl Visit for Collect {
            fn element<T: Serialize>(&mut self, element: Element, origin: Origin, _: &T, _: &[&str]) {
                self.0.push((element, origin));
            }
        }
        let mut all = Collect(Vec::new());
        self.walk(&mut all);
        all.0
    }

    /// Visits every element, in the order of the plan.
    pub(super) fn walk(&self, to: &mut impl Visit) {
        to.element(Element::Device, self.origin, self, OF_SWITCH);
        to.element(Element::Services, self.services.origin, &self.services, &[]);
        to.element(Element::Management, self.management.origin, &self.management, &[]);
        to.element(Element::SpanningTree, self.spanning_tree.origin, &self.spanning_tree, &[]);
        for user in &self.users {
            to.element(Element::User(user.name.clone()), user.origin, user, &[]);
        }
        for vlan in &self.vlans {
            to.element(Element::Vlan(vlan.id), vlan.origin, vlan, &[]);
        }
        for channel in &self.port_channels {
            to.element(Element::PortChannel(channel.number), channel.origin, channel, &["sub_interfaces"]);
        }
        for port in &self.ports {
            to.element(Element::Port(port.name.clone()), port.origin, port, &["sub_interfaces"]);
        }
        for sub in self.sub_interfaces() {
            to.element(Element::SubInterface(sub.name.clone()), sub.origin, sub, &[]);
        }
        for loopback in &self.loopbacks {
            to.element(Element::Loopback(loopback.number), loopback.origin, loopback, &[]);
        }
        for svi in &self.svis {
            to.element(Element::Svi(svi.vlan), svi.origin, svi, &[]);
        }
        for mlag in self.mlag.iter() {
            to.element(Element::Pair, mlag.origin, mlag, &[]);
        }
        self.walk_routing(to);
        self.walk_policy(to);
    }

    fn walk_routing(&self, to: &mut impl Visit) {
        if let Some(bgp) = &self.bgp {
            to.element(Element::Bgp, bgp.origin, bgp, &["groups", "neighbors", "redistribute", "listen"]);
            for group in &bgp.groups {
                to.element(Element::PeerGroup(group.name.clone()), group.origin, group, &[]);
            }
            sources(GLOBAL, &bgp.redistribute, &bgp.listen, to);
            neighbors(None, &bgp.neighbors, to);
        }
        statics(GLOBAL, &self.statics, to);
        for vrf in &self.vrfs {
            let name = || vrf.name.clone();
            to.element(Element::Vrf(name()), vrf.origin, vrf, &["vpn", "statics", "bgp"]);
            for vpn in vrf.vpn.iter() {
                to.element(Element::Vpn(name()), vpn.origin, vpn, &[]);
            }
            statics(&vrf.name, &vrf.statics, to);
            let Some(bgp) = &vrf.bgp else { continue };
            to.element(Element::BgpVrf(name()), bgp.origin, bgp, &["redistribute", "listen", "neighbors"]);
            sources(&vrf.name, &bgp.redistribute, &bgp.listen, to);
            neighbors(Some(&vrf.name), &bgp.neighbors, to);
        }
    }

    fn walk_policy(&self, to: &mut impl Visit) {
        for acl in &self.acls {
            let (name, ipv6) = (|| acl.name.clone(), acl.ipv6);
            to.element(Element::Acl { name: name(), ipv6 }, acl.origin, acl, &["rules"]);
            for rule in &acl.rules {
                let element = Element::AclRule { name: name(), ipv6, sequence: rule.sequence };
                to.element(element, rule.origin, rule, &[]);
            }
        }
        for policer in &self.policers {
            to.element(Element::Policer(policer.name.clone()), policer.origin, policer, &[]);
        }
        for list in &self.prefix_lists {
            let element = Element::PrefixList { name: list.name.clone(), ipv6: list.ipv6 };
            to.element(element, list.origin, list, &[]);
        }
        for list in &self.community_lists {
            to.element(Element::CommunityList(list.name.clone()), list.origin, list, &[]);
        }
        for list in &self.ext_community_lists {
            to.element(Element::ExtCommunityList(list.name.clone()), list.origin, list, &[]);
        }
        for map in &self.route_maps {
            to.element(Element::RouteMap(map.name.clone()), map.origin, map, &["entries"]);
            for entry in &map.entries {
                let element = Element::RouteMapEntry { map: map.name.clone(), sequence: entry.sequence };
                to.element(element, entry.origin, entry, &[]);
            }
        }
    }
}

fn statics(vrf: &str, routes: &[StaticRoute], to: &mut impl Visit) {
    for route in routes {
        let (vrf, prefix, next_hop) = (vrf.to_owned(), route.prefix, route.next_hop);
        to.element(Element::StaticRoute { vrf, prefix, next_hop }, route.origin, route, &[]);
    }
}

/// What enters BGP, and who may open a session.
fn sources(vrf: &str, redistribute: &[Redistribution], listen: &[Listen], to: &mut impl Visit) {
    for routes in redistribute {
        let (vrf, family, source) = (vrf.to_owned(), routes.family, routes.source);
        to.element(Element::Redistribution { vrf, family, source }, routes.origin, routes, &[]);
    }
    for listen in listen {
        let element = Element::Listen { vrf: vrf.to_owned(), range: listen.range };
        to.element(element, listen.origin, listen, &[]);
    }
}

fn neighbors(vrf: Option<&str>, neighbors: &[Neighbor], to: &mut impl Visit) {
    for neighbor in neighbors {
        let element = Element::Neighbor { vrf: vrf.map(str::to_owned), peer: neighbor.peer.clone() };
        to.element(element, neighbor.origin, neighbor, &[]);
    }
}
