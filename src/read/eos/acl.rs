//! Access lists.

use std::net::{IpAddr, Ipv4Addr};

use ipnet::IpNet;
use pest::iterators::Pairs;

use super::{DEVICE, Heard, Named, Reader, Rule, argument};
use crate::model::value::{TcpFlag, Value};
use crate::plan::{Acl, AclRule, Element};

/// Ports that EOS shows by name, and some that it takes as one.
const PORTS: &[(&str, u16)] = &[
    ("bgp", 179),
    ("ssh", 22),
    ("https", 443),
    ("www", 80),
    ("domain", 53),
    ("bfd", 3784),
    ("bfd-echo", 3785),
    ("ntp", 123),
    ("snmp", 161),
    ("snmptrap", 162),
    ("syslog", 514),
    ("ftp-data", 20),
    ("ftp", 21),
    ("telnet", 23),
    ("smtp", 25),
    ("tacacs", 49),
    ("bootps", 67),
    ("bootpc", 68),
    ("tftp", 69),
    ("ldap", 389),
    ("ldaps", 636),
    ("isakmp", 500),
    ("radius", 1812),
    ("radius-acct", 1813),
    ("echo", 7),
    ("discard", 9),
    ("daytime", 13),
    ("chargen", 19),
    ("time", 37),
    ("whois", 43),
    ("finger", 79),
    ("pop3", 110),
    ("sunrpc", 111),
    ("nntp", 119),
    ("netbios-ns", 137),
    ("netbios-dgm", 138),
    ("netbios-ss", 139),
    ("xdmcp", 177),
    ("microsoft-ds", 445),
    ("non500-isakmp", 4500),
    ("login", 513),
    ("lpd", 515),
    ("rip", 520),
];

/// Protocols by the other of name and number: the plan has names for those that have ports or kinds
/// of messages, and numbers for the rest.
const PROTOCOLS: &[(&str, &str)] = &[
    ("1", "icmp"),
    ("6", "tcp"),
    ("17", "udp"),
    ("58", "icmpv6"),
    ("132", "sctp"),
    ("igmp", "2"),
    ("rsvp", "46"),
    ("gre", "47"),
    ("esp", "50"),
    ("ahp", "51"),
    ("ospf", "89"),
    ("pim", "103"),
    ("vrrp", "112"),
];

/// Names of DSCP values that follow no pattern; `af11` to `af43` and `cs0` to `cs7` do.
const DSCP: &[(&str, u8)] = &[("ef", 46), ("default", 0)];

impl<'t> Reader<'t> {
    /// An access list of a kind: of IPv4, of IPv4 and standard, of IPv6.
    pub(super) fn acl(&mut self, lines: Pairs<'t, Rule>, kind: Rule) {
        let (ipv6, standard) = (kind == Rule::acl_v6, kind == Rule::acl_standard);
        let mut list = None;
        let mut name = "";
        for pair in lines {
            let (rule, place, text) = (pair.as_rule(), self.place(&pair), argument(&pair));
            match (rule, list) {
                (Rule::list_name, _) if text.is_empty() => self.head(place, DEVICE, Heard::Unknown),
                (Rule::list_name, _) => {
                    let element = || Element::Acl { name: text.to_owned(), ipv6 };
                    let kind = if ipv6 { Rule::acl_v6 } else { Rule::acl };
                    let (named, before) = self.named(kind, text, element, |device| {
                        let name = text.to_owned();
                        device.acls.push(Acl { name, ipv6, standard, ..Acl::default() });
                        device.acls.len() - 1
                    });
                    (list, name) = (Some(named), text);
                    self.head(place, named.element, Heard::unless(before));
                }
                (Rule::acl_counters, Some(named)) => {
                    if let Some(acl) = self.reading.device.acls.get_mut(named.at) {
                        acl.counted = true;
                    }
                    let heard = self.seen(named.element, rule, 0, "");
                    self.count(place, named.element, heard);
                }
                (Rule::acl_rule | Rule::acl_remark, Some(named)) => {
                    let read = match rule {
                        Rule::acl_remark => remark(text),
                        _ if standard => standard_rule(text),
                        _ => acl_rule(text, ipv6),
                    };
                    let (element, heard) = match read {
                        Some(read) => self.acl_rule(named, name, ipv6, read),
                        None => (DEVICE, Heard::Unknown),
                    };
                    self.count(place, element, heard);
                }
                _ => self.other(&pair),
            }
        }
    }

    fn acl_rule(&mut self, list: Named, name: &str, ipv6: bool, rule: AclRule) -> (u32, Heard) {
        let sequence = rule.sequence;
        let key = (list.element, sequence);
        let before = self.numbered.get(&key).copied();
        let element = match before {
            Some(before) => before.element,
            None => self.reading.begin(Element::AclRule { name: name.to_owned(), ipv6, sequence }),
        };
        let Some(plan) = self.reading.device.acls.get_mut(list.at) else { return (DEVICE, Heard::Unknown) };
        let at = before.map_or(plan.rules.len(), |before| before.at);
        match plan.rules.get_mut(at) {
            Some(known) => *known = rule,
            None => plan.rules.push(rule),
        }
        self.numbered.insert(key, Named { at, element });
        (element, Heard::unless(before.is_some()))
    }
}

/// `10 remark adjacency`.
fn remark(text: &str) -> Option<AclRule> {
    let (sequence, rest) = text.split_once(' ')?;
    let remark = rest.strip_prefix("remark ")?.trim();
    Some(AclRule { sequence: sequence.parse().ok()?, remark: Some(remark.to_owned()), ..AclRule::default() })
}

/// `20 permit 10.50.0.0/30`.
fn standard_rule(text: &str) -> Option<AclRule> {
    let mut words = text.split_ascii_whitespace().peekable();
    let mut rule = AclRule { sequence: words.next()?.parse().ok()?, ..AclRule::default() };
    rule.permit = words.next()? == "permit";
    rule.protocol = "ip".to_owned();
    rule.source = network(&mut words, false)?;
    rule.log = words.next_if_eq(&"log").is_some();
    words.next().is_none().then_some(rule)
}

/// `20 permit tcp 10.50.0.0/30 any eq bgp`.
fn acl_rule(text: &str, ipv6: bool) -> Option<AclRule> {
    let mut words = text.split_ascii_whitespace().peekable();
    let mut rule = AclRule { sequence: words.next()?.parse().ok()?, ..AclRule::default() };
    rule.permit = words.next()? == "permit";
    let protocol = words.next()?;
    let other = PROTOCOLS.iter().find(|(written, _)| *written == protocol);
    rule.protocol = other.map_or(protocol, |(_, known)| known).to_owned();
    rule.source = network(&mut words, ipv6)?;
    rule.source_ports = ports(&mut words)?;
    rule.destination = network(&mut words, ipv6)?;
    rule.destination_ports = ports(&mut words)?;
    rule.icmp = icmp(&mut words, &rule.protocol);
    while let Some(word) = words.next() {
        match word {
            "fragments" if !rule.fragments => rule.fragments = true,
            "log" if !rule.log => rule.log = true,
            "dscp" if rule.dscp.is_none() => rule.dscp = Some(dscp(words.next()?)?),
            "ttl" | "hop-limit" if rule.ttl.is_none() && (word == "hop-limit") == ipv6 => {
                rule.ttl = Some(words.next_if_eq(&"eq").and_then(|_| words.next())?.parse().ok()?);
            }
            flag => rule.flags.push(TcpFlag::parse(flag).ok().filter(|f| !rule.flags.contains(f))?),
        }
    }
    Some(rule)
}

type Words<'t> = std::iter::Peekable<std::str::SplitAsciiWhitespace<'t>>;

/// The kind of an ICMP message, where one follows: `echo-reply`, or a type and a code in numbers.
fn icmp(words: &mut Words<'_>, protocol: &str) -> Option<String> {
    const OTHER: &[&str] = &["fragments", "log", "dscp", "ttl", "hop-limit"];
    let kind = words.next_if(|word| protocol.starts_with("icmp") && !OTHER.contains(word))?;
    let code = words.next_if(|word| word.parse::<u8>().is_ok());
    Some(code.map_or_else(|| kind.to_owned(), |code| format!("{kind} {code}")))
}

/// A network; the inner none is anywhere.
fn network(words: &mut Words<'_>, ipv6: bool) -> Option<Option<IpNet>> {
    let net = match words.next()? {
        "any" => return Some(None),
        "host" => IpNet::from(words.next()?.parse::<IpAddr>().ok()?),
        text => match text.parse::<IpNet>() {
            Ok(net) => net,
            Err(_) => masked(text.parse().ok()?, words.next()?.parse().ok()?)?,
        },
    };
    (net.addr().is_ipv6() == ipv6).then_some(Some(net))
}

/// An address with the bits that don't matter: `10.0.0.0 0.0.0.255`.
fn masked(address: Ipv4Addr, wildcard: Ipv4Addr) -> Option<IpNet> {
    let mask = Ipv4Addr::from(!u32::from(wildcard));
    IpNet::with_netmask(address.into(), mask.into()).ok()
}

/// Ports, where any follow; the inner none is any port.
fn ports(words: &mut Words<'_>) -> Option<Option<(u16, u16)>> {
    if words.next_if_eq(&"eq").is_some() {
        let one = port(words.next()?)?;
        return Some(Some((one, one)));
    }
    if words.next_if_eq(&"range").is_some() {
        return Some(Some((port(words.next()?)?, port(words.next()?)?)));
    }
    if words.next_if_eq(&"gt").is_some() {
        return Some(Some((port(words.next()?)?.checked_add(1)?, u16::MAX)));
    }
    if words.next_if_eq(&"lt").is_some() {
        return Some(Some((0, port(words.next()?)?.checked_sub(1)?)));
    }
    Some(None)
}

fn port(word: &str) -> Option<u16> {
    word.parse().ok().or_else(|| PORTS.iter().find(|(name, _)| *name == word).map(|(_, port)| *port))
}

fn dscp(word: &str) -> Option<u8> {
    let digit = |at: usize| word.as_bytes().get(at).filter(|b| b.is_ascii_digit()).map(|b| b - b'0');
    let value = match (word.get(..2), word.len()) {
        (Some("cs"), 3) => digit(2)? * 8,
        (Some("af"), 4) => digit(2)? * 8 + digit(3)? * 2,
        _ => match DSCP.iter().find(|(name, _)| *name == word) {
            Some((_, value)) => *value,
            None => word.parse().ok()?,
        },
    };
    (value < 64).then_some(value)
}
