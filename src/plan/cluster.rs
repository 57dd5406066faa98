//! The plan of a cluster: what its pods attach to.

use std::net::IpAddr;

use ipnet::IpNet;

use super::Origin;

/// One cluster.
#[derive(Debug, Clone, PartialEq)]
pub struct Cluster {
    /// Its name.
    pub name: String,
    /// The fabric that it is of.
    pub fabric: String,
    /// NetworkAttachmentDefinitions by name.
    pub nads: Vec<Nad>,
    /// The statement.
    pub origin: Origin,
}

/// A NetworkAttachmentDefinition.
#[derive(Debug, Clone, PartialEq)]
pub struct Nad {
    /// Its name: the network's, with the plugin behind it where the cluster uses several.
    pub name: String,
    /// The workload network.
    pub network: String,
    /// How pods get their interface.
    pub plugin: NadPlugin,
    /// Where addresses come from.
    pub ipam: NadIpam,
    /// The statement.
    pub origin: Origin,
}

/// How pods get their interface. Nodes are VMs: a VF has no PF there, so a VF is moved into the
/// pod as a device, and its VLAN is set on the host.
#[derive(Debug, Clone, PartialEq)]
pub enum NadPlugin {
    /// A VF out of a pool of the device plugin.
    HostDevice {
        /// The pool, with its prefix.
        resource: String,
        /// Whether a user-space driver takes it: then nothing is configured on it.
        dpdk: bool,
    },
    /// A virtual interface with its own MAC address; those of a node reach each other.
    Macvlan {
        /// The node's interface.
        master: String,
        /// The largest packet.
        mtu: u16,
    },
    /// A virtual interface that shares the MAC address of the node's, on layer 2.
    Ipvlan {
        /// The node's interface.
        master: String,
        /// The largest packet.
        mtu: u16,
    },
}

/// Where a pod's addresses come from.
#[derive(Debug, Clone, PartialEq)]
pub enum NadIpam {
    /// Nowhere: layer 2 only.
    None,
    /// The pod asks for them.
    Static,
    /// An allocator that is called after the network: NADs of one network give out of one store.
    Whereabouts {
        /// What it gives out of, a family each.
        ranges: Vec<IpamRange>,
        /// The gateway, where the network has one family: the allocator knows one only, and would
        /// give it to addresses of the other family too.
        gateway: Option<IpAddr>,
    },
}

/// What an allocator gives out of.
#[derive(Debug, Clone, PartialEq)]
pub struct IpamRange {
    /// The subnet.
    pub subnet: IpNet,
    /// The first address.
    pub first: IpAddr,
    /// The last address.
    pub last: IpAddr,
    /// What lies between them and is not given out, because it is reserved, a gateway, or
    /// somebody's: the fewest prefixes that hold it and nothing else.
    pub exclude: Vec<IpNet>,
}
