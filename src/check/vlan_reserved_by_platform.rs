//! A VLAN that a switch keeps for itself.

use super::Context;
use crate::assign::number::PEER_VLAN;
use crate::finding::{At, Finding};
use crate::model::value::{Os, VlanRange};

/// What NX-OS keeps.
const NXOS: VlanRange = VlanRange { first: 3968, last: 4094 };

/// The VLAN of every port that is in no other.
const DEFAULT: VlanRange = VlanRange { first: 1, last: 1 };

/// VLANs, and where they would have to be.
struct Asked {
    vlans: At<VlanRange>,
    name: String,
    /// Whether the CEs alone have them.
    of_ces: bool,
    /// Whether they are only tags, which take no VLAN of an EOS switch.
    tags: bool,
}

pub fn run(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let nxos = |of_ces: bool| {
        let mut switches = context.topology.switches();
        switches.find_map(|(id, d)| {
            let platform = d.platform.as_deref().filter(|p| p.os.value == Os::Nxos)?;
            (!of_ces || context.ces.contains(&id)).then_some((id, platform.os.span))
        })
    };
    let (anywhere, on_ces) = (nxos(false), nxos(true));
    for Asked { vlans, name, of_ces, tags } in asked(context) {
        let what = match vlans.first == vlans.last {
            true => format!("VLAN {}", vlans.value),
            false => format!("VLANs {}", vlans.value),
        };
        if let Some(taken) = context.internal.iter().filter(|_| !tags).find(|i| overlap(i.range, vlans.value))
        {
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
        if overlap(DEFAULT, vlans.value) {
            let title = format!("{name} has {what}, every switch keeps 1 for itself");
            findings.push(
                Finding::error("vlan-reserved-by-platform", vlans.span, title)
                    .here("the default VLAN: it is there on every switch and can't be made or named")
                    .effect("every port that says nothing of VLANs would be in this network"),
            );
        }
        let nxos = if of_ces { on_ces } else { anywhere };
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

fn asked(context: &Context<'_>) -> Vec<Asked> {
    let single = |id: At<u16>| At::new(VlanRange { first: id.value, last: id.value }, id.span);
    let mut systems = context.topology.switches().filter_map(|(_, d)| Some(d.platform.as_deref()?.os.value));
    let eos = systems.any(|os| os == Os::Eos);
    let mut all: Vec<Asked> = context
        .vlans
        .iter()
        // The peer VLAN of EOS pairs is `vlan-is-peer-vlan`'s.
        .filter(|v| !(eos && v.id.value == PEER_VLAN))
        .map(|v| Asked { vlans: single(v.id), name: v.name.clone(), of_ces: false, tags: false })
        .collect();
    let pool = context.fabric.fabric.pools.peer_vlan.0;
    all.push(Asked { vlans: pool, name: "the pool `peer-vlan`".to_owned(), of_ces: true, tags: false });
    all.extend(context.edges.iter().map(|e| Asked {
        vlans: single(e.vlan),
        name: e.name.clone(),
        of_ces: true,
        tags: true,
    }));
    all
}

fn overlap(a: VlanRange, b: VlanRange) -> bool {
    a.first <= b.last && b.first <= a.last
}
