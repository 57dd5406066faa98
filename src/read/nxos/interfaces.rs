//! Interfaces: ports, port-channels, sub-interfaces, VLAN interfaces, the loopback, the management
//! port.

use std::collections::HashSet;

use ipnet::IpNet;

use super::Rule;
use super::known::{Known, Said};
use super::layer2::{self, Layer2};
use super::layer3::{self, Group};
use super::places::{Kind, Parent, channel, loopback, port, port_name, sub_interface, svi};
use super::words::{number, word, words};
use crate::model::value::LacpRate;
use crate::plan::{ChannelMode, Layer3, Membership};

/// The interface that lines are of.
pub struct Open {
    kind: Kind,
    pub element: u32,
    layer2: Layer2,
    /// The group of HSRP that lines are of.
    group: Option<Group>,
    /// How often LACP speaks, where that came before the port-channel.
    rate: Option<LacpRate>,
    /// Whether single ports were to work on their own while the port-channel was not shut down.
    refused: bool,
    /// Its IPv6 addresses, of which it may have several.
    addresses: HashSet<IpNet>,
}

/// Begins an interface.
pub fn open<'t>(known: &mut Known<'t>, rule: Rule, value: &'t str) -> Option<Open> {
    let name = word(value);
    let (kind, element) = match rule {
        Rule::ethernet => match name?.split_once('.') {
            None => {
                let name = port_name(name?)?;
                known.again |= known.ports.contains_key(name);
                let (position, element) = port(known, name);
                (Kind::Port(position), element)
            }
            Some((parent, tag)) => sub_interface(known, Parent::Port(port_name(parent)?), name?, tag)?,
        },
        Rule::port_channel => match name?.split_once('.') {
            None => {
                let number = number(name?)?;
                known.again |= known.channels.contains_key(&number);
                let (position, element) = channel(known, number);
                (Kind::Channel(position), element)
            }
            Some((parent, tag)) => sub_interface(known, Parent::Channel(number(parent)?), name?, tag)?,
        },
        Rule::svi => svi(known, number(name?)?),
        Rule::loopback => (Kind::Loopback, loopback(known, number(name?)?)?),
        Rule::mgmt => {
            known.again |= !known.device.management.port.is_empty();
            known.device.management.port = "mgmt0".to_owned();
            (Kind::Management, known.management)
        }
        _ => return None,
    };
    Some(Open {
        kind,
        element,
        layer2: Layer2::default(),
        group: None,
        rate: None,
        refused: false,
        addresses: HashSet::new(),
    })
}

impl Open {
    /// A line of the interface.
    pub fn line<'t>(&mut self, known: &mut Known<'t>, rule: Rule, value: &'t str) -> Option<u32> {
        match self.kind {
            Kind::Port(position) => self.port(known, position, rule, value),
            Kind::Channel(position) => self.channel(known, position, rule, value),
            Kind::Sub(position) => self.sub(known, position, rule, value),
            Kind::Svi(position) => self.svi(known, position, rule, value),
            Kind::Loopback => loopback_line(known, rule, value),
            Kind::Management => management_line(known, rule, value),
        }?;
        Some(self.element)
    }

    fn port(&mut self, known: &mut Known<'_>, position: usize, rule: Rule, value: &str) -> Option<()> {
        let port = known.device.ports.get_mut(position)?;
        match rule {
            Rule::description => port.description = Some(value.trim_ascii_end().to_owned()),
            Rule::shutdown | Rule::no_shutdown => {
                *known.shutdown.get_mut(position)? = Some(rule == Rule::shutdown);
                known.once(Rule::shutdown);
                return Some(());
            }
            Rule::channel_group => {
                let (number, mode) = membership(value)?;
                port.member = Some(Membership { number, mode, rate: self.rate });
            }
            Rule::lacp_rate => {
                let rate = match word(value)? {
                    "fast" => LacpRate::Fast,
                    "normal" => LacpRate::Slow,
                    _ => return None,
                };
                self.rate = Some(rate);
                if let Some(member) = &mut port.member {
                    member.rate = self.rate;
                }
            }
            Rule::speed => port.speed = Some(number::<u32>(value)?.to_string()),
            _ => {
                let of = layer2::Of {
                    trunk: &mut port.trunk,
                    mtu: &mut port.mtu,
                    stp: &mut port.stp,
                    routed: &mut port.routed,
                };
                return self.layer2.line(of, &mut known.said, &mut known.again, rule, value);
            }
        }
        known.once(rule);
        Some(())
    }

    fn channel(&mut self, known: &mut Known<'_>, position: usize, rule: Rule, value: &str) -> Option<()> {
        let channel = known.device.port_channels.get_mut(position)?;
        match rule {
            Rule::description => value.trim_ascii_end().clone_into(&mut channel.description),
            Rule::vpc => channel.mlag = Some(number(value)?),
            Rule::vpc_peer_link => channel.peer_link = true,
            // The switch takes it only from a port-channel that is shut down. A configuration that it
            // shows does not say how it came there, so only one that ends with `no shutdown` is
            // refused.
            Rule::fallback => {
                channel.fallback = Some(crate::plan::Fallback { timeout: None });
                self.refused = !channel.shutdown;
            }
            Rule::no_shutdown if !channel.shutdown && self.refused => channel.fallback = None,
            // Down and up again is no repetition.
            Rule::shutdown => {
                channel.shutdown = true;
                known.said.forget(Rule::no_shutdown);
            }
            Rule::no_shutdown => {
                channel.shutdown = false;
                known.said.forget(Rule::shutdown);
            }
            _ => {
                let of = layer2::Of {
                    trunk: &mut channel.trunk,
                    mtu: &mut channel.mtu,
                    stp: &mut channel.stp,
                    routed: &mut channel.routed,
                };
                return self.layer2.line(of, &mut known.said, &mut known.again, rule, value);
            }
        }
        known.once(rule);
        Some(())
    }

    fn sub(&mut self, known: &mut Known<'_>, position: usize, rule: Rule, value: &str) -> Option<()> {
        let (_, sub) = known.subs.get_mut(position)?;
        match rule {
            Rule::description => value.trim_ascii_end().clone_into(&mut sub.description),
            Rule::shutdown | Rule::no_shutdown => {
                sub.shutdown = rule == Rule::shutdown;
                known.once(Rule::shutdown);
                return Some(());
            }
            Rule::encapsulation => sub.vlan = number(value)?,
            Rule::mpls => sub.mpls = true,
            _ => return self.layer3(&mut sub.layer3, &mut known.said, &mut known.again, rule, value),
        }
        known.once(rule);
        Some(())
    }

    fn svi(&mut self, known: &mut Known<'_>, position: usize, rule: Rule, value: &str) -> Option<()> {
        let svi = known.device.svis.get_mut(position)?;
        match rule {
            Rule::description => value.trim_ascii_end().clone_into(&mut svi.description),
            Rule::shutdown | Rule::no_shutdown => {
                svi.shutdown = rule == Rule::shutdown;
                known.once(Rule::shutdown);
                return Some(());
            }
            Rule::no_autostate => svi.autostate = false,
            Rule::hsrp_version => svi.hsrp_version = Some(number(value)?),
            Rule::hsrp => {
                let (group, ipv6) = layer3::group_of(value)?;
                // Version 1 unless a line says 2.
                svi.hsrp_version.get_or_insert(1);
                let before = known.groups.insert((svi.vlan, group, ipv6), svi.gateways.len());
                known.again |= before.is_some();
                self.group = Some(Group::begin(group, ipv6, before, svi));
                if let Some(before) = before {
                    known.groups.insert((svi.vlan, group, ipv6), before);
                }
                return Some(());
            }
            Rule::preempt | Rule::priority | Rule::hsrp_v4 => {
                return self.group.as_mut()?.line(svi, &mut known.again, rule, value);
            }
            Rule::vrf_member => {
                svi.gateways.clear();
                return self.layer3(&mut svi.layer3, &mut known.said, &mut known.again, rule, value);
            }
            _ => return self.layer3(&mut svi.layer3, &mut known.said, &mut known.again, rule, value),
        }
        known.once(rule);
        Some(())
    }
}

impl Open {
    /// A line that interfaces with addresses have in common.
    fn layer3(
        &mut self,
        layer3: &mut Layer3,
        said: &mut Said,
        again: &mut bool,
        rule: Rule,
        value: &str,
    ) -> Option<()> {
        layer3::line(layer3, said, again, rule, value)?;
        match rule {
            Rule::vrf_member => self.addresses.clear(),
            Rule::address_v6 => {
                let own = layer3.addresses.last()?;
                if !self.addresses.insert(*own) {
                    *again = true;
                    layer3.addresses.pop();
                }
            }
            _ => {}
        }
        Some(())
    }
}

/// `101 mode active`; without a mode the port takes no part in LACP.
fn membership(value: &str) -> Option<(u16, ChannelMode)> {
    let Some([number_of, "mode", mode]) = words(value) else {
        return Some((number(value)?, ChannelMode::On));
    };
    let mode = match mode {
        "active" => ChannelMode::Active,
        "passive" => ChannelMode::Passive,
        "on" => ChannelMode::On,
        _ => return None,
    };
    Some((number(number_of)?, mode))
}

fn loopback_line(known: &mut Known<'_>, rule: Rule, value: &str) -> Option<()> {
    let (loopback, addressed, _) = known.loopback.as_mut()?;
    match rule {
        Rule::description => value.trim_ascii_end().clone_into(&mut loopback.description),
        Rule::address_v4 => {
            loopback.addresses = vec![word(value)?.parse().ok()?];
            *addressed = true;
        }
        _ => return None,
    }
    known.once(rule);
    Some(())
}

fn management_line(known: &mut Known<'_>, rule: Rule, value: &str) -> Option<()> {
    let management = &mut known.device.management;
    match rule {
        Rule::description => management.description = Some(value.trim_ascii_end().to_owned()),
        Rule::vrf_member => word(value)?.clone_into(&mut management.vrf),
        Rule::address_v4 | Rule::address_v6 => {
            known.again |= management.address.is_some();
            management.address = Some(word(value)?.parse().ok()?);
            return Some(());
        }
        // It is up, as it would be without a word.
        Rule::no_shutdown => {}
        _ => return None,
    }
    known.once(rule);
    Some(())
}
