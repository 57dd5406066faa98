//! Access lists and what keeps traffic under a rate.

use std::collections::HashMap;
use std::net::{IpAddr, Ipv4Addr};

use ipnet::IpNet;
use pest::iterators::Pairs;

use super::{DEVICE, Heard, Named, Place, Reader, Rule, argument};
use crate::model::value::{TcpFlag, Value};
use crate::plan::{Acl, AclRule, Element, PoliceRate, Policer, PolicerClass};
use crate::read::text::words;

/// Classes of traffic.
#[derive(Debug, Default)]
pub(super) struct Classes<'t> {
    /// The access list of each, and whether it is of IPv6.
    lists: HashMap<&'t str, (String, bool)>,
    /// The place of each in its policer, by the policer's element and the class.
    places: HashMap<(u32, &'t str), usize>,
    /// Lines of policers about a class.
    lines: Vec<(Named, &'t str, Place)>,
}

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

    /// The policer of a name.
    fn policer(&mut self, name: &'t str) -> Named {
        let begun = self.named(
            Rule::policy_map,
            name,
            || Element::Policer(name.to_owned()),
            |device| {
                device.policers.push(Policer { name: name.to_owned(), ..Policer::default() });
                device.policers.len() - 1
            },
        );
        begun.0
    }

    /// A class of traffic is of the policer that has it, wherever that stands.
    pub(super) fn class_map(&mut self, lines: Pairs<'t, Rule>) {
        let mut class = None;
        for pair in lines {
            let (rule, place, text) = (pair.as_rule(), self.place(&pair), argument(&pair));
            match (rule, class) {
                (Rule::class_map_name, _) => match self.names.classes.get(text).copied() {
                    Some(policy) => {
                        let element = self.policer(policy).element;
                        class = Some((text, element));
                        let heard = self.seen(element, rule, 0, text);
                        self.head(place, element, heard);
                    }
                    None => self.head(place, DEVICE, Heard::Unknown),
                },
                (Rule::class_map_match, Some((class, element))) => {
                    // A second list is one more, and the plan holds one.
                    let list = words::<3>(text).map(|[family, _, acl]| (acl.to_owned(), family == "ipv6"));
                    let heard = match (list, self.classes.lists.get(class)) {
                        (Some(list), Some(known)) if *known == list => Heard::Again,
                        (Some(list), None) => {
                            self.classes.lists.insert(class, list);
                            Heard::Once
                        }
                        _ => Heard::Unknown,
                    };
                    self.count(place, element, heard);
                }
                (Rule::class_map_match, None) => self.count(place, DEVICE, Heard::Unknown),
                _ => self.other(&pair),
            }
        }
    }

    pub(super) fn policy_map(&mut self, lines: Pairs<'t, Rule>) {
        let mut policer = None;
        let mut class: Option<(&'t str, usize)> = None;
        for pair in lines {
            let (rule, place, text) = (pair.as_rule(), self.place(&pair), argument(&pair));
            match (rule, policer) {
                (Rule::policy_map_name, _) if text.is_empty() => self.head(place, DEVICE, Heard::Unknown),
                (Rule::policy_map_name, _) => {
                    let named = self.policer(text);
                    policer = Some(named);
                    let heard = self.seen(named.element, rule, 0, "");
                    self.head(place, named.element, heard);
                }
                (Rule::policy_class, Some(named)) => {
                    let heard = self.seen(named.element, rule, 0, text);
                    if heard == Heard::Once {
                        let at = self.begin_class(named, text);
                        self.classes.places.insert((named.element, text), at);
                        self.classes.lines.push((named, text, place));
                    }
                    class = self.classes.places.get(&(named.element, text)).map(|at| (text, *at));
                    self.count(place, named.element, heard);
                }
                (Rule::police, Some(named)) => {
                    let heard = match (class, police(text)) {
                        (Some((name, at)), Some(rate)) => {
                            self.classes.lines.push((named, name, place));
                            self.police(named, at, rate)
                        }
                        _ => Heard::Unknown,
                    };
                    self.count(place, named.element, heard);
                }
                (Rule::policy_class | Rule::police, None) => self.count(place, DEVICE, Heard::Unknown),
                _ => self.other(&pair),
            }
        }
    }

    /// Adds a class to a policer; gives its place there.
    fn begin_class(&mut self, policer: Named, name: &str) -> usize {
        let Some(plan) = self.reading.device.policers.get_mut(policer.at) else { return 0 };
        let (name, acl) = (name.to_owned(), String::new());
        plan.classes.push(PolicerClass { name, acl, ipv6: false, rate: None });
        plan.classes.len() - 1
    }

    fn police(&mut self, policer: Named, at: usize, rate: PoliceRate) -> Heard {
        let plan = self.reading.device.policers.get_mut(policer.at).and_then(|p| p.classes.get_mut(at));
        match plan {
            Some(class) => Heard::unless(class.rate.replace(rate).is_some()),
            None => Heard::Unknown,
        }
    }

    /// Gives every class its access list. A class that is not defined polices nothing.
    pub(super) fn finish_policers(&mut self) {
        let lists = std::mem::take(&mut self.classes.lists);
        for class in self.reading.device.policers.iter_mut().flat_map(|p| &mut p.classes) {
            if let Some((acl, ipv6)) = lists.get(class.name.as_str()) {
                (class.acl, class.ipv6) = (acl.clone(), *ipv6);
            }
        }
        for policer in &mut self.reading.device.policers {
            policer.classes.retain(|class| !class.acl.is_empty());
        }
        for (policer, class, place) in std::mem::take(&mut self.classes.lines) {
            if !lists.contains_key(class) {
                let name = self.reading.device.policers.get(policer.at).map_or("", |p| &p.name);
                let block = format!("policy-map type quality-of-service {name}");
                self.unsay(&block, [place]);
            }
        }
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
    rule.protocol = words.next()?.to_owned();
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

/// `1000 kbps burst-size 100 kbytes`.
fn police(text: &str) -> Option<PoliceRate> {
    let [rate, _, _, burst, _] = words(text)?;
    Some(PoliceRate { rate: rate.parse().ok()?, burst: burst.parse().ok()? })
}
