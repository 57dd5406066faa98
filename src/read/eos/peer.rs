//! What is gathered of a session, line by line.

use std::net::IpAddr;

use super::table::timers;
use super::{Heard, Place, Rule, Said, assign, name, number};
use crate::plan::{Family, FamilyPolicy, RouteLimit, SendCommunity, Session};
use crate::read::value;

/// Whose session it is.
#[derive(Debug)]
pub(super) enum Whose {
    Group(String),
    Neighbor { vrf: Option<usize>, address: IpAddr },
}

/// What was said of a session.
#[derive(Debug)]
pub(super) struct Gathered {
    pub whose: Whose,
    pub element: u32,
    pub said: Said,
    pub asn: Option<u32>,
    pub group: Option<String>,
    pub families: Vec<Family>,
    /// Families that it is told not to exchange.
    pub refused: Vec<Family>,
    pub session: Session,
    /// Route maps of single families, and lines that make it exchange them.
    pub in_families: Vec<InFamily>,
}

/// A line about a session in an address family.
#[derive(Debug)]
pub(super) struct InFamily {
    pub family: Family,
    pub rule: Rule,
    pub map: Option<String>,
    pub place: Place,
}

impl Gathered {
    /// A line outside of address families.
    pub fn line(&mut self, rule: Rule, text: &str, place: Place) -> Heard {
        let session = &mut self.session;
        let known = match rule {
            Rule::remote_as => assign(&mut self.asn, number(text).map(Some)),
            Rule::member => match self.whose {
                Whose::Neighbor { .. } => assign(&mut self.group, name(text).map(Some)),
                Whose::Group(_) => false,
            },
            Rule::update_source => assign(&mut session.update_source, name(text).map(Some)),
            Rule::ebgp_multihop => {
                let hops = if text.is_empty() { Some(u8::MAX) } else { number(text) };
                assign(&mut session.ebgp_multihop, hops.map(Some))
            }
            Rule::next_hop_unchanged => assign(&mut session.next_hop_unchanged, Some(true)),
            Rule::session_shutdown => assign(&mut session.shutdown, Some(true)),
            Rule::session_timers => assign(&mut session.timers, timers(text).map(Some)),
            Rule::local_as => {
                let asn = text.split(' ').next().and_then(number);
                assign(&mut session.local_as, asn.map(Some))
            }
            Rule::reflector_client => assign(&mut session.route_reflector_client, Some(true)),
            Rule::remove_private_as => assign(&mut session.remove_private_as, Some(true)),
            Rule::session_description => assign(&mut session.description, name(text).map(Some)),
            Rule::session_bfd => assign(&mut session.bfd, Some(true)),
            Rule::next_hop_self => assign(&mut session.next_hop_self, Some(true)),
            Rule::as_override => assign(&mut session.as_override, Some(true)),
            Rule::default_originate => assign(&mut session.default_originate, Some(true)),
            Rule::allow_as => assign(&mut session.allow_as, number(text).map(Some)),
            Rule::password | Rule::password_7 => {
                session.password = Some(value::secret(text));
                session.password_type = (rule == Rule::password_7).then_some(7);
                return self.said.note(Rule::password, place);
            }
            Rule::send_community => {
                let communities = match text {
                    "extended" => SendCommunity::Extended,
                    "standard extended" => SendCommunity::Both,
                    _ => SendCommunity::Standard,
                };
                assign(&mut session.send_community, Some(Some(communities)))
            }
            Rule::policy_in => assign(&mut session.policy_in, map(text).map(Some)),
            Rule::policy_out => assign(&mut session.policy_out, map(text).map(Some)),
            Rule::maximum_routes => assign(&mut session.limit, limit(text).map(Some)),
            _ => false,
        };
        if known { self.said.note(rule, place) } else { Heard::Unknown }
    }

    pub fn in_family(&mut self, family: Family, rule: Rule, text: &str, place: Place) -> Heard {
        let map = match rule {
            Rule::activate => None,
            Rule::policy_in | Rule::policy_out => match map(text) {
                Some(map) => Some(map),
                None => return Heard::Unknown,
            },
            _ => return Heard::Unknown,
        };
        if let Some(before) = self.in_families.iter_mut().find(|l| l.family == family && l.rule == rule) {
            before.map = map;
            if rule == Rule::activate && !self.families.contains(&family) {
                self.families.push(family);
            }
            return Heard::Again;
        }
        if rule == Rule::activate {
            self.refused.retain(|f| *f != family);
            self.families.push(family);
        }
        self.in_families.push(InFamily { family, rule, map, place });
        Heard::Once
    }

    /// Where a policy is said in each family alike, it is that of the session; else it is the family's.
    /// Outside of families a policy says nothing about families of VPNs: such lines are given back.
    pub fn settle_policies(&mut self) -> Vec<Place> {
        let mut lost = Vec::new();
        let vpn = self.families.iter().any(|f| matches!(f, Family::VpnIpv4 | Family::VpnIpv6));
        for rule in [Rule::policy_in, Rule::policy_out] {
            let place = if rule == Rule::policy_in {
                &mut self.session.policy_in
            } else {
                &mut self.session.policy_out
            };
            if vpn {
                *place = None;
                lost.extend(self.said.places(&[rule]));
            }
            let lines: Vec<&InFamily> = self.in_families.iter().filter(|l| l.rule == rule).collect();
            let Some(first) = lines.first() else { continue };
            let alike = place.is_none()
                && lines.len() == self.families.len()
                && lines.iter().all(|l| l.map == first.map && self.families.contains(&l.family));
            if alike {
                place.clone_from(&first.map);
                continue;
            }
            for line in lines {
                let of = &mut self.session.by_family;
                let at = of.iter().position(|p| p.family == line.family).unwrap_or_else(|| {
                    of.push(FamilyPolicy { family: line.family, policy_in: None, policy_out: None });
                    of.len() - 1
                });
                let Some(policy) = of.get_mut(at) else { continue };
                let place =
                    if rule == Rule::policy_in { &mut policy.policy_in } else { &mut policy.policy_out };
                place.clone_from(&line.map);
            }
        }
        lost
    }
}

/// `RM in`.
fn map(text: &str) -> Option<String> {
    text.split(' ').next().and_then(name)
}

/// `12000 warning-limit 80 percent warning-only`.
fn limit(text: &str) -> Option<RouteLimit> {
    let mut words = text.split_ascii_whitespace();
    let mut limit = RouteLimit { maximum: words.next()?.parse().ok()?, warning: None, warning_only: false };
    while let Some(word) = words.next() {
        match word {
            "warning-limit" => {
                limit.warning = Some(words.next()?.parse().ok()?);
                words.next();
            }
            _ => limit.warning_only = true,
        }
    }
    Some(limit)
}
