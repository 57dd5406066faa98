//! The pair that a switch is of.

use std::net::IpAddr;

use serde::Serialize;

use super::Origin;

/// The pair that a switch is of: MLAG on EOS, vPC on NX-OS.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Mlag {
    /// The pair's name; on NX-OS a number.
    pub domain: String,
    /// How it asks over the management network whether the other is alive when the peer link is down.
    pub keepalive: Option<Keepalive>,
    /// The peer link's port-channel.
    pub peer_link: u16,
    /// Seconds that the pair's ports stay down after a start.
    pub reload_delay: Option<u16>,
    /// EOS: how the pair keeps its state.
    pub eos: Option<EosMlag>,
    /// NX-OS: how the pair forwards.
    pub vpc: Option<Vpc>,
    /// The statement.
    #[serde(skip)]
    pub origin: Origin,
}

/// The question whether the other switch of a pair is alive.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Keepalive {
    /// The other switch.
    pub peer: IpAddr,
    /// The own address, on NX-OS.
    pub source: Option<IpAddr>,
    /// The VRF.
    pub vrf: String,
}

/// What an EOS pair says beside.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct EosMlag {
    /// The VLAN of the pair's state.
    pub vlan: u16,
    /// The other switch's address in it.
    pub peer_address: Option<IpAddr>,
    /// Seconds without a peer link after which the second switch, when the first still answers,
    /// takes its ports down.
    pub dual_primary_delay: Option<u16>,
    /// Seconds that all other ports stay down after a start.
    pub reload_delay_other: Option<u16>,
    /// The lower one decides; none for the platform's default.
    pub primary_priority: Option<u16>,
    /// Seconds that the pair's ports and all others stay down when two switches that decided are one
    /// pair again.
    pub dual_primary_recovery: Option<(u16, u16)>,
}

/// What an NX-OS pair says beside.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Vpc {
    /// The lower one decides.
    pub role_priority: Option<u16>,
    /// Whether both are one bridge to spanning tree: on the pair that is root, and only there.
    pub peer_switch: bool,
    /// Whether each forwards what is sent to the other's MAC address: on a pair that routes.
    pub peer_gateway: bool,
    /// Whether routing protocols may speak to a device behind a vPC: on a pair that routes.
    pub peer_router: bool,
    /// Whether it goes on alone after a start without the other.
    pub auto_recovery: bool,
    /// Whether the pair shares what it knows of IPv4 neighbours.
    pub arp_synchronize: bool,
    /// Whether the pair shares what it knows of IPv6 neighbours.
    pub nd_synchronize: bool,
    /// The lower one decides LACP of the pair.
    pub system_priority: Option<u16>,
    /// The MAC address of the pair.
    pub system_mac: Option<String>,
    /// Seconds that VLAN interfaces stay down after a start.
    pub svi_delay: Option<u16>,
    /// Seconds that ports to one switch alone stay down after a start.
    pub orphan_delay: Option<u16>,
    /// Seconds after a start until it goes on alone.
    pub auto_recovery_delay: Option<u16>,
    /// Whether both switches suspend what is not alike, and not the second one only.
    pub graceful_off: bool,
    /// Whether the ports of the second switch go down with their peers at once.
    pub fast_convergence: bool,
}
