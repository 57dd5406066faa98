//! Sizes of nodes.

use std::fmt;

use super::{Problem, TypeSpec, Value};
use crate::finding::did_you_mean;

/// The size of a node: `NC_P46_224_v1` has 46 vCPUs and 224 GiB.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct VmSku {
    /// Its name.
    pub name: &'static str,
    /// vCPUs.
    pub cpus: u32,
    /// GiB of memory.
    pub memory: u32,
}

/// The sizes on offer; those that begin with E are for workers only. Source:
/// reference-nexus-kubernetes-cluster-sku.
const SKUS: &[(&str, u32, u32)] = &[
    ("NC_G2_8_v1", 2, 8),
    ("NC_G6_28_v1", 6, 28),
    ("NC_G12_56_v1", 12, 56),
    ("NC_G24_112_v1", 24, 112),
    ("NC_G36_168_v1", 36, 168),
    ("NC_G48_224_v1", 48, 224),
    ("NC_G56_224_v1", 56, 224),
    ("NC_P4_28_v1", 4, 28),
    ("NC_P10_56_v1", 10, 56),
    ("NC_P22_112_v1", 22, 112),
    ("NC_P34_168_v1", 34, 168),
    ("NC_P46_224_v1", 46, 224),
    ("NC_P54_224_v1", 54, 224),
    ("NC_E70_336_v1", 70, 336),
    ("NC_E94_448_v1", 94, 448),
    ("NC_E110_448_v1", 110, 448),
];

impl Value for VmSku {
    const TYPE: TypeSpec = TypeSpec::new("VM SKU", "a size of nodes, such as NC_P46_224_v1");

    fn parse(text: &str) -> Result<Self, Problem> {
        match SKUS.iter().find(|(name, ..)| *name == text) {
            Some((name, cpus, memory)) => Ok(VmSku { name, cpus: *cpus, memory: *memory }),
            None => Err(Problem {
                help: did_you_mean(text, SKUS.iter().map(|(name, ..)| *name)),
                ..Problem::new("malformed-value", "is no VM SKU", Self::TYPE.form)
            }),
        }
    }
}

impl fmt::Display for VmSku {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name)
    }
}
