//! Workload networks: what clusters and VMs attach to.

use super::field::{Def, List, One, Opt};
use crate::model::value::*;

construct! {
    /// A workload network on the VLAN of an L2 isolation domain.
    ///
    /// ```fab
    /// l2-network sig-net { domain signalling }
    /// ```
    L2Network = "l2-network" (name: One<NetworkName>), source "L2Network" {
        /// The domain.
        domain: One<Ref<L2DomainRef>> = "domain";
        /// The interface's name in a node; the network's unless said.
        interface: Opt<IfName> = "interface";
    }
}

construct! {
    /// A workload network on one internal network of an L3 isolation domain, named by its VLAN.
    ///
    /// ```fab
    /// l3-network oam-net { domain oam; vlan 501; ipam 10.40.0.64/26 }
    /// ```
    L3Network = "l3-network" (name: One<NetworkName>), source "L3Network" {
        /// The domain.
        domain: One<Ref<L3DomainRef>> = "domain";
        /// The VLAN of the internal network.
        vlan: One<VlanId> = "vlan";
        /// The addresses that nodes and pods are given. What is reserved or given to a VM is left
        /// out. Without it workloads bring their own addresses.
        ipam: List<AddressRange> = "ipam";
        /// The interface's name in a node; the network's unless said.
        interface: Opt<IfName> = "interface";
    }
}

construct! {
    /// A workload network of several VLANs: workloads send and receive tagged frames.
    ///
    /// ```fab
    /// trunked-network up-trunk { domains user-plane, signalling; vlans 601-602, 701 }
    /// ```
    TrunkedNetwork = "trunked-network" (name: One<NetworkName>), source "TrunkedNetwork" {
        /// The isolation domains that the VLANs belong to.
        domains: List<Ref<AnyDomainRef>> = "domains";
        /// The VLANs that pass.
        vlans: List<VlanRange> = "vlans";
        /// The interface's name in a node; the network's unless said.
        interface: Opt<IfName> = "interface";
    }
}

construct! {
    /// The way of workloads to endpoints outside, through a proxy. Every cluster and VM has one.
    ///
    /// ```fab
    /// cloud-services-network csn { egress .azurecr.io:443, login.example.com:443 }
    /// ```
    CloudServicesNetwork = "cloud-services-network" (name: One<NetworkName>), source "CloudServicesNetwork" {
        /// Endpoints that are let through, besides the platform's own.
        egress: List<Egress> = "egress", source "additionalEgressEndpoints";
        /// Whether the platform's own endpoints are let through.
        default_egress: Def<Flag> = "default-egress", default "true", source "enableDefaultEgressEndpoints";
    }
}
