//! Ids of domains: the peer VLAN, the session between the CEs and the route distinguisher follow
//! from them, so an id once given stays.

use std::collections::BTreeSet;

use super::lock::Index;
use crate::model::Fabric;

/// The highest id that a domain may have.
pub const MOST: u16 = 4000;

/// The id of each domain: what the file says, what the lock says, or the lowest that is free, in
/// the order of names. Where none is left, it is 0.
pub fn domains(fabric: &Fabric, lock: &Index) -> Vec<u16> {
    let written = |i: usize| fabric.domains.get(i).and_then(|d| d.number.as_ref()).map(|n| n.value);
    let mut taken: BTreeSet<u16> = (0..fabric.domains.len()).filter_map(written).collect();
    let mut ids: Vec<Option<u16>> = (0..fabric.domains.len()).map(written).collect();
    for (domain, id) in fabric.domains.iter().zip(&mut ids) {
        if id.is_none() {
            *id = lock.domain(&domain.name.value).filter(|n| taken.insert(*n));
        }
    }
    let mut order: Vec<usize> = (0..fabric.domains.len()).collect();
    order.sort_by_key(|i| fabric.domains.get(*i).map(|d| d.name.value.clone()));
    let mut next = 1u16;
    for i in order {
        if let Some(id @ None) = ids.get_mut(i) {
            while next <= MOST && !taken.insert(next) {
                next += 1;
            }
            *id = (next <= MOST).then_some(next);
        }
    }
    ids.into_iter().map(Option::unwrap_or_default).collect()
}
