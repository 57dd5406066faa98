//! Defaults of NX-OS.

use super::hide;
use crate::plan::{Device, Layer3, Session};

/// The priority of a switch in a pair, and of the pair.
const VPC_PRIORITY: u16 = 32667;

/// Takes out values that are the platform's default.
pub fn hide_defaults(device: &mut Device) {
    let ports = device.ports.iter_mut().map(|p| &mut p.layer3);
    let routed = ports.chain(device.port_channels.iter_mut().map(|c| &mut c.layer3));
    routed.flatten().for_each(hide_bfd);
    let subs = device.ports.iter_mut().flat_map(|p| &mut p.sub_interfaces);
    for sub in subs.chain(device.port_channels.iter_mut().flat_map(|c| &mut c.sub_interfaces)) {
        hide_bfd(&mut sub.layer3);
    }
    for svi in &mut device.svis {
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
    hide(&mut device.spanning_tree.priority, 32768);
    if let Some(pair) = &mut device.mlag {
        hide(&mut pair.reload_delay, 30);
        if let Some(vpc) = &mut pair.vpc {
            hide(&mut vpc.role_priority, VPC_PRIORITY);
            hide(&mut vpc.system_priority, VPC_PRIORITY);
            hide(&mut vpc.svi_delay, 10);
            hide(&mut vpc.orphan_delay, 0);
            hide(&mut vpc.auto_recovery_delay, 240);
        }
    }
    let vrfs = device.vrfs.iter_mut();
    for route in device.statics.iter_mut().chain(vrfs.flat_map(|v| &mut v.statics)) {
        hide(&mut route.tag, 0);
    }
    hide_bgp(device);
}

fn hide_bgp(device: &mut Device) {
    if let Some(bgp) = &mut device.bgp {
        if bgp.timers.is_some_and(|t| (t.keepalive, t.hold) == (60, 180)) {
            bgp.timers = None;
        }
        bgp.options.family_paths.retain(|p| p.paths != 1);
        for group in &mut bgp.groups {
            session(&mut group.session);
            group.family_sessions.iter_mut().for_each(|f| session(&mut f.session));
        }
    }
    for bgp in device.vrfs.iter_mut().filter_map(|v| v.bgp.as_mut()) {
        bgp.options.family_paths.retain(|p| p.paths != 1);
    }
    let of_vrfs = device.vrfs.iter_mut().filter_map(|v| v.bgp.as_mut()).flat_map(|b| &mut b.neighbors);
    for neighbor in device.bgp.iter_mut().flat_map(|b| &mut b.neighbors).chain(of_vrfs) {
        session(&mut neighbor.session);
        neighbor.family_sessions.iter_mut().for_each(|f| session(&mut f.session));
    }
}

/// Timers of BFD that say nothing else than the platform's own.
fn hide_bfd(layer3: &mut Layer3) {
    if layer3.bfd.is_some_and(|b| (b.interval, b.multiplier, b.echo) == (50, 3, true)) {
        layer3.bfd = None;
    }
}

fn session(session: &mut Session) {
    hide(&mut session.weight, 0);
    if let Some(limit) = &mut session.limit {
        hide(&mut limit.warning, 75);
    }
}
