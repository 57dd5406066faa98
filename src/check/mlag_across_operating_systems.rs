//! A pair of switches that run two operating systems.

use super::group::groups;
use super::{Context, words};
use crate::finding::Finding;

pub fn run(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let mixed = context.pairs.iter().filter_map(|pair| {
        let device = |id| context.topology.device(id);
        let (left, right) = (device(pair.left)?, device(pair.right)?);
        let (a, b) = (left.platform.as_deref()?, right.platform.as_deref()?);
        (a.os.value != b.os.value).then_some(((left.span, right.span), (pair, left, right, a, b)))
    });
    for group in groups(mixed) {
        let Some((pair, left, right, a, b)) = group.first().copied() else { continue };
        let title = match (pair.rack, group.len()) {
            (Some(_), n) if n > 1 => {
                let others = words::count(n - 1, "more pair");
                format!("{} runs {}, {} {}, and so {others}", left.name, a.os.value, right.name, b.os.value)
            }
            _ => format!("{} runs {}, {} {}", left.name, a.os.value, right.name, b.os.value),
        };
        findings.push(
            Finding::error("mlag-across-operating-systems", right.span, title)
                .here("both switches of a pair run one operating system")
                .label(left.span, "the other of the pair")
                .label(a.os.span, format!("{} here", a.os.value))
                .label(b.os.span, format!("{} here", b.os.value))
                .effect("MLAG and vPC don't speak to each other: the two would never be a pair"),
        );
    }
}
