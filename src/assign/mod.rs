//! What nobody should have to write: cables, placement, VFs, numbers, addresses, VLANs.
//!
//! Everything here is a function of numbers in names, or is pinned in the lock; an explicit value
//! always wins. What can't be assigned is kept as data for `check` to speak of: nothing here
//! reports, and nothing here fails.

pub mod address;
mod adjacency;
mod cabling;
mod id;
mod lock;
pub mod mtu;
pub mod number;
mod placement;
pub mod taken;
mod vf;
pub mod vlan;

pub use adjacency::{EdgeLink, adjacencies};
pub use cabling::Shortage;
pub use lock::entries as lock_entries;
pub use placement::{Cell, Placed, Unplaced, Why, empty_cells};
pub use taken::Taken;
pub use vf::{TENANT_VFS, Vf, vf_name};
pub use vlan::{Vlans, bond_name};

use address::Addresses;

use crate::graph::{Role, Topology};
use crate::model::{Fabric, Lock};

/// A fabric that has been read and assigned.
#[derive(Debug)]
pub struct Analysis {
    /// What its author wrote.
    pub fabric: Fabric,
    /// What follows from it.
    pub assignment: Assignment,
}

/// What was assigned.
#[derive(Debug)]
pub struct Assignment {
    /// The graph, every cable in it.
    pub topology: Topology,
    /// Ports that were needed and are not there.
    pub shortages: Vec<Shortage>,
    /// The id of each domain, by its position in the model.
    pub domain_ids: Vec<u16>,
    /// Where each workload stands, by its id; none where there was no room.
    pub placed: Vec<Option<Placed>>,
    /// Workloads without a place, with the reason.
    pub unplaced: Vec<Unplaced>,
    /// Addresses of devices and workloads.
    pub addresses: Addresses,
    /// The addresses that somebody has, by VLAN.
    pub taken: Taken,
    /// The VLANs of every server port and rack.
    pub vlans: Vlans,
    /// The lock to keep beside the source.
    pub next_lock: String,
}

/// Assigns everything.
pub fn assign(fabric: &Fabric, mut topology: Topology, lock: &Lock) -> Assignment {
    let lock = lock::Index::of(lock);
    let shortages = cabling::derive(fabric, &mut topology);
    let domain_ids = id::domains(fabric, &lock);
    let placement::Outcome { placed, unplaced } = placement::place(fabric, &topology, &lock);
    let addresses = address::assign(fabric, &topology, &domain_ids, &placed, &lock);
    let taken = Taken::of(fabric, &topology, &addresses);
    let vlans = vlan::assign(fabric, &topology, &placed);
    let next_lock = lock::write(fabric, &topology, &domain_ids, &placed, &addresses);
    Assignment { topology, shortages, domain_ids, placed, unplaced, addresses, taken, vlans, next_lock }
}

/// The ports of a role that a platform gives.
pub(crate) const fn role(role: crate::model::value::PortRole) -> Role {
    Role::Platform(role)
}
