//! The plan of a bare-metal server.
//!
//! Ports, VFs and bonds are carriers: they have no address of their own, ask nobody for one, and
//! believe no router. Addresses are on VLANs alone.

use std::net::IpAddr;

use ipnet::IpNet;

use super::Origin;

/// One server, whole.
#[derive(Debug, Clone, PartialEq)]
pub struct Host {
    /// Hostname.
    pub name: String,
    /// The fabric that it is of.
    pub fabric: String,
    /// Its hardware.
    pub profile: String,
    /// Physical functions, in the order of NUMA cells.
    pub pfs: Vec<Pf>,
    /// VFs that the host itself uses.
    pub vfs: Vec<HostVf>,
    /// Bonds: those of the pNICs, then storage's.
    pub bonds: Vec<Bond>,
    /// VLANs on bonds: the host's own, then storage's.
    pub vlans: Vec<HostVlan>,
    /// The statement.
    pub origin: Origin,
}

/// A port of a pNIC. It tells its neighbour who it is (LLDP); where it has VFs, its switch forwards
/// by port (switchdev), and its VFs get their driver only after the bond is up: a pNIC whose VFs
/// are in use refuses to become one.
#[derive(Debug, Clone, PartialEq)]
pub struct Pf {
    /// Its name.
    pub name: String,
    /// Its MAC address, where that tells it from other ports, and the name is given.
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

/// How the ports of a bond share the work, in the words of Linux.
#[derive(Debug, Clone, PartialEq)]
pub enum BondMode {
    /// LACP with the TOR pair.
    Lacp {
        /// Whether the TORs are asked to speak every second.
        fast: bool,
        /// What picks the port of a packet.
        hash: &'static str,
    },
    /// All ports work, and nobody speaks LACP.
    Static {
        /// What picks the port of a packet.
        hash: &'static str,
    },
    /// One port works, the other waits.
    ActiveBackup {
        /// The port that works first.
        primary: String,
        /// When the primary takes over again.
        reselect: &'static str,
        /// Whose MAC address the bond has.
        fail_over_mac: &'static str,
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
    /// How often it looks whether its ports have a link, in milliseconds.
    pub monitor: u16,
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
    /// Whether it has an IPv6 link-local address: where it has an IPv6 address at all.
    pub link_local_v6: bool,
    /// Where everything else goes, by family.
    pub gateways: Vec<IpAddr>,
    /// Name servers.
    pub dns: Vec<IpAddr>,
    /// The DNS domain to search.
    pub search: Option<String>,
    /// The statement.
    pub origin: Origin,
}
