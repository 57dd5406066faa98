//! The lock: what was chosen once and has to stay. A compile writes it, beside the fabric.

use super::field::{List, Many, One};
use crate::model::value::*;

construct! {
    /// What a lock holds.
    LockRoot = "" {
        /// A domain's id.
        domains: Many<LockedDomain> = "domain";
        /// Where a workload stands.
        workloads: Many<LockedWorkload> = "workload";
    }
}

construct! {
    /// The id of an isolation domain.
    LockedDomain = "domain" (name: One<LockName>) {
        /// The id.
        number: One<Int<1, 4000>> = "number";
    }
}

construct! {
    /// A node or VM: `upf/worker/3`, `upf/control-plane/1`, `vm/firewall`.
    LockedWorkload = "workload" (name: One<LockName>) {
        /// The server and the NUMA cell.
        on: One<LockName> = "on";
        /// The VF of each attachment: `oam-net@ens3f0v2`.
        vfs: List<LockName> = "vfs";
        /// The addresses it was given: `oam-net@10.40.0.66`.
        addresses: List<LockName> = "addresses";
    }
}
