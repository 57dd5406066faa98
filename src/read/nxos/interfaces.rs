//! Interfaces: ports, port-channels, sub-interfaces, VLAN interfaces, the loopback, the management
//! port.

use std::borrow::Cow;
use std::collections::HashSet;

use ipnet::IpNet;

use super::Rule;
use super::known::Known;
use super::layer2::{self, Layer2};
use super::layer3::{self, Group};
use super::places::{Kind, Parent, channel, loopback, port, port_name, sub_interface, svi};
use super::said::Said;
use super::words::{number, word, words};
use super::{names, own};
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

/// Begins an interface, or in a running configuration several at once.
pub fn open_all<'t>(known: &mut Known<'t>, rule: Rule, value: &'t str) -> Option<Vec<Open>> {
    if let Some(mut one) = open(known, rule, value) {
        if known.running() {
            one.resume(known);
        }
        return Some(vec![one]);
    }
    let names = names::several(rule, value).filter(|_| known.running())?;
    let mut opens = Vec::new();
    for name in names {
        let (kind, element) = match rule {
            Rule::ethernet => {
                port_name(&name)?;
                let (position, element) = port(known, Cow::Owned(name));
                (Kind::Port(position), element)
            }
            Rule::port_channel => {
                let (position, element) = channel(known, number(&name)?);
                (Kind::Channel(position), element)
            }
            Rule::svi => svi(known, number(&name)?),
            Rule::loopback => loopback(known, number(&name)?)?,
            _ => return None,
        };
        let mut open = Open::of(kind, element);
        open.resume(known);
        opens.push(open);
    }
    Some(opens)
}

fn open<'t>(known: &mut Known<'t>, rule: Rule, value: &'t str) -> Option<Open> {
    let name = word(value);
    let (kind, element) = match rule {
        Rule::ethernet => match name?.split_once('.') {
            None => {
                let name = port_name(name?)?;
                known.again |= known.ports.contains_key(name);
                let (position, element) = port(known, Cow::Borrowed(name));
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
        Rule::loopback => loopback(known, number(name?)?)?,
        Rule::mgmt => {
            known.again |= !known.device.management.port.is_empty();
            known.device.management.port = "mgmt0".to_owned();
            (Kind::Management, known.management)
        }
        _ => return None,
    };
    Some(Open::of(kind, element))
}

impl Open {
    fn of(kind: Kind, element: u32) -> Self {
        Open {
            kind,
            element,
            layer2: Layer2::default(),
            group: None,
            rate: None,
            refused: false,
            addresses: HashSet::new(),
        }
    }

    /// Takes up a port or port-channel where another block left it.
    fn resume(&mut self, known: &mut Known<'_>) {
        let (trunk, routed, stp, rate) = match self.kind {
            Kind::Port(position) => {
                let Some(port) = known.device.ports.get(position) else { return };
                (&port.trunk, port.routed, port.stp, port.member.and_then(|m| m.rate))
            }
            Kind::Channel(position) => {
                let Some(channel) = known.device.port_channels.get(position) else { return };
                (&channel.trunk, channel.routed, channel.stp, None)
            }
            _ => return,
        };
        self.rate = rate;
        self.layer2.resume(trunk.as_ref(), routed, stp, &mut known.said);
    }

    /// Whether it is a port or a port-channel.
    pub fn is_port(&self) -> bool {
        matches!(self.kind, Kind::Port(_) | Kind::Channel(_))
    }

    /// A line of the interface.
    pub fn line<'t>(&mut self, known: &mut Known<'t>, rule: Rule, value: &'t str) -> Option<u32> {
        match self.kind {
            Kind::Port(position) => self.port(known, position, rule, value),
            Kind::Channel(position) => self.channel(known, position, rule, value),
            Kind::Sub(position) => self.sub(known, position, rule, value),
            Kind::Svi(position) => self.svi(known, position, rule, value),
            Kind::Loopback(position) => own::loopback(known, position, rule, value),
            Kind::Management => own::management(known, rule, value),
        }?;
        Some(self.element)
    }

    fn port(&mut self, known: &mut Known<'_>, position: usize, rule: Rule, value: &str) -> Option<()> {
        let running = known.running();
        let port = known.device.ports.get_mut(position)?;
        match rule {
            Rule::description => port.description = Some(value.trim_ascii_end().to_owned()),
            Rule::shutdown | Rule::no_shutdown => {
                *known.shutdown.get_mut(position)? = Some(rule == Rule::shutdown);
                known.once(Rule::shutdown);
                return Some(());
            }
            Rule::channel_group => {
                let (number, mode) = membership(value, running)?;
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
            _ if running && layer3::of_port(rule) => {
                let layer3 = port.layer3.get_or_insert_with(layer3::plain);
                return self.layer3(layer3, &mut known.said, &mut known.again, rule, value, running);
            }
            _ => {
                let of = layer2::Of {
                    trunk: &mut port.trunk,
                    mtu: &mut port.mtu,
                    stp: &mut port.stp,
                    routed: &mut port.routed,
                    access: &mut port.access,
                    options: &mut port.options,
                    running,
                };
                return self.layer2.line(of, &mut known.said, &mut known.again, rule, value);
            }
        }
        known.once(rule);
        Some(())
    }

    fn channel(&mut self, known: &mut Known<'_>, position: usize, rule: Rule, value: &str) -> Option<()> {
        let running = known.running();
        let channel = known.device.port_channels.get_mut(position)?;
        match rule {
            Rule::description => value.trim_ascii_end().clone_into(&mut channel.description),
            Rule::vpc => channel.mlag = Some(number(value)?),
            Rule::vpc_peer_link => channel.peer_link = true,
            // The switch takes it only from a port-channel that is shut down. A configuration that it
            // shows does not say how it came there, so that only a compile that ends with `no shutdown`
            // is refused.
            Rule::fallback => {
                channel.fallback = Some(crate::plan::Fallback { timeout: None });
                self.refused = !channel.shutdown && !running;
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
            Rule::no_fallback => channel.fallback = None,
            _ if running && layer3::of_port(rule) => {
                let layer3 = channel.layer3.get_or_insert_with(layer3::plain);
                return self.layer3(layer3, &mut known.said, &mut known.again, rule, value, running);
            }
            _ => {
                let of = layer2::Of {
                    trunk: &mut channel.trunk,
                    mtu: &mut channel.mtu,
                    stp: &mut channel.stp,
                    routed: &mut channel.routed,
                    access: &mut channel.access,
                    options: &mut channel.options,
                    running,
                };
                return self.layer2.line(of, &mut known.said, &mut known.again, rule, value);
            }
        }
        known.once(rule);
        Some(())
    }

    fn sub(&mut self, known: &mut Known<'_>, position: usize, rule: Rule, value: &str) -> Option<()> {
        let running = known.running();
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
            _ => {
                return self.layer3(&mut sub.layer3, &mut known.said, &mut known.again, rule, value, running);
            }
        }
        known.once(rule);
        Some(())
    }

    fn svi(&mut self, known: &mut Known<'_>, position: usize, rule: Rule, value: &str) -> Option<()> {
        let running = known.running();
        let svi = known.device.svis.get_mut(position)?;
        match rule {
            Rule::description => value.trim_ascii_end().clone_into(&mut svi.description),
            Rule::shutdown | Rule::no_shutdown => {
                svi.shutdown = rule == Rule::shutdown;
                known.once(Rule::shutdown);
                return Some(());
            }
            Rule::no_autostate => svi.autostate = false,
            Rule::autostate => svi.autostate = true,
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
            Rule::preempt | Rule::preempt_delay | Rule::hsrp_timers | Rule::priority | Rule::hsrp_v4 => {
                return self.group.as_mut()?.line(svi, &mut known.again, rule, value, running);
            }
            Rule::vrf_member => {
                svi.gateways.clear();
                return self.layer3(&mut svi.layer3, &mut known.said, &mut known.again, rule, value, running);
            }
            _ => {
                return self.layer3(&mut svi.layer3, &mut known.said, &mut known.again, rule, value, running);
            }
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
        running: bool,
    ) -> Option<()> {
        if running {
            // What clears them is a change; a configuration that is shown has both.
            return layer3::shown(layer3, said, rule, value);
        }
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

/// `101 mode active`, in a running configuration perhaps `101 force mode active`; without a mode the
/// port takes no part in LACP.
fn membership(value: &str, running: bool) -> Option<(u16, ChannelMode)> {
    let (number_of, mode) = match words(value) {
        Some([number_of, "mode", mode]) => (number_of, mode),
        _ => match words(value).filter(|_| running) {
            Some([number_of, "force", "mode", mode]) => (number_of, mode),
            _ => return Some((number(value)?, ChannelMode::On)),
        },
    };
    let mode = match mode {
        "active" => ChannelMode::Active,
        "passive" => ChannelMode::Passive,
        "on" => ChannelMode::On,
        _ => return None,
    };
    Some((number(number_of)?, mode))
}
