//! Workloads: Kubernetes clusters and virtual machines.

use super::field::{Block, Def, List, Many, Must, One, Opt};
use crate::model::value::*;

construct! {
    /// A Kubernetes cluster of VMs.
    ///
    /// ```fab
    /// cluster upf {
    ///   cni oam-net; cloud-services csn
    ///   pods 10.244.0.0/16; services 10.96.0.0/16; dns 10.96.0.10
    ///   control-plane { count 3; sku NC_G6_28_v1 }
    ///   attach sig-net    { plugin macvlan }
    ///   agent-pool system { mode system; count 4; sku NC_G12_56_v1 }
    ///   agent-pool worker { count 8; sku NC_P46_224_v1; attach n3-net { plugin sriov } }
    /// }
    /// ```
    Cluster = "cluster" (name: One<ClusterName>), source "KubernetesCluster" {
        /// The network that gives nodes their address.
        cni: One<Ref<L3NetworkRef>> = "cni", source "cniNetworkId";
        /// The way to endpoints outside.
        cloud_services: One<Ref<CsnRef>> = "cloud-services", source "cloudServicesNetworkId";
        /// Addresses of pods: IPv4, or IPv4 and IPv6.
        pods: List<Prefix> = "pods", source "podCidrs";
        /// Addresses of services: IPv4, or IPv4 and IPv6.
        services: List<Prefix> = "services", source "serviceCidrs";
        /// The address of the DNS service.
        dns: Opt<Address> = "dns", source "dnsServiceIp";
        /// The nodes of the control plane. They have the CNI and the cloud services network only.
        control_plane: Must<ControlPlane> = "control-plane";
        /// How services get addresses that are reached from outside.
        load_balancer: Block<LoadBalancer> = "load-balancer";
        /// A network of every agent pool that attaches none itself.
        attach: Many<Attach> = "attach";
        /// A group of like nodes.
        pools: Many<AgentPool> = "agent-pool";
    }
}

construct! {
    /// The nodes of the control plane.
    ControlPlane = "control-plane" {
        /// How many nodes.
        count: One<Int<1, 9>> = "count";
        /// The size of each node: its vCPUs and memory stand in its name.
        sku: One<VmSku> = "sku";
        /// The racks to choose from; all of them unless said.
        racks: List<Ref<RackRef>> = "racks";
        /// Where each stands, in order; a server, or one of its NUMA cells.
        place: List<ServerCell> = "place";
    }
}

construct! {
    /// A group of like nodes. A pool that attaches nothing has the cluster's networks.
    AgentPool = "agent-pool" (name: One<ClusterName>), source "AgentPool" {
        /// What it is for.
        mode: Def<PoolMode> = "mode", default "user";
        /// How many nodes.
        count: One<Int<1, 5000>> = "count";
        /// The size of each node: its vCPUs and memory stand in its name.
        sku: One<VmSku> = "sku";
        /// A network of this pool's nodes.
        attach: Many<Attach> = "attach";
        /// The racks to choose from; all of them unless said.
        racks: List<Ref<RackRef>> = "racks";
        /// Where each node stands, in order; a server, or one of its NUMA cells.
        place: List<ServerCell> = "place";
    }
}

construct! {
    /// A network of a cluster or agent pool.
    Attach = "attach" (network: One<Ref<NetworkRef>>), source "attachedNetworkConfiguration" {
        /// How pods get their interface.
        plugin: Def<Plugin> = "plugin", default "sriov", source "pluginType";
    }
}

construct! {
    /// How services get addresses that are reached from outside: announced by BGP, or answered for
    /// on layer 2.
    LoadBalancer = "load-balancer" {
        /// The L3 network whose CEs the load balancer has BGP sessions with.
        bgp: Opt<Ref<L3NetworkRef>> = "bgp", source "bgpServiceLoadBalancerConfiguration";
        /// The L3 network on which it answers for the addresses.
        l2: Opt<Ref<L3NetworkRef>> = "l2", source "l2ServiceLoadBalancerConfiguration";
        /// A pool of addresses.
        pools: Many<LoadBalancerPool> = "pool";
    }
}

construct! {
    /// A pool of addresses for services.
    LoadBalancerPool = "pool" (name: One<NetworkName>) {
        /// The addresses.
        addresses: List<Prefix> = "addresses";
        /// Whether a service that asks for no pool may get one of these.
        auto_assign: Def<Flag> = "auto-assign", default "true", source "autoAssign";
    }
}

construct! {
    /// A virtual machine.
    ///
    /// ```fab
    /// vm firewall {
    ///   cpus 8; memory 32g; cloud-services csn
    ///   attach oam-net { address 10.40.0.20; default-gateway true }
    ///   attach up-trunk
    /// }
    /// ```
    Vm = "vm" (name: One<VmName>), source "VirtualMachine" {
        /// vCPUs: an even number, all of one NUMA cell.
        cpus: One<Int<2, 256>> = "cpus", source "cpuCores";
        /// Memory, all of one NUMA cell.
        memory: One<Size> = "memory", source "memorySizeGB";
        /// The way to endpoints outside.
        cloud_services: One<Ref<CsnRef>> = "cloud-services", source "cloudServicesNetworkAttachment";
        /// A network of the VM.
        attach: Many<VmAttach> = "attach";
        /// The racks to choose from; all of them unless said.
        racks: List<Ref<RackRef>> = "racks";
        /// Where it stands: a server, or one of its NUMA cells.
        place: Opt<ServerCell> = "place";
    }
}

construct! {
    /// A network of a VM.
    VmAttach = "attach" (network: One<Ref<NetworkRef>>), source "NetworkAttachment" {
        /// The addresses, on an L3 network.
        addresses: List<Address> = "address";
        /// Whether the VM's default route goes this way.
        default_gateway: Def<Flag> = "default-gateway", default "false";
        /// The interface's name in the VM; the network's unless said.
        interface: Opt<IfName> = "interface", source "networkAttachmentName: at most 15 characters";
    }
}
