//! Port-channels.

use super::table::{by, hitless, loss, row};
use super::{Case, Kind, Risk, Row, Verdict, With, layer3, port};
use crate::model::value::Os;

/// A port-channel.
pub const PORT_CHANNEL: Kind = Kind {
    keys: &["number"],
    added: hitless("", With::BOTH),
    removed: by(removed),
    rows: &[port::COMMON, OWN, layer3::LAYER3],
};

const OWN: &[Row] = &[
    row("mlag", by(mlag)),
    row("peer_link", loss("the peer link moves: the pair is apart until both have moved it", With::PAIR)),
    Row {
        field: "fallback",
        eos: hitless("", With::PAIR),
        nxos: loss("the port-channel has to be shut down to take it", With::PAIR),
    },
    row("fallback.timeout", hitless("", With::PAIR)),
];

fn removed(case: &Case<'_>) -> Verdict {
    if case.old.is_off(case.element) {
        return Verdict::new(Risk::None, "it was switched off", With::NOBODY);
    }
    Verdict::new(Risk::TrafficLoss, "its members are on their own", With::BOTH)
}

fn mlag(case: &Case<'_>) -> Verdict {
    let word = if case.new.device.os == Os::Eos { "mlag" } else { "vpc" };
    let change = case.change();
    let reason =
        format!("{word} {change}: it goes down, at its other end too, until the pair has one number");
    Verdict::new(Risk::TrafficLoss, reason, With::PAIR)
}
