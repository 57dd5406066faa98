//! VFs: which of a pNIC's are for workloads.

use std::sync::Arc;

use crate::model::construct::{Pnic, ServerProfile};

/// How many VFs of a NUMA cell workloads may have. Source: reference-near-edge-compute.
pub const TENANT_VFS: usize = 30;

/// A VF of a pNIC's port.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Vf {
    /// Its name on the host, such as `ens3f0v3`.
    pub name: Arc<str>,
    /// The position of its pNIC in the cell.
    pub pnic: usize,
    /// The port: 0 or 1.
    pub side: u8,
    /// Its number on the port.
    pub index: u32,
}

/// What a host calls the VFs of a port: `ens3f0np0` has `ens3f0v0`, `ens3f0v1`, …
pub fn vf_name(port: &str, index: u32) -> String {
    // `np1` behind a number is the port's own name; `enp1` is a bus and nothing more.
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let stem = match port.rsplit_once("np") {
        Some((stem, n)) if digits(n) && stem.ends_with(|c: char| c.is_ascii_digit()) => stem,
        _ => port,
    };
    format!("{stem}v{index}")
}

/// The VFs of each cell that workloads may have, in the order they are given out: the ports in
/// turn, number 0 of each port last, and none that the host itself uses.
pub fn tenant_vfs(profile: &ServerProfile) -> Vec<Vec<Vf>> {
    let host = |name: &str| profile.storage.iter().any(|s| s.over.iter().any(|vf| &*vf.0 == name));
    profile
        .numa
        .iter()
        .map(|cell| {
            let mut vfs: Vec<Vf> = cell
                .pnics
                .iter()
                .enumerate()
                .flat_map(|(position, pnic)| all(pnic, position))
                .filter(|vf| !host(&vf.name))
                .collect();
            vfs.sort_by_key(|vf| (vf.index == 0, vf.index, vf.pnic, vf.side));
            vfs.truncate(TENANT_VFS);
            vfs
        })
        .collect()
}

/// Every VF of a pNIC.
fn all(pnic: &Pnic, position: usize) -> Vec<Vf> {
    let count = pnic.vfs.0.0 as u32;
    let ports = pnic.ports.iter().zip(0u8..);
    ports
        .flat_map(|(port, side)| {
            (0..count).map(move |index| Vf { name: vf_name(port, index).into(), pnic: position, side, index })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::vf_name;

    #[test]
    fn a_vf_is_called_after_its_port() {
        assert_eq!(vf_name("ens3f0np0", 5), "ens3f0v5");
        assert_eq!(vf_name("ens3f1np1", 0), "ens3f1v0");
        assert_eq!(vf_name("eth2", 1), "eth2v1");
        assert_eq!(vf_name("enp1", 1), "enp1v1");
    }
}
