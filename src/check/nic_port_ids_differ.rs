//! A pNIC whose two ports go to different port ids.

use super::group::groups;
use super::nic::{self, Cabled};
use super::{Context, words};
use crate::finding::Finding;
use crate::graph::{Kind, Port};

pub fn run(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let differ: Vec<Cabled<'_>> = nic::cabled(context)
        .filter(|nic| {
            let [a, b] = nic.far;
            let kind = |port: &Port| context.topology.device(port.device).map(|d| d.kind);
            // Two vendors never have the same port ids: `mlag-across-operating-systems`.
            let os = |port: &Port| Some(context.topology.device(port.device)?.platform.as_deref()?.os.value);
            let (Some(Kind::Tor(left, _)), Some(Kind::Tor(right, _))) = (kind(a), kind(b)) else {
                return false;
            };
            left == right && a.device != b.device && a.name != b.name && os(a) == os(b)
        })
        .collect();
    // Without a statement the two platforms disagree, and do so for every server.
    let keyed = differ.iter().map(|nic| {
        let [a, b] = nic.far;
        (nic.later.map_or((a.span, b.span), |later| (later, later)), nic)
    });
    for group in groups(keyed) {
        let Some(nic) = group.first() else { continue };
        let [a, b] = nic.far;
        let more = match group.len() {
            1 => String::new(),
            n => format!(", and so {}", words::count(n - 1, "more pNIC")),
        };
        let title = format!(
            "{} goes to {} on {} and to {} on {}{more}",
            context.nic_name(nic.id),
            a.name,
            context.name(a.device),
            b.name,
            context.name(b.device)
        );
        let finding = Finding::error("nic-port-ids-differ", nic.later.unwrap_or(b.span), title)
            .here("both ports of a pNIC go to the same port id on the two TORs")
            .effect("the two TORs would have different port-channels for one bond: one link stays down");
        findings.push(match nic.later {
            Some(_) => finding,
            None => finding.label(a.span, format!("the ports of {}", context.name(a.device))),
        });
    }
}
