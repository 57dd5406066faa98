//! VLANs.

use super::table::{by, hitless, row, words};
use super::{Case, Kind, Risk, Verdict, With};
use crate::plan::Element;

/// A VLAN.
pub const VLAN: Kind = Kind {
    keys: &["id"],
    added: hitless("", With::PAIR),
    removed: by(removed),
    rows: &[&[words("name"), row("suspended", by(suspended)), row("trunk_group", by(trunk_group))]],
};

/// A VLAN that is suspended carries as little as one that is not there.
fn suspended(case: &Case<'_>) -> Verdict {
    if case.turns_on() { removed(case) } else { Verdict::new(Risk::Hitless, "", With::PAIR) }
}

/// A VLAN of a group is on the trunks of the group, whatever their lists say; another one where a list
/// has it.
fn trunk_group(case: &Case<'_>) -> Verdict {
    let reason = match case.goes() {
        true => "trunks outside the group carry it too: a loop where no spanning tree is",
        false => "trunks that don't name its group lose it",
    };
    loss_of(reason.to_owned())
}

fn removed(case: &Case<'_>) -> Verdict {
    let Element::Vlan(id) = case.element else { return unused() };
    match (case.old.carried.contains(*id), case.old.svis.contains_key(id)) {
        (true, true) => loss_of(format!("trunks and interface Vlan{id} have VLAN {id} in use")),
        (true, false) => loss_of(format!("a trunk has VLAN {id} in use")),
        (false, true) => loss_of(format!("interface Vlan{id} goes down with it")),
        (false, false) => unused(),
    }
}

fn loss_of(reason: String) -> Verdict {
    Verdict::new(Risk::TrafficLoss, reason, With::PAIR)
}

fn unused() -> Verdict {
    Verdict::new(Risk::Hitless, "nothing has it in use", With::PAIR)
}
