//! Settings of a port that has no cable.

use super::{Context, words};
use crate::finding::{At, Finding};
use crate::model::value::End;

pub fn run(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let topology = context.topology;
    // What is plugged in may be beyond this file: a `description` says so.
    let bare = |end: &&At<End>| {
        topology.end(end).is_some_and(|port| {
            let block = context.port_block(port);
            let off = block.is_some_and(|b| b.shutdown.0.value.on());
            topology.peer(port).is_none() && !off && block.is_none_or(|b| b.description.is_none())
        })
    };
    let ports = context.fabric.ports.iter().map(|b| (None, &b.ends));
    let bonds = context.fabric.bonds.iter().map(|b| (Some(&b.name.value), &b.members));
    for (bond, ends) in ports.chain(bonds) {
        let bare: Vec<&At<End>> = ends.iter().filter(bare).collect();
        let Some(first) = bare.first() else { continue };
        let names = words::some(bare.iter().map(|e| &e.value));
        let has = words::verb(bare.len(), "has", "have");
        let title = match bond {
            Some(bond) => format!("bond {bond} joins {names}, which {has} no cable"),
            None => format!("{names} {has} settings and no cable"),
        };
        findings.push(
            Finding::warning("uncabled-port-referenced", first.span, title)
                .here("nothing is plugged in here, as far as this fabric goes")
                .effect("a port that nobody uses would be open, and another may go without its settings"),
        );
    }
}
