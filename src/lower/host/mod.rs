//! A server: its ports, its bonds, and the two VLANs that the host itself uses.
//!
//! Interfaces of the host's own are called after what they are for and the VLAN: `host.310`,
//! `storage.300`. The role comes first because that is what an operator looks for, the VLAN behind
//! it because that is what the switches call the same thing; 12 characters at most, so no network's
//! name ever has to be cut to the 15 that Linux allows.

mod bonds;

use std::net::IpAddr;

use ipnet::IpNet;

use super::Context;
use crate::assign::vf_name;
use crate::finding::Span;
use crate::graph::{Device, DeviceId, Kind, PortId};
use crate::model::construct::{InternalNetwork, Pnic, ServerProfile, StorageUse};
use crate::plan::{Bond, BondMode, Host, HostVf, HostVlan, Pf};

/// The bond of the two storage VFs.
const STORAGE: &str = "storage";

/// How often a bond looks at its ports, in milliseconds: the kernel's documentation asks for it,
/// since 0 would never notice a lost link.
const MONITOR: u16 = 100;

/// A server with what is looked up all the time.
struct Server<'a> {
    context: &'a Context<'a>,
    device: &'a Device,
    profile: &'a ServerProfile,
    nics: Vec<Nic<'a>>,
    span: Span,
}

/// A pNIC with its ports.
struct Nic<'a> {
    pnic: &'a Pnic,
    ports: [PortId; 2],
}

/// The plan of a server; none for other devices.
pub fn host(context: &Context<'_>, id: DeviceId) -> Option<Host> {
    let server = Server::of(context, id)?;
    let groups = bonds::groups(&server);
    let (vfs, storage) = match server.profile.storage.as_ref().and_then(|s| server.storage(s)) {
        Some((vfs, bond)) => (vfs, Some(bond)),
        None => (Vec::new(), None),
    };
    let vlans = server.vlans(id, &groups, storage.as_ref());
    let mut bonds = bonds::bonds(&server, &groups, &vlans, &vfs);
    let pfs = server.pfs(&groups, &bonds);
    bonds.extend(storage);
    Some(Host {
        name: server.device.name.to_string(),
        fabric: context.fabric.fabric.name.to_string(),
        profile: server.profile.name.to_string(),
        pfs,
        vfs,
        bonds,
        vlans,
        origin: server.span.into(),
    })
}

impl<'a> Server<'a> {
    fn of(context: &'a Context<'a>, id: DeviceId) -> Option<Self> {
        let topology = &context.assigned.topology;
        let device = topology.device(id)?;
        let Kind::Server(rack, position) = device.kind else { return None };
        let server = context.fabric.racks.get(rack)?.servers.get(position)?;
        let cells = &server.profile.numa;
        let nics = topology.nics_of(id).filter_map(|(_, nic)| {
            let pnic = cells.get(nic.cell)?.pnics.get(nic.position)?;
            Some(Nic { pnic, ports: nic.ports })
        });
        let nics = nics.collect();
        Some(Server { context, device, profile: &server.profile, nics, span: server.span })
    }

    fn port_name(&self, port: PortId) -> String {
        self.context.assigned.topology.port(port).map_or_else(String::new, |p| p.name.to_string())
    }

    /// The ports of the pNICs. A port has the MTU of its bond: the kernel gives it that anyway.
    fn pfs(&self, groups: &[bonds::Group<'_>], bonds: &[Bond]) -> Vec<Pf> {
        let written = self.context.fabric.device(&self.device.name);
        let mut pfs = Vec::new();
        for nic in &self.nics {
            let macs = written.and_then(|w| w.pnics.iter().find(|p| p.name.0 == nic.pnic.name.0));
            for (side, port) in nic.ports.into_iter().enumerate() {
                let bond = groups.iter().position(|g| g.members.contains(&port)).and_then(|i| bonds.get(i));
                let mac = macs.and_then(|m| m.macs.get(side));
                pfs.push(Pf {
                    name: self.port_name(port),
                    mac: mac.map(|m| m.to_string()),
                    mtu: bond.map_or_else(|| bonds::takes(self, &[port]), |b| b.mtu),
                    vfs: u16::try_from(nic.pnic.vfs.0.0).unwrap_or(u16::MAX),
                    origin: mac.map_or(nic.pnic.span, |m| m.span).into(),
                });
            }
        }
        pfs
    }

    /// The port that a VF is of.
    fn port_of_vf(&self, vf: &str) -> Option<PortId> {
        let of = |nic: &Nic<'_>, port: PortId| {
            let name = self.port_name(port);
            (0..nic.pnic.vfs.0.0 as u32).any(|index| vf_name(&name, index) == vf)
        };
        self.nics.iter().find_map(|nic| nic.ports.into_iter().find(|port| of(nic, *port)))
    }

    /// The two VFs of storage and their bond. The MAC address goes with the active VF, since a VF
    /// may not take another's; the primary does not take over again while its successor works, so
    /// that a path that comes back, or comes and goes, costs storage no second interruption.
    fn storage(&self, used: &StorageUse) -> Option<(Vec<HostVf>, Bond)> {
        let mtu = mtu(self.context.fabric.infra_network(&used.network)?);
        let vfs: Vec<HostVf> = used
            .over
            .iter()
            .filter_map(|vf| {
                let pf = self.port_name(self.port_of_vf(vf)?);
                Some(HostVf { name: vf.to_string(), pf, mtu, origin: vf.span.into() })
            })
            .collect();
        let members: Vec<String> = vfs.iter().map(|vf| vf.name.clone()).collect();
        let mode = BondMode::ActiveBackup {
            primary: members.first()?.clone(),
            reselect: "failure",
            fail_over_mac: "active",
        };
        let bond =
            Bond { name: STORAGE.into(), members, mode, monitor: MONITOR, mtu, origin: used.span.into() };
        Some((vfs, bond))
    }

    /// The host's own VLAN, and storage's where there is a bond for it.
    fn vlans(&self, id: DeviceId, groups: &[bonds::Group<'_>], storage: Option<&Bond>) -> Vec<HostVlan> {
        let addresses = self.context.assigned.addresses.device(id);
        let network = |name: &str| self.context.fabric.infra_network(name);
        let host = self.profile.host.as_ref().and_then(|used| {
            let link = bonds::named(self, groups, &used.over);
            Some(self.host_vlan(network(&used.network)?, &link, addresses.host, used.span))
        });
        let storage = self.profile.storage.as_ref().zip(storage).and_then(|(used, bond)| {
            Some(vlan("storage", network(&used.network)?, &bond.name, addresses.storage, used.span))
        });
        host.into_iter().chain(storage).collect()
    }

    /// The host's own VLAN: the way to everything else, and to the name servers.
    fn host_vlan(
        &self,
        network: &InternalNetwork,
        link: &str,
        address: Option<IpNet>,
        span: Span,
    ) -> HostVlan {
        let services = &self.context.fabric.fabric.services;
        let subnets = network.subnets();
        let gateways: Vec<IpAddr> = subnets
            .iter()
            .filter(|s| address.is_some_and(|a| s.prefix.contains(&a.addr())))
            .filter_map(|s| s.gateway)
            .collect();
        HostVlan {
            gateways,
            dns: services.dns.iter().map(|a| a.0).collect(),
            search: services.domain.as_ref().map(|d| d.to_string()),
            ..vlan("host", network, link, address, span)
        }
    }
}

/// A VLAN that leads no further than its own subnet.
fn vlan(role: &str, network: &InternalNetwork, link: &str, address: Option<IpNet>, span: Span) -> HostVlan {
    HostVlan {
        name: format!("{role}.{}", network.vlan.0),
        link: link.to_owned(),
        id: network.vlan.0,
        mtu: mtu(network),
        addresses: address.into_iter().collect(),
        link_local_v6: address.is_some_and(|a| a.addr().is_ipv6()),
        gateways: Vec::new(),
        dns: Vec::new(),
        search: None,
        origin: span.into(),
    }
}

fn mtu(network: &InternalNetwork) -> u16 {
    u16::try_from(network.mtu.0.0).unwrap_or(u16::MAX)
}
