//! Where interfaces stand in the plan: each is there from its first line on.

use std::borrow::Cow;

use super::known::{At, Known};
use super::layer3;
use super::words::number;
use crate::plan::{Element, Loopback, Port, PortChannel, SubInterface, Svi};

/// What a sub-interface stands on: a port by what is behind `Ethernet`, or a port-channel.
#[derive(Clone, Copy)]
pub enum Parent<'t> {
    Port(&'t str),
    Channel(u16),
}

/// What an interface is, and its position.
#[derive(Clone, Copy)]
pub enum Kind {
    Port(usize),
    Channel(usize),
    Sub(usize),
    Svi(usize),
    Loopback(usize),
    Management,
}

/// Module and port, and where it is broken out the lane: numbers.
pub fn port_name(name: &str) -> Option<&str> {
    let number = |n: &str| !n.is_empty() && n.bytes().all(|b| b.is_ascii_digit());
    let parts = name.split('/').count();
    ((2..=3).contains(&parts) && name.split('/').all(number)).then_some(name)
}

/// A port by what is behind `Ethernet`: its position and element.
pub fn port<'t>(known: &mut Known<'t>, name: Cow<'t, str>) -> At {
    if let Some(found) = known.ports.get(&name) {
        return *found;
    }
    let port = Port { name: format!("Ethernet{name}"), ..Port::default() };
    let found = (known.device.ports.len(), known.begin(Element::Port(port.name.clone())));
    known.device.ports.push(port);
    known.shutdown.push(None);
    known.ports.insert(name, found);
    found
}

pub fn channel(known: &mut Known<'_>, number: u16) -> At {
    if let Some(found) = known.channels.get(&number) {
        return *found;
    }
    let found = (known.device.port_channels.len(), known.begin(Element::PortChannel(number)));
    known.device.port_channels.push(PortChannel { number, ..PortChannel::default() });
    known.channels.insert(number, found);
    found
}

/// A sub-interface. It is shut down unless told otherwise, and so are VLAN interfaces.
pub fn sub_interface<'t>(
    known: &mut Known<'t>,
    parent: Parent<'t>,
    name: &'t str,
    tag: &str,
) -> Option<(Kind, u32)> {
    let _: u32 = number(tag)?;
    let prefix = match parent {
        Parent::Port(_) => "Ethernet",
        Parent::Channel(_) => "port-channel",
    };
    let key = (matches!(parent, Parent::Channel(_)), name);
    if let Some((position, element)) = known.sub_names.get(&key) {
        known.again = true;
        return Some((Kind::Sub(*position), *element));
    }
    let name = format!("{prefix}{name}");
    let element = known.begin(Element::SubInterface(name.clone()));
    let mut sub = SubInterface { name, shutdown: true, ..SubInterface::default() };
    layer3::begin(&mut sub.layer3);
    let position = known.subs.len();
    known.sub_names.insert(key, (position, element));
    known.subs.push((parent, sub));
    Some((Kind::Sub(position), element))
}

pub fn svi(known: &mut Known<'_>, vlan: u16) -> (Kind, u32) {
    if let Some((position, element)) = known.svis.get(&vlan) {
        known.again = true;
        return (Kind::Svi(*position), *element);
    }
    let element = known.begin(Element::Svi(vlan));
    let mut svi = Svi { vlan, shutdown: true, autostate: true, ..Svi::default() };
    layer3::begin(&mut svi.layer3);
    let position = known.device.svis.len();
    known.svis.insert(vlan, (position, element));
    known.device.svis.push(svi);
    (Kind::Svi(position), element)
}

/// A loopback. A compile has one: another is not known.
pub fn loopback(known: &mut Known<'_>, number: u16) -> Option<(Kind, u32)> {
    if let Some((position, element)) = known.loopbacks.get(&number) {
        known.again = true;
        return Some((Kind::Loopback(*position), *element));
    }
    if !known.running() && !known.loopbacks.is_empty() {
        return None;
    }
    let element = known.begin(Element::Loopback(number));
    let position = known.device.loopbacks.len();
    known.loopbacks.insert(number, (position, element));
    known.device.loopbacks.push(Loopback { number, ..Loopback::default() });
    Some((Kind::Loopback(position), element))
}

/// Puts sub-interfaces on their parents, which are there whether or not a line says so.
pub fn attach(known: &mut Known<'_>) {
    for (parent, sub) in std::mem::take(&mut known.subs) {
        let subs = match parent {
            Parent::Port(name) => {
                let position = port(known, Cow::Borrowed(name)).0;
                known.device.ports.get_mut(position).map(|p| &mut p.sub_interfaces)
            }
            Parent::Channel(number) => {
                let position = channel(known, number).0;
                known.device.port_channels.get_mut(position).map(|c| &mut c.sub_interfaces)
            }
        };
        subs.into_iter().for_each(|subs| subs.push(sub.clone()));
    }
}
