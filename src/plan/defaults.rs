//! What a plan says that holds without a word as well.
//!
//! A switch shows defaults or hides them, as it was asked to; both mean the same. Plans that are
//! compared across texts have them taken out.

mod nxos;

use std::sync::LazyLock;

use super::{Device, Trunk};
use crate::model::value::{LacpRate, Os, VlanSet};

/// The largest packet where nothing is said, on both operating systems.
const MTU: u16 = 1500;

/// The VLAN of ports, and of untagged frames on trunks, where nothing is said.
const VLAN: u16 = 1;

/// The VLANs of trunks where nothing is said.
static EVERY_VLAN: LazyLock<VlanSet> = LazyLock::new(|| (1..=4094).collect());

/// How likely a bridge becomes the root where nothing is said.
const BRIDGE_PRIORITY: u32 = 32768;

impl Device {
    /// Takes out values that are the platform's default.
    pub fn hide_defaults(&mut self) {
        hide(&mut self.spanning_tree.priority, BRIDGE_PRIORITY);
        for port in &mut self.ports {
            port.member.iter_mut().for_each(|member| hide(&mut member.rate, LacpRate::Slow));
            hide(&mut port.mtu, MTU);
            hide(&mut port.access, VLAN);
            port.trunk.iter_mut().for_each(Trunk::hide_defaults);
        }
        for channel in &mut self.port_channels {
            hide(&mut channel.mtu, MTU);
            hide(&mut channel.access, VLAN);
            channel.trunk.iter_mut().for_each(Trunk::hide_defaults);
        }
        let subs = (self.ports.iter_mut().flat_map(|p| &mut p.sub_interfaces))
            .chain(self.port_channels.iter_mut().flat_map(|c| &mut c.sub_interfaces));
        subs.for_each(|sub| hide(&mut sub.layer3.mtu, MTU));
        self.svis.iter_mut().for_each(|svi| hide(&mut svi.layer3.mtu, MTU));
        let vrfs = self.vrfs.iter_mut().flat_map(|vrf| &mut vrf.statics);
        self.statics.iter_mut().chain(vrfs).for_each(|route| hide(&mut route.distance, 1));
        if self.os == Os::Nxos {
            nxos::hide_defaults(self);
        }
    }
}

impl Trunk {
    fn hide_defaults(&mut self) {
        hide(&mut self.native, VLAN);
        if self.allowed.as_ref().is_some_and(|allowed| *allowed == *EVERY_VLAN) {
            self.allowed = None;
        }
    }
}

fn hide<T: PartialEq>(value: &mut Option<T>, default: T) {
    if value.as_ref() == Some(&default) {
        *value = None;
    }
}
