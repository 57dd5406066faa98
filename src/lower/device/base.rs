//! What every switch has: accounts, services, management, spanning tree, its pair.

use ipnet::IpNet;

use super::{Switch, management_vrf};
use crate::finding::At;
use crate::lower::{number, why};
use crate::model::construct::User as Account;
use crate::model::nth;
use crate::model::value::{Os, Secret};
use crate::plan::{
    ChannelMode, Device, EosMlag, Feature, Keepalive, Layer3, Management, Mlag, Services, SpanningTree, User,
    Vpc,
};

/// The trunk group of VLANs that run on the peer link only.
pub const TRUNK_GROUP: &str = "mlag";
/// Seconds that an EOS pair without a peer link waits before the second switch gives way.
const DUAL_PRIMARY_DELAY: u16 = 10;
/// The bridge priority of the pair that is root: both peers are one bridge, so both have it.
const ROOT_PRIORITY: u32 = 4096;

/// The hash of an account in the form that the switch takes.
fn hash(user: &Account, os: Os) -> &At<Secret> {
    user.password_nxos.as_ref().filter(|_| os == Os::Nxos).unwrap_or(&user.password)
}

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
            password: crate::plan::SecretRef(hash(u, switch.os()).to_string()),
            origin: why::ACCOUNT.of(u.span),
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
        origin: why::SERVICES.of(services.span),
    }
}

pub fn management(switch: &Switch<'_>) -> Management {
    let pools = &switch.context.fabric.fabric.pools;
    Management {
        port: switch.platform.management_port.to_string(),
        description: Some("management".into()),
        vrf: management_vrf(switch.os()).to_owned(),
        address: switch.context.assigned.addresses.device(switch.id).management,
        gateway: pools.management_gateway.as_ref().map(|g| g.0).or_else(|| nth(pools.management.0, 1)),
        origin: why::MANAGEMENT.of(pools.management.span),
        ..Management::default()
    }
}

pub fn spanning_tree(switch: &Switch<'_>) -> SpanningTree {
    SpanningTree {
        mst: true,
        priority: switch.is_ce().then_some(ROOT_PRIORITY),
        without: (switch.os() == Os::Eos && switch.peer.is_some())
            .then(|| [number::PEER_VLAN].into_iter().collect()),
        origin: why::ROOT_BRIDGE.of(switch.device.span),
        ..SpanningTree::default()
    }
}

/// Each pair is one switch to what is behind it; a pair that loses its peer link asks over the
/// management network whether the other is alive, so that only one of them goes on.
pub fn mlag(switch: &Switch<'_>) -> Option<Mlag> {
    let (peer_id, peer) = switch.peer?;
    let addresses = &switch.context.assigned.addresses;
    let (own, other) = (addresses.device(switch.id), addresses.device(peer_id));
    let eos = switch.os() == Os::Eos;
    let number = switch.rack.map_or(number::CE_DOMAIN, number::domain);
    Some(Mlag {
        domain: match (eos, switch.rack) {
            (false, _) => number.to_string(),
            (true, None) => "ce".to_owned(),
            (true, Some(rack)) => format!("r{rack}"),
        },
        keepalive: own.management.zip(other.management).map(|(own, other)| Keepalive {
            peer: other.addr(),
            source: (!eos).then(|| own.addr()),
            vrf: management_vrf(switch.os()).to_owned(),
        }),
        peer_link: number::PEER_LINK,
        reload_delay: Some(reload_delay(switch)),
        eos: eos.then(|| EosMlag {
            vlan: number::PEER_VLAN,
            peer_address: other.peer_link.map(|net: IpNet| net.addr()),
            dual_primary_delay: Some(DUAL_PRIMARY_DELAY),
            reload_delay_other: Some(reload_delay_other(switch)),
            ..EosMlag::default()
        }),
        vpc: (!eos).then(|| vpc(switch, switch.id < peer_id)),
        origin: why::PAIR.of(peer.span),
    })
}

/// Seconds that the ports of a pair stay down after a start. A routing pair needs the longer time:
/// its neighbours have to send their routes again.
fn reload_delay(switch: &Switch<'_>) -> u16 {
    match (switch.os(), switch.is_ce()) {
        (Os::Eos, true) => 900,
        (Os::Eos, false) => 300,
        (Os::Nxos, _) => 150,
    }
}

/// The other ports come last: what they lead to must find the pair whole.
fn reload_delay_other(switch: &Switch<'_>) -> u16 {
    let delay = reload_delay(switch);
    delay + delay / 10 + if switch.is_ce() { 30 } else { 0 }
}

/// One bridge to spanning tree is the pair that is root of it. A pair that routes forwards what is
/// sent to the other's MAC address, lets its neighbours behind a vPC speak to either, and shares
/// what it knows of them.
fn vpc(switch: &Switch<'_>, first: bool) -> Vpc {
    let ce = switch.is_ce();
    Vpc {
        role_priority: Some(if first { 10 } else { 20 }),
        peer_switch: ce,
        peer_gateway: ce,
        peer_router: ce,
        auto_recovery: true,
        arp_synchronize: ce,
        nd_synchronize: ce,
        ..Vpc::default()
    }
}

/// What is switched on: on NX-OS what is used and nothing else.
pub fn features(device: &Device) -> Vec<Feature> {
    let routes = device.bgp.is_some();
    let timed = |layer3: &Layer3| layer3.bfd.is_some();
    let bfd = device.svis.iter().any(|s| timed(&s.layer3))
        || device.sub_interfaces().any(|s| timed(&s.layer3))
        || device.vrfs.iter().flat_map(|v| &v.statics).any(|r| r.bfd);
    let used = match device.os {
        Os::Eos => vec![
            (Feature::Lldp, true),
            (Feature::MultiAgentRouting, routes),
            (Feature::Routing, !device.vrfs.is_empty()),
            (Feature::LocalAuthorization, true),
            (Feature::Ssh, true),
        ],
        Os::Nxos => vec![
            (Feature::MplsL3vpn, device.bgp.as_ref().is_some_and(|b| !b.families.is_empty())),
            (Feature::Bgp, routes),
            (Feature::VlanInterfaces, !device.svis.is_empty()),
            (Feature::Hsrp, device.svis.iter().any(|s| s.hsrp_version.is_some())),
            (Feature::Lacp, device.ports.iter().any(|p| p.member.is_some_and(|m| m.mode != ChannelMode::On))),
            (Feature::Vpc, device.mlag.is_some()),
            (Feature::Lldp, true),
            (Feature::Bfd, bfd),
        ],
    };
    used.into_iter().filter(|(_, on)| *on).map(|(feature, _)| feature).collect()
}
