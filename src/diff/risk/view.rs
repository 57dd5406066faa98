//! A plan of a switch with what judging it looks up.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use crate::model::value::VlanSet;
use crate::plan::{
    Acl, AclBinding, BgpVrf, Device, Element, Neighbor, Network, Peer, Port, PortChannel, Redistribution,
    RouteMap, RouteMapEntry, Session, SubInterface, Svi, Trunk, Vrf,
};

/// A plan of a switch with indexes over it.
#[derive(Debug)]
pub struct View<'a> {
    /// The plan.
    pub device: &'a Device,
    /// Ports by name.
    pub ports: HashMap<&'a str, &'a Port>,
    /// Port-channels by number.
    pub channels: HashMap<u16, &'a PortChannel>,
    /// Tagged interfaces by name.
    pub subs: HashMap<&'a str, &'a SubInterface>,
    /// VLAN interfaces by VLAN.
    pub svis: HashMap<u16, &'a Svi>,
    /// VRFs by name.
    pub vrfs: HashMap<&'a str, &'a Vrf>,
    /// Access lists by name, with whether they are of IPv6.
    pub acls: HashMap<(&'a str, bool), &'a Acl>,
    /// Route maps by name.
    pub maps: HashMap<&'a str, &'a RouteMap>,
    /// Sessions by VRF and other end.
    pub neighbors: BTreeMap<(Option<&'a str>, Peer), &'a Neighbor>,
    /// What a trunk that is not off, and no peer link, lets through, of the VLANs that are there.
    pub carried: VlanSet,
    /// VRFs that an interface or a session is in.
    pub used_vrfs: HashSet<&'a str>,
    /// Route maps that something goes by.
    pub bound_maps: HashSet<&'a str>,
    /// Access lists that something goes by.
    pub bound_acls: HashSet<(&'a str, bool)>,
    /// Lists of any kind that an entry of a bound map permits by.
    pub permits_by: BTreeSet<&'a str>,
    /// Lists of any kind that an entry of a bound map denies or changes by.
    pub denies_by: BTreeSet<&'a str>,
}

impl<'a> View<'a> {
    /// Indexes a plan.
    pub fn new(device: &'a Device) -> Self {
        let mut view = View {
            device,
            ports: device.ports.iter().map(|p| (&*p.name, p)).collect(),
            channels: device.port_channels.iter().map(|c| (c.number, c)).collect(),
            subs: device.sub_interfaces().map(|s| (&*s.name, s)).collect(),
            svis: device.svis.iter().map(|s| (s.vlan, s)).collect(),
            vrfs: device.vrfs.iter().map(|v| (&*v.name, v)).collect(),
            acls: device.acls.iter().map(|a| ((&*a.name, a.ipv6), a)).collect(),
            maps: device.route_maps.iter().map(|m| (&*m.name, m)).collect(),
            neighbors: device.neighbors().map(|(vrf, n)| ((vrf, n.peer.clone()), n)).collect(),
            carried: VlanSet::default(),
            used_vrfs: used_vrfs(device),
            bound_maps: bound_maps(device),
            bound_acls: bound_acls(device),
            permits_by: BTreeSet::new(),
            denies_by: BTreeSet::new(),
        };
        view.carried = view.carried();
        view.permits_by.extend(
            sessions(device)
                .flat_map(|s| [&s.prefixes_in, &s.prefixes_out].into_iter().filter_map(Option::as_deref)),
        );
        for map in device.route_maps.iter().filter(|m| view.bound_maps.contains(&*m.name)) {
            for entry in &map.entries {
                let plain = entry.permit && entry.delete_community.is_none();
                let lists = if plain { &mut view.permits_by } else { &mut view.denies_by };
                lists.extend(lists_of(entry));
            }
        }
        view
    }

    /// What trunks that are not off, and no peer link, let through, of the VLANs that are there.
    fn carried(&self) -> VlanSet {
        let ports = self.device.ports.iter().filter(|p| !p.shutdown && p.member.is_none());
        // A peer link carries every VLAN that its pair has: no use by itself.
        let peer_link = self.device.mlag.as_ref().map(|m| m.peer_link);
        let own = |c: &&PortChannel| !c.shutdown && !c.peer_link && Some(c.number) != peer_link;
        let channels = self.device.port_channels.iter().filter(own);
        let trunks: Vec<&Trunk> =
            ports.filter_map(|p| p.trunk.as_ref()).chain(channels.filter_map(|c| c.trunk.as_ref())).collect();
        let mut all = VlanSet::default();
        let every = trunks.iter().any(|t| t.allowed.is_none());
        trunks.iter().filter_map(|t| t.allowed.as_ref()).for_each(|vlans| all.union(vlans));
        let groups: HashSet<&str> = trunks.iter().filter_map(|t| t.group.as_deref()).collect();
        let here = self.device.vlans.iter();
        here.filter(|v| match v.trunk_group.as_deref() {
            Some(group) => groups.contains(group),
            None => every || all.contains(v.id),
        })
        .map(|v| v.id)
        .collect()
    }

    /// Whether an interface, or a session, is switched off: a tagged interface with its port, too. What
    /// is not there is neither.
    pub fn is_off(&self, element: &Element) -> bool {
        match element {
            Element::Port(name) => self.ports.get(&**name).is_some_and(|p| p.shutdown),
            Element::PortChannel(number) => self.channels.get(number).is_some_and(|c| c.shutdown),
            Element::SubInterface(name) => {
                let parent = name.rsplit_once('.').map_or("", |(parent, _)| parent);
                let channel = parent.get("port-channel".len()..).and_then(|number| number.parse().ok());
                self.subs.get(&**name).is_some_and(|s| s.shutdown)
                    || self.ports.get(parent).is_some_and(|p| p.shutdown)
                    || channel.and_then(|n: u16| self.channels.get(&n)).is_some_and(|c| c.shutdown)
            }
            Element::Neighbor { vrf, peer } => {
                let session = self.neighbors.get(&(vrf.as_deref(), peer.clone()));
                session.is_some_and(|n| n.session.shutdown)
            }
            Element::PeerGroup(name) => {
                let mut groups = self.device.bgp.iter().flat_map(|b| &b.groups);
                groups.any(|g| g.name == *name && g.session.shutdown)
            }
            Element::Svi(vlan) => self.svis.get(vlan).is_some_and(|s| s.shutdown),
            _ => false,
        }
    }

    /// The port-channel that a port is part of.
    pub fn channel_of(&self, port: &Port) -> Option<&'a PortChannel> {
        self.channels.get(&port.member?.number).copied()
    }

    /// What a trunk lets through, of the VLANs that the switch has.
    pub fn through(&self, trunk: &Trunk) -> VlanSet {
        let here = self.device.vlans.iter().filter(|v| match (&v.trunk_group, &trunk.group) {
            (Some(group), own) => own.as_ref() == Some(group),
            (None, _) => trunk.allowed.as_ref().is_none_or(|a| a.contains(v.id)),
        });
        here.map(|v| v.id).collect()
    }
}

/// The lists that an entry of a route map names.
pub fn lists_of(entry: &RouteMapEntry) -> impl Iterator<Item = &str> {
    let more = &entry.options;
    [
        &entry.match_ipv4,
        &entry.match_ipv6,
        &entry.match_community,
        &entry.match_ext_community,
        &entry.delete_community,
        &entry.delete_ext_community,
        &entry.options.match_next_hop,
    ]
    .into_iter()
    .filter_map(Option::as_deref)
    .chain([&more.or_ipv4, &more.or_ipv6, &more.or_communities].into_iter().flatten().map(|l| &**l))
}

/// What sessions say, those of groups and of single families too.
fn sessions(device: &Device) -> impl Iterator<Item = &Session> {
    let groups = device.bgp.iter().flat_map(|b| &b.groups).map(|g| (&g.session, &g.family_sessions));
    let all = groups.chain(device.neighbors().map(|(_, n)| (&n.session, &n.family_sessions)));
    all.flat_map(|(session, families)| std::iter::once(session).chain(families.iter().map(|f| &f.session)))
}

fn used_vrfs(device: &Device) -> HashSet<&str> {
    let interfaces = device.layer3().filter_map(|l| l.vrf.as_deref());
    let loopbacks = device.loopbacks.iter().filter_map(|l| l.vrf.as_deref());
    let routed = device.vrfs.iter().filter(|v| {
        !v.statics.is_empty()
            || v.bgp.as_ref().is_some_and(|b| !b.neighbors.is_empty() || !b.listen.is_empty())
    });
    interfaces.chain(loopbacks).chain(routed.map(|v| &*v.name)).collect()
}

fn bound_maps(device: &Device) -> HashSet<&str> {
    let policies = sessions(device).flat_map(|s| {
        let families = s.by_family.iter().flat_map(|f| [&f.policy_in, &f.policy_out]);
        [&s.policy_in, &s.policy_out].into_iter().chain(families)
    });
    let bgp = device.bgp.iter();
    let global = bgp.flat_map(|b| announced(&b.redistribute, &b.networks));
    let vrfs = device.vrfs.iter().filter_map(|v| v.bgp.as_ref());
    let vrfs = vrfs.flat_map(|b: &BgpVrf| announced(&b.redistribute, &b.networks));
    let vpn = device.vrfs.iter().flat_map(|v| &v.vpn).flat_map(|v| &v.targets);
    let vpn = vpn.flat_map(|t| [&t.import_policy, &t.export_policy]);
    policies.chain(global).chain(vrfs).chain(vpn).filter_map(Option::as_deref).collect()
}

/// The maps that routes enter BGP by.
fn announced<'a>(
    redistribute: &'a [Redistribution],
    networks: &'a [Network],
) -> impl Iterator<Item = &'a Option<String>> {
    redistribute.iter().map(|r| &r.route_map).chain(networks.iter().map(|n| &n.route_map))
}

/// Policers that an interface or a port goes by.
pub(super) fn bound_policers(device: &Device) -> HashSet<&str> {
    let ports = device.ports.iter().filter_map(|p| p.options.policer.as_deref());
    let channels = device.port_channels.iter().filter_map(|c| c.options.policer.as_deref());
    device.layer3().filter_map(|l| l.policer.as_deref()).chain(ports).chain(channels).collect()
}

fn bound_acls(device: &Device) -> HashSet<(&str, bool)> {
    fn of(bindings: &[AclBinding]) -> impl Iterator<Item = (&str, bool)> {
        bindings.iter().map(|b| (&*b.name, b.ipv6))
    }
    let policers = bound_policers(device);
    let classes = device.policers.iter().filter(|p| policers.contains(&*p.name)).flat_map(|p| &p.classes);
    let direct = device.layer3().flat_map(|l| of(&l.acl_in).chain(of(&l.acl_out)));
    let maps = device.route_maps.iter().flat_map(|m| &m.entries);
    let maps = maps.filter_map(|e| e.options.match_acl.as_deref()).map(|name| (name, false));
    direct.chain(classes.map(|c| (&*c.acl, c.ipv6))).chain(maps).collect()
}
