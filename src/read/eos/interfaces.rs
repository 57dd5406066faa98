//! Interfaces, line by line: what is said of each is gathered, whatever it is.

use std::borrow::Cow;
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
    by_name: HashMap<Cow<'t, str>, usize>,
}

/// The most interfaces that one line begins.
const MOST: usize = 256;

impl<'t> Reader<'t> {
    pub(super) fn interface(&mut self, lines: Pairs<'t, Rule>) {
        let mut open = Vec::new();
        for pair in lines {
            let (rule, place, text) = (pair.as_rule(), self.place(&pair), argument(&pair));
            match rule {
                Rule::interface_name => {
                    open = self.begin_interfaces(text, place);
                    let element = open.first().and_then(|at| self.interfaces.all.get(*at)).map(|i| i.element);
                    let heard = match element {
                        Some(_) => self.seen(DEVICE, rule, 0, text),
                        None => Heard::Unknown,
                    };
                    self.head(place, element.unwrap_or(DEVICE), heard);
                }
                Rule::separator | Rule::device_comment | Rule::unknown => self.other(&pair),
                _ => {
                    let of: &[usize] = if self.may_spread(open.len()) { &open } else { &[] };
                    let said: Vec<(u32, Heard)> =
                        of.iter().map(|at| self.interface_line(*at, rule, text, place)).collect();
                    // A line about several interfaces is of the first; it is known where each takes it.
                    let element = said.first().map_or(DEVICE, |(element, _)| *element);
                    let any = |what: Heard| said.iter().any(|(_, heard)| *heard == what);
                    let heard = if said.is_empty() || any(Heard::Unknown) {
                        Heard::Unknown
                    } else {
                        Heard::unless(any(Heard::Again))
                    };
                    self.count(place, element, heard);
                }
            }
        }
    }

    /// The interfaces of a head: one, or each of a list such as `Ethernet1-4,7`.
    fn begin_interfaces(&mut self, text: &'t str, head: Place) -> Vec<usize> {
        if let Some(one) = self.begin_interface(Cow::Borrowed(text), head) {
            return vec![one];
        }
        let names = listed(text).unwrap_or_default();
        names.into_iter().filter_map(|name| self.begin_interface(Cow::Owned(name), head)).collect()
    }

    /// The interface of a name, where the plan has a place for it.
    fn begin_interface(&mut self, name: Cow<'t, str>, head: Place) -> Option<usize> {
        if let Some(at) = self.interfaces.by_name.get(&name) {
            return Some(*at);
        }
        let kind = kind(&name)?;
        let element = match kind {
            Kind::Port => self.reading.begin(Element::Port(name.to_string())),
            Kind::Channel(n) => self.reading.begin(Element::PortChannel(n)),
            Kind::Sub => self.reading.begin(Element::SubInterface(name.to_string())),
            Kind::Svi(vlan) => self.reading.begin(Element::Svi(vlan)),
            Kind::Loopback(n) => self.reading.begin(Element::Loopback(n)),
            Kind::Management if self.names.management_port == Some(&*name) => MANAGEMENT,
            Kind::Management => return None,
        };
        let at = self.interfaces.all.len();
        self.interfaces.by_name.insert(name.clone(), at);
        self.interfaces.all.push(Gathered::new(name, kind, element, head));
        Some(at)
    }

    fn interface_line(&mut self, at: usize, rule: Rule, text: &'t str, place: Place) -> (u32, Heard) {
        let Some(i) = self.interfaces.all.get_mut(at).filter(|i| i.takes(rule)) else {
            return (DEVICE, Heard::Unknown);
        };
        let element = i.element;
        let heard = match rule {
            Rule::address | Rule::anycast_address => match network(text, false) {
                Some(address) => {
                    *(if rule == Rule::address { &mut i.address } else { &mut i.anycast }) = Some(address);
                    i.said.note(rule, place)
                }
                None => Heard::Unknown,
            },
            Rule::further_address | Rule::address_v6 | Rule::further_anycast | Rule::anycast_address_v6 => {
                let ipv6 = matches!(rule, Rule::address_v6 | Rule::anycast_address_v6);
                match network(text, ipv6) {
                    Some(address) => {
                        i.said.note(rule, place);
                        i.more.push((rule, place));
                        let heard = Heard::unless(!self.seen.insert((element, rule, i.moved, text)));
                        let list = match rule {
                            Rule::further_address => &mut i.secondary,
                            Rule::address_v6 => &mut i.addresses_v6,
                            _ => &mut i.more_anycast,
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
                        i.more.push((rule, place));
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

/// `10.0.0.1/24`, or `10.0.0.1/24 secondary`.
fn network(text: &str, ipv6: bool) -> Option<IpNet> {
    let address: IpNet = text.strip_suffix(" secondary").unwrap_or(text).parse().ok()?;
    (address.addr().is_ipv6() == ipv6).then_some(address)
}

/// The names of a list, `Ethernet1-4,7`, where there are few enough.
fn listed(text: &str) -> Option<Vec<String>> {
    let (word, list) = text.split_at_checked(text.find(|c: char| c.is_ascii_digit())?)?;
    let mut names = Vec::new();
    for part in list.split(',') {
        // The last number of a name counts: `1/1-4`. The word may stand before each.
        let part = part.strip_prefix(word).unwrap_or(part);
        let (first, last) = part.split_once('-').unwrap_or((part, ""));
        let before = first.rfind('/').map_or(0, |at| at + 1);
        let (slot, first) = first.split_at_checked(before)?;
        let first: u16 = first.parse().ok()?;
        let last =
            if last.is_empty() { first } else { last.strip_prefix(slot).unwrap_or(last).parse().ok()? };
        if names.len() + usize::from(last.saturating_sub(first)) >= MOST {
            return None;
        }
        names.extend((first..=last).map(|number| format!("{word}{slot}{number}")));
    }
    Some(names)
}

fn kind(name: &str) -> Option<Kind> {
    let (word, rest) = name.split_at_checked(name.find(|c: char| c.is_ascii_digit())?)?;
    if !rest.bytes().all(|b| b.is_ascii_digit() || b == b'/' || b == b'.') {
        return None;
    }
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
