//! Who has to change with a change: the other switch of a pair, the other end of a link or session.
//!
//! The graph of a fabric knows; without one it is told from plans, by addresses that both have. A
//! description is no proof.

use std::collections::{BTreeSet, HashMap};
use std::net::IpAddr;

use super::concerned::{Concerned, Relation, SessionEnds};
use super::graph::Graph;
use super::risk::{Far, View, With};
use crate::plan::{ActiveGroup, Device, Element, Family, Layer3, Neighbor, Peer};
use crate::side::Side;

/// Who is joined to whom on one side.
#[derive(Debug)]
pub struct Ends<'a> {
    graph: Option<&'a Graph<'a>>,
    pairs: HashMap<&'a str, &'a str>,
    /// Whose an address is; none of one that several switches have.
    addresses: HashMap<(Option<&'a str>, IpAddr), Option<&'a str>>,
}

impl<'a> Ends<'a> {
    /// Of a side, with its graph where it is a fabric.
    pub fn new(side: &'a Side, graph: Option<&'a Graph<'a>>) -> Self {
        let devices = || side.switches.iter().map(|(name, switch)| (&**name, &switch.plan));
        let mut addresses: HashMap<_, Option<&str>> = HashMap::new();
        for (name, plan) in devices() {
            let layers = plan.layer3().map(|l| (&l.vrf, &l.addresses));
            for (vrf, own) in layers.chain(plan.loopbacks.iter().map(|l| (&l.vrf, &l.addresses))) {
                for address in own {
                    let of = addresses.entry((vrf.as_deref(), address.addr())).or_insert(Some(name));
                    *of = of.filter(|of| *of == name);
                }
            }
        }
        Ends { graph, pairs: pairs(devices()), addresses }
    }

    /// Who has to change with a change of an element, by the plan of its switch on this side; `other`
    /// is its plan on the other one.
    pub fn concerned(
        &self,
        view: &View<'_>,
        other: &View<'_>,
        element: &Element,
        with: With,
    ) -> Vec<Concerned> {
        let mut all = Vec::new();
        if with.pair && view.device.mlag.is_some() {
            all.push(Concerned::new(Relation::Pair, self.pair(view.device)));
        }
        if with.far != Far::None {
            match element {
                Element::Port(_) | Element::PortChannel(_) | Element::SubInterface(_) => {
                    self.links(view, element, &mut all);
                }
                _ if with.far == Far::Turned => {
                    let found = turned(view.device, other.device, element);
                    all.extend(found.into_iter().map(|(vrf, peer)| self.session(view, vrf, &peer)));
                }
                _ => all.extend(sessions(view, element).map(|(vrf, peer)| self.session(view, vrf, &peer))),
            }
        }
        all.sort_unstable();
        all.dedup();
        all
    }

    fn pair(&self, device: &Device) -> Option<String> {
        let by_graph = self.graph.and_then(|g| g.pair(&device.name));
        by_graph.or_else(|| self.pairs.get(&*device.name).map(|name| (*name).to_owned()))
    }

    fn links(&self, view: &View<'_>, element: &Element, all: &mut Vec<Concerned>) {
        for port in ports(view, element) {
            let name = self.graph.and_then(|g| g.far_end(&view.device.name, port));
            all.push(Concerned::new(Relation::Link(port.to_owned()), name));
        }
    }

    fn session(&self, view: &View<'_>, vrf: Option<&str>, peer: &Peer) -> Concerned {
        let name = match peer {
            Peer::Address(address) => self.speaker(view, vrf, *address),
            Peer::Range(_) | Peer::Interface(_) => None,
        };
        Concerned::new(Relation::Session(SessionEnds::new(view.device, vrf, peer)), name)
    }

    /// Who has an address: a switch by its plan, else what the graph knows behind the interface.
    fn speaker(&self, view: &View<'_>, vrf: Option<&str>, address: IpAddr) -> Option<String> {
        if let Some(Some(name)) = self.addresses.get(&(vrf, address)) {
            return Some((*name).to_owned());
        }
        let graph = self.graph?;
        let on = |layer3: &Layer3| {
            layer3.vrf.as_deref() == vrf && layer3.addresses.iter().any(|a| a.contains(&address))
        };
        if let Some(sub) = view.device.sub_interfaces().find(|s| on(&s.layer3)) {
            let element = Element::SubInterface(sub.name.clone());
            let port = ports(view, &element).into_iter().next()?;
            return graph.far_device(&view.device.name, port);
        }
        let svi = view.device.svis.iter().find(|s| on(&s.layer3))?;
        graph.workload_at(svi.vlan, address)
    }
}

/// The pairs that plans prove: each points at the other, within one domain.
fn pairs<'a>(devices: impl Iterator<Item = (&'a str, &'a Device)> + Clone) -> HashMap<&'a str, &'a str> {
    type Place<'a> = (&'a str, IpAddr);
    let mut at: HashMap<Place<'_>, Option<&str>> = HashMap::new();
    let mut points: HashMap<&str, Place<'_>> = HashMap::new();
    for (name, device) in devices {
        let Some(mlag) = &device.mlag else { continue };
        let (own, other): (Vec<IpAddr>, _) = match &mlag.eos {
            Some(eos) => {
                let svi = device.svis.iter().find(|s| s.vlan == eos.vlan);
                let own = svi.into_iter().flat_map(|s| &s.layer3.addresses).map(|a| a.addr());
                (own.collect(), eos.peer_address)
            }
            None => {
                let own = device.management.address.iter().map(|a| a.addr());
                (own.collect(), mlag.keepalive.as_ref().map(|k| k.peer))
            }
        };
        for address in own {
            // Two pairs of one domain and address: neither is proved.
            at.entry((&mlag.domain, address)).and_modify(|a| *a = None).or_insert(Some(name));
        }
        points.extend(other.map(|other| (name, (&*mlag.domain, other))));
    }
    let to = |name: &str| points.get(name).and_then(|place| at.get(place).copied().flatten());
    let mutual = |name: &&'a str| to(name).is_some_and(|other| other != *name && to(other) == Some(*name));
    let mut names: Vec<&'a str> = points.keys().copied().collect();
    names.sort_unstable();
    names.into_iter().filter(mutual).filter_map(|name| Some((name, to(name)?))).collect()
}

/// The physical ports of an interface.
pub fn ports<'a>(view: &View<'a>, element: &Element) -> Vec<&'a str> {
    let members = |number: u16| {
        let all = view.device.ports.iter().filter(move |p| p.member.is_some_and(|m| m.number == number));
        all.map(|p| &*p.name).collect::<Vec<_>>()
    };
    match element {
        Element::Port(name) => view.ports.get(&**name).map(|p| &*p.name).into_iter().collect(),
        Element::PortChannel(number) => members(*number),
        Element::SubInterface(name) => {
            let on = |subs: &[crate::plan::SubInterface]| subs.iter().any(|s| s.name == *name);
            if let Some(port) = view.device.ports.iter().find(|p| on(&p.sub_interfaces)) {
                return vec![&port.name];
            }
            let channel = view.device.port_channels.iter().find(|c| on(&c.sub_interfaces));
            channel.map(|c| members(c.number)).unwrap_or_default()
        }
        _ => Vec::new(),
    }
}

/// A session of a switch: its VRF and the other end.
type Key<'a> = (Option<&'a str>, Peer);

/// The sessions of a table that exchange a family, or are of a group, that the table gains or loses.
fn turned<'a>(own: &'a Device, other: &Device, element: &Element) -> Vec<Key<'a>> {
    type Table<'d> = (&'d [Family], &'d [ActiveGroup]);
    fn table<'d>(of: &'d Device, element: &Element) -> Table<'d> {
        let found: Option<Table<'d>> = match element {
            Element::Bgp => of.bgp.as_ref().map(|b| (&*b.families, &*b.active_groups)),
            Element::BgpVrf(name) => {
                let bgp = of.vrfs.iter().find(|v| v.name == *name).and_then(|v| v.bgp.as_ref());
                // What families a VRF has is no matter of its sessions.
                bgp.map(|b| (&[][..], &*b.groups))
            }
            _ => None,
        };
        found.unwrap_or_default()
    }
    let vrf = match element {
        Element::BgpVrf(name) => Some(&**name),
        _ => None,
    };
    let ((families, groups), (families_there, groups_there)) = (table(own, element), table(other, element));
    let is_turned = |f: &Family| families.contains(f) != families_there.contains(f);
    let turned = |name: &str| {
        let of = |groups: &[ActiveGroup]| -> BTreeSet<ActiveGroup> {
            groups.iter().filter(|g| g.name == name).cloned().collect()
        };
        of(groups) != of(groups_there)
    };
    let sessions = own.neighbors().filter(|(table, n)| {
        *table == vrf && (n.families.iter().any(is_turned) || n.group.as_deref().is_some_and(turned))
    });
    let sessions = sessions.map(|(table, n)| (table, n.peer.clone()));
    let ranges = own.listens().filter(|(table, l)| *table == vrf && turned(&l.group));
    sessions.chain(ranges.map(|(table, l)| (table, Peer::Range(l.range)))).collect()
}

/// The sessions that a change of an element reaches, ranges that may open some among them.
fn sessions<'a>(view: &View<'a>, element: &Element) -> impl Iterator<Item = Key<'a>> {
    let ranges = || view.device.listens().map(|(vrf, l)| (vrf, Peer::Range(l.range)));
    let all = || view.neighbors.keys().cloned().chain(ranges());
    let found: Vec<Key<'_>> = match element {
        Element::Neighbor { vrf, peer } => all().filter(|k| *k == (vrf.as_deref(), peer.clone())).collect(),
        Element::Bgp => all().collect(),
        Element::BgpVrf(name) => all().filter(|(vrf, _)| *vrf == Some(&**name)).collect(),
        // Routes travel between VRFs by the sessions of the global table that have a VPN family.
        Element::Vpn(_) => {
            let vpn = view.neighbors.iter().filter(|((vrf, _), n)| {
                vrf.is_none() && n.families.iter().any(|f| matches!(f, Family::VpnIpv4 | Family::VpnIpv6))
            });
            vpn.map(|(key, _)| key.clone()).collect()
        }
        Element::Listen { vrf, range } => {
            let name = view.vrfs.get(&**vrf).map(|v| &*v.name);
            vec![(name, Peer::Range(*range))]
        }
        Element::PeerGroup(group) => {
            let of = |n: &&Neighbor| n.group.as_ref() == Some(group);
            let sessions = view.neighbors.iter().filter(|(_, n)| of(n)).map(|(key, _)| key.clone());
            let ranges = view.device.listens().filter(|(_, l)| l.group == *group);
            sessions.chain(ranges.map(|(vrf, l)| (vrf, Peer::Range(l.range)))).collect()
        }
        Element::StaticRoute { vrf, next_hop, .. } => {
            let name = view.vrfs.get(&**vrf).map(|v| &*v.name);
            vec![(name, Peer::Address(*next_hop))]
        }
        Element::Svi(vlan) => {
            let layer3 = view.svis.get(vlan).map(|s| &s.layer3);
            let on = |(vrf, peer): &(Option<&str>, Peer)| {
                layer3.is_some_and(|l| {
                    l.vrf.as_deref() == *vrf
                        && l.addresses.iter().any(|a| matches!(peer, Peer::Address(p) if a.contains(p)))
                })
            };
            all().filter(on).collect()
        }
        _ => Vec::new(),
    };
    found.into_iter()
}
