//! Ports and port-channels of a switch.

use serde::Serialize;

use super::{Layer3, Origin, SubInterface};
use crate::model::value::{LacpRate, VlanSet};

/// What a trunk lets through.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Trunk {
    /// The VLANs; none stands for every VLAN that the switch has.
    pub allowed: Option<VlanSet>,
    /// The VLAN of untagged frames; none drops them, or leaves the platform's default on a peer link.
    pub native: Option<u16>,
    /// EOS: the trunk group whose VLANs it carries as well.
    pub group: Option<String>,
}

/// What spanning tree takes a port for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum StpPort {
    /// A bridge may be behind it.
    #[default]
    Normal,
    /// No bridge is behind it: it forwards at once, and goes down where one speaks all the same.
    Edge,
    /// It forwards at once, and goes on where a bridge speaks.
    Unguarded,
    /// It goes down where a bridge speaks, and forwards no sooner than others.
    Guarded,
    /// NX-OS: a peer link. A bridge is behind it, and where that falls silent it blocks.
    Network,
}

/// NX-OS: whether a port pauses single classes of traffic.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct PriorityFlowControl {
    /// Whether it does.
    pub on: bool,
    /// Whether it tells the neighbour.
    pub send_tlv: bool,
}

/// What a port or port-channel says beside, as switches do. A compile leaves it empty.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct PortOptions {
    /// Whether it stays up where a bridge speaks, although edges go down by default.
    pub guard_off: bool,
    /// Whether it is logged that it goes up or down.
    pub log_link: Option<bool>,
    /// NX-OS: whether it is quiet about itself in CDP.
    pub cdp_off: bool,
    /// NX-OS: whether it pauses single classes of traffic; none where both ends agree on it.
    pub flow_control: Option<PriorityFlowControl>,
    /// What keeps traffic that enters under a rate, or marks it.
    pub policer: Option<String>,
}

/// What a port-channel does when its neighbour speaks no LACP.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Fallback {
    /// Seconds until single ports work on their own; none where they do at once, as on NX-OS.
    pub timeout: Option<u16>,
}

/// How a port takes part in LACP.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum ChannelMode {
    /// It speaks.
    #[default]
    Active,
    /// It answers.
    Passive,
    /// Without LACP.
    On,
}

/// A port-channel.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct PortChannel {
    /// Its number.
    pub number: u16,
    /// What it goes to.
    pub description: String,
    /// Whether it is switched off.
    pub shutdown: bool,
    /// Whether it is routed.
    pub routed: bool,
    /// Layer 2: what it lets through. None on a routed port-channel.
    pub trunk: Option<Trunk>,
    /// Layer 2, no trunk: its VLAN; none for the default of 1.
    pub access: Option<u16>,
    /// Addresses and what goes with them, where it is routed and has any; the MTU is in `mtu`.
    pub layer3: Option<Layer3>,
    /// The largest packet, where the platform wants it said.
    pub mtu: Option<u16>,
    /// The number of its MLAG or vPC.
    pub mlag: Option<u16>,
    /// Whether it is the peer link.
    pub peer_link: bool,
    /// What spanning tree takes it for.
    pub stp: StpPort,
    /// Single ports that work without LACP, for servers that boot from the network.
    pub fallback: Option<Fallback>,
    /// Tagged interfaces on it, by tag.
    pub sub_interfaces: Vec<SubInterface>,
    /// What it says beside.
    pub options: PortOptions,
    /// The statement.
    #[serde(skip)]
    pub origin: Origin,
}

/// How a physical port takes part in a port-channel.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Membership {
    /// The port-channel.
    pub number: u16,
    /// How it takes part in LACP.
    pub mode: ChannelMode,
    /// How often LACP speaks; none for the platform's default.
    pub rate: Option<LacpRate>,
}

/// A physical port.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Port {
    /// Its name.
    pub name: String,
    /// What it goes to.
    pub description: Option<String>,
    /// Whether it is switched off.
    pub shutdown: bool,
    /// Whether it says that it is routed: a member of a port-channel says so on NX-OS only.
    pub routed: bool,
    /// The speed, where it was written, as the platform says it: `100g` on EOS, Mbit/s on NX-OS.
    pub speed: Option<String>,
    /// The largest packet, where the platform wants it said.
    pub mtu: Option<u16>,
    /// Layer 2: what it lets through while it stands alone; on NX-OS a member repeats what its
    /// port-channel says, or it does not join.
    pub trunk: Option<Trunk>,
    /// Layer 2, no trunk: its VLAN; none for the default of 1.
    pub access: Option<u16>,
    /// Addresses and what goes with them, where it is routed and has any; the MTU is in `mtu`.
    pub layer3: Option<Layer3>,
    /// Its port-channel.
    pub member: Option<Membership>,
    /// What spanning tree takes it for.
    pub stp: StpPort,
    /// Tagged interfaces on it, by tag.
    pub sub_interfaces: Vec<SubInterface>,
    /// What it says beside.
    pub options: PortOptions,
    /// The statement.
    #[serde(skip)]
    pub origin: Origin,
}
