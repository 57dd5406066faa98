//! What every switch has: accounts, services, management, spanning tree, its pair.

use ipnet::IpNet;

use super::{Switch, management_vrf};
use crate::lower::number;
use crate::model::nth;
use crate::model::value::Os;
use crate::plan::{Management, Mlag, Services, SpanningTree, SwitchRole, User};

/// The VLAN of an MLAG pair's state on EOS.
pub const PEER_VLAN: u16 = 4094;
/// The trunk group of VLANs that run on the peer link only.
pub const TRUNK_GROUP: &str = "mlag";
/// The bridge priority of the pair that is root: both peers are one bridge, so both have it.
const ROOT_PRIORITY: u32 = 4096;

pub fn users(switch: &Switch<'_>) -> Vec<User> {
    let mut users: Vec<User> = switch
        .context
        .fabric
        .fabric
        .users
        .iter()
        .map(|u| User {
            name: u.name.to_string(),
            role: u.role.value,
            password: crate::plan::SecretRef(u.password.to_string()),
            origin: u.span.into(),
        })
        .collect();
    users.sort_by(|a, b| a.name.cmp(&b.name));
    users
}

pub fn services(switch: &Switch<'_>) -> Services {
    let services = &switch.context.fabric.fabric.services;
    let plain =
        |list: &[crate::finding::At<crate::model::value::Address>]| list.iter().map(|a| a.0).collect();
    Services {
        dns: plain(&services.dns),
        domain: services.domain.as_ref().map(|d| d.to_string()),
        ntp: plain(&services.ntp),
        syslog: plain(&services.syslog),
        origin: services.span.into(),
    }
}

pub fn management(switch: &Switch<'_>) -> Management {
    let pools = &switch.context.fabric.fabric.pools;
    Management {
        port: switch.platform.management_port.to_string(),
        vrf: management_vrf(switch.os()).to_owned(),
        address: switch.context.assigned.addresses.device(switch.id).management,
        gateway: pools.management_gateway.as_ref().map(|g| g.0).or_else(|| nth(pools.management.0, 1)),
        origin: pools.management.span.into(),
    }
}

pub fn spanning_tree(switch: &Switch<'_>) -> SpanningTree {
    SpanningTree {
        priority: (switch.role == SwitchRole::Ce).then_some(ROOT_PRIORITY),
        without: (switch.os() == Os::Eos && switch.peer.is_some()).then(|| [PEER_VLAN].into_iter().collect()),
    }
}

/// Each pair is one switch to what is behind it; a pair that loses its peer link asks over the
/// management network whether the other is alive, so that only one of them goes on.
pub fn mlag(switch: &Switch<'_>) -> Option<Mlag> {
    let (peer_id, peer) = switch.peer?;
    let addresses = &switch.context.assigned.addresses;
    let own = addresses.device(switch.id);
    let other = addresses.device(peer_id);
    let eos = switch.os() == Os::Eos;
    let heartbeat = own.management.zip(other.management).map(|(a, b)| (a.addr(), b.addr()));
    let ce = switch.role == SwitchRole::Ce;
    // A routing pair needs the longer time: its neighbours have to send their routes again.
    let reload_delay = if ce { 900 } else { 300 };
    Some(Mlag {
        domain: match switch.rack {
            None => "ce".to_owned(),
            Some(number) => format!("r{number}"),
        },
        number: switch.rack.map_or(number::CE_DOMAIN, number::domain),
        peer: peer.name.to_string(),
        peer_vlan: eos.then_some(PEER_VLAN),
        trunk_group: eos.then(|| TRUNK_GROUP.to_owned()),
        peer_address: other.peer_link.filter(|_| eos).map(|net: IpNet| net.addr()),
        heartbeat,
        peer_link: number::PEER_LINK,
        first: switch.id < peer_id,
        reload_delay,
        reload_delay_other: reload_delay + reload_delay / 10 + if ce { 30 } else { 0 },
        origin: switch.device.span.into(),
    })
}
