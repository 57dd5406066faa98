//! The switch as a whole: its name, accounts, services, and what is switched on.

use std::net::IpAddr;

use pest::iterators::{Pair, Pairs};

use super::stanza::timers;
use super::{
    DEVICE, Heard, MANAGEMENT, Named, Place, Reader, Rule, SERVICES, SPANNING_TREE, argument, assign, name,
    number,
};
use crate::model::value::{UserRole, Value};
use crate::plan::{Element, Feature, Origin, StpMode, User};
use crate::read::text::words;
use crate::read::value;

impl<'t> Reader<'t> {
    /// A statement of one line.
    pub(super) fn statement(&mut self, pair: &Pair<'t, Rule>) {
        let (rule, text, place) = (pair.as_rule(), argument(pair), self.place(pair));
        let (element, heard) = match rule {
            Rule::user => self.user(text),
            Rule::log_server | Rule::time_server | Rule::name_server => (SERVICES, self.server(rule, text)),
            Rule::static_route | Rule::static_route_v6 => {
                let (vrf, route) = text.split_once(' ').unwrap_or((text, ""));
                self.static_route(Some(vrf), route, rule == Rule::static_route_v6, place)
            }
            Rule::global_route | Rule::global_route_v6 => {
                self.static_route(None, text, rule == Rule::global_route_v6, place)
            }
            Rule::prefix_entry | Rule::prefix_entry_v6 => {
                self.prefix_entry(text, rule == Rule::prefix_entry_v6)
            }
            Rule::virtual_source => self.virtual_source(text),
            Rule::ip_routing_vrf | Rule::ipv6_routing_vrf | Rule::no_ip_routing => {
                self.vrf_routing(rule, text)
            }
            Rule::community_list => self.community_list(text),
            Rule::ext_community_list => self.ext_community_list(text),
            Rule::mst_mode | Rule::stp_mode | Rule::mst_priority | Rule::no_spanning_tree => {
                (SPANNING_TREE, self.spanning_tree(rule, text, place))
            }
            Rule::dns_domain => {
                let known = assign(&mut self.reading.device.services.domain, name(text).map(Some));
                (SERVICES, self.note(known, rule, place))
            }
            Rule::separator | Rule::device_comment | Rule::unknown => return self.other(pair),
            _ => (DEVICE, self.device(rule, text, place)),
        };
        self.count(place, element, heard);
    }

    /// Notes a statement that the switch is made once of, where it was understood.
    pub(super) fn note(&mut self, known: bool, rule: Rule, place: Place) -> Heard {
        if known { self.said.note(rule, place) } else { Heard::Unknown }
    }

    fn device(&mut self, rule: Rule, text: &'t str, place: Place) -> Heard {
        let is_management = self.is_management(text);
        let device = &mut self.reading.device;
        let mut feature = |feature| {
            device.features.push(feature);
            true
        };
        let known = match rule {
            Rule::ip_routing => feature(Feature::Routing),
            Rule::multi_agent => feature(Feature::MultiAgentRouting),
            Rule::local_authorization => feature(Feature::LocalAuthorization),
            Rule::lldp if is_management => feature(Feature::Lldp),
            Rule::hostname => assign(&mut device.name, name(text)),
            Rule::internal_vlans => assign(&mut device.internal_vlans, internal_vlans(text).map(Some)),
            Rule::virtual_mac => assign(&mut device.virtual_mac, name(text).map(Some)),
            Rule::mpls => assign(&mut device.mpls, Some(true)),
            Rule::end => return Heard::Once,
            _ => false,
        };
        self.note(known, rule, place)
    }

    /// `! device: ce1 (DCS-7280DR3-24, EOS-4.30.3M)`, with which a configuration begins.
    pub(super) fn device_comment(&mut self, text: &'t str, place: Place) -> Heard {
        let Some((_, hardware)) = text.strip_suffix(')').and_then(|t| t.split_once(" (")) else {
            return Heard::Once;
        };
        let (model, version) = match hardware.split_once(", ") {
            Some((model, version)) => (model, Some(version.to_owned())),
            None => (hardware, None),
        };
        self.reading.device.model = model.to_owned();
        self.reading.device.version = version;
        self.said.note(Rule::device_comment, place)
    }

    fn user(&mut self, text: &'t str) -> (u32, Heard) {
        let unknown = (DEVICE, Heard::Unknown);
        let Some([name, _, privilege, _, role, _, _, password]) = words::<8>(text) else { return unknown };
        let Ok(role) = UserRole::parse(role) else { return unknown };
        let expected = match role {
            UserRole::NetworkAdmin => "15",
            UserRole::NetworkOperator => "1",
        };
        if privilege != expected {
            return unknown;
        }
        let user = User {
            name: name.to_owned(),
            role,
            password: value::secret(password),
            origin: Origin::default(),
        };
        if let Some(before) = self.named.get(&(Rule::user, name)) {
            if let Some(known) = self.reading.device.users.get_mut(before.at) {
                *known = user;
            }
            return (before.element, Heard::Again);
        }
        let element = self.reading.begin(Element::User(name.to_owned()));
        let at = self.reading.device.users.len();
        self.named.insert((Rule::user, name), Named { at, element });
        self.reading.device.users.push(user);
        (element, Heard::Once)
    }

    /// Servers of one kind, in the management VRF; there is no place for those of another.
    fn server(&mut self, rule: Rule, text: &'t str) -> Heard {
        let mut rest = text.split_ascii_whitespace();
        if !rest.next().is_some_and(|vrf| self.is_management(vrf)) {
            return Heard::Unknown;
        }
        let rest = rest.filter(|word| rule != Rule::log_server || *word != "host");
        let parsed: Option<Vec<(IpAddr, &'t str)>> =
            rest.map(|word| word.parse().ok().map(|address| (address, word))).collect();
        let Some(servers) = parsed.filter(|servers| !servers.is_empty()) else { return Heard::Unknown };
        let mut again = false;
        for (address, word) in servers {
            if self.seen(SERVICES, rule, 0, word) == Heard::Again {
                again = true;
                continue;
            }
            let services = &mut self.reading.device.services;
            match rule {
                Rule::log_server => services.syslog.push(address),
                Rule::time_server => services.ntp.push(address),
                _ => services.dns.push(address),
            }
        }
        Heard::unless(again)
    }

    fn spanning_tree(&mut self, rule: Rule, text: &'t str, place: Place) -> Heard {
        let tree = &mut self.reading.device.spanning_tree;
        match rule {
            Rule::mst_mode => {
                (tree.mst, tree.mode) = (true, None);
                self.said.note(rule, place)
            }
            Rule::stp_mode => {
                let mode = match text.rsplit(' ').next() {
                    Some("none") => StpMode::None,
                    Some("rstp") => StpMode::Rstp,
                    _ => StpMode::RapidPvst,
                };
                (tree.mst, tree.mode) = (false, Some(mode));
                self.said.note(Rule::mst_mode, place)
            }
            Rule::mst_priority => {
                let priority = text.rsplit(' ').next().and_then(number);
                let known = assign(&mut tree.priority, priority.map(Some));
                self.note(known, rule, place)
            }
            _ => {
                let list = text.rsplit(' ').next().and_then(value::vlans);
                let Some((vlans, mut again)) = list else { return Heard::Unknown };
                let without = tree.without.get_or_insert_default();
                again |= vlans.iter().any(|vlan| without.contains(vlan));
                without.union(&vlans);
                Heard::unless(again)
            }
        }
    }

    /// SSH: there is a place for that of the management VRF.
    pub(super) fn ssh(&mut self, lines: Pairs<'t, Rule>) {
        let mut here = false;
        for pair in lines {
            let (rule, place) = (pair.as_rule(), self.place(&pair));
            match rule {
                Rule::ssh_head => {
                    let heard = self.said.note(rule, place);
                    self.head(place, DEVICE, heard);
                }
                Rule::ssh_vrf => {
                    here = argument(&pair).strip_prefix("vrf ").is_some_and(|vrf| self.is_management(vrf));
                    let heard = self.note(here, rule, place);
                    self.count(place, DEVICE, heard);
                }
                Rule::ssh_on => {
                    if here {
                        self.reading.device.features.push(Feature::Ssh);
                    }
                    let heard = self.note(here, rule, place);
                    self.count(place, DEVICE, heard);
                }
                _ => self.other(&pair),
            }
        }
    }

    /// BFD of sessions over several hops.
    pub(super) fn bfd(&mut self, lines: Pairs<'t, Rule>) {
        for pair in lines {
            let (rule, place) = (pair.as_rule(), self.place(&pair));
            match rule {
                Rule::bfd_head => {
                    let heard = self.said.note(rule, place);
                    self.head(place, DEVICE, heard);
                }
                Rule::multihop => {
                    // The words before the first number are the statement's.
                    let text = argument(&pair);
                    let known = assign(&mut self.reading.device.bfd_multihop, timers(text).map(Some));
                    let heard = self.note(known, rule, place);
                    self.count(place, DEVICE, heard);
                }
                _ => self.other(&pair),
            }
        }
    }

    /// `VRF address 10.0.0.1`: what the VRF sends from where it has a gateway's address only.
    fn virtual_source(&mut self, text: &'t str) -> (u32, Heard) {
        let unknown = (DEVICE, Heard::Unknown);
        let Some([vrf, _, address]) = words::<3>(text) else { return unknown };
        let (Some(place), Ok(address)) = (self.names.vrfs.get(vrf).copied(), address.parse()) else {
            return unknown;
        };
        let Some(plan) = self.reading.device.vrfs.get_mut(place.at) else { return unknown };
        (place.element, Heard::unless(plan.virtual_source.replace(address).is_some()))
    }

    /// `ip routing vrf`, `ipv6 unicast-routing vrf`, and the first of them switched off.
    fn vrf_routing(&mut self, rule: Rule, text: &'t str) -> (u32, Heard) {
        let vrf = text.strip_prefix("ip routing vrf ").unwrap_or(text);
        if rule == Rule::no_ip_routing && self.is_management(vrf) {
            return (MANAGEMENT, self.seen(MANAGEMENT, Rule::ip_routing_vrf, 0, ""));
        }
        let Some(place) = self.names.vrfs.get(vrf).copied() else { return (DEVICE, Heard::Unknown) };
        let family = if rule == Rule::ipv6_routing_vrf { rule } else { Rule::ip_routing_vrf };
        if let Some(vrf) = self.reading.device.vrfs.get_mut(place.at) {
            match rule {
                Rule::ip_routing_vrf => vrf.ipv4 = true,
                Rule::ipv6_routing_vrf => vrf.ipv6 = true,
                _ => vrf.ipv4 = false,
            }
        }
        (place.element, self.seen(place.element, family, 0, ""))
    }
}

/// The range of internal VLANs, its last two words.
fn internal_vlans(text: &str) -> Option<(u16, u16)> {
    let mut back = text.rsplit(' ');
    let last = back.next()?.parse().ok()?;
    Some((back.next()?.parse().ok()?, last))
}
