//! How far a change of an element reaches: by which ports, and for which VLANs.

use std::collections::{BTreeSet, HashMap};

use super::graph::{Behind, Graph};
use super::peer::ports;
use super::risk::{View, lists_of};
use crate::model::value::VlanSet;
use crate::plan::{AclBinding, Element, Layer3, Session};

/// How far a change reaches.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reach {
    /// Nobody's traffic.
    Nobody,
    /// All that goes through the switch.
    Switch,
    /// What goes through some ports, by name; of some VLANs where it says so, as ids.
    Ports(Vec<String>, Option<BTreeSet<u16>>),
    /// What goes through the switch, of some VLANs and VRFs.
    Part(Part),
}

impl Reach {
    /// The VRFs whose traffic alone is reached; none where more is, or nobody knows whose.
    pub fn vrfs(&self) -> Option<BTreeSet<String>> {
        match self {
            Reach::Nobody => Some(BTreeSet::new()),
            Reach::Part(Part { vlans, vrfs }) if vlans.is_empty() && !vrfs.is_empty() => Some(vrfs.clone()),
            Reach::Switch | Reach::Ports(..) | Reach::Part(_) => None,
        }
    }
}

/// Some VLANs and VRFs.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Part {
    /// VLANs.
    pub vlans: BTreeSet<u16>,
    /// VRFs.
    pub vrfs: BTreeSet<String>,
}

impl Part {
    fn vlan(vlan: u16) -> Self {
        Part { vlans: BTreeSet::from([vlan]), vrfs: BTreeSet::new() }
    }

    fn vrf(vrf: &str) -> Self {
        Part { vlans: BTreeSet::new(), vrfs: BTreeSet::from([vrf.to_owned()]) }
    }

    fn add(&mut self, other: Part) {
        self.vlans.extend(other.vlans);
        self.vrfs.extend(other.vrfs);
    }
}

/// What goes by which policy of a plan.
#[derive(Debug, Default)]
pub struct Users<'a> {
    acls: HashMap<(&'a str, bool), Part>,
    policers: HashMap<&'a str, Part>,
    maps: HashMap<&'a str, Part>,
    lists: HashMap<&'a str, Part>,
    /// The VRFs whose routes travel by VPN.
    vpn: Part,
}

impl<'a> Users<'a> {
    /// Of a plan.
    pub fn new(view: &View<'a>) -> Self {
        let device = view.device;
        let mut users = Users::default();
        for vrf in device.vrfs.iter().filter(|v| v.vpn.is_some()) {
            users.vpn.add(Part::vrf(&vrf.name));
        }
        for svi in &device.svis {
            users.layer3(&svi.layer3, &Part::vlan(svi.vlan));
        }
        for sub in device.sub_interfaces() {
            let part = sub.layer3.vrf.as_deref().map_or_else(|| users.vpn.clone(), Part::vrf);
            users.layer3(&sub.layer3, &part);
        }
        let classes = device.policers.iter().flat_map(|p| p.classes.iter().map(move |c| (&*p.name, c)));
        for (policer, class) in classes {
            let part = users.policers.get(policer).cloned().unwrap_or_default();
            users.acls.entry((&class.acl, class.ipv6)).or_default().add(part);
        }
        let vpn = users.vpn.clone();
        let global = device.bgp.iter().flat_map(|b| &b.neighbors);
        global.for_each(|n| users.session(&n.session, &vpn));
        for vrf in &device.vrfs {
            let part = Part::vrf(&vrf.name);
            let targets = vrf.vpn.iter().flat_map(|v| &v.targets);
            let policies = targets.flat_map(|t| [&t.import_policy, &t.export_policy]);
            users.bind(policies.filter_map(Option::as_deref), &part);
            let Some(bgp) = &vrf.bgp else { continue };
            users.bind(bgp.redistribute.iter().filter_map(|r| r.route_map.as_deref()), &part);
            bgp.neighbors.iter().for_each(|n| users.session(&n.session, &part));
            for listen in &bgp.listen {
                let group = device.bgp.iter().flat_map(|b| &b.groups).find(|g| g.name == listen.group);
                group.into_iter().for_each(|g| users.session(&g.session, &part));
            }
        }
        for map in &device.route_maps {
            let Some(part) = users.maps.get(&*map.name).cloned() else { continue };
            for list in map.entries.iter().flat_map(lists_of) {
                users.lists.entry(list).or_default().add(part.clone());
            }
        }
        users
    }

    fn layer3(&mut self, layer3: &'a Layer3, part: &Part) {
        let bindings: &[&[AclBinding]] = &[&layer3.acl_in, &layer3.acl_out];
        for binding in bindings.iter().copied().flatten() {
            self.acls.entry((&binding.name, binding.ipv6)).or_default().add(part.clone());
        }
        if let Some(policer) = &layer3.policer {
            self.policers.entry(policer).or_default().add(part.clone());
        }
    }

    fn session(&mut self, session: &'a Session, part: &Part) {
        self.bind([&session.policy_in, &session.policy_out].into_iter().filter_map(Option::as_deref), part);
    }

    fn bind(&mut self, maps: impl Iterator<Item = &'a str>, part: &Part) {
        maps.for_each(|map| self.maps.entry(map).or_default().add(part.clone()));
    }

    /// How far a change of an element reaches, by its plan on this side. Of a trunk the VLANs may be
    /// told: those that it gains and loses.
    pub fn reach(&self, view: &View<'_>, element: &Element, trunk: Option<&VlanSet>) -> Reach {
        let part = |part: Option<&Part>| part.map_or(Reach::Nobody, |p| Reach::Part(p.clone()));
        match element {
            Element::User(_) | Element::Services | Element::Management => Reach::Nobody,
            Element::Device | Element::SpanningTree | Element::Pair | Element::Loopback(_) => Reach::Switch,
            Element::Bgp => {
                let mut all = self.vpn.clone();
                let speak = view.device.vrfs.iter().filter(|v| v.bgp.is_some());
                speak.for_each(|v| all.add(Part::vrf(&v.name)));
                // Where no VRF speaks, all that is routed goes by the global table.
                if all.vrfs.is_empty() { Reach::Switch } else { Reach::Part(all) }
            }
            Element::Vlan(vlan) | Element::Svi(vlan) => Reach::Part(Part::vlan(*vlan)),
            Element::Vrf(vrf)
            | Element::Vpn(vrf)
            | Element::BgpVrf(vrf)
            | Element::StaticRoute { vrf, .. }
            | Element::Listen { vrf, .. }
            | Element::Redistribution { vrf, .. }
            | Element::Neighbor { vrf: Some(vrf), .. } => Reach::Part(Part::vrf(vrf)),
            Element::Neighbor { vrf: None, .. } => Reach::Part(self.vpn.clone()),
            Element::PeerGroup(name) => {
                let mut all = Part::default();
                let listens =
                    |v: &&crate::plan::Vrf| v.bgp.iter().flat_map(|b| &b.listen).any(|l| l.group == *name);
                view.device.vrfs.iter().filter(listens).for_each(|v| all.add(Part::vrf(&v.name)));
                Reach::Part(all)
            }
            Element::Port(_) | Element::PortChannel(_) => {
                let names = ports(view, element).into_iter().map(str::to_owned).collect();
                Reach::Ports(names, trunk.map(|v| v.iter().collect()))
            }
            Element::SubInterface(name) => {
                let vrf = view.subs.get(&**name).and_then(|s| s.layer3.vrf.as_deref());
                Reach::Part(vrf.map_or_else(|| self.vpn.clone(), Part::vrf))
            }
            Element::Acl { name, ipv6 } | Element::AclRule { name, ipv6, .. } => {
                part(self.acls.get(&(&**name, *ipv6)))
            }
            Element::Policer(name) => part(self.policers.get(&**name)),
            Element::PrefixList { name, .. }
            | Element::CommunityList(name)
            | Element::ExtCommunityList(name) => part(self.lists.get(&**name)),
            Element::RouteMap(name) | Element::RouteMapEntry { map: name, .. } => {
                part(self.maps.get(&**name))
            }
        }
    }
}

/// Where in a graph a reach is: who is behind it, and of which VLANs; none where the graph does not
/// know the switch, a port, a VLAN or a VRF of it.
pub fn place(graph: &Graph<'_>, switch: &str, reach: &Reach) -> Option<(Behind, Option<VlanSet>)> {
    let known = |vlans: &BTreeSet<u16>| vlans.iter().all(|v| graph.knows_vlan(*v));
    match reach {
        Reach::Nobody => Some((Behind::Nobody, None)),
        Reach::Switch => Some((graph.behind_switch(switch)?, None)),
        Reach::Ports(ports, vlans) => {
            let mut behind = Behind::Nobody;
            for port in ports {
                behind = behind.or(graph.behind_port(switch, port)?);
            }
            let vlans = vlans.as_ref();
            vlans.is_none_or(known).then(|| (behind, vlans.map(|v| v.iter().copied().collect())))
        }
        Reach::Part(part) => {
            let behind = graph.behind_switch(switch)?;
            let mut vlans: VlanSet = part.vlans.iter().copied().collect();
            for vrf in &part.vrfs {
                vlans.union(graph.vlans_of(vrf)?);
            }
            known(&part.vlans).then_some((behind, Some(vlans)))
        }
    }
}
