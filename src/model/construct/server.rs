//! Server hardware.

use super::field::{Block, Def, List, Many, One, Opt};
use crate::model::value::*;

construct! {
    /// A model of server: its NUMA cells, each with its pNIC, and what the host itself uses them for.
    ///
    /// ```fab
    /// server-profile r750 {
    ///   numa 0 { cpus 48; memory 224g; pnic 4b { pci 0000:4b:00; ports ens3f0np0, ens3f1np1; vfs 16 } }
    ///   numa 1 { cpus 48; memory 224g; pnic 98 { pci 0000:98:00; ports ens6f0np0, ens6f1np1; vfs 16 } }
    ///   host    { network hosts;   over 4b_pf_bond }
    ///   storage { network storage; over ens3f0v0, ens6f0v0 }
    /// }
    /// ```
    ServerProfile = "server-profile" (name: One<DeviceName>) {
        /// A NUMA cell.
        numa: Many<NumaCell> = "numa";
        /// The host's own address.
        host: Block<HostUse> = "host";
        /// The host's way to the storage array.
        storage: Block<StorageUse> = "storage";
        /// How it starts. From the network, the port-channel that carries the host network lets
        /// single ports work until LACP runs.
        boot: Def<Boot> = "boot", default "network";
    }
}

construct! {
    /// A NUMA cell: what a workload is placed in, whole.
    NumaCell = "numa" (cell: One<Int<0, 7>>) {
        /// vCPUs for workloads.
        cpus: One<Int<1, 1024>> = "cpus", source "reference-near-edge-compute";
        /// Memory for workloads.
        memory: One<Size> = "memory", source "reference-near-edge-compute";
        /// The dual-port NIC of this cell.
        pnics: Many<Pnic> = "pnic";
    }
}

construct! {
    /// A dual-port NIC. Its first port goes to the rack's first TOR, its second to the second, to
    /// the same port on both; the two are one 802.3ad bond.
    Pnic = "pnic" (name: One<PnicName>) {
        /// Where it sits: for people and inventories, netplan can't match it.
        pci: Opt<Pci> = "pci";
        /// The two ports, as the host names them.
        ports: List<IfName> = "ports";
        /// VFs of each port. Storage takes one; workloads get at most 30 of a cell.
        vfs: Def<Int<0, 127>> = "vfs", default "16", source "reference-near-edge-compute";
        /// The bond's name; `<pNIC>_pf_bond` unless said.
        bond: Opt<IfName> = "bond";
    }
}

construct! {
    /// The host's own address, on a VLAN over a bond.
    HostUse = "host" {
        /// The internal network of the infrastructure domain.
        network: One<Ref<InfraNetworkRef>> = "network";
        /// The bond.
        over: One<IfName> = "over";
    }
}

construct! {
    /// The host's way to the storage array: an active-backup bond of two host VFs, one of each pNIC.
    StorageUse = "storage" {
        /// The internal network of the infrastructure domain.
        network: One<Ref<InfraNetworkRef>> = "network";
        /// The two VFs. The first is the primary.
        over: List<IfName> = "over";
    }
}
