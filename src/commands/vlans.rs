//! Lists of VLANs as switches write them.

use crate::model::value::VlanSet;

/// The VLANs of a list, `100-104,200` or `none`; none where it is no list.
pub fn parse(text: &str) -> Option<VlanSet> {
    let mut set = VlanSet::default();
    if text == "none" {
        return Some(set);
    }
    for part in text.split(',') {
        let (first, last) = part.split_once('-').unwrap_or((part, part));
        let (first, last): (u16, u16) = (first.parse().ok()?, last.parse().ok()?);
        if first > last || last > 4094 {
            return None;
        }
        (first..=last).for_each(|vlan| set.insert(vlan));
    }
    Some(set)
}

/// What is in the first set and not in the second.
pub fn less(first: &VlanSet, second: &VlanSet) -> VlanSet {
    first.iter().filter(|vlan| !second.contains(*vlan)).collect()
}
