//! A cable between ports of two speeds.

use super::group::groups;
use super::settings::{said_speeds, speed};
use super::{Context, words};
use crate::finding::Finding;
use crate::graph::Cable;

pub fn run(context: &Context<'_>, findings: &mut Vec<Finding>) {
    // A cable that says its speed sets both ends.
    let said = said_speeds(context);
    let differ = context.topology.cables.iter().filter_map(|cable| {
        let said = cable.written && said.contains(&cable.span);
        let (a, b) = (speed(context, cable.a)?, speed(context, cable.b)?);
        (!said && a.0 != b.0).then_some(((a.1, b.1), cable))
    });
    for group in groups(differ) {
        findings.extend(finding(context, &group));
    }
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
    // A statement about one of the ports is what is at fault, rather than a platform of many.
    let own = |port| context.port_block(port).is_some_and(|b| b.speed.is_some());
    let (at, text, other, other_text) = match own(cable.a) && !own(cable.b) {
        true => (a.1, format!("{near} runs at {}", a.0), b.1, format!("{far} runs at {}", b.0)),
        false => (b.1, format!("{far} runs at {}", b.0), a.1, format!("{near} runs at {}", a.0)),
    };
    let finding = Finding::error("speed-mismatch", at, title)
        .here(text)
        .label(other, other_text)
        .effect("the link would not come up");
    Some(if cable.written { finding.label(cable.span, "the cable") } else { finding })
}
