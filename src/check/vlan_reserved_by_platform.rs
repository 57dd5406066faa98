//! A VLAN that a switch keeps for itself.

use super::Context;
use crate::finding::{At, Finding};
use crate::model::value::{Os, VlanRange};

/// What NX-OS keeps.
const NXOS: VlanRange = VlanRange { first: 3968, last: 4094 };

pub fn run(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let nxos = context.topology.switches().find_map(|(id, d)| {
        let platform = d.platform.as_deref().filter(|p| p.os.value == Os::Nxos)?;
        Some((id, platform.os.span))
    });
    let single = |id: At<u16>| At::new(VlanRange { first: id.value, last: id.value }, id.span);
    let pool = context.fabric.fabric.pools.peer_vlan.0;
    let pool = (pool, "the pool `peer-vlan`".to_owned());
    let all = context.vlans.iter().map(|v| (single(v.id), v.name.clone())).chain([pool]);
    for (vlans, name) in all {
        let what = match vlans.first == vlans.last {
            true => format!("VLAN {}", vlans.value),
            false => format!("VLANs {}", vlans.value),
        };
        if let Some(taken) = context.internal.iter().find(|i| overlap(i.range, vlans.value)) {
            let switch = context.name(taken.switch);
            let title = format!("{name} has {what}, {switch} keeps {} for itself", taken.range);
            let finding = Finding::error("vlan-reserved-by-platform", vlans.span, title)
                .here("EOS gives each routed port and sub-interface one of these")
                .effect("what comes second is refused: the VLAN, or the port that would take it");
            findings.push(match taken.written {
                Some(span) => finding.label(span, "its internal VLANs"),
                None => finding
                    .label(taken.platform, "without `internal-vlans` EOS begins at 1006")
                    .help("give the platform a range of its own, such as `internal-vlans 3401-3967`"),
            });
        }
        if let Some((id, span)) = nxos.filter(|_| overlap(NXOS, vlans.value)) {
            let title = format!("{name} has {what}, NX-OS keeps {NXOS} for itself");
            findings.push(
                Finding::error("vlan-reserved-by-platform", vlans.span, title)
                    .here(format!("not to be had on {}", context.name(id)))
                    .label(span, "NX-OS")
                    .effect("the switch would refuse the VLAN"),
            );
        }
    }
}

fn overlap(a: VlanRange, b: VlanRange) -> bool {
    a.first <= b.last && b.first <= a.last
}
