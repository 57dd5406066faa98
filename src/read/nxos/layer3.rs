//! What interfaces with addresses have in common, and the groups of HSRP.

use std::net::Ipv4Addr;

use ipnet::{IpNet, Ipv4Net};

use super::Rule;
use super::said::Said;
use super::words::{address, number, put, switch_on, word, words};
use crate::plan::{AclBinding, BfdTimers, Family, Gateway, Hsrp, Layer3, Origin, Svi};

/// Milliseconds between two packets of BFD, and how many may be missed, unless a line says so.
const BFD: BfdTimers = BfdTimers { interval: 50, multiplier: 3, echo: true };

/// What an interface does of which nothing is said.
pub fn begin(layer3: &mut Layer3) {
    layer3.router_advertisements = true;
    layer3.redirects = true;
}

/// Addresses and what goes with them, of which nothing is said yet.
pub fn plain() -> Layer3 {
    let mut layer3 = Layer3::default();
    begin(&mut layer3);
    layer3
}

/// Whether a statement of a port is about addresses and what goes with them.
pub const fn of_port(rule: Rule) -> bool {
    matches!(
        rule,
        Rule::vrf_member
            | Rule::address_v4
            | Rule::address_v6
            | Rule::suppress_ra
            | Rule::no_redirects_v4
            | Rule::no_redirects_v6
            | Rule::redirects_v4
            | Rule::redirects_v6
            | Rule::bfd_timers
            | Rule::no_echo
            | Rule::access_group_v4
            | Rule::access_group_v6
            | Rule::dhcp_relay
    )
}

/// `10.0.0.1/24`, or with a mask `10.0.0.1 255.255.255.0`.
pub fn with_mask(value: &str) -> Option<IpNet> {
    match words(value) {
        Some([address, mask]) => {
            let (address, mask): (Ipv4Addr, Ipv4Addr) = (address.parse().ok()?, mask.parse().ok()?);
            Some(Ipv4Net::with_netmask(address, mask).ok()?.into())
        }
        None => word(value)?.parse().ok(),
    }
}

/// The IPv4 address of an interface, which stands before those of IPv6: a later one takes its place.
pub fn first(addresses: &mut Vec<IpNet>, own: IpNet) {
    match addresses.first_mut().filter(|a| a.addr().is_ipv4()) {
        Some(before) => *before = own,
        None => addresses.insert(0, own),
    }
}

/// Puts in order, each once, what was said in any.
pub fn tidy(layer3: &mut Layer3) {
    layer3.addresses.sort_unstable_by_key(|a| (a.addr().is_ipv6(), *a));
    layer3.addresses.dedup();
    layer3.secondary.sort_unstable();
    layer3.secondary.dedup();
    layer3.dhcp_relays.sort_unstable();
    layer3.dhcp_relays.dedup();
}

/// A line of an interface with addresses in a running configuration. Nothing there comes too late or
/// takes another back: a VRF may stand behind the addresses.
pub fn shown(layer3: &mut Layer3, said: &mut Said, rule: Rule, value: &str) -> Option<()> {
    match rule {
        Rule::vrf_member => layer3.vrf = Some(word(value)?.to_owned()),
        Rule::address_v4 => {
            let (value, secondary) = value
                .trim_ascii_end()
                .strip_suffix(" secondary")
                .map_or((value, false), |value| (value, true));
            let own = with_mask(value).filter(|a| a.addr().is_ipv4())?;
            match secondary {
                true => layer3.secondary.push(own),
                false => first(&mut layer3.addresses, own),
            }
        }
        Rule::address_v6 => {
            layer3.addresses.push(word(value)?.parse().ok().filter(|a: &IpNet| a.addr().is_ipv6())?);
        }
        Rule::no_redirects_v4 | Rule::no_redirects_v6 | Rule::redirects_v4 | Rule::redirects_v6 => {
            // What was said of the interface may stand in another block of it.
            let is_off = |family| !layer3.redirects || layer3.redirects_off == Some(family);
            let off = match rule {
                Rule::no_redirects_v4 | Rule::redirects_v4 => {
                    (rule == Rule::no_redirects_v4, is_off(Family::Ipv6))
                }
                _ => (is_off(Family::Ipv4), rule == Rule::no_redirects_v6),
            };
            layer3.redirects = off != (true, true);
            layer3.redirects_off = match off {
                (true, false) => Some(Family::Ipv4),
                (false, true) => Some(Family::Ipv6),
                _ => None,
            };
        }
        Rule::dhcp_relay => {
            layer3.dhcp_relays.push(address(value)?);
        }
        _ => return line(layer3, said, &mut false, rule, value),
    }
    Some(())
}

/// A line of an interface with addresses.
pub fn line(layer3: &mut Layer3, said: &mut Said, again: &mut bool, rule: Rule, value: &str) -> Option<()> {
    match rule {
        // It clears what came before it.
        Rule::vrf_member => {
            layer3.vrf = Some(word(value)?.to_owned());
            layer3.addresses.clear();
            layer3.acl_in.clear();
            layer3.acl_out.clear();
            begin(layer3);
            said.forget(Rule::no_redirects_v4);
            said.forget(Rule::no_redirects_v6);
        }
        Rule::mtu => layer3.mtu = Some(number(value)?),
        Rule::address_v4 => {
            let own: IpNet = word(value)?.parse().ok().filter(|a: &IpNet| a.addr().is_ipv4())?;
            layer3.addresses.retain(|a| a.addr().is_ipv6());
            layer3.addresses.push(own);
        }
        Rule::address_v6 => {
            let own: IpNet = word(value)?.parse().ok().filter(|a: &IpNet| a.addr().is_ipv6())?;
            // Several are in use at once.
            layer3.addresses.push(own);
            return Some(());
        }
        Rule::suppress_ra => layer3.router_advertisements = false,
        Rule::no_redirects_v4 | Rule::no_redirects_v6 => {
            let both = [Rule::no_redirects_v4, Rule::no_redirects_v6];
            layer3.redirects = !both.iter().all(|r| *r == rule || said.has(*r));
        }
        Rule::bfd_timers => {
            let [interval, "min_rx", receive, "multiplier", multiplier] = words(value)? else { return None };
            let bfd = layer3.bfd.get_or_insert(BFD);
            bfd.interval = number(interval).filter(|_| interval == receive)?;
            bfd.multiplier = number(multiplier)?;
        }
        Rule::no_echo => layer3.bfd.get_or_insert(BFD).echo = false,
        Rule::access_group_v4 | Rule::access_group_v6 => {
            return bind(layer3, rule == Rule::access_group_v6, value, again);
        }
        Rule::policer => layer3.policer = Some(word(value)?.to_owned()),
        _ => return None,
    }
    *again |= said.before(rule);
    Some(())
}

/// Binds an access list: one a family and direction.
fn bind(layer3: &mut Layer3, ipv6: bool, value: &str, again: &mut bool) -> Option<()> {
    let [name, direction] = words(value)?;
    let lists = match direction {
        "in" => &mut layer3.acl_in,
        "out" => &mut layer3.acl_out,
        _ => return None,
    };
    let before = lists.len();
    lists.retain(|l| l.ipv6 != ipv6);
    *again |= lists.len() < before;
    lists.push(AclBinding { name: name.to_owned(), ipv6, origin: Origin::default() });
    lists.sort_by_key(|l| l.ipv6);
    Some(())
}

/// A group of HSRP. It has no address until a line gives it one, which starts it.
pub struct Group {
    hsrp: Hsrp,
    ipv6: bool,
    /// The position of its gateway.
    gateway: Option<usize>,
}

/// `501` or `501 ipv6`: the number, and whether it is of IPv6.
pub fn group_of(value: &str) -> Option<(u16, bool)> {
    match words(value) {
        Some([group, "ipv6"]) => Some((number(group)?, true)),
        _ => Some((number(value)?, false)),
    }
}

impl Group {
    /// A group, and where it was begun before, the position of its gateway.
    pub fn begin(group: u16, ipv6: bool, gateway: Option<usize>, svi: &Svi) -> Self {
        let before = gateway.and_then(|position| svi.gateways.get(position)).and_then(|g| g.hsrp);
        Group { hsrp: before.unwrap_or(Hsrp { group, ..Hsrp::default() }), ipv6, gateway }
    }

    /// A line of the group.
    pub fn line(
        &mut self,
        svi: &mut Svi,
        again: &mut bool,
        rule: Rule,
        value: &str,
        running: bool,
    ) -> Option<()> {
        match rule {
            _ if running && self.shown(svi, rule, value) => {}
            Rule::preempt_delay => {
                self.hsrp.preempt = true;
                self.hsrp.preempt_delay = Some(number(value.split_ascii_whitespace().next()?)?);
            }
            Rule::hsrp_timers => {
                let [hello, hold] = words(value)?;
                self.hsrp.timers = Some((number(hello)?, number(hold)?));
            }
            Rule::preempt => switch_on(&mut self.hsrp.preempt, again),
            Rule::priority => put(&mut self.hsrp.priority, number(value)?, again),
            Rule::hsrp_v4 => {
                let address = address(value).filter(|a| a.is_ipv6() == self.ipv6)?;
                match self.gateway.and_then(|position| svi.gateways.get_mut(position)) {
                    Some(gateway) => {
                        gateway.address = address;
                        *again = true;
                    }
                    None => {
                        self.gateway = Some(svi.gateways.len());
                        svi.gateways.push(Gateway { address, hsrp: Some(self.hsrp), secondary: Vec::new() });
                    }
                }
            }
            _ => return None,
        }
        let gateway = self.gateway.and_then(|position| svi.gateways.get_mut(position));
        gateway.into_iter().for_each(|g| g.hsrp = Some(self.hsrp));
        Some(())
    }

    /// What only a running configuration says of a group: whether it was that.
    fn shown(&mut self, svi: &mut Svi, rule: Rule, value: &str) -> bool {
        match rule {
            Rule::priority => {
                let Some([priority, "forwarding-threshold", "lower", lower, "upper", upper]) = words(value)
                else {
                    return false;
                };
                let (Some(priority), Some(lower), Some(upper)) =
                    (number(priority), number(lower), number(upper))
                else {
                    return false;
                };
                self.hsrp.priority = Some(priority);
                self.hsrp.threshold = Some((lower, upper));
                true
            }
            Rule::hsrp_v4 => self.address(svi, value).is_some(),
            _ => false,
        }
    }

    /// `10.0.0.1`, perhaps with the length of its prefix, or `10.0.0.9 secondary`.
    fn address(&mut self, svi: &mut Svi, value: &str) -> Option<()> {
        if let Some([own, "secondary"]) = words(value) {
            let gateway = svi.gateways.get_mut(self.gateway?)?;
            gateway.secondary.push(address(own)?);
            return Some(());
        }
        let (own, _) = word(value)?.split_once('/')?;
        self.line(svi, &mut false, Rule::hsrp_v4, own, false)
    }
}
