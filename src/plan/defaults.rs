//! What a platform does without being told: a plan that says it means the same as one that does not.

use super::{Device, Layer3, Session};
use crate::model::value::{LacpRate, Os, VlanSet};

/// The packet that an interface takes unless it is told otherwise.
const MTU: u16 = 1500;

/// The priority of a switch in a pair, or of the pair, unless it is said.
const VPC_PRIORITY: u16 = 32667;

impl Device {
    /// Leaves out what the platform does without being told, so that two plans are equal where their
    /// switches do the same.
    pub fn hide_defaults(&mut self) {
        if self.os == Os::Nxos {
            self.hide_nxos();
        }
    }

    fn hide_nxos(&mut self) {
        for port in &mut self.ports {
            hide(&mut port.mtu, MTU);
            hide(&mut port.access, 1);
            if let Some(member) = &mut port.member {
                hide(&mut member.rate, LacpRate::Slow);
            }
            port.layer3.iter_mut().for_each(layer3);
        }
        for channel in &mut self.port_channels {
            hide(&mut channel.mtu, MTU);
            hide(&mut channel.access, 1);
            channel.layer3.iter_mut().for_each(layer3);
        }
        let ports = self.ports.iter_mut().map(|p| &mut p.trunk);
        for trunk in ports.chain(self.port_channels.iter_mut().map(|c| &mut c.trunk)).flatten() {
            hide(&mut trunk.native, 1);
            if trunk.allowed.as_ref().is_some_and(every_vlan) {
                trunk.allowed = None;
            }
        }
        let subs = self.ports.iter_mut().flat_map(|p| &mut p.sub_interfaces);
        for sub in subs.chain(self.port_channels.iter_mut().flat_map(|c| &mut c.sub_interfaces)) {
            layer3(&mut sub.layer3);
        }
        for svi in &mut self.svis {
            layer3(&mut svi.layer3);
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
            hide(&mut route.distance, 1);
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

fn hide<T: PartialEq>(slot: &mut Option<T>, default: T) {
    if slot.as_ref() == Some(&default) {
        *slot = None;
    }
}

fn every_vlan(allowed: &VlanSet) -> bool {
    (1..=4094).all(|vlan| allowed.contains(vlan))
}

fn layer3(layer3: &mut Layer3) {
    hide(&mut layer3.mtu, MTU);
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
