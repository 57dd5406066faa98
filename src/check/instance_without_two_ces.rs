//! An instance without a pair of CEs.

use super::group::twins;
use super::{Context, words};
use crate::finding::Finding;

pub fn run(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let ces = &context.fabric.ces;
    let numbers: Vec<u32> = ces.iter().map(|c| c.number).collect();
    // Two of one number are `duplicate-number`'s.
    if numbers == [1, 2] || !twins(numbers.iter().map(|n| (*n, *n))).is_empty() {
        return;
    }
    let name = &context.fabric.fabric.name;
    let (title, here) = match numbers.as_slice() {
        [a, b] => (
            format!("the CEs of {} are numbers {a} and {b}", name.value),
            "a pair is numbers 1 and 2: what their names end in, unless `number` says",
        ),
        other => (
            format!("{} has {}", name.value, words::count(other.len(), "CE")),
            "an instance has two, numbers 1 and 2",
        ),
    };
    let odd = ces.iter().find(|c| !matches!(c.number, 1 | 2)).or(ces.first());
    findings.push(
        Finding::error("instance-without-two-ces", odd.map_or(name.span, |c| c.name.span), title)
            .here(here)
            .effect(match numbers.len() {
                0 | 1 => "nothing would route while a CE fails or is upgraded",
                _ => "gateways, uplinks and port-channels are those of one pair",
            }),
    );
}
