//! The lock: read as an index, written in the fabric language.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::Arc;

use super::address::Addresses;
use super::placement::Placed;
use crate::finding::Span;
use crate::graph::{Topology, Workload};
use crate::model::construct::LockedWorkload;
use crate::model::{Fabric, Lock};

/// What a lock says, by name.
#[derive(Debug, Default)]
pub struct Index<'l> {
    domains: HashMap<&'l str, u16>,
    workloads: HashMap<&'l str, Locked<'l>>,
}

/// What a lock says about one workload.
#[derive(Debug)]
pub struct Locked<'l>(&'l LockedWorkload);

impl<'l> Index<'l> {
    /// The index of a lock.
    pub fn of(lock: &'l Lock) -> Self {
        let Some(root) = &lock.root else { return Index::default() };
        Index {
            domains: root.domains.iter().map(|d| (&**d.name, d.number.0 as u16)).collect(),
            workloads: root.workloads.iter().map(|w| (&**w.name, Locked(w))).collect(),
        }
    }

    /// The id of a domain.
    pub fn domain(&self, name: &str) -> Option<u16> {
        self.domains.get(name).copied()
    }

    /// What is locked of a workload.
    pub fn workload(&self, name: &str) -> Option<&Locked<'l>> {
        self.workloads.get(name)
    }
}

impl Locked<'_> {
    /// The server and the number of the NUMA cell.
    pub fn place(&self) -> Option<(&str, u64)> {
        let (server, cell) = self.0.on.split_once(':')?;
        Some((server, cell.parse().ok()?))
    }

    /// The VF of each attachment; an empty name where none is locked.
    pub fn vfs(&self, workload: &Workload) -> Vec<Arc<str>> {
        let find = |key: &str| {
            self.0
                .vfs
                .iter()
                .find_map(|word| word.split_once('@').filter(|(k, _)| *k == key).map(|(_, vf)| vf))
        };
        workload.attachments.iter().map(|a| find(&a.key).unwrap_or("").into()).collect()
    }

    /// The addresses that an attachment was given.
    pub fn addresses(&self, key: &str) -> Vec<IpAddr> {
        let of = |word: &str| match word.split_once('@') {
            Some((k, address)) if k == key => address.parse().ok(),
            _ => None,
        };
        self.0.addresses.iter().filter_map(|word| of(word)).collect()
    }
}

/// The entries of a lock as [`write`] writes them, each with the place of its name.
pub fn entries(lock: &Lock) -> Vec<(Span, String)> {
    let Some(root) = &lock.root else { return Vec::new() };
    let domains = root.domains.iter().map(|d| (d.name.span, domain(&d.name, d.number.0 as u16)));
    let workloads = root.workloads.iter().map(|w| {
        let vfs = w.vfs.iter().map(|word| word.to_string());
        let addresses = w.addresses.iter().map(|word| word.to_string());
        (w.name.span, workload(&w.name, &w.on, vfs, addresses))
    });
    domains.chain(workloads).collect()
}

/// The entry of a domain.
fn domain(name: &str, id: u16) -> String {
    format!("domain {name} {{ number {id} }}")
}

/// The entry of a workload.
fn workload(
    name: &str,
    on: &str,
    vfs: impl Iterator<Item = String>,
    addresses: impl Iterator<Item = String>,
) -> String {
    let mut text = format!("workload {name} {{ on {on}; vfs {}", vfs.collect::<Vec<_>>().join(", "));
    for (n, address) in addresses.enumerate() {
        text += if n == 0 { "; addresses " } else { ", " };
        text += &address;
    }
    text + " }"
}

/// The lock that keeps what has been assigned.
pub fn write(
    fabric: &Fabric,
    topology: &Topology,
    domain_ids: &[u16],
    placed: &[Option<Placed>],
    addresses: &Addresses,
) -> String {
    let mut text = String::from(
        "# What was chosen once and has to stay. `selvedge compile` writes this; commit it.\n\n",
    );
    for (of, id) in fabric.domains.iter().zip(domain_ids) {
        text += &domain(&of.name.value, *id);
        text.push('\n');
    }
    if !topology.workloads.is_empty() {
        text.push('\n');
    }
    for (i, (of, placed)) in topology.workloads.iter().zip(placed).enumerate() {
        let Some(placed) = placed else { continue };
        let server = topology.device(placed.server).map_or("", |d| &*d.name);
        let on = format!("{server}:{}", placed.cell_number);
        let vfs = of.attachments.iter().zip(&placed.vfs).map(|(a, vf)| format!("{}@{}", a.key, vf.name));
        let chosen = of.attachments.iter().enumerate().filter(|(_, a)| a.addresses.is_empty());
        let given = chosen.flat_map(|(n, a)| {
            addresses.workload(i, n).iter().map(move |given| format!("{}@{given}", a.key))
        });
        text += &workload(&of.name, &on, vfs, given);
        text.push('\n');
    }
    text
}
