//! What the customer has to configure on a PE.

use std::net::IpAddr;

use ipnet::IpNet;
use serde::Serialize;

use super::{BfdTimers, Origin, SecretRef};
use crate::model::value::PeOs;

/// The hand-off of one PE.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Handoff {
    /// The PE.
    pub pe: String,
    /// What it runs.
    pub os: PeOs,
    /// Its AS.
    pub asn: u32,
    /// The instance's AS.
    pub fabric_asn: u32,
    /// Its cables to the CEs.
    pub cables: Vec<HandoffCable>,
    /// One for each external network and CE that it meets, option A.
    pub option_a: Vec<HandoffLink>,
    /// One for each NNI and CE that it meets, option B.
    pub option_b: Vec<HandoffLink>,
    /// VRFs whose routes travel over an NNI.
    pub vpns: Vec<HandoffVpn>,
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
    pub mtu: u16,
    /// The port-channel that it is part of.
    pub bundle: Option<String>,
    /// The number of that port-channel.
    pub bundle_number: Option<u32>,
    /// How the PE takes part in LACP: `active`, or `on`, which is without it.
    pub mode: &'static str,
    /// Whether LACP speaks every second.
    pub fast: bool,
    /// Whether anything is configured on it.
    pub used: bool,
}

/// A VLAN and a session between PE and CE.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct HandoffLink {
    /// The external network or NNI.
    pub name: String,
    /// The VRF; none for an NNI.
    pub vrf: Option<String>,
    /// The CE.
    pub ce: String,
    /// The CE's interface.
    pub ce_interface: String,
    /// The PE's interface that the VLAN is on.
    pub pe_interface: String,
    /// The tag.
    pub vlan: u16,
    /// The largest packet.
    pub mtu: u16,
    /// The CE's and the PE's address, a family each.
    pub addresses: Vec<HandoffAddress>,
    /// The AS that the CE expects.
    pub peer_asn: u32,
    /// BFD.
    pub bfd: Option<BfdTimers>,
    /// The password of the session.
    pub password: Option<SecretRef>,
    /// How many routes the CE accepts.
    pub maximum_routes: u64,
    /// The share of it, in percent, at which the CE logs a warning.
    pub warning: u64,
    /// What the CE announces.
    pub sends: Vec<String>,
    /// The statement.
    #[serde(skip)]
    pub origin: Origin,
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
    /// The IPv4 mask of the prefix.
    pub mask: String,
}

/// A VRF that travels over an NNI.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct HandoffVpn {
    /// The VRF.
    pub vrf: String,
    /// The NNI.
    pub nni: String,
    /// Route targets that the CE imports.
    pub import: Vec<String>,
    /// Route targets that the CE's routes carry.
    pub export: Vec<String>,
    /// Route distinguishers, a CE each.
    pub rds: Vec<String>,
    /// What the CE announces.
    pub sends: Vec<String>,
}
