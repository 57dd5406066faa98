//! VFs by the names that a host gives them.

use crate::assign::vf_name;
use crate::model::construct::{Pnic, ServerProfile};

/// A VF, whether its port has that many or not.
pub struct Named<'a> {
    /// Its pNIC.
    pub pnic: &'a Pnic,
    /// Its port.
    pub port: &'a str,
    /// Its number.
    pub index: u64,
}

/// The VF of a name, where a port has VFs of such names.
pub fn find<'a>(profile: &'a ServerProfile, name: &str) -> Option<Named<'a>> {
    let digits = name.len() - name.trim_end_matches(|c: char| c.is_ascii_digit()).len();
    let index: u32 = name.get(name.len() - digits..)?.parse().ok()?;
    let pnics = profile.numa.iter().flat_map(|n| n.pnics.iter());
    pnics.flat_map(|pnic| pnic.ports.iter().map(move |port| (pnic, port))).find_map(|(pnic, port)| {
        (vf_name(port, index) == name).then_some(Named { pnic, port, index: u64::from(index) })
    })
}

/// The names of the VFs that a host has.
pub fn names(profile: &ServerProfile) -> Vec<String> {
    let pnics = profile.numa.iter().flat_map(|n| n.pnics.iter());
    pnics
        .flat_map(|pnic| {
            let count = u32::try_from(pnic.vfs.0.value.0).unwrap_or(0);
            pnic.ports.iter().flat_map(move |port| (0..count).map(move |i| vf_name(port, i)))
        })
        .collect()
}
