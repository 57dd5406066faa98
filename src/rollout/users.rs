//! Who still has a VLAN that goes, and that nobody is seen in it before it does.

use std::collections::BTreeSet;

use super::Check;
use super::checks::check;
use crate::graph::{Kind, Topology};
use crate::model::value::{Os, VlanSet};
use crate::plan::{Device, PortChannel};

/// Who has a VLAN until when.
pub struct Users<'a> {
    /// Whether no server and no cluster changes any more.
    pub last: bool,
    /// VLANs that end where others take their place: who has them has them until then.
    pub replaced: &'a VlanSet,
    /// Servers whose netplan leaves something behind the switches.
    pub leaving: &'a BTreeSet<&'a str>,
}

impl Users<'_> {
    /// That nobody is seen in VLANs that leave the port of a server and stay on the switch: its workloads
    /// are to be elsewhere by then, which is in no file of ours.
    pub fn ports(&self, topology: &Topology, (old, new): (&Device, &Device), all: &mut Vec<Check>) {
        for channel in &old.port_channels {
            let after = new.port_channels.iter().find(|c| c.number == channel.number);
            let (Some(has), Some(keeps)) = (allowed(channel), after.and_then(allowed)) else { continue };
            let stays = |vlan: u16| new.vlans.iter().any(|v| v.id == vlan);
            let go = has.iter().filter(|v| !keeps.contains(*v) && stays(*v) && !self.replaced.contains(*v));
            let go: VlanSet = go.collect();
            let servers = servers(topology, old, channel.number);
            if go.is_empty() || servers.is_empty() || servers.iter().any(|s| self.leaving.contains(s)) {
                continue;
            }
            let name = match old.os {
                Os::Eos => format!("Port-Channel{}", channel.number),
                Os::Nxos => format!("port-channel{}", channel.number),
            };
            let command = format!("show mac address-table dynamic interface {name}");
            let found = check(old, command, format!("no address in VLAN {go}"));
            if !all.contains(&found) {
                all.push(found);
            }
        }
    }
}

fn allowed(channel: &PortChannel) -> Option<&VlanSet> {
    channel.trunk.as_ref()?.allowed.as_ref()
}

/// The servers behind a port-channel.
fn servers<'t>(topology: &'t Topology, plan: &Device, number: u16) -> Vec<&'t str> {
    let Some(id) = topology.named(&plan.name) else { return Vec::new() };
    let members = plan.ports.iter().filter(|p| p.member.is_some_and(|m| m.number == number));
    let far = members.filter_map(|p| topology.peer(topology.port_named(id, &p.name)?));
    let far = far.filter_map(|(far, _)| topology.device(topology.port(far)?.device));
    far.filter(|d| matches!(d.kind, Kind::Server(..))).map(|d| &*d.name).collect()
}
