//! Who has to change with a change: the other switch of a pair, the other end of a link or session.
//!
//! The graph of a fabric knows; without one it is told from plans, by addresses that both have. A
//! description is no proof.

use std::collections::HashMap;
use std::net::IpAddr;

use super::Turn;
use super::graph::Graph;
use super::risk::{View, With};
use crate::plan::{Device, Element, Family, Layer3, Peer};
use crate::side::Side;

/// Somebody who has to change with a change.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Concerned {
    /// How it is joined to the switch.
    pub relation: Relation,
    /// What it is joined by on the switch: a port, or the other end's address as the switch says it;
    /// empty for the pair.
    pub by: String,
    /// Its name, of a link with its port: `r1-t2`, `r1-s1:ens3f0np0`. None where neither the graph nor
    /// the plans tell.
    pub name: Option<String>,
    /// Whether it does change.
    pub turn: Turn,
}

impl Concerned {
    /// One whose turn is not known yet.
    const fn new(relation: Relation, by: String, name: Option<String>) -> Self {
        Concerned { relation, by, name, turn: Turn::Beyond }
    }

    /// The device, of a link without the port.
    pub fn device(&self) -> Option<&str> {
        let name = self.name.as_deref()?;
        match self.relation {
            Relation::Link => name.split(':').next(),
            Relation::Pair | Relation::Session => Some(name),
        }
    }
}

/// How one is joined to a switch.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Relation {
    /// The other switch of the pair.
    Pair,
    /// The other end of a link.
    Link,
    /// The other end of a session.
    Session,
}

/// Who is joined to whom on one side.
#[derive(Debug)]
pub struct Ends<'a> {
    graph: Option<&'a Graph<'a>>,
    pairs: HashMap<&'a str, &'a str>,
    addresses: HashMap<(Option<&'a str>, IpAddr), &'a str>,
}

impl<'a> Ends<'a> {
    /// Of a side, with its graph where it is a fabric.
    pub fn new(side: &'a Side, graph: Option<&'a Graph<'a>>) -> Self {
        let devices = || side.switches.iter().map(|(name, switch)| (&**name, &switch.plan));
        let mut addresses = HashMap::new();
        for (name, plan) in devices() {
            for layer3 in layers(plan) {
                let own = layer3.addresses.iter().map(|a| a.addr());
                addresses.extend(own.map(|a| ((layer3.vrf.as_deref(), a), name)));
            }
            addresses.extend(plan.loopbacks.iter().flat_map(|l| {
                let vrf = l.vrf.as_deref();
                l.addresses.iter().map(move |a| ((vrf, a.addr()), name))
            }));
        }
        Ends { graph, pairs: pairs(devices()), addresses }
    }

    /// Who has to change with a change of an element, by the plan of its switch on this side.
    pub fn concerned(&self, view: &View<'_>, element: &Element, with: With) -> Vec<Concerned> {
        let mut all = Vec::new();
        if with.pair && view.device.mlag.is_some() {
            all.push(Concerned::new(Relation::Pair, String::new(), self.pair(view.device)));
        }
        if with.far {
            match element {
                Element::Port(_) | Element::PortChannel(_) | Element::SubInterface(_) => {
                    self.links(view, element, &mut all);
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
            all.push(Concerned::new(Relation::Link, port.to_owned(), name));
        }
    }

    fn session(&self, view: &View<'_>, vrf: Option<&str>, peer: &Peer) -> Concerned {
        let name = match peer {
            Peer::Address(address) => self.speaker(view, vrf, *address),
            Peer::Range(_) | Peer::Interface(_) => None,
        };
        Concerned::new(Relation::Session, peer.to_string(), name)
    }

    /// Who has an address: a switch by its plan, else what the graph knows behind the interface.
    fn speaker(&self, view: &View<'_>, vrf: Option<&str>, address: IpAddr) -> Option<String> {
        if let Some(name) = self.addresses.get(&(vrf, address)) {
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

fn layers(device: &Device) -> impl Iterator<Item = &Layer3> {
    device.svis.iter().map(|s| &s.layer3).chain(device.sub_interfaces().map(|s| &s.layer3))
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

/// The sessions that a change of an element reaches, each with its VRF.
fn sessions<'a>(view: &View<'a>, element: &Element) -> impl Iterator<Item = (Option<&'a str>, Peer)> {
    let all = || view.neighbors.keys().cloned();
    let found: Vec<(Option<&str>, Peer)> = match element {
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
            let listens = view.device.vrfs.iter().flat_map(|v| {
                let ranges = v.bgp.iter().flat_map(|b| &b.listen).filter(|l| l.group == *group);
                ranges.map(|l| (Some(&*v.name), Peer::Range(l.range)))
            });
            listens.collect()
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
