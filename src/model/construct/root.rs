//! What may stand at the top level of a fabric.
#![allow(missing_docs)] // each field is documented by the construct that it holds

use super::field::{Block, Many};
use super::*;

construct! {
    /// The top level: the order of statements never matters, and any of them may stand in any
    /// file of the fabric. `include PATH` reads another file, once, its path relative to the file
    /// that names it.
    Root = "" {
        fabric: Block<FabricBlock> = "fabric";
        platforms: Many<Platform> = "platform";
        profiles: Many<ServerProfile> = "server-profile";
        pes: Many<PeBlock> = "pe";
        ces: Many<CeBlock> = "ce";
        racks: Many<RackBlock> = "rack";
        arrays: Many<StorageArray> = "storage-array";
        l2_domains: Many<L2Domain> = "l2-isolation-domain";
        l3_domains: Many<L3Domain> = "l3-isolation-domain";
        infrastructure: Block<InfrastructureDomain> = "infrastructure-domain";
        nnis: Many<Nni> = "nni";
        prefix_lists: Many<PrefixList> = "prefix-list";
        community_lists: Many<CommunityList> = "community-list";
        ext_community_lists: Many<ExtCommunityList> = "extended-community-list";
        policies: Many<RoutePolicy> = "route-policy";
        acls: Many<AccessList> = "access-list";
        l2_networks: Many<L2Network> = "l2-network";
        l3_networks: Many<L3Network> = "l3-network";
        trunks: Many<TrunkedNetwork> = "trunked-network";
        csns: Many<CloudServicesNetwork> = "cloud-services-network";
        clusters: Many<Cluster> = "cluster";
        vms: Many<Vm> = "vm";
        cables: Many<CableBlock> = "cable";
        bonds: Many<BondBlock> = "bond";
        ports: Many<PortBlock> = "port";
        devices: Many<DeviceBlock> = "device";
        allows: Many<Allow> = "allow";
        warns: Many<Warn> = "warn";
    }
}
