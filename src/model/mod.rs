//! The fabric as its author meant it: typed, resolved, expanded, every value with its place.
//!
//! `construct` says what can be written; this module says what has been. Ranges in names have
//! become devices, references have become lookups that find something, and numbers have been read
//! off names. Nothing here was chosen by the compiler: that is `assign`'s.

mod allowance;
mod build;
pub mod construct;
mod domain;
mod hole;
mod names;
mod network;
mod rack;
pub mod secret_word;
pub mod value;

use std::collections::HashMap;
use std::sync::Arc;

pub use allowance::Allowance;
pub use build::{build, read_lock};
use construct::{
    AccessList, BondBlock, CableBlock, CloudServicesNetwork, Cluster, CommunityList, DeviceBlock,
    ExtCommunityList, FabricBlock, L2Domain, LockRoot, Nni, PortBlock, PrefixList, RoutePolicy, StorageArray,
    Vm,
};
pub use domain::{Domain, Subnet, nth};
pub use hole::{Areas, Holes};
pub use network::{Network, NetworkKind};
pub use rack::{Appliance, ApplianceKind, Ce, Pe, Rack, Server, Tor};

use crate::finding::At;

/// One instance.
#[derive(Debug)]
pub struct Fabric {
    /// The fabric statement.
    pub fabric: Arc<FabricBlock>,
    /// PEs by number.
    pub pes: Vec<Pe>,
    /// CEs by number.
    pub ces: Vec<Ce>,
    /// Compute racks by number, then aggregate racks by name.
    pub racks: Vec<Rack>,
    /// Storage arrays by number.
    pub arrays: Vec<(u32, StorageArray)>,
    /// The infrastructure domain first, then the L3 isolation domains by name.
    pub domains: Vec<Domain>,
    /// L2 isolation domains by name.
    pub l2_domains: Vec<L2Domain>,
    /// NNIs by name.
    pub nnis: Vec<Nni>,
    /// Workload networks by name.
    pub networks: Vec<Network>,
    /// Cloud services networks by name.
    pub csns: Vec<CloudServicesNetwork>,
    /// Clusters by name.
    pub clusters: Vec<Cluster>,
    /// VMs by name.
    pub vms: Vec<Vm>,
    /// Prefix lists by name.
    pub prefix_lists: Vec<PrefixList>,
    /// Community lists by name.
    pub community_lists: Vec<CommunityList>,
    /// Extended community lists by name.
    pub ext_community_lists: Vec<ExtCommunityList>,
    /// Route policies by name.
    pub policies: Vec<RoutePolicy>,
    /// Access lists by name.
    pub acls: Vec<AccessList>,
    /// Cables that were written.
    pub cables: Vec<CableBlock>,
    /// Bonds that were written.
    pub bonds: Vec<BondBlock>,
    /// Port settings that were written.
    pub ports: Vec<PortBlock>,
    /// Device settings that were written, by name.
    pub devices: HashMap<Arc<str>, DeviceBlock>,
    /// What it says about findings, by place.
    pub allowances: Vec<Allowance>,
    /// What of it could not be read.
    pub holes: Holes,
    domain_index: HashMap<Arc<str>, usize>,
    network_index: HashMap<Arc<str>, usize>,
    rack_index: HashMap<Arc<str>, usize>,
}

impl Fabric {
    /// The L3 or infrastructure domain of a name.
    pub fn domain(&self, name: &str) -> Option<&Domain> {
        self.domains.get(*self.domain_index.get(name)?)
    }

    /// The workload network of a name.
    pub fn network(&self, name: &str) -> Option<&Network> {
        self.networks.get(*self.network_index.get(name)?)
    }

    /// The place of a workload network in [`Fabric::networks`].
    pub fn network_position(&self, name: &str) -> Option<usize> {
        self.network_index.get(name).copied()
    }

    /// The place of a rack in [`Fabric::racks`].
    pub fn rack_position(&self, name: &str) -> Option<usize> {
        self.rack_index.get(name).copied()
    }

    /// The infrastructure domain, where there is one.
    pub fn infrastructure(&self) -> Option<&Domain> {
        self.domains.first().filter(|d| d.infrastructure)
    }

    /// An internal network of the infrastructure domain.
    pub fn infra_network(&self, name: &str) -> Option<&construct::InternalNetwork> {
        self.infrastructure()?.internal.iter().find(|n| &*n.name.value == name)
    }

    /// The statement that sets a device's addresses.
    pub fn device(&self, name: &str) -> Option<&DeviceBlock> {
        self.devices.get(name)
    }

    /// The route policy of a name.
    pub fn policy(&self, name: &str) -> Option<&RoutePolicy> {
        named(&self.policies, name, |p| &p.name.value)
    }

    /// The prefix list of a name.
    pub fn prefix_list(&self, name: &str) -> Option<&PrefixList> {
        named(&self.prefix_lists, name, |l| &l.name.value)
    }

    /// The community list of a name.
    pub fn community_list(&self, name: &str) -> Option<&CommunityList> {
        named(&self.community_lists, name, |l| &l.name.value)
    }

    /// The extended community list of a name.
    pub fn ext_community_list(&self, name: &str) -> Option<&ExtCommunityList> {
        named(&self.ext_community_lists, name, |l| &l.name.value)
    }

    /// The access list of a name.
    pub fn acl(&self, name: &str) -> Option<&AccessList> {
        named(&self.acls, name, |l| &l.name.value)
    }

    /// Compute racks, by number.
    pub fn compute_racks(&self) -> impl Iterator<Item = &Rack> {
        self.racks.iter().filter(|r| r.number.is_some())
    }
}

/// The lock as it was read: empty where there is none.
#[derive(Debug, Default)]
pub struct Lock {
    /// What it holds, where it could be read.
    pub root: Option<LockRoot>,
}

/// A name that expansion gave, with the word it came from.
pub(crate) type Named = At<Arc<str>>;

/// The number that a name ends in.
pub(crate) fn trailing_number(name: &str) -> Option<u32> {
    let digits = name.len() - name.trim_end_matches(|c: char| c.is_ascii_digit()).len();
    name.get(name.len() - digits..).filter(|d| !d.is_empty())?.parse().ok()
}

/// A name with the number that counts it: what it says itself, or what it ends in.
pub(crate) fn number_of(name: &str, written: Option<u64>) -> Option<u32> {
    written.and_then(|n| u32::try_from(n).ok()).or_else(|| trailing_number(name)).filter(|n| *n > 0)
}

/// One of what is in the order of its names.
fn named<'a, T>(items: &'a [T], name: &str, key: impl Fn(&'a T) -> &'a str) -> Option<&'a T> {
    items.get(items.binary_search_by(|item| key(item).cmp(name)).ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_what_a_name_ends_in() {
        assert_eq!(trailing_number("r12"), Some(12));
        assert_eq!(trailing_number("rack-07"), Some(7));
        assert_eq!(trailing_number("r1a"), None);
        assert_eq!(number_of("r3", Some(9)), Some(9));
        assert_eq!(number_of("r0", None), None);
    }
}
