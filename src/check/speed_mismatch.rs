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
    for block in &context.fabric.cables {
        let Some(asked) = block.speed.as_ref() else { continue };
        let ports = block.ends.iter().filter_map(|end| context.topology.end(end));
        let slower =
            ports.filter_map(|port| Some((port, speed(context, port)?))).find(|(_, own)| own.0 < asked.value);
        let Some((port, (own, span))) = slower else { continue };
        let port = context.topology.show(port);
        let title = format!("the cable at {port} runs at {}, the port at {own}", asked.value);
        findings.push(
            Finding::error("speed-mismatch", asked.span, title)
                .here(format!("at most {own}"))
                .label(span, format!("{port} runs at {own}"))
                .effect("the port can't run faster than it is made for: the link would not come up"),
        );
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
