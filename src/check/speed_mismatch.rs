//! A cable between ports of two speeds.

use std::collections::HashSet;

use super::group::groups;
use super::{Context, words};
use crate::finding::{Finding, Span};
use crate::graph::{Cable, PortId};
use crate::model::value::Speed;

pub fn run(context: &Context<'_>, findings: &mut Vec<Finding>) {
    // A cable that says its speed sets both ends.
    let said: HashSet<Span> =
        context.fabric.cables.iter().filter(|b| b.speed.is_some()).map(|b| b.span).collect();
    let differ = context.topology.cables.iter().filter_map(|cable| {
        let said = cable.written && said.contains(&cable.span);
        let (a, b) = (speed(context, cable.a)?, speed(context, cable.b)?);
        (!said && a.0 != b.0).then_some(((a.1, b.1), cable))
    });
    for group in groups(differ) {
        findings.extend(finding(context, &group));
    }
}

/// What a port runs at, and where that was said.
fn speed(context: &Context<'_>, id: PortId) -> Option<(Speed, Span)> {
    if let Some(written) = context.port_block(id).and_then(|b| b.speed.as_ref()) {
        return Some((written.value, written.span));
    }
    let port = context.topology.port(id)?;
    Some((port.speed?, port.span))
}

fn finding(context: &Context<'_>, group: &[&Cable]) -> Option<Finding> {
    let cable = group.first()?;
    let (a, b) = (speed(context, cable.a)?, speed(context, cable.b)?);
    let (near, far) = (context.topology.show(cable.a), context.topology.show(cable.b));
    let more = match group.len() {
        1 => String::new(),
        n => format!(", and so at {}", words::count(n - 1, "more cable")),
    };
    let title = format!("{near} runs at {}, {far} at {}{more}", a.0, b.0);
    let finding = Finding::error("speed-mismatch", b.1, title)
        .here(format!("{far} runs at {}", b.0))
        .label(a.1, format!("{near} runs at {}", a.0))
        .effect("the link would not come up");
    Some(if cable.written { finding.label(cable.span, "the cable") } else { finding })
}
