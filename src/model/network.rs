//! Workload networks, with the VLANs and the MTU of the domains that they stand on.

use std::net::IpAddr;
use std::sync::Arc;

use super::value::{VlanRange, VlanSet};
use crate::finding::{At, Span};

/// A network that workloads attach to.
#[derive(Debug)]
pub struct Network {
    /// Its name.
    pub name: At<Arc<str>>,
    /// What it stands on.
    pub kind: NetworkKind,
    /// Its VLANs.
    pub vlans: VlanSet,
    /// The largest packet: of a trunk, that of its widest domain.
    pub mtu: u64,
    /// The interface's name in a node.
    pub interface: At<Arc<str>>,
    /// The statement.
    pub span: Span,
}

/// What a workload network stands on.
#[derive(Debug)]
pub enum NetworkKind {
    /// The VLAN of an L2 isolation domain.
    L2,
    /// An internal network of an L3 isolation domain: the domain and the VLAN.
    L3 {
        /// The domain.
        domain: At<Arc<str>>,
        /// The VLAN of the internal network.
        vlan: At<u16>,
        /// The addresses that nodes and pods are given.
        ipam: Vec<At<(IpAddr, IpAddr)>>,
    },
    /// Several VLANs, tagged.
    Trunk {
        /// The domains that the VLANs belong to.
        domains: Vec<At<Arc<str>>>,
        /// The VLANs as they were written.
        ranges: Vec<At<VlanRange>>,
    },
}

impl NetworkKind {
    /// What the field calls it.
    pub fn word(&self) -> &'static str {
        match self {
            NetworkKind::L2 => "L2 network",
            NetworkKind::L3 { .. } => "L3 network",
            NetworkKind::Trunk { .. } => "trunked network",
        }
    }
}
