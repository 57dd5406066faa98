//! Access lists.

use std::net::{IpAddr, Ipv4Addr};

use ipnet::{IpNet, Ipv4Net};

use super::Rule;
use super::known::Known;
use super::policy::{add, permits};
use super::words::{number, switch_on, word};
use crate::model::value::TcpFlag;
use crate::plan::{Acl, AclRule, Element};

/// What is between the numbers of two rules, unless they have their own.
const STEP: u64 = 10;

/// The access list that lines are of.
pub struct Open {
    acl: usize,
    pub element: u32,
    /// The highest number so far.
    last: u64,
}

/// Begins an access list.
pub fn open<'t>(known: &mut Known<'t>, ipv6: bool, value: &'t str) -> Option<Open> {
    let name = word(value)?;
    if let Some((acl, element)) = known.acls.get(&(ipv6, name)).copied() {
        known.again = true;
        let rules = &known.device.acls.get(acl)?.rules;
        let last = rules.iter().map(|r| r.sequence).max().unwrap_or_default();
        return Some(Open { acl, element, last });
    }
    let at = (known.device.acls.len(), known.begin(Element::Acl { name: name.to_owned(), ipv6 }));
    known.acls.insert((ipv6, name), at);
    known.device.acls.push(Acl { name: name.to_owned(), ipv6, ..Acl::default() });
    Some(Open { acl: at.0, element: at.1, last: 0 })
}

impl Open {
    /// A line of the access list.
    pub fn line(&mut self, known: &mut Known<'_>, rule: Rule, value: &str) -> Option<u32> {
        let running = known.running();
        let acl = known.device.acls.get_mut(self.acl)?;
        match rule {
            Rule::acl_counted => {
                switch_on(&mut acl.counted, &mut known.again);
                Some(self.element)
            }
            Rule::acl_rule => {
                let (text, sequence) = match value.split_once(' ') {
                    Some((first, rest)) if first.starts_with(|c: char| c.is_ascii_digit()) => {
                        (rest, number(first)?)
                    }
                    _ => (value, self.last.saturating_add(STEP)),
                };
                let made = parse(text, acl.ipv6, sequence, running)?;
                let key = (Rule::acl_rule, self.acl, sequence);
                let before = known.numbers.get(&key).copied();
                let place = acl.rules.len();
                add(&mut acl.rules, made, before, &mut known.again);
                self.last = self.last.max(sequence);
                if let Some((_, element)) = before {
                    return Some(element);
                }
                let of = Element::AclRule { name: acl.name.clone(), ipv6: acl.ipv6, sequence };
                let element = known.begin(of);
                known.numbers.insert(key, (place, element));
                Some(element)
            }
            _ => None,
        }
    }
}

/// `permit tcp 10.50.0.0/30 eq bgp 10.50.0.0/30 established`, or `remark …`.
fn parse(text: &str, ipv6: bool, sequence: u64, running: bool) -> Option<AclRule> {
    let text = text.trim_ascii();
    if let Some(remark) = text.strip_prefix("remark ") {
        return Some(AclRule { sequence, remark: Some(remark.to_owned()), ..AclRule::default() });
    }
    let mut words = text.split_ascii_whitespace().peekable();
    let permit = permits(words.next()?)?;
    let protocol = protocol(words.next()?, ipv6)?;
    let mut rule = AclRule { sequence, permit, protocol, ..AclRule::default() };
    (rule.source, rule.source_wildcard) = place(&mut words, ipv6, running)?;
    (rule.source_ports, rule.source_port_not) = ports(&mut words, running)?;
    (rule.destination, rule.destination_wildcard) = place(&mut words, ipv6, running)?;
    (rule.destination_ports, rule.destination_port_not) = ports(&mut words, running)?;
    let icmp = matches!(rule.protocol.as_str(), "icmp" | "icmpv6");
    while let Some(word) = words.next() {
        match word {
            _ if running && icmp && rule.icmp.is_none() && MESSAGES.contains(&word) => {
                rule.icmp = Some(word.to_owned());
            }
            _ if running && icmp && rule.icmp.is_none() && number::<u8>(word).is_some() => {
                let code = words.next_if(|w| number::<u8>(w).is_some());
                rule.icmp = Some(code.map_or(word.to_owned(), |code| format!("{word} {code}")));
            }
            "dscp" if rule.dscp.is_none() => rule.dscp = Some(dscp(words.next()?)?),
            "ttl" if rule.ttl.is_none() => rule.ttl = Some(number(words.next()?)?),
            "fragments" if !rule.fragments => rule.fragments = true,
            "log" if !rule.log => rule.log = true,
            _ => {
                let flag = flag(word).filter(|f| !rule.flags.contains(f))?;
                rule.flags.push(flag);
            }
        }
    }
    Some(rule)
}

/// A protocol by a name of the plan's, or by its number.
fn protocol(word: &str, ipv6: bool) -> Option<String> {
    let name = match word {
        "ip" if !ipv6 => word,
        "ipv6" if ipv6 => word,
        "icmp" if ipv6 => "icmpv6",
        "tcp" | "udp" | "sctp" | "icmp" => word,
        "igmp" => "2",
        "gre" => "47",
        "esp" => "50",
        "ahp" => "51",
        "eigrp" => "88",
        "ospf" => "89",
        "nos" => "94",
        "pim" => "103",
        "pcp" => "108",
        _ => {
            let _: u8 = number(word)?;
            word
        }
    };
    Some(name.to_owned())
}

/// Where packets come from or go to: `any`, `host A`, a prefix, an address with the bits that do not
/// matter, which in a running configuration need not be a prefix's. The outer `None` is none of these.
fn place<'w>(words: &mut impl Iterator<Item = &'w str>, ipv6: bool, running: bool) -> Option<Place> {
    let net: IpNet = match words.next()? {
        "any" => return Some((None, None)),
        "host" => words.next()?.parse::<IpAddr>().ok()?.into(),
        word if word.contains('/') => word.parse().ok()?,
        word => {
            let (address, free): (Ipv4Addr, Ipv4Addr) = (word.parse().ok()?, words.next()?.parse().ok()?);
            let cared = !u32::from(free);
            match Ipv4Net::with_netmask(address, Ipv4Addr::from(cared)) {
                Ok(net) => net.into(),
                Err(_) if running => {
                    let own = IpNet::from(IpAddr::V4(Ipv4Addr::from(u32::from(address) & cared)));
                    return (!ipv6).then_some((Some(own), Some(free)));
                }
                Err(_) => return None,
            }
        }
    };
    let net = match (running, net.prefix_len()) {
        (true, 0) => return Some((None, None)),
        (true, _) => net.trunc(),
        (false, _) => net,
    };
    (net.addr().is_ipv6() == ipv6).then_some((Some(net), None))
}

/// A prefix, or an address with the bits of it that do not matter.
type Place = (Option<IpNet>, Option<Ipv4Addr>);

/// First and last of ports, or the one port that it is not.
type Ports = (Option<(u16, u16)>, Option<u16>);

/// Ports, where there are some. The outer `None` is a wrong one.
fn ports<'w>(words: &mut std::iter::Peekable<impl Iterator<Item = &'w str>>, running: bool) -> Option<Ports> {
    let how = words.next_if(|w| matches!(*w, "eq" | "range" | "gt" | "lt") || (running && *w == "neq"));
    let Some(how) = how else { return Some((None, None)) };
    let first = port(words.next()?)?;
    let ports = match how {
        "neq" => return Some((None, Some(first))),
        "eq" => (first, first),
        "range" => (first, port(words.next()?)?),
        "gt" => (first.checked_add(1)?, u16::MAX),
        _ => (0, first.checked_sub(1)?),
    };
    Some((Some(ports), None))
}

/// Messages of ICMP by the names that the switch shows.
const MESSAGES: &[&str] = &[
    "administratively-prohibited",
    "destination-unreachable",
    "echo",
    "echo-reply",
    "echo-request",
    "general-parameter-problem",
    "host-unreachable",
    "mask-request",
    "nd-na",
    "nd-ns",
    "net-unreachable",
    "packet-too-big",
    "parameter-problem",
    "port-unreachable",
    "redirect",
    "router-advertisement",
    "router-solicitation",
    "time-exceeded",
    "timestamp-request",
    "ttl-exceeded",
    "unreachable",
];

/// A port by number, or by the name that the switch shows.
fn port(word: &str) -> Option<u16> {
    if let Some(number) = number(word) {
        return Some(number);
    }
    PORTS.iter().find(|(name, _)| *name == word).map(|(_, port)| *port)
}

/// Names of ports, those of TCP and of UDP: none stands for two.
const PORTS: &[(&str, u16)] = &[
    ("bgp", 179),
    ("www", 80),
    ("domain", 53),
    ("ntp", 123),
    ("snmp", 161),
    ("snmptrap", 162),
    ("syslog", 514),
    ("telnet", 23),
    ("smtp", 25),
    ("ftp", 21),
    ("ftp-data", 20),
    ("tftp", 69),
    ("bootps", 67),
    ("bootpc", 68),
    ("isakmp", 500),
    ("non500-isakmp", 4500),
    ("tacacs", 49),
    ("sunrpc", 111),
    ("echo", 7),
    ("discard", 9),
    ("daytime", 13),
    ("chargen", 19),
    ("time", 37),
    ("nameserver", 42),
    ("whois", 43),
    ("gopher", 70),
    ("finger", 79),
    ("hostname", 101),
    ("pop2", 109),
    ("pop3", 110),
    ("ident", 113),
    ("nntp", 119),
    ("netbios-ns", 137),
    ("netbios-dgm", 138),
    ("netbios-ss", 139),
    ("xdmcp", 177),
    ("irc", 194),
    ("dnsix", 195),
    ("mobile-ip", 434),
    ("pim-auto-rp", 496),
    ("exec", 512),
    ("biff", 512),
    ("login", 513),
    ("who", 513),
    ("cmd", 514),
    ("lpd", 515),
    ("talk", 517),
    ("rip", 520),
    ("uucp", 540),
    ("klogin", 543),
    ("kshell", 544),
];

fn flag(word: &str) -> Option<TcpFlag> {
    Some(match word {
        "established" => TcpFlag::Established,
        "ack" => TcpFlag::Ack,
        "fin" => TcpFlag::Fin,
        "psh" => TcpFlag::Psh,
        "rst" => TcpFlag::Rst,
        "syn" => TcpFlag::Syn,
        "urg" => TcpFlag::Urg,
        _ => return None,
    })
}

/// A DSCP by number or name: class and drop precedence, class alone, expedited.
fn dscp(word: &str) -> Option<u8> {
    let class = |text: &str, most: u8| number::<u8>(text).filter(|n| (1..=most).contains(n));
    match word {
        "default" => Some(0),
        "ef" => Some(46),
        _ if word.starts_with("cs") => class(word.get(2..)?, 7).map(|n| n * 8),
        _ if word.starts_with("af") => {
            let (high, low) = (class(word.get(2..3)?, 4)?, class(word.get(3..)?, 3)?);
            Some(high * 8 + low * 2)
        }
        _ => number(word).filter(|n| *n < 64),
    }
}
