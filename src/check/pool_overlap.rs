//! Pools that overlap.

use super::overlap::{Run, overlaps};
use super::{Context, pools};
use crate::finding::Finding;

pub fn run(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let mut pools = pools::all(context);
    pools.retain(pools::of_right_family);
    let runs = pools.iter().enumerate().map(|(i, p)| Run::prefix(p.prefix.value, i)).collect();
    for (a, b) in overlaps(runs) {
        let (Some(a), Some(b)) = (pools.get(a), pools.get(b)) else { continue };
        let (first, second) = if a.prefix.span <= b.prefix.span { (a, b) } else { (b, a) };
        let title = match first.prefix.value == second.prefix.value {
            true => {
                format!("the pools `{}` and `{}` are both {}", first.name, second.name, first.prefix.value)
            }
            false => format!(
                "the pool `{}`, {}, overlaps `{}`, {}",
                second.name, second.prefix.value, first.name, first.prefix.value
            ),
        };
        let finding = Finding::error("pool-overlap", second.prefix.span, title)
            .here("has to be a prefix of its own")
            .effect("two devices would be given one address");
        findings.push(if first.written {
            finding.label(first.prefix.span, format!("the pool `{}`", first.name))
        } else {
            finding
        });
    }
}
