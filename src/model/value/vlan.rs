//! VLAN ids, ranges of them, and sets.

use std::fmt;

use serde::{Serialize, Serializer};

use super::{Problem, TypeSpec, Value};

/// A VLAN id, 1 to 4094.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct VlanId(pub u16);

fn id(text: &str) -> Result<u16, Problem> {
    if text.is_empty() || !text.bytes().all(|b| b.is_ascii_digit()) {
        return Err(Problem::new("malformed-value", "is no VLAN", "a number from 1 to 4094"));
    }
    match text.parse::<u16>() {
        Ok(id @ 1..=4094) => Ok(id),
        _ => Err(Problem::new("vlan-out-of-range", "is out of range", "a VLAN is 1 to 4094")),
    }
}

impl Value for VlanId {
    const TYPE: TypeSpec = TypeSpec { name: "VLAN", form: "a VLAN id", bounds: Some((1, 4094)), words: &[] };

    fn parse(text: &str) -> Result<Self, Problem> {
        id(text).map(VlanId)
    }
}

impl fmt::Display for VlanId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// One VLAN or a run of them: `701`, `601-602`. Both ends belong to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct VlanRange {
    /// The lowest id.
    pub first: u16,
    /// The highest id.
    pub last: u16,
}

impl Value for VlanRange {
    const TYPE: TypeSpec = TypeSpec {
        name: "VLANs",
        form: "a VLAN id or a range (601-602)",
        bounds: Some((1, 4094)),
        words: &[],
    };

    fn parse(text: &str) -> Result<Self, Problem> {
        let (first, last) = text.split_once('-').unwrap_or((text, text));
        let (first, last) = (id(first)?, id(last)?);
        if first > last {
            let help = format!("write {last}-{first}");
            return Err(Problem::new("malformed-range", "runs backward", "the lower VLAN first").help(help));
        }
        Ok(VlanRange { first, last })
    }
}

impl fmt::Display for VlanRange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.first == self.last { self.first.fmt(f) } else { write!(f, "{}-{}", self.first, self.last) }
    }
}

/// A set of VLANs: one bit an id, so that union and comparison cost the same for any set.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct VlanSet([u64; 64]);

impl Default for VlanSet {
    fn default() -> Self {
        VlanSet([0; 64])
    }
}

impl VlanSet {
    /// Adds one VLAN; ids above 4095 are not VLANs and are left out.
    pub fn insert(&mut self, vlan: u16) {
        if let Some(word) = self.0.get_mut(usize::from(vlan / 64)) {
            *word |= 1 << (vlan % 64);
        }
    }

    /// Adds every VLAN of another set.
    pub fn union(&mut self, other: &VlanSet) {
        for (word, more) in self.0.iter_mut().zip(&other.0) {
            *word |= more;
        }
    }

    /// Takes out every VLAN that another set does not have.
    pub fn intersect(&mut self, other: &VlanSet) {
        for (word, kept) in self.0.iter_mut().zip(&other.0) {
            *word &= kept;
        }
    }

    /// Whether a VLAN is in the set.
    pub fn contains(&self, vlan: u16) -> bool {
        self.0.get(usize::from(vlan / 64)).is_some_and(|word| word & (1 << (vlan % 64)) != 0)
    }

    /// Whether the two have a VLAN in common.
    pub fn meets(&self, other: &VlanSet) -> bool {
        self.0.iter().zip(&other.0).any(|(a, b)| a & b != 0)
    }

    /// Whether the set has no VLAN.
    pub fn is_empty(&self) -> bool {
        self.0.iter().all(|word| *word == 0)
    }

    /// The VLANs, lowest first.
    pub fn iter(&self) -> impl Iterator<Item = u16> + '_ {
        self.0.iter().zip(0u16..).flat_map(|(word, index)| {
            let mut rest = *word;
            std::iter::from_fn(move || {
                (rest != 0).then(|| {
                    let bit = rest.trailing_zeros() as u16;
                    rest &= rest - 1;
                    index * 64 + bit
                })
            })
        })
    }

    /// The set as runs, lowest first.
    pub fn ranges(&self) -> Vec<VlanRange> {
        let mut ranges: Vec<VlanRange> = Vec::new();
        for vlan in self.iter() {
            match ranges.last_mut() {
                Some(run) if run.last + 1 == vlan => run.last = vlan,
                _ => ranges.push(VlanRange { first: vlan, last: vlan }),
            }
        }
        ranges
    }
}

impl FromIterator<u16> for VlanSet {
    fn from_iter<I: IntoIterator<Item = u16>>(vlans: I) -> Self {
        let mut set = VlanSet::default();
        for vlan in vlans {
            set.insert(vlan);
        }
        set
    }
}

/// As switches show it: sorted, runs compressed, `100-104,200`; of no VLAN, `none`.
impl fmt::Display for VlanSet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_empty() {
            return f.write_str("none");
        }
        for (i, range) in self.ranges().iter().enumerate() {
            if i > 0 {
                f.write_str(",")?;
            }
            range.fmt(f)?;
        }
        Ok(())
    }
}

impl fmt::Debug for VlanSet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{{{self}}}")
    }
}

impl Serialize for VlanSet {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_set_prints_sorted_and_compressed() {
        let set: VlanSet = [200, 104, 100, 101, 102, 103, 4094, 1].into_iter().collect();
        assert_eq!(set.to_string(), "1,100-104,200,4094");
        assert!(set.contains(4094) && !set.contains(2));
        assert_eq!(VlanSet::default().to_string(), "none");
    }

    #[test]
    fn vlans_have_bounds() {
        assert_eq!(VlanId::parse("4095").unwrap_err().rule, "vlan-out-of-range");
        assert_eq!(VlanId::parse("0").unwrap_err().rule, "vlan-out-of-range");
        assert_eq!(VlanRange::parse("602-601").unwrap_err().help.as_deref(), Some("write 601-602"));
    }
}
