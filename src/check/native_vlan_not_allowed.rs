//! A native VLAN that the port does not carry.

use super::{Context, trunk};
use crate::finding::Finding;

pub fn run(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for written in trunk::statements(context) {
        let Some(native) = written.native else { continue };
        let derived = || written.ports.iter().find_map(|(port, _)| context.needed_vlans(*port));
        let allowed = match written.ranges.is_empty() {
            true => derived(),
            false => Some(written.allowed()),
        };
        let Some(allowed) = allowed.filter(|a| !a.contains(native.value.0)) else { continue };
        let (has, does) = (written.verb("has", "have"), written.verb("does", "do"));
        let title = format!("{} {has} native VLAN {} and {does} not carry it", written.name, native.value);
        let mut finding = Finding::error("native-vlan-not-allowed", native.span, title)
            .effect("untagged frames would be dropped: a server that boots from the network does not start");
        finding = match (written.ranges.first(), allowed.is_empty()) {
            (Some(range), _) => {
                finding.here("not among `vlans`").label(range.span, format!("only VLAN {allowed} here"))
            }
            (None, true) => finding.here("what is behind it needs no VLAN"),
            (None, false) => finding.here(format!("what is behind it needs VLAN {allowed}")),
        };
        findings.push(finding);
    }
}
