//! The end of a running configuration: what every switch has, and an order for what was said in any.

use super::{layer3, routing};
use crate::plan::Device;

/// What every switch has, whether or not a line says so; and layer 3 of ports that say nothing of it.
pub fn finish(device: &mut Device) {
    let management = &mut device.management;
    if management.port.is_empty() {
        management.port = "mgmt0".to_owned();
    }
    if management.vrf.is_empty() {
        management.vrf = routing::MANAGEMENT.to_owned();
    }
    management.redirects_off.sort_unstable();
    let plain = layer3::plain();
    let ports = device.ports.iter_mut().map(|p| (p.routed, &mut p.layer3));
    for (routed, layer3) in ports.chain(device.port_channels.iter_mut().map(|c| (c.routed, &mut c.layer3))) {
        if !routed || layer3.as_ref() == Some(&plain) {
            *layer3 = None;
        }
        layer3.iter_mut().for_each(layer3::tidy);
    }
    let subs = device.ports.iter_mut().flat_map(|p| &mut p.sub_interfaces);
    for sub in subs.chain(device.port_channels.iter_mut().flat_map(|c| &mut c.sub_interfaces)) {
        layer3::tidy(&mut sub.layer3);
    }
    for svi in &mut device.svis {
        layer3::tidy(&mut svi.layer3);
        for gateway in &mut svi.gateways {
            gateway.secondary.sort_unstable();
            gateway.secondary.dedup();
        }
    }
    for loopback in &mut device.loopbacks {
        loopback.addresses.sort_unstable_by_key(|a| (a.addr().is_ipv6(), *a));
        loopback.addresses.dedup();
    }
}
