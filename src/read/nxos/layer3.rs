//! What interfaces with addresses have in common, and the groups of HSRP.

use ipnet::IpNet;

use super::Rule;
use super::known::Said;
use super::words::{address, number, put, switch_on, word, words};
use crate::plan::{AclBinding, BfdTimers, Gateway, Hsrp, Layer3, Origin, Svi};

/// Milliseconds between two packets of BFD, and how many may be missed, unless a line says so.
const BFD: BfdTimers = BfdTimers { interval: 50, multiplier: 3, echo: true };

/// What an interface does of which nothing is said.
pub fn begin(layer3: &mut Layer3) {
    layer3.router_advertisements = true;
    layer3.redirects = true;
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
    pub fn line(&mut self, svi: &mut Svi, again: &mut bool, rule: Rule, value: &str) -> Option<()> {
        match rule {
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
                        svi.gateways.push(Gateway { address, hsrp: Some(self.hsrp) });
                    }
                }
            }
            _ => return None,
        }
        let gateway = self.gateway.and_then(|position| svi.gateways.get_mut(position));
        gateway.into_iter().for_each(|g| g.hsrp = Some(self.hsrp));
        Some(())
    }
}
