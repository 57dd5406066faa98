//! Tables for people: cables and addresses.

use serde::Serialize;

use super::Context;
use crate::graph::{DeviceId, Kind, Purpose};
use crate::lower::names::loopback;
use crate::model::NetworkKind;
use crate::plan::Device;

/// One cable.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CableRow {
    /// The device nearer to the customer's network.
    pub a_device: String,
    /// Its port.
    pub a_port: String,
    /// The other device.
    pub b_device: String,
    /// Its port.
    pub b_port: String,
    /// What it runs at; empty where nothing says.
    pub speed: String,
    /// What it is for.
    pub purpose: String,
}

/// Every cable, in the order of devices and ports.
pub fn cables(context: &Context<'_>) -> Vec<CableRow> {
    let topology = &context.assigned.topology;
    topology
        .cables_by_end()
        .into_iter()
        .filter_map(|cable| {
            let (a, b) = (topology.port(cable.a)?, topology.port(cable.b)?);
            Some(CableRow {
                a_device: topology.device(a.device)?.name.to_string(),
                a_port: a.name.to_string(),
                b_device: topology.device(b.device)?.name.to_string(),
                b_port: b.name.to_string(),
                speed: cable.speed.map(|s| s.to_string()).unwrap_or_default(),
                purpose: match &cable.purpose {
                    Purpose::PeUplink => "pe-uplink".into(),
                    Purpose::CeUplink => "ce-uplink".into(),
                    Purpose::PeerLink => "peer-link".into(),
                    Purpose::Server => "server".into(),
                    Purpose::Storage => "storage".into(),
                    Purpose::Management => "management".into(),
                    Purpose::Bmc => "bmc".into(),
                    Purpose::Pxe => "pxe".into(),
                    Purpose::Other(text) => text.to_string(),
                },
            })
        })
        .collect()
}

/// One address.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct AddressRow {
    /// The VRF; `management` and `global` are the switches' own.
    pub vrf: String,
    /// The address with its length.
    pub address: ipnet::IpNet,
    /// Whose it is.
    pub device: String,
    /// The interface.
    pub interface: String,
    /// What it is for.
    pub purpose: String,
}

/// The addresses of a switch. A shared address is listed once, with the first of the pair.
pub fn of_switch(context: &Context<'_>, id: DeviceId, device: &Device) -> Vec<AddressRow> {
    let kind = context.assigned.topology.device(id).map(|d| d.kind);
    let first = matches!(kind, Some(Kind::Ce(0)));
    let mut rows = Vec::new();
    let mut add = |vrf: Option<&str>, address, interface: String, purpose: &str| {
        rows.push(AddressRow {
            vrf: vrf.unwrap_or("global").to_owned(),
            address,
            device: device.name.clone(),
            interface,
            purpose: purpose.to_owned(),
        });
    };
    if let Some(address) = device.management.address {
        add(Some("management"), address, device.management.port.clone(), "management");
    }
    for own in &device.loopbacks {
        for address in &own.addresses {
            add(own.vrf.as_deref(), *address, loopback(device.os, own.number), "router id");
        }
    }
    for sub in device.sub_interfaces() {
        for address in &sub.layer3.addresses {
            add(sub.layer3.vrf.as_deref(), *address, sub.name.clone(), "edge");
        }
    }
    for svi in &device.svis {
        let purpose = match (&svi.layer3.vrf, svi.gateways.is_empty()) {
            (None, _) => "peer link",
            (Some(_), true) => "between the CEs",
            (Some(_), false) => "svi",
        };
        for address in &svi.layer3.addresses {
            add(svi.layer3.vrf.as_deref(), *address, format!("Vlan{}", svi.vlan), purpose);
        }
        if first {
            for gateway in svi.gateways.iter().map(|g| &g.address) {
                let length =
                    svi.layer3.addresses.iter().find(|a| a.contains(gateway)).map_or(128, |a| a.prefix_len());
                if let Ok(net) = ipnet::IpNet::new(*gateway, length) {
                    add(svi.layer3.vrf.as_deref(), net, format!("Vlan{}", svi.vlan), "gateway, on both CEs");
                }
            }
        }
    }
    rows
}

/// The addresses of everything but switches.
pub fn elsewhere(context: &Context<'_>) -> Vec<AddressRow> {
    let fabric = context.fabric;
    let topology = &context.assigned.topology;
    let infra = fabric.infrastructure().map_or("", |d| &d.name.value);
    let mut rows = Vec::new();
    let mut add = |vrf: &str, address: ipnet::IpNet, device: &str, interface: &str, purpose: &str| {
        rows.push(AddressRow {
            vrf: vrf.to_owned(),
            address,
            device: device.to_owned(),
            interface: interface.to_owned(),
            purpose: purpose.to_owned(),
        });
    };
    for (id, device) in topology.ids() {
        let own = context.assigned.addresses.device(id);
        if let Some(address) = own.management.filter(|_| matches!(device.kind, Kind::Appliance(..))) {
            add("management", address, &device.name, "management", "management");
        }
        for (address, vrf, purpose) in
            [(own.host, infra, "host"), (own.storage, infra, "storage"), (own.bmc, "management", "bmc")]
        {
            if let Some(address) = address {
                add(vrf, address, &device.name, purpose, purpose);
            }
        }
    }
    for (_, array) in &fabric.arrays {
        let Some(network) = fabric.infra_network(&array.network) else { continue };
        for (port, address) in array.ports.iter().zip(array.addresses.iter()) {
            let subnet = network.subnets.iter().find(|s| s.0.contains(&address.0));
            let length = subnet.map_or(32, |s| s.0.prefix_len());
            if let Ok(net) = ipnet::IpNet::new(address.0, length) {
                add(infra, net, &array.name, port, "storage");
            }
        }
    }
    for (d, domain) in fabric.domains.iter().enumerate() {
        for (e, external) in domain.external.iter().enumerate() {
            for link in context.option_a.get(&(d, e)).into_iter().flatten() {
                let Some(pe) = fabric.pes.get(link.pe) else { continue };
                for (_, address) in link.addresses() {
                    add(&domain.name.value, address, &pe.name.value, &external.name, "edge");
                }
            }
        }
    }
    for (nni, links) in fabric.nnis.iter().zip(&context.nnis) {
        for link in links {
            let Some(pe) = fabric.pes.get(link.pe) else { continue };
            for (_, address) in link.addresses() {
                add("global", address, &pe.name.value, &nni.name, "edge");
            }
        }
    }
    for (i, workload) in topology.workloads.iter().enumerate() {
        for (n, attachment) in workload.attachments.iter().enumerate() {
            let Some(network) = attachment.network.and_then(|n| fabric.networks.get(n)) else { continue };
            let NetworkKind::L3 { domain, vlan, .. } = &network.kind else { continue };
            let subnets =
                fabric.domain(&domain.value).and_then(|d| d.network(vlan.value)).map(|n| n.subnets());
            for address in context.assigned.addresses.workload(i, n) {
                let of = subnets.iter().flatten().find(|s| s.prefix.contains(address));
                let length = of.map_or(if address.is_ipv4() { 32 } else { 128 }, |s| s.prefix.prefix_len());
                if let Ok(net) = ipnet::IpNet::new(*address, length) {
                    add(&domain.value, net, &workload.name, &attachment.key, "workload");
                }
            }
        }
    }
    rows
}
