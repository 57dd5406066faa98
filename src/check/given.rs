//! Addresses that the file gives to single devices and workloads, with the subnet that they are to
//! lie in, for the rules about them.

use std::net::IpAddr;

use ipnet::IpNet;

use super::Context;
use super::context::network_name;
use crate::assign::address::kept_back;
use crate::finding::{At, Span};
use crate::model::construct::InternalNetwork;
use crate::model::value::Address;
use crate::model::{Domain, NetworkKind, Subnet};

/// An address that the file gives.
pub struct Given {
    /// Who has it: `vm firewall`, `array1`, `r1-s4`.
    pub who: String,
    /// The address.
    pub address: At<IpAddr>,
    /// What it lies in: `mgmt of oam`, `the pool management`.
    pub network: String,
    /// The prefixes of the address's family.
    pub nets: Vec<At<IpNet>>,
    /// What of them is kept back.
    pub kept: Vec<IpAddr>,
    /// The network.
    pub span: Span,
}

impl Given {
    /// Whether it lies in its network.
    pub fn inside(&self) -> bool {
        self.nets.iter().any(|n| n.value.contains(&self.address.value))
    }
}

/// All of them.
pub fn all(context: &Context<'_>) -> Vec<Given> {
    let fabric = context.fabric;
    let mut all = Vec::new();
    for vm in &fabric.vms {
        for attach in vm.attach.iter() {
            let Some(network) = fabric.network(&attach.network) else { continue };
            let NetworkKind::L3 { domain, vlan, .. } = &network.kind else { continue };
            let Some(domain) = fabric.domain(&domain.value) else { continue };
            let Some(internal) = domain.network(vlan.value) else { continue };
            let who = format!("vm {}", vm.name.value);
            all.extend(attach.addresses.iter().map(|a| of(who.clone(), *a, domain, internal)));
        }
    }
    let Some(infra) = fabric.infrastructure() else {
        all.extend(devices(context, None));
        return all;
    };
    for (_, array) in &fabric.arrays {
        let Some(network) = fabric.infra_network(&array.network) else { continue };
        let who = array.name.value.to_string();
        all.extend(array.addresses.iter().map(|a| of(who.clone(), *a, infra, network)));
    }
    all.extend(devices(context, Some(infra)));
    all
}

fn of(who: String, address: At<Address>, domain: &Domain, network: &InternalNetwork) -> Given {
    let address = address.map(|a| a.0);
    let own: Vec<Subnet> = network
        .subnets()
        .into_iter()
        .filter(|s| s.prefix.addr().is_ipv4() == address.value.is_ipv4())
        .collect();
    Given {
        who,
        address,
        network: network_name(domain, network),
        nets: own.iter().map(|s| At::new(s.prefix, s.span)).collect(),
        kept: own.iter().flat_map(kept_back).collect(),
        span: network.span,
    }
}

/// What `device` statements give.
fn devices(context: &Context<'_>, infra: Option<&Domain>) -> Vec<Given> {
    let pools = &context.fabric.fabric.pools;
    let mut all = Vec::new();
    for block in &context.blocks {
        let name = &*block.name.value.name;
        let pool = |address: &At<Address>, word: &str, pool: At<crate::model::value::Prefix>| Given {
            who: name.to_owned(),
            address: address.map(|a| a.0),
            network: format!("the pool `{word}`"),
            nets: vec![pool.map(|p| p.0)],
            kept: Vec::new(),
            span: pool.span,
        };
        all.extend(block.management.iter().map(|a| pool(a, "management", pools.management)));
        if let Some(bmc) = pools.bmc.0 {
            all.extend(block.bmc.iter().map(|a| pool(a, "bmc", bmc)));
        }
        let profile = context.topology.named(name).and_then(|id| context.profile(id));
        let (Some(profile), Some(infra)) = (profile, infra) else { continue };
        let rows = [
            (block.host.as_ref(), profile.host.as_ref().map(|h| &h.network.value)),
            (block.storage.as_ref(), profile.storage.as_ref().map(|s| &s.network.value)),
        ];
        for (address, network) in rows {
            let network = network.and_then(|n| context.fabric.infra_network(n));
            let (Some(address), Some(network)) = (address, network) else { continue };
            all.push(of(name.to_owned(), *address, infra, network));
        }
    }
    all
}
