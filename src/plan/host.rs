//! The plan of a bare-metal server.

use std::net::IpAddr;

use ipnet::IpNet;

use super::Origin;

/// One server, whole.
#[derive(Debug, Clone, PartialEq)]
pub struct Host {
    /// Hostname.
    pub name: String,
    /// Physical functions, in the order of NUMA cells.
    pub pfs: Vec<Pf>,
    /// VFs that the host itself uses.
    pub vfs: Vec<HostVf>,
    /// Bonds: those of the pNICs, then storage's.
    pub bonds: Vec<Bond>,
    /// VLANs on bonds.
    pub vlans: Vec<HostVlan>,
    /// The statement.
    pub origin: Origin,
}

/// A port of a pNIC.
#[derive(Debug, Clone, PartialEq)]
pub struct Pf {
    /// Its name.
    pub name: String,
    /// What tells it from other ports, where its name does not: its MAC address.
    pub mac: Option<String>,
    /// The largest packet: what the switch port takes.
    pub mtu: u16,
    /// How many VFs it has.
    pub vfs: u16,
    /// The statement.
    pub origin: Origin,
}

/// A VF of the host's own.
#[derive(Debug, Clone, PartialEq)]
pub struct HostVf {
    /// Its name.
    pub name: String,
    /// Its port.
    pub pf: String,
    /// The largest packet.
    pub mtu: u16,
    /// The statement.
    pub origin: Origin,
}

/// How the ports of a bond share the work.
#[derive(Debug, Clone, PartialEq)]
pub enum BondMode {
    /// LACP with the TOR pair.
    Lacp {
        /// Whether LACP speaks every second.
        fast: bool,
    },
    /// One port works, the other waits.
    ActiveBackup {
        /// The port that works while it can.
        primary: String,
    },
}

/// A bond.
#[derive(Debug, Clone, PartialEq)]
pub struct Bond {
    /// Its name.
    pub name: String,
    /// Its ports.
    pub members: Vec<String>,
    /// How they share the work.
    pub mode: BondMode,
    /// The largest packet.
    pub mtu: u16,
    /// The statement.
    pub origin: Origin,
}

/// A VLAN on a bond.
#[derive(Debug, Clone, PartialEq)]
pub struct HostVlan {
    /// Its name.
    pub name: String,
    /// The bond.
    pub link: String,
    /// The tag.
    pub id: u16,
    /// The largest packet.
    pub mtu: u16,
    /// Its addresses.
    pub addresses: Vec<IpNet>,
    /// Where everything else goes, by family.
    pub gateways: Vec<IpAddr>,
    /// Name servers.
    pub dns: Vec<IpAddr>,
    /// The DNS domain to search.
    pub search: Option<String>,
    /// The statement.
    pub origin: Origin,
}
