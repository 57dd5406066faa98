//! Route maps and lists whose names NX-OS would refuse.

use super::{Context, words};
use crate::finding::{Finding, Span};
use crate::model::value::Os;

/// The longest name of a route map or prefix list on NX-OS.
const MOST: usize = 63;

pub fn run(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let mut ces = context.fabric.ces.iter().filter(|ce| ce.platform.os.value == Os::Nxos).peekable();
    let Some(os) = ces.peek().map(|ce| ce.platform.os.span) else { return };
    let names = words::some(ces.map(|ce| &ce.name.value));
    let mut take = |name: String, span: Span| {
        if name.len() <= MOST {
            return;
        }
        let title = format!("`{name}` has {} characters, NX-OS takes {MOST}", name.len());
        findings.push(
            Finding::error("derived-name-too-long", span, title)
                .here(format!("{} too long", words::count(name.len() - MOST, "character")))
                .label(os, format!("{names} would have the list"))
                .effect("the switch would refuse the list, and the session would have no policy"),
        );
    };
    for domain in context.fabric.domains.iter().filter(|d| d.speaks_bgp()) {
        let family = if domain.speaks_bgp_v6() { "-V6" } else { "" };
        let sessions = domain.internal.iter().filter(|n| n.bgp.is_some()).map(|n| &n.name);
        let external = domain.external.iter().filter(|e| e.option_a.is_some()).map(|e| &e.name);
        for name in sessions.chain(external) {
            take(format!("PL-{}-{}-OUT{family}", domain.name.value, **name), name.span);
        }
    }
    for nni in &context.fabric.nnis {
        take(format!("ECL-{}-OUT", *nni.name), nni.name.span);
    }
}
