//! VRFs: routes, and how they travel with those of other VRFs.

use std::net::IpAddr;

use ipnet::IpNet;

use super::known::Known;
use super::words::{address, number, put, word, words};
use super::{Block, Rule, layer3, names};
use crate::plan::{Element, GLOBAL, StaticRoute, Vpn, VpnTargets, Vrf};

/// The VRF of the management port, which every switch has.
pub const MANAGEMENT: &str = "management";

/// The VRF that lines are of.
pub struct Open {
    vrf: usize,
    element: u32,
    /// Whether its VPN's family is IPv6, in one.
    ipv6: Option<bool>,
    vpn: Option<u32>,
}

/// Begins a VRF. On NX-OS it routes both families.
pub fn open<'t>(known: &mut Known<'t>, value: &'t str) -> Option<(Block, u32)> {
    let name = word(value)?;
    if name == MANAGEMENT {
        known.once_of_all(Rule::vrf);
        return Some((Block::ManagementVrf, known.management));
    }
    let (vrf, element) = match known.vrfs.get(name) {
        Some(found) => {
            known.again = true;
            *found
        }
        None => {
            let found = (known.device.vrfs.len(), known.begin(Element::Vrf(name.to_owned())));
            known.vrfs.insert(name, found);
            known.device.vrfs.push(Vrf { name: name.to_owned(), ipv4: true, ipv6: true, ..Vrf::default() });
            found
        }
    };
    Some((Block::Vrf(Open { vrf, element, ipv6: None, vpn: None }), element))
}

/// A static route of the global table.
pub fn global(known: &mut Known<'_>, value: &str) -> Option<u32> {
    add(known, None, shown(value)?)
}

/// Adds a route to a VRF by its position, or to the global table.
fn add(known: &mut Known<'_>, vrf: Option<usize>, route: StaticRoute) -> Option<u32> {
    let (routes, name) = match vrf {
        Some(vrf) => known.device.vrfs.get_mut(vrf).map(|v| (&mut v.statics, v.name.as_str()))?,
        None => (&mut known.device.statics, GLOBAL),
    };
    let key = (vrf.unwrap_or(usize::MAX), route.prefix, route.next_hop);
    if let Some((position, element)) = known.routes.get(&key) {
        *routes.get_mut(*position)? = route;
        return Some(*element);
    }
    let element =
        Element::StaticRoute { vrf: name.to_owned(), prefix: route.prefix, next_hop: route.next_hop };
    let position = routes.len();
    routes.push(route);
    let element = known.begin(element);
    known.routes.insert(key, (position, element));
    Some(element)
}

/// A route as a switch shows it: `10.0.0.0/8 Vlan5 10.1.0.1 name WAN tag 7 200`, `10.0.0.0/8 Null0`.
fn shown(value: &str) -> Option<StaticRoute> {
    let mut words = value.split_ascii_whitespace().peekable();
    let first = words.next()?;
    let prefix = match first.contains('/') {
        true => first.parse().ok()?,
        false => layer3::with_mask(&format!("{first} {}", words.next()?))?.trunc(),
    };
    let interface = words.peek().filter(|w| address(w).is_none()).and_then(|w| names::full(w));
    if interface.is_some() {
        words.next();
    }
    let next_hop = words.peek().and_then(|w| address(w));
    if next_hop.is_some() {
        words.next();
    }
    let nowhere = match prefix {
        IpNet::V4(_) => IpAddr::from([0; 4]),
        IpNet::V6(_) => IpAddr::from([0; 16]),
    };
    let next_hop = next_hop.or(interface.is_some().then_some(nowhere))?;
    let mut route = StaticRoute {
        prefix,
        interface,
        next_hop,
        bfd: false,
        distance: None,
        tag: None,
        name: None,
        origin: Default::default(),
    };
    while let Some(word) = words.next() {
        match word {
            "name" => route.name = Some(words.next()?.to_owned()),
            "tag" => route.tag = Some(number(words.next()?)?),
            _ => route.distance = Some(number(word)?),
        }
    }
    (route.prefix.addr().is_ipv4() == route.next_hop.is_ipv4()).then_some(route)
}

/// A line of the management VRF: its way out.
pub fn management(known: &mut Known<'_>, rule: Rule, value: &str) -> Option<u32> {
    let [prefix, next_hop] = words(value).filter(|_| rule == Rule::route)?;
    let (prefix, next_hop): (IpNet, IpAddr) = (prefix.parse().ok()?, address(next_hop)?);
    (prefix.prefix_len() == 0 && prefix.addr().is_ipv4() == next_hop.is_ipv4()).then_some(())?;
    put(&mut known.device.management.gateway, next_hop, &mut known.again);
    Some(known.management)
}

impl Open {
    /// A line of a VRF.
    pub fn line<'t>(&mut self, known: &mut Known<'t>, rule: Rule, value: &'t str) -> Option<u32> {
        match rule {
            Rule::route => self.route(known, value),
            Rule::route_bfd => self.watch(known, value),
            Rule::rd => {
                let rd = word(value)?.to_owned();
                let element = self.vpn(known)?;
                let (vpn, again) = (known.device.vrfs.get_mut(self.vrf)?.vpn.as_mut()?, &mut known.again);
                put(&mut vpn.rd, rd, again);
                Some(element)
            }
            Rule::family => {
                let ipv6 = match words(value)? {
                    ["ipv4", "unicast"] => false,
                    ["ipv6", "unicast"] => true,
                    _ => return None,
                };
                let element = self.vpn(known)?;
                self.ipv6 = Some(ipv6);
                let vpn = known.device.vrfs.get_mut(self.vrf)?.vpn.as_mut()?;
                if vpn.targets.iter().any(|t| t.ipv6 == ipv6) {
                    known.again = true;
                } else {
                    vpn.targets.push(VpnTargets { ipv6, ..VpnTargets::default() });
                }
                Some(element)
            }
            Rule::description if known.running() => {
                let vrf = known.device.vrfs.get_mut(self.vrf)?;
                vrf.description = Some(value.trim_ascii_end().to_owned());
                Some(self.element)
            }
            Rule::both => {
                self.line(known, Rule::import, value)?;
                self.line(known, Rule::export, value)
            }
            Rule::import | Rule::export => {
                let target = word(value)?;
                let ipv6 = self.ipv6?;
                let vpn = known.device.vrfs.get_mut(self.vrf)?.vpn.as_mut()?;
                let targets = vpn.targets.iter_mut().find(|t| t.ipv6 == ipv6)?;
                let targets = if rule == Rule::import { &mut targets.import } else { &mut targets.export };
                if known.targets.insert((self.vrf, ipv6, rule, target)) {
                    targets.push(target.to_owned());
                } else {
                    known.again = true;
                }
                self.vpn
            }
            Rule::import_map | Rule::export_map => {
                let map = word(value)?.to_owned();
                let ipv6 = self.ipv6?;
                let vpn = known.device.vrfs.get_mut(self.vrf)?.vpn.as_mut()?;
                let targets = vpn.targets.iter_mut().find(|t| t.ipv6 == ipv6)?;
                let import = rule == Rule::import_map;
                let policy = if import { &mut targets.import_policy } else { &mut targets.export_policy };
                put(policy, map, &mut known.again);
                self.vpn
            }
            _ => None,
        }
    }

    /// The VPN of the VRF, whose routes travel from now on.
    fn vpn(&mut self, known: &mut Known<'_>) -> Option<u32> {
        let vrf = known.device.vrfs.get_mut(self.vrf)?;
        vrf.vpn.get_or_insert_with(Vpn::default);
        if self.vpn.is_none() {
            let name = vrf.name.clone();
            self.vpn = Some(known.begin(Element::Vpn(name)));
        }
        self.vpn
    }

    /// `10.41.0.0/16 Vlan501 10.40.0.20`, or without the interface.
    fn route(&self, known: &mut Known<'_>, value: &str) -> Option<u32> {
        if known.running() {
            return add(known, Some(self.vrf), shown(value)?);
        }
        let (prefix, interface, next_hop) = match words(value) {
            Some([prefix, next_hop]) => (prefix, None, next_hop),
            None => {
                let [prefix, interface, next_hop] = words(value)?;
                (prefix, Some(interface.to_owned()), next_hop)
            }
        };
        let (prefix, next_hop): (IpNet, IpAddr) = (prefix.parse().ok()?, address(next_hop)?);
        let vrf = known.device.vrfs.get_mut(self.vrf)?;
        let key = (self.vrf, prefix, next_hop);
        if let Some((position, element)) = known.routes.get(&key) {
            known.again = true;
            vrf.statics.get_mut(*position)?.interface = interface;
            return Some(*element);
        }
        let element = Element::StaticRoute { vrf: vrf.name.clone(), prefix, next_hop };
        let position = vrf.statics.len();
        vrf.statics.push(StaticRoute {
            prefix,
            interface,
            next_hop,
            bfd: false,
            distance: None,
            tag: None,
            name: None,
            origin: Default::default(),
        });
        let element = known.begin(element);
        known.routes.insert(key, (position, element));
        Some(element)
    }

    /// `Vlan501 10.40.0.20`: the routes by that next hop go when it does not answer.
    fn watch<'t>(&self, known: &mut Known<'t>, value: &'t str) -> Option<u32> {
        let [interface, next_hop] = words(value)?;
        let next_hop = address(next_hop)?;
        known.again |= !known.watched.insert((self.vrf, interface, next_hop));
        Some(self.element)
    }
}
