//! Storage arrays.

use super::field::{Def, List, One, Opt};
use crate::model::value::*;

construct! {
    /// A storage array, a port to each CE: the n-th port goes to CE n.
    ///
    /// ```fab
    /// storage-array array1 { ports ct0.eth4, ct1.eth4; network storage; addresses 10.30.0.10, 10.30.0.11 }
    /// ```
    StorageArray = "storage-array" (name: One<DeviceName>) {
        /// Its ports.
        ports: List<PortName> = "ports";
        /// The internal network of the infrastructure domain.
        network: One<Ref<InfraNetworkRef>> = "network";
        /// Its addresses, one a port.
        addresses: List<Address> = "addresses";
        /// Whether the array tags the network's VLAN itself.
        tagged: Def<Flag> = "tagged", default "true";
        /// Its number among the arrays; what its name ends in, unless said.
        number: Opt<Int<1, 2>> = "number", source "NetworkFabric storageArrayCount";
    }
}
