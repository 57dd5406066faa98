//! Values as both vendors write them.

use crate::model::value::VlanSet;
use crate::plan::SecretRef;

/// The reference that stands where a secret belongs, `<env:NAME>`; any other text is kept as it is.
pub fn secret(text: &str) -> SecretRef {
    let inner = text.strip_prefix('<').and_then(|t| t.strip_suffix('>'));
    SecretRef(inner.unwrap_or(text).to_owned())
}

/// A list of VLANs, `100-104,200`, and whether it names one twice; none where it is no list.
pub fn vlans(text: &str) -> Option<(VlanSet, bool)> {
    let mut set = VlanSet::default();
    let mut twice = false;
    for part in text.split(',') {
        let (first, last) = part.split_once('-').unwrap_or((part, part));
        let (first, last): (u16, u16) = (first.parse().ok()?, last.parse().ok()?);
        if first > last || last > 4094 {
            return None;
        }
        for vlan in first..=last {
            twice |= set.contains(vlan);
            set.insert(vlan);
        }
    }
    Some((set, twice))
}
