//! What is to be placed: the nodes of clusters, and VMs, with what they attach to.

use std::net::IpAddr;
use std::sync::Arc;

use crate::finding::{At, Span};
use crate::model::construct::{AgentPool, Attach, Cluster};
use crate::model::value::{Plugin, RackRef, Ref, ServerCell};
use crate::model::{Fabric, NetworkKind};

/// A workload, by its position in [`super::Topology::workloads`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct WorkloadId(pub u32);

/// Whose workload it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Owner {
    /// A cluster of the model, and its pool; none for the control plane.
    Cluster(usize, Option<usize>),
    /// A VM of the model.
    Vm(usize),
}

/// A VM: a node of a cluster, or one of its own.
#[derive(Debug)]
pub struct Workload {
    /// What it is called: `upf/worker/3`, `upf/control-plane/1`, `vm/firewall`.
    pub name: Arc<str>,
    /// Whose it is.
    pub owner: Owner,
    /// vCPUs.
    pub cpus: u32,
    /// GiB of memory.
    pub memory: u32,
    /// Its interfaces. The nodes of a pool share them.
    pub attachments: Arc<[Attachment]>,
    /// The racks it may stand in; any where empty.
    pub racks: Arc<[At<Ref<RackRef>>]>,
    /// Where it has to stand.
    pub place: Option<At<ServerCell>>,
    /// The statement.
    pub span: Span,
}

/// An interface of a workload: one VF.
#[derive(Debug, Clone)]
pub struct Attachment {
    /// What tells it from the workload's others: `defaultcni`, `cloudservices`, a network's name,
    /// with `.2` behind it for the second time.
    pub key: Arc<str>,
    /// The network, by its position in the model. The cloud services network has no VLAN.
    pub network: Option<usize>,
    /// How pods get their interface; none for what belongs to the node.
    pub plugin: Option<Plugin>,
    /// Addresses that the file gives.
    pub addresses: Vec<At<IpAddr>>,
    /// Whether the workload is given an address of the network.
    pub addressed: bool,
    /// The statement.
    pub span: Span,
}

/// Every workload, by owner, pool and index.
pub fn workloads(fabric: &Fabric) -> Vec<Workload> {
    let mut all = Vec::new();
    for (i, cluster) in fabric.clusters.iter().enumerate() {
        cluster_nodes(fabric, i, cluster, &mut all);
    }
    for (i, vm) in fabric.vms.iter().enumerate() {
        let mut keys = Keys::default();
        let mut attachments = vec![keys.cloud_services(vm.cloud_services.span)];
        for attach in vm.attach.iter() {
            attachments.push(Attachment {
                key: keys.next(&attach.network),
                network: fabric.network_position(&attach.network),
                plugin: None,
                addresses: attach.addresses.iter().map(|a| a.map(|a| a.0)).collect(),
                addressed: is_l3(fabric, &attach.network),
                span: attach.span,
            });
        }
        all.push(Workload {
            name: format!("vm/{}", vm.name.value).into(),
            owner: Owner::Vm(i),
            cpus: vm.cpus.0 as u32,
            memory: vm.memory.0,
            attachments: attachments.into(),
            racks: vm.racks.0.clone().into(),
            place: vm.place.0.clone(),
            span: vm.span,
        });
    }
    all
}

fn cluster_nodes(fabric: &Fabric, index: usize, cluster: &Cluster, all: &mut Vec<Workload>) {
    let base = |keys: &mut Keys| {
        let cni = Attachment {
            key: "defaultcni".into(),
            network: fabric.network_position(&cluster.cni),
            plugin: None,
            addresses: Vec::new(),
            addressed: true,
            span: cluster.cni.span,
        };
        vec![cni, keys.cloud_services(cluster.cloud_services.span)]
    };
    let plane = &cluster.control_plane;
    let attachments: Arc<[Attachment]> = base(&mut Keys::default()).into();
    let racks: Arc<[At<Ref<RackRef>>]> = plane.racks.0.clone().into();
    for n in 1..=plane.count.0 {
        all.push(Workload {
            name: format!("{}/control-plane/{n}", cluster.name.value).into(),
            owner: Owner::Cluster(index, None),
            cpus: plane.sku.cpus,
            memory: plane.sku.memory,
            attachments: attachments.clone(),
            racks: racks.clone(),
            place: plane.place.get(n as usize - 1).cloned(),
            span: plane.span,
        });
    }
    let mut order: Vec<(usize, &AgentPool)> = cluster.pools.iter().enumerate().collect();
    order.sort_by(|a, b| a.1.name.value.cmp(&b.1.name.value));
    for (position, pool) in order {
        let mut keys = Keys::default();
        let mut attachments = base(&mut keys);
        for attach in pool_attachments(cluster, pool) {
            attachments.push(Attachment {
                key: keys.next(&attach.network),
                network: fabric.network_position(&attach.network),
                plugin: Some(attach.plugin.value),
                addresses: Vec::new(),
                addressed: attach.plugin.value == Plugin::OsDevice && is_l3(fabric, &attach.network),
                span: attach.span,
            });
        }
        let attachments: Arc<[Attachment]> = attachments.into();
        let racks: Arc<[At<Ref<RackRef>>]> = pool.racks.0.clone().into();
        for n in 1..=pool.count.0 {
            all.push(Workload {
                name: format!("{}/{}/{n}", cluster.name.value, pool.name.value).into(),
                owner: Owner::Cluster(index, Some(position)),
                cpus: pool.sku.cpus,
                memory: pool.sku.memory,
                attachments: attachments.clone(),
                racks: racks.clone(),
                place: pool.place.get(n as usize - 1).cloned(),
                span: pool.span,
            });
        }
    }
}

/// The networks of a pool: its own, or where it has none the cluster's.
pub fn pool_attachments<'c>(cluster: &'c Cluster, pool: &'c AgentPool) -> &'c [Attach] {
    if pool.attach.is_empty() { &cluster.attach } else { &pool.attach }
}

fn is_l3(fabric: &Fabric, network: &str) -> bool {
    fabric.network(network).is_some_and(|n| matches!(n.kind, NetworkKind::L3 { .. }))
}

/// Numbers the attachments of one workload to one network.
#[derive(Default)]
struct Keys(Vec<Arc<str>>);

impl Keys {
    fn next(&mut self, network: &Ref<crate::model::value::NetworkRef>) -> Arc<str> {
        let before = self.0.iter().filter(|n| **n == network.name).count();
        self.0.push(network.name.clone());
        match before {
            0 => network.name.clone(),
            n => format!("{}.{}", network.name, n + 1).into(),
        }
    }

    fn cloud_services(&mut self, span: Span) -> Attachment {
        Attachment {
            key: "cloudservices".into(),
            network: None,
            plugin: None,
            addresses: Vec::new(),
            addressed: false,
            span,
        }
    }
}
