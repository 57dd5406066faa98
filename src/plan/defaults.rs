//! What a plan says that holds without a word as well.
//!
//! A switch shows defaults or hides them, as it was asked to; both mean the same. Plans that are
//! compared across texts have them taken out.

use super::{Device, Layer3, Session};
use crate::model::value::{LacpRate, Os, VlanSet};

/// The largest packet where nothing is said, on both operating systems.
const MTU: u16 = 1500;

/// The VLAN of ports, and of untagged frames on trunks, where nothing is said.
const VLAN: u16 = 1;

/// NX-OS: the priority of a switch in a pair, and of the pair, where nothing is said.
const VPC_PRIORITY: u16 = 32667;

impl Device {
    /// Takes out values that are the platform's default.
    pub fn hide_defaults(&mut self) {
        for port in &mut self.ports {
            hide(&mut port.mtu, MTU);
            hide(&mut port.access, VLAN);
            port.trunk.iter_mut().for_each(|trunk| hide(&mut trunk.native, VLAN));
        }
        for channel in &mut self.port_channels {
            hide(&mut channel.mtu, MTU);
            hide(&mut channel.access, VLAN);
            channel.trunk.iter_mut().for_each(|trunk| hide(&mut trunk.native, VLAN));
        }
        let subs = (self.ports.iter_mut().flat_map(|p| &mut p.sub_interfaces))
            .chain(self.port_channels.iter_mut().flat_map(|c| &mut c.sub_interfaces));
        subs.for_each(|sub| hide(&mut sub.layer3.mtu, MTU));
        self.svis.iter_mut().for_each(|svi| hide(&mut svi.layer3.mtu, MTU));
        let vrfs = self.vrfs.iter_mut().flat_map(|vrf| &mut vrf.statics);
        self.statics.iter_mut().chain(vrfs).for_each(|route| hide(&mut route.distance, 1));
        if self.os == Os::Nxos {
            self.hide_nxos();
        }
    }

    fn hide_nxos(&mut self) {
        for member in self.ports.iter_mut().filter_map(|p| p.member.as_mut()) {
            hide(&mut member.rate, LacpRate::Slow);
        }
        let ports = self.ports.iter_mut().map(|p| (&mut p.trunk, &mut p.layer3));
        for (trunk, layer3) in
            ports.chain(self.port_channels.iter_mut().map(|c| (&mut c.trunk, &mut c.layer3)))
        {
            layer3.iter_mut().for_each(hide_bfd);
            if let Some(trunk) = trunk.as_mut().filter(|t| t.allowed.as_ref().is_some_and(every_vlan)) {
                trunk.allowed = None;
            }
        }
        let subs = self.ports.iter_mut().flat_map(|p| &mut p.sub_interfaces);
        for sub in subs.chain(self.port_channels.iter_mut().flat_map(|c| &mut c.sub_interfaces)) {
            hide_bfd(&mut sub.layer3);
        }
        for svi in &mut self.svis {
            hide_bfd(&mut svi.layer3);
            if svi.gateways.is_empty() {
                hide(&mut svi.hsrp_version, 1);
            }
            for hsrp in svi.gateways.iter_mut().filter_map(|g| g.hsrp.as_mut()) {
                hide(&mut hsrp.priority, 100);
                hide(&mut hsrp.preempt_delay, 0);
                hide(&mut hsrp.timers, (3, 10));
            }
        }
        hide(&mut self.spanning_tree.priority, 32768);
        if let Some(pair) = &mut self.mlag {
            hide(&mut pair.reload_delay, 30);
            if let Some(vpc) = &mut pair.vpc {
                hide(&mut vpc.role_priority, VPC_PRIORITY);
                hide(&mut vpc.system_priority, VPC_PRIORITY);
                hide(&mut vpc.svi_delay, 10);
                hide(&mut vpc.orphan_delay, 0);
                hide(&mut vpc.auto_recovery_delay, 240);
            }
        }
        let vrfs = self.vrfs.iter_mut();
        for route in self.statics.iter_mut().chain(vrfs.flat_map(|v| &mut v.statics)) {
            hide(&mut route.tag, 0);
        }
        self.hide_bgp();
    }

    fn hide_bgp(&mut self) {
        if let Some(bgp) = &mut self.bgp {
            if bgp.timers.is_some_and(|t| (t.keepalive, t.hold) == (60, 180)) {
                bgp.timers = None;
            }
            bgp.options.family_paths.retain(|p| p.paths != 1);
            for group in &mut bgp.groups {
                session(&mut group.session);
                group.family_sessions.iter_mut().for_each(|f| session(&mut f.session));
            }
        }
        let of_vrfs = self.vrfs.iter_mut().filter_map(|v| v.bgp.as_mut()).flat_map(|b| {
            b.options.family_paths.retain(|p| p.paths != 1);
            &mut b.neighbors
        });
        for neighbor in self.bgp.iter_mut().flat_map(|b| &mut b.neighbors).chain(of_vrfs) {
            session(&mut neighbor.session);
            neighbor.family_sessions.iter_mut().for_each(|f| session(&mut f.session));
        }
    }
}

fn hide<T: PartialEq>(value: &mut Option<T>, default: T) {
    if value.as_ref() == Some(&default) {
        *value = None;
    }
}

fn every_vlan(allowed: &VlanSet) -> bool {
    (1..=4094).all(|vlan| allowed.contains(vlan))
}

/// Timers of BFD that say nothing else than the platform's own.
fn hide_bfd(layer3: &mut Layer3) {
    if layer3.bfd.is_some_and(|b| (b.interval, b.multiplier, b.echo) == (50, 3, true)) {
        layer3.bfd = None;
    }
}

fn session(session: &mut Session) {
    hide(&mut session.ebgp_multihop, 1);
    hide(&mut session.weight, 0);
    if let Some(limit) = &mut session.limit {
        hide(&mut limit.warning, 75);
    }
}
