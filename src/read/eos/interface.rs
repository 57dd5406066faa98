//! What was said of interfaces becomes ports, port-channels, VLAN interfaces and the rest. A
//! statement that turns out to do nothing, such as the VLANs of a port that is no trunk, is taken
//! back: it is kept as unknown.

use std::collections::HashMap;

use ipnet::IpNet;

use super::stanza::{Gathered, Kind};
use super::{Place, Reader, Rule};
use crate::plan::{
    Device, Fallback, Layer3, Loopback, Membership, Origin, Port, PortChannel, StpPort, SubInterface, Svi,
    Trunk,
};

/// Seconds after which EOS falls back where nothing else is said.
const FALLBACK_TIMEOUT: u16 = 90;

/// What only interfaces with addresses have.
const LAYER_3: &[Rule] = &[
    Rule::interface_vrf,
    Rule::address,
    Rule::further_address,
    Rule::address_v6,
    Rule::bfd_timers,
    Rule::no_advertisements,
    Rule::acl_binding,
    Rule::acl_binding_v6,
    Rule::policer_binding,
];

const TRUNK: &[Rule] = &[Rule::trunk_allowed, Rule::trunk_native, Rule::trunk_group];

impl<'t> Reader<'t> {
    pub(super) fn finish_interfaces(&mut self) {
        let all = std::mem::take(&mut self.interfaces.all);
        let mut subs = Vec::new();
        for i in all {
            let without_effect = i.without_effect();
            if !without_effect.is_empty() {
                let block = self.line_of(i.head.start);
                self.unsay(block, without_effect);
            }
            let device = &mut self.reading.device;
            match i.kind {
                Kind::Port => device.ports.push(i.port()),
                Kind::Channel(number) => device.port_channels.push(i.channel(number)),
                Kind::Svi(vlan) => device.svis.push(i.svi(vlan)),
                Kind::Loopback(number) => device.loopbacks.push(i.loopback(number)),
                Kind::Sub => subs.push(i.sub_interface()),
                Kind::Management => i.management(device),
            }
        }
        let device = &mut self.reading.device;
        device.management.vrf = self.names.management_vrf.unwrap_or("").to_owned();
        if let Some(pair) = &device.mlag {
            let link = device.port_channels.iter_mut().find(|c| c.number == pair.peer_link);
            link.into_iter().for_each(|c| c.peer_link = true);
        }
        attach(device, subs);
    }
}

/// Puts sub-interfaces under their ports and port-channels, which a switch has whether or not
/// something is said of them.
fn attach(device: &mut Device, subs: Vec<SubInterface>) {
    if subs.is_empty() {
        return;
    }
    let mut ports: HashMap<String, usize> =
        device.ports.iter().enumerate().map(|(at, p)| (p.name.clone(), at)).collect();
    let mut channels: HashMap<u16, usize> =
        device.port_channels.iter().enumerate().map(|(at, c)| (c.number, at)).collect();
    for sub in subs {
        let parent = sub.name.split('.').next().unwrap_or("").to_owned();
        let list = match parent.strip_prefix("Port-Channel").and_then(|n| n.parse().ok()) {
            Some(number) => {
                let at = *channels.entry(number).or_insert_with(|| {
                    device.port_channels.push(PortChannel { number, ..PortChannel::default() });
                    device.port_channels.len() - 1
                });
                device.port_channels.get_mut(at).map(|c| &mut c.sub_interfaces)
            }
            None => {
                let at = *ports.entry(parent).or_insert_with_key(|name| {
                    device.ports.push(Port { name: name.clone(), ..Port::default() });
                    device.ports.len() - 1
                });
                device.ports.get_mut(at).map(|p| &mut p.sub_interfaces)
            }
        };
        if let Some(list) = list {
            list.push(sub);
        }
    }
}

impl Gathered<'_> {
    /// Lines that the switch takes and that change nothing that it does.
    fn without_effect(&self) -> Vec<Place> {
        let mut places = Vec::new();
        let mut unless = |effect: bool, rules: &[Rule]| {
            if !effect {
                places.extend(self.said.places(rules));
                let more = self.more.iter().filter(|(rule, _)| rules.contains(rule));
                places.extend(more.map(|(_, place)| *place));
            }
        };
        unless(self.is_trunk(), TRUNK);
        unless(!self.routed, &[Rule::portfast, Rule::bpdu_guard]);
        unless(!self.is_trunk() && !self.routed, &[Rule::access_vlan]);
        if matches!(self.kind, Kind::Port | Kind::Channel(_)) {
            unless(self.routed, LAYER_3);
        }
        unless(self.said.has(Rule::fallback), &[Rule::fallback_timeout]);
        unless(self.member.is_some(), &[Rule::lacp_timer]);
        places
    }

    fn any_address(&self) -> Option<IpNet> {
        self.address.or_else(|| self.addresses_v6.first().copied())
    }

    fn is_trunk(&self) -> bool {
        self.trunk && !self.routed
    }

    fn trunk(&self) -> Option<Trunk> {
        self.is_trunk().then(|| Trunk {
            allowed: self.allowed.as_deref().cloned(),
            native: self.native,
            group: self.group.clone(),
        })
    }

    /// The VLAN of a port that is no trunk.
    fn access(&self) -> Option<u16> {
        self.access.filter(|_| !self.trunk && !self.routed)
    }

    /// What a routed port or port-channel has of layer 3, where it has any; the MTU is its own.
    fn routed_layer3(&self) -> Option<Layer3> {
        let any = self.routed && LAYER_3.iter().any(|rule| self.said.has(*rule));
        any.then(|| Layer3 { mtu: None, ..self.layer3() })
    }

    fn addresses(&self) -> Vec<IpNet> {
        self.address.into_iter().chain(self.addresses_v6.iter().copied()).collect()
    }

    fn stp(&self) -> StpPort {
        match (self.said.has(Rule::portfast), self.said.has(Rule::bpdu_guard)) {
            _ if self.routed => StpPort::Normal,
            (true, true) => StpPort::Edge,
            (true, false) => StpPort::Unguarded,
            (false, true) => StpPort::Guarded,
            (false, false) => StpPort::Normal,
        }
    }

    fn described(&self) -> String {
        self.description.unwrap_or("").to_owned()
    }

    fn port(self) -> Port {
        Port {
            name: self.name.to_string(),
            description: self.description.map(str::to_owned),
            shutdown: self.shutdown,
            routed: self.routed,
            speed: self.speed.map(str::to_owned),
            mtu: self.mtu,
            trunk: self.trunk(),
            access: self.access(),
            layer3: self.routed_layer3(),
            member: self.member.map(|(number, mode)| Membership { number, mode, rate: self.rate }),
            stp: self.stp(),
            ..Port::default()
        }
    }

    fn channel(self, number: u16) -> PortChannel {
        PortChannel {
            number,
            description: self.described(),
            shutdown: self.shutdown,
            routed: self.routed,
            trunk: self.trunk(),
            access: self.access(),
            layer3: self.routed_layer3(),
            mtu: self.mtu,
            mlag: self.mlag,
            peer_link: false,
            stp: self.stp(),
            fallback: self
                .said
                .has(Rule::fallback)
                .then(|| Fallback { timeout: Some(self.fallback_timeout.unwrap_or(FALLBACK_TIMEOUT)) }),
            ..PortChannel::default()
        }
    }

    fn svi(self, vlan: u16) -> Svi {
        Svi {
            vlan,
            description: self.described(),
            shutdown: self.shutdown,
            autostate: self.autostate,
            virtual_addresses: self.anycast.into_iter().chain(self.more_anycast.iter().copied()).collect(),
            gateways: self.gateways.clone(),
            layer3: self.layer3(),
            hsrp_version: None,
            origin: Origin::default(),
        }
    }

    fn sub_interface(self) -> SubInterface {
        SubInterface {
            name: self.name.to_string(),
            vlan: self.tag.unwrap_or(0),
            description: self.described(),
            shutdown: self.shutdown,
            mpls: false,
            layer3: self.layer3(),
            origin: Origin::default(),
        }
    }

    fn loopback(self, number: u16) -> Loopback {
        Loopback {
            number,
            description: self.described(),
            addresses: self.addresses(),
            vrf: self.vrf,
            origin: Origin::default(),
        }
    }

    fn management(self, device: &mut Device) {
        let management = &mut device.management;
        management.port = self.name.to_string();
        management.description = self.description.map(str::to_owned);
        management.address = self.any_address();
    }

    fn layer3(&self) -> Layer3 {
        let (mut acl_in, mut acl_out) = (self.acl_in.clone(), self.acl_out.clone());
        acl_in.sort_by_key(|binding| binding.ipv6);
        acl_out.sort_by_key(|binding| binding.ipv6);
        Layer3 {
            router_advertisements: !self.said.has(Rule::no_advertisements),
            redirects: true,
            vrf: self.vrf.clone(),
            mtu: self.mtu,
            addresses: self.addresses(),
            secondary: self.secondary.clone(),
            bfd: self.bfd,
            acl_in,
            acl_out,
            policer: self.policer.clone(),
            ..Layer3::default()
        }
    }
}
