//! What the customer has to configure on a PE.

use std::net::IpAddr;

use ipnet::IpNet;
use serde::Serialize;

use super::{BfdTimers, Families, Origin, SecretRef};
use crate::model::value::PeOs;

/// The hand-off of one PE.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Handoff {
    /// The PE.
    pub pe: String,
    /// Whose words it gets a snippet in: what it runs, or each that there is where the file
    /// doesn't say.
    pub snippets: Vec<PeOs>,
    /// Its AS.
    pub asn: u32,
    /// The instance's AS.
    pub fabric_asn: u32,
    /// Its cables to the CEs.
    pub cables: Vec<HandoffCable>,
    /// Its port-channels to the CEs.
    pub bundles: Vec<HandoffBundle>,
    /// VRFs with a session of their own, option A.
    pub vrfs: Vec<HandoffVrf>,
    /// NNIs, each with the VRFs that travel over it, option B.
    pub nnis: Vec<HandoffNni>,
    /// What any VRF or NNI here has.
    pub routed: Families,
    /// What the sessions of any NNI here exchange.
    pub vpn: Families,
    /// Whether BFD runs on a port-channel.
    pub bfd_over_bundle: bool,
}

/// A cable between PE and CE.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct HandoffCable {
    /// The PE's port.
    pub pe_port: String,
    /// The CE.
    pub ce: String,
    /// The CE's port.
    pub ce_port: String,
    /// What it runs at.
    pub speed: Option<String>,
    /// The largest packet on it.
    pub mtu: HandoffMtu,
    /// The port-channel that it is part of.
    pub member: Option<HandoffMember>,
    /// Whether anything is configured on it.
    pub used: bool,
}

/// One size, as each system counts it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct HandoffMtu {
    /// The largest IP packet that the CE takes and sends.
    pub packet: u16,
    /// On EOS: the IP packet, as far as a routed port goes.
    pub eos: u16,
    /// On IOS XR: the packet and its Ethernet header.
    pub ios_xr: u16,
}

/// A port as a member of a port-channel.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct HandoffMember {
    /// The number of the port-channel.
    pub bundle: u32,
    /// How the PE takes part in LACP: `active`, or `on`, which is without it.
    pub mode: &'static str,
    /// Whether LACP speaks every second.
    pub fast: bool,
}

/// A port-channel to a CE.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct HandoffBundle {
    /// Its number.
    pub number: u32,
    /// The CE.
    pub ce: String,
    /// The PE's ports in it.
    pub ports: Vec<String>,
    /// The largest packet on it.
    pub mtu: HandoffMtu,
}

/// A VRF with a session of its own.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct HandoffVrf {
    /// The VRF.
    pub name: String,
    /// The external network.
    pub network: String,
    /// A route distinguisher that no other VRF here has.
    pub rd: String,
    /// What it routes.
    pub families: Families,
    /// One for each CE that the PE meets.
    pub links: Vec<HandoffLink>,
    /// What the CEs announce, and take.
    pub routes: HandoffRoutes,
}

/// An NNI.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct HandoffNni {
    /// Its name.
    pub name: String,
    /// The families of VPN routes that its sessions exchange.
    pub families: Families,
    /// One for each CE that the PE meets.
    pub links: Vec<HandoffLink>,
    /// The VRFs whose routes travel over it.
    pub vpns: Vec<HandoffVpn>,
}

/// A VRF that travels over an NNI, as the customer's end of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct HandoffVpn {
    /// The VRF.
    pub vrf: String,
    /// A route distinguisher that no other VRF here has.
    pub rd: String,
    /// What is exchanged of it.
    pub families: Families,
    /// Route targets that the customer's VRF imports: those that the CEs export.
    pub import: Vec<String>,
    /// Route targets that the customer's routes carry: those that the CEs import.
    pub export: Vec<String>,
    /// The route distinguishers of the CEs.
    pub ce_rds: Vec<String>,
    /// What the CEs announce, and take.
    pub routes: HandoffRoutes,
}

/// What the CEs announce of a VRF, and what decides beside it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct HandoffRoutes {
    /// What they announce.
    pub announced: Vec<String>,
    /// The policy that what they announce has to pass.
    pub export_policy: Option<String>,
    /// The policy that what they take has to pass.
    pub import_policy: Option<String>,
}

/// A VLAN between PE and CE, with the BGP sessions on it: with option A one for each address.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct HandoffLink {
    /// The CE.
    pub ce: String,
    /// The CE's interface.
    pub ce_interface: String,
    /// The PE's port that the VLAN is on, unless that is a port-channel.
    pub port: Option<String>,
    /// The PE's port-channel that the VLAN is on.
    pub bundle: Option<u32>,
    /// The tag.
    pub vlan: u16,
    /// The largest IP packet, in bytes; over an NNI with its labels.
    pub mtu: u16,
    /// The CE's and the PE's address, a family each.
    pub addresses: Vec<HandoffAddress>,
    /// The AS that the CE expects.
    pub asn: u32,
    /// The same, where it is not the PE's own.
    pub local_as: Option<u32>,
    /// Whether the CE expects its own AS.
    pub internal: bool,
    /// BFD.
    pub bfd: Option<BfdTimers>,
    /// The password of the sessions.
    pub password: Option<SecretRef>,
    /// How many routes the CE accepts, and when it warns.
    pub ce_limit: HandoffLimit,
    /// How many routes the PE had better accept.
    pub limit: HandoffLimit,
    /// Routes that the CE has by way of this link without BGP.
    pub statics: Vec<HandoffStatic>,
    /// The statement.
    #[serde(skip)]
    pub origin: Origin,
}

/// The most that a session takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct HandoffLimit {
    /// How many routes.
    pub maximum: u64,
    /// The share of it, in percent, at which a warning is logged.
    pub warning: u64,
    /// Whether more are only logged, and the session stays.
    pub warning_only: bool,
}

/// The two addresses of one family.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct HandoffAddress {
    /// The CE's, with its length.
    pub ce: IpNet,
    /// The PE's, with its length.
    pub pe: IpNet,
    /// The CE's alone.
    pub ce_host: IpAddr,
    /// The PE's alone.
    pub pe_host: IpAddr,
    /// Whether it is IPv6.
    pub ipv6: bool,
    /// The IPv4 mask of the prefix; of IPv6 its length.
    pub mask: String,
}

/// A static route of the CE to the PE.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct HandoffStatic {
    /// Where to.
    pub prefix: IpNet,
    /// The PE's address.
    pub next_hop: IpAddr,
    /// Whether the CE takes it away while BFD is down.
    pub bfd: bool,
}
