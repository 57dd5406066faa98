//! An address that a device of its kind does not have.

use super::Context;
use crate::finding::{Finding, Span};
use crate::graph::Kind;

/// Which kinds of device have what a `device` statement can set.
const CE: u8 = 1;
const TOR: u8 = 2;
const SERVER: u8 = 4;
const APPLIANCE: u8 = 8;

pub fn run(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for block in &context.blocks {
        let Some(device) = context.topology.named(&block.name.value.name) else { continue };
        let Some(device) = context.topology.device(device) else { continue };
        let (kind, word) = match device.kind {
            Kind::Ce(_) => (CE, "a CE"),
            Kind::Tor(..) => (TOR, "a TOR"),
            Kind::Server(..) => (SERVER, "a server"),
            Kind::Appliance(..) => (APPLIANCE, "neither switch nor server of the fabric"),
            Kind::Pe(_) => (0, "a PE: it gets no configuration"),
            Kind::Array(_) => (0, "a storage array: its own statement has its addresses"),
        };
        let span = |a: &Option<crate::finding::At<crate::model::value::Address>>| a.as_ref().map(|a| a.span);
        let rows: [(&str, Option<Span>, u8, &str); 7] = [
            ("loopback", span(&block.loopback), CE, "a CE"),
            ("management", span(&block.management), CE | TOR | APPLIANCE, "a switch"),
            ("peer-link", span(&block.peer_link), CE | TOR, "a CE or TOR"),
            ("host", span(&block.host), SERVER, "a server"),
            ("storage", span(&block.storage), SERVER, "a server"),
            ("bmc", span(&block.bmc), SERVER, "a server"),
            ("pnic", block.pnics.first().map(|p| p.span), SERVER, "a server"),
        ];
        for (name, span, kinds, owner) in rows {
            let Some(span) = span.filter(|_| kinds & kind == 0) else { continue };
            let what = if name == "pnic" { "pNIC" } else { "address" };
            let title = format!("{} has no `{name}` {what}", device.name);
            findings.push(
                Finding::error("setting-not-for-device", span, title)
                    .here(format!("only {owner} has one"))
                    .label(device.span, word),
            );
        }
    }
}
