//! Interfaces, line by line: what is said of each is gathered, whatever it is.

use std::collections::HashMap;
use std::net::IpAddr;

use ipnet::IpNet;
use pest::iterators::Pairs;

use super::stanza::{Gathered, Kind};
use super::{DEVICE, Heard, MANAGEMENT, Place, Reader, Rule, argument};
use crate::plan::{Element, Gateway};

/// The interfaces of a text in the order in which they were begun.
#[derive(Debug, Default)]
pub(super) struct Interfaces<'t> {
    pub all: Vec<Gathered<'t>>,
    by_name: HashMap<&'t str, usize>,
}

impl<'t> Reader<'t> {
    pub(super) fn interface(&mut self, lines: Pairs<'t, Rule>) {
        let mut at = None;
        for pair in lines {
            let (rule, place, text) = (pair.as_rule(), self.place(&pair), argument(&pair));
            match rule {
                Rule::interface_name => {
                    at = self.begin_interface(text, place);
                    let element = at.and_then(|at| self.interfaces.all.get(at)).map(|i| i.element);
                    let heard = match element {
                        Some(_) => self.seen(DEVICE, rule, 0, text),
                        None => Heard::Unknown,
                    };
                    self.head(place, element.unwrap_or(DEVICE), heard);
                }
                Rule::separator | Rule::device_comment | Rule::unknown => self.other(&pair),
                _ => {
                    let (element, heard) = match at {
                        Some(at) => self.interface_line(at, rule, text, place),
                        None => (DEVICE, Heard::Unknown),
                    };
                    self.count(place, element, heard);
                }
            }
        }
    }

    /// The interface of a name, where the plan has a place for it.
    fn begin_interface(&mut self, name: &'t str, head: Place) -> Option<usize> {
        if let Some(at) = self.interfaces.by_name.get(name) {
            return Some(*at);
        }
        let kind = kind(name)?;
        let element = match kind {
            Kind::Port => self.reading.begin(Element::Port(name.to_owned())),
            Kind::Channel(n) => self.reading.begin(Element::PortChannel(n)),
            Kind::Sub => self.reading.begin(Element::SubInterface(name.to_owned())),
            Kind::Svi(vlan) => self.reading.begin(Element::Svi(vlan)),
            Kind::Loopback(n) => self.reading.begin(Element::Loopback(n)),
            Kind::Management if self.names.management_port == Some(name) => MANAGEMENT,
            Kind::Management => return None,
        };
        let at = self.interfaces.all.len();
        self.interfaces.by_name.insert(name, at);
        self.interfaces.all.push(Gathered::new(name, kind, element, head));
        Some(at)
    }

    fn interface_line(&mut self, at: usize, rule: Rule, text: &'t str, place: Place) -> (u32, Heard) {
        let Some(i) = self.interfaces.all.get_mut(at).filter(|i| i.takes(rule)) else {
            return (DEVICE, Heard::Unknown);
        };
        let element = i.element;
        let heard = match rule {
            Rule::address | Rule::address_v6 | Rule::anycast_address | Rule::anycast_address_v6 => {
                let ipv6 = matches!(rule, Rule::address_v6 | Rule::anycast_address_v6);
                match address(text).filter(|(a, _)| a.addr().is_ipv6() == ipv6) {
                    Some((address, false)) if rule == Rule::address => {
                        i.address = Some(address);
                        i.said.note(rule, place)
                    }
                    Some((address, _)) => {
                        i.said.note(rule, place);
                        let heard = Heard::unless(!self.seen.insert((element, rule, i.moved, text)));
                        let list = match rule {
                            Rule::address => &mut i.secondary,
                            Rule::address_v6 => &mut i.addresses_v6,
                            _ => &mut i.anycast,
                        };
                        if heard == Heard::Once {
                            list.push(address);
                        }
                        heard
                    }
                    None => Heard::Unknown,
                }
            }
            Rule::virtual_address | Rule::virtual_address_v6 => {
                let parsed = text.parse::<IpAddr>().ok();
                match parsed.filter(|a| a.is_ipv6() == (rule == Rule::virtual_address_v6)) {
                    Some(address) => {
                        i.said.note(rule, place);
                        let heard = Heard::unless(!self.seen.insert((element, rule, i.moved, text)));
                        if heard == Heard::Once {
                            i.gateways.push(Gateway { address, hsrp: None, secondary: Vec::new() });
                        }
                        heard
                    }
                    None => Heard::Unknown,
                }
            }
            Rule::interface_vrf => {
                let management = self.names.management_vrf == Some(text);
                let exists = match i.kind {
                    Kind::Management => management,
                    _ => self.names.vrfs.contains_key(text),
                };
                if exists { i.enter(text, place) } else { Heard::Unknown }
            }
            Rule::acl_binding | Rule::acl_binding_v6 => i.bind(text, rule == Rule::acl_binding_v6, place),
            _ => i.one(rule, text, place),
        };
        (element, heard)
    }
}

/// `10.0.0.1/24 secondary`: the address, and whether it is a further one.
fn address(text: &str) -> Option<(IpNet, bool)> {
    let (address, secondary) = match text.strip_suffix(" secondary") {
        Some(address) => (address, true),
        None => (text, false),
    };
    Some((address.parse().ok()?, secondary))
}

fn kind(name: &str) -> Option<Kind> {
    let (word, rest) = name.split_at_checked(name.find(|c: char| c.is_ascii_digit())?)?;
    match word {
        "Ethernet" | "Port-Channel" if rest.contains('.') => Some(Kind::Sub),
        "Ethernet" => Some(Kind::Port),
        "Port-Channel" => rest.parse().ok().map(Kind::Channel),
        "Vlan" => rest.parse().ok().map(Kind::Svi),
        "Loopback" => rest.parse().ok().map(Kind::Loopback),
        "Management" => Some(Kind::Management),
        _ => None,
    }
}
